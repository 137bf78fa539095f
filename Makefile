# Every command of the house. `make` alone lists them.
# What a target does in more than a few lines lives in .ci/, in Python or Bash that can be tested.

PYTHON ?= python3
IN_VENV := .venv/bin/python
SERVICES := $(IN_VENV) .ci/services.py
PYTEST := $(IN_VENV) -m pytest
# Two cores are the least that a machine of today has; the third has what waits for processes.
WORKERS ?= 3
PARALLEL := -n $(WORKERS) --dist worksteal
# Each has a demo and a Chromium of its own, which work too; journeys of one file follow each other in one.
IN_CHROMIUM := -n 2 --dist loadfile
SLOWEST := --durations=10 --durations-min=1
DURATIONS := test-results/durations.txt
ROOMS := academy courses learners analytics

.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup demo test check test-sqlite test-postgres test-browser soak bench lighthouse screenshots messages format lock clean \
	python environment test-packages

help:  ## show this list
	@echo "The academy. Begin with: make demo"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

setup: python  ## make .venv from the lock file and compile the translations; does nothing when nothing changed
	@$(PYTHON) .ci/setup.py requirements.lock

demo: setup  ## try the academy: SQLite, demo content, web, worker and scheduler; PORT=8001 for another port
	@exec $(IN_VENV) manage.py demo $(if $(PORT),--port $(PORT))

test: export ACADEMY_TEST_DURATIONS := $(CURDIR)/$(DURATIONS)
test: test-packages environment  ## everything: check, then tests on SQLite, on PostgreSQL and in Chromium
	@rm -f $(DURATIONS)
	@$(MAKE) check
	@$(MAKE) test-sqlite
	@$(MAKE) test-postgres
	@$(MAKE) test-browser
	@cat $(DURATIONS)

check: environment  ## style, types, layers, templates, migrations, translations, secrets and the rules of the house
	@$(IN_VENV) .ci/check.py

test-sqlite: environment  ## all tests but the browser's, on SQLite
	@$(SERVICES) --title "Tests on SQLite" --redis -- $(PYTEST) $(PARALLEL) $(SLOWEST) -m "not browser and not postgres" $(TESTS)

test-postgres: environment  ## those that ask a database, on a PostgreSQL of its own
	@$(SERVICES) --title "Tests on PostgreSQL" --postgres --redis -- $(PYTEST) $(PARALLEL) $(SLOWEST) -m "not browser and not no_database" $(TESTS)

test-browser: environment  ## the journeys of the people who use the academy, in real Chromium
	@$(SERVICES) --title "Journeys in Chromium" -- $(PYTEST) $(IN_CHROMIUM) $(SLOWEST) -m browser $(TESTS)

soak: test-packages environment  ## kill loops, storms and millions of rows: an hour or more, never part of make test; SECONDS=60 for less
	@echo "Soak: tests/soak on PostgreSQL and Redis of their own, one after the other, until done. Ctrl-C ends it cleanly."
	@export ACADEMY_SOAK_SECONDS="$(or $(SECONDS),$(ACADEMY_SOAK_SECONDS),900)"; \
		exec $(SERVICES) --postgres --redis -- $(PYTEST) -v $(or $(TESTS),tests/soak)

bench: test-packages environment  ## ingest, the record store, refill and pages against their bars; BENCH="pages --asked 50" for one
	@exec $(SERVICES) --postgres --redis -- $(IN_VENV) -m bench $(or $(BENCH),all)

lighthouse: test-packages environment  ## Lighthouse's scores of the main pages, signed in, on the production server; TRY="--times 1" for less
	@exec $(IN_VENV) -m bench.lighthouse $(TRY)

screenshots: test-packages environment  ## pictures of the main pages of a fresh demo for docs/screenshots; TRY="--only start" for some
	@exec $(IN_VENV) -m tests.browser.screenshots $(TRY)

messages: environment  ## compile the translations after a change in locale/
	@$(IN_VENV) .ci/catalogues.py compile

format: environment  ## bring Python and templates into the common format
	@$(IN_VENV) -m ruff check --fix --exit-zero --quiet . .ci
	@$(IN_VENV) -m ruff format . .ci
	@git ls-files -z --cached --others --exclude-standard '*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2

# The second lock is made under the first, so that one .venv serves both.
COMPILE := .venv/bin/uv pip compile --quiet pyproject.toml --generate-hashes --no-emit-index-url --python-version 3.11 \
	$(if $(UPGRADE),--upgrade)
lock: environment  ## resolve pyproject.toml into the two lock files; UPGRADE=1 takes the newest versions it allows
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --extra dev -c requirements.lock -o requirements-dev.lock
	@git --no-pager diff --stat -- requirements.lock requirements-dev.lock

clean:  ## remove what the tools made; keeps the demo's data in var/
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find $(ROOMS) tests .ci locale -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} +

python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Install the Debian package python3 (3.11 or newer)."; exit 1; }

# .venv with the tools for checks and tests.
environment: python
	@$(PYTHON) .ci/setup.py requirements-dev.lock

test-packages: python
	@$(PYTHON) .ci/packages.py chromium fonts-dejavu-core postgresql redis-server
