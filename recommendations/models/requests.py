"""What was asked after the report's own first request: its further rounds, and chasers; and who was given more time.

The report's own first request is the addressee itself: who was asked what, since when, and by when.
"""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import formats, timezone
from django.utils.translation import gettext, gettext_noop

from recommendations.models.bodies import Body
from recommendations.models.errors import RecordedInError, known_to_stand
from recommendations.models.reports import Addressee, SuperComplaint


class RequestQuerySet(models.QuerySet):
    def as_at(self, date: datetime.date, known: datetime.datetime | None = None):
        """Requests that had been made by the end of a day; given a moment, as far as was known by then.

        What came with a report's file keeps no moment, and was known all along.
        """
        if known:
            there = self.filter(Q(recorded_at=None) | Q(recorded_at__lte=known), asked_on__lte=date)
            return known_to_stand(there, known)
        return self.filter(asked_on__lte=date, in_error_at=None)

    def clashing_with(self, request: "Request", addressees):
        """Others of its kind that were made on its day of any of these addressees, and count."""
        same = self.filter(super_complaint=request.super_complaint_id, kind=request.kind, asked_on=request.asked_on)
        if request.kind == Request.Kind.REPORT:
            # A report asks several things on one day: whether it is accepted, and for progress.
            same = same.filter(about=request.about)
        return same.filter(in_error_at=None, addressees__in=addressees).exclude(pk=request.pk).distinct()


class Request(RecordedInError):
    """HMICFRS asked some addressees again, on a day. It neither hides nor moves what it follows."""

    class Kind(models.TextChoices):
        REPORT = "report", gettext_noop("Further round of the report")
        CHASER = "chaser", gettext_noop("Asked again")

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about = models.CharField(max_length=200, blank=True, help_text="What it asks, such as “progress”.")
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True, help_text="Left empty where it names no day.")
    due_rule = models.CharField(max_length=200, blank=True, help_text="How that day was worked out.")
    source = models.TextField(blank=True, help_text="Where this is known from.")
    addressees = models.ManyToManyField(Addressee, through="Asked", related_name="requests")
    letter_name = models.CharField(max_length=200, blank=True)
    letter_type = models.CharField(max_length=100, blank=True)
    letter = models.BinaryField(blank=True, default=b"", help_text="The letter that asked, byte for byte.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True, help_text="Empty where it came with the report's file.")

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            *RecordedInError.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=["report", "chaser"]), name="a_known_kind_of_request"),
            models.CheckConstraint(
                # What is compared with nothing is neither true nor false, and would pass.
                condition=Q(due_on=None, due_rule="") | Q(due_on__isnull=False, due_on__gte=F("asked_on")),
                name="a_request_is_due_after_it_was_made",
                violation_error_message="The day by which it asks must be on or after the day it was sent.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.asked_on}"

    @property
    def name(self) -> str:
        """What it is called on a page: "Asked again on 24 November 2021, about progress"."""
        told = {"kind": gettext(self.get_kind_display()), "day": formats.date_format(self.asked_on, "j F Y")}
        if not self.about:
            return gettext("%(kind)s on %(day)s") % told
        return gettext("%(kind)s on %(day)s, about %(what)s") % (told | {"what": self.about})

    @property
    def day_rule(self) -> str:
        """Where the day by which it asks comes from, in words; also where it names none."""
        if not self.due_on:
            return gettext("it names no day")
        return self.due_rule or gettext("the day that it names")


class Asked(models.Model):
    """That a request was made of an addressee."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT)
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "addressee"], name="a_request_asks_each_addressee_once"),
        ]

    def __str__(self):
        return f"{self.request}: {self.addressee}"


class MoreTimeQuerySet(models.QuerySet):
    def known_by(self, known: datetime.datetime):
        """Those noted by a moment. A decision keeps no moment of its own: it was known by the end of its day."""
        there = self.filter(noted_at__lte=known).exclude(decided_on__gt=timezone.localdate(known))
        return known_to_stand(there, known)

    def as_at(self, date: datetime.date):
        """What had been asked by the end of a day, whether or not it had been decided."""
        return self.filter(asked_on__lte=date, in_error_at=None)


class MoreTime(RecordedInError):
    """A body asked for more time to answer the report, or a later request, and what became of that."""

    class Decision(models.TextChoices):
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="more_time")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="more_time")
    request = models.ForeignKey(
        Request,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="more_time",
        help_text="Empty where it is about what the report itself asked.",
    )
    asked_on = models.DateField()
    reason = models.TextField()
    decision = models.CharField(max_length=20, choices=Decision.choices, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    new_day = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = MoreTimeQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "more time"
        ordering = ["asked_on", "pk"]
        constraints = [
            *RecordedInError.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="more_time_is_asked_for_a_reason"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by="", decided_on=None)
                | Q(decision__in=["granted", "refused"], decided_on__isnull=False, decided_on__gte=F("asked_on"))
                & ~Q(decided_by=""),
                name="more_time_is_decided_by_somebody_on_a_day",
                violation_error_message="Enter who decided, and on which day, on or after the day it was asked.",
            ),
            models.CheckConstraint(
                condition=Q(decision="granted", new_day__isnull=False) | ~Q(decision="granted") & Q(new_day=None),
                name="only_granted_time_has_a_new_day",
                violation_error_message="Enter the new day where more time is granted, and only there.",
            ),
        ]

    def __str__(self):
        return f"{self.body}: more time asked on {self.asked_on}"

    @property
    def name(self) -> str:
        """What it is called on a page: "Kent Police: more time asked on 1 June 2021"."""
        return f"{self.body}: more time asked on {formats.date_format(self.asked_on, 'j F Y')}"
