"""Where each file stands: waiting, read, recognised or not, and whether the same letter is here already."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from recommendations.dates import DayOrMonth
from recommendations.models import Body
from responses.intake.models import Intake
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

    @property
    def dated_in_words(self) -> str:
        date = DayOrMonth.from_text(self.dated)
        return date.in_words if date else ""

    @property
    def is_read(self) -> bool:
        return self.stand not in {Stand.WAITING, Stand.READING}


def standings(intakes: Iterable[Intake], at: datetime.datetime) -> list[Standing]:
    """Where each of these files of one super-complaint stands, in three queries. Their content is not needed."""
    read = {intake: intake.proposal for intake in sorted(intakes, key=lambda intake: intake.pk)}
    bodies = dict(Body.objects.values_list("name", "pk"))
    letters = [_likeness(intake, proposal, bodies) for intake, proposal in read.items()]
    found, before = [], {}
    # Of two that are alike the one that came first is the letter.
    for (intake, proposal), letter, same in zip(
        read.items(), letters, Update.objects.same_letters_as(letters), strict=True
    ):
        facts = {"body": proposal.body, "dated": proposal.dated} if proposal else {}
        why = _why_here_already(letter, same, before, facts)
        found.append(_standing(intake, proposal, why, facts))
        if intake.size:
            before.setdefault(intake.sha256, intake)
        if facts and all(facts.values()):
            before.setdefault(tuple(facts.values()), intake)
    return sorted(found, key=lambda standing: (-standing.intake.uploaded_at.timestamp(), standing.intake.pk))


def _likeness(intake, proposal, bodies: dict[str, int]) -> Likeness:
    files = frozenset({intake.sha256} if intake.size else ())
    if not proposal or not proposal.dated:
        return Likeness(intake.super_complaint_id, None, None, files)
    return Likeness(intake.super_complaint_id, bodies.get(proposal.body), proposal.date, files)


def _why_here_already(letter: Likeness, same: list[Update], before: dict, facts: dict) -> str:
    """Which letter it may be, in a sentence, or "". `before`: files sent in earlier, by what tells them apart."""
    for update in same:
        if any(document.sha256 in letter.sha256s for document in update.documents.all()):
            return f"The very same file as the one kept with {update.body}’s letter."
    for sha256 in letter.sha256s & before.keys():
        return f"The very same file as the file {before[sha256]}, sent in before."
    if same:
        where = f"a draft begun by {same[0].created_by}" if same[0].is_draft else "a letter on the record"
        return f"Same body and same date as {where}."
    twin = before.get(tuple(facts.values())) if facts and all(facts.values()) else None
    return f"Same body and same date as the file {twin}, sent in before." if twin else ""


def _standing(intake, proposal, here_already: str, facts: dict) -> Standing:
    if not intake.read_at:
        return Standing(intake, Stand.READING if intake.claimed_at else Stand.WAITING)
    if not intake.size:
        return Standing(intake, Stand.NOT_READABLE, (intake.trouble,))
    if here_already:
        return Standing(intake, Stand.DUPLICATE, (here_already,), **facts)
    if not proposal:
        return Standing(intake, Stand.NOT_READABLE, (intake.trouble,))
    questions = _questions(intake, proposal)
    return Standing(intake, Stand.NEEDS_A_PERSON if questions else Stand.RECOGNISED, questions, **facts)


def _questions(intake, proposal) -> tuple[str, ...]:
    """What a person must say before the letter can be recorded."""
    slug = intake.super_complaint.slug
    missing = [
        ("It does not say which body it is from.", not proposal.body),
        ("It bears no date that could be found.", not proposal.dated),
    ]
    # What reading doubts says as much, in better words.
    sentences = list(proposal.doubts) or [sentence for sentence, applies in missing if applies]
    if proposal.super_complaint not in ("", slug):
        sentences.append("It seems to answer another report.")
    return tuple(dict.fromkeys(sentences))
