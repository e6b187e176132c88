"""Where each file stands: waiting, read, recognised or not, and whether the same letter is here already."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from responses.intake.letter import date_in_words
from responses.models import Document, Intake, Update


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
        return date_in_words(self.dated)

    @property
    def is_read(self) -> bool:
        return self.stand not in {Stand.WAITING, Stand.READING}


def standings(intakes: Iterable[Intake], at: datetime.datetime) -> list[Standing]:
    """Where each of these files of one super-complaint stands, in two queries. Their content is not needed."""
    intakes = list(intakes)
    kept = _kept_files({intake.sha256 for intake in intakes})
    recorded = _recorded_letters({intake.super_complaint_id for intake in intakes})
    found = []
    # Of two that are alike the one that came first is the letter.
    for intake in sorted(intakes, key=lambda intake: intake.pk):
        standing = _standing(intake, kept, recorded)
        if intake.size:
            kept.setdefault(intake.sha256, f"the file {intake.name}, sent in before")
        if standing.body and standing.dated:
            recorded.setdefault((standing.body, standing.dated), f"the file {intake.name}, sent in before")
        found.append(standing)
    return sorted(found, key=lambda standing: (-standing.intake.uploaded_at.timestamp(), standing.intake.pk))


def _standing(intake, kept, recorded) -> Standing:
    if not intake.read_at:
        return Standing(intake, Stand.READING if intake.claimed_at else Stand.WAITING)
    if not intake.size:
        return Standing(intake, Stand.NOT_READABLE, (intake.trouble,))
    proposal = intake.proposal
    facts = {"body": proposal.body, "dated": proposal.dated} if proposal else {}
    if same := kept.get(intake.sha256):
        return Standing(intake, Stand.DUPLICATE, (f"The very same file as {same}.",), **facts)
    if not proposal:
        return Standing(intake, Stand.NOT_READABLE, (intake.trouble,))
    if same := recorded.get((proposal.body, proposal.dated)):
        return Standing(intake, Stand.DUPLICATE, (f"Same body and same date as {same}.",), **facts)
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


def _kept_files(hashes: set[str]) -> dict[str, str]:
    """By SHA-256, the letter a file is attached to already."""
    documents = Document.objects.filter(sha256__in=hashes, update__withdrawn_on=None, update__in_error_at=None)
    rows = documents.select_related("update__body").only("sha256", "update__body__name", "update__super_complaint")
    return {document.sha256: f"the one kept with {document.update.body}’s letter" for document in rows}


def _recorded_letters(super_complaints: set[int]) -> dict[tuple[str, str], str]:
    """By body and date, the letters on the record."""
    letters = Update.objects.standing().filter(super_complaint__in=super_complaints)
    rows = letters.exclude(dated=None).values_list("body__name", "dated", "dated_precision")
    return {
        (body, dated.strftime("%Y-%m" if precision == Update.Precision.MONTH else "%Y-%m-%d")): "a letter on the record"
        for body, dated, precision in rows
    }
