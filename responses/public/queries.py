"""What the public may know of a published report, as at a date: what is asked for here is all that a page can show.

What bodies say, and silence. Never a draft, what HMICFRS judged, asked again or granted, what was recorded in error, or
a person. Statuses are those of matrix.py; what a letter said that was withdrawn since is nobody's word any more.
"""

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from recommendations.links import Links, Side
from recommendations.models import Body, Recommendation, SuperComplaint
from responses.matrix import POSITIONS, Cell, Matrix, Status, build_matrix
from responses.models import Publication, PublishedResponse, Response, Update, Withholding
from responses.models.responses import AWAITING, awaiting_in_words
from responses.public.words import Shown, Withheld, without_persons
from responses.to_come import UNANSWERED

# What a cell knows beside what bodies say, as the public reads it: nothing.
NOT_PUBLIC = {"marks": (), "late": False, "review": "", "review_due_on": None, "delivered": False}
NOT_PUBLIC |= {"asked_again": (), "extensions": 0, "awaiting": ""}  # what they await, in their words, is with the words


def published_reports() -> QuerySet[SuperComplaint]:
    """Reports that anybody may read now, newest first, each with `publication`: a list of the one that is open."""
    publications = Publication.objects.open()
    found = SuperComplaint.objects.filter(pk__in=publications.values("super_complaint"))
    return found.prefetch_related(Prefetch("publications", publications, to_attr="publication"))


def published(slug: str) -> SuperComplaint:
    """A report that anybody may read. Raises Http404, the same where there is none and where it is not public."""
    return get_object_or_404(published_reports(), slug=slug)


def asked_body(report: SuperComplaint, slug: str) -> Body:
    """A body of which a report asks something. Raises Http404."""
    return get_object_or_404(
        Body.objects.filter(addressed__recommendation__super_complaint=report).distinct(), slug=slug
    )


def public_matrix(report: SuperComplaint, as_at: datetime.date, *, kind: str = "", bodies=None) -> Matrix:
    """The matrix as at a date with what bodies say alone."""
    recommendations = list(report.recommendations.all())
    matrix = build_matrix(report, as_at, recommendations=recommendations, kind=kind, bodies=bodies)
    groups = [
        group._replace(rows=[row._replace(cells=list(map(_said_alone, row.cells))) for row in group.rows])
        for group in matrix.groups
    ]
    return dataclasses.replace(matrix, groups=groups)


def _said_alone(cell: Cell | None) -> Cell | None:
    return cell and cell._replace(**NOT_PUBLIC)


# -- how far a report has come


class Ended(NamedTuple):
    """Why nothing more is expected on a recommendation."""

    in_a_line: str


def ended(matrix: Matrix) -> dict[int, Ended]:
    """By id, the recommendations of a matrix on which nothing more is expected. A report that is not public is not
    named. Two queries."""
    named = set(Publication.objects.open().values_list("super_complaint", flat=True))
    sides = Links().ended([column.pk for column in matrix.columns], matrix.as_at)
    return {pk: Ended(_ended_in_a_line(side, named)) for pk, side in sides.items()}


def _ended_in_a_line(side: Side, named: set[int]) -> str:
    if side.other and side.other.super_complaint_id not in named:
        return f"{side.words} another recommendation"
    return side.in_a_line


class Line(NamedTuple):
    """How many bodies say the same, and when the first and the last of them did; no day of a silence."""

    words: str
    count: int
    first: datetime.date | None
    last: datetime.date | None


class Progress(NamedTuple):
    """How far one recommendation has come, as those say whom it asks."""

    recommendation: Recommendation
    asked: int
    answered: int
    positions: list[Line]
    statuses: list[Line]
    ended: "Ended | None"


def progress_of(matrix: Matrix) -> Iterator[Progress]:
    """Each recommendation of a public matrix, in order. Two queries."""
    because = ended(matrix)
    rows = list(matrix.rows())
    for place, recommendation in enumerate(matrix.columns):
        cells = [row.cells[place] for row in rows if row.cells[place]]
        positions, statuses = defaultdict(list), defaultdict(list)
        for cell in cells:
            statuses[cell.status].append(cell.progress_letter or cell.letter)
            if cell.position:
                positions[cell.position].append(cell.position_letter or cell.letter)
        yield Progress(
            recommendation,
            len(cells),
            sum(cell.status not in UNANSWERED for cell in cells),
            [_line(label, positions[each]) for each, label in POSITIONS.items() if each in positions],
            [_line(each.label, statuses[each]) for each in Status if each in statuses],
            because.get(recommendation.pk),
        )


def _line(words, letters) -> Line:
    days = [letter.received_on for letter in letters if letter]
    return Line(words, len(letters), min(days, default=None), max(days, default=None))


# -- what one body said, and what all did


class Answer(NamedTuple):
    """What one update says for one body on one recommendation, as the public reads it."""

    response: Response  # with its update and its addressee's body
    shown: Shown
    awaiting: str  # whom or what it waits for


class OnRecommendation(NamedTuple):
    cell: Cell
    answers: list[Answer]  # newest first


def answers_of(report: SuperComplaint, matrix: Matrix) -> Iterator[OnRecommendation]:
    """All that the bodies of a public matrix said and still say, body by body. Two queries.

    An answer of a letter that was withdrawn by now is not among them, whatever the date: nobody says it any more.
    """
    heard = defaultdict(list)
    bodies = {row.body.pk for row in matrix.rows()}
    for answer in _answers(report, matrix.as_at, bodies):
        heard[answer.response.addressee_id].append(answer)
    for cell in matrix.cells():
        yield OnRecommendation(cell, heard[cell.addressee_id])


def _answers(report, as_at, bodies: Iterable[int]) -> Iterator[Answer]:
    withheld = Withheld.of(
        Withholding.objects.standing().filter(response__update__super_complaint=report).select_related("response")
    )
    standing = Update.objects.standing().filter(super_complaint=report, received_on__lte=as_at)
    found = Response.objects.filter(update__in=standing, addressee__body__in=bodies)
    found = found.select_related("update__body", "addressee__body", *AWAITING)
    for response in found.order_by("-update__received_on", "-update__recorded_at", "-pk"):
        shown = withheld.shown(response, is_bilingual=response.update.is_bilingual)
        yield Answer(response, shown, _awaiting(response, shown))


def _awaiting(response: Response, shown: Shown) -> str:
    """Whom or what it waits for; in the words of the answer only where these are not withheld."""
    body, recommendation = response.awaiting_body, response.awaiting_recommendation
    words = "" if shown.is_withheld else without_persons(response.awaiting)
    return awaiting_in_words(body and body.name, recommendation and recommendation.number, words)


def updates_of(report: SuperComplaint, body: Body, as_at: datetime.date) -> QuerySet[Update]:
    """The updates that spoke for a body by a date, newest first, with how many `answers` each gives; none recorded in
    error. Those withdrawn since say so, and nothing else."""
    found = Update.objects.recorded().filter(super_complaint=report, received_on__lte=as_at, in_error_at=None)
    found = found.filter(pk__in=body.spoken_for_in.values("pk")).select_related("body")
    return found.annotate(answers=Count("responses", filter=Q(responses__addressee__body=body)))


def pages_of(report: SuperComplaint, as_at: datetime.date, body: Body | None = None) -> QuerySet[PublishedResponse]:
    """Where bodies (or one) published their own answers, as far as that was by a date or bears none."""
    found = PublishedResponse.objects.filter(super_complaint=report).exclude(published_on__gt=as_at)
    found = found.filter(body=body) if body else found
    return found.select_related("body").order_by("body__name", "published_on", "pk")
