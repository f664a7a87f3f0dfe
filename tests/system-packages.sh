#!/bin/sh
# What tests need from the system: Chromium, and msgfmt from GNU gettext. As root on Debian they are installed,
# elsewhere the command is named; `tests/run.py` then says what was left out.
set -eu
missing=""
command -v chromium > /dev/null 2>&1 || command -v chromium-browser > /dev/null 2>&1 || command -v google-chrome > /dev/null 2>&1 || missing="chromium"
command -v msgfmt > /dev/null 2>&1 || missing="$missing gettext"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null 2>&1; then
  echo "Installing system packages:$missing"
  apt-get update -qq
  # shellcheck disable=SC2086  a list of package names
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing > /dev/null
else
  echo "Missing system packages. On Debian or Ubuntu: sudo apt-get install $missing" >&2
fi
