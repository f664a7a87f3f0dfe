"""The site as `make demo` serves it, and in the same processes Wagtail's own forms, at their own address."""

from pathlib import Path

from config.settings.dev import *  # noqa: F403  settings files are layers
from config.settings.dev import INSTALLED_APPS, TEMPLATES

INSTALLED_APPS = ["wagtail.contrib.forms", *INSTALLED_APPS]
TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "templates")
ROOT_URLCONF = "tests.bench.urls"
