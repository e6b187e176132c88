"""Whose words each piece is, seen from the sender: it holds although nobody knows yet who that is.

A letter is in the voice of who sent it until it hands over ("I have asked the Chief Constable for his comments. His
response is below.", a list he is said to give, a quotation, a heading "Force response") and comes back ("I thank the
Chief Constable ...", "As Commissioner I ..."). To report on the force is not to hand over to it.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest

from responses.intake.proposal import Speaker
from responses.intake.understanding.envelope import sender_lines
from responses.intake.understanding.pieces import LOCAL, Does, Letter, Piece, Role, Sign, sentences, words
from responses.intake.understanding.signs import heads_another_part, speaker_named
from responses.intake.understanding.vocabulary import (
    COMMISSIONER,
    FORCE,
    MENTION,
    NUMBERS,
    POLICE_AND_CRIME,
    RECOMMENDATION,
    numbers_in,
)

_SAYS = (
    r"(?:respond(?:s|ed)|told|tells|replied|replies|answered|explain(?:s|ed)|stat(?:es|ed)|said|says|comment(?:s|ed)"
    r"|advis(?:es|ed)|provid(?:es|ed)|points?\s+outs?|writes|sums?\s+up|confirm(?:s|ed)|report(?:s|ed)|sets?\s+out"
    r"|suppl(?:ies|ied)|submitted|prepared|given|dd?ywed\w*)"
)
_ANSWER = r"(?:responses?|comments?|reply|update|answers?|observations?|views?|position|commentary)"
_BELOW = r"(?:below|follow(?:s|ing)|as follows|set out|overleaf|attached|next)"


def _handing_over(who: str) -> re.Pattern:
    """The last sentence before somebody else's words: it names them, or "his", and points to what follows."""
    return re.compile(
        rf"\b(?:his|her|their|{who}(?:['’]?s)?)\s+(?:[\w-]+\s+){{0,3}}?{_ANSWER}\b[^.]{{0,60}}\b{_BELOW}\b"
        rf"|{who}['’]?s?['’]?\s+(?:[\w-]+\s+){{0,3}}?{_ANSWER}\b[^.:]{{0,80}}:\s*$"
        rf"|{who}\b[^.]{{0,120}}?(?<!\bour )(?<!\bmy )\b{_ANSWER}\b[^.:]{{0,80}}:\s*$"
        rf"|{who}\b[^.]{{0,120}}?\b(?:the|a|this)\s+{_ANSWER}\s+{_BELOW}\b"
        rf"|\b{_ANSWER}\s+(?:to|on)\s+{RECOMMENDATION}\s*{NUMBERS}[^.]{{0,40}}\b(?:provided|given|written|supplied|prepared)\b"
        rf"[^.]{{0,30}}\bby\s+(?:the\s+)?{who}"
        rf"|{who}\b[^.]{{0,120}}?\b{_SAYS}\b[^.]{{0,300}}(?:\b{_BELOW}\b[^.]{{0,100}}|:\s*)[.:]?\s*$"
        rf"|\b{_ANSWER}\s+(?:of|from|by)\s+(?:the\s+)?{who}\b[^.]{{0,100}}\b{_BELOW}\b"
        r"|\b(?:following|below)\b(?![^.]{0,60}\b(?:our|my)\b)"
        rf"[^.]{{0,100}}\b(?:from|by|on behalf of)\s+(?:the\s+)?(?:[\w-]+\s+){{0,3}}?{who}\b"
        rf"|\b{who}\b[^.]{{0,100}}\b(?:responds?|replies|answers)\s+as follows\b",
        re.IGNORECASE,
    )


_POINTS_ON = re.compile(rf":\W*$|\b{_BELOW}\b|\bby\b", re.IGNORECASE)  # what no sentence that hands over is without
_HANDS_OVER = (
    (Speaker.FORCE, _handing_over(FORCE), re.compile(rf"\b{FORCE}", re.IGNORECASE)),
    (
        Speaker.LOCAL_POLICING_BODY,
        _handing_over(rf"(?:the|our|my)?\s*(?:{POLICE_AND_CRIME} )?{COMMISSIONER}"),
        re.compile(rf"\b{COMMISSIONER}", re.IGNORECASE),
    ),
)
# "He has provided the following response:", "They were as follows:", where the sentence before says who.
_SAYS_AS_FOLLOWS = re.compile(
    rf"\b(?:he|she|they|(?:his|her|their) (?:officers|staff|office))\b[^.]{{0,40}}"
    rf"\b{_SAYS}\b[^.]{{0,100}}(?:\b{_BELOW}\b|:\s*$)"
    rf"|^\W*(?:they|these|it|this)\s+(?:is|are|was|were)\s+(?:set\s+out\s+)?{_BELOW}\b",
    re.IGNORECASE,
)
# What only the commissioner says: thanks to the chief constable, the office, holding to account.
_THE_COMMISSIONER_AGAIN = re.compile(
    r"\bI\s+(?:(?:would|want|wish)\s+(?:like\s+)?to\s+)?(?:thank|commend|am (?:very )?grateful (?:to|for)"
    r""
    r"|am (?:re)?assured"
    r"|am (?:satisfied|content)|am pleased (?:with|that))\b[^.]{0,60}\b(?:chief|force|constabulary"
    r"|police)\b"
    rf"|\bas (?:the |your )?(?:{POLICE_AND_CRIME} )?(?:commissioner|pf?cc|mayor),? I\b"
    r"|\bmy own (?:responses?|comments?|answers?)\b|\bfor my (?:own )?part\b|\bmatters (?:which|that) are mine\b"
    r"|\bfy (?:ymateb|swyddfa)\b|\bI (?:will|shall|have) h[eo]ld (?:him|her|them) to account\b"
    rf"|\bmy (?:office|{POLICE_AND_CRIME} plan|commissioned"
    rf""
    rf"|opcc)\b"
    r"|\bmy (?:[\w-]+ ){0,3}(?:meetings?|scrutiny|board) with the chief\b"
    r"|\bI (?:will|shall|am|have|also|continue)\b[^.]{0,120}\b(?:hold(?:ing)?|held|scrutinis\w+|monitor\w*"
    r"|seek assurance"
    r"|oversight|challeng\w+|asked)\b[^.]{0,120}\b(?:chief constable|the force|constabulary|police|recommendations"
    r"|progress)\b"
    r"|\brecommendations?,? (?:were |was |is |are )?(?:made |directed |addressed |specific )?(?:for|to) (?:the )?"
    rf"(?:{POLICE_AND_CRIME} commissioners|pccs?|commissioners)\b",
    re.IGNORECASE,
)
_JOINTLY = re.compile(
    rf"^\W*(?:both\b[^.]{{0,80}}?{FORCE}[^.]{{0,60}}?\b(?:office of the|opcc|{COMMISSIONER}|I|my office)\b"
    rf"|both\b[^.]{{0,80}}?\b(?:office of the|opcc|{COMMISSIONER}|I|my office)\b[^.]{{0,60}}?{FORCE}"
    rf"|(?:together with )?(?:the )?{FORCE},? and (?:I|my office|the o?pcc)\b"
    rf"|(?:I|my office|the o?pcc),? and (?:the )?{FORCE}\b(?!['’])|jointly,)",
    re.IGNORECASE,
)
# "This is a joint response", "Joint response of the Chief Constable and the PCC"
_JOINT = re.compile(
    r"(?P<says>\b(?:is|submit\w*|sent|send|provid\w+|made) (?:a|the|our|this) )?"
    r"\bjoint (?:response|reply|comments|update|statement|submission|return|letter)s?\b"
)
_ANNEX = re.compile(r"^\W*(?:annex|appendix|enclosure|atodiad)\b", re.IGNORECASE)
_HEAD, _TITLE = 16, 25  # pieces; words
_LOOKED_AT = 800  # characters
# "... his response to recommendations 1 and 4 is below."
_ON_SOME = re.compile(rf"\b(?:on|to|about|regarding|against)\s+{MENTION.pattern[2:]}", re.IGNORECASE)
_BOTH = re.compile(r"\bmy (?:own )?(?:response|comments?|answers?),? (?:and|with|together)\b", re.IGNORECASE)
_MINE = re.compile(rf"\b(?:my|our)\s+(?:own\s+)?{_ANSWER}\b", re.IGNORECASE)
# '"Lincolnshire Police has considered ...'
_QUOTES_THE_FORCE = re.compile(
    rf"^[\s*_>]*[\"“](?:The )?{FORCE} (?:has|have|is|are|will|accepts?|agrees?|notes?)\b", re.IGNORECASE
)
_OPENS_QUOTE = re.compile(r"^[\s*_>]*[\"“‘']")
_SET_OFF = re.compile(r"^\s*>")
_CLOSES_QUOTE = re.compile(r"[\"”’'][\s*_.,]*$")
_CLOSES_WITHIN = re.compile(r"\w[.,!?]?[\"”]\s*\w")
_RUNS_ON = re.compile(r"^\s*[a-z]")


def find_speakers(letter: Letter) -> None:
    """Step: whose words each piece is; a piece that hands over, or takes the floor back, gets that sign."""
    _cut_where_one_hands_over(letter)
    letter.base = Speaker.JOINT if _is_joint(letter) else letter.base
    said = letter.said
    floor = _Floor(letter.base, letter.base, within=_held_open(said))
    apart = {number for number, kinds in letter.addressed.items() if kinds and "force" not in kinds}
    own = {id(piece) for piece in letter.own}
    for piece, after in zip_longest(said, said[1:]):
        if id(piece) not in own and (who := _passed_on(piece)):
            floor.letter, floor.section = who, None
        _turn(floor, piece, after, apart)
        waited = floor.waiting
        piece.speaker = _speaker_of(floor, piece)
        if waited and not floor.waiting:
            floor.table = piece.table
        if floor.waiting and not waited and len(sentences(piece.text)) == 1 and not piece.sign:
            piece.sign = Sign(Does.HANDS_OVER, 0)


def _is_joint(letter: Letter) -> bool:
    """Whether a title says that the answer is joint, or a sentence near the head that a joint one is sent."""
    found = [
        (piece, match) for piece in letter.own[:_HEAD] if (match := _JOINT.search(piece.plain[:_LOOKED_AT].lower()))
    ]
    return any(match["says"] or not piece.text.rstrip().endswith(".") for piece, match in found)


@dataclass
class _Floor:
    """Who has the floor: the letter, a section of it, or a list or quotation inside; the innermost speaks."""

    base: Speaker
    letter: Speaker
    section: Speaker | None = None
    inner: Speaker | None = None
    inside: str = ""  # "list", "quote" or "block", a quotation that is set off as "> ..."
    waiting: Speaker | None = None  # to whom it was handed over, until what it handed over to begins
    table: int | None = None  # that which was handed over to: when it is over, so is what it lent
    only: frozenset[str] = frozenset()  # the numbers that it handed over, where it names some
    in_section: bool = False
    within: frozenset[int] = frozenset()  # ids of pieces in quotations that go on over several of them

    @property
    def speaker(self) -> Speaker:
        return self.inner or self.section or self.letter

    def back(self):
        self.letter, self.section, self.inner, self.inside = self.base, None, None, ""
        self.only, self.table = frozenset(), None


def _passed_on(piece: Piece) -> Speaker | None:
    """Whose a message or annex below a letter is, by its "From:" line or its title."""
    is_title = len(words(piece.text)) <= _TITLE and not piece.text.rstrip().endswith(".") and not piece.sign
    titles = [piece.plain] if is_title and _ANNEX.match(piece.text) else []
    return next(filter(None, map(speaker_named, [*sender_lines([piece]), *titles])), None)


def _held_open(said: list[Piece]) -> frozenset[int]:
    """The pieces of quotations that one piece opens and a later one closes, none opening another between them."""
    found: set[int] = set()
    run: list[int] | None = None
    for piece in said:
        if _OPENS_QUOTE.match(piece.text):
            run = None if _CLOSES_QUOTE.search(piece.text) else [id(piece)]
        elif run is not None:
            run.append(id(piece))
            if _CLOSES_QUOTE.search(piece.text):
                found.update(run)
                run = None
    return frozenset(found)


def hands_over(text: str) -> Speaker | None:
    """To whom a text ends by handing over."""
    said = text.strip()[-_LOOKED_AT:]
    begins, _ = sentences(said)[-1] if said else (0, 0)
    if _BOTH.search(said, begins) or not _POINTS_ON.search(said, begins):
        return None
    for speaker, gives, names in _HANDS_OVER:
        follows = _SAYS_AS_FOLLOWS.search(said[begins:]) and not _MINE.search(said, 0, begins)
        if gives.search(said, begins) or (follows and names.search(said, 0, begins)):
            return speaker
    return None


def _cut_where_one_hands_over(letter: Letter) -> None:
    """A sentence may hand over and go on in somebody else's words: "The Chief Constable said: 'We ...'"."""
    for piece in letter.said:
        match = None if piece.sign else re.search(r":\s+(?=[\"“‘])", piece.text)
        if match and hands_over(piece.text[: match.start() + 1]):
            letter.cut(piece, match.end())


def _turn(floor: _Floor, piece: Piece, after: Piece | None, apart: set[str]) -> None:
    """Give or take the floor by what the piece begins with."""
    does, letter, lent = piece.sign.does if piece.sign else None, floor.letter, floor.section
    if floor.table not in {None, piece.table}:
        floor.back()
    if piece.role == Role.ENVELOPE or does == Does.CLOSES:
        floor.back()
        floor.in_section = False
    elif does == Does.HEADS and floor.inside == "quote" and id(piece) in floor.within:
        floor.in_section = True
    elif does == Does.HEADS:
        opens = floor.waiting if id(piece) in floor.within and _OPENS_QUOTE.match(piece.text) else None
        _enter_section(floor, piece.sign, apart)
        if opens:  # "“Recommendation 1" begins what is quoted
            floor.letter, floor.inner, floor.inside = letter, opens, "quote"
    elif does == Does.LABELS:
        floor.in_section = floor.in_section and not heads_another_part(piece.text)
        _follow_label(floor, piece)
        if (
            piece.sign.speaker
            and after is not None
            and _OPENS_QUOTE.match(after.text)
            and piece.text.rstrip().endswith(":")
        ):
            floor.letter, floor.section = letter, lent
            floor.inner, floor.inside = piece.sign.speaker, "quote"
    elif _takes_back(floor, piece):
        floor.back()
        piece.sign = piece.sign or Sign(Does.TAKES_BACK, 0)


def _enter_section(floor: _Floor, heading: Sign, apart: set[str]) -> None:
    floor.section, floor.inner, floor.inside, floor.in_section = heading.speaker, None, "", True
    if floor.waiting:  # what is handed over to is in parts, of which this is the first
        floor.letter, floor.waiting = floor.waiting, None
    kept = floor.only and not floor.only & set(heading.numbers)
    if not heading.speaker and (kept or set(heading.numbers) <= apart):
        floor.section = floor.base


def _follow_label(floor: _Floor, piece: Piece) -> None:
    label, lent = piece.sign, floor.letter
    floor.waiting = None if label.speaker else floor.waiting
    floor.inner, floor.inside = None, ""
    if label.speaker and label.speaker != lent and lent in {Speaker.FORCE, Speaker.LOCAL_POLICING_BODY}:
        floor.back()  # the other of the pair speaks again
        floor.letter = label.speaker
    elif label.speaker and floor.in_section:
        other = {Speaker.FORCE: Speaker.LOCAL_POLICING_BODY}.get(floor.letter, Speaker.FORCE)
        floor.section = other if label.speaker == Speaker.OTHER and floor.letter != floor.base else label.speaker
    elif label.speaker:
        floor.letter, floor.section = label.speaker, None
    elif label.what == "comment":
        floor.section = None


def _takes_back(floor: _Floor, piece: Piece) -> bool:
    lent = floor.speaker == Speaker.FORCE or floor.section == Speaker.JOINT
    quotes = _OPENS_QUOTE.match(piece.text)
    return lent and not floor.inside and not quotes and bool(_THE_COMMISSIONER_AGAIN.search(piece.plain[:_LOOKED_AT]))


def _speaker_of(floor: _Floor, piece: Piece) -> Speaker:
    if piece.sign and piece.sign.does in {Does.HEADS, Does.LABELS}:
        return floor.speaker
    _step_inside(floor, piece)
    speaker = floor.speaker
    closes = floor.inside == "quote" and bool(_CLOSES_QUOTE.search(piece.text))
    if closes:
        floor.inner, floor.inside = None, ""
    if not floor.inside and not closes and speaker.value in {"sender", *LOCAL} and _JOINTLY.match(piece.plain):
        floor.section = Speaker.JOINT if floor.in_section else floor.section
        return Speaker.JOINT
    own = speaker in {floor.base, Speaker.LOCAL_POLICING_BODY}
    if own and (to := hands_over(piece.text)) and to != speaker:
        floor.waiting = to
        named = _ON_SOME.search(piece.text[sentences(piece.text)[-1][0] :])
        floor.only = frozenset(numbers_in(named["numbers"])) if named else frozenset()
    return speaker


def _step_inside(floor: _Floor, piece: Piece) -> None:
    """After a hand-over: into a list, a quotation, or all that follows. Out of a list that is over."""
    list_is_over = floor.inside == "list" and not piece.is_list_item and not _RUNS_ON.match(piece.text)
    back = not _OPENS_QUOTE.match(piece.text) and _THE_COMMISSIONER_AGAIN.search(piece.plain[:_LOOKED_AT])
    block_is_over = floor.inside == "block" and not _SET_OFF.match(piece.text)
    goes_on = id(piece) in floor.within
    if list_is_over or block_is_over or (floor.inside == "quote" and back and not goes_on):
        floor.inner, floor.inside = None, ""
    is_all_quoted = not _CLOSES_WITHIN.search(piece.text)
    if not floor.waiting and not floor.inside and is_all_quoted and _QUOTES_THE_FORCE.match(piece.text):
        floor.inner, floor.inside = Speaker.FORCE, "quote"
    if not floor.waiting:
        return
    to, floor.waiting = floor.waiting, None
    if piece.table is not None:
        floor.letter = to
    elif piece.is_list_item:
        floor.inner, floor.inside = to, "list"
    elif _SET_OFF.match(piece.text):
        floor.inner, floor.inside = to, "block"
    elif _OPENS_QUOTE.match(piece.text):
        floor.inner, floor.inside = to, "quote"
    else:
        floor.letter = to
