"""A person's calendar: what it holds, at an address that is a secret of theirs, as iCalendar text."""

import datetime
import re
from datetime import date

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from responses.desk.calendar import events
from responses.desk.icalendar import MOST_OCTETS, Event, escaped, folded, icalendar
from responses.models import CalendarAddress
from tests.factories import (
    NOON,
    make_addressee,
    make_commitment,
    make_force,
    make_liaison,
    make_member,
    make_more_time,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_revision,
)

DUE, TODAY = date(2021, 6, 17), date(2021, 6, 1)
VALUES = st.text(st.characters(exclude_categories=["Cs"]))


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)


# How it is written


@given(VALUES)
def test_folding_loses_nothing_and_no_line_is_too_long(text):
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).split("\r\n")

    assert unfolded(folded(line)) == line
    assert all(len(piece.encode()) <= MOST_OCTETS for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")))
def test_what_is_escaped_can_be_read_again_and_ends_no_line(text):
    assert unescaped(escaped(text)) == text
    assert "\n" not in escaped(text)
    assert "\r" not in escaped(text)


@given(VALUES)
def test_no_text_ends_an_entry_or_begins_a_line(text):
    content = icalendar(text, [Event("a@b", DUE, text, text)], NOON).decode()

    lines = unfolded(content).split("\r\n")
    assert [line.partition(":")[0].partition(";")[0] for line in lines if line][4:7] == ["BEGIN", "UID", "DTSTAMP"]
    assert (lines.count("BEGIN:VEVENT"), lines.count("END:VEVENT"), lines[-2:]) == (1, 1, ["END:VCALENDAR", ""])
    assert "\n" not in content.replace("\r\n", "")


def test_an_entry_is_a_whole_day():
    content = icalendar(
        "Name", [Event("a@b", date(2021, 12, 31), "One, two; three\nfour\\", url="https://x.org/")], NOON
    )

    assert content.decode().split("\r\n")[4:] == [
        "BEGIN:VEVENT",
        "UID:a@b",
        f"DTSTAMP:{NOON.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
        "DTSTART;VALUE=DATE:20211231",
        "DTEND;VALUE=DATE:20220101",
        r"SUMMARY:One\, two\; three\nfour" + "\\\\",
        "URL:https://x.org/",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


# What it holds


@pytest.fixture
def addressee(db):
    return make_addressee(make_recommendation(number="4"), make_force(), due_on=DUE)


def told(user, on=TODAY):
    return [(event.day, event.summary, event.description) for event in events(user, on)]


def test_a_body_has_its_own_days_in_force_and_no_others(addressee):
    other = make_addressee(addressee.recommendation, make_force("Yorbury Police"), due_on=date(2021, 7, 1))
    person = make_member(addressee.body)
    granted = {"decision": "granted", "decided_by": "HMICFRS", "decided_on": date(2021, 5, 20)}
    make_more_time(addressee.body, asked_on=date(2021, 5, 18), new_day=date(2021, 9, 1), **granted)

    assert told(person) == [
        (date(2021, 9, 1), "Safe to share?, Borsetshire Police: answers due", "1 answer still to come")
    ]
    assert [(day, what) for day, _, what in told(make_liaison())] == [
        (date(2021, 7, 1), "1 answer still to come, from Yorbury Police"),
        (date(2021, 9, 1), "1 answer still to come, from Borsetshire Police"),
    ]
    assert other.body not in {addressee.body}


def test_what_was_asked_again_by_a_day_is_in_it_and_what_was_answered_is_not(addressee):
    make_request([addressee], asked_on=date(2021, 7, 1), due_on=date(2021, 7, 20))
    person = make_member(addressee.body)

    assert [(event.day, event.summary) for event in events(person, date(2021, 7, 2))] == [
        (DUE, "Safe to share?, Borsetshire Police: answers due"),
        (date(2021, 7, 20), "Safe to share?, Borsetshire Police: answers due to what HMICFRS asked again"),
    ]
    make_response(make_received(addressee.body, received_on=date(2021, 7, 3)), addressee)
    assert events(person, date(2021, 7, 3)) == []


def test_a_promise_stands_on_its_last_day_and_one_in_words_on_none(addressee):
    answer = make_response(make_received(addressee.body, received_on=date(2021, 2, 1)), addressee)
    make_commitment(answer, text="By day.", target=date(2021, 4, 30), target_precision="day")
    make_commitment(answer, text="By month.", target=date(2021, 3, 1), target_precision="month")
    make_commitment(answer, text="In words.", target=None, target_precision="", target_words="autumn 2021")
    facts = {"done_on": date(2021, 2, 2), "done_noted_by": make_liaison()}
    make_commitment(answer, text="Done.", target=date(2021, 4, 30), target_precision="day", **facts)

    assert told(make_member(addressee.body), date(2021, 2, 10)) == [
        (
            date(2021, 3, 31),
            "Borsetshire Police, promised by March 2021: By month.",
            "Safe to share?, Recommendation 4",
        ),
        (
            date(2021, 4, 30),
            "Borsetshire Police, promised by 30 April 2021: By day.",
            "Safe to share?, Recommendation 4",
        ),
    ]
    assert told(make_member(make_force("Yorbury Police")), date(2021, 2, 10)) == []


def test_an_entry_keeps_its_name_when_its_day_moves(addressee):
    answer = make_response(make_received(addressee.body, received_on=date(2021, 2, 1)), addressee)
    commitment = make_commitment(answer, target=date(2021, 4, 30), target_precision="day")
    liaison = make_liaison()
    before = [event.uid for event in events(liaison, date(2021, 2, 10))]
    make_revision(commitment, noted_by=liaison, revised_on=date(2021, 2, 11))

    assert [event.uid for event in events(liaison, date(2021, 2, 12))] == before
    assert before == [f"commitment-{commitment.pk}@{before[0].partition('@')[2]}"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(addressee, django_assert_num_queries, count):
    person = make_member(addressee.body)
    for number in range(count):
        recommendation = make_recommendation(number=f"{number + 10}")
        answer = make_response(make_received(addressee.body), make_addressee(recommendation, addressee.body))
        make_commitment(answer, target=date(2021, 9, 1), target_precision="day")

    with django_assert_num_queries(13):
        events(person, DUE)


# At which address


def make_address(client) -> str:
    page = client.post("/calendar/make/")
    return re.search(r"/calendar/[\w-]{43}\.ics", page.text)[0]


def test_the_address_is_shown_once_and_kept_only_as_a_hash(client, addressee):
    client.force_login(make_member(addressee.body))
    address = make_address(client)
    token = address.split("/")[-1].removesuffix(".ics")

    feed = Client().get(address)

    assert feed.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert feed.headers["Cache-Control"] == "private, no-store"
    assert b"Borsetshire Police: answers due" in feed.content.replace(b"\r\n ", b"")
    assert token not in client.get("/calendar/").text
    assert token not in str(CalendarAddress.objects.values_list())


def test_a_new_address_closes_the_old_one_and_a_revoked_one_opens_nothing(client, addressee):
    client.force_login(make_member(addressee.body))
    first, second = make_address(client), make_address(client)

    assert [Client().get(each).status_code for each in (first, second)] == [404, 200]
    client.post("/calendar/revoke/")
    assert Client().get(second).status_code == 404


def test_whoever_was_deactivated_or_lost_a_role_is_shown_nothing_more(client, addressee):
    person = make_member(addressee.body)
    client.force_login(person)
    address = make_address(client)

    person.memberships.all().delete()
    assert b"VEVENT" not in Client().get(address).content
    person.is_active = False
    person.save()
    assert Client().get(address).status_code == 404


def test_one_report_alone(client, addressee):
    client.force_login(make_member(addressee.body))
    address = make_address(client)

    assert b"VEVENT" in Client().get(address, {"report": "safe-to-share"}).content
    assert [Client().get(address, {"report": slug}).status_code for slug in ("no-such-thing", "\x00")] == [404, 404]
