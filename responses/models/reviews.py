"""What HMICFRS made of what bodies say: dated, added, never edited. Said and judged are never mixed."""

import datetime
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from accounts.models import User
from recommendations.models import Addressee
from responses.models.messages import Message
from responses.models.responses import Response
from responses.models.updates import Document, Update


class ReviewQuerySet(models.QuerySet):
    def in_order(self):
        """As they were made."""
        return self.order_by("reviewed_on", "pk")

    def standing(self):
        """Reviews of what was on the record and never was there in error; withdrawn since or not."""
        return self.filter(response__update__recorded_at__isnull=False, response__update__in_error_at=None)

    def delivered(self, addressees: Iterable[Addressee], date: datetime.date) -> set[int]:
        """Ids of those of these addressees that HMICFRS had seen done by a date, and not reopened since."""
        judged = self.filter(
            response__addressee__in=addressees,
            response__update__in=Update.objects.as_at(date),
            reviewed_on__lte=date,
            outcome__in=[Review.Outcome.DELIVERED, Review.Outcome.REOPENED],
        )
        latest = dict(judged.in_order().values_list("response__addressee", "outcome"))
        return {addressee for addressee, outcome in latest.items() if outcome == Review.Outcome.DELIVERED}


class Review(models.Model):
    """HMICFRS's reading of one response. Added, never edited: a change of mind is a later review."""

    class Outcome(models.TextChoices):
        SATISFIED = "satisfied", gettext_noop("Satisfied with the answer")
        MORE_INFORMATION = "more_information", gettext_noop("More information asked")
        DELIVERED = "delivered", gettext_noop("Delivered: HMICFRS has seen it done")
        REOPENED = "reopened", gettext_noop("Reopened")

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="reviews")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reasons = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True, help_text="By when more information is asked, if by a day.")
    evidence = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews")
    evidence_link = models.URLField(max_length=500, blank=True, help_text="Where what was seen can be read.")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    recorded_at = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="satisfied")
                | ~Q(reasons="")
                | Q(outcome="delivered") & (Q(evidence__isnull=False) | ~Q(evidence_link="")),
                name="a_review_has_reasons_or_evidence",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["satisfied", "more_information", "delivered", "reopened"]),
                name="a_known_outcome",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(outcome="more_information", due_on__gte=F("reviewed_on")),
                name="only_more_information_is_asked_by_a_day",
            ),
            models.CheckConstraint(
                condition=Q(outcome="delivered") | Q(evidence=None, evidence_link=""),
                name="only_what_was_delivered_has_evidence",
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}, {self.reviewed_on}"


class Told(models.Model):
    """That somebody is told by e-mail what a review asks: once the mail server took the message, and not before."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="told")
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField()
    # None of those who were told before messages were kept.
    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="told")
    at = models.DateTimeField(null=True, blank=True, help_text="When the mail server took it.")

    class Meta:
        verbose_name_plural = "told"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(at__isnull=False) | Q(message__isnull=False), name="told_or_to_be_told_by_a_message"
            ),
            models.UniqueConstraint(fields=["review", "email"], name="each_is_told_once_of_a_review"),
        ]

    def __str__(self):
        return f"{self.name or self.email}, {f'{self.at:%Y-%m-%d}' if self.at else 'not told yet'}"
