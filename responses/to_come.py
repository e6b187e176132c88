"""How many answers are still to come: one way of counting, for home, a draft's list and the page that checks it."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from recommendations.links import Links
from responses.matrix import Cell, Mark, Status
from responses.models import Update

UNANSWERED = {Status.AWAITED, Status.OVERDUE, Status.GENERAL_REPLY_ONLY}


class ToCome(NamedTuple):
    """The cells without an answer, of so many that were asked for one."""

    cells: list[Cell]
    asked: int
    again: int  # cells with an answer that are asked for another
    unfinished: int = 0  # answers in hand: the draft goes nowhere until they are finished


class Standing(NamedTuple):
    """What a draft need not say anew, and what it was asked again, in numbers of answers."""

    stands: int
    asked_again: int


ASKED_AGAIN = (Mark.ASKED_AGAIN, Mark.ASKED_AGAIN_OVERDUE, Mark.MORE_INFORMATION)


def is_asked_again(cell: Cell) -> bool:
    """Whether there is an answer, and another is wanted: to a later request, or to what HMICFRS asks about it."""
    return cell.status not in UNANSWERED and any(cell.has(mark) for mark in ASKED_AGAIN)


def waits_for_words(cell: Cell) -> bool:
    """Whether the body still has something to say here."""
    return cell.status in UNANSWERED or is_asked_again(cell)


def still_expected(cells: Iterable[Cell], on: datetime.date) -> list[Cell]:
    """Those cells without those on which no words are expected any more: a link ended what was recommended. One query.

    What was answered stays, whatever became of the recommendation.
    """
    cells = list(cells)
    ended = Links().ended({cell.recommendation.pk for cell in cells}, on)
    return [cell for cell in cells if cell.recommendation.pk not in ended or not waits_for_words(cell)]


def what_stands(said: set[int], cells: Iterable[Cell]) -> Standing:
    """Of the answers on the record that a draft says nothing new about: how many stand, how many are asked again.

    `said`: the ids of the addressees about whom it says something.
    """
    answered = [
        cell
        for cell in cells
        if cell.status not in UNANSWERED and not cell.recommendation.met_by_update and cell.addressee_id not in said
    ]
    again = sum(is_asked_again(cell) for cell in answered)
    return Standing(len(answered) - again, again)


def to_come(cells: Iterable[Cell]) -> ToCome:
    """What nothing on the record answers, and what is asked for again."""
    cells = list(cells)
    unanswered = [cell for cell in cells if cell.status in UNANSWERED]
    return ToCome(unanswered, len(cells), sum(map(is_asked_again, cells)))


def once_sent(draft: Update, cells: Iterable[Cell]) -> ToCome:
    """What will be left once a draft is sent, of the cells of the bodies that it may answer for.

    Only what is finished answers. Of a list of drafts, `responses` and `speaks_for` are fetched beforehand.
    """
    responses = list(draft.responses.all())
    said = {response.addressee_id for response in responses if response.is_finished}
    spoken_for = {body.pk for body in draft.speaks_for.all()}

    def says_nothing_on(cell) -> bool:
        # One that an update meets is met by whatever is sent for the body, and by no words.
        if cell.recommendation.met_by_update:
            return cell.body.pk not in spoken_for
        return cell.addressee_id not in said

    cells = list(cells)
    left = to_come(filter(says_nothing_on, cells))
    unfinished = sum(not response.is_finished for response in responses)
    return left._replace(asked=len(cells), unfinished=unfinished)
