"""Production settings refuse to start half configured, and the README names every variable."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
WHOLE = {"SECRET_KEY": "x" * 60 + "abcdefghij", "ALLOWED_HOSTS": "city.example", "SITE_URL": "https://city.example"}


def check(tmp_path, environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", "check", *arguments],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "DATA_DIR": str(tmp_path),
            "STATIC_ROOT": str(tmp_path),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", WHOLE)
def test_a_missing_variable_stops_the_start_and_is_named(name, tmp_path):
    result = check(tmp_path, {key: value for key, value in WHOLE.items() if key != name})
    assert result.returncode != 0
    assert f"Set the environment variable {name}" in result.stderr


def test_the_deployment_check_finds_nothing(tmp_path):
    result = check(tmp_path, {**WHOLE, "HSTS_SUBDOMAINS": "1"}, "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr


def test_connections_to_postgresql_are_kept_looked_at_and_never_waited_for_without_end(tmp_path):
    code = "from django.conf import settings; print(settings.DATABASES['default'])"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": "site:.",
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "DATABASE_URL": "postgres://u:p@h/d",
            **WHOLE,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    for said in ("'CONN_MAX_AGE': 60", "'CONN_HEALTH_CHECKS': True", "'connect_timeout': 3"):
        assert said in result.stdout


def test_the_readme_lists_every_variable():
    source = "".join(path.read_text() for path in (PROJECT / "site/config/settings").glob("*.py"))
    names = set(re.findall(r"""(?:environ\.get\(|require\(|switch\(|environ\.setdefault\()["']([A-Z_]+)["']""", source))
    listed = set(re.findall(r"^\| `([A-Z_]+)`", (PROJECT / "README.md").read_text(), re.MULTILINE))
    assert len(names) > 12
    assert names == listed


def test_an_hour_that_is_none_stops_the_start(tmp_path):
    result = check(tmp_path, {**WHOLE, "DIGEST_TIME": "seven"})
    assert result.returncode != 0 and "DIGEST_TIME is a time of day" in result.stderr
