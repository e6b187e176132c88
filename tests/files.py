"""Letters as the files they arrive in, and files that mean harm: made for the tests of reading, never kept."""

import html
import io
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage

import docx
from docx.shared import Pt
from weasyprint import HTML

from responses.intake.proposal import Block, BlockKind, Hint

HEADER = "Swyddfa'r Comisiynydd • Office of the Police and Crime Commissioner for Testshire"
FOOTER = "Testshire House, 1 High Street, Anytown"


def apart(said: Iterable[Block | Hint | str]) -> tuple[list[Block], list[str]]:
    """What a reader gives, parted into the blocks and the sentences about what was left out."""
    said = list(said)
    return [each for each in said if isinstance(each, Block)], [each for each in said if isinstance(each, str)]


# -- one letter in every format, from its blocks


def header_of(blocks: list[Block]) -> str:
    """The header that a letter runs over its own pages; ours where it has none."""
    return next((block.text.split("\n")[0] for block in blocks if block.kind == BlockKind.FURNITURE), HEADER)


def as_docx(blocks: list[Block], *, styled: bool = True, header: str = HEADER) -> bytes:
    """A Word document. Without styles, headings are only bold and bullets only typed, as in many a real letter."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    document.sections[0].footer.paragraphs[0].text = FOOTER
    for part in in_tables(blocks):
        if isinstance(part, dict):
            _add_table(document, part)
        elif part.kind == BlockKind.HEADING and styled:
            document.add_heading(part.text, level=part.level or 2)
        elif part.kind == BlockKind.HEADING:
            document.add_paragraph().add_run(part.text).bold = True
        elif part.kind == BlockKind.LIST_ITEM and styled:
            document.add_paragraph(part.text, style="List Bullet 2" if part.level else "List Bullet")
        elif part.kind == BlockKind.LIST_ITEM:
            item = document.add_paragraph(f"•\t{part.text}")
            item.paragraph_format.left_indent = Pt(18 * (part.level + 1))
        else:
            document.add_paragraph(part.text)
    return saved(document)


def _add_table(document, cells: dict[tuple[int, int], str]):
    table = document.add_table(1 + max(row for row, _ in cells), 1 + max(column for _, column in cells))
    for (row, column), text in cells.items():
        cell = table.cell(row, column)
        for number, paragraph in enumerate(text.split("\n")):
            into = cell.paragraphs[0] if not number else cell.add_paragraph()
            into.text = paragraph


def saved(document) -> bytes:
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def in_tables(blocks: list[Block]) -> list:
    """The blocks without furniture; those of a table together, as {(row, column): text}."""
    parts, number = [], None
    for block in blocks:
        if block.kind == BlockKind.FURNITURE:
            continue
        if block.kind != BlockKind.CELL:
            parts.append(block)
            number = None
            continue
        if block.table != number:
            parts.append({})
            number = block.table
        parts[-1][block.row, block.column] = block.text
    return parts


_PAGE = f"""
    @page {{ size: A4; margin: 2.5cm 2.2cm;
             @top-left {{ content: "{HEADER}"; font: 9pt Arimo, sans-serif }}
             @bottom-center {{ content: "{FOOTER}"; font: 9pt Arimo, sans-serif }}
             @bottom-right {{ content: "Page " counter(page) " of " counter(pages); font: 9pt Arimo, sans-serif }} }}
    body {{ font: 11pt/1.35 Arimo, sans-serif }}
    table {{ border-collapse: collapse; width: 100% }}
    td {{ border: 1px solid #444; padding: 4pt; vertical-align: top }}
"""


def as_html(blocks: list[Block], style: str = "", *, levels: bool = True) -> bytes:
    """A web page with the letter's own elements; without levels, headings are bold paragraphs."""
    body = "".join(_html_of(part, levels) for part in in_tables(blocks))
    return (
        f"<!DOCTYPE html><html><head><title>x</title><style>{style}</style></head><body>{body}</body></html>".encode()
    )


def _html_of(part, levels: bool) -> str:
    if isinstance(part, dict):
        rows = ["".join(f"<td>{_html_of_cell(cell)}</td>" for cell in row) for row in grid_of(part)]
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    text = html.escape(part.text).replace("\n", "<br>")
    if part.kind == BlockKind.HEADING:
        level = part.level or 2
        return f"<h{level}>{text}</h{level}>" if levels else f"<p><b>{text}</b></p>"
    if part.kind == BlockKind.LIST_ITEM:
        return "<ul>" * (part.level + 1) + f"<li>{text}</li>" + "</ul>" * (part.level + 1)
    return f"<p>{text}</p>"


def grid_of(cells: dict[tuple[int, int], str]) -> list[list[str]]:
    """A table's cells row by row; those that are missing are empty."""
    columns = sorted({column for _, column in cells})
    return [[cells.get((row, column), "") for column in columns] for row in sorted({row for row, _ in cells})]


def _html_of_cell(text: str) -> str:
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())


def as_pdf(blocks: list[Block], style: str = "", *, levels: bool = True, header: str = HEADER) -> bytes:
    """A PDF with a running header and footer on every page, and page numbers."""
    page = _PAGE.replace(HEADER, header.replace('"', "'"))
    return HTML(string=as_html(blocks, page + style, levels=levels).decode()).write_pdf()


def as_odt(blocks: list[Block]) -> bytes:
    body = "".join(_odt_of(part) for part in in_tables(blocks))
    furniture = f"<style:header><text:p>{html.escape(HEADER)}</text:p></style:header>"
    furniture += f"<style:footer><text:p>{html.escape(FOOTER)}</text:p></style:footer>"
    return odt_of(
        {
            "content.xml": f"<office:document-content {_ODT}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {_ODT}><office:master-styles>"
            f'<style:master-page style:name="Standard">{furniture}</style:master-page>'
            "</office:master-styles></office:document-styles>",
        }
    )


_ODT = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)


def _odt_of(part) -> str:
    if isinstance(part, dict):
        rows = [
            "".join(f"<table:table-cell>{_odt_of_cell(cell)}</table:table-cell>" for cell in row)
            for row in grid_of(part)
        ]
        return "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"
    text = html.escape(part.text).replace("\n", "<text:line-break/>")
    if part.kind == BlockKind.HEADING:
        return f'<text:h text:outline-level="{part.level or 2}">{text}</text:h>'
    if part.kind == BlockKind.LIST_ITEM:
        opening, closing = "<text:list><text:list-item>", "</text:list-item></text:list>"
        return opening * (part.level + 1) + f"<text:p>{text}</text:p>" + closing * (part.level + 1)
    return f"<text:p>{text}</text:p>"


def _odt_of_cell(text: str) -> str:
    return "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.split("\n"))


def odt_of(parts: dict[str, str]) -> bytes:
    return zip_of({"mimetype": "application/vnd.oasis.opendocument.text", **parts})


def as_mail(text: str = "", page: str = "", attached: dict[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = "Office of the Commissioner <office@testshire.example>"
    message["To"] = "liaison@inspectorate.example"
    message["Date"] = "Wed, 17 Mar 2021 10:00:00 +0000"
    message["Subject"] = "Our response"
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    for name, content in (attached or {}).items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def zip_of(entries: dict[str, bytes | str], compressed: bool = True) -> bytes:
    made = io.BytesIO()
    # The first entry stays as it is: OpenDocument says its kind there in plain bytes.
    with zipfile.ZipFile(made, "w") as archive:
        for number, (name, content) in enumerate(entries.items()):
            method = zipfile.ZIP_DEFLATED if number and compressed else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name, (2021, 3, 17, 10, 0, 0)), content, method)
    return made.getvalue()
