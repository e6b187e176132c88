"""A letter cut into pieces, each a run of words that one label fits, and put together again as passages.

A piece is cut at white space only and pieces stay in order, so whatever is decided about them no word is lost, doubled
or moved.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from responses.intake.proposal import Block, BlockKind

# A line that begins a list item in text that is one block: a bullet, or a number with a full stop or bracket.
LIST_MARK = re.compile(r"\s*(?:[-*•●▪◦‣·–]\s+|\(?(?:\d{1,2}|[a-h]|[ivx]{1,4})[.)]\s+)")
# Where a sentence ends: its full stop, perhaps quotation marks, white space, and a capital or a digit.
_SENTENCE_END = re.compile(r"[.!?]['\"”’)\]*]*(\s+)(?=['\"“‘(\[*]*[A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Rt|Hon|Supt|Insp|Sgt|St|No|Rec|e\.g|i\.e|etc|vs|cf|Recs)\.$")
_MARKS = re.compile(r"[#>*\-•●▪◦‣·|_]+")


@dataclass(frozen=True)
class Piece:
    """Consecutive words of one block."""

    block: int  # its place among the letter's blocks
    kind: BlockKind
    text: str
    page: int = 1
    level: int = 0
    gap: str = ""  # the white space that parts it from the piece before it in the same block; "" at a block's start
    table: int | None = None
    row: int | None = None
    column: int | None = None

    @property
    def is_furniture(self) -> bool:
        return self.kind == BlockKind.FURNITURE

    @property
    def is_list_item(self) -> bool:
        return self.kind == BlockKind.LIST_ITEM or bool(LIST_MARK.match(self.text))

    @property
    def plain(self) -> str:
        """Its text as prose: marks gone, quotation marks straight, white space single."""
        return plain(self.text)


@lru_cache(maxsize=2048)  # every step asks it of the same pieces
def plain(text: str) -> str:
    """The same words without marks, with straight quotation marks, on one line."""
    return unmarked(re.sub(r"[’‘`´]", "'", re.sub(r"[“”]", '"', text)))


def unmarked(text: str) -> str:
    """The same words without marks, on one line."""
    text = re.sub(r"(?m)^\s*(?:#+|>|[-•●▪◦‣·])\s+", "", re.sub(r"\*+", "", text))
    return re.sub(r"\s+", " ", text).strip()


def words(text: str) -> list[str]:
    """The words of a text, as the promise "every word is in one passage" counts them: marks aside."""
    return [word for token in text.split() if (word := _MARKS.sub("", token))]


def cut(blocks: list[Block], begins_anew: Callable[[str], bool]) -> list[Piece]:
    """The paragraphs and list items of every block. `begins_anew(line)` says that a line stands by itself."""
    return [piece for place, block in enumerate(blocks) for piece in _of_block(place, block, begins_anew)]


def split(piece: Piece, *places: int) -> list[Piece]:
    """A piece cut at offsets in its text, each of which must stand beside white space."""
    pieces, rest, done = [], piece, 0
    for place in sorted(set(places)):
        left, right = rest.text[: place - done], rest.text[place - done :]
        if not left.strip() or not right.strip():
            continue
        space = left[len(left.rstrip()) :] + right[: len(right) - len(right.lstrip())]
        if not space:
            continue
        pieces.append(replace(rest, text=left.rstrip()))
        done += len(left) + len(right) - len(right.lstrip())
        rest = replace(rest, text=right.lstrip(), gap=space)
    return [*pieces, rest]


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends; together they are the whole text."""
    ends = [
        match.end() for match in _SENTENCE_END.finditer(text) if not _ABBREVIATION.search(text[: match.start() + 1])
    ]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


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
    lines: list[str] = []
    gap = ""
    whole = Piece(place, block.kind, "", block.page, block.level, "", block.table, block.row, block.column)
    alone = block.kind in {BlockKind.FURNITURE, BlockKind.HEADING}
    for line, space in _lines(block.text):
        starts = not alone and bool(lines) and _starts_piece(line, lines[-1], space, begins_anew)
        if starts:
            yield replace(whole, text="\n".join(lines), gap=gap)
            lines, gap = [], space
        lines.append(line)
    if lines:
        yield replace(whole, text="\n".join(lines), gap=gap)


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
