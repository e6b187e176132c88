"""What a search finds: every text on the record and in drafts, cut into pieces and without its elements.

No code of ours writes here. The database itself copies each text whenever it changes (responses/searching/kept.py).
"""

import datetime
from operator import itemgetter

from django.db import connections, models
from django.db.models import Q
from django.utils.translation import gettext_noop

from accounts.models import User
from responses.models.passages import Passage
from responses.models.responses import Response
from responses.models.reviews import Review
from responses.models.updates import Update, readable
from responses.searching import ENGINES
from responses.searching.asked import Asked


class PieceQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """Pieces of the letters that this person may read; of reviews, those of answers for or from their bodies."""
        visible = self.filter(readable(user, "update__"))
        if user.reads_everything:
            return visible
        theirs = user.writes_for()
        asked = Q(response__addressee__body__in=theirs) | Q(update__body__in=theirs)
        return visible.filter(~Q(what=Piece.What.REVIEW) | asked)

    def saying(self, asked: Asked, language: str):
        """Those in one language that say all of it, recorded last first.

        English words are found in any of their forms ("review" finds "reviewing"), Welsh ones as they are written;
        accents and capitals count in neither.
        """
        return ENGINES[connections[self.db].vendor].saying(self.filter(language=language), asked, language)

    def newest_saying(self, asked: Asked, most: int) -> list[int]:
        """Ids of the `most` that say all of it and were recorded last; of them the latest received first, after drafts.

        A list and no query set, with a query for each language: only where each is told how many are wanted do the
        databases stop there.
        """
        found = []
        for language in Piece.Language.values if asked else ():
            found += self.saying(asked, language).values_list("pk", "update__received_on")[:most]
        newest = sorted(found, reverse=True, key=itemgetter(0))[:most]
        newest.sort(key=lambda it: (it[1] or datetime.date.max, it[0]), reverse=True)
        return [pk for pk, _ in newest]

    def shown(self):
        """With all that a line about each says, and no more: letters and answers are long."""
        joined = ("update__body", "update__super_complaint", "passage", "review", "response__addressee__body")
        asked = "response__addressee__recommendation"
        letter = ("origin", "body__name", "super_complaint__title", "received_on", "recorded_at", "in_error_at")
        return self.select_related(*joined, f"{asked}__super_complaint").only(
            *("what", "language", "text", "passage__order", "review__reviewed_on", "response__addressee__body__name"),
            *(f"update__{name}" for name in (*letter, "withdrawn_on")),
            *("response__addressee__body__slug", f"{asked}__number", f"{asked}__super_complaint__slug"),
        )


class Piece(models.Model):
    """One text that a search finds: an answer, the words around a letter's answers, a passage, or a review."""

    class What(models.TextChoices):
        ANSWER = "answer", gettext_noop("Answer")
        LETTER = "letter", gettext_noop("Covering letter")
        PASSAGE = "passage", gettext_noop("Passage of a letter")
        REVIEW = "review", gettext_noop("Review by HMICFRS")

    class Language(models.TextChoices):
        ENGLISH = "en", gettext_noop("English")
        WELSH = "cy", gettext_noop("Welsh")

    what = models.CharField(max_length=10, choices=What.choices)
    language = models.CharField(max_length=2, choices=Language.choices)
    # Triggers take a piece away with what it is of, so Django need not look for it.
    update = models.ForeignKey(Update, on_delete=models.DO_NOTHING, related_name="+")
    response = models.ForeignKey(
        Response,
        on_delete=models.DO_NOTHING,
        null=True,
        related_name="+",
        help_text="The answer that it is, or that the review is of.",
    )
    passage = models.ForeignKey(Passage, on_delete=models.DO_NOTHING, null=True, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.DO_NOTHING, null=True, related_name="+")
    text = models.TextField()

    objects = PieceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(what="answer", response__isnull=False, passage=None, review=None)
                | Q(what="letter", response=None, passage=None, review=None)
                | Q(what="passage", response=None, passage__isnull=False, review=None)
                | Q(what="review", response__isnull=False, passage=None, review__isnull=False),
                name="a_piece_is_of_what_it_says",
            ),
        ]

    def __str__(self):
        return f"{self.get_what_display()} in {self.update}"
