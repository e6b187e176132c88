"""What each body has said on each recommendation, as at a date: the only place where a status is decided.

Pure reading, and the date is an argument; record.py fetches what is decided on here. No row of it is ever stored.

Position and progress are two facts. Each is the latest that was stated, and "not stated" displaces nothing. A body's
own answers come before a letter for all bodies of its kind, which fills silence only. Said is never mixed with judged.
"""

import datetime
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext, gettext_noop, ngettext

from recommendations.days import moved
from recommendations.models import Body, Recommendation, SuperComplaint
from responses.models import Response
from responses.models.responses import awaiting_in_words
from responses.record import (
    POSITION_OF,
    PROGRESS_OF,
    Asking,
    Heard,
    Letter,
    Record,
    known_bodies,
    read_record,
    unpacked,
)


class Status(models.TextChoices):
    """How far an addressee has come, as it says; or its silence. "Not addressed" is no status: there is no cell."""

    # An enumeration's own is written in Python, and one page asks for it fifty thousand times.
    __hash__ = str.__hash__

    AWAITED = "awaited", gettext_noop("Awaited")
    OVERDUE = "overdue", gettext_noop("Overdue")
    GENERAL_REPLY_ONLY = "general_reply_only", gettext_noop("General reply only")
    NOT_STARTED = "not_started", "Not started"
    AWAITING_OTHERS = "awaiting_others", "Awaiting others"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE = "complete", "Complete"
    NOT_STATED = "not_stated", "Not stated"


class Mark(models.TextChoices):
    """What stands beside a status."""

    __hash__ = str.__hash__

    RECEIVED_LATE = "received_late", gettext_noop("Received late")
    EXTENDED = "extended", gettext_noop("More time granted")
    ASKED_AGAIN = "asked_again", gettext_noop("Asked again, not answered")
    ASKED_AGAIN_OVERDUE = "asked_again_overdue", gettext_noop("Asked again, overdue")
    MORE_INFORMATION = "more_information", gettext_noop("More information asked")
    SATISFIED = "satisfied", gettext_noop("HMICFRS satisfied")
    DELIVERED = "delivered", gettext_noop("Delivered, seen by HMICFRS")
    REOPENED = "reopened", gettext_noop("Reopened by HMICFRS")


class Show(models.TextChoices):
    """Which of the two facts a matrix shows."""

    BOTH = "both", "Position and progress"
    POSITION = "position", "Position"
    PROGRESS = "progress", "Progress"


class Rows(models.TextChoices):
    """How the rows are put together."""

    BODY = "body", "Alphabetical"
    AREA = "area", "Force area"
    REGION = "region", "Region"


# What each status and mark means and who judged it: on the page, in print and in the export.
MEANS = {
    Status.AWAITED: "Nothing was received on this, and its day has not passed. Worked out from the days.",
    Status.OVERDUE: "Nothing was received on this by the end of its day. Worked out from the days.",
    Status.GENERAL_REPLY_ONLY: "A letter from the body, or from who answers for it, says nothing on this.",
    Status.NOT_STARTED: "The body says that it has not begun. Its own word.",
    Status.AWAITING_OTHERS: "The body says that it waits for somebody or something else. Its own word.",
    Status.IN_PROGRESS: "The body says that work is under way. Its own word.",
    Status.COMPLETE: "The body says that it is done, or an update was all that was asked. Its own word, not judged.",
    Status.NOT_STATED: "The body answered, and does not say how far it has come.",
    Mark.RECEIVED_LATE: "A request was answered after its day. Worked out from the days.",
    Mark.EXTENDED: "HMICFRS granted more time, and the new day counts.",
    Mark.ASKED_AGAIN: "HMICFRS asked again, and no answer has come since.",
    Mark.ASKED_AGAIN_OVERDUE: "HMICFRS asked again by a day that has passed, and no answer has come since.",
    Mark.MORE_INFORMATION: "HMICFRS read the answer and asked for more.",
    Mark.SATISFIED: "HMICFRS read the answer and is satisfied with it, which does not say that it is done.",
    Mark.DELIVERED: "HMICFRS has seen it done. Its judgement, on evidence.",
    Mark.REOPENED: "HMICFRS no longer takes it for delivered.",
}
NOT_REVIEWED = "not_reviewed"  # an answer that HMICFRS has not reviewed yet: asked for, and never shown as a mark
POSITIONS = dict(Response.Position.choices)
STATED = {Status(value): label for value, label in Response.Progress.choices if value != "not_stated"}
MARKS = {mark.value: mark for mark in Mark}
_STATUS = {progress: Status(progress) for progress in Response.Progress.values}
NO_AREA = "No force area"


class Cell(NamedTuple):
    """Where one body stands on one recommendation, as at a date."""

    addressee_id: int
    body: Body
    recommendation: Recommendation
    due_on: datetime.date  # as far as it was moved by the date
    status: Status
    letter: Letter | None = None  # the one that the status rests on, or else what was heard
    late: bool = False
    responses: int = 0
    own_responses: int = 0  # the rest are in letters for all
    response_id: int | None = None  # the answer that speaks: the latest of the body's own, or of those for all
    review: str = ""  # of that answer
    progress: str = ""
    position: str = ""
    awaiting: str = ""
    awaiting_body: Body | None = None
    awaiting_number: str | None = None  # of a recommendation
    position_letter: Letter | None = None  # the one that states it
    progress_letter: Letter | None = None
    is_own: bool = True  # what `letter` says; else it is a letter for all bodies of a kind
    position_is_own: bool = True
    marks: tuple[Mark, ...] = ()
    answered_on: datetime.date | None = None  # when the report's own request first was
    asked_again: Sequence[Asking] = ()
    extensions: int = 0
    delivered: bool = False
    review_due_on: datetime.date | None = None

    @property
    def letter_from(self) -> Body | None:
        """Whose letter says so, where it is another body's than the one addressed."""
        return self.letter.body if self.letter and self.letter.body is not self.body else None

    @property
    def rests_on_two(self) -> bool:
        """Whether position and progress were stated in two letters."""
        position, progress = self.position_letter, self.progress_letter
        return position is not None and progress is not None and position is not progress

    @property
    def heard_on(self) -> datetime.date | None:
        """When the newest of the letters that its facts rest on was received: since then nothing is new."""
        letters = filter(None, (self.letter, self.position_letter, self.progress_letter))
        return max((letter.received_on for letter in letters), default=None)

    @property
    def awaiting_in_words(self) -> str:
        """Whom or what it waits for, chosen and in words."""
        return awaiting_in_words(self.awaiting_body and self.awaiting_body.name, self.awaiting_number, self.awaiting)

    def in_words(self, show: str = Show.BOTH) -> str:
        """What it says: "Accepted. In progress". What is not stated is left out, or is all there is to say."""
        return in_words(self.status, self.position, show)

    @property
    def said(self) -> str:
        """The same in the language of the page, with whom or what it waits for: "Accepted. Awaiting others: NPCC"."""
        # Here and not where the words are put together: a matrix of thousands of cells is in English.
        said = ". ".join(map(gettext, self.in_words().split(". ")))
        return f"{said}: {self.awaiting_in_words}" if self.awaiting_in_words else said

    def has(self, condition: str) -> bool:
        """Whether a status or a mark is this cell's, or its answer is not reviewed yet."""
        if condition == NOT_REVIEWED:
            return self.response_id is not None and not self.review
        return condition == self.status or condition in self.marks


def in_words(status: Status, position: str, show: str = Show.BOTH) -> str:
    """What a cell with this status and position says. Silence, and what an update alone meets, has no position."""
    stated = POSITIONS[position] if position not in ("", "not_stated") else ""
    if show == Show.POSITION and position:
        return stated or Status.NOT_STATED.label
    if show == Show.PROGRESS or not stated:
        return status.label
    return ". ".join(filter(None, [stated, STATED.get(status)]))


def responses_in_words(count: int, own: int) -> str:
    """ "2 responses and 1 note": what a letter for all says is a note beside an own answer. "" of none or one alone."""
    notes = count - own if own else 0
    responses = ngettext("%(count)s response", "%(count)s responses", count - notes) % {"count": count - notes}
    if not notes:
        return responses if count > 1 else ""
    return ngettext("%(responses)s and %(count)s note", "%(responses)s and %(count)s notes", notes) % {
        "responses": responses,
        "count": notes,
    }


@dataclass(frozen=True)
class Wanted:
    """What a cell must be for its body to be shown; what is empty asks nothing."""

    condition: str = ""  # a status, a mark or NOT_REVIEWED
    position: str = ""
    awaiting_body: str = ""  # a slug
    awaiting_number: str = ""  # of a recommendation
    nothing_since: datetime.date | None = None

    def fits(self, cell: Cell) -> bool:
        if self.condition and not cell.has(self.condition):
            return False
        if self.position and cell.position != self.position:
            return False
        if self.awaiting_body and not (cell.awaiting_body and cell.awaiting_body.slug == self.awaiting_body):
            return False
        if self.awaiting_number and cell.awaiting_number != self.awaiting_number:
            return False
        return not self.nothing_since or (cell.heard_on is not None and cell.heard_on < self.nothing_since)


EVERYTHING = Wanted()


class Row(NamedTuple):
    """One body; a cell for each column, None where the recommendation is not addressed to it."""

    body: Body
    cells: list[Cell | None]
    now: Body | None  # what took its place by the date

    def count(self, status: Status) -> int:
        return sum(cell is not None and cell.status == status for cell in self.cells)


class Group(NamedTuple):
    name: str
    rows: list[Row]


def legend(matrix: "Matrix") -> list[tuple[str, str]]:
    """Each status and mark that the matrix shows, with what it means and who judged it."""
    shown = {cell.status for cell in matrix.cells()}.union(*(cell.marks for cell in matrix.cells()))
    return [(each.label, MEANS[each]) for each in (*Status, *Mark) if each in shown]


@dataclass(frozen=True)
class Matrix:
    """Bodies against recommendations, as at a date."""

    super_complaint: SuperComplaint
    as_at: datetime.date
    columns: list[Recommendation]
    groups: list[Group]
    awaited: set[Body]  # whom somebody waits for, in rows that are not wanted too
    known_at: datetime.datetime | None = None  # None: as we know it now

    def rows(self) -> Iterator[Row]:
        return itertools.chain.from_iterable(group.rows for group in self.groups)

    def cells(self) -> Iterator[Cell]:
        """Every addressee shown, row by row."""
        for row in self.rows():
            yield from filter(None, row.cells)

    @cached_property
    def _columns(self) -> list[list[Cell]]:
        rows = [row.cells for row in self.rows()]
        return [[cells[place] for cells in rows if cells[place]] for place in range(len(self.columns))]

    @cached_property
    def totals(self) -> dict[Status, list[int]]:
        """How many bodies have each status, by column; only those that somebody has."""
        counts = [Counter(cell.status for cell in column) for column in self._columns]
        return {status: [count[status] for count in counts] for status in Status if any(c[status] for c in counts)}

    @cached_property
    def position_totals(self) -> dict[str, list[int]]:
        """How many bodies have each position, by column; only those that somebody has."""
        counts = [Counter(cell.position for cell in column) for column in self._columns]
        return {each: [count[each] for count in counts] for each in POSITIONS if any(c[each] for c in counts)}

    @cached_property
    def delivered_totals(self) -> list[int]:
        """How many HMICFRS has seen done, by column, whatever the bodies say."""
        return [sum(cell.delivered for cell in column) for column in self._columns]

    @property
    def asked(self) -> list[int]:
        """How many of the bodies shown each recommendation is addressed to."""
        return [len(column) for column in self._columns]

    @property
    def body_count(self) -> int:
        return sum(1 for _ in self.rows())


def build_matrix(
    super_complaint: SuperComplaint,
    as_at: datetime.date,
    *,
    recommendations: list[Recommendation] | None = None,
    bodies: set[int] | None = None,
    kind: str = "",
    region: str = "",
    wanted: Wanted = EVERYTHING,
    rows: str = Rows.BODY,
    most_overdue_first: bool = False,
    known_at: datetime.datetime | None = None,
) -> Matrix:
    """The matrix as at a date, in a fixed number of queries; as we know it now, or as far as was known by a moment.

    Its columns are `recommendations` (all by default). Its rows are the bodies that any of these is addressed to,
    narrowed to the ids in `bodies`, to a kind, to a region, and to those with a cell that is wanted.
    """
    if recommendations is None:
        recommendations = list(super_complaint.recommendations.all())
    known = known_bodies()
    shown = {
        body.pk
        for body in known.values()
        if (bodies is None or body.pk in bodies) and kind in ("", body.kind) and region in ("", body.region)
    }
    one = recommendations[0].pk if len(recommendations) == 1 else None
    heard = {"bodies": None if bodies is None else shown, "recommendation": one}
    record = read_record([super_complaint.pk], as_at, known=known, known_at=known_at, **heard)
    grid = defaultdict(lambda: [None] * len(recommendations))
    for place, cell in _cells(record, as_at, recommendations):
        if cell.body.pk in shown:
            grid[cell.body.pk][place] = cell
    awaited = {cell.awaiting_body for cells in grid.values() for cell in cells if cell and cell.awaiting_body}
    everybody = wanted == EVERYTHING
    found = [
        Row(known[body], cells, _now(known[body], as_at, known))
        for body, cells in grid.items()
        if everybody or any(cell and wanted.fits(cell) for cell in cells)
    ]
    groups = _groups(found, rows, most_overdue_first, known)
    return Matrix(super_complaint, as_at, recommendations, groups, awaited, known_at)


def cells_of(bodies: set[int], as_at: datetime.date, reports: Iterable[SuperComplaint] | None = None) -> list[Cell]:
    """Every cell of some bodies on these reports, or on all: newest report first, in its order, forces first.

    A fixed number of queries, however many reports there are.
    """
    asked = Recommendation.objects.filter(addressees__body__in=bodies).distinct()
    # One super-complaint for all of its recommendations; joined, each would bring a copy of its own.
    asked = asked.defer("summary", "wording", "wording_source").prefetch_related("super_complaint")
    if reports is not None:
        asked = asked.filter(super_complaint__in=reports)
    recommendations = sorted(asked, key=lambda it: (-it.super_complaint.published_on.toordinal(), it.order))
    if not recommendations:
        return []
    known = known_bodies()
    super_complaints = list({recommendation.super_complaint_id for recommendation in recommendations})
    record = read_record(super_complaints, as_at, known=known, bodies=bodies)
    found = sorted(
        _cells(record, as_at, recommendations),
        key=lambda it: (it[0], not it[1].body.is_force, it[1].body.name),
    )
    return [cell for _, cell in found]


def _cells(record: Record, as_at: datetime.date, recommendations: list[Recommendation]) -> Iterator[tuple[int, Cell]]:
    """For each addressee of these recommendations: the place of its recommendation among them, and its cell."""
    places = {each.pk: (place, each) for place, each in enumerate(recommendations)}
    day = cache(datetime.date.fromisoformat)  # few days, on many rows
    for heard in record.heard:
        if found := places.get(heard.recommendation_id):
            place, recommendation = found
            granted = record.more_time.get((heard.super_complaint_id, None, heard.body_id), ())
            own = day(heard.due_on)
            due_on = moved(own, granted)
            yield place, _cell(heard, recommendation, due_on, len(granted) if due_on != own else 0, record, as_at)


def _cell(heard: Heard, recommendation, due_on, extensions: int, record: Record, as_at) -> Cell:
    """Positional and in one piece, since it is made ten thousand times for one page."""
    letters, own = record.letters, record.general[heard.super_complaint_id].get(heard.body_id)
    position_letter = progress_letter = response_id = first = judged = letter = None
    position = progress = awaiting = ""
    is_own = position_is_own = True
    if heard.latest is not None:
        is_own, place, response_id, _ = unpacked(heard.latest)
        letter, judged = letters[place], record.reviews.get(response_id)
    if recommendation.met_by_update:
        # The first letter of the body's own meets it, whatever it says.
        letter = first = own[0] if own else None
        status, is_own = Status.COMPLETE if own else _silent(due_on, as_at), True
    elif heard.latest is not None:
        # What was stated stands, each fact with the letter that states it.
        first, position, progress = letters[heard.first], "not_stated", "not_stated"
        if heard.position is not None:
            position_is_own, place, _, code = unpacked(heard.position)
            position, letter, is_own = POSITION_OF[code], letters[place], position_is_own
            position_letter = letter
        if heard.progress is not None:
            is_own, place, _, code = unpacked(heard.progress)
            progress, letter, awaiting = PROGRESS_OF[code], letters[place], heard.awaiting or ""
            progress_letter = letter
        status = _STATUS[progress]
    elif own:
        status, first, letter = Status.GENERAL_REPLY_ONLY, own[0], own[-1]
    else:
        status = _silent(due_on, as_at)
    asked_again = record.asked_again.get(heard.addressee_id, ())
    late = (first is not None and first.received_on > due_on) or any(it.is_late for it in asked_again)
    delivered = record.delivered.get(heard.addressee_id, False)
    review = judged.outcome if judged else ""
    return Cell(
        heard.addressee_id,
        record.known[heard.body_id],
        recommendation,
        due_on,
        status,
        letter,
        late,
        heard.responses,
        heard.own_responses,
        response_id,
        review,
        progress,
        position,
        awaiting,
        record.known.get(heard.awaiting_body_id),
        heard.awaiting_number,
        position_letter,
        progress_letter,
        is_own,
        position_is_own,
        _marks(late, bool(extensions) and not first, _unanswered(asked_again, as_at), review, delivered),
        first and first.received_on,
        asked_again,
        extensions,
        delivered,
        judged and judged.due_on,
    )


@cache
def _marks(late: bool, extended: bool, unanswered: Mark | None, review: str, delivered: bool) -> tuple[Mark, ...]:
    """What stands beside the status, in the order it is shown."""
    marks = [late and Mark.RECEIVED_LATE, extended and Mark.EXTENDED, unanswered]
    marks += [review != Mark.DELIVERED and MARKS.get(review), delivered and Mark.DELIVERED]
    return tuple(filter(None, marks))


def _unanswered(asked_again: Sequence[Asking], as_at: datetime.date) -> Mark | None:
    """Where the latest request is not answered: whether its day has passed."""
    if not asked_again or asked_again[-1].answered_on:
        return None
    due_on = asked_again[-1].due_on
    return Mark.ASKED_AGAIN_OVERDUE if due_on and due_on < as_at else Mark.ASKED_AGAIN


def _silent(due_on: datetime.date, as_at: datetime.date) -> Status:
    """The due date itself is not late."""
    return Status.OVERDUE if as_at > due_on else Status.AWAITED


def _now(body: Body, as_at: datetime.date, known: dict[int, Body]) -> Body | None:
    """What had taken a body's place by a date; None where it had not ended, or nothing took its place."""
    now = body
    for _ in known:  # no chain is longer, whatever the reference data say
        if not (now.ended_on and now.ended_on <= as_at and now.succeeded_by_id):
            break
        now = known[now.succeeded_by_id]
    return now if now is not body else None


def _groups(rows: list[Row], by: str, most_overdue_first: bool, known: dict[int, Body]) -> list[Group]:
    def overdue(rows):
        return -sum(row.count(Status.OVERDUE) for row in rows) if most_overdue_first else 0

    def area(body):
        return body if body.is_force else known.get(body.oversees_id)

    def name_and_place(body):
        if by == Rows.REGION:
            return body.get_region_display(), body.region == Body.Region.NATIONAL
        if by == Rows.AREA:
            return (f"{area(body)} area", False) if area(body) else (NO_AREA, True)
        return "", False

    groups = defaultdict(list)
    for row in rows:
        groups[name_and_place(row.body)].append(row)
    for group in groups.values():
        # The force leads its area; everywhere else the name decides.
        group.sort(key=lambda row: (overdue([row]), by == Rows.AREA and not row.body.is_force, row.body.name))
    ordered = sorted(groups.items(), key=lambda group: (overdue(group[1]), group[0][1], group[0][0]))
    return [Group(name, rows) for (name, _), rows in ordered]
