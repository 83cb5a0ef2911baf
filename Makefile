# Thực Địa. `make help` lists the tasks; run, test and check are the three that matter.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 5000
DEMO_PROVINCE ?= 20
WORKERS ?= 2
# A folder of commune boundaries as GeoJSON, if you have one: the maps then show shapes instead of circles.
BOUNDARIES ?= boundaries
TEST_POSTGRESQL ?= postgresql://postgres@127.0.0.1:5432/postgres
CODE := audit checklists maps reports tests bench wsgi.py
CATALOGUES := $(wildcard audit/kernel/translations/*/LC_MESSAGES/messages.po)
export PYTHONPATH := $(CURDIR)
export FLASK_APP := wsgi:app

SEEDS ?= 200
.PHONY: help run test check demo bench faults install install-dev format lint types imports database migration translations lock clean

help: ## list the tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

$(VENV)/base.stamp: requirements/base.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/base.stamp

$(VENV)/catalogues.stamp: $(CATALOGUES) | $(VENV)/base.stamp
	@$(BIN)/pybabel --quiet compile --directory audit/kernel/translations
	@touch $@

install: $(VENV)/base.stamp $(VENV)/catalogues.stamp ## what the application needs to run

install-dev: $(VENV)/dev.stamp $(VENV)/catalogues.stamp ## and what its tests need

database: export THUC_DIA_MODE := development
database: install ## bring the database up to date and load registers, instruments and standing texts
	@$(BIN)/flask db upgrade
	@$(BIN)/flask registers load-units
	@$(BIN)/flask registers load-agencies
	@$(BIN)/flask checklists load
	@$(BIN)/flask reports load-texts
	@if compgen -G "$(BOUNDARIES)/communes_$(DEMO_PROVINCE)*.geojson" >/dev/null; then \
	  $(BIN)/flask registers import-boundaries $(BOUNDARIES)/communes_$(DEMO_PROVINCE)*.geojson; fi

run: export THUC_DIA_MODE := development
run: export DEMO_PROVINCE := $(DEMO_PROVINCE)
run: export PROVINCE := $(DEMO_PROVINCE)
run: database ## start with a demonstration (DEMO_PROVINCE=20 or 75, PORT=5000)
	@$(BIN)/flask demo load --if-empty
	@$(BIN)/flask demo accounts --address http://127.0.0.1:$(PORT)
	@PORT=$(PORT) $(BIN)/python wsgi.py

demo: export THUC_DIA_MODE := development
demo: export DEMO_PROVINCE := $(DEMO_PROVINCE)
demo: export PROVINCE := $(DEMO_PROVINCE)
demo: export DATA_DIR := $(CURDIR)/build/demo-data
demo: install ## do the main job without a server and write build/demo/
	@rm -rf build/demo build/demo-data
	@$(MAKE) --no-print-directory database
	@$(BIN)/flask demo load
	@$(BIN)/flask demo write --output build/demo
	@rm -rf build/demo-data

test: install-dev ## the whole suite on SQLite (browser tests where Chromium is installed)
	@$(BIN)/pytest -n $(WORKERS)

lint: install-dev ## format and lint
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)

types: install-dev ## mypy, strict
	$(BIN)/mypy

imports: install-dev ## the ladder
	$(BIN)/lint-imports

check: install-dev ## what CI runs: format, lint, types, imports, tests on SQLite and PostgreSQL, browser tests
	$(MAKE) lint types imports
	$(BIN)/pytest -n $(WORKERS)
	TEST_DATABASE_URL=$(TEST_POSTGRESQL) $(BIN)/pytest -n $(WORKERS) tests/integration

faults: install-dev ## kill, cut, flood and restore server and tablet (SEEDS=200); exit 1 when a promise breaks
	@$(BIN)/python -m tests.faults --seeds $(SEEDS)

# WeasyPrint, one of the other sides, needs Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
bench: install-dev ## our figures and the other side's, in the same run
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/bench.txt
	$(BIN)/python -m bench

format: install-dev ## put the code into its format
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

migration: export THUC_DIA_MODE := development
migration: install-dev ## write a migration from the tables (MESSAGE="what changes")
	$(BIN)/flask db upgrade
	$(BIN)/flask db migrate -m "$(MESSAGE)"

translations: install-dev ## collect texts into the catalogues
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping babel.cfg --no-location --sort-output --omit-header -o build/messages.pot .
	$(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -i build/messages.pot -d audit/kernel/translations

lock: ## resolve the dependencies anew into requirements/
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/lock.txt
	for part in base dev bench lock; do \
	  extra=$$( [ $$part = base ] || echo --extra $$part; [ $$part = bench -o $$part = lock ] && echo --extra dev ); \
	  pinned=$$( [ $$part = base ] || echo -c requirements/base.txt ); \
	  $(BIN)/uv pip compile pyproject.toml $$extra $$pinned --upgrade --generate-hashes --universal \
	    --no-emit-index-url --quiet --custom-compile-command "make lock" -o requirements/$$part.txt || exit 1; \
	done

clean: ## remove what was built (not the data in var/)
	rm -rf build .mypy_cache .ruff_cache .hypothesis .import_linter_cache
