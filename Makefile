# Two commands from a bare clone: `make chat` and `make test`. Everything lives in .venv; nothing else is touched.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: chat test check eval bench clean

chat: $(VENV)/.installed
	$(BIN)/hoidap chat

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(VENV)/.installed-dev
	$(BIN)/hoidap eval corpus/sample/questions.jsonl --retriever hybrid,fusion,bm25,dense

bench: $(VENV)/.installed-dev
	$(BIN)/hoidap bench

# The stamps make a second `make chat` start at once; they are older than pyproject.toml when that changes.
$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --editable ".[dev]"
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) artefacts build dist
