"""The week of liaison staff, on Mondays: what arrived, what became overdue, what waits."""

import datetime
from datetime import date

import pytest

from responses.jobs import worker
from responses.mail.digest import tell_of_week, week_before
from responses.models import Message
from tests.factories import (
    make_addressee,
    make_commitment,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_received,
    make_recommendation,
    make_response,
    make_review,
)

pytestmark = pytest.mark.django_db
MONDAY = date(2021, 6, 21)
AT = datetime.datetime(2021, 6, 21, 8, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def liaison():
    return make_liaison(name="Usha Franks", email="usha@example.org", told_of_digest=True)


def received(body, days, **facts):
    at = AT - days * DAY
    return make_received(body, received_on=at.date(), recorded_at=at, **facts)


def test_the_week_holds_what_arrived_in_it_and_counts(liaison):
    body = make_addressee(make_recommendation(), make_force(), due_on=date(2021, 1, 1)).body
    inside = [received(body, 7), received(body, 1)]
    received(body, 8)
    received(body, 0)
    received(body, 2).note_error(by=liaison, at=AT, reason="Another body.")
    received(body, 2, withdrawn_on=AT.date(), withdrawn_by=liaison, withdrawn_reason="Sent too early.")
    make_draft(body)

    assert week_before(MONDAY).arrived == inside


@pytest.mark.parametrize(
    ("due_on", "count"), [(date(2021, 6, 13), 0), (date(2021, 6, 14), 1), (date(2021, 6, 20), 1), (MONDAY, 0)]
)
def test_each_day_that_passed_is_told_on_one_monday(due_on, count):
    make_addressee(make_recommendation(), make_force(), due_on=due_on)

    assert sum(line.count for line in week_before(MONDAY).overdue) == count
    assert sum(line.count for line in week_before(MONDAY + 7 * DAY).overdue) == (due_on == MONDAY)


def test_what_waits_is_counted_until_it_is_done(liaison):
    addressee = make_addressee(make_recommendation(), make_force())
    answer = make_response(received(addressee.body, 30), addressee)
    make_commitment(answer, target=date(2021, 6, 20), target_precision="day")
    week = week_before(MONDAY)
    assert (sum(line.count for line in week.to_review), week.commitments) == (1, 1)

    make_review(answer, reviewed_by=liaison, reviewed_on=date(2021, 6, 20))
    assert week_before(MONDAY).to_review == []


def test_it_goes_once_to_liaison_staff_who_chose_it(liaison):
    make_addressee(make_recommendation(), make_force(), due_on=date(2021, 6, 17))
    make_liaison(email="quiet@example.org")
    make_liaison(email="gone@example.org", told_of_digest=True, is_active=False)
    make_member(make_force("Yorbury Police"), told_of_digest=True)

    for _ in "12":
        tell_of_week(MONDAY, at=AT)

    [message] = Message.objects.all()
    assert (message.email, message.about, message.subject) == (
        *("usha@example.org", "digest"),
        "The week before 21 June 2021",
    )
    assert "Became overdue" in message.words
    assert "Arrived" not in message.words
    assert "/super-complaints/safe-to-share/chase/" in message.words


def test_nothing_is_sent_where_there_is_nothing_to_tell(liaison):
    make_addressee(make_recommendation(), make_force(), due_on=date(2021, 9, 1))

    tell_of_week(MONDAY, at=AT)

    assert Message.objects.count() == 0


@pytest.mark.parametrize(("day", "count"), [(MONDAY, 1), (MONDAY + DAY, 0)])
def test_the_daily_job_tells_of_it_on_mondays(liaison, settings, day, count):
    settings.WORK_HERE = False
    make_addressee(make_recommendation(), make_force(), due_on=date(2021, 6, 17))
    at = AT + (day - MONDAY)
    worker.ask_for_daily_jobs(at)

    worker.work(lambda: at, ["digest"])

    assert Message.objects.count() == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(django_assert_num_queries, count):
    recommendation = make_recommendation()
    for number in range(count):
        addressee = make_addressee(recommendation, make_force(f"Force {number}"), due_on=date(2021, 6, 17))
        make_response(received(addressee.body, 2), addressee)

    with django_assert_num_queries(12):
        week_before(MONDAY)
