# `make help` lists what there is. Nothing is needed beforehand but Python 3.11 or later with venv, pip, and make.
PYTHON ?= python3
PORT ?= 8000
export PORT
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes
CATALOGUES := $(wildcard site/locale*/*/LC_MESSAGES/django.po)
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test lint format bench messages requirements

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: $(VENV)/base messages.stamp ## Install, load the demo city and serve it (PORT=8000)
	@$(RUN) manage.py demo

demo-reset: $(VENV)/base messages.stamp ## The same, with the demo city as on its first day
	@$(RUN) manage.py demo --reset

test: $(VENV)/dev messages.stamp ## Everything: SQLite, PostgreSQL and a real browser
	@sh tests/system-packages.sh
	@$(RUN) tests/run.py $(ARGS)

lint: $(VENV)/dev messages.stamp ## Style, types, layers, templates, migrations, requirements, catalogues
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(VENV)/bin/djlint --quiet --lint site/templates pages forms
	$(VENV)/bin/djhtml --tabwidth 2 --check $$(git ls-files '*.html')
	PYTHONPATH=site:. $(VENV)/bin/lint-imports --no-logo
	$(RUN) -m mypy
	$(RUN) manage.py makemigrations --check --dry-run
	sh requirements/check.sh

format: $(VENV)/dev ## Put Python and templates in the house style
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .
	$(VENV)/bin/djhtml --tabwidth 2 $$(git ls-files '*.html')

bench: $(VENV)/dev messages.stamp ## Measure: pages, forms sent in a second, the inbox at a million rows, beside Wagtail's own
	@$(RUN) tests/bench/run.py

messages: $(VENV)/dev ## Bring the catalogues up to date with the code (needs GNU gettext)
	$(RUN) manage.py makemessages --no-location --no-obsolete --ignore=.venv --ignore=var --ignore=tests \
		$(foreach catalogue,$(wildcard site/locale/*),-l $(notdir $(catalogue)))

requirements: $(VENV)/dev ## Compile requirements/ from pyproject.toml
	$(COMPILE) --output-file requirements/base.txt
	$(COMPILE) --group dev --constraint requirements/base.txt --output-file requirements/dev.txt
	$(COMPILE) --extra s3 --constraint requirements/base.txt --output-file requirements/s3.txt

$(VENV)/base: requirements/base.txt
	@echo "Installing..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements/base.txt
	@touch $@

$(VENV)/dev: $(VENV)/base requirements/dev.txt
	@echo "Installing what tests need..."
	@$(PIP) -r requirements/dev.txt
	@touch $@

messages.stamp: $(VENV)/base $(CATALOGUES)
	@for folder in site/locale site/locale-django; do $(VENV)/bin/pybabel --quiet compile --domain django --directory $$folder; done
	@touch $@
