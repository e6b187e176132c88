"""A workbook for a spreadsheet: the matrix, every answer with its words (a sheet a question), reviews, commitments.

Rows are written as they come, so that it takes no more memory for many. Text is text, whatever it begins with; a day is
a date that no spreadsheet turns round; what is only a month stays in its words, beside a date to sort by.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import BinaryIO

import xlsxwriter
from django.utils.formats import date_format

from recommendations.models import Body
from responses.desk.taken import Answer, Committed, Reviewed
from responses.matrix import MEANS, Mark, Matrix, Status

KINDS, REGIONS = dict(Body.Kind.choices), dict(Body.Region.choices)
MOST_IN_A_CELL = 32_767  # characters: what a spreadsheet holds in one cell
MOST_OF_A_NAME = 31  # characters of the name of a sheet
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
# Made by no clock of ours, so that the same view is the same file.
_NO_MOMENT = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zones

ANSWERED = (
    *("Body", "Kind", "Region", "Status as at the date", "Due", "Letter", "Letter from", "Dated", "Dated from"),
    *("Received", "The status rests on it", "Position", "Progress", "Awaits", "Whose words", "Words", "Words in Welsh"),
)
REVIEWED = (
    *("Body", "Recommendation", "Letter", "Outcome", "Reviewed", "By when", "Reasons", "Evidence", "Reviewed by"),
)
COMMITTED = (
    *("Body", "Recommendation", "Letter", "What is promised", "First by when", "First: last day", "Now by when"),
    *("Now: last day", "Slippage", "State as at the date", "Done"),
)
WIDTHS = {"Words": 80, "Words in Welsh": 40, "What is promised": 60, "Reasons": 60, "Body": 36, "Slippage": 30}


class Workbook:
    """One file. Each sheet has its headings frozen and filters over its columns; call close() at the end."""

    def __init__(self, file: BinaryIO, *, title: str, clock: str):
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(file, options)
        self._book.set_properties({"title": title, "comments": clock, "created": _NO_MOMENT})
        self._heading = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
        self._text = self._book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
        self._title = self._book.add_format({"bold": True, "font_size": 14})
        self._names: set[str] = set()

    def close(self) -> None:
        self._book.close()

    def about(self, title: str, lines: Iterable[tuple[str, str]]) -> None:
        """What the file is, as at which day, and what its words mean: the first sheet."""
        sheet = self._sheet("About")
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 100)
        sheet.write_string(0, 0, title, self._title)
        for row, line in enumerate(lines, 2):
            self._write(sheet, row, line)

    def sheet(self, name: str, headings: Sequence[str], rows: Iterable[Sequence]) -> int:
        """A sheet of rows; returns how many. What is too long for a cell goes on in the row's last cells."""
        sheet = self._sheet(name)
        sheet.freeze_panes(1, 1)
        for column, heading in enumerate(headings):
            sheet.set_column(column, column, WIDTHS.get(heading, 16))
            sheet.write_string(0, column, heading, self._heading)
        count = 0
        for count, row in enumerate(rows, 1):
            self._write(sheet, count, row)
        sheet.autofilter(0, 0, max(count, 1), len(headings) - 1)
        return count

    def _write(self, sheet, row: int, values: Sequence) -> None:
        rest = []
        for column, value in enumerate(values):
            if isinstance(value, datetime.date):
                sheet.write_datetime(row, column, value, self._day)
            elif value:
                rest += _pieces(value)[1:]
                sheet.write_string(row, column, value[:MOST_IN_A_CELL], self._text)
        for column, piece in enumerate(rest, len(values)):
            sheet.write_string(row, column, piece, self._text)

    def _sheet(self, name: str):
        """No two sheets may have one name, whatever the case of its letters."""
        name = _NOT_IN_A_NAME.sub(" ", name)[:MOST_OF_A_NAME].strip("' ") or "Sheet"
        wanted, number = name, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{wanted[: MOST_OF_A_NAME - len(str(number)) - 1]} {number}"
        self._names.add(name.casefold())
        return self._book.add_worksheet(name)


def _pieces(value: str) -> list[str]:
    return [value[start : start + MOST_IN_A_CELL] for start in range(0, len(value), MOST_IN_A_CELL)]


def clock_in_words(as_at: datetime.date, known_at: datetime.datetime) -> str:
    """ "As at the end of 17 June 2021, as known on 30 November 2026, 22:50": what every file bears."""
    day, known = date_format(as_at, "j F Y"), date_format(known_at, "j F Y, H:i")
    return f"As at the end of {day}, as known on {known}"


def write_matrix(book: Workbook, matrix: Matrix) -> int:
    """The sheet of the matrix: a row a body, a column a recommendation, the words of each cell."""
    headings = ["Body", "Kind", "Region", *(f"{it.number}. {it.short_title}" for it in matrix.columns)]
    return book.sheet("Matrix", headings, _matrix_rows(matrix))


def _matrix_rows(matrix: Matrix):
    for row in matrix.rows():
        cells = ("Not addressed" if cell is None else _cell(cell) for cell in row.cells)
        yield row.body.name, KINDS[row.body.kind], REGIONS[row.body.region], *cells


def _cell(cell) -> str:
    return "\n".join([cell.in_words(), *(mark.label for mark in cell.marks)])


def write_answers(book: Workbook, matrix: Matrix, found: Iterable[Answer]) -> int:
    """A sheet a recommendation, each with every answer in full and with those who are silent."""
    titles, count = {it.number: it.short_title for it in matrix.columns}, 0
    for number, group in groupby(found, key=lambda answer: answer.number):
        rows = ((it.body.name, KINDS[it.body.kind], REGIONS[it.body.region], *it[2:]) for it in group)
        count += book.sheet(f"{number} {titles[number]}", ANSWERED, rows)
    return count


def write_reviews(book: Workbook, found: Iterable[Reviewed]) -> int:
    return book.sheet("Reviews", REVIEWED, found)


def write_commitments(book: Workbook, found: Iterable[Committed]) -> int:
    return book.sheet("Commitments", COMMITTED, found)


def what_words_mean() -> list[tuple[str, str]]:
    """Each status and mark with what it means and who judged it."""
    return [(each.label, MEANS[each]) for each in (*Status, *Mark)]
