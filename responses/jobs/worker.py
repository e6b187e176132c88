"""Who does what is in the queue: threads of a web process on one machine, `manage.py work` on any number of them.

As many threads as the machine has cores. Each takes up whatever is due; letters are drawn and files are read in
processes of their own, so every core is used.
"""

import datetime
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from responses.jobs.queue import KINDS, OutOfService, do, news, put, take_up

logger = logging.getLogger(__name__)
PAUSE = 3  # seconds between two looks at the queue
MORNING = 7  # o'clock: what is done once a day is done when the working day begins
DAILY = ("remind", "digest", "clean_up")


def work(clock: Callable[[], datetime.datetime], kinds: Iterable[str] | None = None) -> Counter[str]:
    """Do what is due until nothing is. Returns how many jobs of each kind were done."""
    kinds, done = set(KINDS if kinds is None else kinds), Counter()
    while job := take_up(clock(), kinds):
        try:
            done[job.kind] += do(job, clock)
        except OutOfService as trouble:
            logger.warning("No job of kind %s is tried for a while: %s", job.kind, trouble)
            kinds.discard(job.kind)
    for each in KINDS.values():
        each.rest()
    return done


def ask_for_daily_jobs(now: datetime.datetime, asked_on: datetime.date | None = None) -> datetime.date | None:
    """Put what is done once a day into the queue, once it is morning. Returns the last day that was asked for.

    Another worker may have: it is there once, whoever asks, so `asked_on` only saves the looking.
    """
    today = timezone.localtime(now)
    if today.hour < MORNING or today.date() == asked_on:
        return asked_on
    for kind in DAILY:
        put(kind, [today.date()], at=now)
    return today.date()


def work_together(threads: int) -> Counter[str]:
    """The same as work(), by several threads; each has its own connection to the database."""
    done, counting = Counter(), threading.Lock()

    def share():
        try:
            mine = work(timezone.now)
            with counting:
                done.update(mine)
        finally:
            connection.close()

    workers = [threading.Thread(target=share, name=f"work-{number}") for number in range(threads)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    return done


def start() -> list[threading.Thread]:
    """Have threads of this process work. They may be killed at any moment, with their process."""
    workers = [
        threading.Thread(target=_keep_working, name=f"work-{number}", daemon=True) for number in range(settings.WORKERS)
    ]
    for each in workers:
        each.start()
    return workers


def _keep_working() -> None:
    """Until the process ends, whatever goes wrong meanwhile."""
    asked_on = None
    while True:
        try:
            close_old_connections()
            asked_on = ask_for_daily_jobs(timezone.now(), asked_on)
            work(timezone.now)
        except Exception:
            logger.exception("Work goes on in a while")
        with news:
            news.wait(PAUSE)
