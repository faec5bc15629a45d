# `make run` and `make test` need Python 3.11 or newer, git and make, and nothing else.
#
# What is installed is keyed on the content of pyproject.toml and constraints.txt: while neither changes, nothing is
# installed again. `make run` installs the program alone, `make test` adds what the tests need.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
KEY := $(shell cat pyproject.toml constraints.txt | cksum | tr ' ' '-')
RUN := $(VENV)/installed-run-$(KEY)
DEV := $(VENV)/installed-dev-$(KEY)
PIP := PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet

.DEFAULT_GOAL := help
.PHONY: help run test check format docs eval screenshots browser install wheel constraints clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN) ## install what is missing, index the corpus, serve the chat on 127.0.0.1:7860
	@$(BIN)/advisor serve $(ARGS)

test: $(DEV) browser ## run every test, browser tests included (ARGS="-k name" picks some)
	@HF_HUB_OFFLINE=1 $(BIN)/python -m pytest $(ARGS)

check: $(DEV) ## lint, formatting, types and generated documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict advisor
	$(BIN)/python scripts/docs.py --check

format: $(DEV) ## format the code and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(DEV) ## write the generated parts of the documentation again
	$(BIN)/python scripts/docs.py

eval: $(DEV) ## run the evaluation and write its report
	HF_HUB_OFFLINE=1 $(BIN)/python -m evals $(ARGS)

screenshots: $(DEV) browser ## take the screenshots that the README shows
	HF_HUB_OFFLINE=1 $(BIN)/python scripts/screenshots.py $(ARGS)

browser: $(DEV)
	@$(BIN)/python scripts/chromium.py --install

install: $(DEV) ## install everything into .venv and stop there

wheel: $(DEV) ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

constraints: ## resolve every extra in a new environment and write constraints.txt
	$(PYTHON) scripts/constraints.py

clean: ## remove the environment and what was built
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found. Install it, or give its path: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 2; }
	@echo "Creating $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot create an environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; }

$(RUN): | $(BIN)/python
	@echo "Installing the pinned dependencies (a few minutes, once)"
	@$(PIP) --editable .
	@rm -f $(VENV)/installed-*
	@touch $@

$(DEV): | $(BIN)/python
	@echo "Installing the pinned dependencies and what the tests need (a few minutes, once)"
	@$(PIP) --editable '.[dev]'
	@rm -f $(VENV)/installed-*
	@touch $(RUN) $@
