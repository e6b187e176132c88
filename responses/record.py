"""What the record holds that bears on a matrix, as at a date. Nothing is decided here: that is matrix.py's.

What counted on a date is `Update.objects.as_at(date)`, and only that: the one query below that is written by hand is
given the letters that counted, and asks nothing about dates.
"""

import datetime
import functools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Length
from django.utils import formats

from recommendations.days import moved
from recommendations.models import Alias, Asked, Body, MoreTime, Request, who_answers_for
from responses.models import Response, Review, SpeaksFor, Update

BODY_FIELDS = ("name", "slug", "kind", "office", "region", "oversees", "represents", "ended_on", "succeeded_by")


def known_bodies() -> dict[int, Body]:
    """Every body by id, with what a matrix needs of it; `called` is its shortest alias, such as "NPCC", or None."""
    shortest = Alias.objects.filter(body=OuterRef("pk")).order_by(Length("name"), "name").values("name")[:1]
    return Body.objects.only(*BODY_FIELDS).annotate(called=Subquery(shortest)).in_bulk()


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


class Heard(NamedTuple):
    """What one addressee was asked first, and what was heard of it. What was said is packed: see unpacked()."""

    addressee_id: int
    body_id: int
    recommendation_id: int
    super_complaint_id: int
    due_on: str
    responses: int
    own_responses: int  # of these, the body's own; the rest are in letters for all
    first: int | None  # the place of the first letter that answers, whatever it says and whoever sent it
    latest: int | None  # the answer that speaks: the body's own before those for all, then the latest
    position: int | None  # the one that stands
    progress: int | None
    awaiting: str | None
    awaiting_body_id: int | None
    awaiting_number: str | None  # of the recommendation it waits for


class Judged(NamedTuple):
    """The latest review of a response."""

    outcome: str
    due_on: datetime.date | None


class Asking(NamedTuple):
    """A request to one addressee, and whether it was answered."""

    request: Request
    due_on: datetime.date | None
    answered_on: datetime.date | None

    @property
    def is_late(self) -> bool:
        """Whether it was answered after the day it named."""
        return bool(self.due_on and self.answered_on and self.answered_on > self.due_on)


@dataclass
class Record:
    """All that bears on some super-complaints as at a date."""

    known: dict[int, Body]
    letters: list[Letter]  # by place
    heard: list[Heard]
    general: dict[int, dict[int, list[Letter]]]  # by super-complaint and body: its own letters, in order
    reviews: dict[int, Judged]  # by response
    delivered: dict[int, bool]  # by addressee: seen done, and not reopened since
    asked_again: dict[int, list[Asking]]  # by addressee, in order
    more_time: dict[tuple, list[MoreTime]] = field(default_factory=dict)  # granted; by super-complaint and body


def read_record(
    super_complaints: list[int],
    as_at: datetime.date,
    *,
    known: dict[int, Body],
    bodies: set[int] | None = None,
    recommendation: int | None = None,
    known_at: datetime.datetime | None = None,
) -> Record:
    """At most seven queries, whatever their size. `bodies` narrows what is heard to those ids, `recommendation` to one.

    What came by letter of the body's own is told whole: a letter that says nothing on a recommendation answers too.
    As we know it now; or, given `known_at`, as far as was known by that moment, in some queries more. Bodies, who was
    asked what, and the report's own days keep no moment: they are as they are now.
    """
    letters, collective, general = _letters(super_complaints, as_at, known, bodies, known_at)
    more_time = _more_time(super_complaints, as_at, known_at)
    heard = _heard(super_complaints, as_at, letters, collective, known, bodies, recommendation)
    reviews, delivered = _reviews(super_complaints, as_at, letters, bodies, recommendation, known_at)
    asked_again = _asked_again(super_complaints, as_at, letters, general, more_time, recommendation, known_at)
    return Record(known, letters, heard, general, reviews, delivered, asked_again, more_time)


def _letters(super_complaints, as_at, known, bodies, known_at):
    """The letters that count, in order; ids of those that speak for others' bodies too; each body's own letters.

    A body's own letter comes from whoever may answer for it: itself, who oversees it, who took its place.
    """
    letters, collective, own = [], set(), defaultdict(lambda: defaultdict(list))
    answers_for = _answers_for(known)
    counted = Update.objects.as_at(as_at, known_at).filter(super_complaint__in=super_complaints)
    if bodies is not None:
        # What a letter answers for, it speaks for: no other letter says anything of these bodies.
        counted = counted.filter(pk__in=SpeaksFor.objects.filter(body__in=bodies).values("update"))
    facts = counted.in_order().values_list(
        "super_complaint", "pk", "body", "received_on", "dated", "dated_precision", "speaks_for"
    )
    for super_complaint, pk, sender, received_on, dated, precision, body in facts:
        if not letters or letters[-1].id != pk:
            letters.append(Letter(pk, known[sender], received_on, dated, precision))
        if body in answers_for(sender):
            own[super_complaint][body].append(letters[-1])
        else:
            collective.add(pk)
    return letters, collective, own


def _answers_for(known: dict[int, Body]) -> Callable[[int], set[int]]:
    return who_answers_for((body.pk, body.succeeded_by_id, body.oversees_id) for body in known.values())


# Each thing said is one number: whether it is own, its letter's place, its response, and what it states. The largest is
# then the one that stands, found in one pass. Windows over every response took 2 to 5 times as long (decision 0020).
CODE_BITS, ID_BITS, PLACE_BITS = 3, 32, 20
_CODES, _IDS, _PLACES = 2**CODE_BITS, 2**ID_BITS, 2**PLACE_BITS
POSITIONS = {position: code for code, position in enumerate(Response.Position.values, 1) if position != "not_stated"}
PROGRESSES = {progress: code for code, progress in enumerate(Response.Progress.values, 1) if progress != "not_stated"}
POSITION_OF, PROGRESS_OF = ({code: value for value, code in codes.items()} for codes in (POSITIONS, PROGRESSES))


def unpacked(what: int) -> tuple[bool, int, int, int]:
    """(whether it is the body's own, the place of its letter, the id of its response, the code of what it states)."""
    return (
        what >> CODE_BITS + ID_BITS + PLACE_BITS > 0,
        what >> CODE_BITS + ID_BITS & _PLACES - 1,
        what >> CODE_BITS & _IDS - 1,
        what & _CODES - 1,
    )


def _code(column: str, codes: dict[str, int]) -> str:
    return " ".join([f"CASE {column}", *(f"WHEN '{value}' THEN {code}" for value, code in codes.items()), "END"])


# The ids and places of letters and bodies are whole numbers of our own, so they may stand in the text.
HEARD = """
WITH letter(id, sender, place, is_collective) AS (VALUES {letters}),
own(sender, body) AS (VALUES {own}),
said AS MATERIALIZED (
    SELECT response.addressee_id, letter.place,
        ((CASE WHEN letter.is_collective = 1 AND NOT EXISTS (
            SELECT 1 FROM recommendations_addressee addressee JOIN own ON own.body = addressee.body_id
            WHERE addressee.id = response.addressee_id AND own.sender = letter.sender
        ) THEN 0 ELSE 1 END) * {places} + letter.place) * {ids} + response.id AS what,
        {position} AS position, {progress} AS progress
    FROM letter JOIN responses_response response ON response.update_id = letter.id {answering}
), answered AS (
    SELECT addressee_id, COUNT(*) AS responses, COUNT(CASE WHEN what >= {places} * {ids} THEN 1 END) AS own,
        MIN(place) AS first, MAX(what) * {codes} AS latest,
        MAX(what * {codes} + position) AS position, MAX(what * {codes} + progress) AS progress
    FROM said GROUP BY addressee_id
)
SELECT addressee.id, addressee.body_id, addressee.recommendation_id, recommendation.super_complaint_id,
    CAST(addressee.due_on AS TEXT), COALESCE(answered.responses, 0), COALESCE(answered.own, 0), answered.first,
    answered.latest, answered.position, answered.progress, waiting.awaiting, waiting.awaiting_body_id, awaited.number
FROM recommendations_recommendation recommendation
JOIN recommendations_addressee addressee ON addressee.recommendation_id = recommendation.id
LEFT JOIN answered ON answered.addressee_id = addressee.id
LEFT JOIN responses_response waiting ON answered.progress %% {codes} = {awaiting_others}
    AND waiting.id = answered.progress / {codes} %% {ids}
LEFT JOIN recommendations_recommendation awaited ON awaited.id = waiting.awaiting_recommendation_id
WHERE recommendation.super_complaint_id IN ({super_complaints})
    AND (addressee.since IS NULL OR addressee.since <= %(as_at)s) {narrowed}
"""
# Of one recommendation, the few answers to it are looked up by whom it addresses, and not all that its letters say.
ANSWERING = """WHERE response.addressee_id IN (
    SELECT id FROM recommendations_addressee WHERE recommendation_id IN ({recommendations})
)"""


def _heard(super_complaints, as_at, letters, collective, known, bodies, recommendation) -> list[Heard]:
    query = heard_query(
        super_complaints,
        [(it.id, it.body.pk, place, it.id in collective) for place, it in enumerate(letters)],
        _own_of({it.body.pk for it in letters if it.id in collective}, known),
        bodies,
        recommendation,
    )
    with connection.cursor() as cursor:
        cursor.execute(query, {"as_at": as_at})
        return list(map(Heard._make, cursor.fetchall()))


def heard_query(super_complaints, letters: list[tuple], own: list[tuple], bodies=None, recommendation=None) -> str:
    """The query, for rows of (update, sender, place, is collective) and of (sender, a body it may answer for)."""
    one = None if recommendation is None else [recommendation]
    return HEARD.format(
        letters=_rows(letters, "(0, 0, 0, 0)"),
        own=_rows(own, "(0, 0)"),
        super_complaints=_listed(super_complaints),
        position=_code("response.position", POSITIONS),
        progress=_code("response.progress", PROGRESSES),
        awaiting_others=PROGRESSES[Response.Progress.AWAITING_OTHERS],
        codes=_CODES,
        ids=_IDS,
        places=_PLACES,
        narrowed="".join(
            f"AND {column} IN ({_listed(ids)}) "
            for column, ids in (("addressee.body_id", bodies), ("recommendation.id", one))
            if ids is not None
        ),
        answering="" if one is None else ANSWERING.format(recommendations=_listed(one)),
    )


def _own_of(senders, known) -> list[tuple[int, int]]:
    answers_for = _answers_for(known)
    return [(sender, body) for sender in senders for body in answers_for(sender)]


def _rows(rows, nothing: str) -> str:
    """Rows of whole numbers as SQL writes them; `nothing` is one that fits no other, where there are none."""
    return ", ".join(f"({_listed(row)})" for row in rows) or nothing


def _listed(numbers) -> str:
    return ", ".join(str(int(number)) for number in numbers) or "0"


def _reviews(super_complaints, as_at, letters: list[Letter], bodies, recommendation, known_at):
    """The latest review of each response; and by addressee, whether what it says done was seen done."""
    reviews, delivered = {}, {}
    # By report, and which letters count is looked up here: told some hundred ids, SQLite read every review there is.
    counted = {letter.id for letter in letters}
    found = Review.objects.filter(response__update__super_complaint__in=super_complaints, reviewed_on__lte=as_at)
    if bodies is not None:
        found = found.filter(response__addressee__body__in=bodies)
    if recommendation is not None:
        found = found.filter(response__addressee__recommendation=recommendation)
    if known_at:
        found = found.filter(recorded_at__lte=known_at)
    for update, response, addressee, outcome, due_on in found.order_by("reviewed_on", "pk").values_list(
        "response__update", "response", "response__addressee", "outcome", "due_on"
    ):
        if update not in counted:
            continue
        reviews[response] = Judged(outcome, due_on)
        if outcome in (Review.Outcome.DELIVERED, Review.Outcome.REOPENED):
            delivered[addressee] = outcome == Review.Outcome.DELIVERED
    return reviews, delivered


def _more_time(super_complaints, as_at, known_at) -> dict[tuple, list[MoreTime]]:
    """What was granted by a date, in order, by super-complaint, request (None is the report's own) and body."""
    granted = defaultdict(list)
    stood = MoreTime.objects.known_by(known_at) if known_at else MoreTime.objects.filter(in_error_at=None)
    found = stood.filter(
        super_complaint__in=super_complaints, decision=MoreTime.Decision.GRANTED, decided_on__lte=as_at
    )
    for each in found.order_by("decided_on", "pk"):
        granted[each.super_complaint_id, each.request_id, each.body_id].append(each)
    return granted


def _asked_again(
    super_complaints, as_at, letters, general, more_time, recommendation, known_at
) -> dict[int, list[Asking]]:
    """By addressee, the later rounds and chasers made by a date, each with the first answer since.

    A recommendation met by an update is answered by a letter of the body's own, any other by a response.
    """
    found = defaultdict(list)
    made = Request.objects.as_at(as_at, known_at).filter(super_complaint__in=super_complaints).defer("letter")
    requests = made.in_bulk()
    if not requests:
        return found
    rows = Asked.objects.filter(request__in=requests).select_related("addressee__recommendation")
    if recommendation is not None:
        rows = rows.filter(addressee__recommendation=recommendation)
    asked = list(rows)
    asked.sort(key=lambda it: (requests[it.request_id].asked_on, it.request_id))
    received = defaultdict(list)
    by_id = {letter.id: letter for letter in letters}
    answers = Response.objects.filter(addressee__in={it.addressee_id for it in asked}, update__in=by_id)
    for addressee, update in answers.values_list("addressee", "update"):
        received[addressee].append(by_id[update].received_on)
    for each in asked:
        request, addressee = requests[each.request_id], each.addressee
        days = received[addressee.pk]
        if addressee.recommendation.met_by_update:
            own = general[request.super_complaint_id][addressee.body_id]
            days = [letter.received_on for letter in own]
        granted = more_time.get((request.super_complaint_id, request.pk, addressee.body_id), ())
        answered_on = min((day for day in days if day >= request.asked_on), default=None)
        found[addressee.pk].append(Asking(request, moved(request.due_on, granted), answered_on))
    return found
