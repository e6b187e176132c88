"""What bodies promise by a date, and when it was done."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import formats

from accounts.models import User
from recommendations.dates import pair_of_columns
from responses.models.updates import Response, Update


class Commitment(models.Model):
    """Something a response promises by a date, in the letter's own words. A person accepted it as one."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="commitments")
    text = models.TextField(help_text="The sentence that promises it.")
    owner = models.CharField(max_length=200, blank=True, help_text="Who is to do it, where not the body itself.")
    target = models.DateField(null=True, blank=True, help_text="By when it is promised; the 1st for a month.")
    target_precision = models.CharField(max_length=10, choices=Update.Precision.choices, blank=True)
    target_date = pair_of_columns("target")
    target_words = models.CharField(max_length=100, blank=True, help_text="Where it is no day or month: “autumn 2021”.")
    noted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Who entered it by hand."
    )
    noted_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_noted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["response", "target", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_commitment_has_words"),
            models.CheckConstraint(
                condition=Q(target=None, target_precision="")
                | Q(target__isnull=False, target_precision="day")
                | Q(target_precision="month", target__day=1),
                name="a_target_month_is_kept_as_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(target=None) & ~Q(target_words="") | Q(target__isnull=False, target_words=""),
                name="a_target_is_a_date_or_words",
            ),
            models.CheckConstraint(
                condition=Q(noted_by=None, noted_on=None) | Q(noted_by__isnull=False, noted_on__isnull=False),
                name="what_was_entered_by_hand_says_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_noted_by=None) | Q(done_on__isnull=False, done_noted_by__isnull=False),
                name="what_is_done_was_noted_by_a_person",
            ),
        ]

    def __str__(self):
        return f"By {self.target_in_words}: {self.text}"

    def get_absolute_url(self):
        return reverse("commitment_done", args=[self.pk])

    @property
    def published_on(self) -> datetime.date:
        """When the report came out: nothing that it brought about was done before."""
        return self.response.addressee.recommendation.super_complaint.published_on

    @property
    def target_in_words(self) -> str:
        """By when, as it was promised: "30 April 2021", "April 2021" or "autumn 2021"."""
        return self.target_date.in_words if self.target_date else self.target_words

    @property
    def last_day(self) -> datetime.date | None:
        """The last day in time: of a month, its end; none of words such as "autumn 2021"."""
        return self.target_date.last_day if self.target_date else None

    def standing(self, as_at: datetime.date) -> str:
        """Where it stands at the end of a day, in words: "Done 3 May 2021", "Not yet due"."""
        if self.done_on and self.done_on <= as_at:
            return f"Done {formats.date_format(self.done_on, 'j F Y')}"
        return "Not yet due" if as_at <= self.last_day else "Its date has passed, and it is not known to be done"

    def note_done(self, *, by: User, on: datetime.date) -> None:
        self.done_on, self.done_noted_by = on, by
        self.save(update_fields=["done_on", "done_noted_by"])


class Revision(models.Model):
    """A later date for a commitment. The first one stays, so that slippage can be seen."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="revisions")
    target = models.DateField(null=True, blank=True)
    target_precision = models.CharField(max_length=10, choices=Update.Precision.choices, blank=True)
    target_date = pair_of_columns("target")
    target_words = models.CharField(max_length=100, blank=True)
    reason = models.TextField()
    revised_on = models.DateField(help_text="The day on which the body said so.")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["commitment", "revised_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_revision_has_a_reason"),
            models.CheckConstraint(
                condition=Q(target=None, target_precision="")
                | Q(target__isnull=False, target_precision="day")
                | Q(target_precision="month", target__day=1),
                name="a_revised_month_is_kept_as_its_first_day",
            ),
            models.CheckConstraint(
                condition=Q(target=None) & ~Q(target_words="") | Q(target__isnull=False, target_words=""),
                name="a_revised_target_is_a_date_or_words",
            ),
        ]

    def __str__(self):
        return f"{self.commitment}: revised on {self.revised_on}"
