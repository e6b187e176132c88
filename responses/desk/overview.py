"""One report as at a date, in a few figures: what HMICFRS's Chief Inspector asks first. Pure reading.

Every figure counts cells of the matrix (or letters), so it can be followed to them; no status is decided here.
"""

import datetime
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db import models
from django.urls import reverse

from recommendations.models import Body, Recommendation, SuperComplaint
from responses.desk.charts import NOT_ADDRESSED, NOT_DELIVERED, UPDATE_RECEIVED, Area
from responses.desk.hexagons import PLACES
from responses.desk.moves import Move, moves
from responses.matrix import Cell, Matrix, Status, build_matrix
from responses.models import Response, Update
from responses.to_come import UNANSWERED

DELIVERED = "delivered"
LATELY = datetime.timedelta(days=28)
AREA_KINDS = (Body.Kind.FORCE, Body.Kind.LOCAL_POLICING_BODY)


class Fact(models.TextChoices):
    """Which of the three facts of a cell a chart shows."""

    POSITION = "position", "Position"
    PROGRESS = "progress", "Progress"
    DELIVERED = "delivered", "Delivered, as judged by HMICFRS"


# In the order in which a bar shows them: what is settled first, silence last.
_SILENCE = [Status.GENERAL_REPLY_ONLY, Status.AWAITED, Status.OVERDUE]
STATES: dict[str, list[str]] = {
    Fact.POSITION: [*Response.Position.values, UPDATE_RECEIVED, *_SILENCE],
    Fact.PROGRESS: [
        *(Status.COMPLETE, UPDATE_RECEIVED, Status.IN_PROGRESS, Status.AWAITING_OTHERS),
        *(Status.NOT_STARTED, Status.NOT_STATED, *_SILENCE),
    ],
    Fact.DELIVERED: [DELIVERED, NOT_DELIVERED],
}
# What bodies say and what HMICFRS judged are told apart. Where an update is all that was asked, none says "complete".
WORDS = dict(Status.choices) | dict(Response.Position.choices)
WORDS |= {Status.COMPLETE.value: "Said complete", UPDATE_RECEIVED: "Met by an update"}
WORDS |= {DELIVERED: "Delivered", NOT_DELIVERED: "Not seen done yet"}


def state_of(fact: str, column: Recommendation, status: Status, position: str, delivered: bool) -> str:
    """What a chart of one fact shows of a cell. Silence has no position and shows as itself, as in the matrix."""
    if fact == Fact.DELIVERED:
        return DELIVERED if delivered else NOT_DELIVERED
    if column.met_by_update and status == Status.COMPLETE:
        return UPDATE_RECEIVED
    return position or status.value if fact == Fact.POSITION else status.value


class Figures(NamedTuple):
    """Of all recommendations together, in answers: one body's to one recommendation."""

    bodies: int
    asked: int
    answered: int
    overdue: int
    overdue_bodies: int
    asked_position: int  # an update that was all that was asked has none
    accepted: int
    accepted_in_part: int
    delivered: int


@dataclass(frozen=True)
class Overview:
    """A report's matrix as at a date, counted, the letters that make it, and what moved lately."""

    matrix: Matrix
    since: datetime.date  # what moved after the end of this day
    moves: list[Move]
    received: dict[str, list[datetime.date]]  # by kind of body, in order
    forces: dict[int, Body]  # territorial

    @property
    def super_complaint(self) -> SuperComplaint:
        return self.matrix.super_complaint

    @property
    def as_at(self) -> datetime.date:
        return self.matrix.as_at

    @cached_property
    def _counted(self) -> Counter:
        """How many cells of each column, by (place, status, position, delivered)."""
        rows = (enumerate(row.cells) for row in self.matrix.rows())
        cells = ((place, cell) for place, cell in itertools.chain.from_iterable(rows) if cell)
        return Counter((place, cell.status, cell.position, cell.delivered) for place, cell in cells)

    @cached_property
    def _tallies(self) -> dict[tuple[int, str], Counter]:
        tallies = {(place, fact): Counter() for place in range(len(self.matrix.columns)) for fact in Fact}
        for (place, *cell), count in self._counted.items():
            for fact in Fact:
                tallies[place, fact][state_of(fact, self.matrix.columns[place], *cell)] += count
        return tallies

    def tally(self, place: int, fact: str) -> list[tuple[str, int]]:
        """(state, how many bodies) of one recommendation, by its place among the columns; only what somebody has."""
        tally = self._tallies[place, fact]
        return [(state, tally[state]) for state in STATES[fact] if tally[state]]

    @cached_property
    def figures(self) -> Figures:
        totals, positions, delivered = Counter(), Counter(), 0
        for (place, status, position, is_delivered), count in self._counted.items():
            totals[status] += count
            delivered += is_delivered * count
            if not self.matrix.columns[place].met_by_update:
                positions["asked"] += count
                positions[position] += count
        return Figures(
            bodies=self.matrix.body_count,
            asked=totals.total(),
            answered=totals.total() - sum(totals[status] for status in UNANSWERED),
            overdue=totals[Status.OVERDUE],
            overdue_bodies=sum(row.count(Status.OVERDUE) > 0 for row in self.matrix.rows()),
            asked_position=positions["asked"],
            accepted=positions[Response.Position.ACCEPTED],
            accepted_in_part=positions[Response.Position.ACCEPTED_IN_PART],
            delivered=delivered,
        )

    # -- updates received over time

    def months(self) -> Iterator[tuple[datetime.date, list[int]]]:
        """(a day, how many had been received by its end from each kind): ends of months with news, due date, end."""
        everything = sorted(itertools.chain.from_iterable(self.received.values()))
        days = {min(_end_of_month(day), self.as_at) for day in everything}
        days |= {self.as_at} | ({self.super_complaint.due_on} if self.super_complaint.due_on < self.as_at else set())
        for day in sorted(days):
            yield day, [sum(received <= day for received in of_kind) for of_kind in self.received.values()]

    # -- the map

    def kind_mapped(self, place: int, kind: str = "") -> str:
        """Whose answers the map of a recommendation shows: the kind asked for, or else whom it addresses."""
        if kind:
            return kind
        kinds = {row.body.kind for row in self.matrix.rows() if row.cells[place]}
        return next((kind for kind in AREA_KINDS if kind in kinds), Body.Kind.FORCE)

    def areas(self, place: int, fact: str, kind: str) -> list[Area]:
        """Every force area, as the answer of its force (or its local policing body) to one recommendation is."""
        cells = self._by_area(place, kind)
        names = {force.slug: force.name for force in self.forces.values()}
        areas = []
        for slug, where in PLACES.items():
            if cell := cells.get(slug):
                state = state_of(fact, cell.recommendation, cell.status, cell.position, cell.delivered)
                areas.append(Area(where, cell.body.name, state, WORDS[state], self._page_of(cell)))
            else:
                name = names.get(slug, where.name.replace("|", " "))
                areas.append(Area(where, name, NOT_ADDRESSED, "Not addressed"))
        return areas

    def _page_of(self, cell: Cell) -> str:
        where = reverse("cell", args=[self.super_complaint.slug, cell.recommendation.number, cell.body.slug])
        return f"{where}?as_at={self.as_at}"

    def _by_area(self, place: int, kind: str) -> dict[str, Cell]:
        """By slug of the force. Where one office took another's place, the one that is there now."""
        found = {}
        for row in sorted(self.matrix.rows(), key=lambda row: row.now is None):
            force = self.forces.get(row.body.pk if kind == Body.Kind.FORCE else row.body.oversees_id)
            if force and row.body.kind == kind and row.cells[place]:
                found[force.slug] = row.cells[place]
        return found


def read_overview(
    super_complaint: SuperComplaint, as_at: datetime.date, recommendations: list[Recommendation]
) -> Overview:
    """A fixed number of queries: two matrices and two more."""
    matrix = build_matrix(super_complaint, as_at, recommendations=recommendations)
    since = max(as_at - LATELY, super_complaint.published_on)
    before = build_matrix(super_complaint, since, recommendations=recommendations)
    moved = moves(before.cells(), matrix.cells())
    forces = Body.objects.filter(kind=Body.Kind.FORCE).only("slug", "name").in_bulk()
    return Overview(matrix, since, moved, _received(super_complaint, as_at), forces)


def _received(super_complaint, as_at) -> dict[str, list[datetime.date]]:
    """The day of each letter that counts, by whose it is: forces first."""
    letters = Update.objects.as_at(as_at).filter(super_complaint=super_complaint).order_by("received_on")
    found = {kind: [] for kind in Body.Kind.values}
    for kind, received_on in letters.values_list("body__kind", "received_on"):
        found[kind].append(received_on)
    return {kind: days for kind, days in found.items() if days}


def _end_of_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
