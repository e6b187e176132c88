"""What is done outside of any request: one table for all that waits for a worker, whatever it is."""

import datetime
from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from accounts.models import User


class JobQuerySet(models.QuerySet):
    def open(self):
        """Jobs that are neither done nor given up."""
        return self.filter(done_at=None, given_up_at=None)

    def due(self, at: datetime.datetime, abandoned_after: Mapping[str, datetime.timedelta]):
        """Jobs of these kinds whose turn has come and that nobody has in hand, in order.

        `abandoned_after`: by kind, how long a worker may be silent before it counts as killed.
        """
        free = Q(claimed_at=None, kind__in=abandoned_after)
        for kind, silence in abandoned_after.items():
            free |= Q(kind=kind, claimed_at__lt=at - silence)
        return self.open().filter(free, try_at__lte=at).order_by("try_at", "pk")


class Job(models.Model):
    """That something is to be done, by whichever worker is free. It is there if what asked for it is there: one
    transaction holds both. What comes of it is a fact of whatever it is about."""

    kind = models.CharField(max_length=20, help_text="How it is done: see responses/jobs/queue.py.")
    about = models.CharField(max_length=100, help_text="The key of what it is about, within its kind.")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    try_at = models.DateTimeField(help_text="When it is tried next.")
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When a worker took it up.")
    trouble = models.TextField(blank=True, help_text="Why the last attempt failed, in a sentence.")
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["try_at"], condition=Q(done_at=None, given_up_at=None), name="job_to_do")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "about"], name="one_job_per_kind_and_thing"),
            models.CheckConstraint(
                condition=Q(given_up_at=None) | Q(done_at=None) & ~Q(trouble=""),
                name="a_job_is_given_up_for_a_reason_and_never_once_done",
            ),
            models.CheckConstraint(
                condition=Q(claimed_at=None) | Q(done_at=None, given_up_at=None),
                name="a_job_that_ended_is_in_nobodys_hands",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.about}"
