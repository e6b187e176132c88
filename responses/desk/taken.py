"""What is taken away as a file, row by row: every answer with its words, reviews, commitments. The date is an argument.

Silent addressees are rows too: a file that leaves them out says that everybody answered.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from recommendations.dates import DayOrMonth
from recommendations.models import Body, SuperComplaint
from recommendations.words import plain
from responses.matrix import Cell, Matrix
from responses.models import Commitment, Response, Review, Update
from responses.models.commitments import State
from responses.models.responses import awaiting_in_words
from responses.voices import Voice

POSITIONS, PROGRESSES = dict(Response.Position.choices), dict(Response.Progress.choices)
OUTCOMES, VOICES = dict(Review.Outcome.choices), dict(Voice.choices())
MOST_AT_ONCE = 2000  # rows that are read from the database in one go


class Answer(NamedTuple):
    """What one letter says on one recommendation for one body; or, with no letter, that nothing was heard."""

    body: Body
    number: str
    status: str  # of the addressee as at the date, whichever of its answers this is
    due_on: datetime.date
    letter: str = ""  # its reference
    letter_from: str = ""
    dated: str = ""  # in the words of the letter: "March 2021"
    dated_from: datetime.date | None = None  # the first day that this may mean
    received_on: datetime.date | None = None
    speaks: str = ""  # "yes" of the answer that the status rests on
    position: str = ""
    progress: str = ""
    awaiting: str = ""
    voice: str = ""
    words: str = ""
    welsh_words: str = ""


ANSWER = (
    *("update", "update__body__name", "update__dated", "update__dated_precision", "update__received_on"),
    *("pk", "addressee", "position", "progress", "awaiting", "awaiting_body__name", "awaiting_recommendation__number"),
    *("voice", "text", "welsh_text"),
)


def answers(matrix: Matrix) -> Iterator[Answer]:
    """Recommendation by recommendation, body by body in the order of the matrix, each one's answers as received.

    One query a recommendation, so that the words of one alone are held at a time.
    """
    rows = list(matrix.rows())
    counted = Update.objects.as_at(matrix.as_at).filter(super_complaint=matrix.super_complaint)
    for place, recommendation in enumerate(matrix.columns):
        cells = [row.cells[place] for row in rows if row.cells[place]]
        said = Response.objects.filter(addressee__recommendation=recommendation, update__in=counted)
        said = said.order_by("update__received_on", "update__recorded_at", "pk").values_list(*ANSWER)
        heard = defaultdict(list)
        for facts in said.iterator(chunk_size=MOST_AT_ONCE):
            heard[facts[6]].append(facts)
        for cell in cells:
            yield from _of_cell(cell, heard.pop(cell.addressee_id, ()), matrix.super_complaint)


def _of_cell(cell: Cell, said, super_complaint) -> Iterator[Answer]:
    facts = cell.body, cell.recommendation.number, cell.status.label, cell.due_on
    if not said:
        yield Answer(*facts)
    for update, sender, dated, precision, received_on, pk, _, position, progress, *waits, voice, text, welsh in said:
        awaiting, body, number = waits
        yield Answer(
            *facts,
            Update.reference_of(super_complaint.pk, update),
            sender,
            DayOrMonth(dated, precision).in_words if dated else "",
            dated,
            received_on,
            "yes" if pk == cell.response_id else "no",
            POSITIONS[position],
            PROGRESSES[progress],
            awaiting_in_words(body, number, awaiting),
            VOICES[voice],
            plain(text),
            plain(welsh) if welsh else "",
        )


class Reviewed(NamedTuple):
    """One review of one answer."""

    body: str
    number: str
    letter: str
    outcome: str
    reviewed_on: datetime.date
    due_on: datetime.date | None
    reasons: str
    evidence: str
    reviewed_by: str


def reviews(super_complaint: SuperComplaint, as_at: datetime.date) -> Iterator[Reviewed]:
    """Every review by a date of what counted then, in the order of the report."""
    found = Review.objects.filter(
        response__update__in=Update.objects.as_at(as_at).filter(super_complaint=super_complaint), reviewed_on__lte=as_at
    )
    found = found.select_related("response__addressee__recommendation", "response__addressee__body", "reviewed_by")
    found = found.select_related("response__update", "evidence").defer(
        "response__text", "response__welsh_text", "evidence__content"
    )
    order = ("response__addressee__recommendation__order", "response__addressee__body__name", "reviewed_on", "pk")
    for each in found.order_by(*order).iterator(chunk_size=MOST_AT_ONCE):
        addressee = each.response.addressee
        yield Reviewed(
            addressee.body.name,
            addressee.recommendation.number,
            each.response.update.reference,
            OUTCOMES[each.outcome],
            each.reviewed_on,
            each.due_on,
            each.reasons,
            each.evidence_link or (each.evidence.name if each.evidence else ""),
            each.reviewed_by.name,
        )


class Committed(NamedTuple):
    """One commitment, with the day that was first promised and the one that stands."""

    body: str
    number: str
    letter: str
    words: str
    first: str
    first_last_day: datetime.date | None  # of a month, its end
    now: str
    now_last_day: datetime.date | None
    slippage: str
    state: str
    done_on: datetime.date | None


def commitments(super_complaint: SuperComplaint, as_at: datetime.date) -> Iterator[Committed]:
    """Every commitment that counted on a date, in the order of the report."""
    found = Commitment.objects.counted(as_at).filter(response__update__super_complaint=super_complaint)
    found = found.to_register().order_by(
        "response__addressee__recommendation__order", "response__addressee__body__name", "pk"
    )
    for each in found:
        promised, addressee = each.at(as_at), each.response.addressee
        first, now = promised.targets[0], promised.target
        yield Committed(
            addressee.body.name,
            addressee.recommendation.number,
            each.response.update.reference,
            each.text,
            first.target_in_words,
            first.last_day,
            now.target_in_words,
            now.last_day,
            promised.slippage,
            promised.state.label,
            each.done_on if promised.state == State.DONE else None,
        )
