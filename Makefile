# Two commands on a fresh machine with python3 (3.11 or newer), make and a package index: make demo, make test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test check lint types tests cases bench clean

demo: $(VENV)/.demo
	$(BIN)/foedus brief examples/2024-11-12-sample-article.txt

test: $(VENV)/.dev lint types tests cases

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/mypy

tests: $(VENV)/.dev
	$(BIN)/python -m pytest -q

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
