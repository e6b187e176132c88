"""The one queue: which kinds of job there are, who takes the next one up, and what becomes of it.

It is a table, so that it outlives every process and needs no service beside the database. On SQLite writers take turns;
on PostgreSQL any number of workers on any number of machines share it (SKIP LOCKED).

A kind of job is a plain function, which is called outside any transaction:

    @kind("draw", abandoned_after=MINUTES, attempts=3, killed="Drawing it was stopped.", fail=note_trouble)
    def draw(job): ...

It returns another that keeps what came of it, or None; that one is called in the transaction which notes the job as
done. So work that is kept is never done twice, and what a killed worker had in hand is done again.
"""

import datetime
import logging
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from accounts.models import User
from responses.models.jobs import Job

logger = logging.getLogger(__name__)
OUR_MISTAKE = "The tracker made a mistake over this."
AT_ONCE = datetime.timedelta(0)

Keep = Callable[[datetime.datetime], None]
news = threading.Condition()  # somebody put something into the queue: workers of this process need not wait to look


class TryAgain(Exception):
    """It could not be done now, for the reason given; another time it may."""


class OutOfService(TryAgain):
    """Nor could any other job of its kind be done now: the mail server is down."""


class CannotBeDone(Exception):
    """It is of no use to try it again, for the reason given."""


@dataclass(frozen=True)
class Kind:
    """How jobs of a kind are done, and how much patience there is with them."""

    do: Callable[[Job], Keep | None]
    fail: Callable[[Job, str, bool, datetime.datetime], None]
    """Notes of what the job is about why an attempt failed, and whether that was the last one."""
    abandoned_after: datetime.timedelta
    attempts: int
    killed: str
    mistake: str
    wait: Callable[[int], datetime.timedelta]
    rest: Callable[[], None]
    """Puts away what it keeps between two jobs: called in each thread when there is nothing more to do."""


KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    fail,
    abandoned_after: datetime.timedelta,
    attempts: int,
    killed: str,
    mistake: str = OUR_MISTAKE,
    wait=lambda attempts: AT_ONCE,
    rest=lambda: None,
):
    """Has a function do the jobs of a kind. `killed` and `mistake` are what people read when all attempts ended so."""

    def register(do):
        KINDS[name] = Kind(do, fail, abandoned_after, attempts, killed, mistake, wait, rest)
        return do

    return register


def put(
    kind: str,
    abouts: Iterable,
    *,
    at: datetime.datetime,
    try_at: datetime.datetime | None = None,
    by: User | None = None,
) -> None:
    """Put a job into the queue for each of these keys, in the transaction of the fact that asks for it.

    Where there is one already, nothing changes.
    """
    facts = {"kind": kind, "made_by": by, "made_at": at, "try_at": try_at or at}
    Job.objects.bulk_create([Job(about=str(about), **facts) for about in abouts], ignore_conflicts=True)
    transaction.on_commit(_tell_workers)


def take_back(kind: str, abouts: Iterable) -> None:
    """As if these had never been asked for. Whoever has one in hand works in vain."""
    Job.objects.filter(kind=kind, about__in=[str(about) for about in abouts]).delete()


def _tell_workers() -> None:
    with news:
        news.notify_all()


def take_up(at: datetime.datetime, kinds: Collection[str] | None = None) -> Job | None:
    """The job whose turn it is, marked as in hand; None where none is due. No two workers get the same one."""
    abandoned_after = {name: KINDS[name].abandoned_after for name in (KINDS if kinds is None else kinds)}
    due = Job.objects.due(at, abandoned_after)
    if not due.exists():  # a look first: on SQLite, to take one up is to be the one who writes
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        job = due.first()
        if job:
            job.claimed_at, job.attempts = at, job.attempts + 1
            job.save(update_fields=["claimed_at", "attempts"])
    return job


def do(job: Job, clock: Callable[[], datetime.datetime]) -> bool:
    """Do a job that was taken up, and note what became of it. Returns whether it is done. OutOfService goes through."""
    how = KINDS[job.kind]
    try:
        if job.attempts > how.attempts:
            raise CannotBeDone(how.killed)
        keep = how.do(job)
    except (TryAgain, CannotBeDone) as trouble:
        is_final = isinstance(trouble, CannotBeDone) or job.attempts >= how.attempts
        _put_back(job, str(trouble), is_final, at=clock())
        if isinstance(trouble, OutOfService):
            raise
        return False
    except Exception:
        logger.exception("Job %s failed", job)
        _put_back(job, how.mistake, True, at=clock())
        return False
    return _finish(job, keep, at=clock())


@transaction.atomic
def _finish(job: Job, keep: Keep | None, *, at: datetime.datetime) -> bool:
    """Note that it is done, with what came of it; unless it was taken back, or somebody else was quicker."""
    done = {"done_at": at, "claimed_at": None, "given_up_at": None, "trouble": ""}
    if not Job.objects.filter(pk=job.pk, done_at=None).update(**done):
        return False
    if keep:
        keep(at)
    return True


@transaction.atomic
def _put_back(job: Job, trouble: str, is_final: bool, *, at: datetime.datetime) -> None:
    """Have it tried again later, or give it up; unless somebody else took it up meanwhile, since this took so long."""
    facts = {"given_up_at": at} if is_final else {"try_at": at + KINDS[job.kind].wait(job.attempts)}
    mine = Job.objects.filter(pk=job.pk, claimed_at=job.claimed_at, done_at=None)
    if mine.update(trouble=trouble, claimed_at=None, **facts):
        KINDS[job.kind].fail(job, trouble, is_final, at)
