#!/bin/sh
# What tests need from the system: Chromium, and msgfmt from GNU gettext. As root on Debian they are installed,
# elsewhere the command is named; `tests/run.py` then says what was left out.
set -eu
has() { command -v "$1" > /dev/null 2>&1; }
is_debian() { grep -qx 'ID=debian' /etc/os-release 2> /dev/null; }
refresh() { apt-get update -qq -o Acquire::Retries=0 -o Acquire::http::Timeout=15; }
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null; }

shell=chromium-headless-shell
missing=""
has $shell || has chromium || has chromium-browser || has google-chrome || missing="chromium"
has msgfmt || missing="$missing gettext"
if [ "$(id -u)" = 0 ] && has apt-get; then
  if [ -n "$missing" ]; then
    echo "Installing system packages:$missing"
    refresh
    # shellcheck disable=SC2086  a list of package names
    install $missing
  fi
  # With this one the tests take half as long. With any other Chromium they say the same.
  if ! has $shell && is_debian; then
    echo "Installing system packages: $shell"
    { apt-cache show $shell > /dev/null 2>&1 || refresh; install $shell; } 2> /dev/null || echo "It is not to be had here."
  fi
elif [ -n "$missing" ]; then
  echo "Missing system packages. On Debian or Ubuntu: sudo apt-get install $missing" >&2
fi
