"""What the matrix shows, as files for other programs."""

import csv
import io

from recommendations.models import Body
from responses.matrix import Cell, Matrix
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
# A spreadsheet takes a cell that begins with one of these for a formula, and runs it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

KINDS, REGIONS = dict(Body.Kind.choices), dict(Body.Region.choices)
POSITIONS, PROGRESSES = dict(Response.Position.choices), dict(Response.Progress.choices)
OUTCOMES = dict(Review.Outcome.choices)


def matrix_csv(matrix: Matrix) -> bytes:
    """A line for each addressee shown, silent ones included, in the order of the matrix.

    UTF-8 with a byte order mark: without it Excel shows Welsh names as Western European.
    """
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(value) for value in _line(cell)] for cell in matrix.cells())
    return lines.getvalue().encode("utf-8-sig")


def harmless(value: str) -> str:
    """The same text, with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _line(cell: Cell) -> tuple[str, ...]:
    """The words of one cell, in the order of COLUMNS; empty where there is nothing to say."""
    letter = cell.letter
    return (
        cell.body.name,
        KINDS[cell.body.kind],
        REGIONS[cell.body.region],
        cell.recommendation.number,
        cell.status.label,
        POSITIONS.get(cell.position, ""),
        PROGRESSES.get(cell.progress, ""),
        cell.awaiting,
        letter.date_in_words if letter else "",
        letter.received_on.isoformat() if letter else "",
        ("yes" if cell.late else "no") if letter else "",
        OUTCOMES.get(cell.review, ""),
        letter.body.name if letter else "",
    )
