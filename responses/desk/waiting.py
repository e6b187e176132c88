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
from responses.models import Response, Review, Update

LETTER = [f"update__{name}" for name in ("super_complaint_id", "received_on", "recorded_at", "body__name")]
REPLIES = "Replies to what HMICFRS asked"


class Grouped(models.TextChoices):
    """How the queue is put together. Replies to HMICFRS's questions come first, whatever it is."""

    NOT = "", "Oldest first"
    RECOMMENDATION = "recommendation", "By recommendation"
    BODY = "body", "By body"
    LETTER = "letter", "By letter"


@dataclass
class Waiting:
    """One answer that nobody has reviewed."""

    cell: Cell
    update: Update  # the letter that says so
    history: list[Review] = field(default_factory=list)  # reviews of earlier answers, as they were made
    response: Response | None = None  # only of those on the page: the words are long

    @property
    def response_id(self) -> int:
        return self.cell.response_id

    @property
    def received_on(self) -> datetime.date:
        return self.update.received_on

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

    @property
    def age(self) -> tuple:
        """Where its letter stands among the letters, oldest first."""
        return self.update.received_on, self.update.recorded_at, self.update.pk

    def group(self, by: str) -> tuple:
        """(whether it is no reply, the place of the group, its name)"""
        if self.question:
            return False, 0, REPLIES
        recommendation, body = self.cell.recommendation, self.cell.body
        if by == Grouped.RECOMMENDATION:
            return True, recommendation.order, f"{recommendation}: {recommendation.short_title}"
        if by == Grouped.BODY:
            return True, body.name, body.name
        if by == Grouped.LETTER:
            # One letter for all forces is so seen, ticked and reviewed as one.
            return True, *self.age, f"{self.update.body}’s letter {self.update.reference}"
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
    answers = Response.objects.filter(pk__in=cells).select_related("update__body").only("update", *LETTER)
    queue = [Waiting(cells[it.pk], it.update, history[cells[it.pk].addressee_id]) for it in answers]
    return sorted(queue, key=lambda it: (*it.group(grouped), *it.age, it.response_id))


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
