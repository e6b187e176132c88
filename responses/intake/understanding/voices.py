"""Whose words each piece of a letter is.

A letter is in the voice of who sent it until it hands over ("I have asked the Chief Constable for his comments. His
response is below.", a list he is said to give, a quotation, a heading "Force response") and comes back ("I thank the
Chief Constable ...", "As Commissioner I ..."). To report on the force is not to hand over to it.
"""

import re
from dataclasses import dataclass, field

from responses.intake.understanding.headings import MENTION, Heading, Label, numbers_in
from responses.intake.understanding.openings import heads_another_part
from responses.intake.understanding.pieces import Piece, sentences
from responses.voices import Voice

_FORCE = (
    r"(?:the force|the constabulary|chief constable|chief(?=['’]s)|the chief"
    r"|[A-Z][\w-]+ (?:police(?!,? (?:fire,? )?(?:and|&) crime)|constabulary)"
    r"|police service|(?-i:\b(?:[A-Z]{2}P|MPS|CoLP)\b))"
)
_PCC = r"(?:pf?cc|commissioner|mayor)"
_SAYS = (
    r"(?:respond(?:s|ed)|told|tells|replied|replies|answered|explain(?:s|ed)|stat(?:es|ed)|said|says|comment(?:s|ed)|advis(?:es|ed)|provid(?:es|ed)|points?\s+outs?|writes|"
    r"sums?\s+up|confirm(?:s|ed)|report(?:s|ed)|sets?\s+out|suppl(?:ies|ied)|submitted|prepared|given)"
)
_ANSWER = r"(?:responses?|comments?|reply|update|answers?|observations?|views?|position|commentary)"
_BELOW = r"(?:below|follow(?:s|ing)|as follows|set out|overleaf|attached|next)"


def _handing_over(who: str) -> re.Pattern:
    """The last sentence before somebody else's words: it names them, or "his", and points to what follows."""
    return re.compile(
        rf"\b(?:his|her|their|{who}(?:['’]?s)?)\s+(?:[\w-]+\s+){{0,3}}?{_ANSWER}\b[^.]{{0,60}}\b{_BELOW}\b"
        rf"|{who}['’]?s?['’]?\s+(?:[\w-]+\s+){{0,3}}?{_ANSWER}\b[^.:]{{0,80}}:\s*$"
        rf"|{who}\b[^.]{{0,60}}?\b{_SAYS}\b[^.]*(?:\b{_BELOW}\b[^.]*|:\s*)[.:]?\s*$"
        rf"|\b{_ANSWER}\s+(?:of|from|by)\s+(?:the\s+)?{who}\b[^.]*\b{_BELOW}\b"
        rf"|\b(?:following|below)\b[^.]*\b(?:from|by|on behalf of)\s+(?:the\s+)?(?:[\w-]+\s+){{0,3}}?{who}\b"
        rf"|\b{who}\b[^.]*\b(?:responds?|replies|answers)\s+as follows\b",
        re.IGNORECASE,
    )


_TO_THE_FORCE = _handing_over(_FORCE)
_TO_THE_PCC = _handing_over(rf"(?:the|our|my)?\s*(?:police(?:, fire)? (?:and|&) crime )?{_PCC}")
# "He has provided the following response:", "They were as follows:", where the sentence before says who.
_SAYS_AS_FOLLOWS = re.compile(
    rf"\b(?:he|she|they)\b[^.]{{0,40}}\b{_SAYS}\b[^.]*(?:\b{_BELOW}\b|:\s*$)"
    rf"|^\W*(?:they|these|it|this)\s+(?:is|are|was|were)\s+(?:set\s+out\s+)?{_BELOW}\b",
    re.IGNORECASE,
)
# What only the commissioner says: thanks to the chief constable, the office, holding to account.
_THE_PCC_AGAIN = re.compile(
    r"\bI\s+(?:(?:would|want|wish)\s+(?:like\s+)?to\s+)?(?:thank|commend|am (?:very )?grateful (?:to|for)|am reassured"
    r"|am assured|"
    r"am satisfied|am pleased (?:with|that) (?:the )?(?:force|chief))\b[^.]{0,60}\b(?:chief|force|constabulary"
    r"|police)\b"
    r"|\bas (?:the |your )?(?:police(?:, fire)? (?:and|&) crime )?(?:commissioner|pf?cc|mayor),? I\b"
    r"|\bmy own (?:responses?|comments?|answers?)\b"
    r"|\bmy (?:office|police(?:, fire)? (?:and|&) crime plan|commissioned|opcc)\b"
    r"|\bmy (?:[\w-]+ ){0,3}(?:meetings?|scrutiny|board) with the chief\b"
    r"|\bI (?:will|shall|am|have|also|continue)\b[^.]*\b(?:hold(?:ing)?|held|scrutinis\w+|monitor\w*|seek assurance"
    r"|oversight|"
    r"challeng\w+|asked)\b[^.]*\b(?:chief constable|the force|constabulary|police|recommendations|progress)\b"
    r"|\brecommendations?,? (?:were |was |is |are )?(?:made |directed |addressed |specific )?(?:for|to) (?:the )?"
    r"(?:police(?:, fire)? (?:and|&) crime commissioners|pccs?|commissioners)\b",
    re.IGNORECASE,
)
_JOINTLY = re.compile(
    rf"^\W*(?:both\b[^.]{{0,80}}?{_FORCE}[^.]{{0,60}}?\b(?:office of the|opcc|{_PCC}|I|my office)\b"
    rf"|both\b[^.]{{0,80}}?\b(?:office of the|opcc|{_PCC}|I|my office)\b[^.]{{0,60}}?{_FORCE}"
    rf"|(?:together with )?the (?:chief constable|force),? and (?:I|my office|the o?pcc)\b"
    rf"|(?:I|my office|the o?pcc),? and the (?:chief constable|force)\b|jointly,)",
    re.IGNORECASE,
)
_OPENS_QUOTE = re.compile(r"^[\s*_>]*[\"“‘']")
_SET_OFF = re.compile(r"^\s*>")
_CLOSES_QUOTE = re.compile(r"[\"”’'][\s*_.,]*$")
_RUNS_ON = re.compile(r"^\s*[a-z]")


@dataclass
class _Floor:
    """Who has the floor: the letter, a section of it, or a list or quotation inside; the innermost speaks."""

    base: Voice
    letter: Voice
    section: Voice | None = None
    inner: Voice | None = None
    inside: str = ""  # "list", "quote" or "block", a quotation that is set off as "> ..."
    waiting: bool = False  # a hand-over has been read, and not yet what it handed over to
    table: int | None = None  # that which was handed over to: when it is over, so is what it lent
    only: frozenset[str] = frozenset()  # the numbers that it handed over, where it names some

    @property
    def speaker(self) -> Voice:
        return self.inner or self.section or self.letter

    def back(self):
        self.letter, self.section, self.inner, self.inside = self.base, None, None, ""
        self.only, self.table = frozenset(), None

    @property
    def other(self) -> Voice:
        return Voice.LOCAL_POLICING_BODY if self.base == Voice.FORCE else Voice.FORCE


@dataclass
class Voices:
    """Whose words each piece is, at which pieces a lent voice was taken back, and which do no more than lend it."""

    of: list[Voice] = field(default_factory=list)
    taken_back: set[int] = field(default_factory=set)
    hand_overs: set[int] = field(default_factory=set)


def voices(pieces: list[Piece], marks: list, base: Voice, closings: set[int], own: set[str]) -> Voices:
    """Whose words each piece is. `marks` are the headings and labels of the pieces, `closings` those that close the
    letter, `own` the numbers that are addressed to the sender alone and not to the force."""
    found, floor, in_section = Voices(), _Floor(base, base), False
    for place, (piece, mark) in enumerate(zip(pieces, marks, strict=True)):
        if piece.is_furniture:
            found.of.append(floor.speaker)
            continue
        if floor.table not in {None, piece.table}:
            floor.back()
        waited = floor.waiting
        if place in closings:
            floor.back()
            in_section = False
        elif isinstance(mark, Heading):
            _enter_section(floor, mark, own)
            in_section = True
        elif isinstance(mark, Label) and mark.speaker == base != floor.letter:
            floor.back()
            found.taken_back.add(place)
        elif isinstance(mark, Label):
            in_section = in_section and not heads_another_part(piece.text)
            _follow_label(floor, mark, in_section)
        elif _takes_back(floor, piece):
            floor.back()
            found.taken_back.add(place)
        elif _brings_in_a_quotation(floor, pieces[place : place + 2]):
            floor.back()
        found.of.append(_speaker_of(floor, piece, mark, in_section))
        if waited and not floor.waiting:
            floor.table = piece.table
        if floor.waiting and not waited and len(sentences(piece.text)) == 1:
            found.hand_overs.add(place)
    return found


def hands_over(text: str, base: Voice) -> bool:
    """Whether a text ends by handing over to the other of force and commissioner."""
    if base not in {Voice.FORCE, Voice.LOCAL_POLICING_BODY}:
        return False
    said = text.strip()
    begins, _ = sentences(said)[-1]
    other, who = (_TO_THE_PCC, _PCC) if base == Voice.FORCE else (_TO_THE_FORCE, _FORCE)
    named_before = re.search(rf"\b{who}", said[:begins], re.IGNORECASE)
    return bool(other.search(said[begins:]) or (named_before and _SAYS_AS_FOLLOWS.search(said[begins:])))


def _enter_section(floor: _Floor, heading: Heading, own: set[str]):
    floor.section, floor.inner, floor.inside = heading.speaker, None, ""
    if floor.waiting:  # what is handed over to is in parts, of which this is the first
        floor.letter, floor.waiting = floor.other, False
    kept = floor.only and not floor.only & set(heading.numbers)
    if not heading.speaker and (kept or set(heading.numbers) <= own):
        floor.section = floor.base


def _brings_in_a_quotation(floor: _Floor, pieces: list[Piece]) -> bool:
    """ "The force said:" above a quotation: who writes that has the floor, whoever was to have it."""
    lent = floor.speaker != floor.base and not floor.inside
    quotes = len(pieces) > 1 and _OPENS_QUOTE.match(pieces[1].text)
    return bool(lent and quotes and len(sentences(pieces[0].text)) == 1 and hands_over(pieces[0].text, floor.base))


def _follow_label(floor: _Floor, label: Label, in_section: bool):
    floor.inner, floor.inside = None, ""
    if label.speaker and in_section:
        floor.section = label.speaker
    elif label.speaker:
        floor.letter, floor.section = label.speaker, None
    elif label.what == "comment":
        floor.section = None


def _takes_back(floor: _Floor, piece: Piece) -> bool:
    lent = floor.speaker not in {floor.base, Voice.JOINT} or floor.section == Voice.JOINT
    return (
        lent
        and not floor.inside
        and floor.base == Voice.LOCAL_POLICING_BODY
        and bool(_THE_PCC_AGAIN.search(piece.plain))
    )


def _speaker_of(floor: _Floor, piece: Piece, mark, in_section: bool) -> Voice:
    if mark and mark.end >= len(piece.text):
        return floor.speaker
    _step_inside(floor, piece)
    speaker = floor.speaker
    closes = floor.inside == "quote" and _CLOSES_QUOTE.search(piece.text)
    if closes:
        floor.inner, floor.inside = None, ""
    if (
        not floor.inside
        and not closes
        and _JOINTLY.match(piece.plain)
        and speaker in {Voice.LOCAL_POLICING_BODY, Voice.FORCE}
    ):
        if in_section:
            floor.section = Voice.JOINT
        speaker = Voice.JOINT
    elif speaker == floor.base and hands_over(piece.text, floor.base):
        floor.waiting = True
        named = MENTION.search(piece.text[sentences(piece.text)[-1][0] :])
        floor.only = frozenset(numbers_in(named["numbers"])) if named else frozenset()
    return speaker


def _step_inside(floor: _Floor, piece: Piece):
    """After a hand-over: into a list, a quotation, or all that follows. Out of a list that is over."""
    list_is_over = floor.inside == "list" and not piece.is_list_item and not _RUNS_ON.match(piece.text)
    pcc_again = not _OPENS_QUOTE.match(piece.text) and _THE_PCC_AGAIN.search(piece.plain)
    block_is_over = floor.inside == "block" and not _SET_OFF.match(piece.text)
    if list_is_over or block_is_over or (floor.inside == "quote" and pcc_again):
        floor.inner, floor.inside = None, ""
    if not floor.waiting:
        return
    floor.waiting = False
    if piece.table is not None:
        floor.letter = floor.other
    elif piece.is_list_item:
        floor.inner, floor.inside = floor.other, "list"
    elif _SET_OFF.match(piece.text):
        floor.inner, floor.inside = floor.other, "block"
    elif _OPENS_QUOTE.match(piece.text):
        floor.inner, floor.inside = floor.other, "quote"
    else:
        floor.letter = floor.other
