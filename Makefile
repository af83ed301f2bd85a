# make demo    see it work, on a stand-in ministry served by this machine
# make test    lint, types, layers and every test
# make torture commands killed at any moment, for MINUTES or until so many KILLS; tests/torture.py says more
# make bench   the figures of the README
# make fuzz    random pages, listings, dates, recordings: SECONDS=300 of them, from SEED= again the same
# make redress  every recorded page in every dress: no edit may come of it, and none may be missed
# make locks   renew the exact versions in requirements/ and tests/peers/, which CI and the Dockerfile install
# A virtual environment is made in .venv once, and brought up to date when pyproject.toml changes. It holds the newest
# versions that pyproject.toml allows or, with LOCK=requirements/test.lock, the exact ones of that file.

SECONDS ?= 300
# Three for two processors: many tests wait for a site that stalls, or asks to be waited for.
WORKERS ?= 3
XDIST := -n $(WORKERS) --dist worksteal
PYTHON ?= python3.11
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make locks'
PROGRAM := --extra generic --extra parquet --extra postgresql --extra publish --extra timestamps pyproject.toml

.PHONY: demo test check tests lowest fuzz redress torture bench locks clean
.DELETE_ON_ERROR:

demo: $(VENV)/demo
	$(BIN)/communique demo

test: check tests

check: $(VENV)/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: $(VENV)/test
	$(BIN)/pytest $(XDIST)

# With the lowest versions: the tests of what stands on other packages, each once; what depends on no version is left out.
LOWEST := communique/test_commands.py communique/test_export.py communique/test_json.py crawler/extract/test_body.py \
	crawler/extract/test_captions.py crawler/extract/test_html.py crawler/extract/test_tables.py \
	crawler/extract/test_visible.py crawler/listings crawler/sources/test_interpret.py \
	crawler/sources/test_xml_document.py crawler/test_middlewares.py crawler/test_settings.py \
	migrations/test_revisions.py storage/edits/test_compare.py storage/edits/test_pairs.py storage/read/test_history.py \
	storage/payloads storage/search/test_find.py storage/test_content_encoding.py storage/test_database.py \
	storage/transfer storage/warc storage/write/test_snapshots.py test_ministries.py test_reference_release.py
lowest: $(VENV)/test
	COMMUNIQUE_EXAMPLES=20 $(BIN)/pytest $(XDIST) $(LOWEST:%=tests/%)

fuzz: $(VENV)/test
	PYTHONPATH=tests $(BIN)/python -m fuzz --seconds $(SECONDS) $(if $(SEED),--seed $(SEED))

redress: $(VENV)/test
	PYTHONPATH=tests $(BIN)/python -m redress $(if $(SEED),--seed $(SEED))

torture: $(VENV)/test
	PYTHONPATH=tests $(BIN)/python -c 'import torture; torture.main()' \
		$(MINUTES:%=--minutes %) $(KILLS:%=--kills %) $(if $(CASE),--case '$(CASE)')

bench: $(VENV)/bench
	$(BIN)/python -m benchmarks

locks: $(BIN)/uv
	$(COMPILE) $(PROGRAM) --group build --output-file requirements/run.lock
	$(COMPILE) $(PROGRAM) --group test --constraint requirements/run.lock --output-file requirements/test.lock
	$(COMPILE) $(PROGRAM) --group test --resolution lowest-direct --output-file requirements/lowest.lock
	$(COMPILE) --group peers --output-file requirements/peers.lock
	$(COMPILE) --group lock --output-file requirements/installer.lock
	npm update --prefix tests/peers --package-lock-only --omit-lockfile-registry-resolved

clean:
	rm -rf .venv .venv-lowest .fuzz .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .torture.json

# Without a lock, a pip of its own first: the one that comes with Python 3.11 knows no dependency groups.
$(BIN)/pip:
	@python="$$(command -v $(PYTHON) || command -v python3)"; \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Communique needs Python 3.11 or later; say which: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	"$$python" -m venv $(VENV)
	$(if $(LOCK),,$(PIP) install --upgrade pip)

$(BIN)/uv: | $(BIN)/pip
	$(PIP) install --no-deps --require-hashes --requirement requirements/installer.lock

$(VENV)/demo: pyproject.toml | $(BIN)/pip
	$(PIP) install --editable .
	@touch $@

ifdef LOCK
$(VENV)/test: pyproject.toml $(VENV)/locked
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/demo

# By uv, which takes a third of pip's time. It reads no pip.conf: where the registry is named there, pip does it.
$(VENV)/locked: $(LOCK) | $(BIN)/uv
	$(BIN)/uv pip install --system-certs --quiet --python $(BIN)/python --no-deps --require-hashes --requirement $(LOCK) \
		|| $(PIP) install --no-deps --require-hashes --requirement $(LOCK)
	@touch $@
else
$(VENV)/test: pyproject.toml | $(BIN)/pip
	$(PIP) install --editable '.[generic,parquet,postgresql,publish,timestamps]' --group test
	@touch $@ $(VENV)/demo
endif

$(VENV)/bench: pyproject.toml | $(BIN)/pip
	$(PIP) install --editable '.[postgresql]' --group bench
	@touch $@ $(VENV)/demo
