"""Who signs in, for which body, in which role; and the tokens with which their programs read the record."""

import datetime
import hashlib
import secrets
import unicodedata

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from recommendations.models import Body, SuperComplaint, answered_by


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


class TokenQuerySet(models.QuerySet):
    def make(self, *, user: User, on: datetime.date, days: int, **facts) -> tuple["Token", str]:
        """A new one, and its secret, which is kept nowhere. `days`: for how many it opens, up to `Token.MOST_DAYS`."""
        secret = f"{Token.BEGINS}{secrets.token_urlsafe(32)}"
        expires_on = on + datetime.timedelta(days=days)
        return self.create(user=user, made_on=on, expires_on=expires_on, sha256=hashed(secret), **facts), secret

    def of_secret(self, secret: str) -> "Token | None":
        """The one that has this secret, whether or not it still opens anything."""
        return self.filter(sha256=hashed(secret)).select_related("user", "report").first()


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class Token(models.Model):
    """What lets a program read the record in a person's name: no more than they may, for a time, and not all of it.

    Kept for good, so that what was read with it stays told. It opens what its person may take away at that time.
    """

    BEGINS = "sctracker_"  # so that whoever finds one somewhere knows what it is
    DAYS, MOST_DAYS = 30, 365
    REACHES = ("matrix", "answers", "reviews")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)  # of 256 bits of chance: nothing slower is needed
    reaches_matrix = models.BooleanField(default=False)
    reaches_answers = models.BooleanField(default=False)
    reaches_reviews = models.BooleanField(default=False)
    report = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_on = models.DateField()
    expires_on = models.DateField()  # the last day on which it opens anything
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="a_token_is_one_persons"),
            models.CheckConstraint(
                condition=Q(reaches_matrix=True) | Q(reaches_answers=True) | Q(reaches_reviews=True),
                name="a_token_reaches_something",
            ),
            models.CheckConstraint(condition=Q(expires_on__gt=F("made_on")), name="a_token_ends_after_it_was_made"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="a_revoked_token_says_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return self.name

    def reaches(self, what: str) -> bool:
        """Whether it may read "matrix", "answers" or "reviews"."""
        return getattr(self, f"reaches_{what}")

    @property
    def reach_in_words(self) -> str:
        """ "matrix and reviews of Safe to share?", "answers of every report"."""
        reached = [what for what in self.REACHES if self.reaches(what)]
        what = " and ".join(filter(None, [", ".join(reached[:-1]), reached[-1]]))
        return f"{what} of {self.report or 'every report'}"

    def why_closed(self, on: datetime.date) -> str:
        """Why it opens nothing on a day, in a sentence for whoever holds it; "" where it opens."""
        if self.revoked_at:
            return f"This token was revoked on {date_format(self.revoked_at, 'j F Y')}."
        if on > self.expires_on:
            return f"This token expired at the end of {date_format(self.expires_on, 'j F Y')}."
        if not self.user.is_active:
            return "The person whose token this is can no longer sign in."
        if not self.user.takes_away:
            return "The person whose token this is no longer has the role “Exporter” beside one that reads everything."
        return ""

    def use(self, on: datetime.date, what: str = "", report: SuperComplaint | None = None) -> None:
        """Keep that it was used on a day and, once a day, that a kind of thing of a report was read with it."""
        if self.last_used_on != on:
            type(self).objects.filter(pk=self.pk).update(last_used_on=on)
        use = {"what": what, "report": report, "day": on}
        if what and not self.uses.filter(**use).exists():
            TokenUse.objects.bulk_create([TokenUse(token=self, **use)], ignore_conflicts=True)

    def revoke(self, *, by: User, at: datetime.datetime) -> None:
        """From now on it opens nothing. Twice is as once: the first time stays."""
        type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=at, revoked_by=by)


class TokenUse(models.Model):
    """That a program read a kind of thing of a report on a day, however often: a line that only grows."""

    class What(models.TextChoices):
        MATRIX = "matrix", "Matrix"
        ANSWERS = "answers", "Answers, with their words"
        COMMITMENTS = "commitments", "Commitments"
        REVIEWS = "reviews", "Reviews"

    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="uses")
    what = models.CharField(max_length=20, choices=What.choices)
    report = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="token_uses")
    day = models.DateField()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["token", "what", "report", "day"], name="a_use_is_noted_once_a_day"),
            models.CheckConstraint(
                condition=Q(what__in=["matrix", "answers", "commitments", "reviews"]), name="a_known_use_of_a_token"
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} of {self.report}, {self.day}"
