# Two commands on a fresh machine with python3 (3.11 or newer), make and a package index: make demo, make test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test lint types tests islands cases bench clean

demo: $(VENV)/.demo
	$(BIN)/foedus brief examples/2024-11-12-sample-article.txt

test: $(VENV)/.dev lint types tests cases

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/mypy

tests: $(VENV)/.dev islands
	$(BIN)/python -m pytest -q

# The explorer's islands, where Node is there; without it the pages are tested as they are without scripts.
islands:
	@if command -v npm >/dev/null; then \
	  cd ui && npm install --no-package-lock --no-audit --no-fund --silent && npm run --silent build; \
	else echo "npm is missing: the explorer's islands are not built" >&2; fi

cases: $(VENV)/.dev
	$(BIN)/foedus check
	$(BIN)/foedus test cases

bench: $(VENV)/.dev
	$(BIN)/python bench/main_job.py

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --upgrade pip

$(VENV)/.demo: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --editable ".[dev]"
	@touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) build dist
