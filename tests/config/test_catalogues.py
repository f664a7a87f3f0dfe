"""Every string of the interface is in every language, and no placeholder is lost on the way."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from localization.languages import LANGUAGES

PROJECT = Path(__file__).parents[2]
CATALOGUES = sorted((PROJECT / "site").glob("locale*/*/LC_MESSAGES/django.po"))
PHRASEBOOKS = sorted((PROJECT / "site/config/demo/translations").glob("*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|%d|\{\w*\}|</?\w+")


def name(path):
    return f"{path.parts[-4]}-{path.parts[-3]}" if path.name == "django.po" else path.stem


def test_there_is_a_catalogue_and_a_phrasebook_for_every_language():
    folders = {path.parts[-3].lower().replace("_", "-") for path in CATALOGUES if path.parts[-4] == "locale"}
    assert folders == {path.stem for path in PHRASEBOOKS} == {language.code for language in LANGUAGES[1:]}


@pytest.mark.parametrize("path", [*CATALOGUES, *PHRASEBOOKS], ids=name)
def test_nothing_is_untranslated_or_fuzzy(path):
    catalogue = polib.pofile(str(path))
    assert len(catalogue) > (10 if path.parts[-4] == "locale-django" else 50)
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert [entry.msgid for entry in catalogue if entry.msgid_plural and not all(entry.msgstr_plural.values())] == []


@pytest.mark.parametrize("path", [*CATALOGUES, *PHRASEBOOKS], ids=name)
def test_placeholders_and_tags_are_kept(path):
    for entry in polib.pofile(str(path)):
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
        for said in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert set(PLACEHOLDER.findall(said)) == wanted, entry.msgid


@pytest.mark.parametrize("path", [*CATALOGUES, *PHRASEBOOKS], ids=name)
def test_msgfmt_accepts_it(path):
    if shutil.which("msgfmt") is None:
        pytest.fail("msgfmt is missing: install gettext (tests/system-packages.sh does it on Debian)")
    result = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_the_catalogues_hold_every_string_of_the_code(tmp_path):
    """Extracted anew from a copy, so that a forgotten `make messages` is noticed."""
    copy = tmp_path / "copy"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".venv", ".git", "var", "tests", "*.mo", ".*_cache"))
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "es", "--no-location", "--no-obsolete", "-v0"],
        cwd=copy,
        check=True,
    )
    ours, extracted = (
        {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(root / "site/locale/es/LC_MESSAGES/django.po"))}
        for root in (PROJECT, copy)
    )
    assert extracted - ours == set(), "run `make messages` and translate"
    assert ours - extracted == set(), "run `make messages`: these are no longer said"
