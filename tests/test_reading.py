"""Letters written in every format and read back: no word lost, and headings, lists, tables and furniture found."""

import itertools
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading import read
from responses.intake.reading.text import read_text
from responses.intake.understanding.pieces import words
from tests.files import FOOTER, HEADER, as_docx, as_html, as_mail, as_odt, as_pdf
from tests.letters import LETTERS

REAL_LETTERS = sorted((Path(settings.BASE_DIR).parent / "shared" / "letters").glob("*.txt"))
TEXTS = {letter.name: letter.text for letter in LETTERS} | {path.stem: path.read_text() for path in REAL_LETTERS}

JUSTIFIED = "body { font: 10pt/1.2 Arimo; text-align: justify; hyphens: auto }"
SMALL = "@page { size: A5; margin: 2.5cm 1.5cm } p { margin: 0 0 0.5em }"
WRITERS = {
    "styled.docx": as_docx,
    "plain.docx": lambda blocks: as_docx(blocks, styled=False),
    "letter.odt": as_odt,
    "letter.html": as_html,
    "letter.pdf": as_pdf,
    "bold headings.pdf": lambda blocks: as_pdf(blocks, levels=False),
    "justified.pdf": lambda blocks: as_pdf(blocks, JUSTIFIED, levels=False),
    "small pages.pdf": lambda blocks: as_pdf(blocks, SMALL),
}


def prose(blocks) -> list[Block]:
    # On a single page nothing repeats, so what runs above and below it is read as a line of the letter.
    running = (HEADER, FOOTER)
    return [block for block in blocks if block.kind != BlockKind.FURNITURE and not block.text.startswith(running)]


@pytest.fixture(scope="module", params=itertools.product(WRITERS, TEXTS), ids=" ".join)
def written_and_read(request) -> tuple[list[Block], list[Block]]:
    """The blocks of a letter that were written into a file, and those that were read from it."""
    # A fixture of the module: pytest runs the three tests of one file together, so it is drawn once on any worker.
    name, letter = request.param
    written = prose(read_text(TEXTS[letter]))
    return written, read(WRITERS[name](written), name)


def words_in_order(blocks) -> list[str]:
    """The words of a letter as it reads; of a table column by column, since a page break can part or join its rows."""
    found = []
    for table, group in itertools.groupby(prose(blocks), key=lambda block: block.table):
        group = list(group)
        if table is not None:
            group.sort(key=lambda block: block.column)
        # Whether "and/or" had a space at the end of a line, the line does not tell.
        found += words(" ".join(block.text for block in group).replace("/", " / "))
    return found


def test_every_word_of_a_letter_comes_back_in_order(written_and_read):
    written, found = written_and_read

    assert words_in_order(found) == words_in_order(written)


def test_headings_items_and_cells_come_back_as_such(written_and_read):
    written, found = written_and_read

    for kind in (BlockKind.HEADING, BlockKind.LIST_ITEM):
        assert [gist(block) for block in found if block.kind == kind] == [
            gist(block) for block in written if block.kind == kind
        ]
    columns = Counter((block.table, block.column) for block in written if block.kind == BlockKind.CELL)
    assert set(columns) == {(block.table, block.column) for block in found if block.kind == BlockKind.CELL}


def gist(block: Block) -> str:
    return "".join(words(block.text))[:60]


def test_only_headers_footers_and_page_numbers_are_furniture(written_and_read):
    _, found = written_and_read

    furniture = [block for block in found if block.kind == BlockKind.FURNITURE]
    said = " ".join(" ".join(block.text for block in furniture).split())
    for line in (HEADER, FOOTER):
        said = said.replace(line, "")
    assert all(word in {"Page", "of"} or word.isdigit() for word in said.split())


def test_a_letter_attached_to_an_email_bears_its_own_date_not_the_emails():
    letter = TEXTS[LETTERS[0].name]
    mail = as_mail("See the letter.", attached={"letter.docx": as_docx(read_text(letter))})

    heads = [block.text.partition(":")[0] for block in read(mail, "letter.eml") if block.kind == BlockKind.FURNITURE]

    assert heads[:4] == ["From", "To", "Subject", "Attached"]
    assert "Date: Wed, 17 Mar 2021 10:00:00 +0000" in [block.text for block in read(as_mail("Dear Sir"), "letter.eml")]
