"""What a Word paragraph is by its style and its numbering: a heading, a list item, and the number Word would print."""

import re
from dataclasses import dataclass, field

from responses.intake.reading.zips import attribute, child, local, number

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
        self._found: dict[tuple, object] = {}  # what was looked up already

    def chain(self, properties) -> list:
        """The properties of a paragraph itself, then those of its style, and of the styles that one builds on."""
        style = self._styles.get(attribute(child(properties, "pStyle"), "val"), self._default)
        return [*([] if properties is None else [properties]), *self._chain(style)]

    def _chain(self, style) -> list:
        said = []
        while style is not None and len(said) < _CHAIN:
            said.append(style)
            style = self._styles.get(attribute(child(style, "basedOn"), "val"))
        return said

    def is_on(self, name: str, run, paragraph) -> bool:
        """Whether a run is bold ("b"), hidden ("vanish"), struck out ("strike")."""
        return is_on(self.found(name, run, paragraph))

    def found(self, name: str, run, paragraph):
        """What a run, by itself, its style or its paragraph's, is told of its look. Given are their properties."""
        said = child(run, name)
        if said is None:
            styles = (attribute(child(run, "rStyle"), "val"), attribute(child(paragraph, "pStyle"), "val"))
            said = self._styled(name, *styles)
        return said

    def name_of(self, style: str) -> str:
        """What a style is called in every language of Word, in small letters, by its identity; "" for none."""
        return attribute(child(self._styles.get(style), "name"), "val").lower()

    def is_placeholder(self, style: str) -> bool:
        """Whether words of this style ask for others; in a Word that is not English its identity is not."""
        return style == "PlaceholderText" or self.name_of(style) == "placeholder text"

    def _styled(self, name: str, *styles: str):
        if (name, *styles) not in self._found:
            chains = (self._chain(self._styles.get(styles[0])), self._chain(self._styles.get(styles[1], self._default)))
            marks = (child(style, "rPr", name) for chain in chains for style in chain)
            self._found[name, *styles] = next((mark for mark in marks if mark is not None), None)
        return self._found[name, *styles]

    def heading_level(self, properties) -> int:
        """1 for the highest, 0 for what is no heading."""
        for style in self.chain(properties):
            outline = _said(style, "outlineLvl")
            if outline is not None:
                level = number(outline, "val", _LEVELS)
                return level + 1 if level < _LEVELS else 0
            name = attribute(child(style, "name"), "val").lower()
            if name in {"title", "subtitle"}:
                return 1
            if name.startswith("heading ") and name[8:].isdigit():
                return min(int(name[8:]), _LEVELS)
        return 0

    def numbered(self, properties) -> tuple[str, int] | None:
        """Which numbering a paragraph is part of, and at which level."""
        name = level = None
        for style in self.chain(properties):
            # "List Bullet 2" is the second level, although Word gives it a numbering of its own.
            deeper = re.fullmatch(r"list (?:bullet|number) ([2-9])", attribute(child(style, "name"), "val").lower())
            level = level or (str(int(deeper[1]) - 1) if deeper else None)
            said = _said(style, "numPr")
            level = level or attribute(child(said, "ilvl"), "val")
            if name := attribute(child(said, "numId"), "val"):
                break
        level = min(int(level[:3]), _LEVELS - 1) if level and level.isdecimal() else 0
        return None if name in {None, "", "0"} else (name, level)


def _said(style, name: str):
    said = child(style, name)
    return child(style, "pPr", name) if said is None else said


def is_on(mark) -> bool:
    """Word writes "bold" as <b/>, and its opposite as <b val="0"/>."""
    return mark is not None and attribute(mark, "val") not in {"0", "false", "none", "off"}


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
        rules = (each for each in children if local(each) == "abstractNum")
        abstract = {attribute(each, "abstractNumId"): _List(_levels(each)) for each in rules}
        for listed in children:
            if local(listed) == "num":
                said = attribute(child(listed, "abstractNumId"), "val")
                self._lists[attribute(listed, "numId")] = abstract.get(said) or _List()
                self._restarts[attribute(listed, "numId")] = _restarts(listed)

    def label(self, name: str, level: int) -> str | None:
        """What Word prints before the paragraph: a number, or an empty string for a bullet."""
        counted = self._lists.get(name)
        if counted is None:
            return ""
        for at, start in self._restarts.pop(name, {}).items():
            counted.counters[at] = start - 1
        rule = counted.levels.get(level, _Level())
        before = counted.counters[level]
        counted.counters[level] = rule.start if before is None else before + 1
        counted.counters[level + 1 :] = [None] * (_LEVELS - level - 1)
        return "" if rule.form in {"bullet", "none"} else self._written(counted, rule)

    def rule(self, name: str, level: int) -> tuple[str, str, int]:
        """How Word numbers a level: "lowerLetter", "(%1)" and from which number on. Counts nothing."""
        counted = self._lists.get(name)
        rule = (counted.levels.get(level) if counted else None) or _Level()
        return rule.form, rule.text, self._restarts.get(name, {}).get(level, rule.start)

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
        number(level, "ilvl", 0): _Level(
            attribute(child(level, "numFmt"), "val") or "decimal",
            attribute(child(level, "lvlText"), "val")[:100],
            number(child(level, "start"), "val", 1),
        )
        for level in abstract
        if local(level) == "lvl"
    }


def _restarts(listed) -> dict[int, int]:
    return {
        min(number(override, "ilvl", 0), _LEVELS - 1): number(start, "val", 1)
        for override in listed
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
