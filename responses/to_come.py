"""How many answers are still to come: one way of counting, for home, a draft's list and the page that checks it."""

from collections.abc import Iterable
from typing import NamedTuple

from responses.matrix import Cell, Status
from responses.models import Update

UNANSWERED = {Status.AWAITED, Status.OVERDUE, Status.GENERAL_REPLY_ONLY}


class ToCome(NamedTuple):
    """The cells without an answer, of so many that were asked for one."""

    cells: list[Cell]
    asked: int


def to_come(cells: Iterable[Cell]) -> ToCome:
    """What nothing on the record answers."""
    cells = list(cells)
    return ToCome([cell for cell in cells if cell.status in UNANSWERED], len(cells))


def once_sent(draft: Update, cells: Iterable[Cell]) -> ToCome:
    """What will be left once a draft is sent, of the cells of the bodies that it may answer for.

    Of a list of drafts, `responses` and `speaks_for` are fetched beforehand.
    """
    said = {response.addressee_id for response in draft.responses.all()}
    spoken_for = {body.pk for body in draft.speaks_for.all()}
    left, asked = to_come(cells)
    # One that an update meets is met by whatever is sent for the body, and by no words.
    met = {cell.addressee_id for cell in left if cell.recommendation.met_by_update and cell.body.pk in spoken_for}
    answered = met | {cell.addressee_id for cell in left if not cell.recommendation.met_by_update} & said
    return ToCome([cell for cell in left if cell.addressee_id not in answered], asked)
