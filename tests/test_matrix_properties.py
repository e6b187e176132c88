"""The matrix says what a plain reading of the same facts says, whatever was sent, withdrawn and reviewed, and when."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.models import Addressee, Body
from responses.matrix import build_matrix
from responses.models import Update
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
days = st.integers(-3, 3).map(lambda number: DUE + timedelta(days=number))
responses = st.fixed_dictionaries(
    {
        "position": st.sampled_from(["accepted", "accepted_in_part", "not_accepted", "not_stated"]),
        "progress": st.sampled_from(["not_started", "in_progress", "complete", "not_stated"]),
        "reviews": st.lists(st.tuples(days, st.sampled_from(["satisfied", "more_information"])), max_size=2),
    }
)
letters = st.fixed_dictionaries(
    {
        "sender": st.sampled_from(BODIES),
        "speaks_for": st.sets(st.sampled_from(BODIES), min_size=1),
        "received_on": days,
        "recorded_at": st.integers(0, 2).map(lambda hour: NOON + timedelta(hours=hour)),
        "withdrawn_after": st.none() | st.integers(0, 3),
        "is_draft": st.sampled_from([False, False, False, True]),
        "says": st.dictionaries(st.integers(0, 9), responses, max_size=4),
    }
)


def make_world(letters, due, addressed):
    """Five bodies of one area and beyond, two recommendations (the second met by an update), and these letters."""
    force = make_force()
    mayor = make_policing_body(force, "Mayor of Borsetshire", office=Body.Office.MAYOR)
    commissioner = make_policing_body(force, succeeded_by=mayor)
    bodies = [force, commissioner, mayor, make_national_body(), make_force("Yorbury Police")]
    recommendations = [make_recommendation(number="1"), make_recommendation(number="2", met_by_update=True)]
    addressees = [
        make_addressee(recommendation, body, due_on=due[number % len(due)])
        for recommendation in recommendations
        for number, (body, is_addressed) in enumerate(zip(bodies, addressed, strict=True))
        if is_addressed
    ]
    liaison = make_liaison()
    for letter in letters:
        make_letter(letter, bodies, addressees, liaison)
    return recommendations[0].super_complaint


def make_letter(letter, bodies, addressees, liaison):
    sender, speaks_for = bodies[letter["sender"]], [bodies[number] for number in letter["speaks_for"]]
    facts = {"recorded_by": None, "recorded_at": None} if letter["is_draft"] else {"recorded_at": letter["recorded_at"]}
    update = make_received(sender, received_on=letter["received_on"], speaks_for=speaks_for, by=liaison, **facts)
    for number, facts in letter["says"].items():
        if number < len(addressees):
            reviews = facts["reviews"]
            facts = {name: fact for name, fact in facts.items() if name != "reviews"}
            response = make_response(update, addressees[number], **facts)
            for reviewed_on, outcome in reviews:
                make_review(response, reviewed_on=reviewed_on, outcome=outcome, reviewed_by=liaison)
    if not letter["is_draft"] and letter["withdrawn_after"] is not None:
        withdrawn_on = letter["received_on"] + timedelta(days=letter["withdrawn_after"])
        update.withdraw(by=liaison, on=withdrawn_on, reason="Sent by mistake")


def plainly(addressee, day):
    """Status, letter, lateness and the rest, read slowly from the records themselves."""
    counted = [
        update
        for update in Update.objects.all()
        if update.recorded_at and update.received_on <= day and not (update.withdrawn_on and update.withdrawn_on <= day)
    ]
    counted.sort(key=lambda update: (update.received_on, update.recorded_at, update.pk))
    speaking = [update for update in counted if addressee.body in update.speaks_for.all()]
    own = [update for update in speaking if addressee.body in update.body.answers_for()]
    said = [response for update in counted for response in update.responses.filter(addressee=addressee)]
    response = said[-1] if said else None
    reviews = response.reviews.filter(reviewed_on__lte=day).order_by("reviewed_on", "pk") if response else []
    review = list(reviews)[-1].outcome if reviews else ""
    silent = "overdue" if day > addressee.due_on else "awaited"

    def late(update):
        return update.received_on > addressee.due_on

    heard = (len(said), response and response.pk, review)
    if addressee.recommendation.met_by_update:
        first = own[0] if own else None
        return ("complete", first.pk, late(first), *heard, "", "") if first else (silent, None, False, *heard, "", "")
    if response:
        facts = response.progress, response.position
        return response.progress, response.update_id, late(said[0].update), *heard, *facts
    if speaking:
        return "general_reply_only", speaking[-1].pk, late(speaking[0]), *heard, "", ""
    return silent, None, False, *heard, "", ""


def by_the_matrix(cell):
    letter = cell.letter.id if cell.letter else None
    heard = cell.responses, cell.response_id, cell.review
    return str(cell.status), letter, cell.late, *heard, cell.progress, cell.position


@pytest.mark.django_db
@settings(max_examples=40)
@given(
    letters=st.lists(letters, max_size=6),
    due=st.lists(days, min_size=1, max_size=3),
    addressed=st.tuples(*[st.sampled_from([True, True, True, False])] * len(BODIES)),
    day=days,
)
def test_the_matrix_agrees_with_a_plain_reading_of_the_records(letters, due, addressed, day):
    with transaction.atomic():
        super_complaint = make_world(letters, due, addressed)

        found = {cell.addressee_id: by_the_matrix(cell) for cell in build_matrix(super_complaint, day).cells()}

        assert found == {addressee.pk: plainly(addressee, day) for addressee in Addressee.objects.all()}
        transaction.set_rollback(True)
