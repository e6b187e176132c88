"""What anybody may take away of a published report, as CSV: the words and facts of its pages, and no others."""

import datetime
from collections.abc import Iterable, Iterator

from recommendations.models import Body
from recommendations.words import plain
from responses.exports import csv_file, harmless, none_of
from responses.matrix import MEANS, POSITIONS, Cell, Matrix
from responses.models import Response
from responses.public.queries import Answer, OnRecommendation

KINDS, REGIONS, PROGRESSES = dict(Body.Kind.choices), dict(Body.Region.choices), dict(Response.Progress.choices)
CELL = ("Body", "Kind", "Region", "Recommendation", "Status", "What the status means", "Position", "Progress")
CLOCK = ("As at", "As known on")
MATRIX = (*CELL, "Waits for", "Received", "In the letter of", "Due", *CLOCK)
ANSWERS = (*("Body", "Recommendation", "Title", "Status", "Received", "Dated", "In the letter of", "Position"),)
ANSWERS += ("Progress", "Waits for", "Whose words", "Words", "Words in Welsh", *CLOCK)


def matrix_csv(matrix: Matrix, today: datetime.date) -> bytes:
    """A line for each body and recommendation of a public matrix, silent ones included."""
    return _csv(MATRIX, map(_of_cell, matrix.cells()), (matrix.as_at, today))


def _of_cell(cell: Cell) -> tuple:
    letter, waits_for = cell.letter, [cell.awaiting_in_words] if cell.awaiting_body or cell.awaiting_number else [""]
    return (
        cell.body.name,
        KINDS[cell.body.kind],
        REGIONS[cell.body.region],
        cell.recommendation.number,
        cell.status.label,
        MEANS[cell.status],
        POSITIONS.get(cell.position, ""),
        PROGRESSES.get(cell.progress, ""),
        *waits_for,
        letter.received_on if letter else "",
        letter.body.name if letter else "",
        cell.due_on,
    )


def answers_csv(answers: Iterable[OnRecommendation], as_at: datetime.date, today: datetime.date) -> bytes:
    """A line for each answer, and one for each body that gave none to a recommendation."""
    return _csv(ANSWERS, (row for each in answers for row in _rows(each)), (as_at, today))


def _rows(each: OnRecommendation) -> Iterator[tuple]:
    cell = each.cell
    facts = cell.body.name, cell.recommendation.number, cell.recommendation.short_title, cell.status.label
    if not each.answers:
        yield (*facts, *[""] * (len(ANSWERS) - len(facts) - len(CLOCK)))
    for answer in each.answers:
        yield (*facts, *_of_answer(answer))


def _of_answer(answer: Answer) -> tuple:
    response, update = answer.response, answer.response.update
    return (
        update.received_on,
        update.date_in_words,
        update.body.name,
        response.position_in_words,
        response.progress_in_words,
        answer.awaiting,
        response.voice_in_words,
        plain(answer.shown.text),
        plain(answer.shown.welsh_text) if answer.shown.welsh_text else "",
    )


def _csv(headings: tuple, rows: Iterable[tuple], clock: tuple[datetime.date, datetime.date]) -> bytes:
    """Its clock is a day, so that all of a day gets the same bytes."""
    rows = list(rows) or [none_of(headings[: -len(CLOCK)])]
    return csv_file(headings, ([harmless(str(value)) for value in (*row, *clock)] for row in rows))
