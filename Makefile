# `make run` and `make test` each work on a fresh clone with nothing prepared.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 no-python-3.11-or-newer; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; done; echo $$python)
VENV := .venv/bin
PIP := $(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes
UV = $(shell command -v uv || echo $(VENV)/uv)
HAS_NODE := $(shell node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null && command -v npm)
NPM := PYTHON="$(CURDIR)/$(VENV)/python" PATH="$(CURDIR)/$(VENV):$$PATH" npm

.PHONY: machine tools setup run test test-all faults bench screenshots demo lock

tools: .venv/.run staticfiles/.collected  ## the virtual environment and the front end

setup: tools var/postgres/.migrated  ## these, and the database

run: setup  ## everything in one terminal, with demo data
	@exec $(VENV)/python manage.py run_local

test: tools .venv/.test  ## all that must be true before a change is taken; the tests migrate a database of their own, which begins at once
	DJANGO_SETTINGS_MODULE=config.settings_test $(VENV)/python -m tests.database &
	$(VENV)/ruff check . && $(VENV)/ruff format --check .
	$(VENV)/python manage.py makemigrations --check --dry-run
	DEBUG=0 DEMO=0 HTTPS=1 SECRET_KEY=$$(head -c 48 /dev/urandom | base64) $(VENV)/python manage.py check --deploy --fail-level WARNING
	$(VENV)/python -m pytest -n 2 -m "not slow"

test-all: tools .venv/.test  ## the long ones too
	$(VENV)/python -m pytest -n 2

faults: tools .venv/.test  ## the faults that must be survived, in full, with their counts (ARGS="-k f3"; docs/reliability.md)
	FAULT_ALERTS=$${FAULT_ALERTS:-5000} FAULT_ROUNDS=$${FAULT_ROUNDS:-5} $(VENV)/python -m pytest -q -s tests/faults -m faults $(ARGS)

bench: setup .venv/.test  ## pages timed at several sizes and against the same rows by raw SQL (ARGS="--sizes 10000 1000000")
	$(VENV)/python -m benchmarks $(ARGS)
	$(VENV)/python -m benchmarks.search
	$(VENV)/python -m benchmarks.open_feed
	$(VENV)/python -m benchmarks.feed
	$(VENV)/python -m benchmarks.goal
	$(VENV)/python -m benchmarks.triage
	$(VENV)/python -m benchmarks.timetable
	$(VENV)/python -m benchmarks.paper
	$(VENV)/python -m benchmarks.reports
	$(VENV)/python -m benchmarks.files
	$(VENV)/python -m benchmarks.leaving

screenshots: setup .venv/.test  ## the pictures of the README
	$(VENV)/python -m tests.browser.screenshots

demo: setup  ## new demo data in the embedded database
	$(VENV)/python manage.py demo_data

lock: .venv/.run  ## the newest packages that fit, locked with hashes
	@test -x "$(UV)" || $(VENV)/python -m pip install --quiet uv
	for part in run local test assets; do $(UV) pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --output-file requirements/$$part.txt requirements/$$part.in || exit 1; done

machine:
	@$(PYTHON) config/system_libraries.py

.venv/.run: requirements/local.txt | machine
	@$(PYTHON) -m venv .venv
	$(PIP) --requirement requirements/local.txt
	@touch $@

.venv/.test: .venv/.run requirements/test.txt
	$(PIP) --requirement requirements/test.txt
	@touch $@

static/build/.built: package.json package-lock.json static/build.mjs static/merge_fonts.py $(wildcard static/src/*) | .venv/.run
	$(if $(HAS_NODE),,$(PIP) --requirement requirements/assets.txt)
	$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel error
	$(NPM) run build --silent
	@touch $@

staticfiles/.collected: static/build/.built .venv/.run
	$(VENV)/python manage.py collectstatic --no-input --clear --verbosity 0
	@touch $@

var/postgres/.migrated: .venv/.run config/management/commands/migrate.py $(wildcard */migrations/*.py) | machine
	$(VENV)/python manage.py migrate --verbosity 0
	@mkdir -p $(@D) && touch $@
