"""What many tests begin with is built once and stays while tests that need it follow each other. Each layer is a
savepoint on the one below it; a test happens on top of them, and is taken back as ever."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection, transaction

BUILDERS: dict[str, Callable[..., Any]] = {}


def layer(build: Callable[..., Any]) -> Any:
    """A fixture of which the rows are a layer. It may only need other layers; each test gets an object of its own."""
    name = build.__name__
    BUILDERS[name] = build

    @pytest.fixture(name=name)
    def read(db: Any, layers: "Layers") -> Any:
        return layers.read(name)

    return read


def list_layers(fixtures: Iterable[str]) -> list[str]:
    """The layers below a test with these fixtures, from the lowest up."""
    wanted: set[str] = set()

    def want(name: str) -> None:
        if name in BUILDERS:
            wanted.add(name)
            for each in list_needed(name):
                want(each)

    for name in fixtures:
        want(name)
    return [name for name in BUILDERS if name in wanted]


def list_needed(name: str) -> list[str]:
    return list(inspect.signature(BUILDERS[name]).parameters)


class Layers:
    def __init__(self) -> None:
        self.held: list[tuple[str, transaction.Atomic]] = []
        self.values: dict[str, Any] = {}

    def hold(self, wanted: list[str]) -> None:
        """Exactly these, of which the lowest may be there already."""
        kept = 0
        while kept < min(len(self.held), len(wanted)) and self.held[kept][0] == wanted[kept]:
            kept += 1
        self.drop(kept)
        for name in wanted[kept:]:
            self.add(name)

    def add(self, name: str) -> None:
        atomic = transaction.atomic()
        atomic._from_testcase = True  # so that code may ask for an outermost transaction, as in Django's own TestCase
        atomic.__enter__()
        self.held.append((name, atomic))
        try:
            self.values[name] = BUILDERS[name](*map(self.read, list_needed(name)))
            connection.check_constraints()
        except BaseException:
            self.drop(len(self.held) - 1)
            raise

    def drop(self, kept: int = 0) -> None:
        while len(self.held) > kept:
            _name, atomic = self.held.pop()
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)

    def read(self, name: str) -> Any:
        """From the database, so that no test sees what another has done to the object."""
        value = self.values[name]
        return value.refresh() if hasattr(value, "refresh") else type(value).objects.get(pk=value.pk)


@pytest.fixture(scope="session")
def layers(django_db_setup: Any, django_db_blocker: Any) -> Any:
    layers = Layers()
    yield layers
    with django_db_blocker.unblock():
        layers.drop()


@pytest.fixture
def layers_below(request: Any, layers: Layers, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        layers.hold(list_layers(request.fixturenames))


@pytest.fixture
def no_layers(layers: Layers, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        layers.drop()


@pytest.fixture
def db(layers_below: None, _django_db_helper: None) -> None:
    """pytest-django's, on top of the layers."""
