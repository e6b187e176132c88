"""A letter cut into pieces, each a run of words that one label fits; the steps write on them what they find.

A piece is cut at white space only and pieces stay in order, so whatever is decided about them no word is lost, doubled
or moved.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import lru_cache

from responses.intake.proposal import Block, BlockKind, Hint, Speaker
from responses.intake.sentences import Sentence
from responses.intake.understanding.known import KnownSuperComplaint
from responses.intake.understanding.names import BodyNames

# A line that begins a list item in text that is one block: a bullet, or a number with a full stop or bracket.
LIST_MARK = re.compile(r"\s*(?:[-*•●▪◦‣·–]\s+|\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]\s+)")
# Where a sentence ends: its full stop, perhaps quotation marks, white space, and a capital or a digit.
_SENTENCE_END = re.compile(r"[.!?]['\"”’)\]*]{0,4}(\s+)(?=['\"“‘(\[*]{0,4}[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Rt|Hon|Supt|Insp|Sgt|St|No|Rec|e\.g|i\.e|etc|vs|cf|Recs|R)\.$")
_MARKS = re.compile(r"[#>*\-•●▪◦‣·|_]+")

LOOKED_AT = 800  # characters of a paragraph that tell what it is
LOCAL = {"force", "local_policing_body"}


class Role(StrEnum):
    """What a piece is in its letter."""

    HEADING = "heading"  # of a section, or a label in it
    QUOTATION = "quotation"  # of a recommendation
    ANSWER = "answer"
    GENERAL = "general"
    ENVELOPE = "envelope"  # letterhead, address, date, greeting, close, signature
    QUOTED = "quoted"  # a message of somebody else
    FURNITURE = "furniture"


class Does(StrEnum):
    HEADS = "heads"
    LABELS = "labels"
    LEADS_IN = "leads in"
    TELLS = "tells what is asked"
    NUMBERS = "numbers a paragraph"
    BESIDE = "stands beside an answer"
    LISTS = "heads a list of recommendations"
    PARTS = "heads another part"
    LEAVES = "takes leave"
    CLOSES = "closes the letter"
    HANDS_OVER = "hands over to another"  # found by voices
    TAKES_BACK = "takes the floor back"


@dataclass(frozen=True)
class Sign:
    does: Does
    ends: int  # where its own words end; what follows in the piece is content
    numbers: tuple[str, ...] = ()
    answers: bool = False  # it says itself that an answer follows
    speaker: Speaker | None = None
    what: str = ""  # of a label: "answer", "comment" or "recommendation" follows


@dataclass(eq=False)
class Section:
    """A part of a letter that is about some recommendations."""

    numbers: tuple[str, ...]
    rule: str  # what opened it
    by_heading: bool = False
    answers: bool = False  # its heading says that an answer follows
    among: tuple[str, ...] = ()  # of several recommendations answered one by one: all of them
    level: int = 0
    quoted: bool = False  # it holds a quotation
    answered: bool = False  # it holds an answer


@dataclass(eq=False)
class Piece:
    """Consecutive words of one block, and what the steps found of them."""

    block: int  # its place among the letter's blocks
    kind: BlockKind
    text: str
    page: int = 1
    level: int = 0
    gap: str = ""  # the white space that parts it from the piece before it in the same block; "" at a block's start
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sign: Sign | None = None
    section: Section | None = None
    speaker: Speaker = Speaker.SENDER
    role: Role = Role.GENERAL
    numbers: tuple[str, ...] = ()
    column_says: str = ""  # of a cell that holds but a tick
    begins_anew: bool = False  # general words that begin a passage of their own
    group: int = 0  # its place among the pieces as they were cut first
    after: "Piece | None" = None  # the next that is said
    label_to_come: bool = False  # a label "Response" stands between it and the next heading
    because: list[str] = field(default_factory=list)  # the rules that decided, in their order

    @property
    def is_list_item(self) -> bool:
        return self.kind == BlockKind.LIST_ITEM or bool(LIST_MARK.match(self.text))

    @property
    def is_words(self) -> bool:
        """Whether it is part of what the sender says, and not of the pages or of somebody else's message."""
        return self.role not in {Role.FURNITURE, Role.QUOTED}

    @property
    def plain(self) -> str:
        return plain(self.text)

    def set(self, role: Role, rule: str, numbers: tuple[str, ...] | None = None) -> None:
        self.role, self.numbers = role, self.numbers if numbers is None else numbers
        self.because.append(rule)


@dataclass(eq=False)
class Letter:
    """The pieces of a letter in order, what is known beside it, and what the steps found of it as a whole."""

    groups: list[list[Piece]]  # the parts of each piece that was cut first
    names: BodyNames
    report: KnownSuperComplaint | None = None
    hints: tuple[Hint, ...] = ()
    awaited: frozenset[str] = frozenset()  # names of the bodies that have not answered yet
    kind: str = ""  # the Body.Kind of who wrote it
    base: Speaker = Speaker.SENDER  # whose words it is as a whole: the sender's, or both together's
    doubts: list[str] = field(default_factory=list)
    own: list[Piece] = field(default_factory=list)  # what is said in the letter itself, and not in what it encloses
    found: dict = field(default_factory=dict)  # facts of the Proposal, by its field

    @property
    def pieces(self) -> list[Piece]:
        return [piece for group in self.groups for piece in group]

    @property
    def said(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.is_words]

    @property
    def asked_of_others(self) -> set[str]:
        """The numbers that neither forces nor their overseers are known to be asked, where one of these writes."""
        if self.kind not in {"", *LOCAL}:
            return set()
        known = any(self.addressed.values())
        return {number for number, kinds in self.addressed.items() if known and not kinds & LOCAL}

    @property
    def wording_of(self) -> dict[str, str]:
        """By number, of the recommendations that are known; "" where it is not held."""
        return {r.number: r.wording for r in self.report.recommendations} if self.report else {}

    @property
    def addressed(self) -> dict[str, frozenset[str]]:
        """The kinds of bodies that each recommendation is addressed to; none where that is not known."""
        return {r.number: r.addressed_to for r in self.report.recommendations} if self.report else {}

    def known(self, numbers: tuple[str, ...], quietly: bool = True) -> tuple[str, ...]:
        """Those of the numbers that the report has; all of them where the report is not known."""
        if not self.wording_of:
            return numbers
        known = {number.lower(): number for number in self.wording_of}
        found = [known.get(number) or known.get(re.sub(r"(\.\d+|[a-h])$", "", number)) for number in numbers]
        unknown = [number for number, there in zip(numbers, found, strict=True) if not there and not quietly]
        self.doubts += [Sentence.NO_SUCH_NUMBER % {"number": number} for number in unknown]
        return tuple(dict.fromkeys(filter(None, found)))

    def cut(self, piece: Piece, *places: int) -> list[Piece]:
        """Cut a piece at offsets in its text, each of which must stand beside white space; gives its parts."""
        parts, group = split(piece, *places), self.groups[piece.group]
        at = next(place for place, other in enumerate(group) if other is piece)
        group[at : at + 1] = parts
        return parts


def cut(blocks: Sequence[Block], begins_anew: Callable[[str], bool]) -> list[list[Piece]]:
    """The paragraphs and list items of every block. `begins_anew(line)` says that a line stands by itself."""
    pieces = [piece for place, block in enumerate(blocks) for piece in _of_block(place, block, begins_anew)]
    for place, piece in enumerate(pieces):
        piece.group = place
    return [[piece] for piece in pieces]


def split(piece: Piece, *places: int) -> list[Piece]:
    """The parts of a piece; the first of them is the piece itself, whose annotations all have."""
    parts, done = [piece], 0
    for place in sorted(set(places)):
        rest = parts[-1]
        left, right = rest.text[: place - done], rest.text[place - done :]
        space = left[len(left.rstrip()) :] + right[: len(right) - len(right.lstrip())]
        if left.strip() and right.strip() and space:
            done += len(left) + len(right) - len(right.lstrip())
            parts.append(replace(rest, text=right.lstrip(), gap=space, because=[*rest.because]))
            rest.text, rest.after = left.rstrip(), parts[-1]
    return parts


@lru_cache(maxsize=4096)  # every step asks it of the same pieces
def plain(text: str) -> str:
    """The same words without marks, with straight quotation marks, on one line."""
    return unmarked(re.sub(r"[’‘`´]", "'", re.sub(r"[“”]", '"', text)))


def unmarked(text: str) -> str:
    """The same words without marks, on one line."""
    text = re.sub(r"(?m)^[^\S\n]*(?:#+|>|[-•●▪◦‣·])\s+", "", text.replace("*", ""))
    return re.sub(r"\s+", " ", text).strip()


def without_mark(text: str) -> str:
    """A list item without its bullet or number."""
    mark = LIST_MARK.match(text)
    return text[mark.end() :] if mark else text


def words(text: str) -> list[str]:
    """The words of a text, as the promise "every word is in one passage" counts them: marks aside."""
    return _MARKS.sub("", text).split()


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Where each sentence of a text begins and ends; together they are the whole text."""
    ends = [
        m.end()
        for m in _SENTENCE_END.finditer(text)
        if not _ABBREVIATION.search(text, max(0, m.start() - 8), m.start() + 1)
    ]
    return tuple(zip([0, *ends], [*ends, len(text)], strict=True))


def as_text(pieces: list[Piece]) -> str:
    """The words of pieces with light marks: headings, bullets, an empty line between paragraphs."""
    parts: list[str] = []
    before: Piece | None = None
    for piece in pieces:
        if before is None:
            parts.append(_marked(piece))
        elif before.block == piece.block:
            parts.append(piece.gap + _in_one_line_if_heading(piece))
        else:
            together = before.kind == piece.kind == BlockKind.LIST_ITEM
            parts.append(("\n" if together else "\n\n") + _marked(piece))
        before = piece
    return "".join(parts).strip()


def _of_block(place: int, block: Block, begins_anew) -> Iterator[Piece]:
    whole = Piece(place, **{f.name: getattr(block, f.name) for f in fields(Block) if f.name != "quoted"})
    whole.role = Role.FURNITURE if block.kind == BlockKind.FURNITURE else Role.QUOTED if block.quoted else Role.GENERAL
    alone = block.kind in {BlockKind.FURNITURE, BlockKind.HEADING}
    lines: list[str] = []
    gap = ""
    for line, space in _lines(block.text):
        if lines and not alone and _starts_piece(line, lines[-1], space, begins_anew):
            yield replace(whole, text="\n".join(lines), gap=gap, because=[])
            lines, gap = [], space
        lines.append(line)
    if lines:
        yield replace(whole, text="\n".join(lines), gap=gap, because=[])


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """Each line that has words, and the white space before it."""
    space = ""
    for line in text.split("\n"):
        if line.strip():
            yield line.rstrip(), space
            space = "\n"
        else:
            space = "\n\n"


def _starts_piece(line: str, before: str, space: str, begins_anew) -> bool:
    return space == "\n\n" or bool(LIST_MARK.match(line)) or begins_anew(line) or begins_anew(before)


def _marked(piece: Piece) -> str:
    if piece.kind == BlockKind.HEADING and not piece.gap:
        return ("### " if piece.level > 2 else "## ") + _in_one_line_if_heading(piece)
    if piece.kind == BlockKind.LIST_ITEM and not piece.gap:
        mark = "" if LIST_MARK.match(piece.text) else "- "
        return "  " * piece.level + mark + piece.text
    return piece.text


def _in_one_line_if_heading(piece: Piece) -> str:
    return re.sub(r"\s+", " ", piece.text) if piece.kind == BlockKind.HEADING else piece.text
