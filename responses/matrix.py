"""What each body has said on each recommendation, as at a date: the only place where a status is decided.

Pure reading, and the date is an argument. What counted on a date is `Update.objects.as_at(date)`; the latest response
in it speaks. No row of it is ever stored.
"""

import datetime
import functools
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, models
from django.utils import formats

from recommendations.models import Body, Recommendation, SuperComplaint
from responses.models import Response, Review, Update


class Status(models.TextChoices):
    """Where one addressee stands. "Not addressed" is no status: there is no cell."""

    AWAITED = "awaited", "Awaited"
    OVERDUE = "overdue", "Overdue"
    GENERAL_REPLY_ONLY = "general_reply_only", "General reply only"
    NOT_STARTED = "not_started", "Not started"
    AWAITING_OTHERS = "awaiting_others", "Awaiting others"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETE = "complete", "Complete"
    NOT_STATED = "not_stated", "Not stated"


class Mark(models.TextChoices):
    """What stands beside a status."""

    NOT_ACCEPTED = "not_accepted", "Not accepted"
    ACCEPTED_IN_PART = "accepted_in_part", "Accepted in part"
    RECEIVED_LATE = "received_late", "Received late"
    MORE_INFORMATION = "more_information", "More information asked"
    SATISFIED = "satisfied", "HMICFRS satisfied"


class Rows(models.TextChoices):
    """How the rows are put together."""

    BODY = "body", "Alphabetical"
    AREA = "area", "Force area"
    REGION = "region", "Region"


NOT_REVIEWED = "not_reviewed"  # an answer that HMICFRS has not reviewed yet: asked for, and never shown as a mark
MARKS = {mark.value: mark for mark in Mark}
STATUS_OF_PROGRESS = {progress: Status(progress) for progress in Response.Progress.values}
BODY_FIELDS = ("name", "slug", "kind", "office", "region", "oversees", "ended_on", "succeeded_by")
NO_AREA = "No force area"


class Letter(NamedTuple):
    """What the matrix needs to know of an update that counts."""

    id: int
    body: Body
    received_on: datetime.date
    dated: datetime.date | None
    precision: str

    @property
    def date_in_words(self) -> str:
        """2021-03-17, or March 2021 where the letter bears no day."""
        if not self.dated:
            return ""
        return _month_in_words(self.dated) if self.precision == Update.Precision.MONTH else self.dated.isoformat()


@functools.lru_cache(maxsize=1000)
def _month_in_words(date: datetime.date) -> str:
    return formats.date_format(date, "F Y")


class Cell(NamedTuple):
    """Where one body stands on one recommendation, as at a date."""

    addressee_id: int
    body: Body
    recommendation: Recommendation
    due_on: datetime.date
    status: Status
    letter: Letter | None = None  # the one that says so
    late: bool = False
    responses: int = 0
    response_id: int | None = None
    review: str = ""
    progress: str = ""
    position: str = ""
    awaiting: str = ""

    @property
    def marks(self) -> list[Mark]:
        """What stands beside the status, in the order it is shown."""
        return [MARKS[mark] for mark in (self.position, self.late and Mark.RECEIVED_LATE, self.review) if mark in MARKS]

    @property
    def letter_from(self) -> Body | None:
        """Whose letter says so, where it is another body's than the one addressed."""
        return self.letter.body if self.letter and self.letter.body is not self.body else None

    def has(self, condition: str) -> bool:
        """Whether a status or a mark is this cell's, or its answer is not reviewed yet."""
        if condition == NOT_REVIEWED:
            return self.response_id is not None and not self.review
        return condition == self.status or condition in self.marks


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


@dataclass(frozen=True)
class Matrix:
    """Bodies against recommendations, as at a date."""

    super_complaint: SuperComplaint
    as_at: datetime.date
    columns: list[Recommendation]
    groups: list[Group]

    def rows(self) -> Iterator[Row]:
        return itertools.chain.from_iterable(group.rows for group in self.groups)

    def cells(self) -> Iterator[Cell]:
        """Every addressee shown, row by row."""
        for row in self.rows():
            yield from filter(None, row.cells)

    @functools.cached_property
    def totals(self) -> dict[Status, list[int]]:
        """How many bodies have each status, by column; only those that somebody has."""
        columns = zip(*(row.cells for row in self.rows()), strict=True)
        counts = [Counter(cell.status for cell in column if cell) for column in columns]
        return {status: [count[status] for count in counts] for status in Status if any(c[status] for c in counts)}

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
    condition: str = "",
    rows: str = Rows.BODY,
    most_overdue_first: bool = False,
) -> Matrix:
    """The matrix as at a date, in four queries, or five where the recommendations are not given.

    Its columns are `recommendations` (all by default). Its rows are the bodies that any of these is addressed to,
    narrowed to the ids in `bodies`, to a kind, to a region, and to those with a cell that has a status or mark.
    """
    if recommendations is None:
        recommendations = list(super_complaint.recommendations.all())
    known = Body.objects.only(*BODY_FIELDS).in_bulk()
    shown = {
        body.pk
        for body in known.values()
        if (bodies is None or body.pk in bodies) and kind in ("", body.kind) and region in ("", body.region)
    }
    grid = defaultdict(lambda: [None] * len(recommendations))
    for body, place, cell in _cells([super_complaint.pk], as_at, recommendations, known, shown):
        grid[body][place] = cell
    found = [
        Row(known[body], cells, _now(known[body], as_at, known))
        for body, cells in grid.items()
        if not condition or any(cell and cell.has(condition) for cell in cells)
    ]
    return Matrix(super_complaint, as_at, recommendations, _groups(found, rows, most_overdue_first, known))


def cells_of(bodies: set[int], as_at: datetime.date) -> list[Cell]:
    """Every cell of some bodies, whatever the super-complaint: newest report first, in its order, forces first.

    Five queries, however many super-complaints there are.
    """
    asked = Recommendation.objects.filter(addressees__body__in=bodies).distinct().select_related("super_complaint")
    recommendations = sorted(asked, key=lambda it: (-it.super_complaint.published_on.toordinal(), it.order))
    known = Body.objects.only(*BODY_FIELDS).in_bulk()
    super_complaints = list({recommendation.super_complaint_id for recommendation in recommendations})
    found = list(_cells(super_complaints, as_at, recommendations, known, bodies)) if recommendations else []
    found.sort(key=lambda it: (it[1], not known[it[0]].is_force, known[it[0]].name))
    return [cell for _, _, cell in found]


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


def _cells(
    super_complaints: list[int],
    as_at: datetime.date,
    recommendations: list[Recommendation],
    known: dict[int, Body],
    shown: set[int],
) -> Iterator[tuple[int, int, Cell]]:
    """For each addressee of these recommendations among the bodies shown: id of the body, place in its row, cell."""
    letters, spoken_for_in, own_in = _letters(super_complaints, as_at, known)
    reviews = _reviews(super_complaints, as_at)
    columns = {
        each.pk: (place, each, each.met_by_update, spoken_for_in[report], own_in[report])
        for place, each in enumerate(recommendations)
        for report in [each.super_complaint_id]
    }
    day = functools.cache(datetime.date.fromisoformat)  # few days, on many rows

    for addressee, body, column, due, first, count, response, update, progress, position, awaiting in _latest_responses(
        super_complaints, as_at
    ):
        if body not in shown or column not in columns:
            continue
        place, recommendation, met_by_update, spoken_for, own = columns[column]
        due_on, review = day(due), reviews.get(response, "")
        asked = addressee, known[body], recommendation, due_on
        if met_by_update:
            status, letter = (Status.COMPLETE, own[body]) if body in own else (_silent(due_on, as_at), None)
            late = letter is not None and letter.received_on > due_on
            cell = Cell(*asked, status, letter, late, count, response, review)
        elif response:
            status, letter, late = STATUS_OF_PROGRESS[progress], letters[update], day(first) > due_on
            cell = Cell(*asked, status, letter, late, count, response, review, progress, position, awaiting)
        elif body in spoken_for:
            earliest, latest = spoken_for[body]
            cell = Cell(*asked, Status.GENERAL_REPLY_ONLY, latest, earliest.received_on > due_on)
        else:
            cell = Cell(*asked, _silent(due_on, as_at))
        yield body, place, cell


def _silent(due_on: datetime.date, as_at: datetime.date) -> Status:
    """The due date itself is not late."""
    return Status.OVERDUE if as_at > due_on else Status.AWAITED


def _letters(super_complaints, as_at, known):
    """The letters that count, by id; and by super-complaint the first and last for each body, and its own first.

    A body's own letter comes from whoever answers for it (`Body.answers_for`): itself, the local policing body that
    oversees it, or a successor of either. A national body's reply for everybody is nobody's own but its own.
    """
    letters, spoken_for_in, own_in = {}, defaultdict(dict), defaultdict(dict)
    answers_for = _answers_for(known)
    counted = Update.objects.as_at(as_at).filter(super_complaint__in=super_complaints).in_order()
    facts = counted.values_list(
        "super_complaint", "pk", "body", "received_on", "dated", "dated_precision", "speaks_for"
    )
    for super_complaint, pk, sender, received_on, dated, precision, body in facts:
        spoken_for, own = spoken_for_in[super_complaint], own_in[super_complaint]
        letter = letters.setdefault(pk, Letter(pk, known[sender], received_on, dated, precision))
        first, _ = spoken_for.get(body, (letter, letter))
        spoken_for[body] = first, letter
        if body in answers_for(sender):
            own.setdefault(body, letter)
    return letters, spoken_for_in, own_in


def _answers_for(known: dict[int, Body]) -> Callable[[int], set[int]]:
    """`Body.answers_for()` by ids, asking the database nothing."""
    predecessors = defaultdict(list)
    for body in known.values():
        predecessors[body.succeeded_by_id].append(body.pk)

    @functools.cache
    def answers_for(sender):
        found, waiting = set(), [sender]
        while waiting:
            body = waiting.pop()
            if body and body not in found:
                found.add(body)
                waiting += [*predecessors[body], known[body].oversees_id]
        return found

    return answers_for


def _reviews(super_complaints, as_at) -> dict[int, str]:
    """The outcome of the latest review by a date, by id of the response."""
    reviews = Review.objects.filter(response__update__super_complaint__in=super_complaints, reviewed_on__lte=as_at)
    return dict(reviews.order_by("reviewed_on", "pk").values_list("response", "outcome"))


# The ORM can say this with a subquery for each addressee, or a window over every response; with 10,800 addressees and
# 54,000 responses these took 2 to 40 times as long. docs/decisions/0020 has the figures.
# Days come as text: SQLite's own conversion of a column of dates took a tenth of the time.
LATEST_RESPONSES = """
WITH counted AS (
    SELECT id, received_on, ROW_NUMBER() OVER (ORDER BY received_on, recorded_at, id) AS place
    FROM responses_update
    WHERE super_complaint_id IN ({super_complaints}) AND recorded_at IS NOT NULL AND received_on <= %(as_at)s
        AND (withdrawn_on IS NULL OR withdrawn_on > %(as_at)s)
), answered AS (
    SELECT response.addressee_id, COUNT(*) AS responses, MIN(received_on) AS first, MAX(place) AS latest
    FROM counted JOIN responses_response response ON response.update_id = counted.id
    GROUP BY response.addressee_id
)
SELECT addressee.id, addressee.body_id, addressee.recommendation_id, CAST(addressee.due_on AS TEXT),
    CAST(answered.first AS TEXT), COALESCE(answered.responses, 0), response.id, response.update_id,
    response.progress, response.position, response.awaiting
FROM recommendations_recommendation recommendation
JOIN recommendations_addressee addressee ON addressee.recommendation_id = recommendation.id
LEFT JOIN answered ON answered.addressee_id = addressee.id
LEFT JOIN counted ON counted.place = answered.latest
LEFT JOIN responses_response response ON response.update_id = counted.id AND response.addressee_id = addressee.id
WHERE recommendation.super_complaint_id IN ({super_complaints})
"""


def _latest_responses(super_complaints: list[int], as_at: datetime.date) -> list[tuple]:
    """For each addressee: when it first answered, how often, and what it said last, all by a date."""
    with connection.cursor() as cursor:
        ids = {f"super_complaint_{place}": pk for place, pk in enumerate(super_complaints)}
        # Only the names of parameters are put into the text.
        query = LATEST_RESPONSES.format(super_complaints=", ".join(f"%({name})s" for name in ids))
        cursor.execute(query, {**ids, "as_at": as_at})
        return cursor.fetchall()
