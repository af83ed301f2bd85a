# make demo    see it work, on a stand-in ministry served by this machine
# make test    lint, types, layers and every test
# make bench   the figures of the README
# A virtual environment is made in .venv once, and brought up to date when pyproject.toml changes.

PYTHON ?= python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test check bench clean
.DELETE_ON_ERROR:

demo: .venv/demo
	$(BIN)/communique demo

test: check
	$(BIN)/pytest -n auto

check: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# A pip of its own first: the one that comes with Python 3.11 knows no dependency groups.
$(BIN)/pip:
	@python="$$(command -v $(PYTHON) || command -v python3)"; \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Communique needs Python 3.11 or later; say which: make PYTHON=/path/to/python3" >&2; exit 1; }; \
	"$$python" -m venv .venv
	$(PIP) install --upgrade pip

.venv/demo: pyproject.toml | $(BIN)/pip
	$(PIP) install --editable .
	@touch $@

.venv/test: pyproject.toml | $(BIN)/pip
	$(PIP) install --editable '.[generic,postgresql]' --group test
	@touch $@ .venv/demo

.venv/bench: pyproject.toml | $(BIN)/pip
	$(PIP) install --editable '.[postgresql]' --group bench
	@touch $@ .venv/demo
