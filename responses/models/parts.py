"""A force's part of its commissioner's letter: who has it now, and what a chief officer agreed.

The office starts a part, and only then do the force's own people see it: their answers, and nothing else of the draft.
Each step adds a line that nobody takes away while the draft lives.
"""

import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_noop

from accounts.models import WRITERS, User
from recommendations.models import Addressee, Body
from responses.models.responses import Response
from responses.models.updates import Update


class PartQuerySet(models.QuerySet):
    def given_to(self, user: User):
        """Parts of drafts that this person answers for their own body, and does not write as a whole."""
        theirs = user.writes_for()
        return self.filter(body__in=theirs, update__recorded_at=None).exclude(update__body__in=theirs)

    def in_full(self):
        """With what a line about each says, its steps included."""
        steps = models.Prefetch("steps", PartStep.objects.select_related("by"))
        return self.select_related("body", "update__body", "update__super_complaint").prefetch_related(steps)


class Part(models.Model):
    """The answers of one body in another one's draft, which its own people were asked to write."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="parts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    wanted_on = models.DateField(null=True, blank=True, help_text="By when the office wants it, where it said so.")
    with_office_since = models.DateTimeField(null=True, blank=True, help_text="Empty while its own people have it.")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["body__name"]
        constraints = [models.UniqueConstraint(fields=["update", "body"], name="one_part_per_update_and_body")]

    def __str__(self):
        return f"{self.body}’s part of {self.update}"

    def get_absolute_url(self):
        return reverse("part", args=[self.update_id, self.body.slug])

    @property
    def is_out(self) -> bool:
        """Whether its own people have it, to write or to mend."""
        return self.with_office_since is None

    @property
    def last_step(self) -> "PartStep":
        return list(self.steps.all())[-1]

    def addressees(self):
        """What is asked of its body, in the report's order."""
        return self.update.offered().filter(body=self.body_id)

    def left(self) -> list[Addressee]:
        """What is asked of its body and has no finished answer in this draft. An update by itself meets some."""
        finished = self.update.responses.exclude(finished_at=None).values("addressee")
        return list(self.addressees().exclude(pk__in=finished).exclude(recommendation__met_by_update=True))

    def people(self) -> list[User]:
        """Who writes for the body itself."""
        of = {"memberships__role__in": WRITERS, "memberships__body__in": Body.objects.itself(self.body_id)}
        return list(User.objects.filter(**of, is_active=True).distinct())

    def start(self, *, by: User, at: datetime.datetime, comment: str = "") -> None:
        self.save()
        self._step(PartStep.What.STARTED, by=by, at=at, comment=comment)

    def hand_in(self, *, by: User, at: datetime.datetime, comment: str = "") -> None:
        self._pass_on(PartStep.What.HANDED_IN, to_office=True, by=by, at=at, comment=comment)

    def take_up(self, *, by: User, at: datetime.datetime, comment: str = "") -> None:
        """Its own people have it again, to change what they handed in."""
        self._pass_on(PartStep.What.TAKEN_UP, to_office=False, by=by, at=at, comment=comment)

    def send_back(self, *, by: User, at: datetime.datetime, comment: str) -> None:
        self._pass_on(PartStep.What.SENT_BACK, to_office=False, by=by, at=at, comment=comment)

    def take_back(self, *, by: User, at: datetime.datetime, comment: str = "") -> None:
        """The office has it, though nobody handed it in."""
        self._pass_on(PartStep.What.TAKEN_BACK, to_office=True, by=by, at=at, comment=comment)

    def _pass_on(self, what, *, to_office, by, at, comment):
        self.with_office_since = at if to_office else None
        self.save(update_fields=["with_office_since"])
        self._step(what, by=by, at=at, comment=comment)

    def _step(self, what, *, by, at, comment):
        self.steps.create(what=what, by=by, at=at, comment=comment)

    def discard(self) -> None:
        """Delete it with a draft."""
        self.steps.all().delete()
        self.delete()


class PartStep(models.Model):
    """What somebody did with a part."""

    class What(models.TextChoices):
        STARTED = "started", gettext_noop("Asked for it")
        HANDED_IN = "handed_in", gettext_noop("Handed it in")
        TAKEN_UP = "taken_up", gettext_noop("Took it up again")
        SENT_BACK = "sent_back", gettext_noop("Sent it back")
        TAKEN_BACK = "taken_back", gettext_noop("Took it back")

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=20, choices=What.choices)
    comment = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["started", "handed_in", "taken_up", "sent_back", "taken_back"]),
                name="a_known_step_of_a_part",
            ),
            models.CheckConstraint(
                condition=~Q(what="sent_back") | ~Q(comment=""),
                name="a_part_is_sent_back_with_a_comment",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {self.at:%Y-%m-%d}: {self.part}"


_OF_AN_AGREEMENT = ("noted_by", "addressee__recommendation__super_complaint", "addressee__body")


class AgreementQuerySet(models.QuerySet):
    def latest(self) -> dict[int, "Agreement"]:
        """The latest for each addressee, by its id."""
        return {agreement.addressee_id: agreement for agreement in self.select_related(*_OF_AN_AGREEMENT)}


class Agreement(models.Model):
    """That a named chief officer agreed an answer, as it was then."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="agreements")
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=200)
    officer_title = models.CharField(max_length=200)
    said = models.JSONField(help_text="What was agreed: `Response.snapshot`.")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(officer_name="") & ~Q(officer_title=""),
                name="agreed_by_an_officer_with_a_name_and_a_title",
            ),
        ]

    def __str__(self):
        return f"{self.officer}: {self.addressee}"

    @property
    def officer(self) -> str:
        """ "Jo Bloggs, Assistant Chief Constable"."""
        return f"{self.officer_name}, {self.officer_title}"

    def stands(self, response: Response | None) -> bool:
        """Whether an answer says exactly what was agreed."""
        return response is not None and {name: self.said.get(name, "") for name in Response.SAID} == response.said
