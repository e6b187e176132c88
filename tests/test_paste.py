"""What is pasted arrives as its reader saw it: nothing struck out, commented or hidden, every other word and number.

The pairs are in tests/pastes/, a file for each source: a name, what is on the clipboard, the words that are posted, and
what is said beside the box to be left out.
"""

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import box_of

pytestmark = pytest.mark.urls("tests.pages")

PASTES = Path(__file__).parent / "pastes"
WORDS = "new FormData(document.querySelector('form[data-autosave]')).get('text-html')"
# As a program copies: the clipboard gets these very bytes.
COPY = """flavours => {
    const fill = event => {
        event.preventDefault()
        for (const [type, text] of Object.entries(flavours)) event.clipboardData.setData(`text/${type}`, text)
    }
    document.addEventListener("copy", fill, {once: true})
    document.execCommand("copy")
}"""
# As another page copies: the browser writes the HTML anew.
WRITE = """html => navigator.clipboard.write([new ClipboardItem({
    "text/html": new Blob([html], {type: "text/html"}), "text/plain": new Blob(["plain"], {type: "text/plain"})
})])"""


def pairs(source):
    """name: (clipboard, words, left out)."""
    found = {}
    for pair in re.split(r"^=== ", (PASTES / f"{source}.txt").read_text(), flags=re.MULTILINE)[1:]:
        clipboard, _, expected = pair.partition("\n---\n")
        name, _, html = clipboard.partition("\n")
        words, _, left = expected.strip().partition("\n")
        found[name] = html, words, left
    return found


@pytest.fixture
def box(page):
    page.goto("/editor/")
    box = box_of(page, "What was done?")
    box.focus()
    return box


@pytest.fixture
def words(page):
    return lambda: page.evaluate(WORDS)


@pytest.fixture
def left(page):
    return page.locator(".app-editor__left")


def paste(page, keys="Control+v", **flavours):
    page.evaluate(COPY, {"plain": "plain", **flavours})
    page.keyboard.press(keys)


def start_again(box):
    box.press("Control+a")
    box.press("Delete")


@pytest.mark.parametrize("source", sorted(path.stem for path in PASTES.iterdir()))
def test_a_paste_says_what_its_reader_saw(page, box, words, left, source):
    found = {}
    for name, (html, *_) in pairs(source).items():
        start_again(box)
        paste(page, html=html)
        found[name] = words(), left.inner_text()

    assert found == {name: pair[1:] for name, pair in pairs(source).items()}


def test_what_another_page_put_on_the_clipboard_says_the_same(page, box, words, left, live_server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    other = page.context.new_page()
    other.route("**/other/", lambda route: route.fulfill(body="<title>Other</title>", content_type="text/html"))
    other.goto("/other/")
    names = ["track changes word", "two comments", "letters abc", "numbering continues", "wingdings tick", "footnote"]
    found = {}
    for name in names:
        other.bring_to_front()
        other.evaluate(WRITE, pairs("word")[name][0])
        page.bring_to_front()
        start_again(box)
        box.press("Control+v")
        found[name] = words(), left.inner_text()

    assert found == {name: pairs("word")[name][1:] for name in names}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "> 90% are trained\n# 12 officers\n\n- not a bullet",
            "<p>&gt; 90% are trained<br># 12 officers</p><p>- not a bullet</p>",
        ),
        ("5*3*2 <b>\r\n\r\n\r\n1. one", "<p>5*3*2 &lt;b&gt;</p><p>1. one</p>"),
        (
            "2020\t14\n2021\t",
            "<table><tbody><tr><td><p>2020</p></td><td><p>14</p></td></tr><tr><td><p>2021</p></td><td><p></p></td></tr></tbody></table>",
        ),
        ("Force\tKent", "<p>Force Kent</p>"),
        ("a\tb\nc", "<p>a b<br>c</p>"),
        ("1.\tone\n2.\ttwo", "<p>1. one<br>2. two</p>"),
        ("\tone\n\ttwo", "<p> one<br> two</p>"),
        ("•\tone\n•\ttwo", "<p>• one<br>• two</p>"),
        ("super\u00adcom\u200bplaint\u00a0one\vtwo", "<p>supercomplaint one<br>two</p>"),
    ],
)
def test_plain_text_keeps_every_sign(page, box, words, text, expected):
    paste(page, plain=text)

    assert words() == expected


def test_a_paste_without_its_looks_is_plain_text(page, box, words):
    paste(page, "Control+Shift+v", html="<h1>A <b>b</b></h1>", plain="A b")

    assert words() == "<p>A b</p>"


LIST = "<ul><li>one</li><li>two</li></ul>"
TABLE = "<table><tr><td>one</td><td>two</td></tr></table>"


@pytest.mark.parametrize(
    ("before", "html", "expected"),
    [
        ("Before |after", "<p>and <b>now</b></p>", "<p>Before and <strong>now</strong>after</p>"),
        ("We|did", "<span>&nbsp;in the <b>end </b></span>", "<p>We in the <strong>end </strong>did</p>"),
        (
            "We|did",
            "<body>\n<!--StartFragment--><i> soon </i><!--EndFragment-->\n</body>",
            "<p>We<em> soon </em>did</p>",
        ),
        ("Before|after", "<p>one</p><p>two</p>", "<p>Beforeone</p><p>twoafter</p>"),
        ("We did:|", LIST, "<p>We did:</p><ul><li><p>one</p></li><li><p>two</p></li></ul>"),
        ("We|did", LIST, "<p>We</p><ul><li><p>one</p></li><li><p>two</p></li></ul><p>did</p>"),
        (
            "We|did",
            TABLE,
            "<p>We</p><table><tbody><tr><td><p>one</p></td><td><p>two</p></td></tr></tbody></table><p>did</p>",
        ),
        ("|", "<h1>one</h1>", "<h2>one</h2>"),
    ],
)
def test_a_paste_into_a_sentence(page, box, words, before, html, expected):
    box.press_sequentially(before.replace("|", ""))
    for _ in before.partition("|")[2]:
        box.press("ArrowLeft")

    paste(page, html=html)

    assert words() == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>more</p>", "<ul><li><p>itemmore</p></li></ul>"),
        ("<p>more</p><p>still</p>", "<ul><li><p>itemmore</p><p>still</p></li></ul>"),
        (LIST, "<ul><li><p>itemone</p></li><li><p>two</p></li></ul>"),
        (
            TABLE,
            "<ul><li><p>item</p><table><tbody><tr><td><p>one</p></td><td><p>two</p></td></tr></tbody></table></li></ul>",
        ),
    ],
)
def test_a_paste_into_a_list(page, words, html, expected):
    page.goto("/editor/?words=<ul><li><p>item</p></li></ul>")
    page.get_by_text("item", exact=True).click()
    page.keyboard.press("End")

    paste(page, html=html)

    assert words() == expected


FROM_C = '<ol type="a" start="3"><li>three</li></ol>'
C = '<ol start="3" type="a"><li><p>three</p></li></ol>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ol><li>more</li></ol>", "<ol><li><p>itemmore</p></li><li><p>next</p></li></ol>"),
        ("<ol start=2><li>two</li></ol>", "<ol><li><p>itemtwo</p></li><li><p>next</p></li></ol>"),
        (FROM_C, f"<ol><li><p>item</p>{C}</li><li><p>next</p></li></ol>"),
        (
            "<ol start=7><li>seven</li></ol>",
            '<ol><li><p>item</p><ol start="7"><li><p>seven</p></li></ol></li><li><p>next</p></li></ol>',
        ),
    ],
)
def test_a_list_takes_in_only_what_counts_as_it_does(page, words, html, expected):
    page.goto("/editor/?words=<ol><li><p>item</p></li><li><p>next</p></li></ol>")
    page.get_by_text("item", exact=True).click()
    page.keyboard.press("End")

    paste(page, html=html)

    assert words() == expected


def test_a_number_stays_in_an_empty_item(page, words):
    page.goto("/editor/?words=<ul><li><p>x</p></li><li><p>y</p></li></ul>")
    page.get_by_text("y", exact=True).click()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")

    paste(page, html=FROM_C)

    assert words() == f"<ul><li><p>x</p></li><li>{C}</li></ul>"


def test_a_paste_of_deletions_alone_leaves_what_was_selected(page, box, words, left):
    box.press_sequentially("We accept")
    box.press("Control+a")

    paste(page, html="<p><del>gone</del></p>")

    assert (words(), left.inner_text()) == ("<p>We accept</p>", "Left out: 1 deletion")


def test_a_sign_of_plain_text_that_is_left_out_is_said(page, box, words, left):
    paste(page, plain="\uf0fc done")

    assert (words(), left.inner_text()) == ("<p> done</p>", "Left out: 1 sign that cannot be shown")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>more</p>", "<p>xmore</p>"),
        (LIST, "<p>x</p><ul><li><p>one</p></li><li><p>two</p></li></ul>"),
        (TABLE, "<p>xone</p><p>two</p>"),
    ],
)
def test_a_paste_into_a_cell_stays_in_it(page, words, html, expected):
    page.goto("/editor/?words=<table><tbody><tr><td><p>x</p></td><td><p>y</p></td></tr></tbody></table>")
    page.get_by_text("x", exact=True).click()
    page.keyboard.press("End")

    paste(page, html=html)

    assert words() == f"<table><tbody><tr><td>{expected}</td><td><p>y</p></td></tr></tbody></table>"


def test_one_undo_takes_back_the_paste_alone(page, box, words):
    box.press_sequentially("We ")
    paste(page, html="<p>fully</p>")
    box.press_sequentially(" accept")

    box.press("Control+z")
    assert words() == "<p>We fully</p>"

    box.press("Control+z")
    assert words() == "<p>We </p>"


def test_what_was_left_out_is_said_until_the_next_paste(page, box, left):
    paste(page, html="<p>We <del>do not</del> accept <del>it</del><img src='file:///a.png'></p>")
    expect(left).to_have_text("Left out: 2 deletions, 1 picture")
    expect(left).to_have_attribute("role", "status")

    paste(page, html="<p>now</p>")
    expect(left).to_have_text("")


DROP = """(box, {html, file}) => {
    const dataTransfer = new DataTransfer()
    if (html) dataTransfer.setData("text/html", html)
    const type = file?.endsWith("png") ? "image/png" : ""
    if (file) dataTransfer.items.add(new File(["x"], file, {type}))
    const {x, y} = box.getBoundingClientRect()
    const event = new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true, clientX: x + 9, clientY: y + 9})
    return box.dispatchEvent(event)
}"""


def test_what_is_dropped_is_cleaned_alike(box, words, left):
    box.evaluate(DROP, {"html": "<p>We <del>do not</del> accept</p>"})

    assert (words(), left.inner_text()) == ("<p>We accept</p>", "Left out: 1 deletion")


@pytest.mark.parametrize(("file", "said"), [("a.png", "Left out: 1 picture"), ("a.docx", "Left out: 1 file")])
def test_a_file_that_is_dropped_is_said_not_to_be_there(box, words, left, file, said):
    goes_on = box.evaluate(DROP, {"file": file})

    # The browser would otherwise leave the page, to show the file.
    assert (goes_on, words(), left.inner_text()) == (False, "", said)


OWN = '<p data-pm-slice="1 1 []">{}</p>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (OWN.format("We <strong>accept</strong>"), "<p>We <strong>accept</strong></p>"),
        (OWN.format('<a href="javascript:alert(1)">this</a>'), "<p>this</p>"),
        (OWN.format('<a href="data:text/html,x">this</a>'), "<p>this</p>"),
        (OWN.format("We <s>do not</s> accept"), "<p>We accept</p>"),  # another editor's, of the same make
    ],
)
def test_a_copy_that_says_it_is_our_own_is_checked(page, box, words, html, expected):
    paste(page, html=html)

    assert words() == expected


def test_a_copy_of_our_own_is_the_same_again(page, words):
    stored = '<ol start="3" type="a" class="brackets"><li><p>one <sup>2</sup></p></li></ol><p><a href="https://example.org/">x</a></p>'
    page.goto(f"/editor/?words={stored}")
    box_of(page, "What was done?").focus()
    for key in ("Control+a", "Control+c", "Delete", "Control+v"):
        page.keyboard.press(key)

    assert words() == stored


def test_no_word_is_lost_whatever_stands_in_whatever(page, box):
    chance = random.Random(7)  # noqa: S311 - not a secret
    given = [document(chance) for _ in range(60)]

    arrived = []
    for html in given:
        start_again(box)
        paste(page, html=html)
        arrived.append(sorted(re.findall(r"w\d+", box.inner_text())))

    # Sorted: words between the cells of a table are moved out of it, by the browser.
    assert arrived == [sorted(re.findall(r"w\d+", html)) for html in given]


TAGS = ["p", "div", "span", "b", "i", "ul", "li", "ol", "table", "tr", "td", "th", "blockquote", "h1", "h3", "a", "sup"]
TAGS += ["section", "dl", "dt", "dd", "pre", "center", "font", "u", "ins", "o:p", "code"]


def document(chance, depth=0):
    """Elements in one another as no program would write them, with numbered words in between."""
    pieces = []
    for _ in range(chance.randint(1, 4)):
        pieces.append(f" w{chance.randint(0, 999)} ")
        if depth < 5 and chance.random() < 0.7:
            tag = chance.choice(TAGS)
            pieces.append(f"<{tag}>{document(chance, depth + 1)}</{tag}>")
    return "".join(pieces)
