"""Workbooks and CSV files as people keep them, and as nobody should: made afresh for each test."""

import csv
import io
import zipfile

import openpyxl

HEADINGS = ("Body", "Recommendation", "Dated", "Received", "Position", "Progress", "Whose words", "Words")


def workbook(rows, *, headings=HEADINGS, name="Answers", change=lambda book, sheet: None) -> bytes:
    """One sheet of rows under headings, after something was changed in it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in (headings, *rows):
        sheet.append(list(row))
    change(book, sheet)
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(rows, *, headings=HEADINGS, between=",", encoding="utf-8-sig") -> bytes:
    lines = io.StringIO()
    csv.writer(lines, delimiter=between).writerows([headings, *rows])
    return lines.getvalue().encode(encoding)


def with_part(content: bytes, name: str, part: bytes | None = None, **changes) -> bytes:
    """The same zip with another part of a name, or with words in it that take the place of others: {old: new}."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        held = part if part is not None else old.read(name)
        for before, after in changes.get("words", {}).items():
            assert before in held
            held = held.replace(before, after)
        new.writestr(name, held)
    return made.getvalue()
