"""The status of every addressee as at any date, and the rows and columns they stand in."""

from datetime import date, timedelta

import pytest

from recommendations.models import Asked, Body, MoreTime, Request
from responses.matrix import Mark, Status, Wanted, build_matrix
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_super_complaint,
)

pytestmark = pytest.mark.django_db

BEFORE, AFTER = DUE - timedelta(days=30), DUE + timedelta(days=30)


def cell_as_at(addressee, day):
    [cell] = [cell for cell in matrix_as_at(addressee, day).cells() if cell.addressee_id == addressee.pk]
    return cell


def matrix_as_at(addressee, day, **asked):
    return build_matrix(addressee.recommendation.super_complaint, day, **asked)


def answer(addressee, received_on, *, by=None, speaks_for=None, **facts):
    """One letter with one response."""
    update = make_received(
        by or addressee.body, received_on=received_on, speaks_for=speaks_for or [addressee.body], by=make_liaison()
    )
    return make_response(update, addressee, **facts)


def bodies(matrix):
    return [row.body.name for group in matrix.groups for row in group.rows]


# The status


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2021, 6, 16), Status.AWAITED),
        (date(2021, 6, 17), Status.AWAITED),  # the due date itself is not late
        (date(2021, 6, 18), Status.OVERDUE),
    ],
)
def test_a_silent_body_is_overdue_only_after_its_due_date(day, status):
    addressee = make_addressee(due_on=date(2021, 6, 17))

    assert cell_as_at(addressee, day).status == status


def test_an_extension_moves_when_a_body_is_overdue():
    addressee = make_addressee(due_on=AFTER, due_reason="an extension agreed")

    assert cell_as_at(addressee, DUE + timedelta(days=1)).status == Status.AWAITED


@pytest.mark.parametrize(
    ("progress", "status"),
    [
        ("not_started", Status.NOT_STARTED),
        ("awaiting_others", Status.AWAITING_OTHERS),
        ("in_progress", Status.IN_PROGRESS),
        ("complete", Status.COMPLETE),
        ("not_stated", Status.NOT_STATED),
    ],
)
def test_a_response_gives_its_progress_as_the_status(progress, status):
    addressee = make_addressee()
    answer(addressee, BEFORE, progress=progress, awaiting="guidance" if progress == "awaiting_others" else "")

    assert cell_as_at(addressee, DUE).status == status


@pytest.mark.parametrize(
    ("day", "status"), [(BEFORE - timedelta(days=1), Status.AWAITED), (BEFORE, Status.IN_PROGRESS)]
)
def test_a_letter_counts_from_the_end_of_the_day_it_was_received(day, status):
    addressee = make_addressee()
    answer(addressee, BEFORE)

    assert cell_as_at(addressee, day).status == status


def test_a_letter_dated_before_it_was_received_does_not_count_from_its_date():
    addressee = make_addressee()
    update = make_received(addressee.body, received_on=AFTER, dated=BEFORE)
    make_response(update, addressee)

    assert cell_as_at(addressee, DUE).status == Status.AWAITED


def test_a_draft_changes_nothing():
    addressee = make_addressee()
    make_response(make_draft(addressee.body), addressee)

    assert cell_as_at(addressee, AFTER).status == Status.OVERDUE


def test_a_received_letter_counts_only_once_it_is_recorded():
    addressee = make_addressee()
    being_recorded = {"received_on": BEFORE, "recorded_by": None, "recorded_at": None}
    make_response(make_received(addressee.body, **being_recorded), addressee)

    assert cell_as_at(addressee, DUE).status == Status.AWAITED


@pytest.mark.parametrize(("day", "status"), [(AFTER - timedelta(days=1), Status.COMPLETE), (AFTER, Status.IN_PROGRESS)])
def test_a_withdrawn_letter_stops_counting_on_the_day_of_withdrawal(day, status):
    addressee = make_addressee()
    answer(addressee, BEFORE, progress="in_progress")
    later = answer(addressee, DUE, progress="complete").update
    later.withdraw(by=later.recorded_by, at=NOON, on=AFTER, reason="Sent by mistake")

    assert cell_as_at(addressee, day).status == status


@pytest.mark.parametrize(
    ("day", "status"), [(AFTER - timedelta(days=1), Status.GENERAL_REPLY_ONLY), (AFTER, Status.OVERDUE)]
)
def test_a_withdrawn_general_reply_stops_counting_on_the_day_of_withdrawal(day, status):
    addressee = make_addressee()
    letter = make_received(addressee.body, received_on=BEFORE)
    letter.withdraw(by=letter.recorded_by, at=NOON, on=AFTER, reason="Sent by mistake")

    assert cell_as_at(addressee, day).status == status


def test_the_latest_received_response_speaks():
    addressee = make_addressee()
    answer(addressee, AFTER, progress="complete")  # recorded first, received last
    answer(addressee, BEFORE, progress="not_started")

    cell = cell_as_at(addressee, AFTER)

    assert (cell.status, cell.responses) == (Status.COMPLETE, 2)


def test_of_two_letters_received_on_one_day_the_one_recorded_last_speaks():
    addressee = make_addressee()
    # Begun first and recorded last, as when a force and its policing body each have a draft.
    last = make_received(addressee.body, received_on=DUE, recorded_at=NOON.replace(hour=15))
    first = make_received(addressee.body, received_on=DUE, recorded_at=NOON)
    make_response(last, addressee, progress="complete")
    make_response(first, addressee, progress="not_started")

    assert cell_as_at(addressee, DUE).status == Status.COMPLETE


def test_a_later_letter_that_is_silent_on_a_recommendation_leaves_the_earlier_answer():
    addressee = make_addressee()
    answer(addressee, BEFORE, progress="complete")
    make_received(addressee.body, received_on=DUE)

    assert cell_as_at(addressee, DUE).status == Status.COMPLETE


def test_an_answer_to_the_report_as_a_whole_is_a_general_reply_only():
    addressee = make_addressee()
    letter = make_received(addressee.body, received_on=BEFORE)

    cell = cell_as_at(addressee, AFTER)

    assert (cell.status, cell.letter.id, cell.marks) == (Status.GENERAL_REPLY_ONLY, letter.pk, ())


def test_a_letter_is_no_general_reply_of_a_body_it_does_not_speak_for():
    force = make_force()
    addressee = make_addressee(body=force)
    make_received(make_policing_body(force), received_on=BEFORE)

    assert cell_as_at(addressee, DUE).status == Status.AWAITED


# Two facts, position and progress


@pytest.mark.parametrize(
    ("position", "progress", "words"),
    [
        ("accepted", "in_progress", ("Accepted. In progress", "Accepted", "In progress")),
        ("not_accepted", "not_started", ("Not accepted. Not started", "Not accepted", "Not started")),
        ("accepted_in_part", "not_stated", ("Accepted in part", "Accepted in part", "Not stated")),
        ("not_stated", "complete", ("Complete", "Not stated", "Complete")),
        ("not_stated", "not_stated", ("Not stated", "Not stated", "Not stated")),
    ],
)
def test_a_cell_says_position_and_progress_or_one_of_them(position, progress, words):
    addressee = make_addressee()
    answer(addressee, BEFORE, position=position, progress=progress)

    cell = cell_as_at(addressee, DUE)

    assert (cell.position, tuple(cell.in_words(show) for show in ("both", "position", "progress"))) == (position, words)


def test_what_is_not_stated_leaves_what_was_stated():
    addressee = make_addressee()
    first = answer(addressee, BEFORE, position="accepted", progress="complete")
    last = answer(addressee, DUE, position="not_stated", progress="not_stated")

    cell = cell_as_at(addressee, DUE)

    assert (cell.in_words(), cell.letter.id, cell.response_id) == ("Accepted. Complete", first.update_id, last.pk)


def test_position_and_progress_may_rest_on_two_letters_and_each_is_named():
    addressee = make_addressee()
    accepts = answer(addressee, BEFORE, position="accepted", progress="not_started")
    reports = answer(addressee, DUE, position="not_stated", progress="in_progress")

    cell = cell_as_at(addressee, DUE)

    assert (cell.in_words(), cell.rests_on_two) == ("Accepted. In progress", True)
    assert (cell.position_letter.id, cell.progress_letter.id) == (accepts.update_id, reports.update_id)
    assert (cell.position_letter.received_on, cell.heard_on) == (BEFORE, DUE)


def test_who_is_awaited_goes_with_the_progress_that_stands():
    addressee, npcc = make_addressee(), make_national_body()
    answer(addressee, BEFORE, progress="awaiting_others", awaiting="guidance", awaiting_body=npcc)
    answer(addressee, DUE, progress="not_stated")

    cell = cell_as_at(addressee, DUE)

    assert (cell.status, cell.awaiting, cell.awaiting_body) == (Status.AWAITING_OTHERS, "guidance", npcc)


# A letter for all bodies of a kind


def make_collective(addressees, received_on, *, sender=None, **facts):
    """The NPCC answers for all these bodies."""
    sender = sender or Body.objects.filter(represents="force").first() or make_national_body(represents="force")
    letter = make_received(sender, received_on=received_on, speaks_for=[it.body for it in addressees])
    return [make_response(letter, it, **facts) for it in addressees]


def test_a_letter_for_all_forces_leaves_what_a_force_said_itself():
    bedfordshire = make_addressee()
    silent = make_addressee(bedfordshire.recommendation, make_force("Wiltshire Police"))
    own = answer(bedfordshire, date(2021, 6, 9), position="accepted", progress="complete")
    make_collective([bedfordshire, silent], date(2021, 6, 10), position="accepted", progress="not_stated")

    said, filled = cell_as_at(bedfordshire, DUE), cell_as_at(silent, DUE)

    assert (said.in_words(), said.letter.id, said.is_own, said.response_id) == (
        "Accepted. Complete",
        own.update_id,
        True,
        own.pk,
    )
    assert (filled.in_words(), filled.is_own, filled.letter_from.represents) == ("Accepted", False, "force")


def test_a_letter_for_all_forces_fills_the_one_fact_that_a_force_left_open():
    addressee = make_addressee()
    own = answer(addressee, BEFORE, position="not_stated", progress="in_progress")
    [collective] = make_collective([addressee], DUE, position="accepted", progress="not_started")

    cell = cell_as_at(addressee, DUE)

    assert (cell.in_words(), cell.position_is_own, cell.is_own) == ("Accepted. In progress", False, True)
    assert (cell.position_letter.id, cell.progress_letter.id) == (collective.update_id, own.update_id)
    assert cell.response_id == own.pk


def test_of_two_letters_for_all_forces_the_later_stated_fact_stands():
    addressee = make_addressee()
    make_collective([addressee], BEFORE, position="accepted", progress="not_started")
    make_collective([addressee], DUE, position="not_stated", progress="in_progress")

    assert cell_as_at(addressee, DUE).in_words() == "Accepted. In progress"


def test_a_bodys_own_answer_stands_over_a_later_letter_for_all_also_once_it_says_less():
    addressee = make_addressee()
    answer(addressee, BEFORE, position="not_accepted", progress="not_stated")
    make_collective([addressee], DUE, position="accepted", progress="complete")
    answer(addressee, DUE, position="not_stated", progress="not_stated")

    assert cell_as_at(addressee, DUE).in_words() == "Not accepted. Complete"


def test_what_a_commissioner_says_of_the_force_is_the_forces_own():
    addressee = make_addressee()
    make_collective([addressee], BEFORE, progress="complete")
    answer(addressee, BEFORE, by=make_policing_body(addressee.body), progress="not_started")

    assert cell_as_at(addressee, DUE).status == Status.NOT_STARTED


def test_what_a_national_body_says_of_itself_is_its_own():
    npcc = make_national_body(represents="force")
    addressee = make_addressee(body=npcc)
    force = make_addressee(addressee.recommendation)
    make_collective([addressee, force], BEFORE, sender=npcc)

    assert (cell_as_at(addressee, DUE).is_own, cell_as_at(force, DUE).is_own) == (True, False)


def test_a_letter_for_all_that_is_silent_on_a_recommendation_is_no_reply_of_a_body():
    addressee = make_addressee()
    make_received(make_national_body(), received_on=BEFORE, speaks_for=[addressee.body])

    assert cell_as_at(addressee, AFTER).status == Status.OVERDUE


# What was recorded in error, and who was addressed since


@pytest.mark.parametrize("day", [BEFORE, DUE, AFTER])
def test_what_was_recorded_in_error_counts_on_no_date(day):
    addressee = make_addressee()
    letter = answer(addressee, BEFORE).update
    make_review(letter.responses.get(), outcome="delivered", reviewed_on=BEFORE)
    letter.note_error(by=letter.recorded_by, at=NOON, reason="It is another force's.")

    cell = cell_as_at(addressee, day)

    assert (cell.status in (Status.AWAITED, Status.OVERDUE), cell.responses, cell.marks) == (True, 0, ())


@pytest.mark.parametrize(("day", "count"), [(date(2021, 3, 31), 0), (date(2021, 4, 1), 1)])
def test_an_addressee_counts_from_the_day_since_which_it_is_addressed(day, count):
    addressee = make_addressee(since=date(2021, 4, 1))

    assert len(list(matrix_as_at(addressee, day).cells())) == count


# What was asked again, and more time


def ask_again(addressees, asked_on, **facts):
    facts = {"kind": "chaser", "super_complaint": addressees[0].recommendation.super_complaint, **facts}
    request = Request.objects.create(asked_on=asked_on, **facts)
    for addressee in addressees:
        Asked.objects.create(request=request, addressee=addressee)
    return request


@pytest.mark.parametrize(
    ("received", "due_on", "day", "marks"),
    [
        ([BEFORE], None, AFTER, (Mark.ASKED_AGAIN,)),
        ([BEFORE], AFTER, AFTER, (Mark.ASKED_AGAIN,)),  # the day itself is not late
        ([BEFORE], AFTER, AFTER + timedelta(days=1), (Mark.ASKED_AGAIN_OVERDUE,)),
        ([BEFORE, DUE], None, AFTER, ()),  # on the day it was asked, after it was
        ([BEFORE, AFTER], AFTER, AFTER, ()),
        ([BEFORE, AFTER], AFTER - timedelta(days=1), AFTER, (Mark.RECEIVED_LATE,)),
        ([BEFORE], None, DUE - timedelta(days=1), ()),  # not asked yet
    ],
)
def test_a_chaser_is_answered_or_not_and_hides_nothing(received, due_on, day, marks):
    addressee = make_addressee()
    for received_on in received:
        answer(addressee, received_on, progress="in_progress")
    ask_again([addressee], DUE, due_on=due_on)

    cell = cell_as_at(addressee, day)

    assert (cell.status, cell.due_on, cell.marks) == (Status.IN_PROGRESS, DUE, marks)


def test_a_silent_body_that_was_asked_again_is_overdue_still():
    addressee = make_addressee()
    ask_again([addressee], AFTER, due_on=AFTER + timedelta(days=60))

    cell = cell_as_at(addressee, AFTER)

    assert (cell.status, cell.marks) == (Status.OVERDUE, (Mark.ASKED_AGAIN,))


def test_the_latest_request_is_the_one_that_is_said_to_be_unanswered():
    addressee = make_addressee()
    ask_again([addressee], BEFORE, due_on=DUE)
    answer(addressee, BEFORE)
    ask_again([addressee], DUE)

    cell = cell_as_at(addressee, AFTER)

    assert ([it.answered_on for it in cell.asked_again], cell.marks) == ([BEFORE, None], (Mark.ASKED_AGAIN,))


def test_a_request_recorded_in_error_was_never_made():
    addressee = make_addressee()
    answer(addressee, BEFORE)
    ask_again([addressee], DUE).note_error(by=make_liaison(), at=NOON, reason="Not sent.")

    assert cell_as_at(addressee, AFTER).asked_again == ()


def test_a_request_for_an_update_that_is_repeated_wants_a_letter_of_the_bodys_own():
    addressee = make_met_by_update(make_force())
    make_received(addressee.body, received_on=BEFORE)
    ask_again([addressee], DUE)
    make_received(make_national_body(), received_on=AFTER, speaks_for=[addressee.body])

    before = cell_as_at(addressee, AFTER).marks
    make_received(addressee.body, received_on=AFTER)

    assert (before, cell_as_at(addressee, AFTER).marks) == ((Mark.ASKED_AGAIN,), ())


def grant(addressee, decided_on, new_day, **facts):
    by = make_liaison()
    facts = {"super_complaint": addressee.recommendation.super_complaint, "body": addressee.body, **facts}
    facts |= {"asked_on": decided_on, "reason": "Staff.", "decided_on": decided_on, "decided_by": "HMICFRS"}
    return MoreTime.objects.create(decision="granted", new_day=new_day, noted_by=by, noted_at=NOON, **facts)


@pytest.mark.parametrize(
    ("day", "status", "marks"),
    [
        (DUE + timedelta(days=1), Status.OVERDUE, ()),  # not granted yet
        (DUE + timedelta(days=2), Status.AWAITED, (Mark.EXTENDED,)),
        (AFTER, Status.AWAITED, (Mark.EXTENDED,)),
        (AFTER + timedelta(days=1), Status.OVERDUE, (Mark.EXTENDED,)),
    ],
)
def test_more_time_moves_the_day_from_when_it_was_granted(day, status, marks):
    addressee = make_addressee()
    grant(addressee, DUE + timedelta(days=2), AFTER)

    cell = cell_as_at(addressee, day)

    assert (cell.status, cell.marks) == (status, marks)


def test_the_latest_of_several_grants_counts_and_each_is_counted():
    addressee = make_addressee()
    grant(addressee, BEFORE, DUE + timedelta(days=10))
    grant(addressee, DUE, AFTER)

    cell = cell_as_at(addressee, AFTER)

    assert (cell.due_on, cell.extensions) == (AFTER, 2)


def test_more_time_for_a_chaser_moves_its_day_alone():
    addressee = make_addressee()
    answer(addressee, BEFORE)
    request = ask_again([addressee], BEFORE + timedelta(days=1), due_on=DUE)
    grant(addressee, DUE, AFTER, request=request)

    cell = cell_as_at(addressee, AFTER)

    assert (cell.due_on, cell.asked_again[0].due_on, cell.marks) == (DUE, AFTER, (Mark.ASKED_AGAIN,))


# The marks beside it


@pytest.mark.parametrize(
    ("received", "marks"),
    [
        ([DUE], ()),
        ([DUE + timedelta(days=1)], (Mark.RECEIVED_LATE,)),
        ([BEFORE, AFTER], ()),  # answered in time; said more later
    ],
)
def test_a_first_answer_after_the_due_date_is_marked_as_late(received, marks):
    addressee = make_addressee()
    for day in received:
        answer(addressee, day)

    assert cell_as_at(addressee, AFTER).marks == marks


@pytest.mark.parametrize(("received_on", "marks"), [(DUE, ()), (AFTER, (Mark.RECEIVED_LATE,))])
def test_a_first_general_reply_after_the_due_date_is_marked_as_late(received_on, marks):
    addressee = make_addressee()
    make_received(addressee.body, received_on=received_on)
    make_received(addressee.body, received_on=AFTER)

    assert cell_as_at(addressee, AFTER).marks == marks


def test_the_latest_review_of_the_response_that_speaks_is_shown_from_its_day():
    addressee = make_addressee()
    response = answer(addressee, BEFORE)
    make_review(response, outcome="satisfied", reviewed_on=AFTER)
    make_review(response, outcome="more_information", reviewed_on=DUE)

    marks = [cell_as_at(addressee, day).marks for day in (BEFORE, DUE, AFTER)]

    assert marks == [(), (Mark.MORE_INFORMATION,), (Mark.SATISFIED,)]


def test_delivered_stands_beside_what_a_body_says_later_until_it_is_reopened():
    addressee = make_addressee()
    make_review(answer(addressee, BEFORE, progress="complete"), outcome="delivered", reviewed_on=BEFORE)
    later = answer(addressee, DUE, progress="in_progress")

    delivered = cell_as_at(addressee, DUE)
    make_review(later, outcome="reopened", reviewed_on=AFTER)
    reopened = cell_as_at(addressee, AFTER)

    assert (delivered.status, delivered.marks, delivered.has("not_reviewed")) == (
        Status.IN_PROGRESS,
        (Mark.DELIVERED,),
        True,
    )
    assert (reopened.delivered, reopened.marks) == (False, (Mark.REOPENED,))


def test_a_review_of_an_earlier_response_says_nothing_of_the_later_one():
    addressee = make_addressee()
    make_review(answer(addressee, BEFORE), outcome="satisfied", reviewed_on=BEFORE)
    answer(addressee, DUE)

    assert cell_as_at(addressee, DUE).marks == ()


def test_an_answer_in_another_bodys_letter_says_whose():
    force = make_force()
    addressee, commissioner = make_addressee(body=force), make_policing_body(force)
    answer(addressee, BEFORE, by=commissioner, speaks_for=[force, commissioner])

    assert cell_as_at(addressee, DUE).letter_from == commissioner


def test_a_bodys_own_letter_is_not_marked_as_anothers():
    addressee = make_addressee()
    answer(addressee, BEFORE)

    assert cell_as_at(addressee, DUE).letter_from is None


# A recommendation that is met by an update


def make_met_by_update(body):
    return make_addressee(make_recommendation(number="8", met_by_update=True), body)


def own(body):
    return body


def the_policing_body(body):
    return make_policing_body(body)


def a_successor(body):
    body.succeeded_by = make_force("Borsetshire and Felpersham Police")
    body.save()
    return body.succeeded_by


def a_successor_of_the_policing_body(body):
    mayor = make_policing_body(body, "Mayor of Borsetshire", office=Body.Office.MAYOR)
    make_policing_body(body, succeeded_by=mayor, ended_on=date(2021, 5, 10))
    return mayor


def a_national_body(body):
    return make_national_body()


def another_force(body):
    return make_force("Felpersham Police")


@pytest.mark.parametrize(
    ("sender", "status"),
    [
        (own, Status.COMPLETE),
        (the_policing_body, Status.COMPLETE),
        (a_successor, Status.COMPLETE),
        (a_successor_of_the_policing_body, Status.COMPLETE),
        (a_national_body, Status.AWAITED),  # one reply for all forces is no force's own
        (another_force, Status.AWAITED),
    ],
)
def test_an_update_of_the_bodys_own_meets_it(sender, status):
    addressee = make_met_by_update(make_force())
    make_received(sender(addressee.body), received_on=BEFORE, speaks_for=[addressee.body])

    assert cell_as_at(addressee, DUE).status == status


def test_a_forces_letter_is_not_its_policing_bodys_own():
    force = make_force()
    addressee = make_met_by_update(make_policing_body(force))
    make_received(force, received_on=BEFORE, speaks_for=[force, addressee.body])

    assert cell_as_at(addressee, DUE).status == Status.AWAITED


def test_a_policing_bodys_letter_that_does_not_speak_for_the_force_does_not_meet_it():
    addressee = make_met_by_update(make_force())
    make_received(make_policing_body(addressee.body), received_on=BEFORE)

    assert cell_as_at(addressee, DUE).status == Status.AWAITED


@pytest.mark.parametrize(("received_on", "late"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_it_is_met_late_by_an_update_after_the_due_date(received_on, late):
    addressee = make_met_by_update(make_force())
    make_received(addressee.body, received_on=received_on)

    cell = cell_as_at(addressee, AFTER)

    assert (cell.status, cell.late) == (Status.COMPLETE, late)


def test_its_first_own_update_decides_whether_it_was_late():
    addressee = make_met_by_update(make_force())
    first = make_received(addressee.body, received_on=BEFORE)
    make_received(addressee.body, received_on=AFTER)

    cell = cell_as_at(addressee, AFTER)

    assert (cell.letter.id, cell.late) == (first.pk, False)


def test_without_an_update_it_is_overdue_after_the_due_date():
    addressee = make_met_by_update(make_force())

    assert cell_as_at(addressee, AFTER).status == Status.OVERDUE


def test_words_on_it_are_linked_and_never_taken_for_progress():
    addressee = make_met_by_update(make_force())
    response = answer(addressee, BEFORE, progress="not_started", position="not_accepted")

    cell = cell_as_at(addressee, DUE)

    assert (cell.status, cell.marks, cell.progress, cell.response_id) == (Status.COMPLETE, (), "", response.pk)


# Rows, columns and totals


def test_a_recommendation_that_is_not_addressed_to_a_body_has_no_cell():
    force, commissioner = make_force(), make_policing_body()
    first, second = make_recommendation(number="1"), make_recommendation(number="2")
    make_addressee(first, force)
    make_addressee(second, commissioner)

    [group] = build_matrix(first.super_complaint, DUE).groups

    assert [[cell and cell.status for cell in row.cells] for row in group.rows] == [
        [Status.AWAITED, None],
        [None, Status.AWAITED],
    ]


def test_another_super_complaint_is_another_matrix():
    addressee = make_addressee()
    other = make_super_complaint(title="The hidden victims", slug="the-hidden-victims")
    make_received(addressee.body, other, received_on=BEFORE)
    make_addressee(make_recommendation(other), make_force("Felpersham Police"))

    assert [cell.status for cell in matrix_as_at(addressee, DUE).cells()] == [Status.AWAITED]


def make_country():
    """Two areas and a national body, one recommendation to each, one overdue; the first force."""
    recommendation = make_recommendation()
    west = make_force("Borsetshire Police", region="south-west")
    north = make_force("Yorbury Police", region="north-east")
    for body in (
        west,
        make_policing_body(west, region="south-west"),
        north,
        make_policing_body(north, region="north-east"),
        make_national_body("Home Office"),
    ):
        addressee = make_addressee(recommendation, body)
        if body != north:
            answer(addressee, BEFORE)
    return recommendation.super_complaint


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"kind": "force"}, ["Borsetshire Police", "Yorbury Police"]),
        ({"region": "national"}, ["Home Office"]),
        ({"kind": "force", "region": "north-east"}, ["Yorbury Police"]),
        ({"wanted": Wanted(condition="overdue")}, ["Yorbury Police"]),
        ({"wanted": Wanted(condition="more_information")}, []),
        ({"wanted": Wanted(condition="not_reviewed"), "kind": "force"}, ["Borsetshire Police"]),
    ],
)
def test_rows_can_be_narrowed(asked, expected):
    assert bodies(build_matrix(make_country(), AFTER, **asked)) == expected


@pytest.mark.parametrize("mark", ["received_late", "more_information"])
def test_a_mark_narrows_the_rows_like_a_status(mark):
    recommendation = make_recommendation()
    make_addressee(recommendation, make_force("Felpersham Police"))
    addressee = make_addressee(recommendation)
    make_review(answer(addressee, AFTER, position="not_accepted"))

    assert bodies(matrix_as_at(addressee, AFTER, wanted=Wanted(condition=mark))) == ["Borsetshire Police"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "body",
            {
                "": [
                    "Borsetshire Police",
                    "Home Office",
                    "Police and Crime Commissioner for Borsetshire",
                    "Police and Crime Commissioner for Yorbury",
                    "Yorbury Police",
                ]
            },
        ),
        (
            "area",
            {
                "Borsetshire Police area": ["Borsetshire Police", "Police and Crime Commissioner for Borsetshire"],
                "Yorbury Police area": ["Yorbury Police", "Police and Crime Commissioner for Yorbury"],
                "No force area": ["Home Office"],
            },
        ),
        (
            "region",
            {
                "North East": ["Police and Crime Commissioner for Yorbury", "Yorbury Police"],
                "South West": ["Borsetshire Police", "Police and Crime Commissioner for Borsetshire"],
                "National": ["Home Office"],
            },
        ),
    ],
)
def test_rows_stand_together(rows, expected):
    groups = build_matrix(make_country(), AFTER, rows=rows).groups

    assert {group.name: [row.body.name for row in group.rows] for group in groups} == expected
    assert [group.name for group in groups] == list(expected)


def test_the_most_overdue_can_come_first():
    matrix = build_matrix(make_country(), AFTER, rows="area", most_overdue_first=True)

    assert bodies(matrix)[:3] == ["Yorbury Police", "Police and Crime Commissioner for Yorbury", "Borsetshire Police"]


def test_a_column_left_out_takes_its_own_bodies_with_it():
    first, second = make_recommendation(number="1"), make_recommendation(number="2")
    make_addressee(first, make_force())
    make_addressee(second, make_policing_body())

    matrix = build_matrix(first.super_complaint, DUE, recommendations=[second])

    assert bodies(matrix) == ["Police and Crime Commissioner for Ambridge"]


def test_totals_count_the_bodies_shown_by_recommendation():
    super_complaint = make_country()
    make_addressee(make_recommendation(number="2"), Body.objects.get(name="Home Office"))

    totals = build_matrix(super_complaint, AFTER).totals

    assert totals == {Status.OVERDUE: [1, 0], Status.GENERAL_REPLY_ONLY: [0, 1], Status.IN_PROGRESS: [4, 0]}


def test_what_is_said_complete_and_what_was_seen_delivered_are_counted_apart():
    recommendation = make_recommendation()
    first, second, third = (make_addressee(recommendation, make_force(f"{name} Police")) for name in "ABC")
    make_review(answer(first, BEFORE, progress="complete"), outcome="delivered", reviewed_on=BEFORE)
    answer(second, BEFORE, progress="complete", position="not_accepted")
    answer(third, BEFORE, progress="in_progress", position="not_stated")

    matrix = matrix_as_at(first, DUE)

    assert matrix.totals == {Status.IN_PROGRESS: [1], Status.COMPLETE: [2]}
    assert matrix.position_totals == {"accepted": [1], "not_accepted": [1], "not_stated": [1]}
    assert (matrix.delivered_totals, matrix.asked) == ([1], [3])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"position": "not_accepted"}, ["A Police"]),
        ({"position": "accepted", "condition": "awaiting_others"}, ["B Police"]),
        ({"nothing_since": DUE}, ["A Police"]),
        ({"nothing_since": BEFORE}, []),
    ],
)
def test_rows_can_be_narrowed_by_what_stands_and_since_when(asked, expected):
    recommendation = make_recommendation()
    first, second, _ = (make_addressee(recommendation, make_force(f"{name} Police")) for name in "ABC")
    answer(first, BEFORE, position="not_accepted")
    answer(second, DUE, progress="awaiting_others", awaiting="guidance")

    assert bodies(matrix_as_at(first, AFTER, wanted=Wanted(**asked))) == expected


def test_rows_can_be_narrowed_to_those_who_wait_for_a_body_or_a_recommendation():
    second, npcc = make_recommendation(number="2"), make_national_body(slug="npcc")
    first = make_recommendation(number="1")
    waiting = [make_addressee(first, make_force(f"{name} Police")) for name in "ABC"]
    answer(waiting[0], BEFORE, progress="awaiting_others", awaiting_body=npcc)
    answer(waiting[1], BEFORE, progress="awaiting_others", awaiting_recommendation=second)
    answer(waiting[2], BEFORE, progress="awaiting_others", awaiting="guidance")

    assert bodies(matrix_as_at(waiting[0], DUE, wanted=Wanted(awaiting_body="npcc"))) == ["A Police"]
    assert bodies(matrix_as_at(waiting[0], DUE, wanted=Wanted(awaiting_number=second.number))) == ["B Police"]


@pytest.mark.parametrize(
    ("day", "now"), [(date(2024, 5, 6), None), (date(2024, 5, 7), "Mayor"), (date(2026, 1, 1), "Combined authority")]
)
def test_a_body_that_had_ended_by_the_date_says_what_took_its_place(day, now):
    authority = make_policing_body(name="Combined authority")
    mayor = make_policing_body(name="Mayor", ended_on=date(2026, 1, 1), succeeded_by=authority)
    addressee = make_addressee(body=make_policing_body(ended_on=date(2024, 5, 7), succeeded_by=mayor))

    [group] = matrix_as_at(addressee, day).groups

    assert [row.now and row.now.name for row in group.rows] == [now]


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(size, django_assert_num_queries):
    super_complaint = make_super_complaint()
    for number in range(size):
        recommendation = make_recommendation(number=str(number))
        for place in range(size):
            body = Body.objects.filter(name=f"Force {place}").first() or make_force(f"Force {place}")
            make_review(answer(make_addressee(recommendation, body), BEFORE), reviewed_on=DUE)

    with django_assert_num_queries(7):
        matrix = build_matrix(super_complaint, DUE)

    assert len(list(matrix.cells())) == size * size
