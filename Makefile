# `make report` and `make test` set up `.venv` on their first run and reinstall only when pyproject.toml changes.
SHELL := /bin/bash
PYTHON ?= python3
# Installed first and as the CPU build, which serves: the default index has for Linux only the build for GPUs, with gigabytes of libraries beside it.
# Taken with uv where that is installed, else from TORCH_INDEX; where neither can be reached, from pip's own index.
# `make report TORCH=torch TORCH_INDEX=` leaves the choice to pip.
TORCH ?= torch==2.13.*
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
VENV := .venv
BIN := $(VENV)/bin
BASE := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
# pip and the caches of libraries must not depend on a home folder that may be missing or read-only.
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help report sample test coverage lint format golden pages docs bench accuracy fit clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

report: $(BASE)  ## install into .venv and compare the sample sources in seeds/
	$(BIN)/consistency report

sample: $(BASE)  ## rewrite the sample report in reports/sample/
	$(BIN)/consistency report seeds --out reports/sample

test: $(DEV)  ## install and run all tests
	$(BIN)/python -m pytest

coverage: $(DEV)  ## how much of the code and of its branches the tests without the real models run; fails below what pyproject.toml holds it at
	$(BIN)/python -m pytest -q -m "not models" --cov --cov-report=term

lint: $(DEV)  ## ruff, mypy, the order of the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(DEV)  ## rewrite the sources as ruff formats them
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(DEV)  ## rewrite the expected reports of the tests: read the diff before you commit it
	UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests -k golden

pages: $(BASE)  ## rewrite docs/checks.md from the checks
	$(BIN)/python scripts/check_pages.py

docs: $(DEV)  ## build the site from docs/ into build/site/, its links checked
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	$(BIN)/python -m mkdocs build --strict

bench: $(BASE)  ## speed and memory (needs the evaluation data)
	$(BIN)/python benchmarks/throughput.py

fit: $(BASE)  ## fit all models anew on the train part of the accounts (EMBEDDER=NAME for another embedder)
	$(BIN)/python scripts/fit_events.py $(EMBEDDER)
	$(BIN)/python scripts/fit_groups.py $(EMBEDDER)
	$(BIN)/python scripts/fit_facts.py $(EMBEDDER)
	$(BIN)/python scripts/fit_swaps.py $(EMBEDDER)
	$(BIN)/python scripts/fit_loading.py $(EMBEDDER)
	$(BIN)/python scripts/fit_framing.py $(EMBEDDER)
	$(BIN)/python scripts/fit_figures.py $(EMBEDDER)
	$(BIN)/python scripts/fit_confidence.py $(EMBEDDER)

accuracy: $(BASE)  ## precision and recall on the test part of the accounts (and on the evaluation data, where present)
	$(BIN)/python benchmarks/accuracy.py --curve reports/accuracy/precision-recall.svg

clean:  ## remove the environment, caches and reports
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f reports/report.html reports/report.md reports/report.json reports/findings.csv

$(BASE): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing: on Debian, apt install python3-venv" >&2; exit 1; }
	@if [ -n "$(TORCH_INDEX)" ]; then \
	  { command -v uv >/dev/null && uv pip install --quiet --python $(BIN)/python --torch-backend cpu "$(TORCH)" 2>/dev/null; } \
	  || $(BIN)/python -m pip install --quiet --retries 0 --timeout 15 --index-url "$(TORCH_INDEX)" "$(TORCH)" 2>/dev/null \
	  || { echo "$(TORCH_INDEX) cannot be reached: pip takes PyTorch from its own index, perhaps the large build for GPUs" >&2; \
	       $(BIN)/python -m pip install --quiet "$(TORCH)"; }; \
	else $(BIN)/python -m pip install --quiet "$(TORCH)"; fi
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(DEV): $(BASE)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@
