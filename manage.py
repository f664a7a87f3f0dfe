#!/usr/bin/env python
"""Run Django's commands with the development settings."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # `site/` is a plain folder: Python's own `site` module has the name, so it can never be a package.
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
