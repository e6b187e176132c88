"""Django as a server runs it, over a database that is made for the bench and gone afterwards."""

import logging
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


@contextmanager
def a_database() -> Iterator[str]:
    """Everything is set up within; gives the folder of SQLite's file."""
    django.setup()
    settings.ROOT_URLCONF = "bench.urls"
    logging.disable()
    warnings.simplefilter("ignore")
    # As a server runs. Django's own test environment would copy every template's context, and slow the pages.
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["testserver"]
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            settings.DATABASES["default"]["TEST"]["NAME"] = f"{folder}/bench.sqlite3"
        name = settings.DATABASES["default"]["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            call_command("createcachetable", verbosity=0)
            yield folder
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
