"""The site as `make demo` serves it, but its mail goes to a mail server: EMAIL_HOST and EMAIL_PORT say to which."""

from config.settings.dev import *  # noqa: F403  settings files are layers

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
