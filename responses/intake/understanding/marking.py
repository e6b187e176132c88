"""Each piece of a letter with what it begins with, whose words it is, and what stands after it."""

from dataclasses import dataclass, replace

from responses.intake.understanding.headings import Heading, Label, heading_of, label_of
from responses.intake.understanding.pieces import Piece, words
from responses.intake.understanding.voices import voices
from responses.voices import Voice

_PROSE, _SENTENCE = 12, 5  # words


@dataclass(frozen=True)
class Marked:
    """A piece with what it begins with, and whose words it is."""

    piece: Piece
    mark: Heading | Label | None = None
    voice: Voice = Voice.NOT_STATED
    closes: bool = False  # the letter's closing formula, or its signature
    taken_back: bool = False  # here the sender takes a lent voice back
    hands_over: bool = False  # it does no more than say that another's words follow
    before_prose: bool = False  # what follows are sentences, under no heading or label of their own
    before_label: bool = False  # a label "Response" is still to come, before the next heading or the letter's close


def marked_pieces(
    pieces: list[Piece], brought_in: dict[int, Heading], base: Voice, closings: set[int], own: set[str]
) -> list[Marked]:
    """The pieces, marked. `brought_in` are the headings of those that a paragraph brings in, `base` is whose letter it
    is, `closings` are the pieces that close it, `own` the numbers that are addressed to others than forces."""
    marks = [
        brought_in.get(place) or (None if piece.is_furniture else heading_of(piece) or label_of(piece))
        for place, piece in enumerate(pieces)
    ]
    spoken = voices(pieces, marks, base, closings, own)
    found: list[Marked] = []
    after, to_come = None, False
    for place in reversed(range(len(pieces))):
        one = Marked(pieces[place], marks[place], spoken.of[place], place in closings)
        one = replace(one, taken_back=place in spoken.taken_back, hands_over=place in spoken.hand_overs)
        to_come = to_come and not (isinstance(one.mark, Heading) or one.closes)
        found.append(replace(one, before_prose=_leads_to(after), before_label=to_come))
        to_come = to_come or (_heads_an_answer(one) and not (after and isinstance(after.mark, Heading)))
        after = one
    return found[::-1]


def _heads_an_answer(one: Marked) -> bool:
    return isinstance(one.mark, Label) and one.mark.what == "answer" and one.piece.table is None


def is_prose(piece: Piece) -> bool:
    return len(words(piece.text)) > _PROSE and _is_sentence(piece)


def _is_sentence(piece: Piece) -> bool:
    ends = piece.text.rstrip(" *\"'”’)")[-1:]
    return not piece.is_furniture and len(words(piece.text)) > _SENTENCE and ends in {".", ":", "?"}


def _leads_to(after: Marked | None) -> bool:
    return bool(after) and not (after.mark or after.closes) and _is_sentence(after.piece)
