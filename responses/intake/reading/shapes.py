"""What a paragraph is by the look of it, where the file does not say: a heading, a list item with a typed bullet."""

import re
from collections import Counter

from responses.intake.proposal import Block, BlockKind

_LONGEST_HEADING = 500
_BULLET = re.compile(r"^[ \t]*(?:[•●▪◦‣∙·⁃■➢➤❖\uf0b7\uf0a7\uf0d8\uf076][ \t]*|[-–*+][ \t]+|o\t[ \t]*)(?=\S)")
# A box or tick before a choice stays, for it says whether that was chosen.
_BOX = re.compile(r"^[ \t]*[☐☑☒□✓✔✗✘\uf0fc](?=\s*\S)")
_FIELD = re.compile(r"^(?:From|Sent|To|Cc|Date|Subject|Our ref|Your ref|Oddi wrth|At|Dyddiad)\s*:", re.IGNORECASE)
# First parts of words that keep their hyphen: "co-operation" broken after "co-" is not "cooperation".
_KEEPS_HYPHEN = re.compile(
    r"co|non|pre|multi|self|well|anti|re|long|short|high|low|cross|inter|sub|semi|under|over|post|ex|mid", re.IGNORECASE
)
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


def begins_item(line: str) -> int:
    """How many characters of a line are the bullet or the number that it begins with; a box before a choice counts."""
    mark = _BULLET.match(line) or _NUMBER.match(line) or _BOX.match(line)
    return mark.end() if mark else 0


def is_field(line: str) -> bool:
    """Whether a line is one such as messages begin with, "To: ..." or "Subject: ...", and goes on no other."""
    return bool(_FIELD.match(line))


class Hyphens:
    """Mends a word that a line's end broke; keeps the hyphen of one that is written with it.

    `words` counts the letter's words in small letters, those with a hyphen both whole and in parts.
    """

    def __init__(self, words: Counter):
        self.words = words

    @classmethod
    def of(cls, text: str) -> "Hyphens":
        whole = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower())
        return cls(Counter(whole) + Counter(part for word in whole if "-" in word for part in word.split("-")))

    def __call__(self, text: str, after: str) -> str:
        """The two lines as one: `text` ends in a hyphen after a letter, `after` begins with a letter."""
        hyphen, stem = text[-1], text[:-1]
        if hyphen in "\u2010\u00ad":  # only ever set by the program that broke the line
            return stem + after
        first = re.search(r"[^\W\d_]{1,60}$", stem[-60:])[0].lower()
        second = re.match(r"[^\W\d_]+", after)[0].lower()
        if self.words[first + second]:
            return stem + after
        written = self.words[f"{first}-{second}"] or _KEEPS_HYPHEN.fullmatch(first) or not after[0].islower()
        if written or (self.words[first] and self.words[second]):
            return text + after
        return stem + after
