# The commands of the house. `make help` lists them. Needs only Python 3.11+ (with venv) and make.

SHELL := /bin/sh
PORT ?= 8000
UV_VERSION := 0.13.9
BIN := .venv/bin
# The system's own Python first: one compiled by hand without optimisation is a fifth slower. PYTHON= takes another.
PYTHON ?= $(shell for p in /usr/bin/python3 python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
UV := UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy $(BIN)/uv --no-progress
SYNC := $(UV) sync --frozen --inexact
LOCK := $(shell cat pyproject.toml uv.lock package-lock.json 2>/dev/null | cksum | cut -d' ' -f1)
RUN_READY := .venv/.run-$(LOCK)
TEST_READY := .venv/.test-$(LOCK)
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

# Without its bytecode every process of the house compiles Django anew, which takes longer than all else it does at start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check hard bench docs pictures messages ready static test-sqlite test-postgres browser wheel clean

help:
	@echo 'make run       the demo office on http://localhost:$(PORT) (PORT= for another port)'
	@echo 'make test      every test, on SQLite and on PostgreSQL'
	@echo 'make check     format, lint, types, import contracts, migrations, translations, tests without a database'
	@echo 'make hard      the long campaigns'
	@echo 'make bench     the benchmarks; figures in var/bench'
	@echo 'make messages  collect the texts of the house into the catalogues'
	@echo 'make docs      draw again what the documentation draws from the code'
	@echo 'make pictures  take the pictures of the README again'
	@echo 'make wheel     build the wheel into dist'

run: $(RUN_READY)
	@AMENDS_BASE_URL=$${AMENDS_BASE_URL:-http://localhost:$(PORT)} $(BIN)/amends run --port $(PORT)

test: static test-sqlite test-postgres

check: static
	@AMENDS_TEST_PART=quick $(BIN)/python -m pytest -n 2 -m 'not hard and not browser and not slow'

test-sqlite: $(TEST_READY) browser
	@echo '== Tests on SQLite'
	@AMENDS_TEST_DB=sqlite $(PYTEST)

test-postgres: $(TEST_READY) browser
	@echo '== Tests on PostgreSQL'
	@AMENDS_TEST_DB=postgres AMENDS_TEST_PART=again $(PYTEST)

hard: $(TEST_READY) browser
	@AMENDS_TEST_DB=sqlite $(BIN)/python -m pytest -m hard
	@AMENDS_TEST_DB=postgres $(BIN)/python -m pytest -m hard

static: $(TEST_READY)
	@$(BIN)/python tests/static.py

bench: $(TEST_READY)
	@$(BIN)/python -m tests.speed

messages: $(TEST_READY)
	@$(BIN)/amends messages update

docs: $(TEST_READY)
	@$(BIN)/python -m tests.drawings

pictures: $(TEST_READY) browser
	@$(BIN)/python -m tests.pictures

wheel: $(RUN_READY)
	@$(UV) build --wheel

ready: $(TEST_READY)

browser: $(TEST_READY)
	@$(BIN)/python -m tests.browser

.venv/bin/uv:
	@test -n '$(PYTHON)' || { echo 'Amends needs Python 3.11 or newer with venv, and found none; on Debian: apt-get install python3-venv' >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
		echo 'Python cannot make a virtual environment here; on Debian: apt-get install python3-venv' >&2; exit 1; }
	@$(BIN)/python -m ensurepip -q >/dev/null 2>&1 || true
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

$(RUN_READY): .venv/bin/uv
	@echo 'Setting up the environment (the first time this takes a minute or two)'
	@$(SYNC) -q --no-dev
	@rm -f .venv/.run-*; touch $@

$(TEST_READY): .venv/bin/uv
	@$(SYNC) -q
	@$(BIN)/python tests/axe_setup.py
	@rm -f .venv/.test-* .venv/.run-*; touch $@ $(RUN_READY)

clean:
	rm -rf .venv node_modules dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
