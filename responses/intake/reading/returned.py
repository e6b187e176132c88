"""A letter of ours that comes back from Word: what each of its passages says now, and the words that stand elsewhere.

A passage is known by the control that it stands in, or, where LibreOffice forgot those, by the bookmarks in it.

It is read as if every tracked change were accepted; whose changes these are is told. Comments are notes, and no words
of an answer. Words are given as simple HTML, which nobody trusts: whoever keeps it makes it safe.
"""

import dataclasses
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape

from lxml import etree

from responses.intake.reading.look import Numbering, Styles, is_on
from responses.intake.reading.word import related
from responses.intake.reading.zips import Zip, attribute, child, local, number, parse
from responses.letter.origin import COLUMNS, NAMESPACE, OTHERS, WELSH_PREFIX, fingerprint, named_by, tag_of_bookmark

_GONE = {"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "tblPr", "sectPr", "sdtPr"}
_SIGNS = {"tab": " ", "ptab": " ", "cr": "<br>", "br": "<br>", "noBreakHyphen": "-"}
_BY = {"ins", "del", "moveFrom", "moveTo"}
_LISTS = {"bullet": "ul"}
_KINDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_INDENT, _QUOTED = 340, 284  # as docx_styles.py sets them
# Below which heading of the letter those within a passage stand; of an answer, the one above it.
_UNDER = {"opening": 1, "closing": 1, "chief_officer_comments": 2}
_QUOTATIONS = {"quote", "intense quote", "letter wording"}


@dataclass
class Returned:
    """What came back, by the name of each passage: "answer-34"."""

    reference: str
    passages: dict[str, str] = field(default_factory=dict)  # what it says now
    before: dict[str, str] = field(default_factory=dict)  # the fingerprint of what it said when the file was made
    changed_by: dict[str, list[str]] = field(default_factory=dict)  # who tracked changes in it, as Word says
    comments: list[tuple[str, str, str]] = field(default_factory=list)  # (passage or "", who, what)
    elsewhere: list[str] = field(default_factory=list)  # words that stand in no passage, and that it did not have
    struck: str = ""  # words struck out without being tracked, which were taken for deleted

    def as_json(self) -> dict:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "Returned":
        return cls(**data | {"comments": [tuple(each) for each in data["comments"]]})


@dataclass
class _Line:
    """One paragraph: its words, and where it stands among lists, quotations and headings."""

    words: str
    tag: str = "p"
    quoted: bool = False
    depth: int | None = None  # of a list that it is in, from 0
    numbering: str = ""  # "" of what goes on in an item
    opening: str = "<ul>"


def read_returned(content: bytes) -> Returned | None:
    """What came back; None for a file that is no letter of ours any more. NotReadable for one that is damaged."""
    archive = Zip(content)
    mains = related(archive, "", "officeDocument")
    return _Reader(archive, mains[0]).read() if mains else None


class _Reader:
    def __init__(self, archive: Zip, main: str):
        self.archive, self.main = archive, main
        self.styles, self.numbering = Styles(self._part("styles")), Numbering(self._part("numbering"))
        self.reference, self.heading = "", 1
        self.lines: dict[str, list] = {}  # of each passage, and under "" of what stands in none
        self.who: dict[str, dict] = {}
        self.comments_at: dict[str, str] = {}
        self.struck: list[str] = []
        self.field = ""  # what the field that is being read asks for: "PAGE"

    def _part(self, kind: str):
        names = related(self.archive, self.main, kind)
        return parse(self.archive, names[0]) if names else None

    def read(self) -> Returned | None:
        body = child(parse(self.archive, self.main), "body")
        if body is not None and not any(_is_tag(each) for each in body.iter()):
            self._set_controls(body)
        self._body(body, "")
        if not self.reference:
            return None
        for kind in ("header", "footnotes", "endnotes", "footer"):
            for name in related(self.archive, self.main, kind):
                self._body(parse(self.archive, name), "")
        before, others = self._remembered()
        elsewhere = self.lines.pop("", [])
        new = [line for line in elsewhere if fingerprint(_text(line)) not in others and _text(line).strip()]
        return Returned(
            self.reference,
            {name: _joined(lines) for name, lines in self.lines.items()},
            before,
            {name: list(who) for name, who in self.who.items()},
            list(self._comments()),
            [_joined([line]) for line in new],
            " ".join(" ".join(self.struck).split())[:300],
        )

    def _remembered(self) -> tuple[dict[str, str], set[str]]:
        """The fingerprints of what the file said when it was made: of each passage, and of all else."""
        said = dict(self._properties())
        if said:
            others = " ".join(said.pop(name) for name in list(said) if name.startswith(OTHERS))
            return said, set(others.split())
        for name in related(self.archive, self.main, "customXml"):
            root = parse(self.archive, name)
            if root.tag == f"{{{NAMESPACE}}}letter" and root.get("reference") == self.reference:
                passages = {each.get("name", ""): each.get("words", "") for each in root if local(each) == "passage"}
                return passages, set((getattr(child(root, "others"), "text", None) or "").split())
        return {}, set()

    def _properties(self):
        for name in related(self.archive, "", "custom-properties"):
            for each in parse(self.archive, name):
                reference, _, passage = attribute(each, "name").partition(" ")
                if reference == self.reference:
                    yield passage, "".join(each.itertext()).strip()

    def _set_controls(self, body) -> None:
        """Controls about all that stands from the first to the last paragraph of a passage that has a bookmark."""
        passages = {tag: _stretch(blocks) for tag, blocks in self._bookmarked(body).items()}
        times = Counter(itertools.chain.from_iterable(passages.values()))
        for tag, blocks in passages.items():
            # Where somebody joined paragraphs of two passages, nobody can tell whose words they are.
            if blocks and all(times[each] == 1 for each in blocks):
                _set_control(tag, blocks)

    def _bookmarked(self, body) -> dict[str, list]:
        """By tag, the blocks with words in a bookmark of ours."""
        found, names, open_ones = {}, {}, {}
        for each in body.iter():
            name = local(each)
            if name == "bookmarkStart" and tag_of_bookmark(attribute(each, "name")):
                # One that spans two paragraphs begins twice in what LibreOffice writes, and ends once.
                names[attribute(each, "id")] = attribute(each, "name")
                open_ones.setdefault(attribute(each, "name"), [])
            elif name == "bookmarkEnd" and (ended := names.get(attribute(each, "id"))):
                found.setdefault(tag_of_bookmark(ended), []).extend(open_ones.pop(ended, []))
            elif name == "t" and (each.text or "").strip():
                for blocks in open_ones.values():
                    blocks.append(self._block_of(each))
        return found

    def _block_of(self, element):
        """The paragraph or table that an element stands in, of the page or of a column."""
        while not self._holds_blocks(element.getparent()):
            element = element.getparent()
        return element

    def _holds_blocks(self, element) -> bool:
        if local(element) != "tc":
            return local(element) == "body"
        style = attribute(child(_table_of(element), "tblPr", "tblStyle"), "val")
        return self.styles.name_of(style) in COLUMNS

    def _comments(self):
        comments = self._part("comments")
        for each in comments if comments is not None else ():
            said = " ".join("".join(it.text or "" for it in each.iter() if local(it) == "t").split())
            if said:
                yield self.comments_at.get(attribute(each, "id"), ""), attribute(each, "author") or "Somebody", said

    # -- blocks

    def _body(self, container, passage: str) -> None:
        kept = self.lines.setdefault(passage, [])
        before = ""  # words whose paragraph was joined with the next
        for element in container if container is not None else ():
            name = local(element)
            if name == "p":
                line, goes_on = self._paragraph(element, passage)
                line.words, before = before + line.words, ""
                if goes_on:
                    before = line.words
                elif line.words.strip():
                    kept.append(line)
            elif name == "tbl":
                self._table(element, passage)
            elif name == "sdt":
                self._control(element, passage)
            elif name in {"commentRangeStart", "commentRangeEnd"}:
                self.comments_at.setdefault(attribute(element, "id"), passage)
            elif name not in _GONE:
                self._note_who(element, passage)
                self._body(element, passage)
        if before.strip():
            kept.append(_Line(before))

    def _control(self, element, passage) -> None:
        reference, name = named_by(attribute(child(element, "sdtPr", "tag"), "val"))
        # Of two letters in one file the first counts; the words of the other stand elsewhere.
        ours = reference and self.reference in {"", reference}
        if ours:
            self.reference = reference
        held = child(element, "sdtContent")
        if not is_on(child(element, "sdtPr", "showingPlcHdr")):
            self._body(held, name if ours else passage)
        elif ours:
            self.lines.setdefault(name, [])

    def _table(self, element, passage) -> None:
        """In a passage a table; elsewhere each of its paragraphs by itself."""
        rows = [row for row in element.iter() if local(row) == "tr" and _table_of(row) is element]
        rows = [row for row in rows if child(row, "trPr", "del") is None]
        if not passage or any(map(_is_tag, element.iter())):
            for row in rows:
                for cell in row:
                    self._body(cell, passage)
            return
        written, open_cells = [], {}
        for row in rows:
            column, cells = 0, []
            for cell in (each for each in row.iter() if local(each) == "tc" and _row_of(each) is row):
                told = child(cell, "tcPr")
                across = max(1, min(number(child(told, "gridSpan"), "val", 1), 50))
                merged = child(told, "vMerge")
                if merged is not None and attribute(merged, "val") != "restart" and column in open_cells:
                    open_cells[column]["down"] += 1
                else:
                    said = {"words": self._held(cell, passage), "across": across, "down": 1}
                    said["tag"] = "th" if self._is_head(cell) else "td"
                    open_cells[column] = said
                    cells.append(said)
                column += across
            written.append(cells)
        self.lines.setdefault(passage, []).append(_Line("".join(map(_row, written)), tag="table"))

    def _held(self, cell, passage) -> str:
        """What a cell says, taken out of the passage again: it is a part of its table."""
        lines, self.lines[passage] = self.lines.setdefault(passage, []), []
        self._body(cell, passage)
        held, self.lines[passage] = self.lines[passage], lines
        return _joined(held)

    def _is_head(self, cell) -> bool:
        styles = [self._style(child(each, "pPr")) for each in cell if local(each) == "p"]
        return bool(styles) and all(style == "table heading" for style in styles)

    def _style(self, properties) -> str:
        for style in self.styles.chain(properties):
            if local(style) == "style":
                return attribute(child(style, "name"), "val").lower()
        return ""

    def _paragraph(self, element, passage) -> tuple[_Line, bool]:
        """The paragraph, and whether its end was deleted, so that the next one goes on with it."""
        told = child(element, "pPr")
        runs: list[tuple[str, tuple]] = []
        self._gather(element, passage, told, runs, ())
        words = "".join(_marked(look, "".join(text for text, _ in same)) for look, same in _alike(runs))
        line = _Line(words, quoted=self._style(told) in _QUOTATIONS)
        level = self.styles.heading_level(told)
        if level and passage:
            line.tag = f"h{max(2, min(level - _UNDER.get(passage.removeprefix(WELSH_PREFIX), self.heading) + 1, 4))}"
        elif level:
            self.heading = level
        self._place(line, told)
        self._note_who(child(told, "rPr"), passage)
        return line, any(child(told, "rPr", name) is not None for name in ("del", "moveFrom"))

    def _place(self, line, told) -> None:
        numbered = self.styles.numbered(told)
        if numbered:
            line.numbering, line.depth = numbered
            form, text, start = self.numbering.rule(*numbered)
            line.opening = _opening(form, text, start, line.depth)
        elif self._style(told).startswith("list continue"):
            left = number(child(told, "ind"), "left", _INDENT)
            line.depth = max(0, (left - _QUOTED * line.quoted - _INDENT) // _INDENT)

    def _gather(self, element, passage, told, runs, look) -> None:
        for each in element:
            name = local(each)
            if name == "r":
                properties = child(each, "rPr")
                self._note_who(properties, passage)
                if self._is_struck(each, properties, told):
                    self.struck.append("".join(it.text or "" for it in each.iter() if local(it) == "t"))
                elif not self.styles.is_on("vanish", properties, None):
                    self._gather(each, passage, told, runs, (*look, *self._look(properties)))
            elif name == "fldChar":
                self.field = self.field if attribute(each, "fldCharType") == "separate" else ""
            elif name == "instrText":
                self.field += each.text or ""
            elif name == "t" and self.field.split()[:1] in (["PAGE"], ["NUMPAGES"]):
                pass
            elif name == "t":
                runs.append((escape(each.text or "", quote=False), look))
            elif name in _SIGNS:
                is_page = name == "br" and attribute(each, "type") in {"page", "column"}
                runs.append((" " if is_page else _SIGNS[name], look))
            elif name == "hyperlink":
                address = self._address(attribute(each, "id"))
                self._gather(each, passage, told, runs, (*look, f"a {address}") if address else look)
            elif name in {"commentRangeStart", "commentReference"}:
                self.comments_at[attribute(each, "id")] = passage
            elif name == "txbxContent":
                self._body(each, passage)
            elif name in {"fldSimple"} and not passage:
                pass  # the number of a page
            else:
                self._note_who(each, passage)
                if name not in _GONE and name != "rPr":
                    self._gather(each, passage, told, runs, look)

    def _is_struck(self, run, properties, told) -> bool:
        return any(self.styles.is_on(name, properties, told) for name in ("strike", "dstrike"))

    def _look(self, properties):
        """The marks of a run: those it was given itself, or by a style of letters, not those of its paragraph."""
        style = self.styles.name_of(attribute(child(properties, "rStyle"), "val"))
        bold, italic = child(properties, "b"), child(properties, "i")
        if is_on(bold) or (bold is None and style == "strong"):
            yield "strong"
        if is_on(italic) or (italic is None and style == "emphasis"):
            yield "em"
        raised = attribute(child(properties, "vertAlign"), "val")
        yield from {"superscript": ["sup"], "subscript": ["sub"]}.get(raised, [])
        if attribute(child(properties, "lang"), "val").lower().startswith("cy"):
            yield 'span lang="cy"'

    def _address(self, identity: str) -> str:
        if not identity:
            return ""
        folder, _, name = self.main.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        for relation in parse(self.archive, relations) if relations in self.archive.names else ():
            if attribute(relation, "Id") == identity:
                return attribute(relation, "Target")
        return ""

    def _note_who(self, element, passage) -> None:
        """Who tracked a change: of words themselves, or of the end of a paragraph."""
        for each in [element, *(element if element is not None and local(element) == "rPr" else ())]:
            if each is not None and local(each) in _BY and passage:
                self.who.setdefault(passage, {})[attribute(each, "author") or "somebody whom Word does not name"] = True


def _is_tag(element) -> bool:
    return local(element) == "tag" and bool(named_by(attribute(element, "val"))[1])


def _stretch(blocks) -> list:
    """All that stands from the first to the last; none where they do not stand beside each other."""
    if not blocks or blocks[0].getparent() is not blocks[-1].getparent():
        return []
    parent = blocks[0].getparent()
    return parent[parent.index(blocks[0]) : parent.index(blocks[-1]) + 1]


def _set_control(tag, blocks) -> None:
    control, properties, content = (etree.Element(name) for name in ("sdt", "sdtPr", "sdtContent"))
    etree.SubElement(properties, "tag", val=tag)
    blocks[0].addprevious(control)
    control.extend([properties, content])
    content.extend(blocks)


def _table_of(row):
    return next(each for each in row.iterancestors() if local(each) == "tbl")


def _row_of(cell):
    return next(each for each in cell.iterancestors() if local(each) == "tr")


def _row(cells) -> str:
    written = []
    for cell in cells:
        spans = [
            f' {name}="{cell[side]}"' for name, side in (("colspan", "across"), ("rowspan", "down")) if cell[side] > 1
        ]
        written.append(f"<{cell['tag']}{''.join(spans)}>{cell['words']}</{cell['tag']}>")
    return f"<tr>{''.join(written)}</tr>"


def _alike(runs):
    """Runs that look the same are one: Word tears them at every correction."""
    return itertools.groupby(runs, key=lambda run: run[1])


def _marked(look, words) -> str:
    for mark in reversed(look):
        name, _, value = mark.partition(" ")
        opening = f'<a href="{escape(value)}">' if name == "a" else f"<{mark}>"
        words = f"{opening}{words}</{name}>"
    return words


def _opening(form: str, text: str, start: int, depth: int) -> str:
    if form in {"bullet", "none"}:
        return "<ul>"
    values = {"start": str(start) if start != 1 else "", "type": _KINDS.get(form, "")}
    if re.fullmatch(r"\(%\d\)", text):
        values["class"] = "brackets"
    elif re.fullmatch(r"%\d\)", text):
        values["class"] = "bracket"
    elif re.fullmatch(r"(%\d\.)*%\d", text):
        values["class"] = "legal"
    return f"<ol{''.join(f' {name}={chr(34)}{value}{chr(34)}' for name, value in values.items() if value)}>"


def _text(line) -> str:
    return (
        re.sub("<[^>]+>", "", line.words.replace("<br>", " ").replace("</td>", " "))
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
    )


def _joined(lines: list[_Line]) -> str:
    """Paragraphs as HTML: those of one list in it, of one quotation in that."""
    written = []
    for is_quoted, within in itertools.groupby(lines, key=lambda line: line.quoted):
        inner = _with_lists(list(within))
        written.append(f"<blockquote>{inner}</blockquote>" if is_quoted else inner)
    return "".join(written)


def _with_lists(lines: list[_Line]) -> str:
    written, stack = [], []  # of the lists that are open: (numbering, its name)

    def close(down_to):
        while len(stack) > down_to:
            written.append(f"</li></{stack.pop()[1]}>")

    for line in lines:
        is_item = bool(line.numbering)
        depth = -1 if line.depth is None or not (is_item or stack) else line.depth
        close(depth + 1)
        if is_item:
            if len(stack) == depth + 1 and stack[-1][0] != line.numbering:
                close(depth)
            if len(stack) == depth + 1:
                written.append("</li><li>")
            while len(stack) < depth + 1:
                written.append(f"{line.opening}<li>")
                stack.append((line.numbering, line.opening[1:3]))
        written.append(f"<{line.tag}>{line.words}</{line.tag}>")
    close(0)
    return "".join(written)
