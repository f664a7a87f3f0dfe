"""The complete settings. Every secret comes from the environment, and a missing one stops the start.

`dev.py` and `test.py` loosen this file; nothing here is loosened by accident. The README lists every variable.
"""

import os
from datetime import time
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from localization.languages import LANGUAGES as OFFERED
from localization.languages import tell_django

PROJECT_DIR = Path(__file__).resolve().parents[3]
SITE_DIR = PROJECT_DIR / "site"


def require(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name}: see the table of settings in README.md.")
    return value


def switch(name: str, *, default: bool = False) -> bool:
    return os.environ.get(name, str(int(default))).lower() in {"1", "true", "yes", "on"}


DEBUG = False
SECRET_KEY = require("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in require("ALLOWED_HOSTS").split(",")]
SITE_URL = require("SITE_URL").rstrip("/")
DATA_DIR = Path(os.environ.get("DATA_DIR", PROJECT_DIR / "var"))

INSTALLED_APPS = [
    "forms",
    "pages",
    "localization",
    "wagtail_localize",
    "wagtail_localize.locales",  # in the place of wagtail.locales
    "wagtail.contrib.settings",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.middleware.CharsetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "localization.middleware.LanguageMiddleware",
    "config.middleware.OutageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.refusals.SignedOutMiddleware",
    "config.gaps.GapsMiddleware",
    "localization.guard.LocalizeGuard",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"wagtailadmin_tags": "config.frame"},
            "builtins": ["localization.templatetags.reading", "pages.templatetags.page"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

# -- Database ----------------------------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR}/plaza.sqlite3")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With Django's own options most concurrent posts fail with "database is locked"; with synchronous=NORMAL
    # a power cut may forget a post that was already acknowledged.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON",  # what REPLACE deletes is guarded too: see forms.records.guards
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # One connection a thread, looked at before it is used: with psycopg's pool a third of the posts after a restart of
    # PostgreSQL failed, and the site stayed away for seconds longer than the database (measured; as fast without).
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    DATABASES["default"].setdefault("OPTIONS", {}).update(connect_timeout=3, tcp_user_timeout=10_000)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Cache, tasks, mail ------------------------------------------------------------------------------------------------

if REDIS_URL := os.environ.get("REDIS_URL"):
    CACHES = {"default": {"BACKEND": "config.soft_cache.SoftRedisCache", "LOCATION": REDIS_URL}}

TASKS = {
    # Wagtail's own tasks (search and reference index) run where they are caused, and are never left behind.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "database": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = switch("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "plaza@localhost")

# -- Languages and time ------------------------------------------------------------------------------------------------

tell_django()
LANGUAGE_CODE = OFFERED[0].code
LANGUAGES = [(language.code, language.english_name) for language in OFFERED]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
# A page sent for translation must not appear in English under the address of another language.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
LOCALE_PATHS = [
    SITE_DIR / "locale",
    SITE_DIR / "locale-django",  # words of Django and Wagtail, where these have no translation of them
]
FORMAT_MODULE_PATH = "localization.date_formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "America/Los_Angeles")  # in which staff type times; stored is UTC
try:
    DIGEST_TIME = time.fromisoformat(os.environ.get("DIGEST_TIME", "07:00"))  # by the city's clock
except ValueError as error:
    raise ImproperlyConfigured("DIGEST_TIME is a time of day, as in 07:00.") from error
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # a day to answer, or a closing time, is the city's whoever sets it

# -- Files -------------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", PROJECT_DIR / "staticfiles"))
STATICFILES_DIRS = [SITE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", DATA_DIR / "media"))
SERVE_MEDIA = False
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # What residents add to forms: no address leads there, only a view that checks rights (forms.inbox.files).
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": os.environ.get("PRIVATE_ROOT", DATA_DIR / "private"), "base_url": None},
    },
}
if PRIVATE_S3_BUCKET := os.environ.get("PRIVATE_S3_BUCKET"):
    STORAGES["private"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": PRIVATE_S3_BUCKET,
            "endpoint_url": os.environ.get("PRIVATE_S3_ENDPOINT") or None,
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
CLAMD_ADDRESS = os.environ.get("CLAMD_ADDRESS", "")

# -- Wagtail -----------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Plaza"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # would tell a stranger who works here
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "password_required.html"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS: dict[str, Any] = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# -- Robots ------------------------------------------------------------------------------------------------------------

RECAPTCHA_PUBLIC_KEY = os.environ.get("RECAPTCHA_PUBLIC_KEY", "")
RECAPTCHA_PRIVATE_KEY = os.environ.get("RECAPTCHA_PRIVATE_KEY", "")
RECAPTCHA_VERSION = os.environ.get("RECAPTCHA_VERSION", "v3")
RECAPTCHA_REQUIRED_SCORE = float(os.environ.get("RECAPTCHA_REQUIRED_SCORE", "0.5"))  # of v3: 0 a robot, 1 a person
RECAPTCHA_DOMAIN = os.environ.get("RECAPTCHA_DOMAIN", "www.google.com")
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 2
if bool(RECAPTCHA_PUBLIC_KEY) != bool(RECAPTCHA_PRIVATE_KEY):
    raise ImproperlyConfigured(
        "Set both RECAPTCHA_PUBLIC_KEY and RECAPTCHA_PRIVATE_KEY, or neither: see the table of settings in README.md."
    )
if RECAPTCHA_VERSION not in {"v2", "v3"}:
    raise ImproperlyConfigured("RECAPTCHA_VERSION is v2 or v3, the one for which the keys were made.")
if RECAPTCHA_PUBLIC_KEY:
    INSTALLED_APPS.append("django_recaptcha")  # its check refuses Google's test keys, and would refuse to have none

# -- Security ----------------------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = switch("HTTPS_ONLY", default=True)
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_SSL_REDIRECT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = switch("HSTS_SUBDOMAINS")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "config.refusals.refuse_expired"
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # X-Frame-Options: the editor's preview is a frame of the same site
    "templates.W003",  # config.frame stands in the place of Wagtail's own template tags, and gives all of them
    "security.W021",  # HSTS preload is for the owner of the whole domain to decide
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long page in the editor
# How many proxies of ours stand before the site: so many entries of X-Forwarded-For, from the right, are believed.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
if switch("BEHIND_HTTPS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "config.logs.HideKeys"}},
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
