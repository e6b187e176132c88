"""The matrix as HTML. With ten thousand cells this is the one hot loop, so it is written in Python, not as a template.

What comes from a person is escaped here, once for each body and each recommendation. A cell is one link: whose and what
it is for listeners, then its status in words, then its marks in words.
"""

from collections.abc import Callable
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from recommendations.models import Body
from responses.matrix import MARKS, Mark, Matrix, Row, Status

# matrix.css shows a span in a cell to listeners only: a class name on each would be a tenth of the page.
HIDDEN = "<span>"
NOT_ADDRESSED = f'<td class="not-addressed">{HIDDEN}Not addressed</span></td>'


def column_headings(matrix: Matrix) -> SafeString:
    """A heading for each recommendation, linked to its page."""
    address = reverse("recommendation", args=[matrix.super_complaint.slug, "NUMBER"])
    return _joined(
        f'<th scope="col"><a href="{address.replace("NUMBER", _in_address(column.number))}">'
        f"{HIDDEN}Recommendation </span>{escape(column.number)}</a> <small>{escape(column.short_title)}</small></th>"
        for column in matrix.columns
    )


def row_groups(matrix: Matrix) -> SafeString:
    """The bodies, one row each, in groups under the group's name where it has one."""
    draw = row_drawer(matrix)
    return _joined(
        f"<tbody>{_group_heading(group.name, len(matrix.columns))}{''.join(map(draw, group.rows))}</tbody>"
        for group in matrix.groups
    )


def _group_heading(name: str, columns: int) -> str:
    # The name alone sticks to the left edge, not the whole width of its cell.
    heading = '<tr class="group"><th scope="rowgroup" colspan="{}"><span>{}</span></th></tr>\n'
    return format_html(heading, columns + 1, name) if name else ""


def row_drawer(matrix: Matrix) -> Callable[[Row], str]:
    """Draws a row. What is the same in a whole row or column is put together once."""
    before_number, before_body, after_body = _around(
        reverse("cell", args=[matrix.super_complaint.slug, "NUMBER", "BODY"]), "NUMBER", "BODY"
    )
    columns = [
        (
            f'<a href="{before_number}{_in_address(column.number)}{before_body}',
            f'{after_body}?as_at={matrix.as_at}">{HIDDEN}Recommendation {escape(column.number)}, ',
        )
        for column in matrix.columns
    ]
    opened = {status: f'<td class="{status}">' for status in Status}
    words = cache(_words)  # few combinations, in many cells

    def draw(row: Row) -> str:
        body, slug, name = row.body, row.body.slug, escape(row.body.name)
        cells = [
            f"{opened[cell.status]}{address}{slug}{heading}{name}: </span>"
            f"{words(cell.status, cell.position, cell.late, cell.review, cell.responses)}"
            f"{'' if not cell.letter or cell.letter.body is body else _letter_from(cell.letter.body, body)}</a></td>"
            if cell
            else NOT_ADDRESSED
            for cell, (address, heading) in zip(row.cells, columns, strict=True)
        ]
        now = f" <small>now: {escape(row.now.name)}</small>" if row.now else ""
        return f'<tr><th scope="row">{name}{now}</th>{"".join(cells)}</tr>\n'

    return draw


def _words(status: Status, position: str, late: bool, review: str, responses: int) -> str:
    marks = [MARKS[mark].label for mark in (position, late and Mark.RECEIVED_LATE, review) if mark in MARKS]
    if responses > 1:
        marks.append(f"{responses} responses")
    return status.label + "".join(f" <small>{mark}</small>" for mark in marks)


def _letter_from(sender: Body, body: Body) -> str:
    name = f"the {sender.short_kind}" if sender.oversees_id == body.pk else escape(sender.name)
    return f" <small>Letter from {name}</small>"


def totals_rows(matrix: Matrix, address: Callable[..., str]) -> SafeString:
    """How many bodies have each status, linked to those: `address(status=..., recommendation=...)`."""
    return _joined(_totals_row(matrix, status, counts, address) for status, counts in matrix.totals.items())


def _totals_row(matrix, status, counts, address) -> str:
    before, after = _around(escape(address(status=status, recommendation=["NUMBER"])), "NUMBER")
    cells = [
        f'<td class="{status}"><a href="{before}{_in_address(column.number)}{after}">'
        f"{HIDDEN}Recommendation {escape(column.number)}, {status.label}: </span>{count}</a></td>"
        if count
        else "<td>0</td>"
        for column, count in zip(matrix.columns, counts, strict=True)
    ]
    return f'<tr><th scope="row">{status.label}</th>{"".join(cells)}</tr>\n'


def _around(address: str, *names: str) -> list[str]:
    """The parts of an address before, between and after these names."""
    parts = []
    for name in names:
        part, _, address = address.partition(name)
        parts.append(part)
    return [*parts, address]


def _in_address(number: str) -> str:
    return quote(number, safe="")


def _joined(parts) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part above is escaped where it is made
