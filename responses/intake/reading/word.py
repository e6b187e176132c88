"""Word documents: paragraphs, lists, tables, text boxes and footnotes in order, headers and footers as furniture.

It is read as it would print: with the words inserted while changes were tracked, without those deleted; without hidden
words, comments and what an empty field asks for; with what was ticked or chosen in a form. Words struck out are told.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from responses.documents import gettext_noop
from responses.intake.proposal import Block, BlockKind, Hint
from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.look import Numbering, Styles, is_on
from responses.intake.reading.mail import Enclosed
from responses.intake.reading.seen import LeftOut, box, is_prompt, meant
from responses.intake.reading.shapes import shaped, table_blocks
from responses.intake.reading.web import read_html
from responses.intake.reading.zips import Zip, attribute, child, furniture, local, number, parse, parts, titled
from responses.letter.origin import COLUMNS

_DAMAGED = gettext_noop("This Word document is damaged: its text is missing. Ask the sender for it again.")
_GONE = {"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "tblPr", "sectPr", "sdtPr"}
_EMU = 360_000  # of Word's units in a centimetre
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TRANSPARENT = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}


def read_docx(content: bytes) -> Iterator[Block | Hint | Enclosed | str]:
    """What a Word document says of itself, the files put into it, its blocks, and what was left out in sentences."""
    archive = Zip(content)
    for name in related(archive, "", "core-properties")[:1]:
        yield from titled(parse(archive, name))
    document = _Document(archive)
    for kind in ("package", "oleObject"):
        for name in related(archive, document.main, kind):
            yield Enclosed(posixpath.basename(name), archive.read(name))
    yield from document.read()


def related(archive: Zip, part: str, kind: str, identity: str = "") -> list[str]:
    """The names of the parts of a kind that a part refers to, or of the one that it refers to by an identity."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found = [
        posixpath.normpath(posixpath.join("/", folder, attribute(relation, "Target")))[1:]
        for relation in (parse(archive, relations) if relations in archive.names else ())
        if attribute(relation, "Type").endswith(f"/{kind}") and attribute(relation, "TargetMode") != "External"
        if identity in {"", attribute(relation, "Id")}
    ]
    return [name for name in found if name in archive.names]


@dataclass
class _Paragraph:
    """What was gathered of a paragraph so far: its runs as (text, bold), and the text boxes that hang on it."""

    properties: object
    runs: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list = field(default_factory=list)
    fields: list[str] = field(default_factory=list)  # those we are in: "code", then "result"; "told" of one we told


class _Document:
    def __init__(self, archive: Zip, *, depth: int = 0):
        self.archive = archive
        mains = related(archive, "", "officeDocument")
        if not mains:
            raise NotReadable(_DAMAGED)
        self.main = mains[0]
        self.root = parse(archive, self.main)
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"))
        # Word notes where its pages ended; other programs leave that out, and then only forced breaks are known.
        noted = any(local(element) == "lastRenderedPageBreak" for element in self.root.iter())
        self.breaks = "lastRenderedPageBreak" if noted else "br"
        # A picture or a colour behind the words, on which white ones are seen.
        self.has_ground = any(
            local(element) == "background" or attribute(element, "behindDoc") == "1" for element in self.root.iter()
        )
        self.page = 1
        self.tables = 0
        self.depth = depth
        comments = self._part("comments")
        self.left_out = LeftOut(comments=comments is not None and len(comments) > 0)
        self.notes_within: list[str] = []  # of the documents that were put into this one

    def read(self) -> Iterator[Block | str]:
        yield from self._furniture("header")
        yield from self._body(child(self.root, "body"))
        yield from self._notes_of("footnotes")
        yield from self._notes_of("endnotes")
        yield from self._furniture("footer")
        yield from [*self.left_out.notes(), *self.notes_within]

    def _part(self, kind: str):
        names = related(self.archive, self.main, kind)
        return parse(self.archive, names[0]) if names else None

    def _furniture(self, kind: str) -> Iterator[Block]:
        held = (self._body(parse(self.archive, name)) for name in related(self.archive, self.main, kind))
        return furniture(chain.from_iterable(held), self.page)

    def _notes_of(self, kind: str) -> Iterator[Block]:
        notes = self._part(kind)
        for note in notes if notes is not None else ():
            if attribute(note, "type") in {"", "normal"}:
                yield from self._body(note)

    def _body(self, container) -> Iterator[Block]:
        for element in container if container is not None else ():
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "altChunk":
                yield from self._inserted(attribute(element, "id"))
            elif _asks(element):
                self.left_out.passed("\n")
                self.left_out.ask()
            elif name in _TRANSPARENT:
                yield from self._body(element)
            elif name == "del":
                self.left_out.deleted = True

    def _inserted(self, identity: str) -> Iterator[Block]:
        """The blocks of a document that was put into this one as it was."""
        for name in related(self.archive, self.main, "aFChunk", identity) if identity else ():
            content = self.archive.read(name)
            if content.startswith(b"PK") and not self.depth:
                within = _Document(Zip(content), depth=1).read()
            elif b"<" in content[:1000] and not content.startswith((b"PK", b"MIME", b"{\\rtf")):
                within = read_html(content)
            else:
                within, self.left_out.unread = (), True
            first = self.tables
            for each in within:
                if isinstance(each, Block):
                    table = None if each.table is None else first + each.table
                    self.tables = max(self.tables, 0 if table is None else table + 1)
                    yield replace(each, page=self.page, table=table)
                elif isinstance(each, str):
                    self.notes_within.append(each)

    def _paragraph(self, element) -> Iterator[Block]:
        page, found = self.page, _Paragraph(child(element, "pPr"))
        self.left_out.passed("\n")
        self._gather(element, found)
        for held in found.boxes:
            yield from self._body(held)
        text = "".join(text for text, _ in found.runs)
        if is_prompt(text):
            self.left_out.ask(text)
        elif text.strip():
            # A break at the very start of a paragraph means that it begins on the new page.
            page = self.page if not found.runs[0][0] else page
            yield self._block(found, text, page)

    def _gather(self, element, found: _Paragraph, run=None) -> None:
        """Adds what an element holds to what was found; `run` is the properties of the run that it is part of."""
        for each in element:
            name = local(each)
            if name == self.breaks and (name != "br" or attribute(each, "type") == "page"):
                self.page += 1
                found.runs.append(("", self._is_bold(found, run)))
            elif name == "r":
                if not self._is_left_out(each, found):
                    self._gather(each, found, child(each, "rPr"))
            elif name == "fldChar":
                self._field(each, found)
            elif text := self._said(each, found, run):
                if all(state == "result" for state in found.fields):
                    found.runs.append((text, self._is_bold(found, run)))
                    self.left_out.passed(text)
            elif name == "txbxContent":
                found.boxes.append(each)
            elif name == "pic":
                size = child(each, "spPr", "xfrm", "ext")
                self.left_out.picture(*(number(size, side, 0) / _EMU for side in ("cx", "cy")))
            elif name in {"del", "moveFrom"}:
                self.left_out.deleted = self.left_out.deleted or name == "del"
            elif _asks(each):
                self.left_out.ask()
            elif name not in _GONE:
                self._gather(each, found, run)

    def _said(self, element, found: _Paragraph, run) -> str:
        name = local(element)
        if name == "t":
            font = self.styles.found("rFonts", run, found.properties)
            return meant(element.text or "", attribute(font, "ascii"))
        if name == "sym":
            code = attribute(element, "char")
            sign = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else ""
            return meant(sign, attribute(element, "font"))
        return _SIGNS.get(name, "")

    def _field(self, mark, found: _Paragraph) -> None:
        """A field holds its code and then what it comes to; those of old forms hold what was ticked or chosen."""
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            told = _chosen(child(mark, "ffData"))
            found.runs.append((told, False))
            found.fields.append("told" if told else "code")
        elif kind == "separate" and found.fields[-1:] == ["code"]:
            found.fields[-1] = "result"
        elif kind == "end":
            del found.fields[-1:]

    def _is_left_out(self, run, found: _Paragraph) -> bool:
        said = child(run, "rPr")
        if self.styles.is_placeholder(attribute(child(said, "rStyle"), "val")):
            self.left_out.ask()
        elif self.styles.is_on("vanish", said, found.properties) or self._is_white(run, said, found):
            self.left_out.hide(_text(run))
        elif any(self.styles.is_on(name, said, found.properties) for name in ("strike", "dstrike")):
            self.left_out.strike(_text(run))
        else:
            return False
        return True

    def _is_white(self, run, said, found: _Paragraph) -> bool:
        """Whether words are white on the paper, and not on a ground that somebody gave them."""
        if attribute(child(said, "color"), "val").upper() != "FFFFFF" or self.has_ground:
            return False
        chained = self.styles.chain(found.properties)
        held = [said, *chained, *(child(style, "pPr") for style in chained)]
        shaded = any(child(each, name) is not None for each in held for name in ("shd", "highlight"))
        return not shaded and not any(local(each) in {"tbl", "txbxContent"} for each in run.iterancestors())

    def _is_bold(self, found: _Paragraph, run) -> bool:
        """Whether a run stands out: bold, or underlined by itself."""
        return is_on(child(run, "u")) or self.styles.is_on("b", run, found.properties)

    def _block(self, found: _Paragraph, text: str, page: int) -> Block:
        level = self.styles.heading_level(found.properties)
        numbered = self.styles.numbered(found.properties)
        label = self.numbering.label(*numbered) if numbered else None
        text = f"{label} {text}" if label else text
        if level:
            return Block(BlockKind.HEADING, text, page=page, level=level)
        if label is not None:
            return Block(BlockKind.LIST_ITEM, text, page=page, level=numbered[1])
        stands_out = all(bold for text, bold in found.runs if re.search(r"\w", text))
        return replace(shaped(text, stands_out), page=page)

    def _table(self, element) -> Iterator[Block]:
        rows = [row for row in parts(element, "tr", _TRANSPARENT) if not self._is_hidden(row)]
        if self.styles.name_of(attribute(child(element, "tblPr", "tblStyle"), "val")) in COLUMNS:
            for cell in chain.from_iterable(parts(row, "tc", _TRANSPARENT) for row in rows):
                yield from self._body(cell)
            return
        self.tables += 1
        at = self.tables - 1
        yield from table_blocks([self._row(row) for row in rows], at)

    def _is_hidden(self, row) -> bool:
        hidden = is_on(child(row, "trPr", "hidden"))
        self.left_out.hide(_text(row) if hidden else "")
        return hidden

    def _row(self, element) -> list[tuple[int, list[Block]]]:
        cells, column = [], 0
        for cell in parts(element, "tc", _TRANSPARENT):
            held = list(self._body(cell))
            merged = child(cell, "tcPr", "vMerge")
            if held or merged is None or attribute(merged, "val") == "restart":
                cells.append((column, held))
            column += max(1, min(number(child(cell, "tcPr", "gridSpan"), "val", 1), 50))
        return cells


def _asks(element) -> bool:
    """Whether an element is a field that nobody has filled in, and shows what it asks for."""
    return local(element) == "sdt" and is_on(child(element, "sdtPr", "showingPlcHdr"))


def _chosen(form) -> str:
    """What an old form's field shows: its box, or the entry that was chosen of its list. "" for a field to write in."""
    ticks, entries = child(form, "checkBox"), child(form, "ddList")
    if ticks is not None:
        ticked = child(ticks, "checked")
        return box(is_on(child(ticks, "default") if ticked is None else ticked))
    names = [] if entries is None else [attribute(each, "val") for each in entries if local(each) == "listEntry"]
    at = number(child(entries, "result"), "val", number(child(entries, "default"), "val", 0))
    return names[at] if at < len(names) and not is_prompt(names[at]) else ""


def _text(element) -> str:
    return "".join(each.text or "" for each in element.iter() if local(each) == "t")
