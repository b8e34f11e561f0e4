# The verbs of the project. `make run` on a fresh machine installs everything first.
PYTHON ?= python3
PY := .venv/bin/python

.PHONY: help install run stop status import export test lint format lock bench bench-rag eval train ingest chaos fuzz record

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install:  ## install everything into this checkout
	@$(PYTHON) -m dev.bootstrap

run: install  ## start everything, print the addresses, stay until Ctrl-C
	@exec $(PY) -m dev run

stop:  ## end what `make run` started, and nothing else
	@if [ -x $(PY) ]; then $(PY) -m dev stop; else echo "Nothing is installed, nothing runs."; fi

status:  ## say which parts run
	@$(PY) -m dev status

import: install  ## bring the repository's flows into n8n (FORCE=1: also over changes made in the editor)
	@$(PY) -m dev import $(if $(filter 1 true yes,$(FORCE)),--force)

export: install  ## write n8n's flows into n8n/workflows
	@$(PY) -m dev export

test: install  ## install everything, then run every test; fails below 90 % coverage of functions/
	@$(PY) -m pytest --cov --cov-report=term

lint: install  ## style, types, SQL
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@PATH="$$PWD/.venv/bin:$$PATH" $(PY) -m pyright
	@$(PY) -m sqlfluff lint supabase

format: install  ## rewrite the Python files in the common style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

lock:  ## pin the newest versions that the .in files allow
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --upgrade -o requirements.lock requirements.in
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --no-header --no-annotate --upgrade -o requirements-dev.lock requirements-dev.in

bench: install  ## a turn beside a bare webhook, the functions alone, the first word, turns per second
	@$(PY) -m bench $(ARGS)

bench-rag: install  ## latency of the retrieval alone
	@$(PY) -m bench.rag $(ARGS)

eval: install  ## quality of retrieval, routing, mood, offers and guard (BASE=ref compares with another state)
	@$(PY) -m eval.retrieval
	@$(PY) -m eval $(if $(BASE),--base "$(BASE)") $(ARGS)

train: install  ## train the local router
	@$(PY) -m eval.routing.train $(ARGS)

ingest: install  ## load documents: DIR=folder [OWNER=audrey|carole|shared]
	@if [ -z "$(DIR)" ]; then echo "error: say which folder: make ingest DIR=knowledge [OWNER=audrey]" >&2; exit 1; fi
	@$(PY) -m dev.ingest "$(DIR)" $(if $(OWNER),--owner "$(OWNER)")

chaos: install  ## break one part after the other under load
	@$(PY) -m bench.chaos $(ARGS)

fuzz: install  ## thousands of new examples per route, SQL function and pure module (about half an hour)
	@timeout 90m $(PY) -m pytest tests/fuzz --hypothesis-profile=fuzz --show-capture=no $(ARGS)

record: install  ## record the provider cassettes again (needs the keys)
	@$(PY) -m pytest tests/shared -m vcr --record-mode=rewrite $(ARGS)
