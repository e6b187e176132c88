# What you can ask of this folder. `make` alone lists it.

PORT ?= 8000
ARGS ?=
python := .venv/bin/python
postgres := sh scripts/with_postgres.sh

# These commands are for your own machine. A server sets its own environment: docs/operations.md.
export OWN_MACHINE = 1

.PHONY: help run quick test test-postgres check fix bench bench-letters bench-intake bench-desk pictures lock setup-run setup-dev

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' Makefile

run: setup-run ## set everything up, then serve it at http://localhost:8000 (or PORT=...)
	@$(python) manage.py migrate --verbosity 0
	@$(python) manage.py createcachetable --verbosity 0
	@$(python) manage.py load_demo
	@echo && echo "Open http://localhost:$(PORT) (control-C stops it)" && echo
	@SITE_ADDRESS=http://localhost:$(PORT) .venv/bin/gunicorn tracker.wsgi --bind 127.0.0.1:$(PORT) --log-level warning

# Tables straight from the models: `make test` goes through the migrations.
quick: setup-dev ## the tests to run between two thoughts: no browser, no PDF, on SQLite or DATABASE_URL
	$(python) -m pytest -n auto --no-migrations -m "not browser and not pdf" $(ARGS)

test: setup-dev ## every test, browser tests too, on SQLite or DATABASE_URL; ARGS="-k matrix" picks some
	$(python) -m pytest -n auto $(ARGS)

test-postgres: setup-dev ## every test, on a private PostgreSQL that is started and stopped for it
	$(postgres) $(python) -m pytest -n auto $(ARGS)

check: setup-dev ## what needs no test to be seen: style, import direction, migrations, settings
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	$(python) manage.py makemigrations --check
	env -u OWN_MACHINE DJANGO_SECRET_KEY="$$(head -c 60 /dev/urandom | base64 -w 0)" ALLOWED_HOSTS=tracker.example \
		$(python) manage.py check --deploy --fail-level WARNING

fix: setup-dev ## let ruff mend and format the code
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench: setup-dev ## how fast pages and letters are, on both databases, held against the least possible work
	$(python) -m bench
	DURABLE=1 $(postgres) $(python) -m bench

bench-letters: setup-dev ## what letters take: drawn one by one and many at once, while they are sent, and to read them
	$(python) -m bench.letters

bench-intake: setup-dev ## how well and fast letters are understood, as text, Word and PDF; ARGS=folder of letters
	$(python) -m bench.intake $(ARGS)

bench-desk: setup-dev ## what it takes to read, search and take away what came in, on SQLite or DATABASE_URL
	$(python) -m bench.desk

pictures: setup-dev ## make the pictures of letters anew after a change of their look: docs/letters.md
	NEW_PICTURES=1 $(python) -m pytest -n auto tests/test_letter_pictures.py tests/test_six_letters.py

lock: setup-dev ## write requirements/*.txt anew from pyproject.toml, upgrading what may be upgraded
	sh scripts/lock.sh

setup-run:
	@sh scripts/setup.sh run

setup-dev:
	@sh scripts/setup.sh dev
