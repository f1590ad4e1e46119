# Every job of the project. `make help` lists them; CI runs these same targets.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python

# Where `make run` listens: make run PORT=8600 HOST=0.0.0.0
HOST ?= localhost
PORT ?= 8501
# Handed on to the command behind test, build and bench: make test ARGS="tests/model -x"
ARGS ?=

PINS := requirements.txt requirements-dev.txt
# Stamps say which pins stand in $(VENV), so that nothing is installed twice.
RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-develop
# npm writes this file when it has installed what the browser tests ask for.
AXE_READY := tests/browser/node_modules/.package-lock.json
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint types build bless bench pins clean

help: ## List the targets
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: $(RUN_READY) ## Start the app on http://localhost:8501 (PORT=, HOST= to change)
	@if [ -z "$$CLUSTERWATCH_CATALOG" ] && [ ! -e data/lake/catalog.sqlite ]; then $(PY) -m etl build; fi
	$(PY) -m streamlit run streamlit_app.py --server.address $(HOST) --server.port $(PORT) --server.headless true

test: $(DEV_READY) $(AXE_READY) ## Run the tests (ARGS="tests/model -k law" for some of them)
	@$(PY) -m pytest -n 2 --dist loadgroup $(ARGS)

lint: $(DEV_READY) ## Check style and look for likely mistakes
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(DEV_READY) ## Check the types
	$(PY) -m mypy

build: $(RUN_READY) ## Build the lake from data/ (does nothing when nothing changed)
	$(PY) -m etl build $(ARGS)

bless: $(DEV_READY) ## Write generated documents and settings anew, to be read before they are committed
	$(PY) -m codebook write

bench: $(DEV_READY) ## Measure speed (ARGS="startup" for one measure)
	$(PY) -m benchmarks $(ARGS)

pins: $(DEV_READY) ## Pin the newest versions that requirements*.in allow
	CUSTOM_COMPILE_COMMAND="make pins" $(PY) -m piptools compile $(PIN_OPTIONS) --output-file requirements.txt requirements.in
	CUSTOM_COMPILE_COMMAND="make pins" $(PY) -m piptools compile $(PIN_OPTIONS) --output-file requirements-dev.txt requirements-dev.in

# The lake stays: it may hold batches that people contributed. `python -m etl clean` tidies it safely.
clean: ## Remove caches and what tests left behind
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/artifacts
	find . -path ./$(VENV) -prune -o -type d -name __pycache__ -exec rm -rf {} +

# A pin file names versions, never the machine that made it.
PIN_OPTIONS := --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

# The first Python that is new enough and can make an environment; a name alone proves neither.
$(PY):
	@for python in python3.13 python3.12 python3.11 python3; do \
	  if $$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$($$python --version)"; \
	    exec $$python -m venv $(VENV); \
	  fi; \
	done; \
	echo "Clusterwatch needs Python 3.11 or newer with its venv module, and found none." >&2; \
	echo "Debian and Ubuntu: apt install python3 python3-venv. Elsewhere: install Python from your system's packages." >&2; \
	exit 1

$(RUN_READY): requirements.txt | $(PY)
	@echo "Installing what the app needs (once, a minute or two)"
	@$(INSTALL) -r requirements.txt
	@touch $@

# Without npm the tests that need it are skipped, and the skip says so.
$(AXE_READY): tests/browser/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/browser --no-audit --no-fund --loglevel=error >/dev/null && touch $@; fi

$(DEV_READY): $(PINS) | $(PY)
	@echo "Installing what the app, its tests and its checks need (once, a minute or two)"
	@$(INSTALL) -r requirements.txt -r requirements-dev.txt
	@touch $(RUN_READY) $@
