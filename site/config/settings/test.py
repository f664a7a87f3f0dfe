"""For tests: quick password hashes, a database of their own (SQLite in memory unless DATABASE_URL names PostgreSQL)."""

import os
import tempfile

os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ["DEBUG"] = "0"

from config.settings.dev import *  # noqa: F403  settings files are layers
from config.settings.dev import DATABASES, MIDDLEWARE, STORAGES

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MIDDLEWARE = [each for each in MIDDLEWARE if not each.startswith("whitenoise")]
# For each process its own: tests run side by side.
STORAGES["private"] = {**STORAGES["private"], "OPTIONS": {"location": tempfile.mkdtemp(prefix="plaza-private-")}}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # a test database with connections cannot be dropped
# No test looks for pages by their words, except in the browser, where the demo keeps its index.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
