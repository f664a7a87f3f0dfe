"""The rooms, and the traps in them that were once walked into."""

import re
import site as python_site
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import resolve

PROJECT = Path(__file__).parents[2]
SOURCES = ("localization", "pages", "forms", "site/config")
TRACKED = subprocess.run(
    ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
    cwd=PROJECT,
    capture_output=True,
    text=True,
    check=True,
).stdout.split()


def test_site_is_a_plain_folder_and_pythons_own_module_is_untouched():
    assert not (PROJECT / "site" / "__init__.py").exists()
    assert PROJECT not in Path(python_site.__file__).parents or ".venv" in python_site.__file__


def test_git_and_ruff_see_the_folder():
    assert "site/config/settings/production.py" in TRACKED
    ignored = (PROJECT / ".gitignore").read_text().split()
    assert not {"/site", "site", "/site/", "site/"} & set(ignored)


def test_tests_are_no_package_that_could_shadow_an_app():
    assert not [path for path in TRACKED if path.startswith("tests/") and path.endswith("__init__.py")]
    import forms

    assert Path(forms.__file__).parent == PROJECT / "forms"


def test_apps_that_clash_are_not_installed():
    assert "django.forms" not in settings.INSTALLED_APPS
    assert "wagtail.locales" not in settings.INSTALLED_APPS
    assert "wagtail_localize.locales" in settings.INSTALLED_APPS
    assert "wagtail.contrib.forms" not in settings.INSTALLED_APPS
    assert not any(model.__name__ == "FormSubmission" for model in apps.get_models())


def test_the_inbox_has_an_address_of_its_own():
    assert resolve("/admin/inbox/").namespace == "inbox"
    assert "inbox" not in resolve("/admin/pages/").namespaces


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "core", "services"])
def test_rooms_are_named_for_what_they_hold(name):
    allowed = {"pages/models/services.py", "site/config/demo/content/services.py"}
    assert not [path for path in TRACKED if Path(path).stem == name and path.endswith(".py") and path not in allowed]


def test_modules_stay_small():
    long = {
        path: lines
        for path in TRACKED
        if path.startswith(SOURCES) and path.endswith(".py") and "migrations" not in path
        if (lines := len((PROJECT / path).read_text().splitlines())) > 300
    }
    assert not long


def test_templates_stay_small():
    long = [path for path in TRACKED if path.endswith(".html") and len((PROJECT / path).read_text().splitlines()) > 100]
    assert not long


def test_the_style_sheet_knows_no_left_and_right():
    css = (PROJECT / "site/static/css/site.css").read_text()
    physical = (
        r"(margin|padding|border)-(left|right)|text-align: *(left|right)|float: *(left|right)|(^|[ ;{])(left|right) *:"
    )
    assert not [line for line in css.splitlines() if re.search(physical, line)]


def test_nothing_is_fetched_from_elsewhere_at_run_time():
    pattern = re.compile(r"""(?:src|href)=["']?(?:https?:)?//""")
    assert not [path for path in TRACKED if path.endswith(".html") and pattern.search((PROJECT / path).read_text())]


def test_the_project_speaks_of_no_machine_and_no_index():
    words = re.compile(r"/root/|/home/\w|--index-url|--extra-index-url|find-links")
    texts = [
        path
        for path in TRACKED
        if path.endswith((".py", ".md", ".toml", ".txt", ".sh")) or Path(path).name == "Makefile"
    ]
    own = "tests/config/test_layout.py"
    assert not [path for path in texts if path != own and words.search((PROJECT / path).read_text())]
