"""Every page, as everybody who gets it: nothing for axe to find, nothing wider than a phone, nothing on the console.

Everybody opens all their pages. axe and the phone see each frame (the links at the top are somebody's) and all that
stands in one, however two people's pages differ; but not what they have seen already (tests/browser.py).

Which pages these are is read from the table of tests/test_every_url.py, so a new page is looked at without being named.
"""

import pytest

from tests.browser import axe, fits_a_phone
from tests.test_every_url import PEOPLE, address, rows
from tests.test_every_url import world as world  # pytest finds the fixture by its name

pytestmark = pytest.mark.django_db(transaction=True)

FILES = {"matrix_csv", "matrix_xlsx", "matrix_pdf", "answers_xlsx", "answers_csv", "reviews_csv", "commitments_csv"}
FILES |= {"letter_pdf", "letter_docx", "letter_zip", "letter_whole", "letterhead_sample", "enclosure", "bundle_file"}
FILES |= {"document", "intake_file", "answer_file", "request_letter", "chase_csv", "chaser_pdf"}
FILES |= {"api_openapi", "api_reports", "api_recommendations", "api_matrix", "api_answers", "api_commitments"}
FILES |= {"api_reviews", "api_nothing"}  # for programs
FILES |= {"awaited_csv", "changes_csv", "spreadsheet_file", "briefing", "panel_paper_pdf", "panel_paper_docx"}
FILES |= {"robots", "public_matrix_csv", "public_answers_csv"}
PARTS = {"printed_answer"}  # of a page that shows them


def pages_of(who) -> dict[tuple, tuple[str, str]]:
    """The rows with a page for a person: every one of their own, and one of each kind of refusal."""
    found = {}
    for name, about, cells in rows():
        get = cells[who].partition("/")[0]
        if name not in FILES | PARTS and get in {"ok", "403", "404"}:
            found.setdefault((name if get == "ok" else get, about if get == "ok" else ""), (name, about))
    return found


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_that_somebody_gets_is_accessible_and_fits_a_phone(page, sign_in, faults, world, who):
    if world.people[who]:
        sign_in(world.people[who])
    seen = 0

    for (kind, _), (name, about) in pages_of(who).items():
        page.goto(address(world, name, about))
        if kind == "404":
            assert faults.pop() == f"404: GET {page.url}"  # a page too, and this time the one that was asked for
        axe(page)
        fits_a_phone(page)
        seen += 1

    assert seen >= 3
