"""Which cells moved between two days, from what to what, and what moved each of them."""

from datetime import date, timedelta

import pytest

from responses.desk.moves import Fact, Why, in_words, moves
from responses.matrix import Mark, Status, build_matrix
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_more_time,
    make_national_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_review,
)

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2021, 5, 1), date(2021, 6, 1)  # before the day by which they are asked
BETWEEN, EARLIER, AFTER_DUE = date(2021, 5, 10), date(2021, 4, 1), DUE + timedelta(days=1)


def answer(addressee, received_on, *, by=None, **facts):
    body = by or addressee.body
    update = make_received(body, received_on=received_on, speaks_for=[addressee.body], by=make_liaison())
    return make_response(update, addressee, **facts)


def moved(addressee, since=SINCE, until=UNTIL):
    report = addressee.recommendation.super_complaint
    return moves(build_matrix(report, since).cells(), build_matrix(report, until).cells())


def why(move):
    return [each.why for each in move.because]


def test_nothing_moves_where_nothing_happened():
    assert moved(make_addressee()) == []
    assert in_words([]) == "No cell moved"


def test_a_letter_moves_silence_to_what_it_says():
    addressee = make_addressee()
    response = answer(addressee, BETWEEN, position="accepted", progress="in_progress")

    [move] = moved(addressee)

    assert (move.before.status, move.after.status) == (Status.AWAITED, Status.IN_PROGRESS)
    assert move.what == (Fact.STATUS, Fact.POSITION)
    assert [(each.why, each.letter.id) for each in move.because] == [(Why.LETTER, response.update_id)]


def test_a_letter_that_says_the_same_again_moves_nothing():
    addressee = make_addressee()
    answer(addressee, EARLIER, position="accepted", progress="in_progress")
    answer(addressee, BETWEEN, position="accepted", progress="in_progress")

    assert moved(addressee) == []


def test_overdue_because_the_day_passed_is_no_letters_doing():
    addressee = make_addressee()

    [move] = moved(addressee, UNTIL, AFTER_DUE)

    assert (move.what, move.is_of_no_letter) == ((Fact.STATUS,), True)
    assert [(each.why, each.day, each.letter) for each in move.because] == [(Why.DAY, DUE, None)]


def test_more_time_moves_the_day_and_a_day_that_passes_after_it_is_named_too():
    addressee = make_addressee()
    make_more_time(
        addressee.body, asked_on=BETWEEN, decision="granted", decided_on=BETWEEN, decided_by="HMICFRS",
        new_day=DUE + timedelta(days=7),
    )  # fmt: skip

    [granted] = moved(addressee)
    [passed] = moved(addressee, SINCE, DUE + timedelta(days=8))

    assert (granted.what, why(granted)) == ((Fact.DUE, Mark.EXTENDED), [Why.MORE_TIME])
    assert passed.what == (Fact.STATUS, Fact.DUE, Mark.EXTENDED)
    assert why(passed) == [Why.MORE_TIME, Why.DAY]


def test_a_request_moves_it_and_so_does_the_passing_of_its_day():
    addressee = make_addressee()
    make_request([addressee], asked_on=BETWEEN, due_on=date(2021, 5, 20))

    [asked] = moved(addressee, SINCE, BETWEEN)
    [passed] = moved(addressee, BETWEEN, UNTIL)

    assert (asked.what, why(asked)) == ((Mark.ASKED_AGAIN,), [Why.REQUEST])
    assert set(passed.what) == {Mark.ASKED_AGAIN, Mark.ASKED_AGAIN_OVERDUE}
    assert [(each.why, each.day) for each in passed.because] == [(Why.DAY, date(2021, 5, 20))]


def test_an_answer_to_a_request_that_states_nothing_new_is_a_letter():
    addressee = make_addressee()
    answer(addressee, EARLIER, progress="in_progress")
    make_request([addressee], asked_on=date(2021, 4, 20))
    response = answer(addressee, BETWEEN, position="not_stated", progress="not_stated")

    [move] = moved(addressee)

    assert move.what == (Mark.ASKED_AGAIN,)
    assert [(each.why, each.response_id) for each in move.because] == [(Why.LETTER, response.pk)]


def test_a_review_moves_it_and_an_answer_that_nobody_reviewed_yet_moves_it_back():
    addressee = make_addressee()
    first = answer(addressee, EARLIER, position="accepted", progress="complete")
    make_review(first, outcome="delivered", reviewed_on=BETWEEN, reasons="Seen")
    second = answer(addressee, date(2021, 5, 20), position="accepted", progress="in_progress")
    make_review(second, outcome="reopened", reviewed_on=date(2021, 5, 25), reasons="Not done")

    [delivered] = moved(addressee, SINCE, BETWEEN)
    [reopened] = moved(addressee, date(2021, 5, 20), UNTIL)

    assert (delivered.what, why(delivered)) == ((Mark.DELIVERED,), [Why.REVIEW])
    assert (set(reopened.what), why(reopened)) == ({Mark.DELIVERED, Mark.REOPENED}, [Why.REVIEW])


def test_a_letter_withdrawn_between_the_two_days_is_named_as_one_that_no_longer_counts():
    addressee = make_addressee()
    answer(addressee, date(2021, 3, 1), position="accepted", progress="in_progress")
    gone = answer(addressee, EARLIER, position="accepted", progress="complete").update
    gone.withdraw(by=make_liaison(), at=NOON, on=BETWEEN, reason="Sent by mistake")

    [move] = moved(addressee)

    assert (move.before.status, move.after.status) == (Status.COMPLETE, Status.IN_PROGRESS)
    assert {(each.why, each.letter.id) for each in move.because} == {(Why.NO_LONGER, gone.pk)}


def test_whom_it_waits_for_moves_though_the_status_does_not():
    addressee, council = make_addressee(), make_national_body()
    answer(addressee, EARLIER, progress="awaiting_others", awaiting="guidance")
    answer(addressee, BETWEEN, progress="awaiting_others", awaiting_body=council)

    assert [(move.what, why(move)) for move in moved(addressee)] == [((Fact.AWAITING,), [Why.LETTER])]


def test_one_first_asked_between_the_two_days_has_no_before():
    addressee = make_addressee(since=BETWEEN)

    [move] = moved(addressee)

    assert (move.before, why(move)) == (None, [Why.ASKED])


def test_what_moved_is_in_the_order_of_the_matrix_and_counted_by_where_it_came_to():
    recommendation = make_recommendation()
    named = [make_addressee(recommendation, make_force(f"{name} Police")) for name in ("Yorbury", "Ambridge", "Kent")]
    for addressee, progress in zip(named, ("complete", "complete", "in_progress"), strict=True):
        answer(addressee, BETWEEN, progress=progress)

    found = moved(named[0])

    assert [move.after.body.name for move in found] == ["Ambridge Police", "Kent Police", "Yorbury Police"]
    assert in_words(found) == "3 cells moved: 1 to in progress, 2 to complete"


def test_what_was_asked_again_is_counted_as_that_and_what_more_than_one_thing_moved_otherwise():
    recommendation = make_recommendation()
    named = [make_addressee(recommendation, make_force(f"{name} Police")) for name in ("Yorbury", "Ambridge", "Kent")]
    for addressee in named:
        answer(addressee, date(2021, 3, 1), progress="in_progress")
    make_request(named, asked_on=BETWEEN)
    answer(named[2], BETWEEN, position="not_accepted", progress="in_progress")

    assert in_words(moved(named[0])) == "3 cells moved: 2 asked again, 1 otherwise"
