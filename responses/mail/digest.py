"""The week of liaison staff, on Monday mornings, by e-mail to whoever chose it; nothing where there is nothing to tell.

The week is the seven days before that Monday. A second call on the same day adds nothing.
"""

import datetime
from collections import Counter
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from recommendations.models import Body, SuperComplaint
from responses.jobs.queue import kind
from responses.mail.outbox import link, message_to, post
from responses.mail.people import Person
from responses.matrix import NOT_REVIEWED, Cell, Status, cells_of
from responses.models import Commitment, Job, Message, Update
from responses.models.commitments import State
from responses.to_come import still_expected

DIGEST = Message.About.DIGEST
WEEK = datetime.timedelta(days=7)
MONDAY = 0


class Line(NamedTuple):
    """So many of one thing on one report, and where they are."""

    super_complaint: SuperComplaint
    count: int
    address: str


class Week(NamedTuple):
    """What is told of seven days, and of what waits at the end of them."""

    arrived: list[Update]
    overdue: list[Line]  # answers whose day passed in the week
    commitments: int  # past their day, and not known to be done
    to_review: list[Line]

    @property
    def is_empty(self) -> bool:
        return not any(self)


def week_before(monday: datetime.date) -> Week:
    """A fixed number of queries, however many reports and bodies there are."""
    reports = SuperComplaint.objects.open_on(monday)
    cells = cells_of(set(Body.objects.values_list("pk", flat=True)), monday, reports)
    late = [cell for cell in cells if cell.status == Status.OVERDUE and cell.due_on >= monday - WEEK]
    promised = Commitment.objects.counted(monday).with_targets(monday).in_state(State.OVERDUE, monday)
    return Week(
        arrived=_arrived(monday),
        overdue=_lines(still_expected(late, monday), "chase"),
        commitments=promised.count(),
        to_review=_lines([cell for cell in cells if cell.has(NOT_REVIEWED)], "review_desk"),
    )


def _arrived(monday: datetime.date) -> list[Update]:
    """What was put on the record in the week, and counts."""
    week = {"recorded_at__date__gte": monday - WEEK, "recorded_at__date__lt": monday}
    updates = Update.objects.recorded().filter(in_error_at=None, withdrawn_on=None, **week)
    return list(updates.select_related("body", "super_complaint").order_by("recorded_at", "pk"))


def _lines(cells: list[Cell], page: str) -> list[Line]:
    counts = Counter(cell.recommendation.super_complaint for cell in cells)
    return [Line(report, count, link(reverse(page, args=[report.slug]))) for report, count in counts.items()]


def tell_of_week(monday: datetime.date, *, at: datetime.datetime) -> None:
    """Put the e-mails of a Monday into the queue."""
    liaison = User.objects.filter(memberships__role=Role.LIAISON, is_active=True, told_of_digest=True).distinct()
    if not liaison or (week := week_before(monday)).is_empty:
        return
    context = {"week": week, "monday": monday, "commitments": link(f"{reverse('commitments')}?state={State.OVERDUE}")}
    context["letters"] = [(each, link(each.get_absolute_url())) for each in week.arrived]
    key = f"digest {monday.isoformat()}"
    post([message_to(Person.of(user), DIGEST, key, "digest", context, at=at) for user in liaison], at=at)


@kind(
    "digest",
    fail=lambda job, trouble, is_final, at: None,
    abandoned_after=datetime.timedelta(minutes=10),
    attempts=3,
    killed="Writing the week was stopped again and again.",
)
def digest(job: Job) -> None:
    """The week before the day that the job is about, where that is a Monday and still is today."""
    today = timezone.localdate(job.claimed_at)
    if job.about == today.isoformat() and today.weekday() == MONDAY:
        tell_of_week(today, at=job.claimed_at)
