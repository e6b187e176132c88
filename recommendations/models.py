"""What was asked, and of whom: bodies, super-complaints, their recommendations and the bodies each is addressed to."""

import calendar
import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import formats


class BodyQuerySet(models.QuerySet):
    def existing_on(self, date: datetime.date):
        """Bodies not known to have begun later or to have ended by a date. An unknown day rules nothing out."""
        return self.exclude(began_on__gt=date).exclude(ended_on__lte=date)

    def answered_by(self, ids: set[int]) -> set[int]:
        """Ids of the bodies that these may answer for."""
        return answered_by(ids, self.model.objects.values_list("pk", "succeeded_by_id", "oversees_id"))

    def answering_for(self, body: int) -> set[int]:
        """Ids of the bodies that may answer for one: itself, whoever took its place, whoever oversees it."""
        links = list(self.model.objects.values_list("pk", "succeeded_by_id", "oversees_id"))
        return {pk for pk, *_ in links if body in answered_by({pk}, links)}


def answered_by(ids: set[int], links: Iterable[tuple[int, int | None, int | None]]) -> set[int]:
    """Ids of the bodies that these may answer for: themselves, those whose place they took, the forces overseen.

    `links` holds (id, id of the successor, id of the force overseen) for every body. SQL would need a recursive query
    for the chains; the whole of it is a hundred short rows.
    """
    links, found, frontier = list(links), set(), set(ids)
    while frontier:
        found |= frontier
        predecessors = {pk for pk, successor, _ in links if successor in frontier}
        overseen = {force for pk, _, force in links if pk in frontier and force}
        frontier = (predecessors | overseen) - found
    return found


class Body(models.Model):
    """An organisation or office that can be addressed: a force answers as its chief constable."""

    class Kind(models.TextChoices):
        FORCE = "force", "Police force"
        LOCAL_POLICING_BODY = "local_policing_body", "Local policing body"
        NON_TERRITORIAL_FORCE = "non_territorial_force", "Non-territorial police force"
        POLICE_AUTHORITY = "police_authority", "Police authority of a non-territorial force"
        INSPECTORATE = "inspectorate", "Inspectorate"
        NATIONAL_BODY = "national_body", "National body"

    class Office(models.TextChoices):
        PCC = "pcc", "Police and crime commissioner"
        PFCC = "pfcc", "Police, fire and crime commissioner"
        MAYOR = "mayor", "Mayor"
        MOPAC = "mopac", "Mayor's Office for Policing and Crime"
        COMMON_COUNCIL = "common_council", "Common Council of the City of London"

    class Region(models.TextChoices):
        EAST = "east-of-england", "East of England"
        EAST_MIDLANDS = "east-midlands", "East Midlands"
        LONDON = "london", "London"
        NORTH_EAST = "north-east", "North East"
        NORTH_WEST = "north-west", "North West"
        SOUTH_EAST = "south-east", "South East"
        SOUTH_WEST = "south-west", "South West"
        WALES = "wales", "Wales"
        WEST_MIDLANDS = "west-midlands", "West Midlands"
        YORKSHIRE = "yorkshire-and-the-humber", "Yorkshire and the Humber"
        NATIONAL = "national", "National"

    name = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=100, unique=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    office = models.CharField(max_length=20, choices=Office.choices, blank=True)
    region = models.CharField(max_length=30, choices=Region.choices)
    oversees = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="overseers",
        limit_choices_to={"kind__in": [Kind.FORCE, Kind.NON_TERRITORIAL_FORCE]},
        help_text="The force that this body holds to account.",
    )
    began_on = models.DateField(null=True, blank=True, help_text="Left empty where no source confirms the day.")
    ended_on = models.DateField(null=True, blank=True, help_text="The first day on which it no longer existed.")
    succeeded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    welsh_name = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True, help_text="Where the facts of this record come from.")

    # The letterhead, as this body's own letters bear it.
    address = models.TextField(blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    logo = models.FileField(
        upload_to="logos/",
        blank=True,
        validators=[FileExtensionValidator(["png", "jpg", "jpeg"])],
        help_text="PNG or JPEG.",
    )
    signatory_name = models.CharField(max_length=200, blank=True)
    signatory_title = models.CharField(max_length=200, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__gt=F("began_on")),
                name="body_ends_after_it_began",
                violation_error_message="The day it ended must be after the day it began.",
            ),
            models.CheckConstraint(
                condition=Q(oversees=None) | Q(kind__in=["local_policing_body", "police_authority"]),
                name="only_a_policing_body_or_authority_oversees",
                violation_error_message="Only a local policing body or a police authority oversees a force.",
            ),
            models.CheckConstraint(
                condition=Q(kind="local_policing_body") ^ Q(office=""),
                name="a_local_policing_body_holds_an_office",
                violation_error_message="Select which office a local policing body is, and none for any other body.",
            ),
            models.CheckConstraint(
                condition=Q(succeeded_by=None) | ~Q(succeeded_by=F("pk")),
                name="a_body_does_not_succeed_itself",
                violation_error_message="A body cannot succeed itself.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("body", args=[self.slug])

    @property
    def is_force(self) -> bool:
        return self.kind in {self.Kind.FORCE, self.Kind.NON_TERRITORIAL_FORCE}

    @property
    def short_kind(self) -> str:
        """What people call it: "PCC", "Mayor", "Police force"."""
        return {"pcc": "PCC", "pfcc": "PFCC", "mopac": "MOPAC"}.get(self.office) or (
            self.get_office_display() or self.get_kind_display()
        )

    def successors(self) -> list["Body"]:
        """Those that took its place, next first."""
        chain, body = [], self
        while (body := body.succeeded_by) and body not in chain:
            chain.append(body)
        return chain

    def answers_for(self) -> list["Body"]:
        """The bodies it may answer for: itself, those whose place it took, and the force it oversees."""
        return list(Body.objects.filter(pk__in=Body.objects.answered_by({self.pk})))

    def clean(self):
        if self.pk and self in self.successors():
            raise ValidationError({"succeeded_by": "A body cannot come after itself."})


class Alias(models.Model):
    """Another name that letters and lists use for a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"

    def __str__(self):
        return self.name


class ResponsePeriod(models.TextChoices):
    """How long bodies have, as a rule. The two 56-day rules differ by a day."""

    SIX_MONTHS = "six_months", "six months from publication"
    DAYS_56_BEGINNING_WITH = "56_days_beginning_with", "56 days beginning with the day of publication"
    DAYS_56_FROM = "56_days_from", "56 days from publication"

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

    class Meta:
        verbose_name = "super-complaint"
        ordering = ["-published_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(made_on__lte=F("published_on")),
                name="a_report_is_published_after_the_complaint",
                violation_error_message="The report must be published on or after the day the complaint was made.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("super_complaint", args=[self.slug])

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
        return f"Recommendation {self.number}"

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
            return "the day that the report names for it"
        published = formats.date_format(self.super_complaint.published_on, "j F Y")
        return f"{self._period.label}, {published}"

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
        reason = self.due_reason or "a day set for this body"
        return f"{reason}; by rule it was {was} ({self.recommendation.due_rule})"
