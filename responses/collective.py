"""What a letter that answers for others would change: it fills silence, and never stands over a body's own answer.

An own answer is one in a letter whose sender may answer for the body (`Body.answers_for`); any other is collective.
"""

import datetime
from collections import defaultdict
from typing import NamedTuple

from recommendations.models import Addressee, Body
from responses.models import Response, Update

NOT_STATED = Response.Position.NOT_STATED.value  # the same word for progress


class Preview(NamedTuple):
    """Addressees for which a collective letter is the answer, and those whose own answer stands over it."""

    fills: list[Addressee]
    leaves: list[Addressee]


def said_in(update: Update) -> dict[Addressee, tuple[str, str]]:
    """What an update says of each addressee: its position and its progress. One query."""
    responses = update.responses.select_related("addressee__recommendation", "addressee__body")
    return {response.addressee: (response.position, response.progress) for response in responses}


def preview(sender: Body, said: dict[Addressee, tuple[str, str]], as_at: datetime.date) -> Preview | None:
    """What would come of a letter's answers as at a date, in three queries; None where it answers for itself alone.

    It fills where the body has given no own answer, or none that states a fact that this one states. What asks only
    for an update is left out: a collective letter is nobody's own update.
    """
    answers_for = Body.objects.each_answers_for()
    collective = {
        addressee: facts
        for addressee, facts in said.items()
        if addressee.body_id not in answers_for(sender.pk) and not addressee.recommendation.met_by_update
    }
    if not collective:
        return None
    stated = _stated_by_themselves(collective, answers_for, as_at)
    told = Preview([], [])
    for addressee, facts in collective.items():
        is_filled = addressee.pk not in stated or any(
            fact not in (None, "", NOT_STATED) and not own
            for fact, own in zip(facts, stated[addressee.pk], strict=True)
        )
        (told.fills if is_filled else told.leaves).append(addressee)
    return told


def _stated_by_themselves(addressees, answers_for, as_at) -> dict[int, list[bool]]:
    """By id of each addressee with an own answer: whether any of these states the position, and the progress."""
    counted = Update.objects.as_at(as_at)
    answers = Response.objects.filter(addressee__in=[addressee.pk for addressee in addressees], update__in=counted)
    stated = defaultdict(lambda: [False, False])
    for pk, body, sender, *facts in answers.values_list(
        "addressee", "addressee__body", "update__body", "position", "progress"
    ):
        if body in answers_for(sender):
            stated[pk] = [before or fact != NOT_STATED for before, fact in zip(stated[pk], facts, strict=True)]
    return stated
