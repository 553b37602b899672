# Every target makes its own environment in .venv first (installer/setup.sh), so each works on a fresh clone.
# ARGS goes to the command: make demo ARGS="--orders 50 --seed 7".

.DEFAULT_GOAL := help
.PHONY: help demo demo-window run test lint reformat coverage bench day-campaign campaign soak fuzz dev lock messages pictures screenshots

ARGS ?=
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
CATALOGS := resources/locale
export PYTHON ?= python3

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS='	' read -r name text; do printf '  %-16s%s\n' "$$name" "$$text"; done

demo: ## See a day at the counter in the terminal, against a VTEX account on this machine
	@installer/setup.sh demo
	@$(BIN)/desktop-invoicer demo --headless $(ARGS)

demo-window: ## Sit at the counter: the window, with orders that come to it from that account
	@installer/setup.sh demo
	@$(BIN)/desktop-invoicer demo $(ARGS)

run: ## Open the window of this desk
	@installer/setup.sh run
	@$(BIN)/desktop-invoicer $(ARGS)

test: ## Run the tests
	@installer/setup.sh test
	@$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: ## Check style, types and layers
	@installer/setup.sh dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

reformat: ## Format the code and mend what can be mended safely
	@installer/setup.sh dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: ## Run the unit and integration tests, and require that they take every branch of domain and engine
	@$(MAKE) --no-print-directory test ARGS="tests/unit tests/integration --cov --cov-report= $(ARGS)"
	@$(BIN)/coverage report --include='desktop_invoicer/domain/*,desktop_invoicer/engine/*' --fail-under=100

bench: ## Measure what must stay quick, as ratios
	@installer/setup.sh dev
	@$(BIN)/python -m tests.benchmarks $(ARGS)

day-campaign: ## Close a day of 2,000 orders with faults and kills: ARGS="--orders 2000 --seed 1"
	@installer/setup.sh test
	@$(BIN)/python -m tests.flow.day_campaign $(ARGS)

soak: ## Let a store live for a month in minutes and see that the program stays light: ARGS="--days 30 --seed 1"
	@installer/setup.sh test
	@$(BIN)/python -m tests.soak $(ARGS)

campaign: ## Strike two desks with everything that may go wrong: ARGS="--notifications 10000 --seed 1", --only FAULT, --markdown
	@installer/setup.sh test
	@$(BIN)/python -m tests.campaign $(ARGS)

fuzz: ## Feed damaged and arbitrary documents, keys and texts to their readers, and try to get refunded twice, for minutes
	@installer/setup.sh test
	@$(BIN)/pytest tests/fuzz tests/flow/test_returns_property.py tests/flow/test_machine.py --hypothesis-profile=fuzz $(ARGS)

dev: ## Make the environment for development
	@installer/setup.sh dev

lock: ## Lock the dependencies anew; ARGS=--upgrade takes newer versions
	@installer/setup.sh dev
	$(COMPILE) --group build-backend -o requirements.lock pyproject.toml $(ARGS)
	$(COMPILE) --group build-backend --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml $(ARGS)

messages: ## Collect the texts for translation and compile the catalogs
	@installer/setup.sh dev
	@mkdir -p $(CATALOGS)
	$(BIN)/pybabel -q extract --project=desktop-invoicer --copyright-holder="desktop-invoicer contributors" --no-location --sort-output -w 120 -o $(CATALOGS)/desktop_invoicer.pot desktop_invoicer
	for locale in pt_BR es; do \
	    $(BIN)/pybabel -q update -D desktop_invoicer -i $(CATALOGS)/desktop_invoicer.pot -d $(CATALOGS) -l $$locale \
	        --init-missing --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 120 || exit; \
	done
	$(BIN)/pybabel -q compile -D desktop_invoicer -d $(CATALOGS)

pictures: ## Draw the pictures of the docs from what the program prints
	@installer/setup.sh test
	@$(BIN)/python docs/pictures.py
	@$(BIN)/python -m docs.report_pictures

screenshots: ## Draw the pictures of the window in the docs
	@installer/setup.sh dev
	@$(BIN)/python docs/screenshots.py $(ARGS)
	@$(BIN)/python docs/returns_screenshots.py $(ARGS)
	@$(BIN)/python docs/day_screenshots.py $(ARGS)
	@$(BIN)/python docs/people_screenshots.py $(ARGS)
