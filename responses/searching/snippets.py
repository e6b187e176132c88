"""The part of a text that is shown of it, with the words that were found marked."""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

# What a database puts around what it found: control characters, since no text that is kept holds them.
START, END = "\x02", "\x03"
LONGEST = 260  # characters
BEFORE = 70  # of them at most before the first word that was found
# Of words that were typed without an editor: they are shown on one line.
_SIGNS = re.compile(r"^ *(?:#{1,6}|[-+*>])(?= )|[*]{2,3}", re.MULTILINE)
_MARKS = re.compile(f"{START}(.*?){END}", re.DOTALL)


def snippet(marked: str) -> SafeString:
    """Some words around the place that holds most of what was found, with <mark>; all else is escaped."""
    text, found = _unmarked(" ".join(_SIGNS.sub("", marked).split()))
    begin, end = _window(text, found)
    shown, at = [], begin
    for start, stop in found:
        if start >= begin and stop <= end:
            shown += [conditional_escape(text[at:start]), format_html("<mark>{}</mark>", text[start:stop])]
            at = stop
    shown.append(conditional_escape(text[at:end]))
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{''.join(shown).strip()}{after}")  # noqa: S308 - each piece was escaped above


def _unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """The text, and from where to where in it each thing stands that was found."""
    text, found, at = "", [], 0
    for match in _MARKS.finditer(marked):
        text += marked[at : match.start()]
        found.append((len(text), len(text) + len(match[1])))
        text, at = text + match[1], match.end()
    return text + marked[at:], found


def _window(text, found) -> tuple[int, int]:
    """From where to where the text is shown; it begins and ends with a whole word."""

    def holds(place):
        return sum(place[0] <= start < place[0] + LONGEST - BEFORE for start, _ in found)

    best = max(found, key=holds, default=(0, 0))
    begin = max(0, min(best[0] - BEFORE, len(text) - LONGEST))
    if begin:
        space = text.find(" ", begin)
        begin = space + 1 if 0 <= space < best[0] else begin
    end = begin + LONGEST
    if end < len(text):
        space = text.rfind(" ", begin, end)
        end = space if space >= best[1] else end
    return begin, end
