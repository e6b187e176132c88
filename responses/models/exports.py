"""Who took what away as a file: a line that only grows."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from recommendations.models import SuperComplaint


class Export(models.Model):
    """One download of what the record holds on a report, as somebody was given it."""

    class What(models.TextChoices):
        MATRIX_CSV = "matrix_csv", "Matrix (CSV)"
        MATRIX_PDF = "matrix_pdf", "Matrix (PDF)"
        MATRIX_XLSX = "matrix_xlsx", "Matrix (Excel)"
        ANSWERS_XLSX = "answers_xlsx", "Every answer (Excel)"
        ANSWERS_CSV = "answers_csv", "Every answer (CSV)"
        REVIEWS_CSV = "reviews_csv", "Reviews (CSV)"
        COMMITMENTS_CSV = "commitments_csv", "Commitments (CSV)"
        CHANGES_CSV = "changes_csv", "What changed (CSV)"
        AWAITED_CSV = "awaited_csv", "Who waits for whom (CSV)"
        CHASE_CSV = "chase_csv", "Whom to chase, with contacts (CSV)"

    super_complaint = models.ForeignKey(SuperComplaint, on_delete=models.PROTECT, related_name="exports")
    what = models.CharField(max_length=20, choices=What.choices)
    as_at = models.DateField()
    asked = models.TextField(blank=True, help_text="The query of its address: what was left out.")
    rows = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    what__in=[
                        *("matrix_csv", "matrix_xlsx", "answers_xlsx", "answers_csv", "reviews_csv", "commitments_csv"),
                        *("changes_csv", "awaited_csv", "chase_csv", "matrix_pdf"),
                    ]
                ),
                name="a_known_export",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} as at {self.as_at}, by {self.by}"
