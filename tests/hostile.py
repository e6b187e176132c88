"""Files that mean harm, each made afresh: bombs, loops, nests, lies and listeners."""

import io
import zipfile
import zlib

import pikepdf

from tests.files import odt_of, zip_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"


def docx_of(document: bytes | str, *, kind: str = DOCX, others: dict | None = None) -> bytes:
    """The least Word document, with this as its main part."""
    parts = {"[Content_Types].xml": _TYPES.format(kind), "_rels/.rels": _RELATIONS, "word/document.xml": document}
    return zip_of({**parts, **(others or {})})


def document_xml(body: str, doctype: str = "") -> str:
    return f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


# -- zips


def zip_bomb(size: int = 64 * 1024**2) -> bytes:
    """A Word document of some hundred kilobytes whose text unpacks to `size` bytes of spaces."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(DOCX))
        archive.writestr("_rels/.rels", _RELATIONS)
        with archive.open("word/document.xml", "w", force_zip64=True) as stream:
            for _ in range(size // 1024**2):
                stream.write(b" " * 1024**2)
    return made.getvalue()


def lying_zip_bomb() -> bytes:
    """The same, but each entry says that it unpacks to 1,000 bytes."""
    bomb = bytearray(zip_bomb())
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(bomb)


def zip_of_many(count: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.txt", b"x")
    return made.getvalue()


def zip_of_zips() -> bytes:
    inner = zip_of({"inner.zip": zip_of({"letter.txt": "Dear Sir"})})
    return docx_of(inner, others={"word/more.zip": inner})


# -- XML


def laughs(depth: int = 9) -> str:
    entities = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, depth + 1)
    )
    return f"<!DOCTYPE lolz [{entities}]>"


def billion_laughs_docx() -> bytes:
    return docx_of(document_xml(paragraph("&l9;"), laughs()))


def external_entity_docx(url: str) -> bytes:
    return docx_of(document_xml(paragraph("&x;"), f'<!DOCTYPE d [<!ENTITY x SYSTEM "{url}">]>'))


def billion_laughs_odt() -> bytes:
    return odt_of({"content.xml": laughs() + "<office:text xmlns:office='o'>&l9;</office:text>"})


def external_entity_odt(url: str) -> bytes:
    return odt_of({"content.xml": f'<!DOCTYPE d [<!ENTITY x SYSTEM "{url}">]><d>&x;</d>'})


def deep_docx(depth: int) -> bytes:
    return docx_of(document_xml("<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth))


def wide_docx(paragraphs: int) -> bytes:
    return docx_of(document_xml(paragraph("x") * paragraphs))


# -- PDFs


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    made, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(made + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F1 12 Tf 72 720 Td (Dear Sir, this is a letter with some words.) Tj ET\n"


def _page(contents: bytes, resources: bytes = b"<< /Font << /F1 5 0 R >> >>") -> bytes:
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %s /Resources %s >>" % (contents, resources)


def _stream(content: bytes, entries: bytes = b"", packed: bool = True) -> bytes:
    if packed:
        content, entries = zlib.compress(content, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf_drawing(content: bytes) -> bytes:
    return pdf_of(_CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", _page(b"4 0 R"), _stream(content), _FONT)


def pdf_with_page_loop() -> bytes:
    return pdf_of(
        _CATALOG, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 9 >>", b"<< /Type /Pages /Kids [2 0 R] /Count 4 >>"
    )


def pdf_declaring_pages(count: int) -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % count
    return pdf_of(_CATALOG, pages, _page(b"4 0 R"), _stream(WORDS), _FONT)


def pdf_of_pages(count: int) -> bytes:
    """So many pages by naming one page so many times."""
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * count, count)
    return pdf_of(_CATALOG, pages, _page(b"4 0 R"), _stream(WORDS), _FONT)


def pdf_with_deep_array(depth: int) -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Deep %s >>" % (b"[" * depth + b"]" * depth)
    return pdf_of(_CATALOG, pages, _page(b"4 0 R"), _stream(WORDS), _FONT)


def pdf_with_deep_content(depth: int) -> bytes:
    return pdf_drawing(b"q " * depth + WORDS + b"Q " * depth)


def pdf_with_endless_content(size: int = 400 * 1024**2) -> bytes:
    """A drawing of hundreds of megabytes, packed to some hundred kilobytes."""
    packer = zlib.compressobj(9)
    line = b"0 0 m 9 9 l S\n" * 75_000
    packed = b"".join(packer.compress(line) for _ in range(size // len(line))) + packer.flush()
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)
    return pdf_of(_CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", _page(b"4 0 R"), stream, _FONT)


def pdf_with_forms_in_forms(levels: int = 12) -> bytes:
    """Drawings that each draw the next ten times: ten to the twelfth in all."""
    first = 6
    forms = []
    for level in range(levels):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 850]"
        if level + 1 < levels:
            entries += b" /Resources << /XObject << /X %d 0 R >> >>" % (first + level + 1)
        forms.append(_stream(b"/X Do\n" * 10 if level + 1 < levels else b"0 0 m 9 9 l S\n", entries))
    resources = b"<< /Font << /F1 5 0 R >> /XObject << /X %d 0 R >> >>" % first
    page = _page(b"4 0 R", resources)
    return pdf_of(
        _CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, _stream(WORDS + b"/X Do\n"), _FONT, *forms
    )


def locked(made: bytes) -> bytes:
    """The zip with the mark of a password on its last entry: in its directory, and before the entry itself."""
    made = bytearray(made)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.rindex(signature) + flags] |= 1
    return bytes(made)


def encrypted(pdf: bytes, *, user: str) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(made, encryption=pikepdf.Encryption(owner="owner", user=user))
    return made.getvalue()


# -- web pages and e-mails


def nasty_page(listener: str) -> bytes:
    """A web page that runs, frames and fetches what it can."""
    return f"""<!DOCTYPE html><html><head><title>t</title><link rel="stylesheet" href="{listener}/a.css">
    <script src="{listener}/b.js">stolen()</script><style>@import url("{listener}/c.css"); p {{ color: red }}</style>
    <base href="{listener}/">
    <meta http-equiv="refresh" content="0;url={listener}/d"></head>
    <body onload="stolen()"><p>Dear <!-- hidden --><b onclick="x()">Sir</b>,<script>alert("stolen")</script></p>
    <iframe src="{listener}/e">frame</iframe><img src="{listener}/f.png" alt="picture">
    <object data="{listener}/g">o</object><svg><script>stolen()</script></svg><template>stolen</template>
    <p>Yours &amp; ours &#x2019;</p></body></html>""".encode()


def deep_page(depth: int) -> bytes:
    return b"<!DOCTYPE html><html><body>" + b"<div>" * depth + b"Dear Sir" + b"</div>" * depth + b"</body></html>"


def nested_mail(depth: int) -> bytes:
    heading = b"From: a@testshire.example\r\nDate: Wed, 17 Mar 2021 10:00:00 +0000\r\n"
    return heading + b"Content-Type: message/rfc822\r\n\r\n" * depth + heading + b"\r\nDear Sir\r\n"


def nested_multipart_mail(depth: int) -> bytes:
    mail = b"From: a@testshire.example\r\nDate: Wed, 17 Mar 2021 10:00:00 +0000\r\n"
    for level in range(depth):
        mail += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    return mail + b"Content-Type: text/plain\r\n\r\nDear Sir\r\n"
