"""The least work that could answer: raw SQL, then strings joined to the very bytes of the real page and export.

Nothing is shared with what it measures but the SQL, which is the fastest we found. The frame of the page (everything
but its rows and totals) is taken from the real page, so the floor gets it for nothing.
"""

import csv
import datetime
import io
import re
from collections import Counter, defaultdict
from functools import cache
from html import escape

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse

from recommendations.models import Body
from responses.exports import COLUMNS as EXPORTED
from responses.matrix import LATEST_RESPONSES, Status
from responses.models import Response, Review

BODIES = "SELECT id, name, slug, oversees_id, kind, region FROM recommendations_body ORDER BY name"
COLUMNS = """SELECT id, number, met_by_update FROM recommendations_recommendation
WHERE super_complaint_id = %(super_complaint)s ORDER BY "order" """
REVIEWS = """SELECT review.response_id, review.outcome FROM responses_review review
JOIN responses_response response ON response.id = review.response_id
JOIN responses_update letter ON letter.id = response.update_id
WHERE letter.super_complaint_id = %(super_complaint)s AND reviewed_on <= %(as_at)s ORDER BY reviewed_on, review.id"""
LETTERS = """SELECT letter.id, letter.body_id, CAST(received_on AS TEXT), CAST(dated AS TEXT), dated_precision,
    spoken.body_id
FROM responses_update letter JOIN responses_update_speaks_for spoken ON spoken.update_id = letter.id
WHERE super_complaint_id = %(super_complaint)s AND recorded_at IS NOT NULL AND received_on <= %(as_at)s
    AND (withdrawn_on IS NULL OR withdrawn_on > %(as_at)s) ORDER BY received_on, recorded_at, letter.id"""

WORDS = dict(Status.choices)
MARKS = {"not_accepted": "Not accepted", "accepted_in_part": "Accepted in part"}
KINDS, REGIONS = dict(Body.Kind.choices), dict(Body.Region.choices)
POSITIONS = dict(Response.Position.choices)
OUTCOMES = dict(Review.Outcome.choices)
REVIEWED = {"more_information": "More information asked", "satisfied": "HMICFRS satisfied"}
HIDDEN = "<span>"

frame = []  # the real page, cut where its rows and totals stand


def keep_frame(page: str) -> None:
    frame[:] = re.split(r"<tbody>.*?</tbody>", page, flags=re.DOTALL)


def fetch(sql, asked):
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()


def asked(request, slug):
    if not request.user.is_liaison:
        raise PermissionDenied
    [[super_complaint]] = fetch("SELECT id FROM recommendations_supercomplaint WHERE slug = %(slug)s", {"slug": slug})
    return {"super_complaint": super_complaint, "as_at": datetime.date.fromisoformat(request.GET["as_at"])}


def read(asked):
    """Cells as (status, late, count, review, position, progress, awaiting, letter) by body and recommendation."""
    bodies = {row[0]: row for row in fetch(BODIES, asked)}
    columns = fetch(COLUMNS, asked)
    computed = {column[0] for column in columns if column[2]}
    letters, general, own = {}, {}, {}
    for letter in fetch(LETTERS, asked):
        letters[letter[0]] = letter
        body = letter[5]
        general[body] = general.get(body, (letter,))[0], letter
        if body in (letter[1], bodies[letter[1]][3]):
            own.setdefault(body, letter)
    reviews = dict(fetch(REVIEWS, asked))
    as_at, cells = asked["as_at"].isoformat(), defaultdict(dict)
    for _, body, column, due, first, count, response, update, progress, position, awaiting in fetch(
        LATEST_RESPONSES.format(super_complaints="%(super_complaint)s"), asked
    ):
        if column in computed:
            letter = own.get(body)
            late = letter is not None and letter[2] > due
            status = "complete" if letter else "overdue" if as_at > due else "awaited"
            cell = status, late, count, reviews.get(response), None, None, "", letter
        elif response:
            cell = progress, first > due, count, reviews.get(response), position, progress, awaiting, letters[update]
        elif body in general:
            earliest, latest = general[body]
            cell = "general_reply_only", earliest[2] > due, 0, None, None, None, "", latest
        else:
            cell = "overdue" if as_at > due else "awaited", False, 0, None, None, None, "", None
        cells[body][column] = cell
    return bodies, columns, cells


def matrix(request, slug):
    as_at = request.GET["as_at"]
    bodies, columns, cells = read(asked(request, slug))
    before = f'<a href="/super-complaints/{slug}/recommendations/'
    after = f'/?as_at={as_at}">{HIDDEN}Recommendation '
    drawn, totals = ["<tbody>"], defaultdict(Counter)
    for body, row in bodies.items():
        if body not in cells:
            continue
        name = escape(row[1])
        drawn.append(f'<tr><th scope="row">{name}</th>')
        for column, number, _ in columns:
            status, late, count, review, position, _, _, letter = cells[body][column]
            totals[status][column] += 1
            words = WORDS[status]
            if position in MARKS:
                words += f" <small>{MARKS[position]}</small>"
            if late:
                words += " <small>Received late</small>"
            if review:
                words += f" <small>{REVIEWED[review]}</small>"
            if count > 1:
                words += f" <small>{count} responses</small>"
            if letter and letter[1] != body:
                sender = bodies[letter[1]]
                words += f" <small>Letter from {'the PCC' if sender[3] == body else escape(sender[1])}</small>"
            drawn.append(
                f'<td class="{status}">{before}{number}/bodies/{row[2]}{after}{number}, {name}: </span>{words}</a></td>'
            )
        drawn.append("</tr>\n")
    drawn.append("</tbody>")
    start, middle, end = frame
    summed = [draw_totals(status, totals[status], columns, as_at) for status in WORDS if status in totals]
    return HttpResponse("".join([start, *drawn, middle, "<tbody>", *summed, "</tbody>", end]))


def draw_totals(status, counts, columns, as_at):
    link = f'<td class="{status}"><a href="?as_at={as_at}&amp;status={status}&amp;recommendation='
    cells = [
        f'{link}{number}">{HIDDEN}Recommendation {number}, {WORDS[status]}: </span>{counts[column]}</a></td>'
        if counts[column]
        else "<td>0</td>"
        for column, number, _ in columns
    ]
    return f'<tr><th scope="row">{WORDS[status]}</th>{"".join(cells)}</tr>\n'


def matrix_csv(request, slug):
    bodies, columns, cells = read(asked(request, slug))
    lines = io.StringIO()
    write = csv.writer(lines).writerow
    write(EXPORTED)
    for body, (_, name, _, _, kind, region) in bodies.items():
        for column, number, _ in columns if body in cells else ():
            status, late, _, review, position, _, awaiting, letter = cells[body][column]
            progress = WORDS[status] if position else ""
            line = [name, KINDS[kind], REGIONS[region], number, WORDS[status], POSITIONS.get(position, ""), progress]
            if letter:
                dated = words_of_month(letter[3]) if letter[4] == "month" else letter[3]
                write(
                    [
                        *line,
                        awaiting,
                        dated,
                        letter[2],
                        "yes" if late else "no",
                        OUTCOMES.get(review, ""),
                        bodies[letter[1]][1],
                    ]
                )
            else:
                write([*line, "", "", "", "", "", ""])
    return HttpResponse(lines.getvalue().encode("utf-8-sig"))


@cache
def words_of_month(day):
    return f"{datetime.date.fromisoformat(day):%B %Y}"
