# Papermesh. `make help` lists the targets.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
RIVALS := $(VENV)/.rivals

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench docs golden lock clean

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1#\2/p' Makefile | column -s '#' -t

$(READY): requirements/dev.txt pyproject.toml
	@command -v git >/dev/null || { echo "make: git is missing: apt-get install git"; exit 1; }
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is missing: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: Python 3.11 or newer is needed; say which: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	@echo "setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

setup: $(READY) ## install everything into .venv, at the locked versions

demo: $(READY) ## load the example corpus, ask for related work, draw it
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash examples/demo.sh

test: $(READY) ## run the tests (those of Neo4j and the browser where these are present)
	@$(BIN)/python -m pytest -q $(PYTEST_ARGS)

check: $(READY) ## lint, types, layers, fresh docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m docs.generate --check

$(RIVALS): $(READY) requirements/bench.txt
	@echo "installing what the benches compare with ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $(RIVALS)

bench: $(RIVALS) ## print what things cost, beside a named rival
	@for b in start load loaders linking linking_quality calibration; do echo; echo "== bench.$$b"; $(BIN)/python -m bench.$$b || exit 1; done

docs: $(READY) ## write the generated pages of docs/
	@$(BIN)/python -m docs.generate

golden: $(READY) ## write the goldens of a source: make golden SOURCE=listing
	@$(BIN)/python -m tests.loaders.golden $(SOURCE)

lock: $(READY) ## make the locks anew from pyproject.toml
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml --group dev -o requirements/dev.txt
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --group bench -c requirements/dev.txt -o requirements/bench.txt

clean: ## remove what the other targets made
	rm -rf $(VENV) demo build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
