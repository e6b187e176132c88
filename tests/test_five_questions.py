"""What a Chief Inspector asks: each is answered at most two clicks from home, for liaison staff and for readers."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Role
from tests.factories import (
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_received,
    make_recommendation,
    make_response,
)

pytestmark = pytest.mark.django_db(transaction=True)
SAME = "Every officer of the force has been trained by a local charity, and a board looks at each case once a month."


@pytest.fixture
def report():
    """Five forces: one is silent, two say the same words, one waits for the NPCC, and one answered last week."""
    recommendation = make_recommendation(number="1", short_title="Training")
    npcc = make_national_body(represents="force")
    report, today = recommendation.super_complaint, timezone.localdate()
    said = {
        "Ambridge Police": {"progress": "complete", "text": f"<p>{SAME}</p>"},
        "Borchester Police": {"progress": "in_progress", "text": f"<p>{SAME}</p>"},
        "Felpersham Police": {"progress": "awaiting_others", "awaiting_body": npcc, "position": "not_stated"},
        "Penny Hassett Police": {"progress": "complete", "received_on": today - datetime.timedelta(days=7)},
    }
    for name, facts in said.items():
        force = make_force(name)
        received_on = facts.pop("received_on", datetime.date(2021, 3, 17))
        letter = make_received(force, report, received_on=received_on, dated=received_on)
        make_response(letter, make_addressee(recommendation, force), **facts)
    make_addressee(recommendation, make_force("Silent Police"))
    return report


@pytest.fixture(params=["liaison", "reader"])
def at_home(request, report, page, live_server, sign_in):
    """The page of a person at home, and how often they clicked."""
    person = make_liaison() if request.param == "liaison" else make_member(make_national_body("College"), Role.READER)
    sign_in(person)
    page.goto(live_server.url)
    return page


def press(page, name, **how):
    page.get_by_role("link", name=name, **how).first.focus()
    page.keyboard.press("Enter")


def test_who_is_overdue_on_what(at_home):
    press(at_home, "Overview")
    at_home.get_by_role("heading", name="Overview as at").wait_for()
    at_home.locator(".app-figures div", has_text="Overdue").get_by_role("link").focus()
    at_home.keyboard.press("Enter")
    at_home.wait_for_url("**status=overdue**")

    rows = at_home.locator("table.app-matrix:not(.app-matrix--totals) tbody th").all_inner_texts()
    assert rows == ["Silent Police"]


def test_what_share_accepted(at_home):
    press(at_home, "Overview")

    assert "60%" in at_home.locator(".app-figures").inner_text()


def test_who_waits_for_the_npcc(at_home):
    press(at_home, "Overview")
    press(at_home, "Who waits for whom")

    told = at_home.locator("section", has_text="National Police Chiefs' Council").inner_text()
    assert "1 force, the longest since 17 March 2021" in told
    assert "Felpersham Police" in told


def test_what_changed_since_last_month(at_home):
    press(at_home, "Overview")

    assert "Penny Hassett Police" in at_home.locator("section", has_text="What changed since").inner_text()


def test_which_forces_say_the_same_words(at_home):
    press(at_home, "Overview")
    press(at_home, "Same words")

    told = at_home.locator("main").inner_text()
    assert "Ambridge Police" in told
    assert "Borchester Police" in told
    assert "Felpersham Police" not in told
