"""Who signs in, for which body, in which role."""

import unicodedata

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import FilteredRelation, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from recommendations.models import Body, answered_by


class UserManager(BaseUserManager):
    def create_user(self, email, name, password=None, **extra):
        user = self.model(email=email.lower(), name=name, **extra)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, name, password=None, **extra):
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person who signs in with an e-mail address. What they may do comes from their memberships."""

    username = first_name = last_name = None
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(max_length=150)
    # What each person chose to be told by e-mail. Everything stands on the home page as well.
    told_of_sign_off = models.BooleanField(default=True)
    told_of_sent = models.BooleanField(default=True)
    told_of_question = models.BooleanField(default=True)
    told_of_reminder = models.BooleanField(default=True)
    told_of_digest = models.BooleanField(default=False)  # of liaison staff: whoever wants it says so

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            # Sign-in looks for the address in lower case; and so one address is one person, however it is typed.
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="an_email_is_in_lower_case",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("person", args=[self.pk])

    def set_password(self, raw_password):
        super().set_password(spellings(raw_password)[0] if raw_password else raw_password)

    def check_password(self, raw_password):
        return any(super(User, self).check_password(spelling) for spelling in spellings(raw_password or ""))

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    def wants(self, about: str) -> bool:
        """Whether they chose to be told by e-mail of "sign_off", "sent", "question", "reminder" or "digest"."""
        return getattr(self, f"told_of_{about}")

    def writes_for(self, *roles: str) -> set[int]:
        """Ids of the bodies this person may write for, through memberships in any of these roles."""
        return set().union(*(self._answers_for[role] for role in roles or WRITERS))

    @property
    def is_liaison(self) -> bool:
        return bool(self._answers_for[Role.LIAISON])

    @property
    def reads_everything(self) -> bool:
        """Whether all that is on the record is open to them, whichever body said it."""
        return self.is_liaison or bool(self._answers_for[Role.READER])

    @property
    def takes_away(self) -> bool:
        """Whether they may take every answer away as one file: a right of its own, beside that of reading them."""
        return self.reads_everything and bool(self._answers_for[Role.EXPORTER])

    @property
    def links(self) -> set[tuple[int, int | None, int | None]]:
        """Which body succeeds and oversees which, as answered_by() takes it: whoever asks for a person has read it."""
        return {row[:3] for row in self._bodies}  # a body in which somebody has two roles comes twice

    @cached_property
    def _answers_for(self) -> dict[str, set[int]]:
        """By role, the ids of the bodies answered for."""
        links = self.links
        return {role: answered_by({row[0] for row in self._bodies if row[3] == role}, links) for role in Role.values}

    @cached_property
    def _bodies(self) -> list[tuple]:
        """Every body, with this person's role where there is one. One query in this object's life: every page asks."""
        # Chains of succession lead through bodies without a role too.
        own = FilteredRelation("memberships", condition=Q(memberships__user=self))
        bodies = Body.objects.order_by().annotate(own=own)
        return list(bodies.values_list("pk", "succeeded_by_id", "oversees_id", "own__role"))


def spellings(password: str) -> list[str]:
    """The ways in which keyboards write one password: composed, which is the one that is set, then any others.

    A Mac may send "é" as "e" and an accent. A password that was set before they were composed is still what it was.
    """
    composed, decomposed = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    return list(dict.fromkeys([composed, password, decomposed]))


def display_name(user: User) -> str:
    return user.name


class Role(models.TextChoices):
    EDITOR = "editor", "Editor: writes updates"
    APPROVER = "approver", "Approver: writes updates and signs them off"
    LIAISON = "liaison", "HMICFRS liaison: sees every body, records and reviews"
    READER = "reader", "Reader: reads what every body answered, changes nothing"
    EXPORTER = "exporter", "Exporter: takes every answer away as one file, beside another role"


WRITERS = (Role.EDITOR, Role.APPROVER)


class Membership(models.Model):
    """One person's role in one body. A person may hold several."""

    # Alone in not being protected: a role says nothing of the record, and is nothing without its person.
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        ordering = ["body__name", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "body", "role"],
                name="one_membership_per_role",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="a_known_role"),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}, {self.body}"

    @property
    def short_role(self) -> str:
        """The role without what it means: "Editor", "Approver", "HMICFRS liaison"."""
        return self.get_role_display().partition(":")[0]

    def clean(self):
        if self.body_id and self.role and not self._fits():
            raise ValidationError({"role": _WHOSE[self.role]})

    def _fits(self) -> bool:
        if self.role in {Role.READER, Role.EXPORTER}:
            return self.body.kind in {Body.Kind.INSPECTORATE, Body.Kind.NATIONAL_BODY}
        return (self.role == Role.LIAISON) == (self.body.kind == Body.Kind.INSPECTORATE)


_WHOSE = {
    Role.EDITOR: "Select liaison or reader: the inspectorate writes no updates",
    Role.APPROVER: "Select liaison or reader: the inspectorate writes no updates",
    Role.LIAISON: "Select another role: only the inspectorate has liaison staff",
    Role.READER: "Select another role: only the inspectorate and national bodies have readers",
    Role.EXPORTER: "Select another role: only the inspectorate and national bodies have exporters",
}
