# Two commands do everything on a fresh clone: make demo, make test. Both need Python 3.11 or newer, and the network only for the first set-up.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check clean

demo: .venv/run-time
	$(BIN)/python -m tests.newspaper.demo

test: .venv/test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto

# The virtual environment is made again only when what it must hold has changed.
.venv/run-time: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Arsip needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	$(BIN)/python -m compileall -q archive pipelines crawler
	@touch $@

.venv/test: .venv/run-time
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

clean:
	rm -rf .venv data build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
