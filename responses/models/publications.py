"""What the public may read without signing in: which reports, since when, and what of them is withheld, and why.

Facts only: what is public follows from them, in responses/public/.
"""

import datetime

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from recommendations.models import SuperComplaint
from responses.models.responses import Response


class PublicationQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody took back: each report has one at most."""
        return self.filter(ended_at=None)


class Publication(models.Model):
    """That a report and what bodies answered to it can be read by anybody, from a moment on."""

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="publications")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["published_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None)
                | Q(ended_by__isnull=False, ended_at__isnull=False, ended_at__gte=F("published_at")),
                name="a_publication_is_ended_by_a_person_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["super_complaint"], condition=Q(ended_at=None), name="a_report_is_published_once_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.super_complaint}, public since {self.published_at:%Y-%m-%d}"

    def end(self, *, by: User, at: datetime.datetime) -> None:
        self.ended_by, self.ended_at = by, at
        self.save(update_fields=["ended_by", "ended_at"])


class WithholdingQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody lifted."""
        return self.filter(lifted_at=None)


class Withholding(models.Model):
    """That a passage of an answer is not shown to the public, for a reason that is shown in its place.

    What is on the record does not change, so a passage is named by its place: `block` counts the blocks of the words
    (paragraphs, lists, tables) from 1, of the Welsh ones where `in_welsh`; 0 is all that the answer says, in both.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="withholdings")
    block = models.PositiveIntegerField()
    in_welsh = models.BooleanField(default=False)
    reason = models.TextField(help_text="Shown to the public in its place.")
    withheld_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withheld_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = WithholdingQuerySet.as_manager()

    class Meta:
        ordering = ["withheld_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="what_is_withheld_has_a_reason"),
            models.CheckConstraint(
                condition=Q(block__gt=0) | Q(in_welsh=False), name="all_that_an_answer_says_is_in_both_languages"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None, lifted_at=None)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False, lifted_at__gte=F("withheld_at")),
                name="a_withholding_is_lifted_by_a_person_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["response", "in_welsh", "block"],
                condition=Q(lifted_at=None),
                name="a_passage_is_withheld_once_at_a_time",
            ),
        ]

    def __str__(self):
        return f"Withheld of {self.response}: {self.reason}"

    def lift(self, *, by: User, at: datetime.datetime) -> None:
        self.lifted_by, self.lifted_at = by, at
        self.save(update_fields=["lifted_by", "lifted_at"])
