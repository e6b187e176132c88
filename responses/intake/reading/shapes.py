"""What a paragraph is by the look of it, where the file does not say: a heading, a list item with a typed bullet.

And what whatever format has in common: a cell as one text with light marks, a word that a line's end broke.
"""

import re
from collections import Counter
from collections.abc import Iterable

from responses.intake.proposal import Block, BlockKind

_LONGEST_HEADING = 500
BULLET = re.compile(r"^[ \t]*(?:[•●▪◦‣∙·⁃■➢➤❖\uf0b7\uf0a7\uf0d8\uf076][ \t]*|[-–*+][ \t]+|o\t[ \t]*)(?=\S)")
# A box or tick before a choice stays, for it says whether that was chosen.
_BOX = re.compile(r"^[ \t]*[☐☑☒□✓✔✗✘\uf0fc](?=\s*\S)")
# A line such as messages begin with, which goes on no other.
FIELD = re.compile(r"^(?:From|Sent|To|Cc|Date|Subject|Our ref|Your ref|Oddi wrth|At|Dyddiad)\s*:", re.IGNORECASE)
# A line that follows a full stop and counts on: "Rec 5 – in progress".
COUNTS_ON = re.compile(r"^\W*[A-Z][a-z]{0,15}\.?\s\d{1,2}\s*[:–—-]")
# First parts of words that keep their hyphen: "co-operation" broken after "co-" is not "cooperation".
_KEEPS_HYPHEN = re.compile(
    r"co|non|pre|multi|self|well|anti|re|long|short|high|low|cross|inter|sub|semi|super|under|over|post|ex|mid",
    re.IGNORECASE,
)
# "1." or "(a)" or "iv)" and a space; not a year, and not "1.5".
NUMBER = re.compile(r"^[ \t]*\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5})[.)](?=\s+\S)")


def shaped(text: str, stands_out: bool) -> Block:
    """The block that a paragraph is, which stands out by bold or larger letters or does not."""
    if bullet := BULLET.match(text):
        return Block(BlockKind.LIST_ITEM, text[bullet.end() :])
    if stands_out and could_be_heading(text):
        return Block(BlockKind.HEADING, text)
    if NUMBER.match(text):
        return Block(BlockKind.LIST_ITEM, text)
    return Block(BlockKind.PARAGRAPH, text)


def could_be_heading(text: str) -> bool:
    text = text.strip()
    if not text or len(text) > _LONGEST_HEADING or not re.search(r"[^\W\d_]", text):
        return False
    return len(text) <= 60 or text[-1] not in ".;,"


def begins_item(line: str) -> int:
    """How many characters of a line are the bullet or the number that it begins with; a box before a choice counts."""
    mark = BULLET.match(line) or NUMBER.match(line) or _BOX.match(line)
    return mark.end() if mark else 0


def marked(blocks: Iterable[Block]) -> str:
    """The blocks as one text with light marks, as a cell holds them."""
    text, before = "", None
    for block in blocks:
        if not block.text.strip():
            continue
        is_item = block.kind == BlockKind.LIST_ITEM
        between = "\n" if is_item and before == BlockKind.LIST_ITEM else "\n\n"
        mark = "  " * block.level + ("" if NUMBER.match(block.text) else "- ") if is_item else ""
        text += (between if text else "") + mark + block.text.strip()
        before = block.kind
    return text


def table_blocks(rows: Iterable[list[tuple[int, list[Block]]]], table: int) -> list[Block]:
    """A table's cells in order. A row is a list of (column, what the cell holds).

    A table that has but one cell in every row is a frame round some text, and gives that text.
    """
    rows = [row for row in rows if row]
    if all(len(row) == 1 for row in rows):
        return [block for row in rows for _, held in row for block in held]
    return [
        Block(BlockKind.CELL, marked(held), page=held[0].page if held else 1, table=table, row=number, column=column)
        for number, row in enumerate(rows)
        for column, held in row
    ]


class Hyphens:
    """Mends a word that a line's end broke; keeps the hyphen of one that is written with it elsewhere in the text."""

    def __init__(self, text: str):
        found = re.findall(r"(?<![^\W\d_])([^\W\d_]++(?:-[^\W\d_]++)*+)(-\s)?", text.lower())
        whole = [word for word, broken in found if not broken]
        self.words = Counter(whole) + Counter(part for word in whole if "-" in word for part in word.split("-"))

    def __call__(self, text: str, after: str) -> str:
        """The line with or without its hyphen, which stands after a letter; `after` begins with one."""
        hyphen, stem = text[-1], text[:-1]
        if hyphen in "\u2010\u00ad":  # only ever set by the program that broke the line
            return stem
        first = re.search(r"[^\W\d_]+$", stem[-60:])[0].lower()
        second = re.match(r"[^\W\d_]+", after[:60])[0].lower()
        if self.words[first + second]:
            return stem
        written = self.words[f"{first}-{second}"] or _KEEPS_HYPHEN.fullmatch(first) or not after[0].islower()
        return text if written or (self.words[first] and self.words[second]) else stem
