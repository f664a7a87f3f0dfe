"""Forgets the demo city. Refuses on a database that holds anything else."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import CommandError
from django.db import connection

from config.demo.blocks import make_key


def forget_city() -> None:
    tables = connection.introspection.table_names()
    if "pages_homepage" not in tables:
        if tables:
            raise CommandError("This database holds something that is not Plaza. Nothing was deleted.")
        return
    from pages.models import HomePage

    strangers = HomePage.objects.exclude(translation_key=make_key("port-alder")).exists()
    if strangers:
        raise CommandError("This site has a home page that is not Port Alder's. Nothing was deleted.")
    if connection.vendor == "sqlite":
        connection.close()
        database = Path(str(connection.settings_dict["NAME"]))
        for path in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
            path.unlink(missing_ok=True)
    else:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    location = getattr(storages["private"], "location", None)
    if location:
        shutil.rmtree(location, ignore_errors=True)
