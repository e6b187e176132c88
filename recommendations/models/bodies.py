"""Bodies: organisations and offices that can be addressed, their names, and who may answer for whom."""

import datetime
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop


class BodyQuerySet(models.QuerySet):
    def existing_on(self, date: datetime.date):
        """Bodies not known to have begun later or to have ended by a date. An unknown day rules nothing out."""
        return self.exclude(began_on__gt=date).exclude(ended_on__lte=date)

    def with_names(self):
        """Bodies with all that their names are made from, in three queries."""
        return self.select_related("oversees").prefetch_related("aliases", "oversees__aliases")

    def answered_by(self, ids: set[int], links: Iterable[tuple[int, int | None, int | None]] | None = None) -> set[int]:
        """Ids of the bodies that these may answer for. `links`, where the caller has read them: `User.links`."""
        if links is None:
            links = self.model.objects.values_list("pk", "succeeded_by_id", "oversees_id")
        return answered_by(ids, links)

    def each_answers_for(self) -> Callable[[int], set[int]]:
        """A function from the id of a body to the ids of those it may answer for, in one query for any number."""
        links = list(self.model.objects.values_list("pk", "succeeded_by_id", "oversees_id"))
        return functools.cache(lambda body: answered_by({body}, links))

    def itself(self, body: int) -> set[int]:
        """Ids of a body and of those whose place it took: what a report asked of them, it answers as its own."""
        links = self.model.objects.values_list("pk", "succeeded_by_id")
        return answered_by({body}, [(pk, successor, None) for pk, successor in links])

    def answering_for(self, body: int) -> set[int]:
        """Ids of the bodies that may answer for one: itself, whoever took its place, whoever oversees it."""
        links = list(self.model.objects.values_list("pk", "succeeded_by_id", "oversees_id"))
        return {pk for pk, *_ in links if body in answered_by({pk}, links)}


def answered_by(ids: set[int], links: Iterable[tuple[int, int | None, int | None]]) -> set[int]:
    """Ids of the bodies that these may answer for: themselves, those whose place they took, the forces overseen.

    `links` holds (id, id of the successor, id of the force overseen) for every body. SQL would need a recursive query
    for the chains; the whole of it is a hundred short rows.
    """
    return set().union(*map(who_answers_for(links), ids)) if ids else set()


def who_answers_for(links: Iterable[tuple[int, int | None, int | None]]) -> Callable[[int], set[int]]:
    """For the id of a body, the ids of those it may answer for; asked of many, it looks at the links once."""
    following = defaultdict(list)
    for pk, successor, force in links:
        following[successor].append(pk)
        following[pk].append(force)

    @functools.cache
    def answers_for(body: int) -> set[int]:
        found, waiting = set(), [body]
        while waiting:
            each = waiting.pop()
            if each and each not in found:
                found.add(each)
                waiting += following[each]
        return found

    return answers_for


class Body(models.Model):
    """An organisation or office that can be addressed: a force answers as its chief constable."""

    class Kind(models.TextChoices):
        FORCE = "force", gettext_noop("Police force")
        LOCAL_POLICING_BODY = "local_policing_body", gettext_noop("Local policing body")
        NON_TERRITORIAL_FORCE = "non_territorial_force", gettext_noop("Non-territorial police force")
        POLICE_AUTHORITY = "police_authority", gettext_noop("Police authority of a non-territorial force")
        INSPECTORATE = "inspectorate", gettext_noop("Inspectorate")
        NATIONAL_BODY = "national_body", gettext_noop("National body")

    class Office(models.TextChoices):
        PCC = "pcc", gettext_noop("Police and crime commissioner")
        PFCC = "pfcc", gettext_noop("Police, fire and crime commissioner")
        MAYOR = "mayor", gettext_noop("Mayor")
        MOPAC = "mopac", gettext_noop("Mayor's Office for Policing and Crime")
        COMMON_COUNCIL = "common_council", gettext_noop("Common Council of the City of London")

    class Region(models.TextChoices):
        EAST = "east-of-england", gettext_noop("East of England")
        EAST_MIDLANDS = "east-midlands", gettext_noop("East Midlands")
        LONDON = "london", gettext_noop("London")
        NORTH_EAST = "north-east", gettext_noop("North East")
        NORTH_WEST = "north-west", gettext_noop("North West")
        SOUTH_EAST = "south-east", gettext_noop("South East")
        SOUTH_WEST = "south-west", gettext_noop("South West")
        WALES = "wales", gettext_noop("Wales")
        WEST_MIDLANDS = "west-midlands", gettext_noop("West Midlands")
        YORKSHIRE = "yorkshire-and-the-humber", gettext_noop("Yorkshire and the Humber")
        NATIONAL = "national", gettext_noop("National")

    class Letterhead(models.TextChoices):
        BESIDE = "beside", "Name at the left, contact details at the right"
        CENTRED = "centred", "Name in the middle, contact details in a line below"
        RIGHT = "right", "All at the right, beside whom the letter is addressed to"

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
    represents = models.CharField(
        max_length=30,
        choices=Kind.choices,
        blank=True,
        help_text="The kind of body it may answer for all together, as the NPCC does for forces.",
    )
    succeeded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    welsh_name = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=200, blank=True)
    source = models.TextField(blank=True, help_text="Where the facts of this record come from.")

    # The letterhead, as this body's own letters bear it.
    letterhead = models.CharField(max_length=10, choices=Letterhead.choices, default=Letterhead.BESIDE)
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
    version = models.PositiveIntegerField(
        default=1, help_text="Counts saves of the letterhead, so that none overwrites another.", editable=False
    )

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
            models.CheckConstraint(
                condition=Q(represents="") | Q(kind="national_body"),
                name="only_a_national_body_represents_others",
                violation_error_message="Only a national body answers for all bodies of a kind.",
            ),
            models.CheckConstraint(
                condition=Q(letterhead__in=["beside", "centred", "right"]),
                name="a_known_letterhead",
                violation_error_message="Select one of the letterheads.",
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
        short = {"pcc": gettext("PCC"), "pfcc": gettext("PFCC"), "mopac": "MOPAC"}.get(self.office)
        return short or gettext(self.get_office_display() or self.get_kind_display())

    @property
    def address_in_a_line(self) -> str:
        """ "1 Street, Town", whether or not its lines end in commas."""
        return ", ".join(line for each in self.address.splitlines() if (line := each.strip(" ,")))

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


class Contact(models.Model):
    """Somebody to write to at a body, who need not sign in."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=150, blank=True)
    position = models.CharField(max_length=150, blank=True, help_text="Such as “HMICFRS liaison officer”.")
    email = models.EmailField()
    telephone = models.CharField(max_length=50, blank=True)
    until = models.DateField(null=True, blank=True, help_text="The first day on which they were no longer it.")

    class Meta:
        ordering = ["body", "name", "email"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "email"],
                name="one_contact_per_body_and_address",
                violation_error_message="This body already has a contact with this e-mail address.",
            ),
        ]

    def __str__(self):
        return self.name or self.email
