"""Which browser the tests look with. The shell is the same Chromium without the windows around its pages, of which each
new visitor would be given one: that takes more time than most pages do."""

import shutil

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)
