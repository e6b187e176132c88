"""What the matrix shows, as files for other programs."""

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from recommendations.models import Body
from responses.matrix import MEANS, Cell, Mark, Matrix, Status
from responses.models import Response, Review

COLUMNS = (
    "body",
    "kind",
    "region",
    "recommendation",
    "status",
    "status_means",
    "position",
    "position_received_on",
    "position_letter_from",
    "progress",
    "progress_received_on",
    "progress_letter_from",
    "awaiting",
    "awaiting_body",
    "awaiting_recommendation",
    "dated",
    "received_on",
    "due_on",
    "extensions",
    "late",
    "asked_again_on",
    "asked_again",
    "review",
    "delivered",
    "letter_from",
    "as_at",
    "known_at",
)
# A spreadsheet takes a cell that begins with one of these for a formula, and runs it; so does one set up for Chinese or
# Japanese with the wide forms.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

KINDS, REGIONS = dict(Body.Kind.choices), dict(Body.Region.choices)
POSITIONS, PROGRESSES = dict(Response.Position.choices), dict(Response.Progress.choices)
OUTCOMES, STATUSES = dict(Review.Outcome.choices), dict(Status.choices)
NOTHING = "Nothing to list"
UNANSWERED = {Mark.ASKED_AGAIN, Mark.ASKED_AGAIN_OVERDUE}


def matrix_csv(matrix: Matrix, known_on: datetime.date) -> bytes:
    """A line for each addressee shown, silent ones included, in the order of the matrix.

    Each names its clock: as at which day, and as known on which (by the end of it; today, when it was made).

    UTF-8 with a byte order mark: without it Excel shows Welsh names as Western European.
    """
    return csv_file(COLUMNS, matrix_lines(matrix, known_on, harmless))


def matrix_lines(matrix: Matrix, known_on: datetime.date, typed: Callable[[str], str]) -> Iterator[tuple]:
    """What stands under COLUMNS for each addressee shown, "" where there is nothing; `typed` is applied to all that a
    person may have typed."""
    of_letter = cache(lambda letter: (letter.date_in_words, letter.received_on.isoformat(), typed(letter.body.name)))
    of_day = cache(lambda day: day.isoformat() if day else "")
    nothing = ("", "", "")
    clock = matrix.as_at.isoformat(), known_on.isoformat()
    for row in matrix.rows():
        of_body = typed(row.body.name), KINDS[row.body.kind], REGIONS[row.body.region]
        for cell in filter(None, row.cells):
            dated, received_on, letter_from = of_letter(cell.letter) if cell.letter else nothing
            position = of_letter(cell.position_letter)[1:] if cell.position_letter else nothing[1:]
            progress = of_letter(cell.progress_letter)[1:] if cell.progress_letter else nothing[1:]
            yield (
                *of_body,
                typed(cell.recommendation.number),
                STATUSES[cell.status],
                MEANS[cell.status],
                POSITIONS.get(cell.position, ""),
                *position,
                PROGRESSES.get(cell.progress, ""),
                *progress,
                typed(cell.awaiting),
                typed(cell.awaiting_body.name) if cell.awaiting_body else "",
                typed(cell.awaiting_number or ""),
                dated,
                received_on,
                of_day(cell.due_on),
                cell.extensions or "",
                ("yes" if cell.late else "no") if cell.letter else "",
                *_asked_again(cell),
                OUTCOMES.get(cell.review, ""),
                "yes" if cell.delivered else "",
                letter_from,
                *clock,
            )


def _asked_again(cell: Cell) -> tuple[str, str]:
    """On which day it was last asked again, and whether that was answered."""
    if not cell.asked_again:
        return "", ""
    latest = cell.asked_again[-1]
    answered = "Answered late" if latest.is_late else "Answered"
    unanswered = next((mark.label for mark in cell.marks if mark in UNANSWERED), "")
    return latest.request.asked_on.isoformat(), answered if latest.answered_on else unanswered


def rows_csv(headings: Iterable[str], rows: Iterable[Iterable], *, as_at: datetime.date, known_at) -> bytes:
    """Rows under their headings, each with the day that it is as at and the moment at which that was known.

    Where there are none, a line says so, and as at which day.
    """
    headings = list(headings)
    clock = as_at.isoformat(), known_at.isoformat(timespec="minutes")
    rows = list(rows) or [none_of(headings)]
    return csv_file((*headings, "As at", "As known at"), ((*map(_as_csv, row), *clock) for row in rows))


def none_of(headings: Iterable[str]) -> list[str]:
    """The line of a file that has nothing else to say than its clock."""
    return [NOTHING, *("" for _ in list(headings)[1:])]


def csv_file(headings: Iterable[str], lines: Iterable[Iterable]) -> bytes:
    """Lines as they are, under their headings: UTF-8 with a byte order mark, for Excel."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(headings)
    writer.writerows(lines)
    return written.getvalue().encode("utf-8-sig")


def _as_csv(value) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return harmless(value) if value else ""


def harmless(value: str) -> str:
    """The same text, with an apostrophe before what a spreadsheet would run as a formula.

    Only what a person may have typed needs it: the rest comes from our own lists of words.
    """
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def unharmed(value: str) -> str:
    """The text that harmless() was given."""
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA_STARTS) else value
