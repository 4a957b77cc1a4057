# make run | test | coverage | check | bench | prove | pictures | messages | lock | clean
# what each does: CONTRIBUTING.md
PYTHON ?= python3
VENV   ?= .venv
PORT   ?= 8000
SIZE   ?= 100k
BIN     = $(VENV)/bin
PIP     = $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
          --no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: run test coverage check bench prove pictures messages lock clean parts

run: $(VENV)/.runtime parts
	$(BIN)/resource-dir db upgrade
	$(BIN)/resource-dir demo --if-empty
	$(BIN)/resource-dir serve --port $(PORT)

test: $(VENV)/.dev
	tools/setup-test-machine
	$(BIN)/python tools/browser_parts.py --tests
	$(BIN)/python tools/run_tests.py

# Which lines the tests run: build/coverage/index.html. Apart, because tracing doubles the time.
coverage: $(VENV)/.dev
	tools/setup-test-machine
	$(BIN)/python tools/browser_parts.py --tests
	$(BIN)/python tools/run_tests.py --coverage

check: $(VENV)/.dev
	$(PIP) check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint templates --check --lint --quiet
	$(BIN)/python tools/direct_requirements.py build/requirements.in
	$(BIN)/deptry resource_dir --requirements-files build/requirements.in

# Browser libraries and compiled translations: made when they are absent or outdated.
parts: $(VENV)/.runtime
	$(BIN)/python tools/browser_parts.py

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks --size $(SIZE)

prove: $(VENV)/.spark
	tools/setup-test-machine --java
	$(BIN)/python tools/browser_parts.py --tests
	$(BIN)/python tools/run_tests.py --long

# After a text was added or changed: its entry appears in every catalogue, to be translated there.
messages: $(VENV)/.dev
	$(BIN)/python tools/extract_messages.py
	$(BIN)/python tools/compile_catalogues.py

# Pictures of the running product for the documents; the newest commit of them is what readers see.
pictures: $(VENV)/.dev parts
	$(BIN)/python tools/take_pictures.py

# Newest versions inside the ranges of setup.cfg. UPGRADE= keeps what is locked and still fits.
UPGRADE ?= --upgrade
lock: $(VENV)/.dev
	$(COMPILE) $(UPGRADE) setup.cfg --extra build --output-file requirements.txt
	$(COMPILE) $(UPGRADE) setup.cfg --extra build --extra test --extra dev --extra pdf \
	    --constraints requirements.txt --output-file requirements-dev.txt
	$(COMPILE) $(UPGRADE) setup.cfg --extra spark --constraints requirements-dev.txt \
	    --output-file requirements-spark.txt

clean:
	rm -rf $(VENV) build dist *.egg-info node_modules resource_dir/static/vendor .coverage* .pytest_cache .mypy_cache .ruff_cache \
	    .hypothesis .import_linter_cache

# Stamps: a second `make run` starts at once. The lock files pin every package by its hash and are
# complete, so pip is told not to resolve: asked to, it refused `coverage[toml]` (pinned without the
# extra) on the day a newer coverage was published.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed: make run PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.txt setup.cfg setup.py
	$(PIP) install --require-hashes --no-deps -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	$(PIP) install --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

$(VENV)/.spark: $(VENV)/.dev requirements-spark.txt
	$(PIP) install --require-hashes --no-deps -r requirements-spark.txt
	@touch $@
