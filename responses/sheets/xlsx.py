"""An Excel workbook's bytes -> its sheets, each cell as it is shown. No formula is worked out, and nothing is fetched.

Read as it streams and by what stands in it, whatever the file says of its size: a workbook may claim a million rows. It
knows no Django, and bytes that nobody vouches for are read in a process that can be killed.
"""

import datetime
import io
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from recommendations.dates import DAY, MONTH, DayOrMonth
from responses.documents import gettext_noop
from responses.sheets.grids import Cell, Grid, Row, place_of
from responses.zips import NotReadable, Zip

MOST_SHEETS = 300
MOST_COLUMNS = 16_384
_DAMAGED = gettext_noop("This workbook is damaged: it cannot be read. Open it, save it again, and send that.")
_INSTRUCTIONS = gettext_noop("This document holds instructions that no office program writes, so it was not read.")
_BINARY = gettext_noop("This workbook is saved as a binary one (XLSB), which is not read. Save it in Excel as an XLSX.")
_ONE_NAME = gettext_noop(
    "This workbook has two sheets of one name, which no spreadsheet program allows. Rename one, and save it again."
)
_SAFELY = {"resolve_entities": False, "load_dtd": False, "no_network": True, "huge_tree": False}
_SAFELY |= {"remove_comments": True, "remove_pis": True}
Counter = Callable[[Iterable[Cell]], None]  # told each row that holds something; NotReadable where it is one too many


def read_xlsx(content: bytes, count: Counter) -> list[Grid]:
    """The sheets of a workbook in their order, charts left out. NotReadable with a sentence says why there are none."""
    archive = Zip(content)
    if "xl/workbook.bin" in archive.names:
        raise NotReadable(_BINARY)
    try:
        return list(_sheets(archive, count))
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError):
        raise NotReadable(_DAMAGED) from None


def _sheets(archive: Zip, count: Counter) -> Iterator[Grid]:
    [path] = [path for kind, path in _related(archive, "").values() if kind == "officeDocument"]
    related, root = _related(archive, path), _parsed(archive, path)
    sheets = list(root.iter("{*}sheet"))
    names = [each.get("name", "").casefold() for each in sheets]
    if len(set(names)) != len(names):
        raise NotReadable(_ONE_NAME)
    look = _look(archive, dict(related.values()), root)
    for each in sheets[:MOST_SHEETS]:
        kind, part = related[next(value for key, value in each.attrib.items() if key.endswith("}id"))]
        if kind == "worksheet":
            grid = Grid(each.get("name", ""), is_hidden=each.get("state", "visible") != "visible")
            yield _filled(grid, _bytes(archive, part), look, count)


class _Look(NamedTuple):
    """What cells refer to."""

    strings: list[Cell]
    formats: list[str]  # of numbers, by style
    struck: list[bool]  # whether all is struck out, by style
    epoch: datetime.datetime


def _look(archive: Zip, parts: dict[str, str], workbook) -> _Look:
    strings = _parsed(archive, parts["sharedStrings"]) if "sharedStrings" in parts else ()
    styles = _parsed(archive, parts["styles"]) if "styles" in parts else None
    formats, struck = _styles(styles) if styles is not None else ([], [])
    mac = any(each.get("date1904") in {"1", "true"} for each in workbook.iter("{*}workbookPr"))
    return _Look(
        [_words(each) for each in strings], formats, struck, CALENDAR_MAC_1904 if mac else CALENDAR_WINDOWS_1900
    )


def _styles(root) -> tuple[list[str], list[bool]]:
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    fonts = [_is_struck(font) for font in root.iterfind("{*}fonts/{*}font")]
    cells = list(root.iterfind("{*}cellXfs/{*}xf"))
    ids = [each.get("numFmtId", "0") for each in cells]
    formats = [own.get(each) or BUILTIN_FORMATS.get(int(each), "General") for each in ids]
    return formats, [bool(fonts) and fonts[int(each.get("fontId", "0"))] for each in cells]


def _is_struck(holder) -> bool:
    return any(each.get("val", "1") not in {"0", "false"} for each in holder.iter("{*}strike"))


def _words(holder) -> Cell:
    """The text of a shared string or of one in its cell, without guides to how it is spoken."""
    said, struck = [], []
    for each in holder:
        name = etree.QName(each).localname
        texts = [each] if name == "t" else list(each.iterfind("{*}t")) if name == "r" else []
        into = struck if name == "r" and _is_struck(each) else said
        into += [_plain(text.text or "") for text in texts]
    return Cell("".join(said), struck="".join(struck).strip())


def _plain(text: str) -> str:
    # How the format writes what XML cannot hold: "_x000D_" is the carriage return of a line end in Windows.
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text).replace("\r\n", "\n")


def _filled(grid: Grid, content: bytes, look: _Look, count: Counter) -> Grid:
    """The sheet with what stands in it. Rows come and go one by one, so that as many as there are take no memory."""
    tags, number = ("{*}row", "{*}col", "{*}mergeCell"), 0
    for _, element in etree.iterparse(io.BytesIO(content), tag=tags, **_SAFELY):
        name = etree.QName(element).localname
        if name == "mergeCell":
            grid.merged.append(element.get("ref", ""))
        elif name == "col" and _is_on(element, "hidden"):
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            grid.hidden_columns += range(first - 1, min(last, MOST_COLUMNS))
        elif name == "row":
            number = int(element.get("r") or number + 1)
            if cells := dict(_cells(element, look)):
                count(cells.values())
                grid.rows.append(Row(number, cells, _is_on(element, "hidden")))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    used = {column for row in grid.rows for column in row.cells}
    grid.hidden_columns = sorted(used.intersection(grid.hidden_columns))
    return grid


def _is_on(element, name: str) -> bool:
    return element.get(name, "0") not in {"0", "false"}


def _cells(row, look: _Look) -> Iterator[tuple[int, Cell]]:
    """The cells that hold something, by their column; in those that say where they are not, one after another."""
    column = -1
    for each in row.iterfind("{*}c"):
        column = place_of(each.get("r"))[0] if each.get("r") else column + 1
        if column >= MOST_COLUMNS:
            raise ValueError(column)
        cell = _cell(each, look)
        if cell.text.strip() or cell.is_formula or cell.struck:
            yield column, cell


def _cell(element, look: _Look) -> Cell:
    kind, style = element.get("t", "n"), int(element.get("s", "0"))
    is_formula = element.find("{*}f") is not None
    cell = _value(element, kind, look.formats[style] if look.formats else "General", look)
    if cell.text.strip() and look.struck and look.struck[style]:
        cell = Cell("", struck=cell.text.strip())
    return Cell(cell.text, cell.is_number, is_formula, kind == "e", cell.struck) if is_formula or kind == "e" else cell


def _value(element, kind: str, form: str, look: _Look) -> Cell:
    if kind == "inlineStr":
        held = element.find("{*}is")
        return _words(held) if held is not None else Cell("")
    said = element.findtext("{*}v") or ""
    if not said or kind in {"str", "e"}:
        return Cell(_plain(said))
    if kind == "s":
        return look.strings[int(said)]
    if kind == "b":
        return Cell("TRUE" if said == "1" else "FALSE")
    if kind == "d":
        return Cell(shown_date(datetime.datetime.fromisoformat(said), form))
    return _number(float(said), form, look.epoch)


def _number(value: float, form: str, epoch: datetime.datetime) -> Cell:
    if is_date_format(form):
        try:
            moment = from_excel(value, epoch)
        except (ValueError, OverflowError):  # a number that is no day
            moment = None
        if isinstance(moment, datetime.datetime):
            return Cell(shown_date(moment, form))
        if isinstance(moment, datetime.time):
            return Cell(moment.isoformat("minutes"))
    if "%" in form:
        return Cell(f"{value * 100:.10g}%", is_number=True)
    return Cell(str(int(value)) if value.is_integer() else repr(value), is_number=True)


_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')  # of a format: words of its own, a colour, a language


def shown_date(moment: datetime.datetime, form: str) -> str:
    """A real date as its format shows it: "17 June 2021", "June 2021" without a day, "17 June" without a year."""
    form = _NOT_SHOWN.sub("", form.partition(";")[0]).lower()
    has_day, has_year = "d" in form, "y" in form
    if has_year and not has_day and "m" in form:
        return DayOrMonth(moment.date().replace(day=1), MONTH).in_words
    whole = DayOrMonth(moment.date(), DAY).in_words
    return whole.rpartition(" ")[0] if has_day and not has_year and "m" in form else whole


def _bytes(archive: Zip, path: str) -> bytes:
    content = archive.read(path)
    if b"<!doctype" in content[:4096].replace(b"\0", b"").lower() or b"<!ENTITY" in content.replace(b"\0", b""):
        raise NotReadable(_INSTRUCTIONS)
    return content


def _parsed(archive: Zip, path: str):
    root = etree.fromstring(_bytes(archive, path), etree.XMLParser(**_SAFELY))
    if root.getroottree().docinfo.doctype:
        raise NotReadable(_INSTRUCTIONS)
    return root


def _related(archive: Zip, path: str) -> dict[str, tuple[str, str]]:
    """What a part of the file refers to, by id: what it is, such as "worksheet", and where."""
    folder, name = posixpath.split(path)
    root = _parsed(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        each.get("Id", ""): (
            each.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in root.iterfind("{*}Relationship")
        if each.get("TargetMode") != "External"
    }
