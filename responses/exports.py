"""What the matrix shows, as files for other programs."""

import csv
import io

from recommendations.models import Body
from responses.matrix import Cell, Matrix, Status
from responses.models import Response, Review

COLUMNS = (
    "body",
    "kind",
    "region",
    "recommendation",
    "status",
    "position",
    "progress",
    "awaiting",
    "dated",
    "received_on",
    "late",
    "review",
    "letter_from",
)
# A spreadsheet takes a cell that begins with one of these for a formula, and runs it; so does one set up for Chinese or
# Japanese with the wide forms.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

KINDS, REGIONS = dict(Body.Kind.choices), dict(Body.Region.choices)
POSITIONS, PROGRESSES = dict(Response.Position.choices), dict(Response.Progress.choices)
OUTCOMES, STATUSES = dict(Review.Outcome.choices), dict(Status.choices)


def matrix_csv(matrix: Matrix) -> bytes:
    """A line for each addressee shown, silent ones included, in the order of the matrix.

    UTF-8 with a byte order mark: without it Excel shows Welsh names as Western European.
    """
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    of_letter = {None: ("", "", "")}
    for row in matrix.rows():
        of_body = harmless(row.body.name), KINDS[row.body.kind], REGIONS[row.body.region]
        for cell in filter(None, row.cells):
            letter = cell.letter
            if letter and letter.id not in of_letter:
                of_letter[letter.id] = letter.date_in_words, letter.received_on.isoformat(), harmless(letter.body.name)
            dated, received_on, letter_from = of_letter[letter and letter.id]
            writer.writerow((*of_body, *_said(cell), dated, received_on, *_judged(cell), letter_from))
    return lines.getvalue().encode("utf-8-sig")


def harmless(value: str) -> str:
    """The same text, with an apostrophe before what a spreadsheet would run as a formula.

    Only what a person may have typed needs it: the rest comes from our own lists of words.
    """
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _said(cell: Cell) -> tuple[str, ...]:
    return (
        harmless(cell.recommendation.number),
        STATUSES[cell.status],
        POSITIONS.get(cell.position, ""),
        PROGRESSES.get(cell.progress, ""),
        harmless(cell.awaiting),
    )


def _judged(cell: Cell) -> tuple[str, str]:
    late = ("yes" if cell.late else "no") if cell.letter else ""
    return late, OUTCOMES.get(cell.review, "")
