"""An action plan that arrives as a workbook is read as the same plan in Word: its sheets are tables of a letter."""

import dataclasses
import datetime
import io
import time

import docx
import openpyxl
import pytest
import xlsxwriter

from responses.intake.proposal import Block, BlockKind, PassageKind
from responses.intake.proposing import propose
from responses.intake.reading import NotReadable, receive
from responses.intake.reading.files import read
from responses.intake.sandbox import understand_safely
from tests.files import as_docx, as_mail, saved
from tests.hostile import zip_bomb
from tests.letters import BODIES, OTHER_REPORT, REPORT
from tests.spreadsheets import saved as saved_book
from tests.spreadsheets import with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
HEADINGS = ("Recommendation", "Response", "Status", "Due")
ROWS = (
    ("1", "We accept this recommendation and train every call handler.", "In progress", "June 2022"),
    ("4", "All of our officers have been trained since May.", "Complete", "17 May 2021"),
)


def plan(rows=ROWS, *, headings=HEADINGS, name="Action plan", change=lambda book, sheet: None) -> bytes:
    return workbook(rows, headings=headings, name=name, change=change)


def blocks(content: bytes, name="plan.xlsx") -> list[tuple]:
    return [(it.kind.value, it.text, it.page, it.table, it.row, it.column) for it in read(content, name)]


def cells(content: bytes) -> list[str]:
    return [it.text for it in read(content, "plan.xlsx") if it.kind == BlockKind.CELL]


def notes(content: bytes) -> tuple[str, ...]:
    [part] = receive(content, "plan.xlsx").parts
    return part.notes


def understood(content: bytes, name: str):
    known = {"bodies": BODIES, "super_complaints": [REPORT, OTHER_REPORT]}
    return propose(content, name, chosen=REPORT.slug, **known)


def test_a_sheet_is_a_heading_and_a_table():
    assert blocks(plan(ROWS[:1])) == [
        ("heading", "Action plan", 1, None, None, None),
        *(("cell", text, 1, 0, 0, column) for column, text in enumerate(HEADINGS)),
        *(("cell", text, 1, 0, 1, column) for column, text in enumerate(ROWS[0])),
    ]


def test_the_same_plan_is_understood_alike_in_word_and_in_excel():
    heading = Block(BlockKind.HEADING, "Action plan", level=1)
    lines = [HEADINGS, *ROWS]
    table = [
        Block(BlockKind.CELL, text, table=0, row=row, column=column)
        for row, line in enumerate(lines)
        for column, text in enumerate(line)
    ]
    word, excel = understood(as_docx([heading, *table]), "plan.docx"), understood(plan(), "plan.xlsx")

    answers = [it for it in excel.passages if it.kind == PassageKind.RESPONSE]
    assert [(it.recommendations, it.text.split()[0]) for it in answers] == [(("1",), "We"), (("4",), "All")]
    ours = [it for it in word.passages if it.kind != PassageKind.FURNITURE]
    assert [dataclasses.astuple(it) for it in excel.passages] == [dataclasses.astuple(it) for it in ours]


def test_dates_numbers_and_shares_are_read_as_the_sheet_shows_them():
    def change(book, sheet):
        sheet["D2"], sheet["D3"], sheet["C2"] = datetime.date(2022, 6, 1), datetime.date(2021, 5, 17), 0.5
        sheet["D2"].number_format, sheet["C2"].number_format = "mmm yyyy", "0%"

    content = plan([(1.0, *ROWS[0][1:]), (4, *ROWS[1][1:])], change=change)

    assert cells(content)[4:] == ["1", ROWS[0][1], "50%", "June 2022", "4", ROWS[1][1], "Complete", "17 May 2021"]


def test_a_merged_cell_counts_for_its_rows_as_in_word():
    more = ("1", "We accept this.", "In progress", ""), ("", "We also train supervisors every year.", "", "")
    merged = plan(more, change=lambda book, sheet: sheet.merge_cells("A2:A3"))
    document = docx.Document()
    table = document.add_table(3, 4)
    for row, line in enumerate((HEADINGS, *more)):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))

    for content, name in ((merged, "plan.xlsx"), (saved(document), "plan.docx")):
        answers = [it for it in understood(content, name).passages if it.kind == PassageKind.RESPONSE]
        assert {number for it in answers for number in it.recommendations} == {"1"}
        assert "supervisors" in " ".join(it.text for it in answers)


def test_lines_above_a_plan_are_lines_and_a_second_table_is_one():
    lines = [
        ("Action plan of Borsetshire Police",),
        (),
        ("Owner", "Anna"),
        ("Date", "1 June 2021"),
        (),
        HEADINGS,
        *ROWS,
    ]
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)

    found = read(saved_book(book), "plan.xlsx")

    assert [(it.kind.value, it.text, it.table) for it in found[:2]] == [
        ("paragraph", "Action plan of Borsetshire Police", None), ("cell", "Owner", 1),
    ]  # fmt: skip
    assert {it.table for it in found if it.text in HEADINGS} == {2}
    assert next(it for it in found if it.text == "Recommendation").row == 0


def test_an_empty_row_within_a_plan_does_not_end_it():
    tables = {it.table for it in read(plan([ROWS[0], (), ROWS[1]]), "plan.xlsx") if it.kind == BlockKind.CELL}

    assert len(tables) == 1


def test_what_is_hidden_or_struck_out_is_left_out_and_told():
    def change(book, sheet):
        sheet.row_dimensions[3].hidden = True
        sheet["C2"].font = openpyxl.styles.Font(strike=True)
        other = book.create_sheet("Old plan")
        other.sheet_state = "hidden"
        other["A1"] = "Secret"

    content = plan(change=change)

    assert cells(content) == [*HEADINGS, "1", ROWS[0][1], "June 2022"]
    assert notes(content) == (
        "The sheet “Old plan” is hidden, so it was left out.",
        "Hidden words were left out.",
        "Words struck out were left out: “In progress”.",
    )


def test_of_a_formula_what_was_stored_is_read_and_a_doubt_is_told_where_nothing_was():
    content = plan(change=lambda book, sheet: sheet.__setitem__("C2", '=IF(1=1,"Done","Not done")'))
    stored = with_part(content, SHEET, words={b"</f><v></v>": b"</f><v>Done</v>", b'r="C2"': b'r="C2" t="str"'})

    assert notes(content) == (
        "The sheet “Action plan” holds formulas of which the file keeps no result, so nothing was read there: C2.",
    )
    assert (notes(stored), "Done" in cells(stored)) == ((), True)


def as_excel_saves_it() -> bytes:
    """Its words in a list of their own, some of them in two fonts, and each formula with its result."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet, struck, bold = book.add_worksheet("Plan"), *map(book.add_format, ({"font_strikeout": True}, {"bold": True}))
    sheet.write_row(0, 0, HEADINGS)
    sheet.write(1, 0, 1)
    sheet.write_rich_string(1, 1, "We ", bold, "accept", struck, " not", " this.")
    sheet.write_formula(1, 2, '=IF(A2=1,"Done","")', None, "Done")
    sheet.write(1, 3, "Line one\r\nline two")
    sheet.write_comment(1, 3, "Is it?")
    book.close()
    return file.getvalue()


def test_words_are_read_as_excel_keeps_them():
    content = as_excel_saves_it()

    assert cells(content) == [*HEADINGS, "1", "We accept this.", "Done", "Line one\nline two"]
    assert notes(content) == ("Words struck out were left out: “not”.", "Comments were left out.")


def test_every_sheet_is_read_and_names_that_a_program_gave_are_no_headings():
    def change(book, sheet):
        sheet.title = "Sheet1"
        other = book.create_sheet("Recommendation 4")
        other.append(("Status", "Complete"))

    found = blocks(plan(change=change))

    assert [each for each in found if each[0] == "heading"] == [("heading", "Recommendation 4", 2, None, None, None)]
    assert found[-1] == ("cell", "Complete", 2, 1, 0, 1)


def test_a_plan_that_is_attached_to_an_email_is_read():
    received = receive(as_mail("Please see our action plan.", attached={"plan.xlsx": plan()}), "mail.eml")

    assert [(part.name, part.trouble) for part in received.parts] == [("the message", ""), ("plan.xlsx", "")]
    assert received.letter == (1,)


BINARY = "This workbook is saved as a binary one (XLSB), which is not read. Save it in Excel as an XLSX."
BOMB = "This file unpacks to far more than a letter holds, so it was not opened."
ENTITY = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><s>&a;</s>'
LOOP = b'<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
INSTRUCTIONS = "This document holds instructions that no office program writes, so it was not read."
DAMAGED = "This workbook is damaged: it cannot be read. Open it, save it again, and send that."
NOT_ONE = "This file is named as an Excel workbook, but its contents are those of a Word document."
REFUSED = {
    "a bomb": (lambda: with_part(plan(), SHEET, b" " * 40 * 1024**2), BOMB),
    "a Word document": (zip_bomb, NOT_ONE),
    "an entity of a file": (lambda: with_part(plan(), SHEET, ENTITY), INSTRUCTIONS),
    "entities in entities": (lambda: with_part(plan(), SHEET, LOOP), INSTRUCTIONS),
    "an entity in UTF-16": (lambda: with_part(plan(), SHEET, ENTITY.decode().encode("utf-16")), INSTRUCTIONS),
    "an entity in the styles": (lambda: with_part(plan(), "xl/styles.xml", ENTITY), INSTRUCTIONS),
    "no XML": (lambda: with_part(plan(), SHEET, b"<worksheet"), DAMAGED),
    "no such string": (
        lambda: with_part(as_excel_saves_it(), SHEET, words={b't="s"><v>0</v>': b't="s"><v>999999</v>'}), DAMAGED,
    ),
    "no such column": (lambda: with_part(plan(), SHEET, words={b'r="A1"': b'r="ZZZZ1"'}), DAMAGED),
    "binary": (lambda: with_part(plan(), "xl/workbook.bin", b"x"), BINARY),
    "many rows": (
        lambda: plan([(f"Row {number} of many that differ",) for number in range(30_000)]),
        "This workbook holds more than 20,000 cells with words, which is no letter.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_workbook_that_is_no_letter_is_refused_in_words_and_in_bounded_time(name):
    make, sentence = REFUSED[name]
    content, began = make(), time.monotonic()

    with pytest.raises(NotReadable) as refused:
        understand_safely(content, "plan.xlsx", bodies=BODIES, super_complaints=[REPORT])

    assert str(refused.value) == sentence
    assert time.monotonic() - began < 10


def test_a_claim_of_a_million_rows_and_one_cell_in_the_last_cost_nothing():
    lie = {b'<dimension ref="A1:D3"': b'<dimension ref="A1:XFD1048576"'}
    far = {
        b"</sheetData>": b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>Far</t></is></c></row></sheetData>'
    }
    began = time.monotonic()

    found = read(with_part(plan(), SHEET, words=lie | far), "plan.xlsx")

    assert (len(found), found[-1].text, found[-1].column) == (14, "Far", 16_383)
    assert time.monotonic() - began < 2


def test_an_empty_workbook_holds_no_words():
    with pytest.raises(NotReadable, match="holds no words that can be read"):
        read(saved_book(openpyxl.Workbook()), "plan.xlsx")


def test_a_workbook_with_macros_is_read_without_them_where_it_is_attached():
    content = with_part(plan(), "xl/vbaProject.bin", b"Sub Auto_Open()")

    [_, part] = receive(as_mail("See it.", attached={"plan.xlsm": content}), "mail.eml").parts

    assert (part.trouble, "Complete" in part.words) == ("", True)
