"""Sites that can be broken. Each has a copy of a database that is filled once, on SQLite and on PostgreSQL at once."""

import os

import pytest

from tests.outages.serving import Prepared, Site
from tests.postgres import obtain_postgres

SETTINGS = "tests.outages.settings"
PROGRAM = "tests.outages.prepare"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """{name of the database: Prepared, or None where there is no such server}"""
    server = obtain_postgres()
    made = {"SQLite": Prepared(tmp_path_factory.mktemp("sqlite"), "", SETTINGS, PROGRAM), "PostgreSQL": None}
    if server:
        made["PostgreSQL"] = Prepared(tmp_path_factory.mktemp("postgresql"), server.url, SETTINGS, PROGRAM)
    yield made
    for each in filter(None, made.values()):
        each.drop()
    if server:
        server.stop()


@pytest.fixture(scope="module")
def make_site(prepared, tmp_path_factory):
    """make_site("SQLite", …): a running site, stopped when the tests of the file are over."""
    sites = []

    def make_site(kind, **values):
        if prepared[kind] is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)("no PostgreSQL: see tests/postgres.py")
        site = Site(prepared[kind], tmp_path_factory.mktemp("site"), **values)
        sites.append(site)
        site.start()
        return site

    yield make_site
    for site in sites:
        site.kill_everything()


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def site(make_site, request):
    return make_site(request.param)
