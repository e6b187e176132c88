"""A view of the matrix on sheets of A3, as a PDF that can be listened to: for a board that reads it on paper.

Columns that do not fit one sheet side by side follow on further sheets, with every body named again. All is in words;
a tint only helps to find them. Drawn as the briefing is, and in Python for the reason that cells.py gives.
"""

import datetime
import math
from collections.abc import Iterator
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from recommendations.english import in_english
from responses.cells import colour, lines_drawer
from responses.desk.workbook import clock_in_words
from responses.letter import drawing
from responses.matrix import Matrix, legend

COLUMNS_A_SHEET = 10  # of 34 millimetres, which hold a line such as "Accepted. In progress"
MOST_CELLS = 6_000  # 133 bodies by 40 recommendations, in half of the time that a drawing may take
MOST_LETTERS = 120  # of a title
NOT_ADDRESSED = '<td class="not-addressed">Not addressed</td>'


@in_english
def matrix_pdf(
    matrix: Matrix, show: str, *, ended: dict, limits: list[str], known_at: datetime.datetime, at: datetime.datetime
) -> bytes:
    """The view, as known at a moment, made at another. LetterError where it cannot be drawn.

    `ended`: recommendations on which nothing more is expected (recommendations/links.py). `limits`: what was left out.
    """
    if (cells := matrix.body_count * len(matrix.columns)) > MOST_CELLS:
        raise drawing.LetterError(
            f"This view has {cells:,} cells, and a PDF is made of at most {MOST_CELLS:,}. Choose a kind of body, a "
            "region or some recommendations, or download it for Excel."
        )
    html = render_to_string("papers/matrix.html", _facts(matrix, show, ended, limits, known_at, at))
    identifier = f"matrix {matrix.super_complaint.slug} {matrix.as_at} {at.isoformat()}"
    return drawing.draw(html, assets={}, identifier=identifier.encode(), look=drawing.PAPER)


def _facts(matrix, show, ended, limits, known_at, at) -> dict:
    return {
        "paper_title": f"{Truncator(matrix.super_complaint.title).chars(80)}: matrix",
        "paper_clock": clock_in_words(matrix.as_at, known_at),
        "author": "HMICFRS",
        "made_at": f"{at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "matrix": matrix,
        "limits": limits,
        "sheets": list(_sheets(matrix, show, ended)),
        "legend": legend(matrix),
    }


def _sheets(matrix: Matrix, show: str, ended: dict) -> Iterator[dict]:
    """What stands side by side: {title, headings, groups}."""
    lines = lines_drawer(show)
    for places in sheets_of(len(matrix.columns)):
        columns = [matrix.columns[place] for place in places]
        first, last = columns[0].number, columns[-1].number
        yield {
            "title": f"Recommendations {first} to {last}" if len(columns) > 1 else f"Recommendation {first}",
            "headings": _joined(_heading(column, ended.get(column.pk)) for column in columns),
            "groups": _joined(_group(group, places, show, lines) for group in matrix.groups),
        }


def sheets_of(columns: int) -> list[range]:
    """The places of columns, in as few runs as fit a sheet, as even as can be: of 12, two runs of six."""
    runs = math.ceil(columns / COLUMNS_A_SHEET)
    starts = [round(columns * run / runs) for run in range(runs + 1)] if runs else []
    return [range(*pair) for pair in pairwise(starts)]


def _heading(column, ended) -> SafeString:
    title = Truncator(column.short_title).chars(MOST_LETTERS)
    beside = format_html("<small>{}</small>", ended.in_a_line) if ended else ""
    return format_html('<th scope="col">{}. <small>{}</small>{}</th>', column.number, title, beside)


def _group(group, places, show, lines) -> str:
    name = format_html(
        '<tr class="group"><th scope="rowgroup" colspan="{}">{}</th></tr>\n', len(places) + 1, group.name
    )
    rows = "".join(_row(row, places, show, lines) for row in group.rows)
    return f"<tbody>{name if group.name else ''}{rows}</tbody>"


def _row(row, places, show, lines) -> str:
    cells = (row.cells[place] for place in places)
    said = "".join(_cell(cell, show, lines) if cell else NOT_ADDRESSED for cell in cells)
    now = f" <small>now: {escape(row.now.name)}</small>" if row.now else ""
    return f'<tr><th scope="row">{escape(row.body.name)}{now}</th>{said}</tr>\n'


def _cell(cell, show, lines) -> str:
    first, *rest = lines(cell).split("\n")
    more = f"<small>{'<br>'.join(rest)}</small>" if rest else ""
    return f'<td class="{colour(cell, show)}">{first}{more}</td>'


def _joined(parts) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part above is escaped where it is made
