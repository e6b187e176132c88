"""What a paragraph is by the look of it, where the file does not say: a heading, a list item with a typed bullet."""

import re

from responses.intake.proposal import Block, BlockKind

_LONGEST_HEADING = 500
_BULLET = re.compile(r"^[ \t]*(?:[•●▪◦‣∙·⁃■□➢➤✓\uf0b7\uf0a7\uf0d8\uf076\uf0fc][ \t]*|[-–*][ \t]+|o\t[ \t]*)(?=\S)")
_FIELD = re.compile(r"^(?:From|Sent|To|Cc|Date|Subject|Our ref|Your ref|Oddi wrth|At|Dyddiad)\s*:", re.IGNORECASE)
# "1." or "(a)" or "iv)" and a space; not a year, and not "1.5".
_NUMBER = re.compile(r"^[ \t]*\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{1,5})[.)](?=\s+\S)")


def shaped(text: str, stands_out: bool) -> Block:
    """The block that a paragraph is, which stands out by bold or larger letters or does not."""
    if bullet := _BULLET.match(text):
        return Block(BlockKind.LIST_ITEM, text[bullet.end() :])
    if stands_out and could_be_heading(text):
        return Block(BlockKind.HEADING, text)
    if _NUMBER.match(text):
        return Block(BlockKind.LIST_ITEM, text)
    return Block(BlockKind.PARAGRAPH, text)


def could_be_heading(text: str) -> bool:
    text = text.strip()
    if not text or len(text) > _LONGEST_HEADING or not re.search(r"[^\W\d_]", text):
        return False
    return len(text) <= 60 or text[-1] not in ".;,"


def is_bullet(text: str) -> bool:
    return bool(_BULLET.match(text))


def is_number(text: str) -> bool:
    return bool(_NUMBER.match(text))


def is_field(line: str) -> bool:
    """Whether a line is one such as messages begin with, "To: ..." or "Subject: ...", and goes on no other."""
    return bool(_FIELD.match(line))
