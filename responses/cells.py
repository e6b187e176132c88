"""The matrix as HTML. With ten thousand cells this is the one hot loop, so it is written in Python, not as a template.

What comes from a person is escaped here, once for each body and each recommendation. A cell is one link and nothing in
it: its words are lines, position and progress first. Its name for listeners begins with whose and what it is.
"""

import datetime
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import quote

from django.urls import reverse
from django.utils import formats
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from recommendations.days import in_words as in_full
from recommendations.links import Side
from recommendations.models import Body, Recommendation
from responses.matrix import Cell, Mark, Matrix, Row, Show, Status, in_words, responses_in_words
from responses.record import Letter

NOT_ADDRESSED = '<td class="not-addressed" aria-label="Not addressed"></td>'
NOT_ACCEPTED = "not_accepted"
ASKED_AGAIN = (Mark.ASKED_AGAIN, Mark.ASKED_AGAIN_OVERDUE)
FOR_ALL = {Body.Kind.FORCE: "all forces", Body.Kind.LOCAL_POLICING_BODY: "all policing bodies"}


def column_headings(matrix: Matrix, ended: dict[int, Side], address: str = "") -> SafeString:
    """A heading for each recommendation, linked to its page, with its title.

    `ended`: those on which nothing more is expected (see recommendations/links.py), each with why `in_a_line`. Their
    cells stay what they are. `address`: of another page of a recommendation, with NUMBER in the place of its number.
    """

    def beside(column):
        words = [column.short_title, *([ended[column.pk].in_a_line] if column.pk in ended else [])]
        return "".join(f" <small>{escape(each)}</small>" for each in words)

    return _headings(matrix, beside, address)


def number_headings(matrix: Matrix) -> SafeString:
    """The same with the number alone."""
    return _headings(matrix, lambda column: "")


def _headings(matrix: Matrix, beside: Callable[[Recommendation], str], address: str = "") -> SafeString:
    address = escape(address) or reverse("recommendation", args=[matrix.super_complaint.slug, "NUMBER"])
    return _joined(
        f'<th scope="col"><a href="{address.replace("NUMBER", _in_address(column.number))}">'
        f"<span>Recommendation </span>{escape(column.number)}</a>{beside(column)}</th>"
        for column in matrix.columns
    )


def row_groups(matrix: Matrix, show: str = Show.BOTH, address: str = "") -> SafeString:
    """The bodies, one row each, in groups under the group's name where it has one.

    `address`: of another page of a cell than the desk's, with BODY and then NUMBER in the places of these.
    """
    draw = row_drawer(matrix, show, address)
    return _joined(
        f"<tbody>{_group_heading(group.name, len(matrix.columns))}{''.join(map(draw, group.rows))}</tbody>"
        for group in matrix.groups
    )


def _group_heading(name: str, columns: int) -> str:
    # The name alone sticks to the left edge, not the whole width of its cell.
    heading = '<tr class="group"><th scope="rowgroup" colspan="{}"><span>{}</span></th></tr>\n'
    return format_html(heading, columns + 1, name) if name else ""


def row_drawer(matrix: Matrix, show: str, address: str = "") -> Callable[[Row], str]:
    """Draws a row. What is the same in a whole row or column is put together once."""
    columns = [
        (f'<a href="{before}', f'{after}" aria-label="Recommendation {escape(column.number)}, ')
        for column, (before, after) in zip(matrix.columns, _around_bodies(matrix, address), strict=True)
    ]
    opened = {each: f'<td class="{each}">' for each in (*Status, NOT_ACCEPTED)}
    lines = lines_drawer(show)

    def draw(row: Row) -> str:
        slug, name = row.body.slug, escape(row.body.name)
        cells = []
        for cell, (address, heading) in zip(row.cells, columns, strict=True):
            if not cell:
                cells.append(NOT_ADDRESSED)
                continue
            said = lines(cell)
            cells.append(f'{opened[colour(cell, show)]}{address}{slug}{heading}{name}:\n{said}">{said}</a></td>')
        now = f" <small>now: {escape(row.now.name)}</small>" if row.now else ""
        return f'<tr><th scope="row">{name}{now}</th>{"".join(cells)}</tr>\n'

    return draw


def lines_drawer(show: str) -> Callable[[Cell], str]:
    """Says a cell in lines, escaped: what it says, its marks, then whose letters say so."""
    words = cache(lambda *facts: escape(_facts_in_words(*facts, show)))  # few combinations, in many cells

    def lines(cell: Cell) -> str:
        again = cell.asked_again[-1].request.asked_on if cell.asked_again else None
        facts = cell.status, cell.position, cell.marks, cell.responses, cell.own_responses, again
        return words(*facts) + _letters_in_words(cell)

    return lines


def colour(cell: Cell, show: str) -> str:
    """What a cell is coloured by: that it is not accepted, before how far it has come."""
    return NOT_ACCEPTED if show != Show.PROGRESS and cell.position == NOT_ACCEPTED else cell.status


def _around_bodies(matrix: Matrix, address: str) -> Iterator[tuple[str, str]]:
    """What stands before and after the slug of a body in the address of a cell, for each column."""
    if address:
        before_body, before_number, after = _around(escape(address), "BODY", "NUMBER")
        for column in matrix.columns:
            yield before_body, f"{before_number}{_in_address(column.number)}{after}"
        return
    desk = reverse("cell", args=[matrix.super_complaint.slug, "NUMBER", "BODY"])
    before_number, before_body, after = _around(desk, "NUMBER", "BODY")
    for column in matrix.columns:
        yield f"{before_number}{_in_address(column.number)}{before_body}", f"{after}?as_at={matrix.as_at}"


def _facts_in_words(status: Status, position: str, marks: tuple[Mark, ...], responses, own, again, show) -> str:
    """Lines, the status first. `again`: the day on which it was last asked again."""
    lines = [in_words(status, position, show), *(_mark(mark, again) for mark in marks)]
    if responses > 1:
        lines.append(responses_in_words(responses, own))
    return "\n".join(lines)


def _mark(mark: Mark, again: datetime.date | None) -> str:
    """A mark in words; that it was asked again, with the day: "Asked again 24 November 2021, not answered"."""
    if again and mark in ASKED_AGAIN:
        what, _, since = mark.label.partition(",")
        return f"{what} {in_full(again)},{since}"
    return mark.label


def _letters_in_words(cell: Cell) -> str:
    """Whose letters they are where not the body's, and since when where two letters state its two facts."""
    position, progress, letter = cell.position_letter, cell.progress_letter, cell.letter
    if cell.rests_on_two:
        stated = _letter(position, cell, cell.position_is_own), _letter(progress, cell, cell.is_own)
        return "\nPosition: {}\nProgress: {}".format(*stated)
    if not letter or letter.body is cell.body:
        return ""
    return f"\n{_letter(letter, cell, cell.is_own)}"


def _letter(letter: Letter, cell: Cell, is_own: bool) -> str:
    """ "PCC’s letter", "NPCC, for all forces", or the day it was received where it is the body's own."""
    sender = letter.body
    if not is_own:
        return f"{escape(sender.called or sender.name)}, for {FOR_ALL.get(sender.represents, 'others too')}"
    if sender is cell.body:
        return _day(letter.received_on)
    return f"{sender.short_kind if sender.oversees_id == cell.body.pk else escape(sender.name)}’s letter"


@cache
def _day(date) -> str:
    return formats.date_format(date, "j M Y")


def totals_rows(matrix: Matrix, address: Callable[..., str], show: str = Show.BOTH) -> SafeString:
    """How many bodies have each position and status, and were seen to have delivered, each linked to those.

    `address(status=..., position=..., recommendation=...)` asks for them.
    """
    rows = [("Asked", "", {}, matrix.asked)]
    if show != Show.PROGRESS:
        rows += [
            (_POSITIONS[position], position, {"position": position}, counts)
            for position, counts in matrix.position_totals.items()
        ]
    if show != Show.POSITION:
        rows += [
            (_STATUSES.get(status, status.label), status, {"status": status}, counts)
            for status, counts in matrix.totals.items()
        ]
    if any(matrix.delivered_totals):
        rows.append((_DELIVERED, Mark.DELIVERED, {"status": Mark.DELIVERED}, matrix.delivered_totals))
    return _joined(_totals_row(matrix, address, *row) for row in rows)


_POSITIONS = {
    "accepted": "Accepted",
    "accepted_in_part": "Accepted in part",
    "not_accepted": "Not accepted",
    "not_stated": "Position not stated",
}
_STATUSES = {Status.COMPLETE: "Said complete", Status.NOT_STATED: "Progress not stated"}
_DELIVERED = "Delivered, as judged"


def _totals_row(matrix, address, label, colour, asks, counts) -> str:
    # The address of a whole row is put together once: with 120 columns there are a thousand counts.
    asked_for = escape(address(**{"status": "", "position": "", **asks, "recommendation": ["NUMBER"]}))
    before, after = _around(asked_for, "NUMBER")
    cells = []
    for column, count, asked in zip(matrix.columns, counts, matrix.asked, strict=True):
        if not count or not asks:
            # Nothing at all where nobody was asked: a 0 would be a count of somebody.
            cells.append(f"<td>{count if asked else ''}</td>")
            continue
        href = f"{before}{_in_address(column.number)}{after}"
        name = f"Recommendation {escape(column.number)}, {label}:\n"
        said = f"{count} ({share(count, asked)})"
        cells.append(f'<td class="{colour}"><a href="{href}" aria-label="{name}{said}">{said}</a></td>')
    return f'<tr><th scope="row">{label}</th>{"".join(cells)}</tr>\n'


def share(count: int, of: int) -> str:
    """The nearest whole per cent; only all is 100%, and only none is 0%."""
    return f"{100 if count == of else min(99, max(1, round(100 * count / of)))}%"


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
