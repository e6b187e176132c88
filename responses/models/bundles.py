"""Many letters at once: what somebody asked for as one file, and how far it is with each letter."""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop

from accounts.models import User
from recommendations.models import Body, SuperComplaint
from responses.models.updates import Update

KEPT_FOR = datetime.timedelta(days=7)  # from when it was asked for; then it is deleted, and can be asked for again


class BundleQuerySet(models.QuerySet):
    def of(self, user: User):
        """Those that this person asked for: a bundle is for nobody else."""
        return self.filter(asked_by=user)

    def outlived(self, at: datetime.datetime):
        return self.filter(asked_at__lt=at - KEPT_FOR)

    def discard(self) -> None:
        """Delete them with all that was drawn for them alone."""
        BundleLetter.objects.filter(bundle__in=self).delete()
        self.delete()


class Bundle(models.Model):
    """The letters of a report as at a date, or of one body over all reports, for one person, as one file.

    A zip is put together from its letters each time that it is downloaded; a PDF is kept.
    """

    class Packing(models.TextChoices):
        ZIP = "zip", gettext_noop("A zip with a file for each letter")
        PDF = "pdf", gettext_noop("One PDF with a bookmark for each letter")

    super_complaint = models.ForeignKey(
        SuperComplaint, on_delete=models.PROTECT, null=True, blank=True, related_name="bundles"
    )
    as_at = models.DateField(null=True, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="bundles")
    packing = models.CharField(max_length=10, choices=Packing.choices)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    pdf = models.BinaryField(null=True, blank=True)
    trouble = models.TextField(blank=True, help_text="Why its letters could not be made one file, in a sentence.")
    ready_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(super_complaint__isnull=False, as_at__isnull=False, body=None)
                | Q(super_complaint=None, as_at=None, body__isnull=False),
                name="a_bundle_is_of_a_report_as_at_a_date_or_of_a_body",
            ),
            models.CheckConstraint(condition=Q(packing__in=["zip", "pdf"]), name="a_known_packing"),
            models.CheckConstraint(
                condition=Q(ready_at=None) | Q(cancelled_at=None, trouble=""),
                name="a_bundle_that_is_ready_was_not_cancelled",
            ),
        ]

    def __str__(self):
        if self.body:
            return gettext("Letters of %(body)s") % {"body": self.body}
        told = {"super_complaint": self.super_complaint, "day": date_format(self.as_at, "j F Y")}
        return gettext("Letters on %(super_complaint)s as at %(day)s") % told

    def get_absolute_url(self):
        return reverse("bundle", args=[self.pk])

    @property
    def file_name(self) -> str:
        """ "safe-to-share-as-at-2021-06-17.zip" or "kent-police-letters.pdf"."""
        of = f"{self.body.slug}-letters" if self.body else f"{self.super_complaint.slug}-as-at-{self.as_at}"
        return f"{of}.{self.packing}"

    @property
    def kept_until(self) -> datetime.datetime:
        return self.asked_at + KEPT_FOR

    @property
    def is_waiting(self) -> bool:
        """Whether workers are still to do something for it."""
        return not (self.ready_at or self.cancelled_at or self.trouble)


class BundleLetterQuerySet(models.QuerySet):
    def waiting(self):
        """Drafts that are still to be drawn."""
        return self.filter(is_draft=True, pdf=None, trouble="")

    def failed(self):
        return self.exclude(trouble="")


class BundleLetter(models.Model):
    """One letter of a bundle. What was sent or received is taken as it is kept; a draft is drawn for the bundle."""

    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="letters")
    # A draft may be deleted although somebody once wanted to have it.
    update = models.ForeignKey(Update, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=250, help_text="Of its file, with its folder: the body.")
    title = models.CharField(max_length=250, help_text="Of its bookmark.")
    stood_at = models.DateTimeField(help_text="When it was recorded, or last edited: its file bears this time.")
    is_draft = models.BooleanField(help_text="Whether it was one when it was asked for: then it is drawn.")
    pdf = models.BinaryField(null=True, blank=True, help_text="As it was drawn.")
    trouble = models.TextField(blank=True, help_text="Why it is not in the file, in a sentence.")

    objects = BundleLetterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        # In their order out of an index: SQLite sorts rows with all that they hold, files of 30 kB each.
        indexes = [models.Index(fields=["bundle", "name"], name="letters_of_a_bundle_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "update"], name="one_place_in_a_bundle_for_each_letter"),
            models.CheckConstraint(
                condition=Q(pdf=None) | Q(is_draft=True, trouble=""), name="only_a_draft_is_drawn_and_then_it_is_there"
            ),
        ]

    def __str__(self):
        return self.title
