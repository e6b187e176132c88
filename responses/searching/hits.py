"""What was found for a person, as a page shows it: each piece with its snippet, whose it is, and where it stands."""

from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from accounts.models import User
from recommendations.words.language import is_welsh
from responses.models import Piece
from responses.models.pieces import PieceQuerySet
from responses.register import State
from responses.searching import ENGINES
from responses.searching.asked import Asked, Part
from responses.searching.snippets import snippet

MOST = 1000  # of what was found is counted, and shown page by page
MOST_ALONE = 100  # of what says one part of what was asked
PARTS_TOLD = 8


@dataclass(frozen=True)
class Hit:
    """One piece. `href` leads to where this person reads it."""

    piece: Piece
    snippet: SafeString
    href: str

    @property
    def name(self) -> str:
        """What it is part of: "Recommendation 4: Kent Police", or the letter."""
        if not self.piece.response:
            return self.piece.update.name
        addressee = self.piece.response.addressee
        return f"{addressee.recommendation}: {addressee.body}"

    @property
    def lang(self) -> str:
        """The language that its words are in, as far as they show it."""
        return "cy" if self.piece.language == Piece.Language.WELSH or is_welsh(self.piece.text) else "en-GB"

    @property
    def is_of_another(self) -> bool:
        """Whether a letter of another body says it."""
        return bool(self.piece.response) and self.piece.response.addressee.body_id != self.piece.update.body_id

    @property
    def state(self) -> str:
        """Why it does not count, in a word; "" where it does."""
        update = self.piece.update
        if update.is_draft:
            return gettext(State.DRAFT.label)
        if update.in_error_at:
            return gettext(State.IN_ERROR.label)
        return gettext(State.WITHDRAWN.label) if update.withdrawn_on else ""


def hits(user: User, ids: list[int], asked: Asked) -> list[Hit]:
    """These pieces, in this order. At most three queries."""
    pieces = Piece.objects.shown().in_bulk(ids)
    marked = ENGINES[connection.vendor].marked(pieces.values(), asked)
    found = [pieces[pk] for pk in ids if pk in pieces]
    return [Hit(piece, snippet(marked.get(piece.pk, piece.text)), _where(user, piece)) for piece in found]


def _where(user, piece) -> str:
    """The address at which this person reads it: the very answer or passage, or else the letter."""
    update, response = piece.update, piece.response
    if update.is_draft:
        return update.get_absolute_url()
    if piece.passage:
        return f"{reverse('as_received', args=[update.pk])}#passage-{piece.passage.order}"
    if response and (user.reads_everything or response.addressee.body_id in user.writes_for()):
        return f"{response.addressee.get_absolute_url()}#response-{response.pk}"
    return update.get_absolute_url()


def said_alone(pieces: PieceQuerySet, asked: Asked) -> list[tuple[Part, int]]:
    """Each part of what was asked, and how many pieces say it by itself, one more than MOST_ALONE for more.

    Nothing of one part alone: that was the question.
    """
    alone = asked.alone()[:PARTS_TOLD] if len(asked.parts) > 1 else []
    return [(one.parts[0], len(pieces.newest_saying(one, MOST_ALONE + 1))) for one in alone]
