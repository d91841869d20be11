# Driehoek: two commands matter to a newcomer, `make demo` and `make test`.
# Everything installs into .tools, .venv, node_modules and static/, none of which is committed.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
export UV_PYTHON_DOWNLOADS := never
unexport PYTHONDONTWRITEBYTECODE  # without compiled files each start would take seconds longer
export PATH := $(CURDIR)/.venv/bin:$(PATH)
PORT ?= 8000
PY := .venv/bin/python
DRIEHOEK := .venv/bin/driehoek
FRONT := build.mjs tools/rename_fonts.py $(shell find driehoek/ui/source -type f 2>/dev/null)
PO := $(wildcard driehoek/locale/*/LC_MESSAGES/django.po)

.PHONY: help setup demo test test-fast check bench docs pictures messages lock clean

help:
	@echo "make demo       installs, builds and serves a demo on port $(PORT) (PORT= for another)"
	@echo "make test       installs what the tests need and runs everything"
	@echo "make test-fast  unit tests on SQLite, no browser, under a minute"
	@echo "make check      style, types and architecture only"
	@echo "make bench      the table of speeds, each beside its peer"
	@echo "make setup      only installs: afterwards .venv/bin/driehoek works"

# --- installing ------------------------------------------------------------------------------------------------------
.tools/.made: tools/find_python
	@python="$$(tools/find_python)" && rm -rf .tools && "$$python" -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	touch $@

# A new interpreter (a machine that was upgraded) makes a new .venv: the stamp names the one that was used.
.venv/.made: .tools/.made pyproject.toml requirements/all.txt
	.tools/bin/uv venv --quiet --clear --python .tools/bin/python .venv
	VIRTUAL_ENV=.venv .tools/bin/uv pip sync --quiet --require-hashes requirements/all.txt
	VIRTUAL_ENV=.venv .tools/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# Spark (400 MB) and the peers of the bench: what the demo does without. Only the tests and the bench wait for them.
.venv/.peers: .venv/.made requirements/bench.txt
	VIRTUAL_ENV=.venv .tools/bin/uv pip install --quiet --require-hashes -r requirements/bench.txt
	touch $@

node_modules/.made: .venv/.made package-lock.json .npmrc
	.venv/bin/npm ci --silent --no-progress
	touch $@

static/.made: node_modules/.made $(FRONT)
	.venv/bin/node build.mjs
	DRIEHOEK_SECRET_KEY=build $(PY) -m django collectstatic --noinput --clear --verbosity 0 --settings driehoek.config.settings
	touch $@

driehoek/locale/.made: .venv/.made $(PO)
	.venv/bin/pybabel -q compile -d driehoek/locale -D django 2>/dev/null
	touch $@

setup: static/.made driehoek/locale/.made

# --- the demo ----------------------------------------------------------------------------------------------------------
demo: setup
	@exec env DRIEHOEK_DATA="$(CURDIR)/demo-data" $(DRIEHOEK) demo --port $(PORT)

# --- the tests -----------------------------------------------------------------------------------------------------------
test: setup .venv/.peers
	@tools/test_needs
	@exec $(PY) tools/run_tests.py

test-fast: setup
	@exec .venv/bin/pytest -n 2 -q -m "not browser and not slow"

check: setup
	@exec .venv/bin/pytest -q tests/house

bench: setup .venv/.peers
	@exec $(PY) -m bench

# --- keeping ---------------------------------------------------------------------------------------------------------------
lock: .tools/.made
	.tools/bin/uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.12 --no-header -q -o requirements/run.txt
	.tools/bin/uv pip compile pyproject.toml --group build --group test --group check --universal --generate-hashes --python-version 3.12 --no-header -q -o requirements/all.txt
	.tools/bin/uv pip compile pyproject.toml --group build --group test --group check --group spark --group bench --universal --generate-hashes --python-version 3.12 --no-header -q -c requirements/all.txt -o requirements/bench.txt

messages: .venv/.made
	$(PY) tools/messages.py

docs: .venv/.made
	$(PY) tools/make_docs.py
	$(PY) tools/house_picture.py

# The screenshots of README and guide, taken by the browser tests.
pictures: setup
	.venv/bin/pytest -q tests/journeys/test_demo.py -k pictures
	mkdir -p docs/images && cp test-output/{vandaag,beeld,cijfer,programma}.png docs/images/

clean:
	rm -rf .tools .venv node_modules static test-output driehoek/locale/.made
