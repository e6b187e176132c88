"""`make bench`: prints the figures for one database, a throw-away one."""

import itertools
import logging
import os
import tempfile
import warnings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.measure import HEADING

SIZES = ((8, 3), (120, 5))


def main():
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
            show()
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def show():
    from bench import editor, letters, pages  # needs Django set up

    print(f"\n{connection.vendor}\n{HEADING}")
    found = {}
    for figure in itertools.chain(pages.figures(), letters.figures()):
        print(figure, flush=True)
        found[figure.what.rpartition(",")[0] or figure.what] = figure
    print("figures:", *ratios(found), pages.browser_figures(), editor.figures())


def ratios(found: dict) -> list[str]:
    """The figures that are held against a goal, as name=value."""
    floors = [(f"matrix_{columns}", f"Matrix, 90 x {columns}, {updates} updates each") for columns, updates in SIZES]
    pages = [f"{name}={found[what].median / found[what].floor:.2f}" for name, what in floors]
    growths = [
        f"{name}_growth={found[f'{name}, 20 reports'].median / found[f'{name}, 1 reports'].median:.2f}"
        for name in ("home", "editor_home", "body")
    ]
    save = found["Saving a response in the background"]
    return [*pages, *growths, f"save_p95={save.p95 / save.floor_p95:.2f}"]


main()
