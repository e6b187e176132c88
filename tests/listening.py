"""What a screen reader is told of a PDF: its tags in reading order, with the words, language and page of each."""

import io
import re
from dataclasses import dataclass

import pikepdf


@dataclass
class Tag:
    kind: str
    language: str
    page: int  # from 0
    attributes: dict
    kids: list  # tags and strings, in order

    @property
    def words(self) -> str:
        return " ".join(self.as_tagged.split())

    @property
    def as_tagged(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.as_tagged for kid in self.kids)

    def all(self, *kinds):
        """Tags of these kinds below it, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Tag):
                if kid.kind in kinds or not kinds:
                    yield kid
                yield from kid.all(*kinds)


def listen(pdf: bytes) -> Tag:
    """The document's tag, with all that is below it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.objgen: number for number, page in enumerate(document.pages)}
        words = [marked_words(page)[0] for page in document.pages]
        return _tag(document.Root.StructTreeRoot.K[0], str(document.Root.Lang), pages, words)


def artifacts(pdf: bytes) -> list[str]:
    """Words on each page that are drawn and never read out, such as page numbers."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [marked_words(page)[1] for page in document.pages]


def _tag(element, language, pages, words) -> Tag:
    language = str(element.get("/Lang", language))
    page = pages[element.Pg.objgen] if "/Pg" in element else 0
    attributes = element.get("/A", {})
    if "/ActualText" in element:
        return Tag(str(element.S)[1:], language, page, {}, [str(element.ActualText)])
    tag = Tag(str(element.S)[1:], language, page, {key: str(value) for key, value in attributes.items()}, [])
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            tag.kids.append(words[page][kid])
        elif kid.get("/Type") == "/StructElem":
            tag.kids.append(_tag(kid, language, pages, words))
    return tag


def marked_words(page) -> tuple[dict[int, str], str]:
    """The words of one page: by the number that tags know them by, and those of artifacts."""
    alphabets = {name: _alphabet(font) for name, font in page.Resources.Font.items()}
    by_number, unread, inside, alphabet = {}, "", [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                inside.append(int(operands[1].MCID))
                by_number[inside[-1]] = ""
            case "BMC":
                inside.append(str(operands[0]))
            case "EMC":
                inside.pop()
            case "Tf":
                alphabet = alphabets[str(operands[0])]
            case "TJ" | "Tj":
                text = _decoded(operands[0], alphabet)
                if inside and inside[-1] != "/Artifact":
                    by_number[inside[-1]] += text
                else:
                    unread += text
    return by_number, unread


def _decoded(shown, alphabet) -> str:
    strings = [one for one in shown if isinstance(one, pikepdf.String)] if isinstance(shown, pikepdf.Array) else [shown]
    codes = b"".join(bytes(one) for one in strings)
    return "".join(alphabet[codes[at : at + 2]] for at in range(0, len(codes), 2))


def _alphabet(font) -> dict[bytes, str]:
    """Glyph codes to characters, from the font's /ToUnicode: what copying and reading aloud go by."""
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", font.ToUnicode.read_bytes(), re.IGNORECASE)
    return {bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
