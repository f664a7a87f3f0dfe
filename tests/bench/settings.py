"""The site as `make demo` serves it, and in the same processes Wagtail's own forms, at their own address."""

from config.settings.dev import *  # noqa: F403  settings files are layers
from config.settings.dev import INSTALLED_APPS

INSTALLED_APPS = ["tests.bench.stock", "wagtail.contrib.forms", *INSTALLED_APPS]
ROOT_URLCONF = "tests.bench.urls"
