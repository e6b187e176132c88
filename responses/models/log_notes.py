"""What liaison staff noted of their dealings with a body: a telephone call, a meeting, an e-mail."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from recommendations.models import Body, SuperComplaint
from recommendations.models.errors import RecordedInError, StandingQuerySet


class LogNote(RecordedInError):
    """One dealing with a body, in the words of whoever noted it, for liaison staff alone. It is never edited."""

    class How(models.TextChoices):
        TELEPHONE = "telephone", "Telephone call"
        MEETING = "meeting", "Meeting"
        EMAIL = "email", "E-mail"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="log_notes")
    super_complaint = models.ForeignKey(
        SuperComplaint,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="log_notes",
        help_text="Empty where it was about none, or about several.",
    )
    once = models.UUIDField(default=uuid.uuid4, help_text="Of the page it was written on.")
    how = models.CharField(max_length=20, choices=How.choices)
    took_place_on = models.DateField()
    with_whom = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = StandingQuerySet.as_manager()

    class Meta:
        ordering = ["took_place_on", "pk"]
        constraints = [
            *RecordedInError.Meta.constraints,
            models.UniqueConstraint(fields=["once"], name="a_note_of_the_log_is_kept_once"),
            models.CheckConstraint(
                condition=Q(how__in=["telephone", "meeting", "email"]), name="a_known_way_to_deal_with_a_body"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_note_of_the_log_has_words"),
        ]

    def __str__(self):
        return f"{self.get_how_display()} with {self.body}, {self.took_place_on}"
