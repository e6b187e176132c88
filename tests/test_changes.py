"""What changed between two dates: by two clocks, on a page and as CSV, and for whom."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import lxml.html
import pytest
from django.utils import timezone

from accounts.models import Role
from responses.models import Export
from tests.browser import axe, fits_a_phone
from tests.factories import (
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_received,
    make_recommendation,
    make_response,
)

pytestmark = pytest.mark.django_db

ADDRESS = "/super-complaints/safe-to-share/changes"
ASKED = {"since": "2021-05-01", "as_at": "2021-06-01"}
SAME_DAY, LATER = datetime(2021, 5, 10, 12, tzinfo=UTC), datetime(2021, 7, 1, 12, tzinfo=UTC)


def answer(addressee, received_on, recorded_at=SAME_DAY, **facts):
    update = make_received(addressee.body, received_on=received_on, recorded_at=recorded_at, by=make_liaison())
    make_response(update, addressee, **facts)
    return update


def make_changes(count=1):
    """So many forces answered in May; another in April, which was recorded in July."""
    recommendation = make_recommendation()
    for number in range(count):
        addressee = make_addressee(recommendation, make_force(f"{number} Police"))
        answer(addressee, date(2021, 5, 10), position="accepted", progress="complete")
    late = make_addressee(recommendation, make_force("=Late Police", slug="late"))
    return answer(late, date(2021, 4, 10), LATER, position="accepted", progress="in_progress")


@pytest.fixture
def liaison(client):
    client.force_login(make_liaison())
    return client


def items(page):
    """By clock, what its list says."""
    sections = lxml.html.fromstring(page.content).iterfind(".//main//section")
    found = {it.get("aria-labelledby"): it.iterfind(".//li") for it in sections}
    return {clock: [" ".join(li.text_content().split()) for li in them] for clock, them in found.items()}


def test_each_clock_tells_its_own_and_names_itself(liaison):
    late = make_changes()

    page = liaison.get(f"{ADDRESS}/", ASKED)

    [changed], [learnt] = items(page)["changed"], items(page)["learnt"]
    assert "from “Awaited” to “Accepted. Complete”. A letter: SC" in changed
    assert changed.endswith("received 10 May 2021, recorded 10 May 2021.")
    assert f"from “Awaited” to “Accepted. In progress”. A letter: {late.reference} from =Late Police" in learnt
    assert learnt.endswith("received 10 April 2021, recorded 1 July 2021.")
    today = f"{timezone.localdate():%-d %B %Y}"
    assert page.content.decode().count(f"as known on {today}") == 2


def test_nothing_changed_is_said_in_words(liaison):
    make_addressee()

    page = liaison.get(f"{ADDRESS}/", ASKED)

    assert page.content.decode().count("every cell stands as it did") == 2


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"since": "2021-06-02", "as_at": "2021-06-01"}, "First date must be the same as or before the as-at date"),
        ({"since": "2020-01-01"}, "First date must be the same as or after 17 December 2020, when the report came out"),
        ({"since": "soon"}, "First date must be a real date, such as 2021-06-17"),
        ({"clock": "cuckoo"}, "Select which changes that is in the list"),
    ],
)
def test_what_cannot_be_asked_is_explained_beside_it(liaison, asked, error):
    make_changes()

    page = liaison.get(f"{ADDRESS}/", asked)

    assert (page.status_code, error in page.content.decode()) == (200, True)


def test_the_file_names_its_clocks_on_each_line_and_runs_nothing(liaison):
    late = make_changes()
    today = timezone.localdate().isoformat()

    content = liaison.get(f"{ADDRESS}.csv", ASKED).content.decode("utf-8-sig")

    changed, learnt = csv.DictReader(io.StringIO(content))
    assert list(changed.values())[:5] == ["What bodies changed", "2021-05-01", today, "2021-06-01", today]
    assert list(learnt.values()) == [
        *("What we learnt since", "2021-05-01", "2021-05-01", "2021-05-01", today),
        *("'=Late Police", "Police force", "South West", "1", "Awaited", "Accepted. In progress", "A letter"),
        *(late.reference, "'=Late Police", "2021-04-10", "2021-07-01"),
    ]


def test_what_moved_with_a_day_alone_is_counted_and_folded_below_what_somebody_did(liaison):
    recommendation = make_recommendation()
    make_addressee(recommendation, make_force("Silent Police"), due_on=date(2021, 5, 20))
    answer(make_addressee(recommendation, make_force("Telling Police")), date(2021, 5, 10), position="accepted")

    page = liaison.get(f"{ADDRESS}/", ASKED)

    [fold] = lxml.html.fromstring(page.content).xpath("//main//section//details")
    folded = " ".join(fold.text_content().split())
    assert folded.startswith("1 moved with a day that passed, and nothing else Silent Police")
    told = items(page)["changed"]
    assert ["Telling Police" in told[0], "Silent Police" in told[1], len(told)] == [True, True, 2]


def test_a_file_without_changes_says_so_by_each_clock(liaison):
    make_addressee()
    asked = {"since": "2021-01-01", "as_at": "2021-01-02"}

    lines = list(csv.DictReader(io.StringIO(liaison.get(f"{ADDRESS}.csv", asked).content.decode("utf-8-sig"))))

    assert [(line["clock"], line["to_as_at"], line["body"]) for line in lines] == [
        ("What bodies changed", "2021-01-02", "Nothing to list"),
        ("What we learnt since", "2021-01-01", "Nothing to list"),
    ]
    assert Export.objects.get().rows == 0


@pytest.mark.parametrize(
    ("asked", "since"),
    [
        ({}, None),
        ({"as_at": "2021-06-01"}, "2021-05-04"),
        ({"as_at": "2020-12-20"}, "2020-12-17"),
        ({"as_at": "x"}, None),
    ],
)
def test_without_a_first_date_it_tells_of_the_28_days_before_the_second(liaison, asked, since):
    make_addressee()

    form = liaison.get(f"{ADDRESS}/", asked).context["form"]

    assert form["since"].value() == (since or (timezone.localdate() - timedelta(days=28)).isoformat())


def test_it_narrows_by_clock_and_status(liaison):
    make_changes()

    assert list(items(liaison.get(f"{ADDRESS}/", {**ASKED, "clock": "learnt"}))) == ["learnt"]
    assert items(liaison.get(f"{ADDRESS}/", {**ASKED, "status": "complete"}))["learnt"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(liaison, count, django_assert_num_queries):
    make_changes(count)
    liaison.get(f"{ADDRESS}/", ASKED)

    with django_assert_num_queries(QUERIES):
        liaison.get(f"{ADDRESS}/", ASKED)


QUERIES = 27


def test_a_bodys_own_people_are_refused(client):
    make_changes()
    client.force_login(make_member(make_force("Ambridge Police"), Role.EDITOR))

    assert client.get(f"{ADDRESS}/", ASKED).status_code == 403
    assert client.get(f"{ADDRESS}.csv", ASKED).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_it_is_accessible_and_fits_a_phone(page, sign_in, live_server):
    make_changes(3)
    sign_in(make_liaison())

    page.goto(f"{live_server.url}{ADDRESS}/?since=2021-05-01&as_at=2021-06-01")

    axe(page)
    fits_a_phone(page)
