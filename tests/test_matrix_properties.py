"""The matrix says what a plain reading of the same facts says, whatever was sent, withdrawn and reviewed, and when."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from recommendations.models import Addressee, Asked, Body, MoreTime, Request, SuperComplaint
from responses.desk.awaited import awaited
from responses.matrix import Status, build_matrix
from responses.models import Review, Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
)

BODIES = range(5)
days = st.integers(-2, 2).map(lambda number: DUE + timedelta(days=number))
responses = st.fixed_dictionaries(
    {
        "position": st.sampled_from(["accepted", "accepted_in_part", "not_accepted", "not_stated"]),
        "progress": st.sampled_from(["not_started", "in_progress", "complete", "not_stated"]),
        "reviews": st.lists(
            st.tuples(days, st.sampled_from(["satisfied", "more_information", "delivered", "reopened"])), max_size=2
        ),
    }
)
letters = st.fixed_dictionaries(
    {
        "sender": st.sampled_from(BODIES),
        "speaks_for": st.sets(st.sampled_from(BODIES), min_size=2),
        "received_on": days,
        "recorded_at": st.integers(0, 2).map(lambda hour: NOON + timedelta(hours=hour)),
        "withdrawn_after": st.none() | st.integers(0, 3),
        "is_draft": st.sampled_from([False, False, False, True]),
        "is_in_error": st.sampled_from([False, False, False, True]),
        "says": st.dictionaries(st.integers(0, 9), responses, min_size=2, max_size=5),
    }
)
asked_again = st.fixed_dictionaries(
    {
        "asked_on": days,
        "due_in": st.none() | st.integers(0, 2),
        "of": st.sets(st.integers(0, 9), min_size=2, max_size=5),
        "is_in_error": st.sampled_from([False, False, True]),
    }
)
more_time = st.fixed_dictionaries(
    {
        "body": st.sampled_from(BODIES),
        "asked_on": days,
        "decided_in": st.integers(0, 2),
        "decision": st.sampled_from(["granted", "granted", "refused", ""]),
        "new_day": days,
        "of": st.integers(0, 2),  # the report's own request, or one of those that were made again
    }
)


def make_world(letters, due, addressed, since, chasers, grants):
    """Five bodies of one area and beyond, two recommendations (the second met by an update), and all that happened."""
    force = make_force()
    mayor = make_policing_body(force, "Mayor of Borsetshire", office=Body.Office.MAYOR)
    commissioner = make_policing_body(force, succeeded_by=mayor)
    bodies = [force, commissioner, mayor, make_national_body(), make_force("Yorbury Police")]
    recommendations = [make_recommendation(number="1"), make_recommendation(number="2", met_by_update=True)]
    addressees = [
        make_addressee(recommendation, body, due_on=due[number % len(due)], since=since[number % len(since)])
        for recommendation in recommendations
        for number, (body, is_addressed) in enumerate(zip(bodies, addressed, strict=True))
        if is_addressed
    ]
    liaison = make_liaison()
    for letter in letters:
        make_letter(letter, bodies, addressees, liaison)
    requests = [make_request(chaser, addressees, liaison) for chaser in chasers]
    for grant in grants:
        make_more_time(grant, bodies, [None, *requests], liaison)
    return recommendations[0].super_complaint


def make_request(chaser, addressees, liaison):
    asked_on, due_in = chaser["asked_on"], chaser["due_in"]
    request = Request.objects.create(
        super_complaint=SuperComplaint.objects.get(),
        kind="chaser",
        asked_on=asked_on,
        due_on=None if due_in is None else asked_on + timedelta(days=due_in),
    )
    for number in chaser["of"]:
        if number < len(addressees):
            Asked.objects.create(request=request, addressee=addressees[number])
    if chaser["is_in_error"]:
        request.note_error(by=liaison, at=NOON, reason="It was not sent")
    return request


def make_more_time(grant, bodies, requests, liaison):
    is_decided, is_granted = grant["decision"] != "", grant["decision"] == "granted"
    MoreTime.objects.create(
        super_complaint=SuperComplaint.objects.get(),
        body=bodies[grant["body"]],
        request=requests[grant["of"] % len(requests)],
        asked_on=grant["asked_on"],
        reason="Staff",
        decision=grant["decision"],
        decided_by="HMICFRS" if is_decided else "",
        decided_on=grant["asked_on"] + timedelta(days=grant["decided_in"]) if is_decided else None,
        new_day=grant["new_day"] if is_granted else None,
        noted_by=liaison,
        noted_at=NOON,
    )


def make_letter(letter, bodies, addressees, liaison):
    sender, speaks_for = bodies[letter["sender"]], [bodies[number] for number in letter["speaks_for"]]
    facts = {"recorded_by": None, "recorded_at": None} if letter["is_draft"] else {"recorded_at": letter["recorded_at"]}
    update = make_received(sender, received_on=letter["received_on"], speaks_for=speaks_for, by=liaison, **facts)
    for number, facts in letter["says"].items():
        # Whatever a letter answers for, it speaks for: pages and forms see to it.
        if number < len(addressees) and addressees[number].body in speaks_for:
            reviews = facts["reviews"]
            facts = {name: fact for name, fact in facts.items() if name != "reviews"}
            response = make_response(update, addressees[number], **facts)
            for reviewed_on, outcome in reviews:
                make_review(response, reviewed_on=reviewed_on, outcome=outcome, reviewed_by=liaison)
    if not letter["is_draft"] and letter["withdrawn_after"] is not None:
        withdrawn_on = letter["received_on"] + timedelta(days=letter["withdrawn_after"])
        update.withdraw(by=liaison, at=NOON, on=withdrawn_on, reason="Sent by mistake")
    if not letter["is_draft"] and letter["is_in_error"]:
        update.note_error(by=liaison, at=NOON, reason="Another body's")


def counts(update, day):
    withdrawn = update.withdrawn_on and update.withdrawn_on <= day
    return update.recorded_at and not update.in_error_at and update.received_on <= day and not withdrawn


def day_in_force(addressee, request, day):
    """By when, as far as it was moved by a day; and how often it was."""
    found = MoreTime.objects.filter(request=request, body=addressee.body, decision="granted", decided_on__lte=day)
    granted = sorted(found, key=lambda it: (it.decided_on, it.pk))
    given = request.due_on if request else addressee.due_on
    if not granted or (given and granted[-1].new_day <= given):
        return given, 0  # a grant moves no day backwards
    return granted[-1].new_day, len(granted)


def stated(responses, fact):
    """The latest of these, in order, that states it."""
    found = [response for response in responses if getattr(response, fact) != "not_stated"]
    return found[-1] if found else None


def letters_counted(day):
    """[(letter, those it may answer for)], in the order they came."""
    counted = [it for it in Update.objects.prefetch_related("speaks_for", "responses") if counts(it, day)]
    counted.sort(key=lambda update: (update.received_on, update.recorded_at, update.pk))
    return [(update, update.body.answers_for()) for update in counted]


def reviews_counted(day):
    reviews = Review.objects.filter(reviewed_on__lte=day).select_related("response__update", "response__addressee")
    return sorted((it for it in reviews if counts(it.response.update, day)), key=lambda it: (it.reviewed_on, it.pk))


def plainly(addressee, day, letters, reviews):
    """Everything a cell says, read plainly from the records themselves."""
    own_letters = [
        update
        for update, answers_for in letters
        if addressee.body in update.speaks_for.all() and addressee.body in answers_for
    ]
    all_said = [
        (it, may) for update, may in letters for it in update.responses.all() if it.addressee_id == addressee.pk
    ]
    said = [response for response, _ in all_said]
    own = [response for response, answers_for in all_said if addressee.body in answers_for]
    for_all = [response for response in said if response not in own]
    latest = (own or for_all or [None])[-1]
    position, progress = (stated(own, fact) or stated(for_all, fact) for fact in ("position", "progress"))
    due_on, extensions = day_in_force(addressee, None, day)
    if addressee.recommendation.met_by_update:
        status, letter, first = ("complete", own_letters[0], own_letters[0]) if own_letters else (None, None, None)
        facts, answers = ("", ""), own_letters
    elif latest:
        status, first = progress.progress if progress else "not_stated", said[0].update
        letter = (progress or position or latest).update
        facts = status, position.position if position else "not_stated"
        answers = [response.update for response in said]
    else:
        status, letter, first = ("general_reply_only", own_letters[-1], own_letters[0]) if own_letters else [None] * 3
        facts, answers = ("", ""), []
    status = status or ("overdue" if day > due_on else "awaited")
    askings = [asking(addressee, request, answers, day) for request in asked_by(addressee, day)]
    late = bool(first and first.received_on > due_on) or any(is_late for _, is_late, _ in askings)
    review = [it.outcome for it in reviews if latest and it.response == latest][-1:]
    seen = [it.outcome for it in reviews if it.response.addressee == addressee and it.outcome in DONE_OR_NOT][-1:]
    marks = [
        *(["received_late"] if late else []),
        *(["extended"] if extensions and not first else []),
        *([askings[-1][2]] if askings and askings[-1][2] else []),
        *[outcome for outcome in review if outcome != "delivered"],
        *[outcome for outcome in seen if outcome == "delivered"],
    ]
    heard = len(said), latest and latest.pk, "".join(review)
    return status, letter and letter.pk, *heard, *facts, due_on, marks


DONE_OR_NOT = {"delivered", "reopened"}


def asked_by(addressee, day):
    made = Request.objects.filter(addressees=addressee, asked_on__lte=day, in_error_at=None)
    return sorted(made, key=lambda it: (it.asked_on, it.pk))


def asking(addressee, request, answers, day):
    """(when it was answered, whether late, how it stands where it was not)."""
    answered = min((it.received_on for it in answers if it.received_on >= request.asked_on), default=None)
    due_on, _ = day_in_force(addressee, request, day)
    if answered:
        return answered, bool(due_on and answered > due_on), ""
    return None, False, "asked_again_overdue" if due_on and day > due_on else "asked_again"


def by_the_matrix(cell):
    letter = cell.letter.id if cell.letter else None
    heard = cell.responses, cell.response_id, cell.review
    return str(cell.status), letter, *heard, cell.progress, cell.position, cell.due_on, list(cell.marks)


@pytest.mark.django_db
@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])  # finding a smaller world takes minutes
@given(
    letters=st.lists(letters, min_size=5, max_size=7),
    due=st.lists(days, min_size=1, max_size=3),
    addressed=st.tuples(*[st.sampled_from([True, True, True, False])] * len(BODIES)),
    since=st.lists(st.sampled_from([None, None, DUE]), min_size=1, max_size=2),
    chasers=st.lists(asked_again, min_size=1, max_size=2),
    grants=st.lists(more_time, min_size=1, max_size=3),
    day=days,
)
def test_the_matrix_agrees_with_a_plain_reading_of_the_records(letters, due, addressed, since, chasers, grants, day):
    with transaction.atomic():
        super_complaint = make_world(letters, due, addressed, since, chasers, grants)

        matrix = build_matrix(super_complaint, day)
        found = {cell.addressee_id: by_the_matrix(cell) for cell in matrix.cells()}

        facts = day, letters_counted(day), reviews_counted(day)
        expected = Addressee.objects.select_related("body", "recommendation")
        expected = [it for it in expected if not it.since or it.since <= day]
        assert found == {addressee.pk: plainly(addressee, *facts) for addressee in expected}
        # Whoever waits for others has done so since a day that is past.
        waits = [wait for each in awaited(matrix) for wait in each.waits]
        waiting = {cell.addressee_id for cell in matrix.cells() if cell.status == Status.AWAITING_OTHERS}
        assert {wait.cell.addressee_id for wait in waits if wait.since <= day} == waiting
        # What is read of one recommendation alone is what all of them together say of it.
        asked = super_complaint.recommendations.all()
        alone = [build_matrix(super_complaint, day, recommendations=[each]) for each in asked]
        assert {cell.addressee_id: by_the_matrix(cell) for matrix in alone for cell in matrix.cells()} == found
        transaction.set_rollback(True)
