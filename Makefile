# Every command a person needs. `make help` lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.venv/bin:$(PATH)
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
PY := .venv/bin/python
ARGS ?= -n auto --dist loadfile

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## install, load demo data and serve on http://127.0.0.1:8000 (PORT=, DATA_DIR=)
	@sh .ci/install run
	@DEMO=on DATA_DIR="$(DATA_DIR)" PUBLIC_URL="http://127.0.0.1:$(PORT)" exec $(PY) manage.py demo --port $(PORT)

demo-reset: ## forget the demo's data, so that the next `make demo` starts anew
	@rm -rf "$(DATA_DIR)" && echo "The demo's data is gone: $(DATA_DIR)"

test: ## install what tests need and run every test
	@sh .ci/install test
	@$(PY) -m pytest $(ARGS)

check: ## style, imports, templates, translations, migrations, licences
	@sh .ci/install test
	@sh .ci/check

bench-casework: ## counsellor's pages with 1,000,000 contacts beside 10,000 (PostgreSQL: DATABASE_URL=)
	@$(PY) benchmarks/casework.py

day: ## a counsellor's whole day by keyboard in a real browser, with its keys counted
	@sh .ci/install test
	@DAY=whole $(PY) -m pytest tests/browser/test_day.py -s

requirements: ## compile requirements*.in to hash-pinned requirements*.txt
	@sh .ci/install run
	@for name in requirements requirements-build requirements-dev requirements-bench; do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make requirements" $$name.in -o $$name.txt && echo "$$name.txt"; done

messages: ## collect texts to translate into locale/
	@$(PY) manage.py makemessages -l fi -l sv --no-location --no-wrap --ignore=node_modules --ignore=.venv --ignore=var
	@$(PY) manage.py compilemessages -v0

.PHONY: day help demo demo-reset test check bench-casework requirements messages
