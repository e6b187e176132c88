"""The least work that could answer: raw SQL, then strings joined to the very bytes of the real page and export.

Nothing is shared with what it measures but the SQL, which is the fastest we found, and the sentence beside each status.
The frame of the page (everything but its rows) is taken from the real page, so the floor gets it for nothing.
"""

import csv
import datetime
import io
from collections import defaultdict
from functools import cache
from html import escape

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from recommendations.models import Body
from responses.exports import COLUMNS as EXPORTED
from responses.matrix import MEANS, Status
from responses.models import Response, Review
from responses.record import heard_query

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
    AND (withdrawn_on IS NULL OR withdrawn_on > %(as_at)s) AND in_error_at IS NULL
ORDER BY received_on, recorded_at, letter.id"""

WORDS, POSITIONS = dict(Status.choices), dict(Response.Position.choices)
PROGRESSES = dict(Response.Progress.choices)
KINDS, REGIONS = dict(Body.Kind.choices), dict(Body.Region.choices)
OUTCOMES = dict(Review.Outcome.choices)
REVIEWED = {"more_information": "More information asked", "satisfied": "HMICFRS satisfied"}
# What the codes of a packed answer mean, as record.py gives them out.
POSITION_OF, PROGRESS_OF = (["", *choices.values] for choices in (Response.Position, Response.Progress))

frame = []  # the real page, cut where its rows stand


def keep_frame(page: str) -> None:
    table = page.index('<table class="app-matrix">')
    start, end = page.index("<tbody>", table), page.rindex("</tbody>") + len("</tbody>")
    frame[:] = page[:start], page[end:]


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
    """Cells as (status, late, count, review, position, progress, awaiting, letters, due day) by body and column.

    `letters` are those of the cell, of its position and of its progress. The bench's world holds no letter for all.
    """
    bodies = {row[0]: row for row in fetch(BODIES, asked)}
    columns = fetch(COLUMNS, asked)
    computed = {column[0] for column in columns if column[2]}
    letters, own = [], {}
    for letter in fetch(LETTERS, asked):
        letters.append(letter)
        own.setdefault(letter[5], []).append(letter)
    reviews = dict(fetch(REVIEWS, asked))
    as_at, cells = asked["as_at"].isoformat(), defaultdict(dict)
    query = heard_query([asked["super_complaint"]], [(it[0], it[1], place, 0) for place, it in enumerate(letters)], [])
    for _, body, column, _, due, count, _, first, latest, position, progress, awaiting, _, _ in fetch(query, asked):
        review = reviews.get(latest >> 3 & 0xFFFFFFFF) if latest else None
        silent = "overdue" if as_at > due else "awaited"
        mine = own.get(body)
        if column in computed:
            letter = mine[0] if mine else None
            late = letter is not None and letter[2] > due
            cell = "complete" if letter else silent, late, count, review, None, None, "", (letter, None, None), due
        elif latest:
            says = letters[position >> 35 & 0xFFFFF] if position else None
            does = letters[progress >> 35 & 0xFFFFF] if progress else None
            status, stand = (PROGRESS_OF[progress & 7] if progress else "not_stated"), position and position & 7
            stand = POSITION_OF[stand] if stand else "not_stated"
            rests_on = does or says or letters[latest >> 35 & 0xFFFFF], says, does
            cell = status, letters[first][2] > due, count, review, stand, status, awaiting or "", rests_on, due
        elif mine:
            cell = "general_reply_only", mine[0][2] > due, 0, None, None, None, "", (mine[-1], None, None), due
        else:
            cell = silent, False, 0, None, None, None, "", (None, None, None), due
        cells[body][column] = cell
    return bodies, columns, cells


def matrix(request, slug):
    as_at = request.GET["as_at"]
    bodies, columns, cells = read(asked(request, slug))
    before = f'<a href="/super-complaints/{slug}/recommendations/'
    after = f'/?as_at={as_at}" aria-label="Recommendation '
    drawn = ["<tbody>"]
    for body, row in bodies.items():
        if body not in cells:
            continue
        name = escape(row[1])
        drawn.append(f'<tr><th scope="row">{name}</th>')
        for column, number, _ in columns:
            status, late, count, review, position, _, _, (letter, says, does), _ = cells[body][column]
            words, stated = WORDS[status], POSITIONS[position] if position and position != "not_stated" else ""
            if stated:
                words = stated if status == "not_stated" else f"{stated}. {words}"
            if late:
                words += "\nReceived late"
            if review:
                words += f"\n{REVIEWED[review]}"
            if count > 1:
                words += f"\n{count} responses"
            if says and does and says is not does:
                words += f"\nPosition: {named(says, body, bodies)}\nProgress: {named(does, body, bodies)}"
            elif letter and letter[1] != body:
                words += f"\n{named(letter, body, bodies)}"
            css = "not_accepted" if position == "not_accepted" else status
            drawn.append(
                f'<td class="{css}">{before}{number}/bodies/{row[2]}{after}{number}, {name}:\n{words}">{words}</a></td>'
            )
        drawn.append("</tr>\n")
    drawn.append("</tbody>")
    start, end = frame
    return HttpResponse("".join([start, *drawn, end]))


def named(letter, body, bodies):
    sender = bodies[letter[1]]
    if letter[1] == body:
        return words_of_day(letter[2])
    return f"{'PCC' if sender[3] == body else escape(sender[1])}’s letter"


def matrix_csv(request, slug):
    bodies, columns, cells = read(asked(request, slug))
    lines = io.StringIO()
    write = csv.writer(lines).writerow
    write(EXPORTED)
    clock = request.GET["as_at"], timezone.localdate().isoformat()
    for body, (_, name, _, _, kind, region) in bodies.items():
        for column, number, _ in columns if body in cells else ():
            status, late, _, review, position, progress, awaiting, rests_on, due = cells[body][column]
            letter, says, does = rests_on
            dated = ""
            if letter:
                dated = words_of_month(letter[3]) if letter[4] == "month" else letter[3]
            write(
                [
                    *(name, KINDS[kind], REGIONS[region], number, WORDS[status], MEANS[status]),
                    *(POSITIONS.get(position, ""), *whose(says, bodies)),
                    *(PROGRESSES.get(progress, ""), *whose(does, bodies)),
                    *(awaiting, "", "", dated, letter[2] if letter else "", due, ""),
                    *(("yes" if late else "no") if letter else "", "", "", OUTCOMES.get(review, ""), ""),
                    bodies[letter[1]][1] if letter else "",
                    *clock,
                ]
            )
    return HttpResponse(lines.getvalue().encode("utf-8-sig"))


def whose(letter, bodies):
    return (letter[2], bodies[letter[1]][1]) if letter else ("", "")


@cache
def words_of_month(day):
    return f"{datetime.date.fromisoformat(day):%B %Y}"


@cache
def words_of_day(day):
    day = datetime.date.fromisoformat(day)
    return f"{day.day} {day:%b %Y}"
