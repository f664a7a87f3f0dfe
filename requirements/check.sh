#!/bin/sh
# Fails where requirements/ no longer says what pyproject.toml asks for, or names an index.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp requirements/base.txt requirements/dev.txt requirements/s3.txt "$folder"
compile() { .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml "$@"; }
compile --output-file "$folder/base.txt"
compile --group dev --constraint "$folder/base.txt" --output-file "$folder/dev.txt"
compile --extra s3 --constraint "$folder/base.txt" --output-file "$folder/s3.txt"
for name in base dev s3; do
  # uv writes the path of the constraints file into its comments
  sed "s|$folder|requirements|" "$folder/$name.txt" | grep -v '^ *#' > "$folder/new"
  grep -v '^ *#' "requirements/$name.txt" > "$folder/old"
  if ! diff "$folder/old" "$folder/new" > /dev/null; then
    echo "requirements/$name.txt does not agree with pyproject.toml: run 'make requirements'." >&2
    exit 1
  fi
  if grep -nE '(index-url|https?://)' "requirements/$name.txt"; then
    echo "requirements/$name.txt names an address." >&2
    exit 1
  fi
done
