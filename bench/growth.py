"""How home and a body's page grow with the reports that are kept, and the matrix of 120 columns in a real browser."""

import shutil
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import Membership, Role, User
from bench.measure import Figure, measure
from recommendations.models import Body, SuperComplaint

COUNTS = (1, 5, 20)
TIMES = 9
# A copy's rows have the ids of the first one's and so many more for each copy: far above any that the bench makes.
APART = 10_000_000
TABLES = {
    "recommendations_supercomplaint": ("id", {"slug": "slug || '-{copy}'", "closed_on": "'2026-01-01'"}),
    "recommendations_recommendation": ("super_complaint_id", {}),
    "recommendations_addressee": ("recommendation_id", {}),
    "responses_update": ("super_complaint_id", {}),
    "responses_update_speaks_for": ("update_id", {}),
    "responses_response": ("update_id", {}),
}
PARENTS = {"super_complaint_id", "recommendation_id", "update_id", "addressee_id"}
OF = {
    "recommendations_addressee": "recommendation_id IN (SELECT id FROM recommendations_recommendation WHERE {report})",
    "responses_update_speaks_for": "update_id IN (SELECT id FROM responses_update WHERE {report})",
    "responses_response": "update_id IN (SELECT id FROM responses_update WHERE {report})",
}


def figures(liaison: User, bodies: list[Body]) -> Iterator[Figure]:
    """Each page with 1, 5 and 20 reports of 120 recommendations, 90 bodies and 5 updates: all but one are closed."""
    report = SuperComplaint.objects.get(slug="size-120")
    SuperComplaint.objects.exclude(pk=report.pk).update(closed_on="2026-01-01")
    editor = User.objects.create_user("growth@example.org", "A policy officer")
    Membership.objects.create(user=editor, body=bodies[1], role=Role.EDITOR)
    pages = {
        "home": (liaison, "/"),
        "editor_home": (editor, "/"),
        "body": (liaison, bodies[0].get_absolute_url()),
    }
    copies = 0
    for count in COUNTS:
        while copies < count - 1:
            copies += 1
            copy_report(report.pk, copies)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        for name, (person, address) in pages.items():
            client = Client()
            client.force_login(person)
            size = len(client.get(address).content) / 1000
            yield measure(f"{name}, {count} reports, {size:.0f} kB", partial(client.get, address), times=TIMES)


def copy_report(report: int, copy: int) -> None:
    with connection.cursor() as cursor:
        for table, (_, changed) in TABLES.items():
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 - the names are our own
            columns = [f'"{column[0]}"' for column in cursor.description]
            values = [_value(column.strip('"'), table, changed, copy) for column in columns]
            which = "id = {id}" if table == "recommendations_supercomplaint" else OF.get(table, "{report}")
            which = which.format(id=report, report=f"super_complaint_id = {report}")
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table} WHERE {which}"  # noqa: S608 - as above
            )


def _value(column: str, table: str, changed: dict, copy: int) -> str:
    if column in changed:
        value = changed[column].format(copy=copy)
        return f"CAST({value} AS date)" if column == "closed_on" and connection.vendor == "postgresql" else value
    return f'"{column}" + {APART * copy}' if column == "id" or column in PARENTS else f'"{column}"'


def in_a_browser(page: bytes) -> tuple[float, float]:
    """(how many times a bare table of as many linked cells it takes until laid out, elements for each cell)."""
    from playwright.sync_api import sync_playwright  # only this figure needs a browser

    style = (settings.BASE_DIR / "static" / "matrix.css").read_text()
    matrix = page.decode().split('<table class="app-matrix">')[1].rsplit("</table>", 1)[0]
    cells = matrix.count("<td ")
    rows, width = matrix.count("<tr><th"), matrix.count('<th scope="col"') or 1
    bare = "".join(
        "<tr>" + '<td><a href="/somewhere/">In progress</a></td>' * width + "</tr>" for _ in range(cells // width)
    )
    frame = f'<style>{style}</style><div class="app-matrix-scroll">'
    html = {
        "real": f'{frame}<table class="app-matrix">{matrix}</table></div>',
        "bare": f"<table>{bare}</table>",
    }
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        seconds = {name: min(_laid_out(browser, text) for _ in range(3)) for name, text in html.items()}
        tab = browser.new_page()
        tab.set_content(html["real"])
        elements = tab.evaluate("document.querySelectorAll('table *').length")
        browser.close()
    assert rows  # noqa: S101 - a bench may stop at once
    return seconds["real"] / seconds["bare"], elements / cells


def _laid_out(browser, html: str) -> float:
    """Seconds in the page itself from its text to its first layout."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    took = tab.evaluate(
        "html => { const start = performance.now(); document.body.innerHTML = html; document.body.offsetHeight;"
        " return performance.now() - start }",
        html,
    )
    tab.close()
    return took / 1000
