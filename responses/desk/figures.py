"""An overview as charts and tables: each part leads to what it counts."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from recommendations.models import Body
from responses.cells import share
from responses.desk import charts
from responses.desk.charts import NOT_ADDRESSED, NOT_DELIVERED, UPDATE_RECEIVED, Line, Part
from responses.desk.moves import Move, Why, in_words
from responses.desk.overview import DELIVERED, STATES, WORDS, Fact, Overview
from responses.forms.matrix import ALL_COLUMNS, COLUMNS_A_PAGE
from responses.matrix import Cell, Status

KINDS = {
    Body.Kind.FORCE: ("force", "forces"),
    Body.Kind.LOCAL_POLICING_BODY: ("policing body", "policing bodies"),
    Body.Kind.NON_TERRITORIAL_FORCE: ("other force", "other forces"),
    Body.Kind.POLICE_AUTHORITY: ("authority", "authorities"),
    Body.Kind.INSPECTORATE: ("inspectorate", "inspectorates"),
    Body.Kind.NATIONAL_BODY: ("national body", "national bodies"),
}


def _kind(kind: str, days: Sequence) -> str:
    """Of one of them "force", of all others "forces"."""
    return KINDS[kind][len(days) != 1]


class Matrices:
    """Addresses of views of the matrix behind an overview."""

    def __init__(self, overview: Overview):
        self.page = reverse("matrix", args=[overview.super_complaint.slug])
        self.as_at = overview.as_at.isoformat()
        self.columns = {"columns": ALL_COLUMNS} if len(overview.matrix.columns) > COLUMNS_A_PAGE else {}

    def of_all(self, **asked: str) -> str:
        """With every recommendation, however many there are."""
        return self._at({**asked, **self.columns})

    def of_state(self, fact: str, state: str) -> str:
        """Of the recommendation NUMBER, those who are in a state; as HTML has it."""
        asked = {Fact.POSITION: {"position": state}, Fact.DELIVERED: {"status": state}}.get(fact, {"status": state})
        if fact == Fact.POSITION and state not in STATES_OF_POSITION:
            asked = {"status": state}
        if state in _STATUS_OF:
            asked = _STATUS_OF[state]
        return escape(self._at({**asked, "recommendation": "NUMBER"}))

    def _at(self, asked: dict) -> str:
        return f"{self.page}?{urlencode({'as_at': self.as_at, **asked})}"


STATES_OF_POSITION = STATES[Fact.POSITION][:4]
_STATUS_OF = {NOT_DELIVERED: {}, UPDATE_RECEIVED: {"status": Status.COMPLETE.value}}


def figures(overview: Overview) -> dict:
    """The figures with their shares, and where to see whom they count."""
    found, matrices = overview.figures, Matrices(overview)
    return {
        "count": found,
        "answered": share(found.answered, found.asked),
        "overdue": share(found.overdue, found.asked),
        "accepted": share(found.accepted, found.asked_position),
        "accepted_in_part": share(found.accepted_in_part, found.asked_position),
        "delivered": share(found.delivered, found.asked),
        "see_all": matrices.of_all(),
        "see_overdue": matrices.of_all(status="overdue", sort="overdue"),
        "see_accepted": matrices.of_all(position="accepted"),
        "see_in_part": matrices.of_all(position="accepted_in_part"),
        "see_delivered": matrices.of_all(status=DELIVERED),
    }


def changed(overview: Overview, *, most: int) -> dict:
    """What moved lately, in a sentence; whose answers letters, requests and reviews moved; how many more moved."""
    news = [move for move in overview.moves if any(each.why not in OF_ITSELF for each in move.because)]
    of_bodies = defaultdict(list)
    for move in news:
        of_bodies[move.after.body].append(move)
    shown = list(of_bodies.items())[:most]
    received = (day for days in overview.received.values() for day in days)
    return {
        "since": overview.since,
        "is_whole": overview.since == overview.super_complaint.published_on,
        "words": in_words(overview.moves),
        "see_all": _address("changes", overview, since=overview.since, as_at=overview.as_at),
        "letters": sum(day > overview.since for day in received),
        "shown": [_moved(overview, body, moves) for body, moves in shown],
        "more": len(overview.moves) - sum(len(moves) for _, moves in shown),
    }


def _address(name: str, overview: Overview, **asked) -> str:
    return f"{reverse(name, args=[overview.super_complaint.slug])}?{urlencode(asked)}"


OF_ITSELF = {Why.DAY, Why.ASKED}


def _moved(overview: Overview, body: Body, moves: list[Move]) -> dict:
    """One body's moves, with the page that tells them: one in full, several counted."""
    report, as_at = overview.super_complaint.slug, overview.as_at
    if len(moves) > 1:
        # That page is as at today, whichever day this overview is of.
        page = reverse("body_answers", args=[body.slug, report])
        leads_to = "all answers, as they are today"
        return {"name": _short(body.name), "href": page, "words": in_words(moves), "leads_to": leads_to}
    [(before, after, *_)] = moves
    number = after.recommendation.number
    words = f"Recommendation {number}: {_said(before) if before else 'not asked'} → {_said(after)}"
    page = reverse("cell", args=[report, number, body.slug])
    return {"name": _short(body.name), "href": f"{page}?as_at={as_at}", "words": words, "leads_to": ""}


def _short(name: str) -> str:
    """ "PCC for Avon and Somerset": the office as everybody calls it."""
    for office, called in (("Police and Crime Commissioner", "PCC"), ("Police, Fire and Crime Commissioner", "PFCC")):
        name = name.replace(office, called)
    return name


def _said(cell: Cell) -> str:
    return ". ".join([cell.in_words(), *(mark.label for mark in cell.marks)])


# -- a bar for each recommendation and fact


def bars(overview: Overview) -> SafeString:
    """Rows of the table: a recommendation, and of each fact a bar with its parts in words. All links."""
    matrices = Matrices(overview)
    hrefs = {(fact, state): matrices.of_state(fact, state) for fact in Fact for state in STATES[fact]}
    answers = reverse("answers", args=[overview.super_complaint.slug, "NUMBER"])
    pages = f"{escape(answers)}?as_at={overview.as_at}"
    rows = []
    for place, column in enumerate(overview.matrix.columns):
        number = quote(column.number, safe="")
        cells = "".join(
            _bar_cell(
                fact,
                [(*part, hrefs[fact, part[0]].replace("NUMBER", number)) for part in overview.tally(place, fact)],
                column.number,
            )
            for fact in Fact
        )
        asked = overview.matrix.asked[place]
        title = f"{escape(column.number)}. {escape(column.short_title)}"
        link = f'<a class="govuk-link" href="{pages.replace("NUMBER", number)}">{title}</a>'
        heading = f'<th scope="row" role="rowheader">{link}<br><small>{asked} asked</small></th>'
        rows.append(f'<tr role="row">{heading}{cells}</tr>\n')
    return _joined(rows)


def _bar_cell(fact: str, tally: list[tuple[str, int, str]], number: str) -> str:
    label = "Delivered" if fact == Fact.DELIVERED else Fact(fact).label
    if not tally:
        return f'<td role="cell" data-label="{label}">Nobody is asked</td>'
    words = [(state, f"{count} {WORDS[state].lower()}", href) for state, count, href in tally]
    named = f"recommendation {escape(number)}"
    items = "".join(
        f'<li><a href="{href}" aria-label="{said}, {named}">{charts.swatch(state)}{said}</a></li>'
        for state, said, href in words
    )
    drawn = charts.bar([Part(state, count, href) for state, count, href in tally])
    return f'<td role="cell" data-label="{label}">{drawn}<ul class="app-parts">{items}</ul></td>'


# -- updates over time


def over_time(overview: Overview, *, linked: bool = True) -> SafeString:
    report, matrices = overview.super_complaint, Matrices(overview)
    lines = [
        Line(_kind(kind, days), days, matrices.of_all(kind=kind) if linked else "")
        for kind, days in overview.received.items()
    ]
    counts = ", ".join(f"{len(days)} from {_kind(kind, days)}" for kind, days in overview.received.items()) or "none"
    due = _day(report.due_on)
    at_due = reverse("matrix", args=[report.slug]) + f"?as_at={report.due_on}"
    return charts.steps(
        lines,
        start=report.published_on,
        end=max(overview.as_at, report.due_on),
        due_on=report.due_on,
        as_at=overview.as_at,
        title=f"Updates received by {_day(overview.as_at)}: {counts}. Due {due}.",
        desc="Lines that rise with each update received. The table gives the same in numbers.",
        due_href=at_due if linked and report.due_on <= overview.as_at else "",
    )


def months(overview: Overview) -> dict:
    """The table of the same: kinds of bodies, and for each day its matrix, what it is, and the counts."""
    report = overview.super_complaint
    page = reverse("matrix", args=[report.slug])
    rows = [
        {"day": day, "is_due": day == report.due_on, "href": f"{page}?as_at={day}", "counts": counts}
        for day, counts in overview.months()
    ]
    return {"kinds": [KINDS[kind][1] for kind in overview.received], "rows": rows}


# -- the map


def on_map(overview: Overview, place: int, fact: str, kind: str, *, linked: bool = True) -> dict:
    """The map of one recommendation, and the same as a table: what is said, and the areas that say it."""
    kind = overview.kind_mapped(place, kind)
    areas, column = overview.areas(place, fact, kind), overview.matrix.columns[place]
    states = [state for state in (*STATES[fact], NOT_ADDRESSED) if any(area.state == state for area in areas)]
    groups = [_group(state, [area for area in areas if area.state == state]) for state in states]
    whose = "police forces" if kind == Body.Kind.FORCE else "local policing bodies"
    about = f"Recommendation {column.number}, {Fact(fact).label.lower()} of the {whose}".replace("hmicfrs", "HMICFRS")
    said = ", ".join(f"{len(group['areas'])} {group['words'].lower()}" for group in groups)
    shown = areas if linked else [area._replace(href="") for area in areas]
    return {
        "about": about,
        "column": column,
        "svg": charts.hexagons(shown, title=f"Map. {about}: {said}.", desc="The table says the same."),
        "groups": groups,
        "states": states,
    }


def _group(state, areas) -> dict:
    look = charts.LOOKS[state]
    ordered = sorted(areas, key=lambda area: area.name)
    return {"words": areas[0].words, "sign": look.sign, "swatch": mark_safe(charts.swatch(state)), "areas": ordered}  # noqa: S308 - made of nothing typed


def states_shown(overview: Overview) -> Iterator[str]:
    """Every state that some bar or the map may show: what swatches are needed for."""
    return dict.fromkeys([*(state for states in STATES.values() for state in states), NOT_ADDRESSED])


def _day(day) -> str:
    return date_format(day, "j F Y")


def _joined(parts) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part above is escaped where it is made
