"""How a draft is signed off: asked for, sent back with a comment, corrected and confirmed, signed off, taken back.

The columns say how it stands now. Each step adds a line that nobody takes away while the draft lives, with all that
the draft said at that moment: an e-mail, or what an approver changed, can be made from it.
"""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from accounts.models import Role, User
from recommendations.english import in_english
from recommendations.models import Body
from responses.models.covering import LETTER, SET_AS
from responses.models.signatures import Signature


class SignOffStepQuerySet(models.QuerySet):
    def sent_back(self, drafts: list) -> list["SignOffStep"]:
        """Of these drafts, the step by which each was sent back, where nothing was done about it since."""
        steps = self.filter(update__in=drafts).select_related("by", "update__super_complaint", "update__body")
        last = {step.update_id: step for step in steps.defer("said")}
        return [step for step in last.values() if step.what == SignOffStep.What.SENT_BACK]


class SignOffStep(models.Model):
    """What somebody did on a draft's way to its sign-off."""

    class What(models.TextChoices):
        ASKED = "asked", gettext_noop("Asked for sign-off")
        STOPPED = "stopped", gettext_noop("Stopped asking for sign-off")
        CHANGED = "changed", gettext_noop("Changed it, so sign-off is no longer asked for")
        SENT_BACK = "sent_back", gettext_noop("Sent it back")
        CONFIRMED = "confirmed", gettext_noop("Confirmed what was corrected")
        SIGNED_OFF = "signed_off", gettext_noop("Signed it off")
        TAKEN_BACK = "taken_back", gettext_noop("Took the sign-off back")

    update = models.ForeignKey("responses.Update", on_delete=models.PROTECT, related_name="sign_off_steps")
    what = models.CharField(max_length=20, choices=What.choices)
    comment = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    said = models.JSONField(help_text="All that the draft said then: `all_said`.")

    objects = SignOffStepQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    what__in=["asked", "stopped", "changed", "sent_back", "confirmed", "signed_off", "taken_back"]
                ),
                name="a_known_step_of_a_sign_off",
            ),
            models.CheckConstraint(
                condition=~Q(what="sent_back") | ~Q(comment=""),
                name="sent_back_with_a_comment",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()}, {self.at:%Y-%m-%d}: {self.update}"


class SignedOff(models.Model):
    """How a draft comes to be signed off. Four eyes: nobody signs off what nobody else has seen."""

    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who else has seen exactly these words, and stands by them.",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signature = models.ForeignKey(
        "responses.Signature",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        help_text="That of who signed it off, where they put it on the letter.",
    )

    # Said by an edit: whether it ended the asking for a sign-off.
    has_ended_asking = False

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_by=None, asked_at=None) | Q(asked_by__isnull=False, asked_at__isnull=False),
                name="sign_off_is_asked_for_by_a_person_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("edited_by")),
                name="confirmed_by_another_than_the_last_editor",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None, signed_off_at=None)
                | Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
                name="sign_off_has_a_person_and_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None) | ~Q(signed_off_by=F("edited_by")) | Q(confirmed_by__isnull=False),
                name="signed_off_once_somebody_else_has_seen_it",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None) | Q(asked_by=None) | ~Q(signed_off_by=F("asked_by")),
                name="signed_off_by_another_than_who_asked",
            ),
            # Whose signature it is stands in another table; sign_off() holds to it.
            models.CheckConstraint(
                condition=Q(signature=None) | Q(signed_off_by__isnull=False),
                name="a_signature_comes_with_a_sign_off",
            ),
        ]

    @property
    def is_corrected(self) -> bool:
        """Whether an approver changed what they were asked to sign off, and nobody else has confirmed it yet."""
        return bool(self.asked_at and not self.confirmed_at and self.edited_at > self.asked_at)

    def approvers(self, *, but: User) -> list[User]:
        """Who may sign it off, this person left out."""
        return self._people(Role.APPROVER, but=but)

    def other_writers(self, *, but: User) -> list[User]:
        """Who may ask this person to sign it off, having read it."""
        return self._people(Role.EDITOR, Role.APPROVER, but=but)

    def _people(self, *roles, but):
        of = {"memberships__role__in": roles, "memberships__body__in": Body.objects.answering_for(self.body_id)}
        return list(User.objects.filter(**of, is_active=True).exclude(pk=but.pk).distinct())

    def ask(self, *, by: User, at: datetime.datetime, comment: str = "") -> None:
        """Ask for it to be signed off. Whoever asks, and did not write these words last, has seen them."""
        self.asked_by, self.asked_at = by, at
        if by.pk != self.edited_by_id:
            self.confirmed_by, self.confirmed_at = by, at
        self._step(SignOffStep.What.ASKED, by=by, at=at, comment=comment)

    def stop_asking(self, *, by: User, at: datetime.datetime, comment: str = "") -> None:
        self._unask()
        self._step(SignOffStep.What.STOPPED, by=by, at=at, comment=comment)

    def send_back(self, *, by: User, at: datetime.datetime, comment: str) -> None:
        self._unask()
        self._step(SignOffStep.What.SENT_BACK, by=by, at=at, comment=comment)

    def confirm(self, *, by: User, at: datetime.datetime, comment: str = "") -> None:
        """Say of what an approver corrected that it is right."""
        self.confirmed_by, self.confirmed_at = by, at
        self._step(SignOffStep.What.CONFIRMED, by=by, at=at, comment=comment)

    def sign_off(
        self, *, by: User, at: datetime.datetime, comment: str = "", signature: Signature | None = None
    ) -> None:
        """Say that these words may be sent; with a signature, that it stands under them. ValueError for another's."""
        if signature and (signature.owner_id, signature.body_id) != (by.pk, self.body_id):
            raise ValueError("A signature is put on a letter by its owner alone.")
        self.signed_off_by, self.signed_off_at, self.signature = by, at, signature
        self._step(SignOffStep.What.SIGNED_OFF, by=by, at=at, comment=comment)

    def take_back_sign_off(self, *, by: User, at: datetime.datetime, comment: str = "") -> None:
        """Sign-off is asked for again, as it was before."""
        self._unsign()
        self._step(SignOffStep.What.TAKEN_BACK, by=by, at=at, comment=comment)

    def edit(self, *, by: User, at: datetime.datetime) -> None:
        """Note an edit; not stored yet. It undoes a sign-off: nobody signed these words off.

        Sign-off is no longer asked for either, unless an approver corrects what somebody else asked them about.
        """
        self.edited_by, self.edited_at = by, at
        self.confirmed_by = self.confirmed_at = None
        self._unsign()
        if self.asked_at and not self._is_asked_of(by):
            self._unask()
            self.has_ended_asking = True
            self._add_step(SignOffStep.What.CHANGED, by=by, at=at)

    def edited(self, *, by: User, at: datetime.datetime) -> None:
        """Note an edit of something that belongs to it."""
        self.edit(by=by, at=at)
        self._keep()

    def _is_asked_of(self, person: User) -> bool:
        return person.pk != self.asked_by_id and self.body_id in person.writes_for(Role.APPROVER)

    def _unsign(self):
        self.signed_off_by = self.signed_off_at = self.signature = None

    def _unask(self):
        self.asked_by = self.asked_at = self.confirmed_by = self.confirmed_at = None

    def _step(self, what, *, by, at, comment=""):
        self._keep()
        self._add_step(what, by=by, at=at, comment=comment)

    def _add_step(self, what, *, by, at, comment=""):
        self.sign_off_steps.create(what=what, by=by, at=at, comment=comment, said=all_said(self))

    def _keep(self):
        pairs = ("edited", "asked", "confirmed", "signed_off")
        self.save(update_fields=["signature", *(f"{name}_{end}" for name in pairs for end in ("by", "at"))])

    def last_step(self) -> SignOffStep | None:
        return self.sign_off_steps.select_related("by").defer("said").last()

    def last_sent_back(self) -> SignOffStep | None:
        """The step at which an approver last sent it back."""
        return self.sign_off_steps.filter(what=SignOffStep.What.SENT_BACK).select_related("by").last()

    def last_seen(self) -> SignOffStep | None:
        """The step at which its writers last stood by all that it said: when they asked, or confirmed a correction."""
        What = SignOffStep.What
        return self.sign_off_steps.filter(what__in=[What.ASKED, What.CONFIRMED]).select_related("by").last()


@in_english
def all_said(update) -> dict:
    """All that a draft says, as JSON keeps it: its letter by field, its answers by the id of the addressee."""
    answers = update.responses.select_related("awaiting_body", "awaiting_recommendation")
    letter = {"date": update.date_in_words} | {name: getattr(update, name) for name in (*LETTER, *SET_AS)}
    return {
        "letter": letter | {"enclosed": "\n".join(each.said for each in update.enclosed.listed())},
        "speaks_for": list(update.speaks_for.order_by("name").values_list("name", flat=True)),
        "answers": {str(response.addressee_id): response.snapshot for response in answers},
    }
