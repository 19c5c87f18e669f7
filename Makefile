# Everything a person does with this repository. `make` alone prints the list.
#
# Each target does its own set-up, once: it finds a Python, makes .venv, and installs what the lock file names,
# checked against its hashes. Stamps in .venv remember this, so a second start installs nothing.

SHELL := /bin/sh
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8400
PYTEST_ARGS ?=

PIP_INSTALL := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check --require-hashes --only-binary :all:
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/tools/bin/python -m piptools compile --quiet --strip-extras --allow-unsafe \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: help demo demo-reset story run migrate test check traceability bench chaos audit lock

help: ## print this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name words; do printf '  make %-12s %s\n' "$$name" "$$words"; done

# Ctrl-C is how a person leaves the demo, so it is no failure; anything else that ends it is.
demo: $(VENV)/run.stamp ## a stand-in Slack in your browser, with the bot and a sample contract (PORT=8400)
	@trap : INT; PORT=$(PORT) $(BIN)/python -m playground || { status=$$?; test $$status -eq 130 || exit $$status; }

demo-reset: ## forget what happened in the demo, and begin again next time
	@rm -rf .demo

story: $(VENV)/run.stamp ## play the story of one care home, told in the terminal
	@$(BIN)/python -m playground.story

run: $(VENV)/run.stamp ## run the bot against your own Slack (settings: .env.example)
	@trap : INT; $(BIN)/python -m bot run || { status=$$?; test $$status -eq 130 || exit $$status; }

migrate: $(VENV)/run.stamp ## bring the database to the present version of its tables
	@$(BIN)/python -m bot migrate

test: $(VENV)/dev.stamp ## every test, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -p tests.chromium --numprocesses auto --dist worksteal $(PYTEST_ARGS)

check: $(VENV)/dev.stamp ## format, lint, types and the direction of imports
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

traceability: $(VENV)/dev.stamp ## write docs/traceability.md: which tests prove which criterion
	@$(BIN)/python -m tests.traceability

bench: $(VENV)/dev.stamp ## figures of this project, measured on this machine
	@$(BIN)/python -m benchmarks

chaos: $(VENV)/dev.stamp ## kill the bot at every boundary and at random, and account for every message (a quarter of an hour)
	@$(BIN)/python -m tests.chaos

audit: $(VENV)/tools.stamp ## ask whether anything we depend on has a known vulnerability (needs a network)
	@$(VENV)/tools/bin/python -m pip_audit --strict --disable-pip --require-hashes -r requirements.lock -r requirements-dev.lock

# Pins that still satisfy pyproject.toml stay as they are; delete a lock first to move everything in it.
lock: $(VENV)/tools.stamp ## work the lock files out again after a change in pyproject.toml (needs a network)
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --extra dev --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --output-file requirements-tools.lock requirements-tools.in

$(VENV)/run.stamp: requirements.lock | $(VENV)/made.stamp
	@echo "Installing what Handrail needs to run (once, under a minute) ..."
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock requirements.lock | $(VENV)/made.stamp
	@echo "Installing what Handrail needs to run and to be tested (once, about a minute) ..."
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@ $(VENV)/run.stamp

$(VENV)/tools.stamp: requirements-tools.lock | $(VENV)/made.stamp
	@$(BIN)/python -m venv --clear $(VENV)/tools
	@$(subst $(BIN)/,$(VENV)/tools/bin/,$(PIP_INSTALL)) -r requirements-tools.lock
	@touch $@

# `ensurepip` is what Debian and Ubuntu leave out of python3 and put into python3-venv.
$(VENV)/made.stamp:
	@if $(BIN)/python -m pip --version >/dev/null 2>&1; then touch $@; exit 0; fi; \
	bare=; \
	for python in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
			echo "Making $(VENV) with $$("$$python" --version) ..."; \
			"$$python" -m venv --clear $(VENV) && touch $@; exit; \
		fi; \
		bare=$${bare:-$${python##*/}}; \
	done; \
	if [ -n "$$bare" ]; then \
		printf '%s cannot make a virtual environment yet. Please run:\n\n    sudo apt-get install %s-venv\n\nand then this command again.\n' "$$bare" "$$bare" >&2; \
	else \
		echo "Handrail needs Python 3.11 or later, and none was found here. Name one with: make PYTHON=/path/to/python3" >&2; \
	fi; exit 1
