"""Reading files, a job of the queue each: it is asked for, done in a process of its own, and asked for again."""

import datetime
import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from responses.intake.known import awaited_in, known_bodies, known_super_complaints
from responses.intake.models import Intake
from responses.intake.reading.bounds import NotReadable
from responses.intake.sandbox import ReadingStopped, understand_safely
from responses.jobs.queue import Keep, TryAgain, kind, put, take_back
from responses.models import Job

logger = logging.getLogger(__name__)
# Reading is stopped long before this, so whoever took a file up and is silent for so long was killed.
ABANDONED_AFTER = datetime.timedelta(minutes=2)
MAX_ATTEMPTS = 3
GIVEN_UP = f"Reading this file was stopped {MAX_ATTEMPTS} times, so it was given up. It is kept: type what it says."
OUR_MISTAKE = "The tracker made a mistake over this file. It is kept: type what it says."


def have_read(intakes: Iterable[Intake], *, at: datetime.datetime) -> None:
    """Have files read, in the transaction that keeps them."""
    put("read", [intake.pk for intake in intakes], at=at)


def in_hand() -> set[int]:
    """Ids of the files that somebody is reading."""
    jobs = Job.objects.open().filter(kind="read", claimed_at__isnull=False)
    return set(map(int, jobs.values_list("about", flat=True)))


def note_trouble(job: Job, trouble: str, is_final: bool, at: datetime.datetime) -> None:
    if is_final:
        Intake.objects.filter(pk=job.about, read_at=None).update(read_at=at, trouble=trouble)


@kind(
    "read",
    fail=note_trouble,
    abandoned_after=ABANDONED_AFTER,
    attempts=MAX_ATTEMPTS,
    killed=GIVEN_UP,
    mistake=OUR_MISTAKE,
)
def read(job: Job) -> Keep | None:
    """Read one file: what it seems to say, or the sentence that tells why nobody can tell, is what came of it."""
    intake = Intake.objects.filter(pk=job.about, read_at=None).select_related("super_complaint").first()
    if not intake:
        return None  # it was removed
    proposal, trouble, report = None, "", intake.super_complaint
    try:
        proposal = understand_safely(
            bytes(intake.content),
            intake.name,
            bodies=known_bodies(),
            super_complaints=known_super_complaints(),
            chosen=report.slug if report else "",
            awaited=awaited_in(report) if report else (),
            letter=tuple(intake.letter_parts or ()),
        )
    except NotReadable as error:
        trouble = str(error)
    except ReadingStopped:
        raise TryAgain(GIVEN_UP) from None

    def keep(at):
        Intake.objects.filter(pk=intake.pk, read_at=None).update(
            read_at=at, proposal_json=proposal.as_json() if proposal else None, trouble=trouble
        )

    return keep


@transaction.atomic
def read_again(intake: Intake) -> None:
    """Put a file back into the queue, as if nobody had read it."""
    take_back("read", [intake.pk])
    again = Intake.objects.filter(pk=intake.pk, update=None).update(
        # Whoever has the page of the old reading open is told before a save, as after a colleague's.
        version=F("version") + 1,
        read_at=None,
        proposal_json=None,
        trouble="",
    )
    if again:
        have_read([intake], at=timezone.now())
