"""The queue of files to read: who takes the next one up, and what becomes of it.

It is a table, so that it outlives every process. On one machine a thread of the web process reads; beside it, or
instead of it, any number of `manage.py work` may. Each file is read in a process of its own.
"""

import datetime
import logging
import threading
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from responses.intake.known import awaited_in, known_bodies, known_super_complaints
from responses.intake.models import MAX_ATTEMPTS, Intake
from responses.intake.proposal import Proposal
from responses.intake.reading.bounds import NotReadable
from responses.intake.sandbox import ReadingStopped, understand_safely

logger = logging.getLogger(__name__)
GIVEN_UP = f"Reading this file was stopped {MAX_ATTEMPTS} times, so it was given up. It is kept: type what it says."
OUR_MISTAKE = "The tracker made a mistake over this file. It is kept: type what it says."

_reader: threading.Thread | None = None
_one_reader = threading.Lock()


def start_reading() -> None:
    """Have a thread of this process read what is waiting, unless one is at it."""
    global _reader
    with _one_reader:
        if _reader is None or not _reader.is_alive():
            _reader = threading.Thread(target=_read_in_thread, name="read-letters", daemon=True)
            _reader.start()


def _read_in_thread() -> None:
    try:
        read_all(timezone.now)
    except Exception:
        logger.exception("Reading letters stopped")
    finally:
        connection.close()


def read_all(clock: Callable[[], datetime.datetime]) -> int:
    """Read until nothing waits. Returns how many files were read."""
    count = 0
    while intake := take_up(clock()):
        try:
            finish(intake, *_read(intake), at=clock())
            count += 1
        except ReadingStopped:
            _put_back(intake)
    return count


def _put_back(intake: Intake) -> None:
    """Let the file be taken up again at once; how often that happened is kept."""
    Intake.objects.filter(pk=intake.pk, claimed_at=intake.claimed_at, read_at=None).update(claimed_at=None)


@transaction.atomic
def take_up(at: datetime.datetime) -> Intake | None:
    """The next file, marked as being read; None where nothing waits. No two readers get the same one."""
    waiting = Intake.objects.to_read(at).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True)
    intake = waiting.first()
    if intake:
        intake.claimed_at, intake.attempts = at, intake.attempts + 1
        intake.save(update_fields=["claimed_at", "attempts"])
    return intake


def _read(intake: Intake) -> tuple[Proposal | None, str]:
    """What a file seems to say, or the sentence that tells why nobody can tell."""
    if intake.attempts > MAX_ATTEMPTS:
        return None, GIVEN_UP
    report = intake.super_complaint
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
        return None, str(error)
    except ReadingStopped:
        raise
    except Exception:
        logger.exception("Could not understand file %s", intake.pk)
        return None, OUR_MISTAKE
    return proposal, ""


def finish(intake: Intake, proposal: Proposal | None, trouble: str, *, at: datetime.datetime) -> None:
    """Keep what reading gave, unless somebody else took the file up meanwhile and was quicker."""
    Intake.objects.filter(pk=intake.pk, claimed_at=intake.claimed_at, read_at=None).update(
        read_at=at, proposal_json=proposal.as_json() if proposal else None, trouble=trouble
    )


def read_again(intake: Intake) -> None:
    """Put a file back into the queue, as if nobody had read it."""
    Intake.objects.filter(pk=intake.pk, update=None).update(
        # Whoever has the page of the old reading open is told before a save, as after a colleague's.
        version=F("version") + 1,
        read_at=None,
        claimed_at=None,
        attempts=0,
        proposal_json=None,
        trouble="",
    )
