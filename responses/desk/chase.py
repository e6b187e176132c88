"""Whom to chase on a report, as at a date, and which step of the ladder is next. Pure reading; the date is an argument.

A body is chased for what it has not answered: what the report asked, or what it was asked again. The ladder has four
steps, and each is next once its day has come and nobody was asked on or after it:

    a reminder before the day -> at the day -> four weeks after it -> a second time
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models

from recommendations.links import Links
from recommendations.models import Body, Contact, Recommendation, SuperComplaint
from responses.matrix import Cell, Mark, build_matrix
from responses.models import LogNote
from responses.record import Asking
from responses.to_come import UNANSWERED

FOUR_WEEKS = datetime.timedelta(weeks=4)
DAY = datetime.timedelta(days=1)
BEFORE = 14  # days before the day on which a reminder may go out, unless another number is asked for


class Rung(models.TextChoices):
    BEFORE = "before", "Reminder before the day"
    AT = "at", "At the day"
    AFTER = "after", "Four weeks after"
    SECOND = "second", "Second time"


ORDER = {rung: place for place, rung in enumerate(Rung)}


class Sort(models.TextChoices):
    URGENT = "", "Furthest up the ladder first"
    NAME = "name", "By name"
    OVERDUE = "overdue", "Longest overdue first"
    ASKED = "asked", "Asked again longest ago first"
    REGION = "region", "By region"


@dataclass(frozen=True)
class Owed:
    """What one body has not answered on one recommendation."""

    cell: Cell
    as_at: datetime.date
    before: int = BEFORE

    @property
    def recommendation(self) -> Recommendation:
        return self.cell.recommendation

    @property
    def asked_on(self) -> datetime.date | None:
        """When it was last asked again."""
        return self.cell.asked_again[-1].request.asked_on if self.cell.asked_again else None

    @property
    def due_on(self) -> datetime.date | None:
        """The day in force of what is owed; None where what is owed names no day."""
        return self._base[0]

    @property
    def _base(self) -> tuple[datetime.date | None, datetime.date, list[Asking]]:
        """The day that the ladder leans on, or None; the day from which it counts; and what was asked since.

        Of who never answered it is the day of the report's own request; of who did, that of the first request since.
        """
        unanswered = [each for each in self.cell.asked_again if not each.answered_on]
        if self.cell.status in UNANSWERED:
            return self.cell.due_on, self.cell.due_on, unanswered
        first, *since = unanswered
        return first.due_on, first.due_on or first.request.asked_on, since

    @property
    def next(self) -> tuple[Rung, datetime.date]:
        """The step that is next, and the day from which it is."""
        due_on, since, asked = self._base
        four_weeks_after = since + FOUR_WEEKS
        asked_on, by = (asked[-1].request.asked_on, asked[-1].due_on) if asked else (None, None)
        if asked_on and asked_on >= four_weeks_after:
            return Rung.SECOND, by + DAY if by else asked_on + FOUR_WEEKS
        if (asked_on and asked_on >= since) or not due_on or self.as_at >= four_weeks_after:
            return Rung.AFTER, four_weeks_after
        if asked_on or self.as_at >= since:
            return Rung.AT, since
        return Rung.BEFORE, since - datetime.timedelta(days=self.before)

    @property
    def is_next_now(self) -> bool:
        return self.next[1] <= self.as_at

    @property
    def days_overdue(self) -> int:
        """How many days have passed since its day; 0 on the day itself, before it, and where there is none."""
        return max(0, (self.as_at - self.due_on).days) if self.due_on else 0

    @property
    def missing(self) -> str:
        """What is missing, in words."""
        if self.cell.status not in UNANSWERED:
            return "no new answer since"
        return "general reply only" if self.cell.heard_on else "no answer"


@dataclass
class Chased:
    """One body, what it owes, and what is needed to ask it again."""

    body: Body
    now: Body | None  # what took its place
    as_at: datetime.date
    owed: list[Owed]
    contacts: list[Contact] = field(default_factory=list)
    last_note: LogNote | None = None

    @property
    def most_urgent(self) -> Owed:
        """What is furthest up the ladder; of what is equally far, what is next soonest."""
        return min(self.owed, key=lambda it: (not it.is_next_now, -ORDER[it.next[0]], it.next[1]))

    @property
    def rung(self) -> Rung:
        return self.most_urgent.next[0]

    @property
    def since(self) -> datetime.date:
        return self.most_urgent.next[1]

    @property
    def is_next_now(self) -> bool:
        return self.most_urgent.is_next_now

    @property
    def by_what_is_missing(self) -> list[tuple[str, list[Owed]]]:
        """What it owes, by what is missing."""
        found = defaultdict(list)
        for each in self.owed:
            found[each.missing].append(each)
        return list(found.items())

    @property
    def due(self) -> list[datetime.date]:
        """The days in force of what it owes, each once, first first."""
        return sorted({each.due_on for each in self.owed if each.due_on})

    @property
    def days_overdue(self) -> int:
        return max(each.days_overdue for each in self.owed)

    @property
    def asked_on(self) -> datetime.date | None:
        """When it was last asked again on any of these."""
        return max((each.asked_on for each in self.owed if each.asked_on), default=None)

    @property
    def office(self) -> Body:
        """Who has its post now."""
        return self.now or self.body


def is_owed(cell: Cell) -> bool:
    return cell.status in UNANSWERED or cell.has(Mark.ASKED_AGAIN) or cell.has(Mark.ASKED_AGAIN_OVERDUE)


def to_chase(
    super_complaint: SuperComplaint,
    as_at: datetime.date,
    *,
    bodies: set[int] | None = None,
    kind: str = "",
    region: str = "",
    rung: str = "",
    before: int = BEFORE,
    sort: str = Sort.URGENT,
    with_notes: bool = False,
) -> list[Chased]:
    """Every body that owes an answer, as at a date. A matrix and two queries, however many there are."""
    matrix = build_matrix(super_complaint, as_at, bodies=bodies, kind=kind, region=region)
    # Nobody is chased for what was withdrawn, overtaken or superseded by the date, whatever the matrix says of it.
    ended = Links().ended([each.pk for each in matrix.columns], as_at)
    found = []
    for row in matrix.rows():
        cells = [cell for cell in row.cells if cell and cell.recommendation.pk not in ended]
        owed = [Owed(cell, as_at, before) for cell in cells if is_owed(cell)]
        if owed:
            found.append(Chased(row.body, row.now, as_at, owed))
    if rung:
        found = [each for each in found if each.is_next_now and each.rung == rung]
    _add_contacts(found, as_at)
    if with_notes:
        _add_notes(found, as_at)
    return sorted(found, key=_KEYS[sort])


_KEYS = {
    Sort.URGENT: lambda it: (not it.is_next_now, -ORDER[it.rung], -it.days_overdue, it.body.name),
    Sort.NAME: lambda it: it.body.name,
    Sort.OVERDUE: lambda it: (-it.days_overdue, it.body.name),
    # Who never was comes first.
    Sort.ASKED: lambda it: (it.asked_on or datetime.date.min, it.body.name),
    Sort.REGION: lambda it: (it.body.get_region_display(), it.body.name),
}


def _add_contacts(found: Iterable[Chased], on: datetime.date) -> None:
    by_body = defaultdict(list)
    for contact in Contact.objects.filter(body__in={it.office.pk for it in found}).exclude(until__lte=on):
        by_body[contact.body_id].append(contact)
    for each in found:
        each.contacts = by_body[each.office.pk]


def _add_notes(found: Iterable[Chased], on: datetime.date) -> None:
    """The latest note of each body, or of what took its place."""
    bodies = {body.pk for it in found for body in (it.body, it.office)}
    notes = LogNote.objects.standing().filter(body__in=bodies, took_place_on__lte=on).order_by("took_place_on", "pk")
    latest = {note.body_id: note for note in notes}
    for each in found:
        notes = [latest[body.pk] for body in (each.body, each.office) if body.pk in latest]
        each.last_note = max(notes, key=lambda note: (note.took_place_on, note.pk), default=None)
