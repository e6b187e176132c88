"""Another's words in a message are marked as quoted, in every way mail programs quote, and none goes missing."""

import re
import time

import pytest

from responses.intake.proposal import Block, BlockKind
from responses.intake.reading import read, receive
from responses.intake.reading.quoted import marked
from tests.files import as_docx, as_mail, as_pdf

US, US_IN_PAGE = "Police complaints <sc@hmicfrs.example>", "Police complaints &lt;sc@hmicfrs.example&gt;"
PCC = "Commissioner <pcc@borsetshire-pcc.example>"
OWN = "We accept the first.\n\nJ Archer"
ASKED = "Say what the force did.\n\nSay when."


def heading(who, to="OPCC", labels=("From", "Sent", "To", "Subject")):
    return "\n".join(
        f"{label}: {said}" for label, said in zip(labels, (who, "2 June 2021 10:11", to, "Reply"), strict=True)
    )


def with_marks(text):
    return re.sub("(?m)^", "> ", text)


def framed(text):
    lines = (part for line in text.split("\n") for part in line.replace(": ", ":\n").split("\n"))
    return "\n".join(f"|{'-' * 9}>\n| {line}   |\n|{'-' * 9}>" for line in lines)


NOTICE = "This e-mail is confidential. If you have received it by mistake, delete it and tell whoever sent it to you."

# Of each way to quote: the message, and which of its paragraphs are whose ("." the sender's, "Q" quoted).
PLAIN = {
    "Outlook, English": (f"{OWN}\n\n-----Original Message-----\n{heading(US)}\n\n{ASKED}", "..QQQ"),
    "Outlook, with no empty line": (f"{OWN}\n-----Original Message-----\n{heading(US)}\n\n{ASKED}", "..QQQ"),
    "Outlook, heading alone": (f"{OWN}\n\n{heading(US)}\n\n{ASKED}", "..QQQ"),
    "Outlook, Welsh": (f"{OWN}\n\n{heading(US, labels=('Oddi wrth', 'Anfonwyd', 'At', 'Pwnc'))}\n\n{ASKED}", "..QQQ"),
    "bold labels": (f"{OWN}\n\n{heading(US, labels=('*From', '*Sent', '*To', '*Subject'))}\n\n{ASKED}", "..QQQ"),
    "Gmail": (f"{OWN}\n\nOn 2 June 2021 at 10:11, {US} wrote:\n\n{with_marks(ASKED)}", "..QQQ"),
    "Gmail, its line broken": (f"{OWN}\n\nOn 2 June 2021 at 10:11, {US}\nwrote:\n\n{with_marks(ASKED)}", "..QQQ"),
    "Gmail, Welsh": (f"{OWN}\n\nAr 2 Meh 2021 am 10:11, {US} ysgrifennodd:\n{with_marks(ASKED)}", "..QQQ"),
    "Welsh, verb first": (f"{OWN}\n\nAr 2 Meh 2021 am 10:11 ysgrifennodd {US}:\n{with_marks(ASKED)}", "..QQQ"),
    "GroupWise": (f'{OWN}\n\n>>> "Complaints" <sc@hmicfrs.example> 02/06/2021 10:11 >>>\n{ASKED}', "..QQ"),
    "Lotus Notes": (f"{OWN}\n\n-----sc@hmicfrs.example wrote: -----\n{heading(US)}\n\n{ASKED}", "..QQQQ"),
    "Lotus Notes, framed": (f"{OWN}\n\n{framed(heading(US))}\n\n{ASKED}", "..QQQ"),
    "no time, no marks": (f"{OWN}\n\nOn Wed 2 June 2021, Complaints (HMICFRS) wrote:\n\n{ASKED}", "..QQQ"),
    "a heading of two lines": (f"{OWN}\n\nFrom: Complaints (HMICFRS)\nSent: 2 June\n\n{ASKED}", "..QQQ"),
    "a heading in one line": (
        f"{OWN}\n\n{heading(US)}\n\n{ASKED}".replace("\nSent", " Sent").replace("\nTo", " To"), "..QQQ"),
    "Gmail, French": (f"{OWN}\n\nLe 2 juin 2021 à 10:11, {US} a écrit :\n\n{ASKED}", "..QQQ"),
    "Outlook, Danish": (
        f"{OWN}\n\n-----Oprindelig meddelelse-----\n{heading(US, labels=('Fra', 'Sendt', 'Til', 'Emne'))}\n\n{ASKED}",
        "..QQQ",
    ),
    "no marks": (f"{OWN}\n\nOn 2 June 2021 at 10:11, {US} wrote:\n\n{ASKED}", "..QQQ"),
    "answer below": (f"On 2 June 2021 at 10:11, {US} wrote:\n{with_marks(ASKED)}\n\n{OWN}", "QQQ.."),
    "answers between": ("Hello\n\n> 1. Done?\nYes.\n> 2. When?\nIn May.", ".Q.Q."),
    "a quotation in a quotation": (f"{OWN}\n\n> Please.\n>> {PCC} wrote\n>> before\n", "..QQ"),
    "more than": ("Hello\n\n> 90% of officers\n\nDone.", "..."),
    "one arrow": ("Hello\n\n> see the annex\n\nDone.", "..."),
    "a letter that quotes": ("Hello\n\nOn 17.12 the force wrote:\n\nWe did.", "..."),
    "a letter that quotes at some length": ("Hello\n\nOn 17 May at 10:11 I wrote to all as follows:\n\nWe did.", "..."),
    "a span of time": ("Hello\n\nIt applies\nfrom: 1 May\nto: 2 June\nsubject: to the chief\n\nDone.", "..."),
    "a heading between dashes": ("Hello\n\n---- Our answers ----\n\nWe did.", "..."),
    "lines of dashes": ("Hello\n\n-----------\n\nDone.\n\n_________\n\nEnd.", "..."),
    "an empty answer": (f"{heading(US)}\n\n{ASKED}", "QQQ"),
    # The sender only passes on what a body wrote to us.
    "passed on": (f"Please see below.\n\n{heading(PCC)}\n\nWe accept.\n\n{heading(US)}\n\n{ASKED}", "...QQQ"),
    "passed on below a notice": (f"FYI\n\n{NOTICE}\n\n{heading(PCC)}\n\nWe accept.", "...."),
    "passed on, Gmail": (f"FYI\n\n---------- Forwarded message ---------\n{heading(PCC)}\n\nWe accept.", "..."),
    "passed on, Apple": (f"FYI\n\nBegin forwarded message:\n\n{with_marks(heading(PCC))}\n>\n> We accept.", "...."),
    "passed on to us": (f"FYI\n\n{heading('Archer, J', to=US)}\n\nWe accept.", "..."),
    "passed on by us": (f"Please record.\n\n{heading(US)}\n\nFYI\n\n{heading(PCC)}\n\nWe accept.", ".QQ.."),
    "not passed on: our request": (f"Please see below.\n\n{heading(US)}\n\n{ASKED}", ".QQQ"),
    "not passed on: nobody known": (f"See attached.\n\n{heading('Smith, J')}\n\n{ASKED}", ".QQQ"),
    "not passed on: an answer": (f"{OWN} See below.\n\n{heading(PCC)}\n\nAs agreed.", "..QQ"),
}  # fmt: skip

TOP, REQUEST = "<p>We accept the first.</p><p>J Archer</p>", "<p>Say what the force did.</p>"
LINES = f"<b>From:</b> {US_IN_PAGE}<br><b>Sent:</b> 2 June<br><b>To:</b> OPCC<br><b>Subject:</b> Reply"
PAGES = {
    "Outlook": (f'{TOP}<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>{LINES}</p></div>{REQUEST}', "..QQ"),
    "Outlook on the web": (f'{TOP}<div id="appendonsend"></div><div id="divRplyFwdMsg">{LINES}</div>{REQUEST}', "..QQ"),
    "a line each": (TOP + "".join(f"<div>{line}</div>" for line in LINES.split("<br>")) + REQUEST, "..QQQQQ"),
    "in one paragraph": (f"<p>We accept.<br>-----Original Message-----<br>{LINES}</p>{REQUEST}", ".QQ"),
    "Gmail": (
        f'{TOP}<div class="gmail_quote"><div>On 2 June 2021 at 10:11, {US_IN_PAGE} wrote:<br></div>'
        f'<blockquote class="gmail_quote">{REQUEST}</blockquote></div>',
        "..QQ",
    ),
    "Apple, answers between": (
        f'<blockquote type="cite"><div>On 2 June 2021, at 10:11, {US_IN_PAGE} wrote:</div>{REQUEST}</blockquote>'
        f"{TOP}<blockquote type=cite>{REQUEST}</blockquote><p>Done.</p>",
        "QQ..Q.",
    ),
    "Lotus Notes": (
        f"{TOP}<table><tr><td><b>{US_IN_PAGE}</b><p>02/06/2021 10:11</td><td><table><tr><td>To<td>OPCC<tr><td>cc"
        f"<td>Press<tr><td>Subject<td>Reply</table></table>{REQUEST}",
        "..QQQ",
    ),
    "set in, not quoted": (f"<p>Hello</p><blockquote>{TOP}</blockquote>", "..."),
}  # fmt: skip


def whose(blocks):
    return "".join("Q" if block.quoted else "." for block in blocks if block.kind != BlockKind.FURNITURE)


@pytest.mark.parametrize(("text", "expected"), PLAIN.values(), ids=PLAIN.keys())
def test_quoted_words_are_told_from_the_senders(text, expected):
    blocks = read(as_mail(text), "mail.eml")

    assert whose(blocks) == expected


@pytest.mark.parametrize(("page", "expected"), PAGES.values(), ids=PAGES.keys())
def test_quoted_words_of_a_page_are_told_from_the_senders(page, expected):
    page = f"<html><body>{page}</body></html>"
    blocks = read(as_mail("", page), "mail.eml")

    assert whose(blocks) == whose(read(page.encode(), "mail.html")) == expected
    said = re.findall(r"\w+", " ".join(block.text for block in blocks if block.kind != BlockKind.FURNITURE))
    assert said == re.findall(r"\w+", re.sub("<[^<>]*>", " ", page).replace("&lt;", " ").replace("&gt;", " "))


@pytest.mark.parametrize("text", [text for text, _ in PLAIN.values()], ids=PLAIN.keys())
def test_no_word_of_a_message_goes_missing(text):
    blocks = read(as_mail(text), "mail.eml")

    said = " ".join(block.text for block in blocks if block.kind != BlockKind.FURNITURE)
    assert re.findall(r"\w+", said) == re.findall(r"[^\W_]\w*", text)


SAVED = [
    Block(BlockKind.PARAGRAPH, text)
    for text in (heading(PCC, to=US), "We accept the first.", "J Archer", heading(US), "Say what the force did.")
]


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (as_docx, "mail.docx"),
        pytest.param(as_pdf, "mail.pdf", marks=pytest.mark.pdf),
        (lambda blocks: "\n\n".join(block.text for block in blocks).encode(), "mail.txt"),
    ],
    ids=["docx", "pdf", "txt"],
)
def test_a_mail_saved_in_another_format_has_a_heading_of_its_own(make, name):
    blocks = read(make(SAVED), name)

    asked = {block.text: block.quoted for block in blocks}
    assert (asked["We accept the first."], asked["Say what the force did."]) == (False, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Our response\n\n> Train all staff.\n\n> **Force:** We have.", "..."),
        ("Our response\n\n> Train all staff.\n\n> When?", ".QQ"),
        (
            f"# Our response\n\n{OWN}\n\nOn 3 May 2021 at 10:00, HMICFRS wrote:\n\n> Train all staff.\n\n> When?",
            "...QQQ",
        ),
    ],
)
def test_a_page_with_headings_sets_off_by_marks_what_no_mail_quotes(text, expected):
    assert whose(read(text.encode(), "letter.txt")) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Our answers are in red below.\n\n{heading(US)}\n\n1. Done?\nYes.", True),
        (f"We answer below each question.\n\n{heading(US)}\n\n1. Done?\nYes.", True),
        ("We answer below each question.\n\n> 1. Done?\nYes.", False),  # there they are told apart
        ("Each officer has a card in red.", False),
        (f"{OWN}\n\n{heading(US)}\n\nAnswer in red.", False),
    ],
)
def test_answers_that_cannot_be_told_from_what_is_quoted_are_said(text, said):
    notes = receive(as_mail(text), "mail.eml").parts[0].notes

    assert [note.startswith("It says that answers stand among") for note in notes] == [True] * said


def test_a_memorandum_is_no_quotation_however_long_its_letterhead():
    head = [
        "Office of the Police and Crime Commissioner",
        "1 High Street, Felpersham FP1 2AB",
        "Memorandum",
        *"abcdefghi",
    ]
    blocks = [
        Block(BlockKind.PARAGRAPH, text) for text in (*head, heading("The Commissioner", to="HMICFRS"), "We accept.")
    ]

    assert whose(marked(blocks, is_mail=False)) == "." * len(blocks)


@pytest.mark.parametrize(
    "line", [">" * 590 + "x", ">" * 300 + "wrote " * 40, "1:11 <a@b" * 60, "From: " + "to: " * 140]
)
def test_lines_made_to_take_long_take_time_by_their_length(line):
    began = time.process_time()

    read("\n".join([line] * 1_600).encode(), "mail.txt")

    # A second or two; what grows by the square takes half a minute.
    assert time.process_time() - began < 8


def test_headings_without_end_take_no_time_to_speak_of():
    blocks = [
        Block(BlockKind.PARAGRAPH, text) for text in ("From: a", "On 1 May 10:11 a@b wrote:", "> x", "We say.") * 5000
    ]

    assert len(marked(blocks, is_mail=True)) == 20_000
