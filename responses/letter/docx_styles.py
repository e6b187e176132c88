"""The look of a letter in Word: named styles and lists, in the sizes of static/letters/letter.css.

Whoever changes a style changes every paragraph of it, so nothing below is set run by run. Arial is what offices have.
Measures are Word's: twentieths of a point for space, halves of a point for letters.
"""

from recommendations.words.text import FORMS_OF_NUMBERS
from responses.letter.docx_elements import W, paragraph_properties, run_properties, w

BLUE, GREY, RED, LINE, INK = "1D3557", "484C50", "8F1F10", "B1B4B6", "0B0C0C"
LEVELS = 9
INDENT = {"ul": 340, "ol": 510}
QUOTED = 284  # how far a quotation is set in
# The line at the left of quotations: its colour and its width in eighths of a point.
BESIDE = {"Quote": (LINE, 12), "Letter Comments": (BLUE, 12), "Letter Wording": (LINE, 24)}


def _look(*, size=None, bold=None, italic=None, colour=None, **more):
    """What a style tells its letters; size in points."""
    told = {"b": bold, "bCs": bold, "i": italic, "iCs": italic, "color": colour, **more}
    told |= {"sz": int(size * 2), "szCs": int(size * 2)} if size else {}
    return run_properties(**told)


def _space(before=0, after=0, line=None):
    lines = {"line": line, "lineRule": "auto"} if line else {}
    return w("spacing", before=before, after=after, **lines)


def _beside(name):
    colour, width = BESIDE[name]
    return w("pBdr", w("left", val="single", sz=width, space=10, color=colour))


def _boxed(colour):
    return w(
        "pBdr", *(w(side, val="single", sz=8, space=4, color=colour) for side in ("top", "left", "bottom", "right"))
    )


def _style(kind, name, *, based="", following="", listed=True, priority=1, **parts):
    """`listed`: offered in Word's gallery of styles."""
    builtin = name.lower() if name.startswith("Heading ") or name in {"Header", "Footer"} else name
    told = [w("name", val=builtin), w("basedOn", val=style_id(based)) if based else None]
    told += [w("next", val=style_id(following)) if following else None, w("uiPriority", val=priority)]
    told += [w("qFormat") if listed else None, *parts.values()]
    return w("style", *told, type=kind, styleId=style_id(name))


def style_id(name: str) -> str:
    return name.replace(" ", "")


def _paragraph_style(name, told=None, look=None, *, based="Normal", following="", **more):
    return _style(
        "paragraph", name, based=based, following=following, p=paragraph_properties(**told or {}), r=look, **more
    )


def _heading(level):
    sizes = {1: 14, 2: 13}
    before, after = {1: (340, 227), 3: (227, 113)}.get(level, (340, 113))
    told = {"keepNext": True, "keepLines": True, "spacing": _space(before, after, 264), "outlineLvl": str(level - 1)}
    look = _look(size=sizes.get(level, 12), bold=True, italic=level > 4 or None, colour=BLUE if level < 3 else INK)
    return _paragraph_style(f"Heading {level}", told, look, following="Normal", priority=9)


def styles():
    """The children of <w:styles>."""
    fonts = w("rFonts", ascii="Arial", hAnsi="Arial", eastAsia="Arial", cs="Arial")
    spoken = w("lang", val="en-GB", eastAsia="en-GB", bidi="ar-SA")
    letters = w("rPrDefault", _look(size=12, colour=INK, rFonts=fonts, lang=spoken))
    yield w("docDefaults", letters, w("pPrDefault", paragraph_properties(spacing=_space(0, 170, 295))))
    normal = _style("paragraph", "Normal", priority=0)
    normal.set(f"{{{W}}}default", "1")
    yield normal
    yield from map(_heading, range(1, 7))
    yield from _paragraphs()
    yield from _characters()
    yield from _tables()


def _paragraphs():
    small, note = {"spacing": _space(0, 57, 276)}, _look(size=9.5, colour=GREY)
    quotation = w("ind", left=QUOTED)
    yield _paragraph_style("List Bullet", {"spacing": _space(0, 68)})
    yield _paragraph_style("List Number", {"spacing": _space(0, 68)})
    yield _paragraph_style("List Continue", {"spacing": _space(0, 68)})
    yield _paragraph_style("Quote", {"pBdr": _beside("Quote"), "ind": quotation}, _look(italic=True))
    yield _paragraph_style("Letter Comments", {"pBdr": _beside("Letter Comments"), "ind": quotation})
    yield _paragraph_style(
        "Letter Wording", {"pBdr": _beside("Letter Wording"), "ind": quotation}, _look(size=11, colour="2B2E31")
    )
    label = {"keepNext": True, "spacing": _space(0, 57)}
    yield _paragraph_style("Letter Wording Label", label, note, based="Letter Wording", following="Letter Wording")
    yield _paragraph_style("Letter Label", label, note)
    yield _paragraph_style("Letter Small", None, _look(size=10.5))
    box = {"keepNext": True, "pBdr": _boxed(RED), "spacing": _space(0, 284), "ind": w("ind", left=113, right=113)}
    yield _paragraph_style("Letter Draft", box, _look(bold=True, colour=RED))
    yield from _letterheads()
    yield _paragraph_style("Letter Date", {"spacing": _space(0, 113)})
    yield _paragraph_style("Letter To", {"spacing": _space(0, 170)})
    yield _paragraph_style("Letter Reference", {"spacing": _space(0, 0)}, _look(size=10.5, colour=GREY))
    facts = {"keepNext": True, "keepLines": True}
    yield _paragraph_style("Letter Facts", facts, _look(size=11))
    yield _paragraph_style("Letter Close", {"keepNext": True})
    kept = {"keepNext": True, "keepLines": True, "spacing": _space(0, 0)}
    yield _paragraph_style("Letter Signature", kept)
    yield _paragraph_style("Letter Signatory", None, _look(bold=True), based="Letter Signature")
    agreed = {"keepLines": True, "spacing": _space(340, 0)}
    yield _paragraph_style("Letter Agreed", agreed, _look(size=10.5, colour=GREY))
    yield _paragraph_style("Letter Copies", {"keepLines": True, "spacing": _space(0, 0)}, _look(size=10.5))
    yield _paragraph_style("Letter Sources", {"keepLines": True, **small}, note)
    thin = w("spacing", before=0, after=0, line=20, lineRule="exact")
    yield _paragraph_style("Letter Gap", {"spacing": thin}, _look(size=1), listed=False, priority=99)
    yield _paragraph_style("Table Text", {"spacing": _space(0, 40, 264)}, _look(size=10.5))
    yield _paragraph_style("Table Heading", {"keepNext": True}, _look(bold=True), based="Table Text")
    yield _paragraph_style("Table Caption", {"keepNext": True, "spacing": _space(113, 85)}, _look(size=10.5, bold=True))
    edge = w("tabs", w("tab", val="right", pos=9072))
    yield _paragraph_style(
        "Header", {"tabs": edge, "spacing": _space(), "jc": "right"}, note, listed=False, priority=99
    )
    yield _paragraph_style("Footer", {"tabs": edge, "spacing": _space()}, note, listed=False, priority=99)
    marking = {"spacing": _space(0, 113), "jc": "center"}
    yield _paragraph_style("Letter Marking", marking, _look(size=11, bold=True, colour=INK))


def _letterheads():
    logo, name, contact = {"spacing": _space(0, 170, 240)}, _space(0, 57, 264), _space(0, 57, 292)
    yield _paragraph_style("Letter Logo", logo)
    yield _paragraph_style("Letter Name", {"spacing": name}, _look(size=14, bold=True, colour=BLUE))
    yield _paragraph_style("Letter Contact", {"spacing": contact}, _look(size=9.5))
    # Word draws one line for paragraphs that follow on each other with the same: below the last, above the first.
    below = {"jc": "center", "pBdr": w("pBdr", w("bottom", val="single", sz=12, space=11, color=BLUE))}
    above = {"pBdr": w("pBdr", w("top", val="single", sz=12, space=7, color=BLUE))}
    yield _paragraph_style("Letter Logo Centred", below | {"spacing": _space(0, 227, 240)}, based="Letter Logo")
    yield _paragraph_style("Letter Name Centred", below, _look(size=16), based="Letter Name")
    yield _paragraph_style("Letter Contact Centred", below, based="Letter Contact")
    yield _paragraph_style("Letter Name Right", None, _look(size=13), based="Letter Name")
    yield _paragraph_style("Letter Contact Right", above, based="Letter Contact")


def _characters():
    yield _style("character", "Strong", r=_look(bold=True))
    yield _style("character", "Emphasis", r=_look(italic=True))
    yield _style("character", "Hyperlink", r=_look(colour=BLUE, u="single"))
    yield _style("character", "Letter Fact", r=_look(bold=True))
    yield _style("character", "Letter Fact Label", r=_look(bold=w("b", val=0), colour=GREY))
    yield _style("character", "Letter Draft Mark", r=_look(bold=True, colour=RED, spacing=15))


def _tables():
    def margins(top, left, bottom, right):
        sides = {"top": top, "left": left, "bottom": bottom, "right": right}
        return w("tblCellMar", *(w(side, w=size, type="dxa") for side, size in sides.items()))

    def borders(*sides, colour=LINE, width=4):
        return w("tblBorders", *(w(side, val="single", sz=width, space=0, color=colour) for side in sides))

    plain = _style("table", "Normal Table", listed=False, priority=99, t=w("tblPr", margins(0, 0, 0, 0)))
    plain.set(f"{{{W}}}default", "1")
    yield plain
    every = ("top", "left", "bottom", "right", "insideH", "insideV")
    yield _style(
        "table", "Letter Table", based="Normal Table", t=w("tblPr", borders(*every), margins(80, 113, 40, 113))
    )
    under = w("tcBorders", w("bottom", val="single", sz=12, space=0, color=BLUE))
    first = w("tblStylePr", w("tcPr", under), type="firstRow")
    summary = w("tblPr", borders("bottom", "insideH"), margins(91, 0, 51, 142))
    yield _style("table", "Letter Summary", based="Normal Table", t=summary, first=first)
    head = w("tblPr", borders("bottom", colour=BLUE, width=12), margins(0, 0, 170, 0))
    yield _style("table", "Letter Head", based="Normal Table", t=head)
    for name in ("Letter Head Right", "Letter Top", "Letter Pair"):
        yield _style("table", name, based="Normal Table", t=w("tblPr", margins(0, 0, 0, 0)))


class Numbers:
    """The numberings of one document: each list has its own, so that each begins where it says."""

    def __init__(self):
        self._rules, self._lists = [], []
        self._known = {}

    def bullets(self) -> int:
        """The identity of the numbering that all lists without numbers share."""
        rule = self._rule("ul", [self._level(level, "bullet", "–" if level else "•") for level in range(LEVELS)])
        return self._known.get("bullets") or self._known.setdefault("bullets", self._add(rule))

    def numbers(self, depth: int, kind: str, form: str, start: int) -> int:
        """One of its own for a numbered list at a depth, from 0. Lists within it may go on from its numbers: 1.1."""
        formats = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
        levels = []
        for level in range(LEVELS):
            joined = ".".join(f"%{each + 1}" for each in range(min(depth, level), level + 1))
            text = joined if level > depth else FORMS_OF_NUMBERS.get(form, "{}.").format(f"%{level + 1}")
            levels.append(self._level(level, formats.get(kind, "decimal") if level == depth else "decimal", text))
        return self._add(self._rule((depth, kind, form), levels), (depth, start))

    def _level(self, level, form, text):
        hanging = INDENT["ul" if form == "bullet" else "ol"]
        place = w("pPr", w("ind", left=INDENT["ul"] * level + hanging, hanging=hanging))
        told = [w("start", val=1), w("numFmt", val=form), w("lvlText", val=text), w("lvlJc", val="left"), place]
        return w("lvl", *told, ilvl=level)

    def _rule(self, key, levels) -> int:
        if key not in self._known:
            self._known[key] = len(self._rules)
            kind = w("multiLevelType", val="multilevel")
            self._rules.append(w("abstractNum", kind, *levels, abstractNumId=self._known[key]))
        return self._known[key]

    def _add(self, rule, begins=None) -> int:
        number = len(self._lists) + 1
        override = begins and w("lvlOverride", w("startOverride", val=begins[1]), ilvl=begins[0])
        self._lists.append(w("num", w("abstractNumId", val=rule), override, numId=number))
        return number

    def elements(self) -> list:
        """The children of <w:numbering>."""
        return [*self._rules, *self._lists]
