# The two commands of this project are `make run` and `make test`; `make` alone lists the rest.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 10

setup: .venv/ready ## make .venv and install what the lock file names
.venv/ready: config/requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "This needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python's venv module is missing here. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing into .venv (once, about a minute) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r config/requirements-dev.txt
	@touch .venv/ready

run: setup ## start everything on this machine, with a stand-in Twilio
	@$(BIN)/python -m ivr run

phone: setup ## call and text the line in this terminal
	@$(BIN)/python -m ivr phone

test: setup .venv-lint/ready ## lint, types, imports, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	.venv-lint/bin/lint-imports --no-cache
	$(BIN)/pytest -n 2 --dist loadfile

chaos: setup ## kill, search, fill the disk, turn the clock, restart, at full size; docs/proof.md; 25 minutes
	$(BIN)/python -m tests.chaos all

fuzz: setup ## 20,000 hostile requests, and 100,000 steps through the text conversation; some minutes
	FUZZ=full $(BIN)/pytest tests/test_fuzz_*.py tests/test_stateful_texts.py

# Each fails when a goal is not met, and says which; on a machine that does other things some will not be.
bench: setup ## what each request costs, beside a bare Flask app; six minutes, on a quiet machine
	$(BIN)/python -m bench table

surge: setup ## 25,000 people at once, on SQLite and on Postgres; four minutes each
	@$(BIN)/python -m bench surge; first=$$?; $(BIN)/python -m bench surge --postgres && exit $$first

growth: setup ## what a text costs while a million rows are kept, on SQLite and Postgres; six minutes
	$(BIN)/python -m bench growth

format: setup ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate --quiet pyproject.toml -o config/requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate --quiet --extra dev pyproject.toml -o config/requirements-dev.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate --quiet --extra audit pyproject.toml -o config/requirements-audit.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-annotate --quiet --group lint -o config/requirements-lint.txt

.venv-audit/ready .venv-lint/ready: .venv-%/ready: config/requirements-%.txt
	@$(PYTHON) -m venv .venv-$*
	@.venv-$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r config/requirements-$*.txt
	@touch .venv-$*/ready

audit: .venv-audit/ready ## ask for known holes in every package of the four lock files
	@.venv-audit/bin/python -m bench.audit

sbom: .venv-audit/ready ## list the packages that production installs, as CycloneDX, in artefacts/sbom.json
	@mkdir -p artefacts
	.venv-audit/bin/cyclonedx-py requirements config/requirements.txt --output-file artefacts/sbom.json

clean: ## remove .venv, var and caches
	rm -rf .venv .venv-audit .venv-lint var .mypy_cache .ruff_cache .pytest_cache .hypothesis artefacts

.PHONY: audit sbom help setup run phone test fuzz bench surge growth chaos format lock clean
