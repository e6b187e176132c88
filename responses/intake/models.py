"""Files that are read, and confirmed by a person: letters on their way into the record, answers into a draft."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from recommendations.models import Body, SuperComplaint
from responses.intake.proposal import Proposal
from responses.models import Update


class IntakeQuerySet(models.QuerySet):
    def in_hand(self):
        """Files that are not part of the record yet."""
        return self.filter(update=None)


class Intake(models.Model):
    """One file that came in, where the reading of it stands, and what it seems to say until a person records it.

    A file that could not be kept, such as a program, has a size of 0 and no content: only why.
    """

    super_complaint = models.ForeignKey(
        SuperComplaint, on_delete=models.PROTECT, null=True, blank=True, related_name="intakes"
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    read_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True, help_text="Why it could not be read, in a sentence.")
    proposal_json = models.JSONField(null=True, blank=True)
    letter_parts = models.JSONField(
        null=True,
        blank=True,
        help_text="The places, from 0, of the parts of the file that a person says are the letter.",
    )
    typed = models.JSONField(default=dict, blank=True, help_text="What a person has entered so far, field by field.")
    version = models.PositiveIntegerField(default=1, help_text="Counts saves, so that no save overwrites another.")
    update = models.OneToOneField(Update, on_delete=models.PROTECT, null=True, blank=True, related_name="intake")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at=None, proposal_json=None, trouble="")
                | Q(read_at__isnull=False, proposal_json__isnull=False, trouble="")
                | Q(read_at__isnull=False, proposal_json=None) & ~Q(trouble=""),
                name="read_gives_a_proposal_or_a_trouble",
            ),
            models.CheckConstraint(
                condition=Q(update=None) | Q(read_at__isnull=False), name="recorded_once_it_was_read"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("confirm_letter", args=[self.pk])

    @property
    def proposal(self) -> Proposal | None:
        return Proposal.from_json(self.proposal_json) if self.proposal_json else None


class AnswerFile(models.Model):
    """A file with answers, brought to a draft that is written here: a person places its passages one by one.

    It is the office's own business, or the force's: no document of the update, which HMICFRS reads once it is sent.
    """

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="answer_files")
    brought_for = models.ForeignKey(
        Body, on_delete=models.PROTECT, related_name="+", help_text="Whose letter it is, or whose part of it."
    )
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    proposal_json = models.JSONField()
    returned_json = models.JSONField(
        null=True, blank=True, help_text="What each passage says in it, where it is this draft’s own Word version."
    )
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField(null=True, blank=True, help_text="When words of it were last placed.")
    placed_as = models.JSONField(default=dict, blank=True, help_text="What a person had chosen then, box by box.")

    class Meta:
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["update", "brought_for", "sha256"], name="one_copy_of_an_answer_file"),
            models.CheckConstraint(
                condition=Q(placed_by=None, placed_at=None) | Q(placed_by__isnull=False, placed_at__isnull=False),
                name="placed_by_a_person_at_a_moment",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("confirm_returned" if self.returned_json else "confirm_answers", args=[self.pk])

    @property
    def proposal(self) -> Proposal:
        return Proposal.from_json(self.proposal_json)
