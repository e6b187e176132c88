"""Letters look as they did: each is held to a picture of itself that somebody looked at, in tests/letter_pictures/.

Where a letter is meant to look otherwise, `make pictures` makes them anew: docs/letters.md.
"""

import io
import os
import re
import tempfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from responses.letter import pdf
from responses.letter.html import _document
from tests import letters_to_look_at as letters
from tests.pictures import apart, as_png, beside_each_other, differences, keep, pages_of, small

pytestmark = [pytest.mark.django_db, pytest.mark.pdf]
KEPT = Path(__file__).parent / "letter_pictures"
# Of 10,000 pixels, how many may look another: another version of Pango may place letters a hair's breadth apart.
TOLERATED = 1


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def of_pages(pages, head, *, is_headed):
    return lambda: letters.of_pages(pages, head, is_headed=is_headed)


LETTERS = {
    f"{pages}-{head}-{name}": of_pages(pages, head, is_headed=name == "logo")
    for pages, heads in {1: ("beside", "centred", "right"), 2: ("centred",), 5: ("right",), 27: ("beside",)}.items()
    for head in heads
    for name in ("logo", "name")
}
LETTERS |= {
    "short": letters.short,
    "two-columns": lambda: letters.bilingual("beside"),
    "two-languages": lambda: letters.bilingual("after"),
    "collective": letters.collective,
    "signed": letters.signed,
    "long-table": letters.with_a_long_table,
}


def picture_of(content: bytes) -> Image.Image:
    """All its pages beside each other; of many, the first two and the last."""
    with pikepdf.open(io.BytesIO(content)) as letter:
        most = 5 if len(letter.pages) <= 5 else 3
    return small(beside_each_other(pages_of(content, most=most)))


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_looks_as_it_did(name):
    path, picture = KEPT / f"{name}.png", picture_of(letters.as_pdf(LETTERS[name]()))
    if os.environ.get("NEW_PICTURES"):
        keep(picture, path)

    assert path.exists(), f"{path} is missing. Make it with `make pictures`, and look at it."
    kept = Image.open(path)
    if (found := apart(kept, picture)) > TOLERATED:
        pytest.fail(f"{found:.0f} of 10,000 pixels look another. {told(name, kept, picture)}", pytrace=False)


def told(name, kept, picture) -> str:
    """Where to look at it, and what to do."""
    folder = Path(tempfile.gettempdir()) / "letter_pictures"
    keep(picture, folder / f"{name}.png")
    (folder / f"{name}-differences.png").write_bytes(as_png(differences(kept, picture)))
    return (
        f"Look at {folder / name}.png, and at {name}-differences.png beside it, in which they are red. "
        "If the letter is meant to look so, run `make pictures` and commit what it writes."
    )


def test_the_pictures_are_of_letters_and_are_small():
    assert {path.stem for path in KEPT.iterdir()} == {*LETTERS}
    assert sum(path.stat().st_size for path in KEPT.iterdir()) < 1_500_000


# What the eye would see is seen; what it would not is not


def drawn(monkeypatch, *, html=(), css=()) -> Image.Image:
    """The letter of one page with a logo, its text and stylesheet changed as these pairs say."""
    document, assets = _document(letters.Update.objects.get())
    for old, new in html:
        assert old in document
        document = document.replace(old, new)
    sheet = "".join((pdf.FOLDER / f"{name}.css").read_text() for name in ("letterhead", "letter"))
    for old, new in css:
        assert re.search(old, sheet)
        sheet = re.sub(old, new, sheet, count=1)
    _, fonts = pdf.stylesheet()
    changed = pdf.CSS(string=sheet, font_config=fonts, url_fetcher=pdf.OwnFiles(pdf._fonts()))
    monkeypatch.setattr(pdf, "stylesheet", lambda _: (changed, fonts))
    return picture_of(pdf.write_pdf(document, assets=assets, identifier=b"a picture"))


SEEN = {
    "a margin of 2 mm more": {"css": [("22mm 25mm 26mm", "22mm 25mm 26mm 27mm")]},
    "the first page 2 mm lower": {"css": [("margin-top: 18mm", "margin-top: 20mm")]},
    "half a point larger": {"css": [("font: 12pt/1.42", "font: 12.5pt/1.42")]},
    "a heading half a point larger": {"css": [("h1 { font-size: 14pt", "h1 { font-size: 14.5pt")]},
    "the contact details half a point larger": {"css": [("font-size: 9.5pt; line-height: 1.4;", "font-size: 10pt;")]},
    "no logo": {"css": [("letter-logo img {", "letter-logo img { visibility: hidden;")]},
    "a subject in another colour": {"css": [("letter-subject { color: #1d3557", "letter-subject { color: #8f1f10")]},
    "a line in another colour": {
        "css": [("0.5mm solid #1d3557; padding-bottom", "0.5mm solid #8f1f10; padding-bottom")]
    },
    "grey that is paler": {"css": [("1mm solid #b1b4b6", "1mm solid #f1f4f6")]},
    "no line beside a quotation": {"css": [("border-left: 1mm solid #b1b4b6", "")]},
    "a word": {"html": [("by lot", "by day")]},
    "1 mm more below the letterhead": {"css": [("4mm; margin-bottom: 6mm", "4mm; margin-bottom: 7mm")]},
}
UNSEEN = {
    "the same letter": {},
    "all of it a twentieth of a millimetre to the right": {"css": [("22mm 25mm 26mm", "22mm 24.95mm 26mm 25.05mm")]},
    "a twentieth of a millimetre lower": {"css": [("margin-top: 18mm", "margin-top: 18.05mm")]},
    "letters a hair's breadth apart": {"css": [("body { margin: 0;", "body { margin: 0; letter-spacing: 0.001pt;")]},
}


@pytest.fixture
def plain(monkeypatch):
    letters.of_pages(1)
    with monkeypatch.context() as patch:
        return drawn(patch)


@pytest.mark.parametrize("change", SEEN)
def test_what_the_eye_would_see_is_seen(monkeypatch, plain, change):
    assert apart(plain, drawn(monkeypatch, **SEEN[change])) > TOLERATED


@pytest.mark.parametrize("change", UNSEEN)
def test_what_only_a_machine_would_see_is_not(monkeypatch, plain, change):
    assert apart(plain, drawn(monkeypatch, **UNSEEN[change])) <= TOLERATED


def test_the_same_letter_drawn_again_is_the_same_to_the_pixel():
    letter = letters.of_pages(2)

    assert picture_of(letters.as_pdf(letter)).tobytes() == picture_of(letters.as_pdf(letter)).tobytes()
