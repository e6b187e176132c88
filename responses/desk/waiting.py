"""Which answers wait for HMICFRS to review them, and in which order. Pure reading; the date is an argument.

For each addressee it is the answer that speaks (see matrix.py), where nobody has reviewed it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db import models

from recommendations.models import Body, Recommendation, SuperComplaint
from responses.matrix import NOT_REVIEWED, Cell, build_matrix
from responses.models import Response, Review

REPLIES = "Replies to what HMICFRS asked"


class Grouped(models.TextChoices):
    """How the queue is put together. Replies to HMICFRS's questions come first, whatever it is."""

    NOT = "", "Oldest first"
    RECOMMENDATION = "recommendation", "By recommendation"
    BODY = "body", "By body"


@dataclass
class Waiting:
    """One answer that nobody has reviewed."""

    cell: Cell
    received_on: datetime.date
    recorded_at: datetime.datetime
    history: list[Review] = field(default_factory=list)  # reviews of earlier answers, as they were made
    response: Response | None = None  # only of those on the page: the words are long

    @property
    def response_id(self) -> int:
        return self.cell.response_id

    @property
    def question(self) -> Review | None:
        """What HMICFRS had asked when this answer came."""
        latest = self.history[-1] if self.history else None
        asks = latest and latest.outcome == Review.Outcome.MORE_INFORMATION and latest.reviewed_on <= self.received_on
        return latest if asks else None

    @property
    def delivered(self) -> Review | None:
        """HMICFRS's word that it was delivered, where it stands."""
        decisive = (Review.Outcome.DELIVERED, Review.Outcome.REOPENED)
        latest = next((review for review in reversed(self.history) if review.outcome in decisive), None)
        return latest if latest and latest.outcome == Review.Outcome.DELIVERED else None

    def group(self, by: str) -> tuple:
        """(whether it is no reply, the place of the group, its name)"""
        if self.question:
            return False, 0, REPLIES
        recommendation, body = self.cell.recommendation, self.cell.body
        if by == Grouped.RECOMMENDATION:
            return True, recommendation.order, f"{recommendation}: {recommendation.short_title}"
        if by == Grouped.BODY:
            return True, body.name, body.name
        return True, 0, "Oldest first"


def waiting(
    super_complaint: SuperComplaint,
    on: datetime.date,
    *,
    recommendations: list[Recommendation],
    body: Body | None = None,
    kind: str = "",
    region: str = "",
    grouped: str = Grouped.NOT,
) -> list[Waiting]:
    """The queue at the end of a day: replies first, then group by group, each oldest first.

    A matrix and two queries, however long it is.
    """
    bodies = {body.pk} if body else None
    matrix = build_matrix(super_complaint, on, recommendations=recommendations, bodies=bodies, kind=kind, region=region)
    cells = {cell.response_id: cell for cell in matrix.cells() if cell.has(NOT_REVIEWED)}
    history = _history(super_complaint)
    facts = Response.objects.filter(pk__in=cells).values_list("pk", "update__received_on", "update__recorded_at")
    queue = [Waiting(cells[pk], *days, history[cells[pk].addressee_id]) for pk, *days in facts]
    return sorted(queue, key=lambda it: (*it.group(grouped), it.received_on, it.recorded_at, it.response_id))


def _history(super_complaint) -> dict[int, list[Review]]:
    """Every review of what was not recorded in error, by id of the addressee, as they were made."""
    found = defaultdict(list)
    reviews = Review.objects.standing().filter(response__update__super_complaint=super_complaint)
    for review in reviews.select_related("reviewed_by", "response").defer("response__text").in_order():
        found[review.response.addressee_id].append(review)
    return found


def with_words(page: list[Waiting]) -> list[Waiting]:
    """The same, each with its response: what was said, in which letter. One query."""
    responses = Response.objects.select_related("update__body", "awaiting_body").in_bulk(
        [entry.response_id for entry in page]
    )
    for entry in page:
        entry.response = responses[entry.response_id]
    return page


def in_groups(page: list[Waiting], grouped: str) -> Iterator[tuple[str, list[Waiting]]]:
    """(name of the group, those of it that are on the page)"""
    for (*_, name), entries in groupby(page, key=lambda it: it.group(grouped)):
        yield name, list(entries)
