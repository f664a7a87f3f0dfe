"""For a developer's machine and the demo: a key everybody knows, no HTTPS, files served by Django itself."""

import os

os.environ.setdefault("SECRET_KEY", "not-a-secret: only for development and the demo")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("HTTPS_ONLY", "0")

from config.settings.production import *  # noqa: F403  settings files are layers
from config.settings.production import DATA_DIR, INSTALLED_APPS, STATIC_ROOT, STORAGES, switch

DATA_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise asks for it; here the finders serve

INSTALLED_APPS = ["config.demo", *INSTALLED_APPS]  # never in production: its accounts are known to everybody
DEBUG = switch("DEBUG", default=True)
SERVE_MEDIA = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
