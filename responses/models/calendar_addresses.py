"""The secret addresses at which calendar programs read what somebody may read: they sign in nowhere."""

import datetime
import hashlib
import secrets

from django.db import models

from accounts.models import User


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarAddressQuerySet(models.QuerySet):
    def opened_by(self, token: str):
        """The one that a token opens, while its person may sign in."""
        return self.filter(token_sha256=hashed(token), user__is_active=True)

    def renew(self, user: User, at: datetime.datetime) -> str:
        """A new token for a person, which is kept nowhere: the one before opens nothing any more."""
        token = secrets.token_urlsafe(32)
        self.update_or_create(user=user, defaults={"token_sha256": hashed(token), "made_at": at})
        return token


class CalendarAddress(models.Model):
    """That somebody has one. Whoever has the address reads what this person may read at that time, and no more."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="calendar_address")
    token_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_sha256"], name="a_calendar_address_is_one_persons"),
        ]

    def __str__(self):
        return f"Calendar of {self.user}"
