"""Whom to chase, as at a date, and which step of the ladder is next."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from responses.desk.chase import Rung, Sort, to_chase
from responses.models import Export
from tests.factories import (
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_link,
    make_member,
    make_more_time,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
)
from tests.test_reference_pages import main

pytestmark = pytest.mark.django_db
DUE = date(2021, 6, 17)
FOUR_WEEKS_AFTER = date(2021, 7, 15)
LIST = "/super-complaints/safe-to-share/chase/"


@pytest.fixture
def addressee():
    return make_addressee(make_recommendation(number="4"), make_force(), due_on=DUE)


@pytest.fixture
def liaison(client):
    user = make_liaison(name="Usha Franks")
    client.force_login(user)
    return user


def chased(addressee, as_at, **asked):
    return to_chase(addressee.recommendation.super_complaint, as_at, **asked)


def next_of(addressee, as_at):
    [each] = chased(addressee, as_at)
    return each.rung, each.since, each.is_next_now


@pytest.mark.parametrize(
    ("asked", "as_at", "rung", "since", "is_now"),
    [
        ([], date(2021, 6, 2), Rung.BEFORE, date(2021, 6, 3), False),
        ([], date(2021, 6, 3), Rung.BEFORE, date(2021, 6, 3), True),
        ([], DUE, Rung.AT, DUE, True),
        ([], date(2021, 7, 14), Rung.AT, DUE, True),
        ([], FOUR_WEEKS_AFTER, Rung.AFTER, FOUR_WEEKS_AFTER, True),
        # a reminder was sent: nothing more before the day
        ([(date(2021, 6, 4), None)], date(2021, 6, 5), Rung.AT, DUE, False),
        ([(date(2021, 6, 4), None)], DUE, Rung.AT, DUE, True),
        ([(date(2021, 6, 4), None)], FOUR_WEEKS_AFTER, Rung.AFTER, FOUR_WEEKS_AFTER, True),
        # asked at the day: nothing more until four weeks after it
        ([(date(2021, 6, 18), None)], date(2021, 7, 14), Rung.AFTER, FOUR_WEEKS_AFTER, False),
        ([(date(2021, 6, 18), None)], FOUR_WEEKS_AFTER, Rung.AFTER, FOUR_WEEKS_AFTER, True),
        # asked four weeks after: a second time once the day that it named has passed, or four weeks later
        ([(date(2021, 7, 15), date(2021, 7, 30))], date(2021, 7, 30), Rung.SECOND, date(2021, 7, 31), False),
        ([(date(2021, 7, 15), date(2021, 7, 30))], date(2021, 7, 31), Rung.SECOND, date(2021, 7, 31), True),
        ([(date(2021, 7, 15), None)], date(2021, 8, 12), Rung.SECOND, date(2021, 8, 12), True),
    ],
)
def test_each_step_of_the_ladder_is_next_once_its_day_has_come(addressee, asked, as_at, rung, since, is_now):
    for asked_on, due_on in asked:
        make_request([addressee], asked_on=asked_on, due_on=due_on)

    assert next_of(addressee, as_at) == (rung, since, is_now)


def test_more_time_moves_the_whole_ladder(addressee):
    granted = {"decision": "granted", "decided_by": "HMICFRS", "decided_on": date(2021, 6, 2)}
    make_more_time(addressee.body, addressee.recommendation.super_complaint, new_day=date(2021, 9, 1), **granted)

    [each] = chased(addressee, FOUR_WEEKS_AFTER)

    assert (each.due, each.days_overdue, each.rung, each.is_next_now) == ([date(2021, 9, 1)], 0, Rung.BEFORE, False)


def test_who_answered_is_not_chased_until_asked_again_and_silent_since(addressee):
    make_response(make_received(addressee.body, received_on=date(2021, 6, 1)), addressee)
    assert chased(addressee, FOUR_WEEKS_AFTER) == []

    make_request([addressee], asked_on=date(2021, 11, 24))
    assert chased(addressee, date(2021, 11, 23)) == []
    [each] = chased(addressee, date(2021, 11, 24))
    assert (each.asked_on, [it.missing for it in each.owed]) == (
        date(2021, 11, 24),
        ["no new answer since"],
    )

    make_response(make_received(addressee.body, received_on=date(2021, 12, 1)), addressee)
    assert chased(addressee, date(2021, 12, 1)) == []


def test_what_was_asked_again_by_no_day_is_overdue_by_none(addressee):
    make_response(make_received(addressee.body, received_on=date(2021, 6, 1)), addressee)
    make_request([addressee], asked_on=date(2021, 11, 24))

    [each] = chased(addressee, date(2022, 6, 1))

    # What the report itself asked was answered: its day is nobody's fault any more.
    assert (each.due, each.days_overdue) == ([], 0)
    assert next_of(addressee, date(2021, 12, 21)) == (Rung.AFTER, date(2021, 12, 22), False)
    make_request([addressee], asked_on=date(2021, 12, 22))
    assert next_of(addressee, date(2022, 1, 19)) == (Rung.SECOND, date(2022, 1, 19), True)


def test_who_never_answered_is_overdue_by_the_first_day_whatever_was_asked_since(addressee):
    make_request([addressee], kind="report", asked_on=date(2021, 9, 1), due_on=date(2021, 10, 1), due_rule="A round")

    [each] = chased(addressee, date(2021, 9, 20))

    assert (each.due, each.days_overdue) == ([DUE], 95)


def test_a_further_round_begins_a_ladder_of_its_own(addressee):
    make_response(make_received(addressee.body, received_on=date(2021, 6, 1)), addressee)
    make_request([addressee], kind="report", asked_on=date(2021, 9, 1), due_on=date(2021, 10, 1), due_rule="A round")

    assert next_of(addressee, date(2021, 9, 20)) == (Rung.BEFORE, date(2021, 9, 17), True)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        (Sort.NAME, ["Ambridge Police", "Borsetshire Police", "Yorbury Police"]),
        (Sort.OVERDUE, ["Yorbury Police", "Borsetshire Police", "Ambridge Police"]),
        (Sort.ASKED, ["Borsetshire Police", "Yorbury Police", "Ambridge Police"]),
        (Sort.REGION, ["Yorbury Police", "Ambridge Police", "Borsetshire Police"]),
    ],
)
def test_the_list_comes_in_the_order_asked_for(addressee, sort, names):
    recommendation = addressee.recommendation
    late = make_addressee(recommendation, make_force("Yorbury Police", region="wales"), due_on=date(2021, 5, 1))
    soon = make_addressee(
        recommendation, make_force("Ambridge Police", region="yorkshire-and-the-humber"), due_on=date(2021, 7, 1)
    )
    addressee.body.region = "yorkshire-and-the-humber"
    addressee.body.save()
    make_request([late], asked_on=date(2021, 6, 20))
    make_request([soon], asked_on=date(2021, 7, 2))

    assert [each.body.name for each in chased(addressee, FOUR_WEEKS_AFTER, sort=sort)] == names


def test_the_list_says_who_has_no_contact_and_what_was_last_noted(client, liaison, addressee):
    facts = {"how": "telephone", "noted_by": liaison, "noted_at": NOON}
    addressee.body.log_notes.create(took_place_on=date(2021, 7, 1), words="It goes to the board.", **facts)
    mistaken = addressee.body.log_notes.create(took_place_on=date(2021, 7, 2), words="The wrong body.", **facts)
    mistaken.note_error(by=liaison, at=NOON, reason="A mistake.")
    addressee.body.contacts.create(name="Gone", email="gone@example.org", until=date(2021, 7, 1))

    page = main(client.get(LIST, {"as_at": "2021-07-15"}))

    assert "None is kept. Add a contact of Borsetshire Police" in page
    assert "1 July 2021: It goes to the board." in page
    assert "The wrong body." not in page
    assert "gone@example.org" not in page
    assert "28 days overdue" in page


def test_what_was_noted_of_an_office_is_told_of_what_took_its_place(client, liaison, addressee):
    old, new = addressee.body, make_force("New Police")
    old.succeeded_by, old.ended_on = new, DUE
    old.save()
    facts = {"how": "telephone", "noted_by": liaison, "noted_at": NOON}
    old.log_notes.create(took_place_on=date(2021, 5, 1), words="It was to go.", **facts)

    def told():
        found = to_chase(addressee.recommendation.super_complaint, date(2021, 7, 15), with_notes=True)
        return [each.last_note.words for each in found]

    assert told() == ["It was to go."]
    new.log_notes.create(took_place_on=date(2021, 7, 1), words="It has come.", **facts)
    assert told() == ["It has come."]


def test_a_reader_sees_the_list_without_addresses_notes_and_buttons(client, addressee):
    addressee.body.contacts.create(name="Lily", email="lily@example.org")
    facts = {"how": "telephone", "noted_by": make_liaison(), "noted_at": NOON}
    addressee.body.log_notes.create(took_place_on=date(2021, 7, 1), words="In confidence.", **facts)
    client.force_login(make_member(make_national_body("College of Policing"), Role.READER))

    page = main(client.get(LIST))

    assert "Borsetshire Police" in page
    assert [words for words in ("lily@example.org", "In confidence.", "Write to those ticked") if words in page] == []


def test_looking_back_nothing_can_be_sent(client, liaison, addressee):
    assert "Write to those ticked" in main(client.get(LIST))
    page = main(client.get(LIST, {"as_at": "2021-07-15"}))

    assert "Whom to chase as at 15 July 2021" in page
    assert "Write to those ticked" not in page


def test_nobody_is_ticked_beforehand(client, liaison, addressee):
    page = client.get(LIST).text

    assert (page.count('name="body"'), page.count(" checked")) == (1, 0)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"as_at": "yesterday"}, "As-at date"),
        ({"rung": "fifth"}, "Select a step that is in the list"),
        ({"region": "atlantis"}, "Select a region that is in the list"),
        ({"before": "1000"}, "Enter a number of days from 1 to 90"),
        ({"sort": "luck"}, "Select an order that is in the list"),
    ],
)
def test_a_wrong_filter_is_told_beside_it_and_there_is_still_a_page(client, liaison, addressee, asked, error):
    page = client.get(LIST, asked)

    assert page.status_code == 200
    assert error in main(page)
    assert "Borsetshire Police" in main(page)
    assert client.get("/super-complaints/safe-to-share/chase.csv", asked).status_code == 302


def test_the_step_and_the_kind_narrow_the_list(client, liaison, addressee):
    make_addressee(addressee.recommendation, make_policing_body(addressee.body), due_on=date(2021, 7, 10))
    asked = {"as_at": "2021-07-15"}

    after = main(client.get(LIST, asked | {"rung": "after"}))
    pcc = main(client.get(LIST, asked | {"kind": "local_policing_body"}))

    assert "1 body to chase" in after
    assert "17 June 2021" in after
    assert "1 body to chase" in pcc
    assert "10 July 2021" in pcc


def test_the_list_for_a_mail_merge_has_a_line_for_each_contact_and_runs_nothing(client, liaison, addressee):
    body = addressee.body
    body.address = "=1+1\nTown"
    body.save()
    body.contacts.create(name="=HYPERLINK(1)", email="a@example.org")
    body.contacts.create(name="Beth", email="b@example.org", position="Officer", telephone="+44 1")
    make_addressee(addressee.recommendation, make_force("Yorbury Police"), due_on=DUE)

    answer = client.get("/super-complaints/safe-to-share/chase.csv", {"as_at": "2021-07-15"})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [
        tuple(row[name] for name in ("Body", "Contact", "E-mail", "Telephone", "Postal address")) for row in rows
    ] == [
        ("Borsetshire Police", "'=HYPERLINK(1)", "a@example.org", "", "'=1+1, Town"),
        ("Borsetshire Police", "Beth", "b@example.org", "'+44 1", "'=1+1, Town"),
        ("Yorbury Police", "", "", "", ""),
    ]
    assert tuple(rows[0][name] for name in ("Recommendations", "Due", "Days overdue", "Next", "As at")) == (
        *("4", "2021-06-17", "28"),
        *("Four weeks after", "2021-07-15"),
    )
    assert [(it.what, it.as_at, it.rows, it.by) for it in Export.objects.all()] == [
        ("chase_csv", date(2021, 7, 15), 2, liaison)
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(client, liaison, addressee, django_assert_num_queries, count):
    for number in range(count - 1):
        make_addressee(addressee.recommendation, make_force(f"Force {number}"), due_on=DUE)
    make_request([addressee], asked_on=timezone.localdate() - timedelta(days=60))
    client.get(reverse("chase", args=["safe-to-share"]))

    with django_assert_num_queries(16):
        client.get(reverse("chase", args=["safe-to-share"]))


def test_nobody_is_chased_for_what_was_withdrawn_by_then(addressee):
    other = make_addressee(make_recommendation(number="5"), addressee.body, due_on=DUE)
    make_link(addressee.recommendation, "withdrawn", since=date(2021, 7, 1))

    def numbers(as_at):
        return [[it.recommendation.number for it in each.owed] for each in chased(addressee, as_at)]

    assert (numbers(date(2021, 6, 30)), numbers(date(2021, 7, 1))) == ([["4", "5"]], [[other.recommendation.number]])
