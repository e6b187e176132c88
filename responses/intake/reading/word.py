"""Word documents: paragraphs, lists, tables, text boxes and footnotes in order, headers and footers as furniture.

Words that were deleted with "track changes" on are left out, and those inserted are in: the letter as it would print.
"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.look import Numbering, Styles, is_on
from responses.intake.reading.packages import attribute, child, local, parse
from responses.intake.reading.shapes import shaped
from responses.intake.reading.tables import table_blocks
from responses.intake.reading.zips import Zip

_GONE = {"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "tblPr", "sectPr"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_TRANSPARENT = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"}


def read_docx(content: bytes) -> Iterator[Block]:
    return _Document(Zip(content)).blocks()


class _Document:
    def __init__(self, archive: Zip):
        self.archive = archive
        self.main = self._related("", "officeDocument")[0]
        self.root = parse(archive, self.main)
        self.styles = Styles(self._part("styles"))
        self.numbering = Numbering(self._part("numbering"))
        # Word notes where its pages ended; other programs leave that out, and then only forced breaks are known.
        self.breaks = "lastRenderedPageBreak" if self._notes_pages() else "br"
        self.page = 1
        self.tables = 0

    def blocks(self) -> Iterator[Block]:
        yield from self._furniture("header")
        yield from self._body(child(self.root, "body"))
        yield from self._notes("footnotes")
        yield from self._notes("endnotes")
        yield from self._furniture("footer")

    def _related(self, part: str, kind: str) -> list[str]:
        """The names of the parts of a kind that a part refers to; NotReadable where the document itself is missing."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        found = []
        if relations in self.archive.names:
            found = [
                posixpath.normpath(posixpath.join("/", folder, attribute(relation, "Target")))[1:]
                for relation in parse(self.archive, relations)
                if attribute(relation, "Type").endswith(f"/{kind}") and attribute(relation, "TargetMode") != "External"
            ]
        found = [name for name in found if name in self.archive.names]
        if not found and not part:
            raise NotReadable("This Word document is damaged: its text is missing. Ask the sender for it again.")
        return found

    def _part(self, kind: str):
        names = self._related(self.main, kind)
        return parse(self.archive, names[0]) if names else None

    def _notes_pages(self) -> bool:
        return any(local(element) == "lastRenderedPageBreak" for element in self.root.iter())

    def _furniture(self, kind: str) -> Iterator[Block]:
        said = set()
        for name in self._related(self.main, kind):
            for block in self._body(parse(self.archive, name)):
                if block.text.strip() and block.text not in said:
                    said.add(block.text)
                    yield Block(BlockKind.FURNITURE, block.text, page=self.page if kind == "footer" else 1)

    def _notes(self, kind: str) -> Iterator[Block]:
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
            elif name in _TRANSPARENT:
                yield from self._body(element)

    def _paragraph(self, element) -> Iterator[Block]:
        page, boxes, runs = self.page, [], []
        self._gather(element, runs, boxes)
        for box in boxes:
            yield from self._body(box)
        text = "".join(text for text, _ in runs)
        if text.strip():
            # A break at the very start of a paragraph means that it begins on the new page.
            page = self.page if runs and not runs[0][0] else page
            yield self._block(child(element, "pPr"), text, runs, page)

    def _gather(self, element, runs: list, boxes: list, bold: bool | None = None) -> None:
        """Adds (text, bold) of every run to runs, and what stands in text boxes to boxes."""
        for each in element:
            name = local(each)
            if name in _GONE:
                continue
            if name == self.breaks and (name != "br" or attribute(each, "type") == "page"):
                self.page += 1
                runs.append(("", bold))
            elif name == "t":
                runs.append((each.text or "", bold))
            elif name in _SIGNS:
                runs.append((_SIGNS[name], bold))
            elif name == "txbxContent":
                boxes.append(each)
            else:
                self._gather(each, runs, boxes, _is_bold(each) if name == "r" else bold)

    def _block(self, properties, text: str, runs: list, page: int) -> Block:
        level = self.styles.heading_level(properties)
        numbered = self.styles.numbered(properties)
        label = self.numbering.label(*numbered) if numbered else None
        text = f"{label} {text}" if label else text
        if level:
            return Block(BlockKind.HEADING, text, page=page, level=level)
        if label is not None:
            return Block(BlockKind.LIST_ITEM, text, page=page, level=numbered[1])
        styled = self.styles.is_bold(properties)
        stands_out = all(styled if bold is None else bold for text, bold in runs if re.search(r"\w", text))
        return replace(shaped(text, stands_out), page=page)

    def _table(self, element) -> Iterator[Block]:
        number = self.tables
        self.tables += 1
        rows = [self._row(row) for row in _parts(element, "tr")]
        yield from table_blocks(rows, number)

    def _row(self, element) -> list[tuple[int, list[Block]]]:
        cells, column = [], 0
        for cell in _parts(element, "tc"):
            held = list(self._body(cell))
            merged = child(cell, "tcPr", "vMerge")
            if held or merged is None or attribute(merged, "val") == "restart":
                cells.append((column, held))
            span = attribute(child(cell, "tcPr", "gridSpan"), "val")
            column += min(int(span), 50) if span.isascii() and span.isdigit() and int(span) else 1
        return cells


def _parts(element, name: str) -> Iterator:
    """The rows of a table or the cells of a row, also those that stand in a content control."""
    for each in element:
        if local(each) == name:
            yield each
        elif local(each) in _TRANSPARENT:
            yield from _parts(each, name)


def _is_bold(run) -> bool | None:
    """Whether a run stands out by itself: bold or underlined. None where it says nothing."""
    properties = child(run, "rPr")
    bold, underlined = child(properties, "b"), child(properties, "u")
    if is_on(underlined):
        return True
    return None if bold is None else is_on(bold)
