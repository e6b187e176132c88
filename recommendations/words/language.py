"""Which language words are in, as far as they show it: a screen reader reads Welsh aloud as English unless told.

Told by the small words that the one language has and the other has not. Nothing is stored, and nothing but how words
are read aloud depends on it.
"""

import re

# No word here is one of the other language: "a", "am", "i", "o", "mae" the name, "do", "i" and the like are left out.
_WELSH = re.compile(
    r"\b(?:yr|yn|ac|ar|wedi|gan|gyda|bod|sydd|ein|eich|eu|hwn|hon|hyn|hynny|ond|neu|fel|wrth|dros|drwy|gyfer|heddlu"
    r"|oedd|bydd|byddwn|byddaf|rydym|nid|mae|argymhelliad|argymhellion|dioddefwyr|blynyddol|cael|wneud)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|is|are|was|were|with|that|this|for|we|our|have|has|been|will|by|not|from|which|their|police)\b",
    re.IGNORECASE,
)
_LEAST = 2  # small words: one may be in a name
_BLOCK = re.compile(
    r"<(p|li|td|th|h[2-6])((?: (?!lang)[^<>]*)?)>((?:(?!<(?:p|li|td|th|h[2-6]|ul|ol|table)[ >]).)*?)</\1>"
)


def is_welsh(text: str) -> bool:
    """Whether it has several of the small words of Welsh, and more of them than of those of English."""
    welsh = len(_WELSH.findall(text))
    return welsh >= _LEAST and welsh > len(_ENGLISH.findall(text))


def with_languages(html: str) -> str:
    """The same, each block of words that is Welsh marked so. Words in their stored form, as `canonical` writes them."""
    if len(_WELSH.findall(html)) < _LEAST:
        return html
    return _BLOCK.sub(lambda it: f'<{it[1]} lang="cy"{it[2]}>{it[3]}</{it[1]}>' if is_welsh(it[3]) else it[0], html)
