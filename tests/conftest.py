"""A city with nothing in it: the languages, an English home page, a site. Tests add what they are about."""

import gc
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.db.models.signals import post_save
from django.test import Client
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from localization.languages import LANGUAGES
from tests import ahead, factories
from tests.layers import db, layer, layers, layers_below, list_layers, no_layers  # noqa: F401  fixtures


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    """What no database has a part in runs once, with SQLite, and not again with PostgreSQL. Tests on the same layers
    follow each other."""
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        apart = [item for item in items if not ("db" in item.fixturenames or "outages" in item.path.parts)]
        config.hook.pytest_deselected(items=apart)
        items[:] = [item for item in items if item not in set(apart)]
    items.sort(key=rank)
    for item in filter(is_by_itself, items):
        item.fixturenames.insert(0, "no_layers")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: looking through it for garbage again and again would take a part of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def rank(item: Any) -> tuple[bool, bool, list[str]]:
    """Those without a database come first, while it is made; those that may empty it come last."""
    return is_by_itself(item), "db" in item.fixturenames, list_layers(item.fixturenames)


def is_by_itself(item: Any) -> bool:
    """It asks pytest-django for a database of its own kind, perhaps without a transaction."""
    return "transactional_db" in item.fixturenames or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: Any) -> Iterator[None]:
    """The database of the tests is a copy of one that has all migrations, triggers among them (tests/ahead.py)."""
    if not ahead.is_started():
        yield
        return
    test = connection.settings_dict["TEST"]
    test["MIGRATE"] = False
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = ahead.get_template()
        yield
        return
    source = sqlite3.connect(ahead.wait_for("migrated.sqlite3"))
    # In memory it is there as long as somebody is connected.
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as held, closing(source):
        source.backup(held)
        yield


@pytest.fixture(autouse=True)
def fresh_counters():
    """What one test sent is not held against the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def empty_store():
    """No file of one test is there in the next."""
    yield
    shutil.rmtree(storages["private"].location, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_reference_index():
    """Which no test looks at, and which every saved page would bring up to date."""
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(scope="session", autouse=True)
def no_search_index():
    """Nor at the index of words: the backend of the tests has none, and would be asked at every save all the same."""
    for model in get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)


@layer
def home() -> Any:
    for language in LANGUAGES:
        Locale.objects.get_or_create(language_code=language.code)
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    page = factories.HomeFactory(parent=root, locale=Locale.get_default())
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True, site_name="City")
    Site.clear_site_root_paths_cache()
    return page


@layer
def spanish_home(home: Any) -> Any:
    return factories.translate(home, "es", {"Home": "Inicio"})


@layer
def five_homes(home: Any, spanish_home: Any) -> Any:
    for code, title in (("tl", "Tahanan"), ("zh-hant", "首頁"), ("pt-br", "Início")):
        factories.translate(home, code, {"Home": title})
    return home


@pytest.fixture
def resident() -> Client:
    """Somebody without cookies, whose posts are checked as on the real site."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def staff() -> Callable[..., Client]:
    def log_in(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def read() -> Callable[[Any], Any]:
    """The parsed page of a response."""
    return lambda response: BeautifulSoup(response.content.decode(), "html5lib")
