"""A spreadsheet of answers that was brought in: kept as it came, checked, and recorded as a whole or not at all."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from recommendations.models import SuperComplaint
from responses.models.updates import Update

KEPT_FOR = datetime.timedelta(days=7)  # what was never recorded


class SpreadsheetQuerySet(models.QuerySet):
    def in_hand(self):
        """Those of which nothing was recorded."""
        return self.filter(recorded_at=None)

    def outlived(self, at: datetime.datetime):
        return self.in_hand().filter(brought_at__lt=at - KEPT_FOR)


class Spreadsheet(models.Model):
    """One file of answers that liaison staff brought in for a report.

    What is in it, as read, and what came of checking it against the record are kept between the page that shows what
    would be recorded and the press that records it. Once it is recorded its file stays: letters rest on it.
    """

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="spreadsheets")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    read_json = models.JSONField(help_text="Its sheets, cell by cell.")
    checked_json = models.JSONField(help_text="What would be recorded, and what is to be put right first.")
    checked_at = models.DateTimeField()
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects = SpreadsheetQuerySet.as_manager()

    class Meta:
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recorded_by=None, recorded_at=None)
                | Q(recorded_by__isnull=False, recorded_at__isnull=False),
                name="a_spreadsheet_is_recorded_by_a_person_at_a_moment",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("spreadsheet", args=[self.pk])


class SpreadsheetLetter(models.Model):
    """That a letter on the record was recorded from a spreadsheet."""

    spreadsheet = models.ForeignKey(Spreadsheet, on_delete=models.PROTECT, related_name="letters")
    update = models.OneToOneField(Update, on_delete=models.PROTECT, related_name="from_spreadsheet")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.update} from {self.spreadsheet}"
