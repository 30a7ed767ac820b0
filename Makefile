# heatloop: `make demo` shows what it does, `make test` proves it. Everything runs in .venv, made on first use.
# Python: the first of python3, python3.13, python3.12, ... that is 3.11 or newer; or say PYTHON=/path/to/python3.
# pip follows your own configuration (PIP_* variables, pip.conf): a mirror or a wheelhouse needs nothing here.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

VENV := .venv
BIN := $(VENV)/bin
PACKAGES := thermo sites control api hil
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
CANDIDATES := python3 python3.13 python3.12 python3.11 python3.14
say = @echo "heatloop: $(1)"

.PHONY: help demo test check check-format check-lint check-types check-imports bench validation stories format properties lock clean

help: # lists what follows
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

demo: $(VENV)/.base ## size the Manitoba reference site, simulate its year, print both pages, write the reports to build/
	@mkdir -p build
	@$(BIN)/heatloop size bitforest --report build/bitforest.html --xlsx build/bitforest.xlsx
	@echo; echo "heatloop: now its year; the first one compiles its inner loops, which takes a minute"; echo
	@$(BIN)/heatloop year bitforest --report build/bitforest-year.html --xlsx build/bitforest-year.xlsx
	@echo; echo "heatloop: now open build/bitforest.html and build/bitforest-year.html in a browser; the .xlsx beside them are workbooks"

test: $(VENV)/.dev ## run every test and every example in a docstring
	@$(BIN)/pytest -n auto --dist loadgroup

check: check-format check-lint check-types check-imports ## format, lint, types, and who may import whom

check-format: $(VENV)/.dev
	$(call say,ruff format)
	@$(BIN)/ruff format --quiet --check .

check-lint: $(VENV)/.dev
	$(call say,ruff check)
	@$(BIN)/ruff check --quiet .

check-types: $(VENV)/.dev
	$(call say,mypy --strict)
	@$(BIN)/mypy

check-imports: $(VENV)/.dev
	$(call say,import-linter)
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/.bench ## measure speed, beside TESPy and CoolProp doing the same work; writes build/bench.txt
	$(call say,measuring; this takes two or three minutes and wants a quiet machine (docs/performance.md))
	@mkdir -p build
	@$(BIN)/pytest tests/bench --benchmark-columns=min,median,iqr,rounds --benchmark-sort=name $(BENCH) \
		--benchmark-json=build/bench.json >build/bench.txt || { cat build/bench.txt; exit 1; }
	@cat build/bench.txt
	$(call say,wrote build/bench.txt and build/bench.json)

validation: $(VENV)/.bench ## ask TESPy again and write docs/validation.md from the data of the tests
	$(call say,asking TESPy about 300 points; this takes half a minute)
	@mkdir -p build
	@$(BIN)/python tests/validation/tespy_points.py
	@$(BIN)/python tests/validation/report.py >build/validation.md
	@mv build/validation.md docs/validation.md
	$(call say,wrote docs/validation.md and docs/img/validation-tespy.svg)

stories: $(VENV)/.base ## write docs/stories.md and its pictures from the designs of the shipped sites
	@mkdir -p build
	@$(BIN)/python tests/stories/storybook.py >build/stories.md
	@mv build/stories.md docs/stories.md
	$(call say,wrote docs/stories.md and docs/img/story-*.svg)

format: $(VENV)/.dev ## put the code into its standard form, and mend what ruff can mend
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

properties: $(VENV)/.base ## fit the fluid coefficients from CoolProp again
	@$(BIN)/python -m heatloop_thermo.fluid_fit

# The lock is made with the lowest supported Python, so that what it pins installs on every later one too.
COMPILE = build/lock/bin/pip-compile --quiet --strip-extras --generate-hashes --no-header --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --no-emit-options $(UPGRADE)
lock: ## pin versions and hashes again from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	@python3.11 -m venv build/lock
	@build/lock/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes -r requirements/lock.txt
	$(call say,resolving; this takes some minutes)
	@$(COMPILE) --allow-unsafe -o requirements/lock.txt requirements/lock.in
	@$(COMPILE) --extra report -o requirements/base.txt pyproject.toml requirements/build.in
	@$(COMPILE) --extra report,rtu,oracle,dev -c requirements/base.txt -o requirements/dev.txt pyproject.toml requirements/build.in
	@$(COMPILE) --extra report,rtu,oracle,dev,peer -c requirements/dev.txt -o requirements/bench.txt pyproject.toml requirements/build.in

clean: ## remove everything that make has made
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# One environment; each stamp says that at least that much is in it.
$(VENV)/.python:
	@for python in $(PYTHON) $(if $(PYTHON),,$(CANDIDATES)); do \
		if "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "heatloop: needs Python 3.11 or newer with its venv module (tried: $(or $(PYTHON),$(CANDIDATES)))." >&2; \
		echo "heatloop: on Debian or Ubuntu: apt install python3 python3-venv; or name one: make PYTHON=/path/to/python3 ..." >&2; \
		exit 1; \
	fi; \
	echo "heatloop: making $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv $(VENV)
	@touch $@

$(VENV)/.base: requirements/base.txt pyproject.toml | $(VENV)/.python
	$(call say,installing requirements/base.txt and heatloop)
	@$(PIP) install --require-hashes -r requirements/base.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	$(call say,installing requirements/dev.txt)
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	$(call say,installing requirements/bench.txt)
	@$(PIP) install --require-hashes -r requirements/bench.txt
	@touch $@
