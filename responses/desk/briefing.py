"""The overview on two sheets of paper: a briefing for the Chief Inspector, as a PDF that can be listened to."""

import datetime
import itertools

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from recommendations.english import in_english
from responses.desk import charts, figures
from responses.desk.charts import Part
from responses.desk.overview import STATES, WORDS, Fact, Overview
from responses.letter import drawing
from responses.matrix import Status

MOST_BARS, MOST_MOVES, MOST_LETTERS = 8, 4, 60  # what two sheets hold


@in_english
def briefing_pdf(overview: Overview, place: int, fact: str, kind: str, *, at: datetime.datetime) -> bytes:
    """Two pages of A4, made at a moment. LetterError where they cannot be drawn."""
    html = render_to_string("papers/briefing.html", briefing_facts(overview, place, fact, kind, at))
    identifier = f"briefing {overview.super_complaint.slug} {overview.as_at} {at.isoformat()}"
    return drawing.draw(html, assets={}, identifier=identifier.encode(), look=drawing.PAPER)


def briefing_facts(overview: Overview, place: int, fact: str, kind: str, at: datetime.datetime) -> dict:
    """What the template wants."""
    as_at, known = date_format(overview.as_at, "j F Y"), date_format(at, "j F Y, H:i")
    shown = _worth_a_bar(overview)
    return {
        "paper_title": f"{Truncator(overview.super_complaint.title).chars(80)}: briefing for the Chief Inspector",
        "paper_clock": f"As at the end of {as_at}, as it was known on {known}",
        "author": "HMICFRS",
        "made_at": f"{at.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "overview": overview,
        "figures": figures.figures(overview),
        "changed": figures.changed(overview, most=MOST_MOVES),
        "bars": [_row(overview, each) for each in shown],
        "left_out": len(overview.matrix.columns) - len(shown),
        "key": _key(overview, shown),
        "over_time": figures.over_time(overview, linked=False),
        "months": _few(figures.months(overview)),
        "map": figures.on_map(overview, place, fact, kind, linked=False),
    }


def _worth_a_bar(overview: Overview) -> list[int]:
    """The places of the recommendations that get a bar: all, or those with most overdue. In the report's order."""
    places = range(len(overview.matrix.columns))
    overdue = overview.matrix.totals.get(Status.OVERDUE) or [0 for _ in places]
    return sorted(sorted(places, key=lambda place: -overdue[place])[:MOST_BARS])


def _row(overview, place) -> dict:
    column = overview.matrix.columns[place]
    title = Truncator(column.short_title).chars(MOST_LETTERS)
    bars = [_bar(overview, place, fact) for fact in Fact]
    return {"title": f"{column.number}. {title}", "asked": overview.matrix.asked[place], "bars": bars}


def _bar(overview, place, fact) -> SafeString:
    tally = overview.tally(place, fact)
    if not tally:
        return "Nobody is asked"
    said = ", ".join(f"{count} {WORDS[state].lower()}" for state, count in tally)
    return charts.bar_on_paper([Part(*part) for part in tally], title=said)


def _key(overview, places) -> SafeString:
    found = {state for place in places for fact in Fact for state, _ in overview.tally(place, fact)}
    in_order = dict.fromkeys(itertools.chain.from_iterable(STATES.values()))
    named = [(state, WORDS[state]) for state in in_order if state in found]
    signs = "; ".join(f"{charts.LOOKS[state].sign} {words.lower()}" for state, words in named)
    return charts.key(named, title=f"What the signs below the bars mean: {signs}")


def _few(months) -> dict:
    """The due date, and the last days with news."""
    rows = months["rows"]
    few = [row for place, row in enumerate(rows) if row["is_due"] or place >= len(rows) - 4]
    return months | {"rows": few}
