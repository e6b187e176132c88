"""Text as a search reads it: letters without their accents, and a space for every sign. Plain Python.

"Tŷ Gwyn’s (multi-agency)" is read as "ty gwyn s  multi agency ". One character stays one, so that a place in what was
read is the same place in the text. SQLite's own reader does the same; PostgreSQL is given this table.
"""

import string
import unicodedata

# Signs of which PostgreSQL would make parts of words: whether it takes “ for a letter hangs on how it was set up.
_SIGNS = string.punctuation + "".join(
    char
    for code in (*range(0xA0, 0xC0), 0xD7, 0xF7, *range(0x2000, 0x2070), *range(0x2190, 0x2600), *range(0x3000, 0x3020))
    if not (char := chr(code)).isalnum()
)
_ACCENTED = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]


def _bare(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0].lower()


FOLDED = {ord(sign): " " for sign in _SIGNS} | {
    ord(char): _bare(char) for char in _ACCENTED if _bare(char) in set(string.ascii_lowercase)
}
# Accents that stand apart from their letter, as a Mac may send them.
APART = [chr(code) for code in range(0x300, 0x370)]


def folded(text: str) -> str:
    return text.translate(FOLDED).lower()
