# `make demo` makes all documents of the example contracts; `make test` runs every check. Both set up what they need in .venv:
# `make setup` what makes documents, `make develop` also what checks them.

PYTHON ?= python3
BIN := .venv/bin
DATE := 2026-11-22

.PHONY: demo quick test conformance checkers bench mutate fuzz kills masks release rehearsal setup develop system lock goldens claims documents reference gallery docs look readability licences bundle clean

demo: setup
	$(BIN)/realisera generate all examples --on $(DATE)

# For while one works, under half a minute: the style, the types, and the tests of what was changed since main but for long ones.
quick: develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.touched

test: develop checkers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/realisera check examples
	$(BIN)/realisera locale check --strict
	$(BIN)/realisera locale status --require 100
	$(BIN)/pytest -n 2 --dist worksteal

# Validators for finished files: a part of `make test`. They need Java, Node, Chromium and LibreOffice; what can't be checked for want
# of one is told, or fails with CONFORMANCE=required.
conformance: develop checkers
	$(BIN)/pytest -n 2 --dist worksteal -m conformance

CHECKERS := tests/conformance/node_modules/.package-lock.json
checkers: $(CHECKERS)
$(CHECKERS): tests/conformance/package-lock.json
	@! command -v npm >/dev/null || npm ci --prefix tests/conformance --ignore-scripts --no-audit --no-fund >/dev/null 2>&1 || true

bench: develop
	$(BIN)/python -m tests.benchmarks

# Change rules and contract in small ways, one at a time, and tell what no test notices; MODULES=generator/rules/sums.py tries less.
mutate: develop
	$(BIN)/python -m tests.mutation $(MODULES)

# Damage each file that somebody else may write in 10,000 ways, a night's work; FUZZ=100 tries fewer.
FUZZ := 10000
fuzz: develop
	FUZZ=$(FUZZ) $(BIN)/pytest -q -n 2 tests/fuzz

# Kill batches at 200 random moments, and before every step that changes something on the disk.
kills: develop
	KILLS=200 $(BIN)/pytest -q tests/output/test_killed.py

# Hide each field of each example, make every document in every format twice, of contracts that differ in what is hidden, and some of
# 500 random contracts in every language. About an hour.
masks: develop
	MASKS=1000 MASKS_CONTRACTS=500 $(BIN)/pytest -q -n 2 tests/masking

# Make a release ready in dist/, and try it: docs/releasing.md. Neither publishes anything; a rehearsal keeps nothing either.
release: develop
	@$(BIN)/python tools/release.py

rehearsal: develop
	@$(BIN)/python tools/release.py --rehearse

# Write docs/legal-claims.md from the marks in texts and rules.
claims: develop
	$(BIN)/python -m tools.legal_claims

# Write the lists of documents in docs/usage.md and ARCHITECTURE.md.
documents: develop
	$(BIN)/python -m tools.document_lists

# Tell how hard each document is to read, by LIX.
readability: develop
	@$(BIN)/python -m tools.readability

# Write docs/reference/ and docs/referens/: every field, command and message of `check`, from the program itself.
reference: develop
	$(BIN)/python -m tools.reference

# Make docs/pictures/gallery/: the first page of each document, in Swedish, English and both; needs poppler.
gallery: develop
	$(BIN)/python -m tools.gallery

# The documentation site, into build/site; a link that leads nowhere fails it.
docs: develop
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --fresh-env --conf-dir tools/site --doctree-dir build/doctrees . build/site
	@echo build/site/index.html

# Count how documents fill their pages, into docs/paper.md; needs poppler and LibreOffice.
look: develop
	$(BIN)/python -m tools.look

# Write docs/licences.md from what is installed.
licences: develop
	$(BIN)/python -m tools.licences

# All that an installation needs, for machines without a network: dist/bundle.zip. For another system than this one, such as
# make bundle FOR="--platform win_amd64 --python-version 3.12".
FOR :=
bundle: setup
	rm -rf dist/bundle dist/bundle.zip
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary=:all: $(FOR) \
		--requirement requirements.lock --dest dist/bundle/wheels
	$(BIN)/python -m hatchling build -t wheel -d dist/bundle/wheels
	cp -r tools/bundle/. requirements.lock examples LICENSE docs/licences.md dist/bundle/
	cd dist && ../$(BIN)/python -m zipfile -c bundle.zip bundle/

# Refresh the golden files; read the difference before it is committed.
goldens: develop
	$(BIN)/pytest -q --refresh-goldens

setup: system .venv/.installed

.venv/.installed: requirements.lock pyproject.toml hatch_build.py $(wildcard locales/*/LC_MESSAGES/cli.po)
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "realisera needs Python 3.11 or later; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c "import venv, ensurepip" 2>/dev/null || { echo "Python's venv is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

develop: setup .venv/.developed

.venv/.developed: .venv/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

# What WeasyPrint needs of the system: installed where this may, else named.
PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
FIND := from ctypes.util import find_library as f; raise SystemExit(not all(map(f, ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))))
system:
	@$(PYTHON) -c '$(FIND)' || { \
		if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends $(PACKAGES); \
		elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then sudo apt-get update -qq && sudo apt-get install -y -qq --no-install-recommends $(PACKAGES); \
		else false; fi; } >/dev/null 2>&1 || true
	@$(PYTHON) -c '$(FIND)' || echo "Without Pango, PDFs are made by Typst, which needs nothing of the system; to lay them out with WeasyPrint, install: Debian and Ubuntu: apt-get install $(PACKAGES); macOS: brew install pango."

# Pin all dependencies again: those of whoever works on this, and of these those of whoever uses it. Needs uv.
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header
lock:
	$(LOCK) --group dev --group conformance --extra cluster --extra preview pyproject.toml --output-file requirements-dev.lock
	$(LOCK) --group install --extra preview --constraint requirements-dev.lock pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv output/* build tests/conformance/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist
