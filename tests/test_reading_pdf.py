"""PDFs as people fill, mark, scan and pack them: what a reader of the page sees is read, and the rest is said."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from responses.intake.proposal import BlockKind, Hint
from responses.intake.reading import NotReadable, receive
from responses.intake.reading.pdf import read_pdf
from tests.files import apart
from tests.hostile import encrypted

GREETING = "Dear Inspector, this is our letter."
BLACK, WHITE, INVISIBLE = "0 g 0 Tr", "1 g 0 Tr", "0 g 3 Tr"


def says(text: str, x: int = 72, y: int = 700, *, look: str = BLACK, size: float = 12) -> str:
    """What draws some words at a place in points from the bottom left."""
    return f"BT {look} /F {size} Tf {x} {y} Td ({text}) Tj ET\n"


class Paper:
    """A PDF in the making, with one page after another."""

    def __init__(self):
        self.pdf = pikepdf.new()
        self.font = self._font(Name.Helvetica)

    def _font(self, name, kind=Name.Type1):
        return self.pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=kind, BaseFont=name))

    def page(self, content: str = says(GREETING, y=760), *, picture: bool = False, **entries):
        page = self.pdf.add_blank_page(page_size=(595, 842)).obj
        dark = self.pdf.make_stream(
            b"\x40", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )  # fmt: skip
        fonts = Dictionary(F=self.font, Z=self._font(Name.ZapfDingbats), W=self._font(Name.Wingdings, Name.TrueType))
        page.Resources = Dictionary(Font=fonts, XObject=Dictionary(P=dark))
        drawn = "q 595 0 0 842 0 0 cm /P Do Q\n" * picture + content
        page.Contents = self.pdf.make_stream(drawn.encode("latin-1"))
        for key, value in entries.items():
            page[f"/{key}"] = value
        return self

    def put(self, kind: str, y: int, *, x: int = 72, width: int = 200, height: int = 14, **entries):
        """Something that lies on the last page; a form's field where it has a type (FT)."""
        page = self.pdf.pages[-1].obj
        rect = Array([x, y, x + width, y + height])
        placed = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), F=4, Rect=rect, DA=String("/F 11 Tf 0 g"))
        for key, value in entries.items():
            placed[f"/{key}"] = value
        placed = self.pdf.make_indirect(placed)
        page.Annots = Array([*page.get("/Annots", []), placed])
        if "FT" in entries:
            fonts = Dictionary(Font=Dictionary(F=self.font))
            form = self.pdf.Root.get("/AcroForm") or Dictionary(Fields=Array(), DR=fonts, DA=String("/F 11 Tf 0 g"))
            form.Fields.append(placed)
            self.pdf.Root.AcroForm = form
        return self

    def draws(self, content: str) -> Dictionary:
        """How something that lies on a page looks."""
        stream = self.pdf.make_stream(content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 14])
        stream.Resources = Dictionary(Font=Dictionary(F=self.font))
        return Dictionary(N=stream)

    def tick(self, label: str, ticked: bool, y: int):
        state = Name.Yes if ticked else Name.Off
        looks = Dictionary(N=Dictionary(Yes=self.draws("0 0 m 9 9 l S").N, Off=self.draws("").N))
        return self.put("Widget", y, width=10, height=10, FT=Name.Btn, T=String(label), V=state, AS=state, AP=looks)

    @property
    def content(self) -> bytes:
        made = io.BytesIO()
        self.pdf.save(made)
        return made.getvalue()

    def read(self) -> list[str]:
        """What is read of it, after the greeting."""
        return self.read_with_notes()[0]

    def read_with_notes(self) -> tuple[list[str], list[str]]:
        blocks, notes = apart(read_pdf(self.content))
        said = [" ".join(block.text.split()) for block in blocks]
        return [text for text in said if text and text != GREETING], notes


# -- forms


def test_what_is_typed_into_a_form_stands_where_its_box_is():
    paper = Paper().page(says(GREETING, y=760) + says("Name:", y=700) + says("Yours faithfully", y=500))
    paper.put("Widget", 697, x=120, FT=Name.Tx, T=String("name"), V=String("J Penhaligon"))
    paper.put("Widget", 600, height=50, FT=Name.Tx, Ff=4096, T=String("answer"), V=String("We accept."))

    assert paper.read() == ["Name: J Penhaligon", "We accept.", "Yours faithfully"]


def test_a_line_longer_than_its_box_is_read_to_its_end():
    paper = Paper().page()
    paper.put("Widget", 697, width=40, FT=Name.Tx, T=String("answer"), V=String(f"{FULL}."))

    assert paper.read_with_notes() == ([f"{FULL}."], [])


def test_an_answer_longer_than_its_box_is_read_to_its_end_as_it_was_typed():
    lines = [f"Line {number} of what we did" for number in range(1, 40)]
    paper = Paper().page(says(GREETING, y=760) + says("Yours faithfully", y=650))
    paper.put("Widget", 690, height=40, FT=Name.Tx, Ff=4096, T=String("answer"), V=String("\r".join(lines)))

    assert paper.read() == [*lines, "Yours faithfully"]


def test_boxes_are_ticked_or_not():
    paper = Paper().page(says(GREETING, y=760) + says("Accepted", x=90, y=702) + says("Not accepted", x=90, y=662))
    paper.tick("accepted", True, 700).tick("not", False, 660)

    assert paper.read() == ["☒ Accepted", "☐ Not accepted"]


def test_of_a_list_only_what_was_chosen_is_read():
    options = Array([String("In place"), String("Planned"), String("Not planned")])
    paper = Paper().page()
    paper.put("Widget", 700, FT=Name.Ch, Ff=1 << 17, T=String("combo"), V=String("Planned"), Opt=options)
    paper.put("Widget", 600, height=60, FT=Name.Ch, T=String("list"), V=String("Not planned"), Opt=options)

    assert paper.read() == ["Planned", "Not planned"]


def test_hidden_fields_and_buttons_say_nothing():
    paper = Paper().page()
    paper.put("Widget", 700, F=2, FT=Name.Tx, T=String("hidden"), V=String("secret"))
    paper.put("Widget", 680, F=32, FT=Name.Tx, T=String("not shown"), V=String("secret"))
    paper.put("FreeText", 660, F=2, Contents=String("secret"), AP=paper.draws(says("secret", 2, 3)))
    paper.put("Widget", 650, FT=Name.Btn, Ff=1 << 16, T=String("send"), MK=Dictionary(CA=String("Send")))

    assert paper.read() == []


def test_what_a_field_asks_for_is_no_answer():
    paper = Paper().page()
    paper.put("Widget", 700, FT=Name.Tx, T=String("a"), V=String("Click here to enter text."))
    options = Array([String("Please select"), String("Accepted")])
    paper.put("Widget", 650, FT=Name.Ch, Ff=1 << 17, T=String("b"), V=String("Please select"), Opt=options)
    paper.put("Widget", 600, FT=Name.Ch, Ff=1 << 17, T=String("c"), V=String("Accepted"), Opt=options)

    assert paper.read() == ["Accepted"]


@pytest.mark.parametrize("also_form", [False, True])
def test_words_typed_over_a_page_are_read_and_comments_on_it_are_not(also_form):
    paper = Paper().page()
    if also_form:
        paper.tick("x", False, 100)
    paper.put("FreeText", 700, Contents=String("Agreed"), AP=paper.draws("BT /F 11 Tf 2 3 Td (Agreed) Tj ET"))
    paper.put("Text", 650, Contents=String("Check this before it goes"), T=String("Sam"))

    assert paper.read_with_notes() == (["Agreed", *["☐"] * also_form], ["Comments were left out."])


def test_words_typed_over_a_page_are_read_where_no_look_was_kept():
    paper = Paper().page(says(GREETING, y=760) + says("Yours faithfully", y=500))
    paper.put("FreeText", 600, height=50, Contents=String("We accept.\rBy May."))

    assert paper.read() == ["We accept.", "By May.", "Yours faithfully"]


STRUCK = says("We accept", y=700) + says("We refuse", y=650)


def test_words_struck_out_by_hand_are_left_out():
    paper = Paper().page(says(GREETING, y=760) + STRUCK)
    paper.put("StrikeOut", 647, QuadPoints=Array([72, 661, 130, 661, 72, 647, 130, 647]))

    assert paper.read_with_notes() == (["We accept"], ["Words struck out were left out: “We refuse”."])


def test_words_that_a_line_is_drawn_through_are_left_out_and_underlined_ones_are_not():
    paper = Paper().page(says(GREETING, y=760) + STRUCK + "72 698 m 130 698 l S 72 653.5 m 130 653.5 l S\n")

    assert paper.read_with_notes() == (["We accept"], ["Words struck out were left out: “We refuse”."])


# -- what is seen


@pytest.mark.parametrize(
    "hidden",
    [
        says("Unseen", look=WHITE),
        says("Unseen", look=INVISIBLE),
        says("Unseen", size=0.01),
        says("Unseen", x=-500),
        says("Unseen") + "0 g 60 690 200 30 re f\n",  # blacked out
        f"q 0 0 10 10 re W n {says('Unseen')} Q\n",
    ],
)
def test_words_that_nobody_sees_are_left_out(hidden):
    paper = Paper().page(says(GREETING, y=760) + hidden + says("Seen", y=600))

    assert paper.read_with_notes() == (["Seen"], ["Hidden words were left out."])


def test_words_outside_the_visible_part_of_a_page_are_left_out():
    paper = Paper().page(says(GREETING, y=760) + says("Unseen", y=100), CropBox=Array([0, 200, 595, 842]))

    assert paper.read_with_notes() == ([], ["Hidden words were left out."])


def test_a_table_wider_than_its_paper_is_read_to_its_end():
    paper = Paper().page(says(GREETING, y=760) + says("Recommendation", x=500) + says("done", x=610))

    assert paper.read_with_notes() == (["Recommendation done"], [])


def test_white_words_on_a_dark_ground_are_seen():
    paper = Paper().page(says(GREETING, y=760) + "0.2 g 60 690 200 30 re f\n" + says("Seen", look=WHITE))

    assert paper.read_with_notes() == (["Seen"], [])


def test_a_page_that_is_a_picture_is_named():
    paper = Paper().page().page(says("Page 2", y=40), picture=True)

    assert paper.read_with_notes() == (["Page 2"], ["Page 2 of 2 is a picture: its words were not read."])


def test_a_letter_that_is_a_picture_throughout_is_not_read():
    with pytest.raises(NotReadable, match=r"^This file is a picture of a letter"):
        Paper().page("", picture=True).read()


def test_words_that_a_program_recognised_in_a_picture_are_read_and_said_to_be():
    paper = Paper().page().page(says("We accept", look=INVISIBLE), picture=True)

    assert paper.read_with_notes() == (["We accept"], ["Page 2 of 2 is a picture: a program recognised its words."])


def test_ticks_of_a_symbol_font_are_read_as_ticks():
    signs = "BT /Z 12 Tf 300 700 Td (4) Tj /W 12 Tf 30 0 Td (\xfc \xfe \xa8) Tj ET\n"

    assert Paper().page(says(GREETING, y=760) + says("Done") + signs).read() == ["Done ✓ ✓ ☑ ☐"]


# -- what stands for a letter


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (
            "Please wait... If this message is not eventually replaced by the proper contents of the document",
            "This PDF is a form that only Adobe’s own programs can show. "
            "Ask the sender to print it as a PDF, or type what it says.",
        ),
        (
            "This PDF file is protected. You will need a different reader to open it",
            "This PDF is locked by its sender. Ask for one that is not, or type what it says.",
        ),
    ],
)
def test_a_page_that_stands_for_a_letter_is_no_letter(page, sentence):
    with pytest.raises(NotReadable) as refused:
        Paper().page(says(page, size=6)).read()

    assert str(refused.value) == sentence


def with_files(paper: Paper, **files: bytes) -> bytes:
    for ending, content in files.items():
        paper.pdf.attachments[f"a.{ending}"] = pikepdf.AttachedFileSpec(paper.pdf, content, filename=f"a.{ending}")
    return paper.content


def test_files_inside_a_pdf_are_parts_of_their_own_whatever_its_own_pages_hold():
    inner = with_files(Paper().page(says("We accept recommendation 1.")), xlsx=b"PK")

    received = receive(with_files(Paper().page(""), pdf=inner), "portfolio.pdf")

    assert [(part.name, part.trouble[:22]) for part in received.parts] == [
        ("portfolio.pdf", "This file is a picture"),
        ("a.pdf", ""),
        ("a.xlsx", "This spreadsheet is da"),
    ]
    assert [block.text for block in received.blocks] == ["Attached: a.pdf", "We accept recommendation 1."]


def test_a_file_that_is_pinned_to_a_page_is_a_part():
    paper = Paper().page()
    pinned = pikepdf.AttachedFileSpec(paper.pdf, b"Recommendation 1: we accept it.", filename="answer.txt")
    paper.put("FileAttachment", 600, FS=pinned.obj)

    received = receive(paper.content, "letter.pdf")

    assert [(part.name, part.trouble) for part in received.parts] == [("letter.pdf", ""), ("answer.txt", "")]
    assert received.letter == (1,)


def test_files_that_are_too_large_together_are_named():
    files = list(read_pdf(with_files(Paper().page(), a=bytes(15_000_000), b=bytes(15_000_000))))[:2]

    assert [(len(file.content), file.trouble[:23]) for file in files] == [
        (15_000_000, ""),
        (0, "This is inside a PDF th"),
    ]


def test_pdfs_within_pdfs_end():
    made = Paper().page().content
    for _ in range(9):
        made = with_files(Paper().page(), pdf=made)

    assert receive(made, "letter.pdf").parts[-1].trouble.startswith("This file is nested or packed too deeply")


def test_title_and_author_are_hints():
    paper = Paper().page()
    paper.pdf.docinfo["/Title"] = "Response of Borsetshire"
    paper.pdf.docinfo["/Author"] = " "

    assert receive(paper.content, "a.pdf").hints[1:] == (Hint("title", "Response of Borsetshire"),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (encrypted(Paper().page().content, user="secret"), "This PDF is protected by a password."),
        (b"%PDF-1.7\nnothing", "This PDF is damaged and cannot be read."),
    ],
)
def test_a_pdf_that_does_not_open_says_why(content, sentence):
    with pytest.raises(NotReadable, match=f"^{sentence}"):
        list(read_pdf(content))


# -- how a page is put together


def lines(*texts: str, x: int = 72, y: int = 700, apart: int = 15, size: float = 12) -> str:
    """Lines below each other; one that begins with spaces is set in."""
    return "".join(
        says(text.strip(), x + 6 * (len(text) - len(text.lstrip())), y - apart * number, size=size)
        for number, text in enumerate(texts)
    )


FULL = "Officers of the force no longer share what they are told by anybody"  # as wide as the greeting's column

LAYOUTS = {
    "two columns, one after the other": (
        lines("one", "two", "three", "four") + lines("five", "six", "seven", "eight", x=320),
        ["one two three four", "five six seven eight"],
    ),
    "two columns, one longer than the other": (
        lines("one", "two", "three") + lines("five", "six", "seven", "eight", "nine", x=320),
        ["one two three", "five six seven eight nine"],
    ),
    "a title in the middle": (
        says("Response of the Commissioner to what was asked of us in", 100) + says("the year of the report", 195, 685)
        + says("and since", 228, 670) + lines(*[FULL] * 3, y=600),
        [
            "Response of the Commissioner to what was asked of us in the year of the report and since",
            " ".join([FULL] * 3),
        ],
    ),
    "first lines set in": (
        lines(f"    {FULL}", f"{FULL}.", f"    {FULL}", f"{FULL}."),
        [f"{FULL} {FULL}.", f"{FULL} {FULL}."],
    ),
    "paragraphs of one line": (lines(*[f"{FULL}."] * 3, apart=27), [f"{FULL}."] * 3),
    "numbered items, one below the other": (
        lines(f"1. {FULL}", f"and {FULL[4:]}.", f"2. {FULL}.", "3. By May."),
        [f"1. {FULL} and {FULL[4:]}.", f"2. {FULL}.", "3. By May."],
    ),
    "a paragraph that ends early": (
        lines(FULL, "since May.", FULL, FULL), [f"{FULL} since May.", f"{FULL} {FULL}"],
    ),
    "words set out again after an item": (
        lines(f"- {FULL}", f"  {FULL}", x=90) + lines(FULL, f"{FULL}.", y=670), [f"{FULL} {FULL}", f"{FULL} {FULL}."],
    ),
    "double spacing": (lines(*[FULL] * 8, apart=27), [" ".join([FULL] * 8)]),
    "a word parted at a line's end": (lines(f"{FULL} recom-", "mended"), [f"{FULL} recommended"]),
    "a hyphen at a line's end": (lines(f"{FULL} multi-", "agency work"), [f"{FULL} multi-agency work"]),
    "a complaint that a line broke": (lines(f"{FULL} super-", "complaint"), [f"{FULL} super-complaint"]),
    "two hyphens that share a word": (lines(f"{FULL} short-", "and long-term"), [f"{FULL} short- and long-term"]),
    "a drawn bullet": (lines("trained", "told", x=90) + "74 703 3 3 re f 74 688 3 3 re f\n", ["trained", "told"]),
    "a raised number": (says("Done") + says("1", 101, 704, size=7), ["Done1"]),
    "a table with its lines": (
        lines("Question", "Answer", x=72, apart=30) + lines("Met?", "Yes", x=200, apart=30)
        + "60 718 m 360 718 l 60 690 m 360 690 l 60 660 m 360 660 l S 60 718 m 60 660 l 190 718 m 190 660 l S\n",
        ["Question", "Met?", "Answer", "Yes"],
    ),
    "a row that fills the page, without lines across": (
        lines("Question", "of two lines") + lines("Answer", "of two lines", x=200)
        + "60 718 m 60 660 l 190 718 m 190 660 l 360 718 m 360 660 l S\n",
        ["Question of two lines", "Answer of two lines"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "read"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_page_is_put_together_as_it_is_seen(content, read):
    assert Paper().page(says(GREETING, y=760) + content).read() == read


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("matrix", ["1 0 0 1 0 0", "0 1 -1 0 595 0", "-1 0 0 -1 595 842", "0 -1 1 0 0 842"])
def test_a_page_that_lies_on_its_side_is_read_as_whoever_reads_it_turns_it(matrix, turned):
    drawn = says(GREETING, y=560) + says("We accept it.", y=500) + says("By May.", y=400)
    paper = Paper().page(f"q {matrix} cm\n{drawn}Q\n", Rotate=turned)

    assert paper.read() == ["We accept it.", "By May."]


def test_what_stands_on_every_page_is_furniture_whatever_number_it_bears():
    paper = Paper()
    for number in (1, 2, 3):
        said = says(f"Ref 7, sheet {number}", y=810) + says(f"Recommendation {number} is accepted.", y=500)
        paper.page(said + says(str(number), x=300, y=30))

    blocks = apart(read_pdf(paper.content))[0]

    running = [block.text for block in blocks if block.kind == BlockKind.FURNITURE]
    assert running == [line for number in (1, 2, 3) for line in (f"Ref 7, sheet {number}", str(number))]


def test_a_paragraph_goes_on_over_the_end_of_a_page():
    paper = Paper().page(lines(*[FULL] * 3, y=100)).page(lines("shares what it was told.", "We began in May.", y=790))

    assert paper.read() == [" ".join([FULL] * 3) + " shares what it was told.", "We began in May."]


def test_headings_at_the_top_of_pages_and_a_page_number_are_told_apart():
    paper = Paper()
    for number in (5, 2, 9):
        paper.page(says(f"Recommendation {number}", y=790) + says("We accept it.", y=500))
    paper.page(says("Page 4 of 4", y=50))

    blocks = [(block.kind == BlockKind.FURNITURE, block.text) for block in apart(read_pdf(paper.content))[0]]

    assert blocks == [
        *((False, text) for number in (5, 2, 9) for text in (f"Recommendation {number}", "We accept it.")),
        (True, "Page 4 of 4"),
    ]
