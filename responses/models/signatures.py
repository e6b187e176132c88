"""How an approver signs a body's letters: a picture that only its owner puts on a letter, by signing it off."""

import datetime

from django.db import models, transaction
from django.db.models import F, Q

from accounts.models import User
from recommendations.models import Body


class SignatureQuerySet(models.QuerySet):
    def standing(self):
        """Signatures that their owners can put on a letter."""
        return self.filter(ended_at=None)

    def of(self, owner: User, body: Body | int) -> "Signature | None":
        """The one that this person can put on a letter of this body."""
        return self.standing().filter(owner=owner, body=body).first()

    @transaction.atomic
    def keep(self, *, body: Body, owner: User, image: bytes, alternative: str, at: datetime.datetime) -> "Signature":
        """Keep a new one in the place of the one before, which stays on the letters that it was put on."""
        self.standing().filter(owner=owner, body=body).update(ended_at=at)
        return self.create(body=body, owner=owner, image=image, alternative=alternative, added_at=at)


class Signature(models.Model):
    """One picture, as it is on every letter that it was put on. It is never changed; it can end."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="signatures")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signatures")
    image = models.BinaryField(help_text="PNG or JPEG, as recommendations/pictures.py makes it.")
    alternative = models.CharField(max_length=200, help_text="What is read out in its place.")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "owner"],
                condition=Q(ended_at=None),
                name="one_standing_signature_per_body_and_owner",
            ),
            models.CheckConstraint(condition=~Q(alternative=""), name="a_signature_has_words_in_its_place"),
            models.CheckConstraint(condition=Q(ended_at__gte=F("added_at")), name="a_signature_ends_after_it_began"),
        ]

    def __str__(self):
        return f"{self.alternative}, for {self.body}"

    def end(self, *, at: datetime.datetime) -> None:
        """Put it on no further letter."""
        self.ended_at = at
        self.save(update_fields=["ended_at"])
