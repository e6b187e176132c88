"""All that one body said on one report: its updates in order, any two of them compared, and what became of promises.

Nothing is concluded from silence: a promise of which the record holds nothing further is said to be just that.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from recommendations.models import Body, Recommendation, SuperComplaint
from recommendations.words import plain, stored
from responses.differences import Piece, in_pasted_words
from responses.models import Commitment, Response, Update
from responses.models.commitments import Promised, State
from responses.models.responses import AWAITING

LEAST = 2  # fewer cannot be compared


@dataclass(frozen=True)
class Said:
    """One update that speaks for the body: its own, or a letter for all bodies of a kind."""

    update: Update
    body: Body
    is_own: bool
    withdrawn_on: datetime.date | None  # where that was by the day of the page

    @property
    def whose(self) -> str:
        """Whose word it is, in words."""
        sender = self.update.body
        if not self.is_own:
            return f"Collective: {sender}, for all"
        return "Its own" if sender.pk == self.body.pk else f"Its own, from {sender}, which answers for it"

    @property
    def answers(self) -> int:
        """How many recommendations it answers for this body."""
        return self.update.answers

    @property
    def dated(self) -> str:
        """The date it bears, or else the day it was received: what headings call it by."""
        return self.update.date_in_words or f"received {self.update.received_on:%-d %B %Y}"

    @property
    def name(self) -> str:
        """ "17 March 2021: SC1-00003, letter from Gwent PCC, for all"; what a list to choose from calls it."""
        name = self.update.name
        told = [f"{self.dated}: {self.update.reference}", f"{name[0].lower()}{name[1:]}"]
        told += [] if self.is_own else ["a collective letter"]
        return ", ".join([*told, "withdrawn"] if self.withdrawn_on else told)


def all_said(visible: QuerySet, body: Body, super_complaint: SuperComplaint, as_at: datetime.date) -> list[Said]:
    """Every update received by a day that speaks for the body, in the order of receipt; those withdrawn among them.

    `visible`: what the reader may read at all. What was recorded in error nobody said. Two queries.
    """
    about = Count("responses", filter=Q(responses__addressee__body=body))
    found = visible.recorded().filter(super_complaint=super_complaint, received_on__lte=as_at, in_error_at=None)
    found = found.filter(pk__in=body.spoken_for_in.values("pk")).select_related("body").annotate(answers=about)
    own = Body.objects.answering_for(body.pk)
    return [Said(update, body, update.body_id in own, _by(update.withdrawn_on, as_at)) for update in found.in_order()]


def _by(day: datetime.date | None, as_at: datetime.date) -> datetime.date | None:
    return day if day and day <= as_at else None


def last_two(said: list[Said]) -> tuple[Said, Said] | None:
    """The last two of its own that stand; where there are none, the last two of its own; else nothing."""
    own = [each for each in said if each.is_own]
    standing = [each for each in own if not each.withdrawn_on]
    for some in (standing, own):
        if len(some) >= LEAST:
            return some[-2], some[-1]
    return None


@dataclass(frozen=True)
class Fact:
    """One of what an answer states, then and now, in words."""

    label: str
    then: str
    now: str

    @property
    def is_same(self) -> bool:
        return self.then == self.now


@dataclass(frozen=True)
class Compared:
    """One recommendation in two updates. In one of them, or in neither, it may have no answer."""

    recommendation: Recommendation
    then: Response | None
    now: Response | None

    @property
    def in_both(self) -> bool:
        return bool(self.then and self.now)

    @property
    def in_neither(self) -> bool:
        """Of one that asks for an update alone, no words are wanted."""
        return not (self.then or self.now or self.recommendation.met_by_update)

    @property
    def only(self) -> Response | None:
        """The one answer, where the other update gives none."""
        return None if self.in_both else self.then or self.now

    @cached_property
    def facts(self) -> list[Fact]:
        """Position, progress and whose words they are, of both."""
        pairs = zip(_stated(self.then), _stated(self.now), strict=True)
        return [Fact(label, then, now) for (label, then), (_, now) in pairs]

    @cached_property
    def words(self) -> list[tuple[str, str, list[Piece]]]:
        """(what they are, their language, their pieces): the words of both, with what went and what came."""
        return _words(self.then, self.now)

    @property
    def says_the_same(self) -> bool:
        """Whether every fact is the same and no word was changed."""
        pieces = [piece for _, _, pieces in self.words for piece in pieces]
        return all(fact.is_same for fact in self.facts) and all(piece.kind == "same" for piece in pieces)


def _stated(response: Response) -> list[tuple[str, str]]:
    progress, awaits = response.progress_in_words, response.awaiting_in_words
    progress = f"{progress}: {awaits}" if awaits else progress
    return [
        ("Position", response.position_in_words),
        ("Progress", progress),
        ("Whose words", response.voice_in_words),
    ]


def _words(then: Response, now: Response) -> list[tuple[str, str, list[Piece]]]:
    """In both languages each has its own comparison; what is in one update alone was neither added nor taken out."""
    before, after, told = _by_language(then), _by_language(now), []
    for language, label in (("en-GB", "Words"), ("cy", "Words in Welsh")):
        old, new = stored(before.get(language, "")), stored(after.get(language, ""))
        if old and old == new:
            told.append((f"{label}, the same in both", language, [Piece("same", plain(old))]))
        elif old and new:
            told.append((label, language, in_pasted_words(old, new)))
        elif old or new:
            where = "in the first alone" if old else "in the second alone"
            told.append((f"{label}, {where}", language, [Piece("same", plain(old or new))]))
    return told


def _by_language(response: Response) -> dict[str, str]:
    if response.update.language == Update.Language.WELSH:
        return {"cy": response.text}
    return {"en-GB": response.text} | ({"cy": response.welsh_text} if response.update.is_bilingual else {})


def compare(then: Said, now: Said, body: Body) -> list[Compared]:
    """What two updates say for a body, a recommendation a row, in the report's order. Two queries."""
    answers = defaultdict(dict)
    found = Response.objects.filter(update__in=[then.update.pk, now.update.pk], addressee__body=body)
    for response in found.select_related("addressee__recommendation", "addressee__body", *AWAITING):
        side = then if response.update_id == then.update.pk else now
        response.update = side.update
        answers[response.addressee.recommendation_id][response.update_id] = response
    asked = Recommendation.objects.filter(
        super_complaint=then.update.super_complaint_id, addressees__body=body
    ).order_by("order")
    return [Compared(each, answers[each.pk].get(then.update.pk), answers[each.pk].get(now.update.pk)) for each in asked]


# -- what became of promises


@dataclass(frozen=True)
class Kept:
    """A promise as it stands, and what the record holds of it since."""

    promised: Promised
    since: str  # "": nothing

    @property
    def commitment(self) -> Commitment:
        return self.promised.commitment

    @property
    def recommendation(self) -> Recommendation:
        return self.commitment.response.addressee.recommendation


def promises(body: Body, said: Iterable[Said], as_at: datetime.date) -> list[Promised]:
    """What these updates promise for the body and still counts on a day, first due first. Two queries."""
    updates = [each.update.pk for each in said if not each.withdrawn_on]
    found = Commitment.objects.standing().of([body]).filter(response__update__in=updates)
    asked = ("response__addressee__recommendation", "response__addressee__body", "response__update__body")
    found = found.with_targets(as_at).to_list().select_related(*asked)
    return [commitment.at(as_at) for commitment in found]


def missing(promised: Iterable[Promised], then: Said, now: Said) -> list[Kept]:
    """What the first of two updates promises and the record does not say to be done: with what it holds of it since.

    Only what was recorded counts: a later date, or a promise of the second on the same recommendation.
    """
    by_update = defaultdict(list)
    for each in promised:
        by_update[each.commitment.response.update_id].append(each)
    again = by_update[now.update.pk]
    return [Kept(each, _since(each, again)) for each in by_update[then.update.pk] if each.state != State.DONE]


def _since(promised: Promised, again: list[Promised]) -> str:
    commitment = promised.commitment
    same = [it.commitment for it in again if it.commitment.response.addressee_id == commitment.response.addressee_id]
    if repeated := [it for it in same if _folded(it.text) == _folded(commitment.text)]:
        return f"promised again in the same words, by {repeated[0].target_in_words}"
    if promised.revisions:
        return f"a later date was recorded, {promised.target.target_in_words}"
    if same:
        return "the second promises something on this recommendation in other words, so read both"
    return ""


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")
