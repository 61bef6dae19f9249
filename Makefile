# Bestek. `make help` lists what can be made. Written for GNU make 3.81 and later, Linux and macOS.
#   make install PYTHON=python3.12      another Python than the first that is new enough
#   make demo ARGS=--exit               options for the program behind the target

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
RUN := $(VENV)/.installed-run
TEST := $(VENV)/.installed-test
PEERS := .venv-peers
BESIDE := tests/bench/peers/requirements

PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$each"; break; }; done)
UV ?= $(shell command -v uv || echo $(VENV)/bin/uv)
COMPILE := pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-annotate --python-version 3.11 --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help install demo up test nightly check format pictures bench bench-peers bench-withdrawal lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(TEST) ## make the environment: run-time and test dependencies, as locked

demo: $(RUN) ## play one purchase from draft to final acceptance, on loopback, until Ctrl-C
	$(VENV)/bin/bestek demo $(ARGS)

up: $(RUN) ## start Bestek without demo data
	$(VENV)/bin/bestek up $(ARGS)

test: $(TEST) ## the whole suite
	$(PY) -m pytest $(ARGS)

nightly: $(TEST) ## the longer campaign
	$(PY) -m pytest -m nightly $(ARGS)

check: $(TEST) ## format, lint, types, import rules, translations
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest tests/texts

format: $(TEST) ## put the code in its form
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

pictures: $(TEST) ## small pictures of the sample documents, in docs/pictures/documents
	$(PY) -m tests.documents.pictures $(ARGS)

bench: $(TEST) ## the figures of one run: command, documents, page, demo, memory (ARGS=--help)
	$(PY) -m tests.bench $(ARGS)

bench-peers: $(TEST) ## the evaluation beside that of other libraries, in an environment of theirs
	@$(MAKE) --no-print-directory $(PEERS)/.installed || true
	$(PY) -m tests.bench.peers $(ARGS)

bench-withdrawal: $(TEST) ## how often a losing bid decides who wins, for each formula (ten minutes)
	$(PY) -m tests.bench.withdrawal

lock: ## resolve the dependencies again, with hashes and no host (ARGS=--upgrade)
	@"$(UV)" --version >/dev/null || { echo "make lock needs uv, on PATH or in $(VENV)" >&2; exit 1; }
	"$(UV)" $(COMPILE) $(ARGS) pyproject.toml --output-file locks/run.txt
	"$(UV)" $(COMPILE) $(ARGS) --group test --constraints locks/run.txt --output-file locks/test.txt
	"$(UV)" $(COMPILE) $(ARGS) $(BESIDE).in --output-file $(BESIDE).txt

clean: ## remove the environments and the caches; never the data
	rm -rf $(VENV) $(PEERS) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: a stamp per lock, so that a second call does nothing ---

$(PY):
	@test -n "$(PYTHON)" || { echo "Bestek needs Python 3.11 or later: make PYTHON=/path/to/it" >&2; exit 1; }
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later, please")'
	"$(PYTHON)" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUN): locks/run.txt pyproject.toml | $(PY)
	$(PIP) install --require-hashes -r locks/run.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(TEST): locks/test.txt $(RUN)
	$(PIP) install --require-hashes -r locks/test.txt
	@touch $@

$(PEERS)/.installed: $(BESIDE).txt | $(PY)
	$(PY) -m venv --clear $(PEERS)
	$(PEERS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@
