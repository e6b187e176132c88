"""The log of a body: notes, requests, letters and more time, by day."""

import uuid
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry

from accounts.models import Role
from responses.models import LogNote
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_more_time,
    make_national_body,
    make_received,
    make_recommendation,
    make_request,
)
from tests.test_reference_pages import main

pytestmark = pytest.mark.django_db
LOG = "/bodies/borsetshire-police/log/"


@pytest.fixture
def liaison(client):
    user = make_liaison(name="Usha Franks")
    client.force_login(user)
    return user


@pytest.fixture
def body():
    return make_addressee(make_recommendation(number="4"), make_force()).body


def make_note(body, by, **facts):
    facts = {"how": "telephone", "took_place_on": date(2021, 7, 1), "words": "It goes to the board.", **facts}
    return LogNote.objects.create(body=body, noted_by=by, noted_at=NOON, **facts)


def typed(**changes):
    day = {"took_place_on_day": "1", "took_place_on_month": "7", "took_place_on_year": "2021"}
    said = {"how": "telephone", "with_whom": "Lily", "report": "", "words": "The board meets."}
    return {"once": str(uuid.uuid4())} | said | day | changes


def test_everything_stands_in_one_order_latest_first(client, liaison, body):
    make_note(body, liaison, with_whom="Lily Bell")
    make_request(body.addressed.all(), asked_on=date(2021, 11, 24))
    make_received(body, received_on=date(2021, 12, 1))
    make_more_time(body, asked_on=date(2021, 6, 1), noted_by=liaison)

    page = client.get(LOG)

    assert [(entry.day, entry.kind) for entry in page.context["entries"]] == [
        (date(2021, 12, 1), "letter"),
        (date(2021, 11, 24), "request"),
        (date(2021, 7, 1), "note"),
        (date(2021, 6, 1), "more_time"),
    ]
    assert "1 July 2021: telephone call with Lily Bell" in main(page)
    assert "Asked again on 24 November 2021, on 4." in main(page)


def test_nothing_of_another_body_and_no_draft_is_in_it(client, liaison, body):
    other = make_addressee(body.addressed.get().recommendation, make_force("Yorbury Police")).body
    make_note(other, liaison)
    make_request(other.addressed.all())
    make_received(other)
    make_draft(body)

    assert client.get(LOG).context["entries"] == []


def test_a_reader_reads_the_log_without_notes(client, body):
    liaison = make_liaison()
    make_note(body, liaison)
    make_request(body.addressed.all(), asked_on=date(2021, 11, 24))
    mistaken = make_request(body.addressed.all(), asked_on=date(2021, 11, 25))
    mistaken.note_error(by=liaison, at=NOON, reason="The wrong day.")
    client.force_login(make_member(make_national_body("College of Policing"), Role.READER))

    page = client.get(LOG)

    assert [entry.kind for entry in page.context["entries"]] == ["request"]
    assert "board" not in main(page)
    assert "Add a note" not in main(page)


def test_a_note_is_kept_once_in_the_words_of_whoever_noted_it(client, liaison, body):
    once = typed()
    for _ in "12":
        client.post(f"{LOG}add/", once)

    [note] = LogNote.objects.all()
    assert (note.body, note.how, note.took_place_on, note.with_whom, note.words, note.noted_by) == (
        *(body, "telephone", date(2021, 7, 1), "Lily", "The board meets."),
        liaison,
    )


def test_two_calls_of_one_day_told_in_the_same_words_are_two_notes(client, liaison, body):
    for _ in "12":
        client.post(f"{LOG}add/", typed(words="No answer."))

    assert [note.words for note in LogNote.objects.all()] == ["No answer."] * 2


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"how": ""}, "how", "Select what it was"),
        ({"words": ""}, "words", "Enter what was said"),
        ({"took_place_on_year": "2999"}, "took_place_on", "Day must be today or in the past"),
        ({"report": "no-such-thing"}, "report", "Select a super-complaint that is in the list"),
    ],
)
def test_what_is_wrong_is_told_beside_it_and_nothing_is_kept(client, liaison, body, changes, field, error):
    page = client.post(f"{LOG}add/", typed(**changes))

    assert (page.context["form"].errors[field], LogNote.objects.count()) == ([error], 0)


def test_a_note_recorded_in_error_stays_with_the_reason_and_comes_back(client, liaison, body):
    note = make_note(body, liaison)

    client.post(f"/log-notes/{note.pk}/in-error/", {"reason": "Another body."})
    page = client.get(LOG)

    assert "Recorded in error, so it counts on no date. Another body." in main(page)
    client.post(f"/log-notes/{note.pk}/undo-error/")
    note.refresh_from_db()
    assert (note.in_error_at, LogEntry.objects.count()) == (None, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(client, liaison, body, django_assert_num_queries, count):
    for number in range(count):
        make_note(body, liaison, words=str(number))
        make_request(body.addressed.all(), asked_on=date(2021, 11, 1 + number))
        make_received(body, received_on=date(2021, 12, 1 + number))
        make_more_time(body, asked_on=date(2021, 6, 1 + number), noted_by=liaison)
    client.get(LOG)

    with django_assert_num_queries(11):
        client.get(LOG)
