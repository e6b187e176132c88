"""Small charts as SVG: bars in parts, lines over time, a map of hexagons. On a page and on paper alike.

A state is a texture and a sign before it is a colour, with a dark outline round it and white between it and the next.
Colours stand in attributes of their own: pages allow no styles in elements. What people typed is escaped here.
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from responses.desk.hexagons import Place

INK, PAPER, FAINT = "#0b0c0c", "#fff", "#6f777b"
SVG = "http://www.w3.org/2000/svg"
BOLD = 'font-weight="700"'
FONT = 'font-family="Arimo, Arial, sans-serif"'


class Look(NamedTuple):
    """How a state is drawn. A texture of white or dark lines; "" is solid."""

    fill: str
    ink: str  # of words upon it
    sign: str
    texture: str = ""


UPRIGHT, LEVEL, GRID, DOTS = "upright", "level", "grid", "dots"
NOT_DELIVERED, NOT_ADDRESSED, UPDATE_RECEIVED = "not_delivered", "not_addressed", "update_received"
LOOKS = {
    "accepted": Look("#00613a", PAPER, "A"),
    "accepted_in_part": Look("#1a65a6", PAPER, "½", UPRIGHT),
    "not_accepted": Look("#942514", PAPER, "N", GRID),
    "not_stated": Look("#dbdad9", INK, "?"),
    "complete": Look("#00613a", PAPER, "C"),
    UPDATE_RECEIVED: Look("#00613a", PAPER, "U", DOTS),
    "in_progress": Look("#1a65a6", PAPER, "P", UPRIGHT),
    "awaiting_others": Look("#ffdd00", INK, "W", LEVEL),
    "not_started": Look("#f47738", INK, "0", DOTS),
    "general_reply_only": Look("#54319f", PAPER, "G", DOTS),
    "awaited": Look(PAPER, INK, "–"),
    "overdue": Look("#942514", PAPER, "!", LEVEL),
    "delivered": Look("#00613a", PAPER, "D"),
    NOT_DELIVERED: Look(PAPER, INK, "–"),
    NOT_ADDRESSED: Look(PAPER, FAINT, ""),
}


# -- bars


class Part(NamedTuple):
    """So many of one state, and where to see them."""

    state: str
    count: int
    href: str = ""  # as it stands in HTML


WIDE, HIGH = 300, 16
NARROW = 150  # on paper, with words of a size with the bar


def bar(parts: Sequence[Part]) -> str:
    """One bar, filled by all of its parts. Words beside it say the same, so it is nothing to listeners."""
    pieces = zip(parts, _pieces(parts, WIDE), strict=True)
    # The words beside it are the link for keyboards and listeners.
    drawn = "".join(
        f'<a href="{part.href}" tabindex="-1">{piece}</a>' if part.href else piece for part, piece in pieces
    )
    opened = f'<svg xmlns="{SVG}" class="app-bar" viewBox="0 0 {WIDE} {HIGH}" aria-hidden="true" focusable="false">'
    return f"{opened}{drawn}</svg>"


def bar_on_paper(parts: Sequence[Part], *, title: str) -> SafeString:
    """The same as a picture with a name, each count and sign below it."""
    drawn, x, y = list(_pieces(parts, NARROW)), 0, HIGH + 10
    for part in parts:
        width = 5.2 * len(str(part.count)) + 12
        if x + width > NARROW:
            x, y = 0, y + 11
        drawn.append(f'<text x="{x:g}" y="{y}">{part.count} <tspan {BOLD}>{LOOKS[part.state].sign}</tspan></text>')
        x += width
    return _svg(NARROW, y + 3, title, "".join(drawn), css="app-bar", size=9)


def _pieces(parts: Sequence[Part], wide: int) -> Iterator[str]:
    total, at = sum(part.count for part in parts) or 1, 0
    for part in parts:
        width = wide * part.count / total
        yield _piece(part.state, at, max(width - 2, 1))
        at += width


def _piece(state: str, x: float, width: float) -> str:
    look = LOOKS[state]
    return (
        f'<rect x="{x + 1:.1f}" y="1" width="{width:.1f}" height="{HIGH - 2}" fill="{look.fill}" stroke="{INK}"/>'
        f"{_texture(look, x + 1.5, width - 1)}"
    )


def _texture(look: Look, x: float, width: float) -> str:
    if not look.texture or width < 2:
        return ""
    lines, middle = [], HIGH / 2
    across = f'd="M{x:.1f} {middle:g}h{width:.1f}" stroke="{look.ink}"'
    if look.texture in (UPRIGHT, GRID):
        lines.append(f'<path {across} stroke-width="{HIGH - 3}" stroke-dasharray="1.2 4.8"/>')
    if look.texture in (LEVEL, GRID):
        two = f"M{x:.1f} {middle - 2.5:g}h{width:.1f}m-{width:.1f} 5h{width:.1f}"
        lines.append(f'<path d="{two}" stroke="{look.ink}" fill="none"/>')
    if look.texture == DOTS:
        lines.append(f'<path {across} stroke-width="3" stroke-dasharray="3 5"/>')
    return "".join(lines)


def swatches(states: Iterable[str]) -> SafeString:
    """What each `swatch` of a page refers to: once on it, and not seen."""
    drawn = "".join(
        f'<symbol id="state-{state}" viewBox="0 0 {HIGH} {HIGH}">{_piece(state, 0, HIGH - 2)}</symbol>'
        for state in states
    )
    return _safe(f'<svg class="app-swatches" width="0" height="0" aria-hidden="true" focusable="false">{drawn}</svg>')


def swatch(state: str) -> str:
    return f'<svg class="app-swatch" aria-hidden="true" focusable="false"><use href="#state-{state}"/></svg>'


def key(named: Sequence[tuple[str, str]], *, title: str) -> SafeString:
    """What the parts of bars mean, as one picture for paper: (state, words), four in a line."""
    drawn = []
    for number, (state, words) in enumerate(named):
        place = f"translate({number % 4 * 150} {number // 4 * 20})"
        sign = f'<text x="28" y="12.5" font-weight="700">{LOOKS[state].sign}</text>'
        said = f'<text x="41" y="12.5">{escape(words)}</text>'
        drawn.append(f'<g transform="{place}">{_piece(state, 0, 20)}{sign}{said}</g>')
    return _svg(600, (len(named) + 3) // 4 * 20, title, "".join(drawn), css="app-key", size=11)


# -- lines over time


class Line(NamedTuple):
    """What was counted up: a step on each of these days, which are in order."""

    name: str  # "forces"
    days: Sequence[datetime.date]
    href: str = ""


_STROKES = (
    ("#12436d", ""),
    ("#942514", "7 3"),
    ("#54319f", "2 3"),
    ("#00613a", "9 3 2 3"),
    (INK, "1 2"),
    (FAINT, "5 5"),
)
LEFT, RIGHT, TOP, BOTTOM = 30, 268, 24, 196  # of the field in which lines are drawn


def steps(lines: Sequence[Line], *, start, end, due_on, as_at, title: str, desc: str, due_href: str = "") -> SafeString:
    """How many there were by each day from `start` to `end`; the day by which they were due is marked."""
    most = _round_up(max((len(line.days) for line in lines), default=0))
    span = max((end - start).days, 1)

    def x(day):
        return LEFT + (RIGHT - LEFT) * min(max((day - start).days, 0), span) / span

    def y(count):
        return BOTTOM - (BOTTOM - TOP) * count / most

    drawn = [_axes(most, y, start, end)]
    drawn.append(_linked(_due(x(due_on), due_on), due_href, f"Due {_day(due_on)}: the matrix as at that day"))
    heights = _apart([y(len(line.days)) for line in lines])
    for line, (stroke, dashes), height in zip(lines, itertools.cycle(_STROKES), heights, strict=False):
        drawn.append(
            _linked(
                _line(line, x, y, as_at, stroke, dashes, height),
                line.href,
                f"{len(line.days)} {line.name}: updates received. See the matrix of these",
            )
        )
    return _svg(400, 222, title, "".join(drawn), desc=desc)


def _axes(most, y, start, end) -> str:
    drawn = [
        f'<path d="M{LEFT} {y(count):.1f}H{RIGHT}" stroke="#cecece"/>'
        f'<text x="{LEFT - 5}" y="{y(count) + 5:.1f}" text-anchor="end">{count:g}</text>'
        for count in (0, most // 2, most)
    ]
    ends = (LEFT, "start", start), (RIGHT, "end", end)
    days = "".join(
        f'<text x="{x}" y="{BOTTOM + 18}" text-anchor="{anchor}">{_day(day)}</text>' for x, anchor, day in ends
    )
    return f'{"".join(drawn)}<path d="M{LEFT} {BOTTOM}H{RIGHT}" stroke="{INK}"/>{days}'


def _due(x: float, due_on) -> str:
    anchor = "start" if x < (LEFT + RIGHT) / 2 else "end"
    return (
        f'<path d="M{x:.1f} {TOP - 6}V{BOTTOM}" stroke="{INK}" stroke-width="1.5" stroke-dasharray="3 3"/>'
        f'<text x="{x:.1f}" y="{TOP - 10}" text-anchor="{anchor}">Due {_day(due_on)}</text>'
    )


def _line(line, x, y, as_at, stroke, dashes, height) -> str:
    path = [f"M{x(line.days[0]) if line.days else LEFT:.1f} {BOTTOM}"]
    for count, day in enumerate(line.days, 1):
        if count == len(line.days) or line.days[count] != day:
            path.append(f"H{x(day):.1f}V{y(count):.1f}")
    path.append(f"H{x(as_at):.1f}")
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    count = len(line.days)
    return (
        f'<path d="{"".join(path)}" fill="none" stroke="{stroke}" stroke-width="2.5"{dashed}/>'
        f'<path d="M{x(as_at):.1f} {y(count):.1f}L{RIGHT + 4} {height:.1f}" stroke="{stroke}" stroke-width=".8"/>'
        f'<text x="{RIGHT + 7}" y="{height + 5:.1f}" fill="{stroke}">'
        f"<tspan {BOLD}>{count}</tspan> {escape(line.name)}</text>"
    )


def _apart(heights: list[float], least: float = 17) -> list[float]:
    """The same heights, each pushed up as far as it must be to stay clear of the one below."""
    found, below = dict.fromkeys(range(len(heights)), 0.0), BOTTOM + least
    for place in sorted(found, key=lambda place: -heights[place]):
        below = found[place] = min(heights[place], below - least)
    return list(found.values())


def _round_up(count: int) -> int:
    """An even number for the top of the scale, with little room above: 47 makes 50."""
    step = next(step for step in (2, 10, 20, 100, 200, 1000, 10**6) if count <= step * 10)
    return max(step, -(-count // step) * step)


# -- the map


class Area(NamedTuple):
    """One force area on the map: what is said of it, in a state and in words, and where to read it."""

    place: Place
    name: str
    state: str
    words: str
    href: str = ""


ACROSS, DOWN, RADIUS = 60, 52, 34.6
_HEXAGON = (
    f"M0-{RADIUS}L{ACROSS / 2 - 1}-{RADIUS / 2}V{RADIUS / 2}L0 {RADIUS}L-{ACROSS / 2 - 1} {RADIUS / 2}V-{RADIUS / 2}z"
)


def hexagons(areas: Sequence[Area], *, title: str, desc: str) -> SafeString:
    """The map, each area with its short name and the sign of its state."""
    drawn = [_linked(_hexagon(area), area.href, f"{area.name}: {area.words}") for area in areas]
    return _svg(462, 546, title, "".join(drawn), desc=desc, css="app-map")


def _hexagon(area: Area) -> str:
    look, place = LOOKS[area.state], area.place
    x, y = (place.column - 0.5) * ACROSS + place.row % 2 * ACROSS / 2, 38 + place.row * DOWN
    lines = place.name.split("|")
    top = (0 if look.sign else 8) - 6 * len(lines)
    names = "".join(
        f'<text y="{top + 12 * number}" font-size="11">{escape(line)}</text>' for number, line in enumerate(lines)
    )
    sign = (
        f'<text y="{top + 12 * len(lines) + 4}" font-size="15" font-weight="700">{look.sign}</text>'
        if look.sign
        else ""
    )
    outline = f'stroke="{INK}" stroke-width="1.5"' if look.sign else f'stroke="{FAINT}" stroke-dasharray="3 3"'
    return (
        f'<g transform="translate({x:g} {y:g})" text-anchor="middle" fill="{look.ink}" aria-hidden="true">'
        f'<path d="{_HEXAGON}" fill="{look.fill}" {outline}/>{names}{sign}</g>'
    )


# -- what all share


def _svg(
    width: int, height: int, title: str, drawn: str, *, desc: str = "", css: str = "app-chart", size=14.5
) -> SafeString:
    """A picture with a name; with links in it, a group of them."""
    role = "group" if "<a " in drawn else "img"
    described = f"<desc>{escape(desc)}</desc>" if desc else ""
    return _safe(
        f'<svg xmlns="{SVG}" class="{css}" viewBox="0 0 {width} {height}" role="{role}" aria-label="{escape(title)}"'
        f' {FONT} font-size="{size}" fill="{INK}"><title>{escape(title)}</title>{described}{drawn}</svg>'
    )


def _linked(drawn: str, href: str, name: str) -> str:
    """A link with a name, which a mouse shows too."""
    return f'<a href="{escape(href)}"><title>{escape(name)}</title>{drawn}</a>' if href else drawn


def _day(day: datetime.date) -> str:
    return date_format(day, "j M Y")


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - all that comes from people is escaped where it is put in
