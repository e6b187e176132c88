"""What a Word paragraph is by its style and its numbering: a heading, a list item, and the number Word would print."""

import re
from dataclasses import dataclass, field

from responses.intake.reading.packages import attribute, child, local

_ROMAN = [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LEVELS = 9
_CHAIN = 20  # styles that build on styles: Word itself stops at about this many


class Styles:
    """The paragraph styles of a document, each with what it takes from the one it builds on."""

    def __init__(self, root=None):
        children = root if root is not None else ()
        self._styles = {attribute(style, "styleId"): style for style in children if local(style) == "style"}
        default = [style for style in self._styles.values() if attribute(style, "default") in {"1", "true"}]
        self._default = next((style for style in default if attribute(style, "type") == "paragraph"), None)

    def chain(self, properties) -> list:
        """The properties of a paragraph itself, then those of its style, and of the styles that one builds on."""
        said = [properties] if properties is not None else []
        named = attribute(child(properties, "pStyle"), "val")
        style = self._styles.get(named, self._default)
        for _ in range(_CHAIN):
            if style is None:
                break
            said.append(style)
            style = self._styles.get(attribute(child(style, "basedOn"), "val"))
        return said

    def is_bold(self, properties) -> bool:
        return next(
            (is_on(bold) for style in self.chain(properties) if (bold := child(style, "rPr", "b")) is not None), False
        )

    def heading_level(self, properties) -> int:
        """1 for the highest, 0 for what is no heading."""
        for style in self.chain(properties):
            outline = child(style, "outlineLvl")
            outline = child(style, "pPr", "outlineLvl") if outline is None else outline
            if outline is not None:
                level = _number(attribute(outline, "val"), _LEVELS)
                return level + 1 if level < _LEVELS else 0
            name = attribute(child(style, "name"), "val").lower()
            if name in {"title", "subtitle"}:
                return 1
            if name.startswith("heading ") and name[8:].isdigit():
                return min(int(name[8:]), _LEVELS)
        return 0

    def numbered(self, properties) -> tuple[str, int] | None:
        """Which numbering a paragraph is part of, and at which level."""
        number = level = None
        for style in self.chain(properties):
            # "List Bullet 2" is the second level, although Word gives it a numbering of its own.
            deeper = re.fullmatch(r"list (?:bullet|number) ([2-9])", attribute(child(style, "name"), "val").lower())
            level = level or (str(int(deeper[1]) - 1) if deeper else None)
            said = child(style, "numPr")
            said = child(style, "pPr", "numPr") if said is None else said
            if said is None:
                continue
            number = number or attribute(child(said, "numId"), "val")
            level = level or attribute(child(said, "ilvl"), "val")
            if number:
                break
        return (number, min(_number(level, 0), _LEVELS - 1)) if number and number != "0" else None


def is_on(mark) -> bool:
    """Word writes "bold" as <b/>, and its opposite as <b val="0"/>."""
    return mark is not None and attribute(mark, "val") not in {"0", "false", "none", "off"}


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


@dataclass
class _Level:
    form: str = "bullet"
    text: str = ""
    start: int = 1


@dataclass
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counters: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Numbering:
    """Says what number or bullet Word puts before a paragraph; asked once for each, in order, since it counts."""

    def __init__(self, root=None):
        self._lists: dict[str, _List] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        children = root if root is not None else ()
        abstract = {
            attribute(each, "abstractNumId"): _List(_levels(each)) for each in children if local(each) == "abstractNum"
        }
        for number in children:
            if local(number) == "num":
                said = attribute(child(number, "abstractNumId"), "val")
                self._lists[attribute(number, "numId")] = abstract.get(said) or _List()
                self._restarts[attribute(number, "numId")] = _restarts(number)

    def label(self, number: str, level: int) -> str | None:
        """What Word prints before the paragraph: a number, or an empty string for a bullet."""
        counted = self._lists.get(number)
        if counted is None:
            return ""
        for at, start in self._restarts.pop(number, {}).items():
            counted.counters[at] = start - 1
        rule = counted.levels.get(level, _Level())
        before = counted.counters[level]
        counted.counters[level] = rule.start if before is None else before + 1
        counted.counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        return "" if rule.form in {"bullet", "none"} else self._written(counted, rule)

    @staticmethod
    def _written(counted: _List, rule: _Level) -> str:
        text = rule.text
        for at in range(_LEVELS):
            if f"%{at + 1}" in text:
                of = counted.levels.get(at, _Level("decimal"))
                value = counted.counters[at] or of.start
                text = text.replace(f"%{at + 1}", formed(value, of.form))
        return text.strip()


def _levels(abstract) -> dict[int, _Level]:
    return {
        _number(attribute(level, "ilvl"), 0): _Level(
            attribute(child(level, "numFmt"), "val") or "decimal",
            attribute(child(level, "lvlText"), "val")[:100],
            _number(attribute(child(level, "start"), "val"), 1),
        )
        for level in abstract
        if local(level) == "lvl"
    }


def _restarts(number) -> dict[int, int]:
    return {
        min(_number(attribute(override, "ilvl"), 0), _LEVELS - 1): _number(attribute(start, "val"), 1)
        for override in number
        if local(override) == "lvlOverride" and (start := child(override, "startOverride")) is not None
    }


def formed(value: int, form: str) -> str:
    """A number as lists write it, in the words of Word ("lowerLetter") or of web pages and OpenDocument ("a")."""
    form = _FORMS.get(form, form)
    if form in {"lowerLetter", "upperLetter"} and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * min(1 + (value - 1) // 26, 9)
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"} and value < 400:
        roman = ""
        for worth, sign in _ROMAN:
            roman += sign * (value // worth)
            value %= worth
        return roman.upper() if form == "upperRoman" else roman
    return str(value)
