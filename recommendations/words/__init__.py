"""The words people type: kept as a small subset of HTML, and read in one place whatever they came from."""

from recommendations.words.marks import clean, control_characters, from_marks, from_typed, to_marks
from recommendations.words.shown import is_html, plain, stored, to_html
from recommendations.words.subset import TooDeep, canonical

__all__ = [
    "TooDeep",
    "canonical",
    "clean",
    "control_characters",
    "from_marks",
    "from_typed",
    "is_html",
    "plain",
    "stored",
    "to_html",
    "to_marks",
]
