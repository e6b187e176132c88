"""The overview of 90 bodies by 120 recommendations, against the least work: raw SQL, and strings joined to its bytes.

Both read two days, the day asked for and 28 days before. The floor counts every cell, finds those that moved, and makes
the table of bars, which is nearly all of the page. The rest it is given, as bench/floor.py is given its frame.
"""

from collections import Counter
from html import escape

from django.http import HttpResponse
from django.test import Client

from bench import data, floor
from bench.measure import Figure, measure
from bench.pages import alike, counted
from responses.desk.charts import LOOKS
from responses.desk.overview import LATELY, STATES, WORDS

TITLES = """SELECT id, number, short_title, met_by_update FROM recommendations_recommendation
WHERE super_complaint_id = %(super_complaint)s ORDER BY "order" """
LABELS = {"position": "Position", "progress": "Progress", "delivered": "Delivered"}
TIMES = 12
frame = []  # the real page, cut where the rows of its bars stand


def figure(client: Client) -> Figure:
    """For a liaison, once bench/pages.py has made the report "size-120"; through the addresses of bench/urls.py."""
    page, least = (f"/{door}/size-120/overview/?as_at={data.AS_AT}" for door in ("super-complaints", "floor"))
    real, queries = counted(lambda: client.get(page))
    keep_frame(real.content.decode())
    assert alike(client.get(least).content) == alike(real.content), "the floor gives other bytes"  # noqa: S101 - a bench may stop at once
    what = f"Overview, 90 x 120, 5 updates each, {len(real.content) / 1000:.0f} kB"
    return measure(what, lambda: client.get(page), lambda: client.get(least), times=TIMES, queries=queries)


def keep_frame(page: str) -> None:
    start = page.index('<tbody role="rowgroup">') + len('<tbody role="rowgroup">')
    frame[:] = page[:start], page[page.index("</tbody>", start) :]


def overview(request, slug):
    asked = floor.asked(request, slug)
    _, _, cells = floor.read(asked)
    _, _, before = floor.read(asked | {"as_at": asked["as_at"] - LATELY})
    moved = [
        cell
        for body, row in cells.items()
        for column, cell in row.items()
        if cell[:7] != before[body][column][:7]  # what it says, its marks and whom it waits for
    ]
    start, end = frame
    assert moved is not None  # noqa: S101 - the sentence that counts them is in the frame
    return HttpResponse("".join([start, *rows(asked, slug, cells), end]))


def rows(asked, slug, cells):
    counts = Counter((column, cell[0], cell[4]) for row in cells.values() for column, cell in row.items())
    titles, tallies = floor.fetch(TITLES, asked), {}
    met = {column for column, _, _, is_met in titles if is_met}
    for (column, status, position), count in counts.items():
        if status == "complete" and column in met:
            status = position = "update_received"
        for fact, state in ("position", position or status), ("progress", status), ("delivered", "not_delivered"):
            tally = tallies.setdefault((column, fact), {})
            tally[state] = tally.get(state, 0) + count
    report, as_at = f"/super-complaints/{slug}", asked["as_at"].isoformat()
    for column, number, title, _ in titles:
        matrix, page = f"{report}/matrix/?as_at={as_at}", f"{report}/recommendations/{number}/answers/?as_at={as_at}"
        tds = [cell_of(matrix, number, fact, tallies.get((column, fact), {})) for fact in LABELS]
        total = sum(tallies[column, "delivered"].values())
        yield (
            f'<tr role="row"><th scope="row" role="rowheader"><a class="govuk-link" href="{page}">{number}. '
            f"{escape(title)}</a><br><small>{total} asked</small></th>{''.join(tds)}</tr>\n"
        )


def cell_of(matrix, number, fact, tally):
    states = [state for state in STATES[fact] if state in tally]
    total, at, pieces, items = sum(tally.values()), 0, [], []
    for state in states:
        count = tally[state]
        asks = "position" if fact == "position" and state in floor.POSITIONS else "status"
        ask = {"not_delivered": "", "update_received": "status=complete&amp;"}.get(state, f"{asks}={state}&amp;")
        href = f"{matrix}&amp;{ask}recommendation={number}"
        width = 300 * count / total
        pieces.append(f'<a href="{href}" tabindex="-1">{piece(state, at, max(width - 2, 1))}</a>')
        at += width
        said = f"{count} {WORDS[state].lower()}"
        use = f'<svg class="app-swatch" aria-hidden="true" focusable="false"><use href="#state-{state}"/></svg>'
        items.append(f'<li><a href="{href}" aria-label="{said}, recommendation {number}">{use}{said}</a></li>')
    return (
        f'<td role="cell" data-label="{LABELS[fact]}"><svg xmlns="http://www.w3.org/2000/svg" class="app-bar"'
        f' viewBox="0 0 300 16" aria-hidden="true" focusable="false">{"".join(pieces)}</svg>'
        f'<ul class="app-parts">{"".join(items)}</ul></td>'
    )


def piece(state, x, width):
    fill, ink, _, texture = LOOKS[state]
    drawn = f'<rect x="{x + 1:.1f}" y="1" width="{width:.1f}" height="14" fill="{fill}" stroke="#0b0c0c"/>'
    x, width = x + 1.5, width - 1
    if width < 2:
        return drawn
    if texture in ("upright", "grid"):
        drawn += f'<path d="M{x:.1f} 8h{width:.1f}" stroke="{ink}" stroke-width="13" stroke-dasharray="1.2 4.8"/>'
    if texture in ("level", "grid"):
        drawn += f'<path d="M{x:.1f} 5.5h{width:.1f}m-{width:.1f} 5h{width:.1f}" stroke="{ink}" fill="none"/>'
    if texture == "dots":
        drawn += f'<path d="M{x:.1f} 8h{width:.1f}" stroke="{ink}" stroke-width="3" stroke-dasharray="3 5"/>'
    return drawn
