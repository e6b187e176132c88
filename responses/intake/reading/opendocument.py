"""OpenDocument texts (LibreOffice): paragraphs, lists, tables, frames and notes in order, headers and footers aside.

It is read as it would print: without hidden words, comments, words deleted while changes were tracked and what an empty
field asks for; with what was ticked or chosen in a form. Words struck out are told.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from responses.documents import gettext_noop
from responses.intake.proposal import Block, BlockKind, Hint
from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.kinds import PROTECTED
from responses.intake.reading.look import formed
from responses.intake.reading.seen import LeftOut, box, is_prompt, meant
from responses.intake.reading.shapes import shaped, table_blocks
from responses.intake.reading.zips import Zip, attribute, child, furniture, local, number, parse, parts, titled

_DAMAGED = gettext_noop("This OpenDocument text is damaged: its words are missing. Ask the sender for it again.")
_NO_TEXT = gettext_noop("This OpenDocument file holds no text. Ask the sender for the letter itself.")
_GONE = {"tracked-changes", "annotation", "note-citation", "sequence-decls", "variable-decls", "forms", "ruby-text"}
_GONE |= {"desc", "label"}  # what a picture shows, what can be chosen
_MANIFEST = "META-INF/manifest.xml"
_NAMESPACE_OF_FORMS = ":xmlns:form:"
_GROUPS_ROWS = {"table-header-rows", "table-rows", "table-row-group"}
_MOST_REPEATS = 50
_BOLD = {"bold", "600", "700", "800", "900"}


def read_odt(content: bytes) -> Iterator[Block | Hint | str]:
    """The title and the author of an OpenDocument text, its blocks, and what was left out in sentences."""
    archive = Zip(content)
    if b"encryption-data" in (archive.read(_MANIFEST) if _MANIFEST in archive.names else b""):
        raise NotReadable(PROTECTED)
    if "content.xml" not in archive.names:
        raise NotReadable(_DAMAGED)
    styles = [parse(archive, name) for name in ("styles.xml", "content.xml") if name in archive.names]
    document = _Document(styles)
    text = child(styles[-1], "body", "text")
    if text is None:
        raise NotReadable(_NO_TEXT)
    if "meta.xml" in archive.names:
        yield from titled(child(parse(archive, "meta.xml"), "meta"))
    yield from document.furniture("header")
    yield from document.body(text)
    yield from document.furniture("footer")
    yield from document.left_out.notes()


class _Document:
    def __init__(self, roots: list):
        self.roots = roots
        self.page = 1
        self.tables = 0
        named = [element for root in roots for element in root.iter() if local(element) in {"style", "list-style"}]
        self.styles = {attribute(style, "name"): style for style in named if local(style) == "style"}
        self.lists = {attribute(style, "name"): style for style in named if local(style) == "list-style"}
        controls = (each for each in roots[-1].iter() if _NAMESPACE_OF_FORMS in str(each.tag))
        self.controls = {attribute(each, "id"): each for each in controls}
        self.counted: dict[tuple[str, int], int] = {}  # the last number of each list, by style or identity, and level
        self.left_out = LeftOut()

    def furniture(self, kind: str) -> Iterator[Block]:
        kinds = {kind, f"{kind}-first", f"{kind}-left"}
        held = (self.body(element) for element in self.roots[0].iter() if local(element) in kinds)
        return furniture(chain.from_iterable(held), self.page)

    def body(self, container) -> Iterator[Block]:
        for element in container:
            name = local(element)
            if self._is_left_out(element):
                continue
            if name in {"p", "h"}:
                yield from self._paragraph(element)
            elif name == "list":
                yield from self._list(element, 0, "")
            elif name == "table":
                yield from self._table(element)
            elif name == "soft-page-break":
                self.page += 1
            elif name and name not in _GONE:
                yield from self.body(element)

    def _paragraph(self, element) -> Iterator[Block]:
        page, boxes, runs = self.page, [], []
        self.left_out.passed("\n")
        self._gather(element, runs, boxes, self._is_bold(element))
        text = "".join(text for text, _ in runs)
        frames = [block for box in boxes if local(box) == "text-box" for block in self.body(box)]
        yield from frames
        if is_prompt(text):
            self.left_out.ask(text)
        elif text.strip():
            if local(element) == "h":
                yield Block(BlockKind.HEADING, text, page=page, level=min(number(element, "outline-level", 1), 10))
            else:
                stands_out = all(bold for text, bold in runs if text.strip())
                yield replace(shaped(text, stands_out), page=page)
        for note in boxes:
            if local(note) == "note-body":
                yield from self.body(note)

    def _gather(self, element, runs: list, boxes: list, bold: bool) -> None:
        runs.append((self._signs(element, element.text), bold))
        for each in element:
            name = local(each)
            if name == "frame" and child(each, "image") is not None:
                self.left_out.picture(_centimetres(each, "width"), _centimetres(each, "height"))
            if self._is_left_out(each):
                pass
            elif name in {"text-box", "note-body"}:
                boxes.append(each)
            elif name == "s":
                runs.append((" " * min(number(each, "c", 1), 100), bold))
            elif name in {"tab", "line-break"}:
                runs.append(("\t" if name == "tab" else "\n", bold))
            elif name == "soft-page-break":
                self.page += 1
            elif name in {"control", "fieldmark"}:
                control = self.controls.get(attribute(each, "control"))
                runs.append((_chosen(control) if name == "control" else _marked(each), False))
            elif name and name not in _GONE and not (name == "title" and ":svg" in each.tag):
                self._gather(each, runs, boxes, self._is_bold(each, bold))
            runs.append((self._signs(element, each.tail), bold))

    def _signs(self, element, text: str | None) -> str:
        """The text as the element's font draws it. OpenDocument's own rule: white space in the XML is one space."""
        text = re.sub(r"[ \t\r\n]+", " ", text or "")
        self.left_out.passed(text)
        return meant(text, self._styled(element, "font-name") or self._styled(element, "font-family")) if text else ""

    def _styled(self, element, name: str) -> str:
        """What an element's style says about its text, or the styles that it builds on; "" where none does."""
        style = self.styles.get(attribute(element, "style-name"))
        said, left = "", 20
        while style is not None and not said and left:
            said, left = attribute(child(style, "text-properties"), name), left - 1
            style = self.styles.get(attribute(style, "parent-style-name"))
        return said

    def _is_bold(self, element, otherwise: bool = False) -> bool:
        weight = self._styled(element, "font-weight")
        return weight in _BOLD if weight else otherwise

    def _is_left_out(self, element) -> bool:
        """Whether an element’s words are hidden, struck out, or what an empty field asks for."""
        name = local(element)
        if name == "annotation":
            self.left_out.comments = True
        elif name == "tracked-changes":
            self.left_out.deleted = self.left_out.deleted or any(local(each) == "deletion" for each in element.iter())
        elif name == "content-control":
            if attribute(element, "showing-place-holder") != "true":
                return False
            self.left_out.ask()
        elif name == "placeholder":
            self.left_out.ask()
        elif name in {"p", "h", "span", "a"} and self._styled(element, "text-line-through-style") not in {"", "none"}:
            self.left_out.strike("".join(element.itertext()) + " ")
        elif self._is_hidden(element, name):
            self.left_out.hide("".join(element.itertext()))
        else:
            return False
        return True

    def _is_hidden(self, element, name: str) -> bool:
        if name in {"p", "h", "span", "a"}:
            asks = child(element, "hidden-paragraph") if name == "p" else None
            return self._styled(element, "display") == "none" or attribute(asks, "is-hidden") == "true"
        if name == "section":
            return attribute(element, "display") == "none" or attribute(element, "is-hidden") == "true"
        return name == "hidden-text" and attribute(element, "is-hidden") == "true"

    def _list(self, element, level: int, inherited: str) -> Iterator[Block]:
        style = attribute(element, "style-name") or inherited
        goes_on = attribute(element, "continue-numbering") == "true"
        before = attribute(element, "continue-list") or (style if goes_on else "")
        count = self.counted.get((before, level)) if before else None
        for item in element:
            if local(item) not in {"list-item", "list-header"}:
                continue
            label = None
            if local(item) == "list-item":
                start = number(item, "start-value", number(self._rule(style, level), "start-value", 1))
                count = start if count is None or attribute(item, "start-value") else count + 1
                label = self._label(style, level, count)
            yield from self._item(item, level, style, label)
        if count is not None:
            self.counted[style, level] = self.counted[attribute(element, "id"), level] = count

    def _item(self, item, level: int, style: str, label: str | None) -> Iterator[Block]:
        for each in item:
            if local(each) == "list":
                yield from self._list(each, level + 1, style)
                continue
            for block in self.body([each]):
                if label is not None and block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
                    block = replace(block, kind=BlockKind.LIST_ITEM, text=label + block.text, level=level)
                elif label and block.kind == BlockKind.HEADING:
                    block = replace(block, text=label + block.text)
                label = None
                yield block

    def _rule(self, style: str, level: int):
        rules = (each for each in self.lists.get(style, ()) if attribute(each, "level") == str(level + 1))
        return next((each for each in rules if local(each) == "list-level-style-number"), None)

    def _label(self, style: str, level: int, count: int) -> str:
        rule = self._rule(style, level)
        prefix, form, suffix = (attribute(rule, f"num-{name}") for name in ("prefix", "format", "suffix"))
        return f"{prefix}{formed(count, form)}{suffix} " if form else ""

    def _table(self, element) -> Iterator[Block]:
        self.tables += 1
        at = self.tables - 1
        yield from table_blocks([self._row(row) for row in parts(element, "table-row", _GROUPS_ROWS)], at)

    def _row(self, element) -> list[tuple[int, list[Block]]]:
        cells, column = [], 0
        for cell in element:
            if local(cell) == "table-cell":
                cells.append((column, list(self.body(cell))))
            column += min(number(cell, "number-columns-repeated", 1), _MOST_REPEATS)
        return cells


def _centimetres(element, name: str) -> float:
    said = re.fullmatch(r"(\d{1,4}(?:\.\d{1,9})?)(cm|in|mm|pt)", attribute(element, name))
    return float(said[1]) * {"cm": 1, "in": 2.54, "mm": 0.1, "pt": 0.0353}[said[2]] if said else 0.0


def _chosen(control) -> str:
    """What a field of a form shows: its words, a box that is ticked or not, the entries chosen of a list."""
    kind = local(control) if control is not None else ""
    if kind in {"checkbox", "radio"}:
        said = attribute(control, "current-state") or attribute(control, "state")
        ticked = said == "checked" or attribute(control, "current-selected") == "true"
        return f"{box(ticked)} {attribute(control, 'label')} "
    if kind == "listbox":
        chosen = [each for each in control if attribute(each, "current-selected") == "true"]
        chosen = chosen or [each for each in control if attribute(each, "selected") == "true"]
        return ", ".join(attribute(each, "label") for each in chosen)
    said = attribute(control, "current-value") or attribute(control, "value")
    return said if kind in {"text", "textarea", "combobox", "formatted-text", "date", "number"} else ""


def _marked(mark) -> str:
    """What a field of an old Word form shows, in which LibreOffice keeps its box or its list as parameters."""
    params = [(attribute(each, "name"), attribute(each, "value")) for each in mark if local(each) == "param"]
    kind, said = attribute(mark, "type"), dict(params)
    if kind.endswith("FORMCHECKBOX"):
        return box(said.get("Checkbox_Checked") == "true")
    entries = [value for name, value in params if name == "Dropdown_ListEntry"]
    chosen = said.get("Dropdown_Selected", "0")
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen[:6]) < len(entries) else ""
