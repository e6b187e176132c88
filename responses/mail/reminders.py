"""What is due, once a day, to whoever writes for the bodies it is due from; what it says is what home says.

A reminder goes out when something has become due in four weeks, due in one, or overdue since the last one; then each
week of the first four that it is overdue, and every four weeks from then on. It tells all that is due.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from recommendations.models import Body, SuperComplaint
from responses.jobs.queue import kind
from responses.mail.outbox import link, message_to, post
from responses.mail.people import Person, writers_of
from responses.matrix import Cell, Mark, cells_of
from responses.models import Job, Message
from responses.to_come import UNANSWERED, still_expected

REMINDER = Message.About.REMINDER
WEEK, FOUR_WEEKS = 7, 28


class Due(NamedTuple):
    """What one body owes by a day on one recommendation."""

    day: datetime.date
    body: Body
    super_complaint: SuperComplaint
    to_what: str  # where that is not the report itself
    asked_on: datetime.date | None = None  # where that may be shorter ago than the last reminder


def due(cells: Iterable[Cell]) -> list[Due]:
    """All that cells say is still to be answered by a day: the report's request, the latest chaser, a question."""
    return [each for cell in cells for each in _due(cell)]


def _due(cell: Cell) -> Iterable[Due]:
    of = cell.body, cell.recommendation.super_complaint
    if cell.status in UNANSWERED:
        yield Due(cell.due_on, *of, "")
    again = cell.asked_again[-1] if cell.asked_again else None
    if again and again.due_on and not again.answered_on:
        yield Due(again.due_on, *of, "to what HMICFRS asked again", again.request.asked_on)
    if cell.has(Mark.MORE_INFORMATION) and cell.review_due_on:
        yield Due(cell.review_due_on, *of, "to what HMICFRS asked about an answer")


def stage(day: datetime.date, today: datetime.date) -> int | None:
    """How near a day is, in steps that are each worth a reminder; None where it is more than four weeks off."""
    left = (day - today).days
    if left >= 0:
        return 0 if left <= WEEK else -1 if left <= FOUR_WEEKS else None
    over = -left - 1
    return 1 + over // WEEK if over < FOUR_WEEKS else 4 + over // FOUR_WEEKS


def is_news(each: Due, today: datetime.date, last: datetime.date | None) -> bool:
    """Whether it has come nearer by a step since the last reminder, or was asked since."""
    if last is None or (each.asked_on and each.asked_on > last):
        return True
    return stage(each.day, today) != stage(each.day, last)


def remind(today: datetime.date, *, at: datetime.datetime) -> None:
    """Put the reminders of a day into the queue. A second call on the same day adds nothing.

    A fixed number of queries, however many people there are.
    """
    by_body = defaultdict(list)
    reports = SuperComplaint.objects.open_on(today)
    cells = cells_of(set(Body.objects.values_list("pk", flat=True)), today, reports)
    for each in due(still_expected(cells, today)):
        if stage(each.day, today) is not None:
            by_body[each.body.pk].append(each)
    theirs: dict[User, list[Due]] = defaultdict(list)
    for body, users in writers_of(by_body).items():
        for user in users:
            theirs[user] += by_body[body]
    last = _last_days(theirs)
    reminders = [
        _reminder(user, found, today, at)
        for user, found in theirs.items()
        if user.wants(REMINDER) and any(is_news(each, today, last.get(user.pk)) for each in found)
    ]
    post(reminders, at=at)


@kind(
    "remind",
    fail=lambda job, trouble, is_final, at: None,
    abandoned_after=datetime.timedelta(minutes=10),
    attempts=3,
    killed="Writing the reminders of this day was stopped again and again.",
)
def remind_today(job: Job) -> None:
    """The reminders of the day that the job is about, unless no worker came to it before the next."""
    if job.about == timezone.localdate(job.claimed_at).isoformat():
        remind(timezone.localdate(job.claimed_at), at=job.claimed_at)


def _last_days(users: Iterable[User]) -> dict[int, datetime.date]:
    """By id of the person, the day of the last reminder."""
    reminded = Message.objects.filter(about=REMINDER, to__in=users).order_by().values_list("to")
    return {user: timezone.localdate(at) for user, at in reminded.annotate(Max("made_at"))}


def _reminder(user: User, found: list[Due], today: datetime.date, at: datetime.datetime) -> Message:
    counts = Counter(each._replace(asked_on=None) for each in found)
    lines = sorted(counts.items(), key=lambda it: (it[0].day, str(it[0].super_complaint), str(it[0].body)))
    first, titles = lines[0][0].day, dict.fromkeys(each.super_complaint.title for each, _ in lines)
    context = {
        "titles": ", ".join(titles),
        "first": first,
        "is_overdue": first < today,
        "parts": [(words, part) for words, part in _parts(lines, today) if part],
    }
    return message_to(Person.of(user), REMINDER, f"reminder {today}", "reminder", context, at=at)


def _parts(lines, today):
    """What is due, in the order of its urgency: [(heading, [(what, how many, address)])]"""
    near = [(stage(each.day, today), each, count) for each, count in lines]
    for words, holds in (
        ("Overdue", lambda step: step > 0),
        ("Due in a week or less", lambda step: step == 0),
        ("Due in four weeks or less", lambda step: step < 0),
    ):
        yield words, [(each, count, _answers(each)) for step, each, count in near if holds(step)]


def _answers(each: Due) -> str:
    return link(reverse("body_answers", args=[each.body.slug, each.super_complaint.slug]))
