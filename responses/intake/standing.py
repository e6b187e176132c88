"""Where each file stands: waiting, read, recognised or not, and whether the same letter is here already.

Recognised means that nothing is left to find: who wrote it, when, and an answer to all that was asked of whom it speaks
for, in a file that was read whole. Anything else needs a person, and says why.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.text import get_text_list

from recommendations.dates import DayOrMonth
from recommendations.models import Addressee, Body, who_answers_for
from responses.intake.models import Intake
from responses.intake.passages import contradiction
from responses.intake.proposal import PassageKind, Proposal
from responses.intake.queue import in_hand
from responses.models import Likeness, Update


class Stand(models.TextChoices):
    WAITING = "waiting", "Waiting to be read"
    READING = "reading", "Being read"
    NOT_READABLE = "not_readable", "Not readable"
    DUPLICATE = "duplicate", "Duplicate"
    NEEDS_A_PERSON = "needs_a_person", "Needs a person"
    RECOGNISED = "recognised", "Recognised"


@dataclass(frozen=True)
class Standing:
    """One file, where it stands, and why in sentences."""

    intake: Intake
    stand: Stand
    why: tuple[str, ...] = ()
    body: str = ""
    dated: str = ""  # "2021-03-17" or "2021-03"
    kept_elsewhere: bool = False  # the same bytes are here twice, so that removing it loses nothing

    @property
    def dated_in_words(self) -> str:
        date = DayOrMonth.from_text(self.dated)
        return date.in_words if date else ""

    @property
    def is_read(self) -> bool:
        return self.stand not in {Stand.WAITING, Stand.READING}


def standings(intakes: Iterable[Intake], at: datetime.datetime) -> list[Standing]:
    """Where each of these files of one super-complaint stands, in five queries. Their content is not needed."""
    read = {intake: intake.proposal for intake in sorted(intakes, key=lambda intake: intake.pk)}
    addressed = Addressed({intake.super_complaint_id for intake in read})
    letters = [_likeness(intake, proposal, addressed.bodies) for intake, proposal in read.items()]
    found, before, being_read = [], {}, in_hand() if any(not it.read_at for it in read) else set()
    # Of two that are alike the one that came first is the letter.
    for (intake, proposal), letter, same in zip(
        read.items(), letters, Update.objects.same_letters_as(letters), strict=True
    ):
        facts = {"body": proposal.body, "dated": proposal.dated} if proposal else {}
        here_already = _why_here_already(letter, same, before, facts)
        found.append(_standing(intake, proposal, here_already, facts, addressed, being_read))
        if intake.size:
            before.setdefault(intake.sha256, intake)
        if facts and all(facts.values()):
            before.setdefault(tuple(facts.values()), intake)
    return sorted(found, key=lambda standing: _in_the_queue(standing.intake))


def _in_the_queue(intake: Intake) -> tuple:
    return -intake.uploaded_at.timestamp(), intake.pk


def next_to_confirm(intake: Intake) -> Intake | None:
    """The letter to confirm after this one: a recognised one, else one that needs a person; those below it first."""
    letters = Intake.objects.in_hand().filter(super_complaint=intake.super_complaint_id).defer("content")
    rows = standings(letters.select_related("super_complaint"), timezone.now())
    order, here = [Stand.RECOGNISED, Stand.NEEDS_A_PERSON], _in_the_queue(intake)
    rows = [row for row in rows if row.stand in order and row.intake != intake]
    rows.sort(key=lambda row: (order.index(row.stand), _in_the_queue(row.intake) < here))
    return rows[0].intake if rows else None


def _likeness(intake, proposal, bodies: dict[str, int]) -> Likeness:
    files = frozenset({intake.sha256} if intake.size else ())
    if not proposal or not proposal.dated:
        return Likeness(intake.super_complaint_id, None, None, files)
    return Likeness(intake.super_complaint_id, bodies.get(proposal.body), proposal.date, files)


def _why_here_already(letter: Likeness, same: list[Update], before: dict, facts: dict) -> tuple[str, bool]:
    """Which letter it may be, in a sentence, or "", and whether its very bytes are kept elsewhere.

    `before`: files sent in earlier, by what tells them apart.
    """
    for update in same:
        if any(document.sha256 in letter.sha256s for document in update.documents.all()):
            # A draft may be discarded, and its files with it.
            return f"The very same file as the one kept with {update.body}’s letter.", not update.is_draft
    for sha256 in letter.sha256s & before.keys():
        return f"The very same file as the file {before[sha256]}, sent in before.", True
    if same:
        where = f"a draft begun by {same[0].created_by}" if same[0].is_draft else "a letter on the record"
        return f"Same body and same date as {where}.", False
    twin = before.get(tuple(facts.values())) if facts and all(facts.values()) else None
    return (f"Same body and same date as the file {twin}, sent in before." if twin else ""), False


def _standing(
    intake, proposal, here_already: tuple[str, bool], facts: dict, addressed: "Addressed", being_read: set[int]
) -> Standing:
    sentence, kept_elsewhere = here_already
    if not intake.read_at:
        return Standing(intake, Stand.READING if intake.pk in being_read else Stand.WAITING)
    if not intake.size:
        return Standing(intake, Stand.NOT_READABLE, (intake.trouble,))
    if sentence:
        return Standing(intake, Stand.DUPLICATE, (sentence,), **facts, kept_elsewhere=kept_elsewhere)
    if not proposal:
        return Standing(intake, Stand.NOT_READABLE, (intake.trouble,))
    why = why_not_recognised(intake, proposal, addressed)
    return Standing(intake, Stand.NEEDS_A_PERSON if why else Stand.RECOGNISED, why, **facts)


# How reading's doubts begin that are about whose a letter is, on which report, and about its date.
_OF_THE_SENDER = ("It could be from ", "The letter does not say which body ")
_OF_THE_REPORT = "It does not name "
_OF_THE_DATE = ("No date was found ", "The letter is dated ", "The letter bears more than one date;")


def open_doubts(proposal: Proposal, *, undated: bool = False, of_a_draft: bool = False) -> list[str]:
    """What reading doubts, without what a person settled: they named the sender, another date than was read, or none.

    `undated`: a person said that the letter bears no date; `of_a_draft`: what it is about is known from its draft.
    """
    dated = DayOrMonth.from_text(proposal.dated).in_words if proposal.dated else ""

    def is_settled(doubt: str) -> bool:
        if doubt.startswith(_OF_THE_SENDER):
            return bool(proposal.body)
        if doubt.startswith(_OF_THE_REPORT):
            return of_a_draft
        # June 2021 is not 3 June 2021; what was read by an earlier version says 2021-06-03
        is_another = dated and not re.search(rf"(?<!\d ){dated}|{proposal.dated}(?!-)", doubt)
        return doubt.startswith(_OF_THE_DATE) and (undated or bool(is_another))

    return [doubt for doubt in proposal.doubts if not is_settled(doubt)]


def why_not_recognised(intake: Intake, proposal: Proposal, addressed: "Addressed") -> tuple[str, ...]:
    """What a person must look at before the letter can be recorded, in sentences; none where it is recognised."""
    doubts = open_doubts(proposal)
    missing = [
        ("It does not say which body it is from.", _OF_THE_SENDER, not proposal.body),
        ("It bears no date that could be found.", _OF_THE_DATE, not proposal.dated),
    ]
    # What reading doubts says as much, in better words.
    sentences = doubts + [
        sentence for sentence, about, applies in missing if applies and not any(it.startswith(about) for it in doubts)
    ]
    sentences += _contradictions(proposal)
    sentences += [f"Not read: {name}. {why}" for name, why, _ in proposal.parts if why]
    if proposal.super_complaint not in ("", intake.super_complaint.slug):
        sentences.append("It seems to answer another report.")
    elif proposal.body:
        sentences += _why_not_answered(proposal, addressed.to_answer(intake, proposal))
    return tuple(dict.fromkeys(sentences))


def _contradictions(proposal: Proposal) -> list[str]:
    answers = defaultdict(list)
    for passage in proposal.passages:
        for number in passage.recommendations if passage.kind == PassageKind.RESPONSE else ():
            answers[number, passage.voice].append(passage)
    return [
        f"It calls its answer to {number} “{found[0]}”, but says: “{found[1]}”"
        for (number, _), passages in answers.items()
        for name in ("position", "progress")
        if (found := contradiction(passages, name))
    ]


def _why_not_answered(proposal: Proposal, asked: dict[str, bool]) -> list[str]:
    if not asked:
        return [f"By the date of this letter the report asked nothing of {proposal.body}."]
    answers = [passage for passage in proposal.passages if passage.kind == PassageKind.RESPONSE]
    answered = {number for passage in answers for number in passage.recommendations}
    unanswered = [number for number, is_met in asked.items() if number not in answered and not is_met]
    return [f"No answer was found to {get_text_list(unanswered, 'and')}."] if unanswered else []


class Addressed:
    """What some super-complaints ask of whom, in two queries however many letters there are."""

    def __init__(self, super_complaints: set[int]):
        bodies = list(Body.objects.order_by().values_list("name", "pk", "succeeded_by"))
        self.bodies = {name: pk for name, pk, _ in bodies}
        self._itself = who_answers_for([(pk, successor, None) for _, pk, successor in bodies])
        addressees = Addressee.objects.filter(recommendation__super_complaint__in=super_complaints)
        self._rows = defaultdict(list)
        for row in addressees.order_by().select_related("recommendation").only(*_ASKED):
            self._rows[row.recommendation.super_complaint_id, row.body_id].append(row)

    def to_answer(self, intake: Intake, proposal: Proposal) -> dict[str, bool]:
        """What was asked, by the date of a letter, of those it speaks for: number -> the letter itself meets it."""
        # Where a person named another sender, whom the letter was read as speaking for is nobody's word.
        names = proposal.speaks_for if proposal.body in proposal.speaks_for else (proposal.body,)
        named = [self.bodies[name] for name in names if name in self.bodies]
        # What was asked of those whose place it took, it answers as its own.
        bodies = set().union(*map(self._itself, named))
        rows = [row for body in bodies for row in self._rows[intake.super_complaint_id, body]]
        day = proposal.date.last_day if proposal.date else None
        asked = [row.recommendation for row in rows if not (day and row.since and row.since > day)]
        return {it.number: it.met_by_update for it in sorted(asked, key=lambda it: it.order)}


_ASKED = ("body", "since", *(f"recommendation__{it}" for it in ("super_complaint", "number", "order", "met_by_update")))
