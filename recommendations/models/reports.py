"""Super-complaints, what their reports recommend, and the bodies that each recommendation is addressed to."""

import calendar
import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, gettext_noop

from recommendations.models.bodies import Body


class ResponsePeriod(models.TextChoices):
    """How long bodies have, as a rule. The two 56-day rules differ by a day."""

    SIX_MONTHS = "six_months", gettext_noop("six months from publication")
    DAYS_56_BEGINNING_WITH = "56_days_beginning_with", gettext_noop("56 days beginning with the day of publication")
    DAYS_56_FROM = "56_days_from", gettext_noop("56 days from publication")

    def due_on(self, published_on: datetime.date) -> datetime.date:
        """The last day in time for a report published on a day.

        Section 55 of the Police Act 1996 counts the day of publication as the first of its 56.
        """
        if self == self.DAYS_56_BEGINNING_WITH:
            return published_on + datetime.timedelta(days=55)
        if self == self.DAYS_56_FROM:
            return published_on + datetime.timedelta(days=56)
        return months_after(published_on, 6)


def months_after(date: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or that month's last day where it is shorter."""
    years, month = divmod(date.month - 1 + months, 12)
    year, month = date.year + years, month + 1
    return date.replace(year=year, month=month, day=min(date.day, calendar.monthrange(year, month)[1]))


class SuperComplaintQuerySet(models.QuerySet):
    def open_on(self, date: datetime.date):
        """Those of which something may still be expected on a day."""
        # exclude() keeps rows whose closed_on is null, which is nearly all of them.
        return self.exclude(closed_on__lte=date)


class SuperComplaint(models.Model):
    """A police super-complaint and the published report that answers it."""

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    report_title = models.CharField(max_length=500)
    made_by = models.CharField(max_length=300, help_text="The designated bodies that made it.")
    made_on = models.DateField(null=True, blank=True)
    published_on = models.DateField()
    report_url = models.URLField(max_length=500, blank=True)
    reply_to = models.EmailField(blank=True, help_text="Where updates are sent.")
    response_period = models.CharField(max_length=30, choices=ResponsePeriod.choices)
    closed_on = models.DateField(
        null=True, blank=True, help_text="From this day nothing more is expected. It is kept, and can be read."
    )

    objects = SuperComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = "super-complaint"
        ordering = ["-published_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_on__lte=F("published_on")),
                name="a_report_is_published_after_the_complaint",
                violation_error_message="The report must be published on or after the day the complaint was made.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__gte=F("published_on")),
                name="a_report_closes_after_it_was_published",
                violation_error_message="The day it was closed must be on or after the day it was published.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("super_complaint", args=[self.slug])

    def is_closed(self, on: datetime.date) -> bool:
        return self.closed_on is not None and self.closed_on <= on

    @property
    def closed_in_words(self) -> str:
        """What whoever would add to a closed report is told; empty where it bears no such day."""
        if not self.closed_on:
            return ""
        day = formats.date_format(self.closed_on, "j F Y")
        closed = gettext("This report was closed on %(day)s; nothing more is expected. HMICFRS can reopen it.")
        return closed % {"day": day}

    @property
    def due_on(self) -> datetime.date:
        """The due date by the report's own rule; a recommendation or an addressee may have another."""
        return ResponsePeriod(self.response_period).due_on(self.published_on)


class Recommendation(models.Model):
    """One thing the report asks for."""

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="recommendations")
    number = models.CharField(
        max_length=10,
        validators=[RegexValidator(r"\A[0-9A-Za-z]+(\.[0-9A-Za-z]+)*\Z", 'Enter a number such as "4", "3a" or "7.1".')],
    )
    order = models.PositiveSmallIntegerField(help_text="Its place in the report, from 1.")
    short_title = models.CharField(max_length=120)
    summary = models.TextField(help_text="In our own words.")
    wording = models.TextField(blank=True, help_text="The official wording; empty where it is not held.")
    wording_source = models.TextField(blank=True, help_text="Where the wording was taken from, and its licence.")
    awaits = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="awaited_by", help_text="Those it waits for."
    )
    cross_reference = models.CharField(max_length=200, blank=True, help_text='Such as "refers to 1".')
    response_period = models.CharField(
        max_length=30, choices=ResponsePeriod.choices, blank=True, help_text="Only where it differs from the report's."
    )
    own_due_on = models.DateField(null=True, blank=True, help_text="Only where the report names a day for it.")
    met_by_update = models.BooleanField(
        default=False, help_text="It asks for an update: one received in time meets it, so nobody types its progress."
    )

    class Meta:
        ordering = ["super_complaint", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["super_complaint", "number"],
                name="one_recommendation_per_number",
                violation_error_message="Another recommendation of this report has this number.",
            ),
            models.UniqueConstraint(
                fields=["super_complaint", "order"],
                name="one_recommendation_per_place",
                violation_error_message="Another recommendation of this report has this place.",
            ),
            models.CheckConstraint(
                condition=Q(wording="") ^ ~Q(wording_source=""),
                name="wording_and_its_source_together",
                violation_error_message="Enter the official wording and where it was taken from, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(response_period="") | Q(own_due_on=None),
                name="a_period_or_a_day_not_both",
                violation_error_message="Enter a period of its own or a day of its own, not both.",
            ),
        ]

    def __str__(self):
        return gettext("Recommendation %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("recommendation", args=[self.super_complaint.slug, self.number])

    @property
    def due_on(self) -> datetime.date:
        """The due date by rule, before any extension to one body."""
        return self.own_due_on or self._period.due_on(self.super_complaint.published_on)

    @property
    def due_rule(self) -> str:
        """How its due date is worked out, in words that follow "due on ...": ends a sentence."""
        if self.own_due_on:
            return gettext("the day that the report names for it")
        published = formats.date_format(self.super_complaint.published_on, "j F Y")
        return f"{gettext(self._period.label)}, {published}"

    @property
    def _period(self) -> ResponsePeriod:
        return ResponsePeriod(self.response_period or self.super_complaint.response_period)


class Addressee(models.Model):
    """One body as addressed by one recommendation: a cell of the matrix. Its absence means "not addressed"."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="addressees")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="addressed")
    due_on = models.DateField()
    due_reason = models.CharField(
        max_length=200, blank=True, help_text="Why the due date is not the rule's, such as an extension agreed."
    )
    since = models.DateField(
        "addressed since", null=True, blank=True, help_text="Only where it was addressed after the report came out."
    )

    class Meta:
        ordering = ["recommendation__order", "body__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "body"],
                name="one_addressee_per_recommendation_and_body",
                violation_error_message="This recommendation is already addressed to this body.",
            ),
        ]

    def __str__(self):
        return f"{self.recommendation} to {self.body}"

    def get_absolute_url(self):
        recommendation = self.recommendation
        return reverse("cell", args=[recommendation.super_complaint.slug, recommendation.number, self.body.slug])

    @property
    def due_rule(self) -> str:
        """How its due date was worked out."""
        by_rule = self.recommendation.due_on
        if self.due_on == by_rule:
            return self.recommendation.due_rule
        was = formats.date_format(by_rule, "j F Y")
        reason = self.due_reason or gettext("a day set for this body")
        told = {"reason": reason, "day": was, "rule": self.recommendation.due_rule}
        return gettext("%(reason)s; by rule it was %(day)s (%(rule)s)") % told
