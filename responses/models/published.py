"""Where a body published its own response, as some reports ask of it."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from recommendations.models import Body, SuperComplaint


class PublishedResponse(models.Model):
    """A page on which a body published what it answers to a report."""

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="published_responses")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="published_responses")
    address = models.URLField(max_length=500)
    published_on = models.DateField(null=True, blank=True, help_text="Left empty where the page does not say.")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["published_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(address=""), name="a_published_response_has_an_address"),
            models.UniqueConstraint(
                fields=["super_complaint", "body", "address"],
                name="a_published_response_is_noted_once",
                violation_error_message="This page is already noted for this body and report.",
            ),
        ]

    def __str__(self):
        return f"{self.body}: {self.address}"
