"""`make bench`: prints the figures for one database, a throw-away one."""

import itertools

from django.db import connection

from bench.measure import HEADING
from bench.throwaway import a_database

SIZES = ((8, 3), (120, 5))


def show():
    from bench import drawing, editor, pages  # needs Django set up

    print(f"\n{connection.vendor}\n{HEADING}")
    found = {}
    for figure in itertools.chain(pages.figures(), drawing.figures()):
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


with a_database():
    show()
