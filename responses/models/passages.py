"""The passages of a letter that arrived, as a person placed them: the words that its answers rest on."""

from django.db import models
from django.utils.translation import gettext_noop

from recommendations.models import Addressee
from responses.models.updates import Update
from responses.passages import PassageKind
from responses.voices import Voice

# The labels of a PassageKind, for the catalogue: passages.py knows no Django.
_LABELS = [
    gettext_noop("Answer"),
    gettext_noop("Quotation of a recommendation"),
    gettext_noop("General"),
    gettext_noop("Somebody else’s message"),
    gettext_noop("Header, footer or page number"),
]


class Passage(models.Model):
    """A stretch of a recorded letter: every word of the letter is in exactly one, in order."""

    update = models.ForeignKey(Update, on_delete=models.PROTECT, related_name="passages")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=PassageKind.choices())
    voice = models.CharField(max_length=20, choices=Voice.choices())
    page = models.PositiveIntegerField()
    text = models.TextField()
    addressees = models.ManyToManyField(Addressee, related_name="passages", blank=True)

    class Meta:
        ordering = ["update", "order"]
        constraints = [
            models.UniqueConstraint(fields=["update", "order"], name="one_passage_per_place"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} on page {self.page} of {self.update}"
