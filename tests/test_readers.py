# ruff: noqa: E501 - a case stands on one line
"""What a reader of the page sees is read, and nothing else: in Word, OpenDocument, web pages and plain text."""

import re
import time

import hypothesis.strategies as st
import pytest
from hypothesis import given

from responses.intake.proposal import BlockKind, Hint
from responses.intake.reading import opendocument, receive, web, word
from responses.intake.reading.text import read_text
from tests.files import apart, odt_of
from tests.hostile import W, document_xml, docx_of, paragraph

HIDDEN = "Hidden words were left out."
DELETED = "Words deleted while changes were tracked were left out."
COMMENTS = "Comments were left out."
EMPTY = "A field was left empty after “{}”."
EMPTY_FIRST = "A field was left empty at the beginning."
PICTURE = "A large picture in it was not read. If it holds words of the letter, type what it says."
STRUCK = "Words struck out were left out: “{}”."

_STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="character" w:styleId="Note"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Deeper"><w:basedOn w:val="Note"/></w:style>
<w:style w:type="paragraph" w:styleId="Draft"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="TestunDalfan"><w:name w:val="Placeholder Text"/></w:style>
<w:style w:type="character" w:styleId="Tick"><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Old"><w:rPr><w:strike/></w:rPr></w:style></w:styles>"""
_COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment/></w:comments>'
)
_RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="s" Type="http://x/styles" Target="styles.xml"/>'
    '<Relationship Id="c" Type="http://x/aFChunk" Target="chunk.html"/>'
    '<Relationship Id="d" Type="http://x/aFChunk" Target="chunk.docx"/>'
    '<Relationship Id="m" Type="http://x/aFChunk" Target="chunk.mht"/>{}</Relationships>'
)


def docx(body: str, *, commented: bool = False) -> bytes:
    comments = '<Relationship Id="n" Type="http://x/comments" Target="comments.xml"/>' if commented else ""
    others = {
        "word/styles.xml": _STYLES,
        "word/comments.xml": _COMMENTS,
        "word/chunk.html": "<html><p>From <s>no</s> a page</p><table><tr><td>a<td>b</table>",
        "word/chunk.docx": docx_of(document_xml(paragraph("From a document"))),
        "word/chunk.mht": "MIME-Version: 1.0\n\n<html>",
        "word/_rels/document.xml.rels": _RELATED.format(comments),
    }
    return docx_of(document_xml(f"<w:p>{body}</w:p>" if body.startswith("<w:r") else body), others=others)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def form_field(form: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{form}</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORM'
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>again</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def control(said: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{said}</w:sdtContent></w:sdt>"


def ticks(said: str) -> str:
    return form_field(f'<w:checkBox>{said}<w:default w:val="0"/></w:checkBox>')


_LIST = '<w:listEntry w:val="Accepted"/><w:listEntry w:val="Not accepted"/>'
_PLACEHOLDER = '<w:rStyle w:val="PlaceholderText"/>'
_ASKS_IN_WELSH = '<w:rStyle w:val="TestunDalfan"/>'
_WHITE = '<w:color w:val="FFFFFF"/>'
_PICTURE = '<w:r><w:pic><w:spPr><w:xfrm><w:ext cx="{0}" cy="{0}"/></w:xfrm></w:spPr></w:pic></w:r>'


@pytest.mark.parametrize(
    ("body", "text", "notes"),
    [
        (run("We accept.") + run(" Do not send!", "<w:vanish/>"), "We accept.", [HIDDEN]),
        (run("We accept.") + run(" Do not send!", '<w:vanish w:val="0"/>'), "We accept. Do not send!", []),
        (run("We accept.") + run(" Secret", '<w:rStyle w:val="Deeper"/>'), "We accept.", [HIDDEN]),
        ('<w:p><w:pPr><w:pStyle w:val="Draft"/></w:pPr>' + run("Secret") + "</w:p>", "", [HIDDEN]),
        ("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + run("Seen") + "</w:p>", "Seen", []),
        (run("We ") + run("do not ", "<w:strike/>") + run("accept."), "We accept.", [STRUCK.format("do not")]),
        (run("We ") + run("never ", "<w:dstrike/>") + run("accept."), "We accept.", [STRUCK.format("never")]),
        ('<w:p><w:pPr><w:pStyle w:val="Old"/></w:pPr>' + run("x" * 99) + "</w:p>", "", [STRUCK.format("x" * 80 + "…")]),
        (run("We ") + "<w:del><w:r><w:delText>not</w:delText></w:r></w:del>" + run("accept."), "We accept.", [DELETED]),
        (
            run("Answer: ") + run("Click or tap here to enter text.", _PLACEHOLDER),
            "Answer: ",
            [EMPTY.format("Answer:")],
        ),
        (
            paragraph("1.")
            + "<w:p>"
            + (run("[Say") + run(" it]")).replace("<w:rPr>", f"<w:rPr>{_ASKS_IN_WELSH}")
            + "</w:p>",
            "1.",
            [EMPTY.format("1.")],
        ),
        (paragraph("Click or tap here to enter text."), "", [EMPTY_FIRST]),
        (paragraph("Choose an item."), "", [EMPTY_FIRST]),
        (control(paragraph("What your force did"), "<w:showingPlcHdr/>"), "", [EMPTY_FIRST]),
        (
            run("Answer: ") + control(run("Name"), "<w:showingPlcHdr/>") + run("."),
            "Answer: .",
            [EMPTY.format("Answer:")],
        ),
        (
            paragraph("One") + control("", "<w:showingPlcHdr/>") + control("", "<w:showingPlcHdr/>"),
            "One",
            ["2 fields were left empty, the first after “One”."],
        ),
        (control(control(paragraph("Accepted"), "<w:dropDownList/>")), "Accepted", []),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓", []),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FD"/></w:r>', "☒", []),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑", []),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/><w:sym w:font="Wingdings" w:char="F06F"/></w:r>', "☐☐", []),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑", []),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', "•", []),
        (run("ü", '<w:rFonts w:ascii="Wingdings"/>') + run("ü"), "✓ü", []),
        (run("R", '<w:rStyle w:val="Tick"/>') + run("R"), "☑R", []),
        (run("We accept.") + run(" Secret", _WHITE), "We accept.", [HIDDEN]),
        (run("We accept.", f'{_WHITE}<w:shd w:fill="000000"/>'), "We accept.", []),
        ('<w:p><w:pPr><w:shd w:fill="000000"/></w:pPr>' + run("We accept.", _WHITE) + "</w:p>", "We accept.", []),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('1', _WHITE)}</w:p></w:tc></w:tr></w:tbl>", "1", []),
        (run("We accept.", _WHITE) + '<w:r><w:drawing><w:anchor behindDoc="1"/></w:drawing></w:r>', "We accept.", []),
        (run("1") + _PICTURE.format(5_000_000), "1", [PICTURE]),
        (run("1") + _PICTURE.format(500_000), "1", []),
        (ticks("<w:checked/>") + run(" Accepted ") + ticks("") + run(" Not"), "☒ Accepted ☐ Not", []),
        (ticks('<w:checked w:val="0"/>') + run(" Accepted"), "☐ Accepted", []),
        (form_field('<w:checkBox><w:default w:val="1"/></w:checkBox>'), "☒", []),
        (form_field(f'<w:ddList><w:result w:val="1"/>{_LIST}</w:ddList>'), "Not accepted", []),
        (form_field(f"<w:ddList>{_LIST}</w:ddList>"), "Accepted", []),
        (form_field("<w:textInput/>"), "again", []),
        ('<w:altChunk r:id="c" xmlns:r="http://r"/>', "From a page a b", [STRUCK.format("no")]),
        ('<w:altChunk r:id="d" xmlns:r="http://r"/>', "From a document", []),
        ('<w:altChunk r:id="m" xmlns:r="http://r"/>', "", ["A document within this one could not be read."]),
    ],
)
def test_a_word_document_is_read_as_it_would_print(body, text, notes):
    blocks, told = apart(word.read_docx(docx(body)))

    assert (" ".join(block.text for block in blocks), told) == (text, notes)


_NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%2.%3"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>
</w:num></w:numbering>"""


def test_the_lists_of_a_word_document_have_the_numbers_that_word_prints():
    relations = _RELATED.format('<Relationship Id="n" Type="http://x/numbering" Target="numbering.xml"/>')
    places = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0), (3, 0), (1, 0), (0, 0), (7, 0)]
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run("x")}</w:p>'
        for number, level in places
    )
    others = {"word/numbering.xml": _NUMBERING, "word/_rels/document.xml.rels": relations}

    blocks = apart(word.read_docx(docx_of(document_xml(body), others=others)))[0]

    assert [block.text for block in blocks] == [
        "4. x", "(a) x", "(b) x", "4.b.I x", "5. x", "(a) x", "x", "9. x", "10. x", "x", "x",
    ]  # fmt: skip
    assert [block.kind for block in blocks] == [ITEM] * 9 + [PARAGRAPH, ITEM]


def test_the_comments_of_a_word_document_are_left_out_and_told():
    blocks, told = apart(word.read_docx(docx(run("We accept."), commented=True)))

    assert ([block.text for block in blocks], told) == (["We accept."], [COMMENTS])


def test_a_hidden_row_of_a_word_table_is_left_out():
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    rows = row.format("", paragraph("a"), paragraph("b")) + row.format("<w:hidden/>", paragraph("c"), paragraph("d"))

    assert [block.text for block in apart(word.read_docx(docx(f"<w:tbl>{rows}</w:tbl>")))[0]] == ["a", "b"]


_NAMES = {"draw": "drawing", **{name: name for name in ("office", "text", "style", "form", "field")}}
_ODT = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in _NAMES.items())
_ODT_STYLES = """<office:automatic-styles>
<style:style style:name="H"><style:text-properties text:display="none"/></style:style>
<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="W"><style:text-properties style:font-name="Wingdings"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"
style:num-suffix="." text:start-value="4"/></text:list-style></office:automatic-styles>"""
_ODT_FORM = """<office:forms><form:form><form:checkbox form:id="on" form:current-state="checked" form:label="Accepted"/>
<form:checkbox form:id="off" form:label="Not accepted"/><form:text form:id="said" form:current-value="By May"/>
<form:listbox form:id="list"><form:option form:label="Yes"/><form:option form:label="No" form:current-selected="true"/>
</form:listbox></form:form></office:forms>"""
_MARK = '<field:fieldmark field:type="vnd.oasis.opendocument.field.{}">{}</field:fieldmark>'
_PARAM = '<field:param field:name="{}" field:value="{}"/>'


def odt(body: str, **others: str) -> bytes:
    content = (
        f"<office:document-content {_ODT}>{_ODT_STYLES}<office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return odt_of({"content.xml": content, **others})


def entries(*chosen: tuple[str, str]) -> str:
    return "".join(_PARAM.format(name, value) for name, value in chosen)


@pytest.mark.parametrize(
    ("body", "text", "notes"),
    [
        ('<text:p>We accept.<text:span text:style-name="H"> Secret</text:span></text:p>', "We accept.", [HIDDEN]),
        ('<text:p text:style-name="H">Secret</text:p><text:p>Seen</text:p>', "Seen", [HIDDEN]),
        ('<text:section text:display="none"><text:p>Secret</text:p></text:section>', "", [HIDDEN]),
        ('<text:p>a<text:hidden-text text:is-hidden="true">b</text:hidden-text>c</text:p>', "ac", [HIDDEN]),
        ('<text:p>a<text:span text:style-name="S">not</text:span>b</text:p>', "ab", [STRUCK.format("not")]),
        ("<text:p>a<office:annotation><text:p>b</text:p></office:annotation>c</text:p>", "ac", [COMMENTS]),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>b</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>a</text:p>",
            "a",
            [DELETED],
        ),
        ("<text:p>To: <text:placeholder>Name</text:placeholder></text:p>", "To: ", [EMPTY.format("To:")]),
        (
            '<text:p>1.</text:p><text:p><x:content-control xmlns:x="x" x:showing-place-holder="true">Choose'
            "</x:content-control></text:p>",
            "1.",
            [EMPTY.format("1.")],
        ),
        (
            '<text:p>1<draw:frame x:width="16cm" x:height="4.5in" xmlns:x="x"><draw:image/></draw:frame></text:p>',
            "1",
            [PICTURE],
        ),
        (
            '<text:p>1<draw:frame x:width="16cm" x:height="40mm" xmlns:x="x"><draw:image/></draw:frame></text:p>',
            "1",
            [],
        ),
        ('<text:p><text:span text:style-name="W">ü</text:span>ü</text:p>', "✓ü", []),
        (
            f'{_ODT_FORM}<text:p><draw:control draw:control="on"/><draw:control draw:control="off"/></text:p>',
            "☒ Accepted ☐ Not accepted ",
            [],
        ),
        (f'{_ODT_FORM}<text:p><draw:control draw:control="list"/></text:p>', "No", []),
        (f'{_ODT_FORM}<text:p><draw:control draw:control="said"/></text:p>', "By May", []),
        (
            '<text:p><text:drop-down><text:label text:value="a"/><text:label text:value="b"/>b</text:drop-down></text:p>',
            "b",
            [],
        ),
        (f"<text:p>{_MARK.format('FORMCHECKBOX', entries(('Checkbox_Checked', 'true')))} Yes</text:p>", "☒ Yes", []),
        (
            "<text:p>"
            + _MARK.format(
                "FORMDROPDOWN",
                entries(
                    ("Dropdown_ListEntry", "Accepted"), ("Dropdown_ListEntry", "Partly"), ("Dropdown_Selected", "1")
                ),
            )
            + "</text:p>",
            "Partly",
            [],
        ),
    ],
)
def test_an_opendocument_text_is_read_as_it_would_print(body, text, notes):
    blocks, told = apart(opendocument.read_odt(odt(body)))

    assert (" ".join(block.text for block in blocks), told) == (text, notes)


def test_the_lists_of_an_opendocument_text_keep_their_numbers():
    item = "<text:list-item{}><text:p>x</text:p></text:list-item>"
    one, nine = item.format(""), item.format(" text:start-value='9'")
    body = (
        f'<text:list text:style-name="L" text:id="one">{one}{one}</text:list><text:p>y</text:p>'
        f'<text:list text:style-name="L" text:continue-numbering="true">{one}</text:list>'
        f'<text:list text:style-name="L">{one}</text:list><text:list text:style-name="L">{nine}</text:list>'
        f'<text:list text:style-name="L" text:continue-list="one">{one}</text:list>'
    )

    assert [block.text for block in opendocument.read_odt(odt(body))] == [
        "4. x", "5. x", "y", "6. x", "4. x", "9. x", "6. x",
    ]  # fmt: skip


PARAGRAPH, HEADING, ITEM, CELL, FURNITURE = (
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.LIST_ITEM,
    BlockKind.CELL,
    BlockKind.FURNITURE,
)
_MSO = '<p class="MsoListParagraph" style="mso-list:l0 level{} lfo1"><![if !supportLists]><span style="mso-list:\n Ignore">{}'
_MSO += "<span>&nbsp; </span></span><![endif]>{}<o:p></o:p></p>"


@pytest.mark.parametrize(
    ("page", "blocks", "notes"),
    [
        ('<p>a<span style="DISPLAY: none">b</span>c', [(PARAGRAPH, "ac")], [HIDDEN]),
        ('<p>a<p style="visibility:hidden">b', [(PARAGRAPH, "a")], [HIDDEN]),
        ("<p>a<p hidden>b<p>c", [(PARAGRAPH, "a"), (PARAGRAPH, "c")], [HIDDEN]),
        ('<p>a<div style="mso-hide:all"><ul><table><tr><td>b</table></div>c', [(PARAGRAPH, "a"), (PARAGRAPH, "c")], [HIDDEN]),
        ("<style>.x, p.y {display:none} @media print {.z {display:none}}</style><p class=x>a<p class=y>b<p class=z>c",
         [(PARAGRAPH, "c")], [HIDDEN]),
        ("<style>.x {display:none} .x {display:block}</style><p class=x>a", [(PARAGRAPH, "a")], []),
        ("<p>We <del>do not</del> <s>ever</s> accept", [(PARAGRAPH, "We accept")], [STRUCK.format("do not ever")]),
        ('<p>a <span style="text-decoration: line-through">b</span>', [(PARAGRAPH, "a")], [STRUCK.format("b")]),
        ('<p>a<!-- b --><a class=msocomanchor>[A1]</a><div style="mso-element:comment">b</div>', [(PARAGRAPH, "a")], [COMMENTS]),
        (_MSO.format(1, "·", "one") + _MSO.format(2, "o", "two"), [(ITEM, "one"), (ITEM, "two")], []),
        (_MSO.format(1, "3.", "one") + _MSO.format(1, "(b)", "two"), [(ITEM, "3. one"), (ITEM, "(b) two")], []),
        ("<p><b>Recommendation 1</b><p><b>We</b> accept<p>• one", [(HEADING, "Recommendation 1"), (PARAGRAPH, "We accept"), (ITEM, "one")], []),
        ('<p><b style="font-weight:normal">We accept</b>', [(PARAGRAPH, "We accept")], []),
        ('<p><span style="font-family:Wingdings">ü à J û þ ¨ §</span> ü', [(PARAGRAPH, "✓ → ☺ ✗ ☑ ☐ ▪ ü")], []),
        ('<p><font face="Symbol">·</font> one', [(ITEM, "one")], []),
        ("<ol type=a start=2><li>one<li value=5>two</ol>", [(ITEM, "b. one"), (ITEM, "e. two")], []),
        ("<p><input type=checkbox checked>Yes <input type=radio>No <input value=May><input type=hidden value=x>",
         [(PARAGRAPH, "☒ Yes ☐ No May")], []),
        ("<p><select><option>Choose an item.<option selected>Accepted</select>", [(PARAGRAPH, "Accepted")], []),
        ("<p>R1<p><select><option>Please select<option>Accepted</select>", [(PARAGRAPH, "R1")], []),
        ("<p>R1<p>Click here to enter text.", [(PARAGRAPH, "R1")], [EMPTY.format("R1")]),
        ('<p>a<div style="opacity: 0">b</div><div style="position:absolute;left:-9999px">c', [(PARAGRAPH, "a")], [HIDDEN]),
        ('<p>a<span style="font-size:0px; color:red">b</span>', [(PARAGRAPH, "a")], [HIDDEN]),
        ('<div style="font-size:0"><p style="font-size:14px">a', [(PARAGRAPH, "a")], []),
        ('<p>a<span style="color:#FFF">b</span> <font color=White>c</font>', [(PARAGRAPH, "a")], [HIDDEN]),
        ('<table bgcolor="#036"><tr><td style="color:white">a</table>', [(PARAGRAPH, "a")], []),
        ('<style>.x {background: navy}</style><p class=x style="color:white">a', [(PARAGRAPH, "a")], []),
        ('<link rel="stylesheet" href="x"><p style="color:white">a', [(PARAGRAPH, "a")], []),
        ("<style>.x {text-decoration: line-through}</style><p>a <i class=x>b</i>", [(PARAGRAPH, "a")], [STRUCK.format("b")]),
        ('<p><img alt="☒" src="x"> Accepted <img alt="Logo">', [(PARAGRAPH, "☒ Accepted")], []),
        ("<textarea>One\n\nTwo</textarea>", [(PARAGRAPH, "One"), (PARAGRAPH, "Two")], []),
        ("<p>One<br>more<br> <br>Two", [(PARAGRAPH, "One\nmore"), (PARAGRAPH, "Two")], []),
        ("<pre>One\nmore\n\nTwo</pre>", [(PARAGRAPH, "One\nmore"), (PARAGRAPH, "Two")], []),
        ("<p>On <span style='mso-element:field-begin'></span> DATE <span style='mso-element:field-separator'></span>1 May",
         [(PARAGRAPH, "On 1 May")], []),
        ("<html><body><p>a</body></html>b<html><p>c</html>", [(PARAGRAPH, text) for text in "abc"], []),
        ("<script>x</script><xml>y</xml><template>z</template><p>a", [(PARAGRAPH, "a")], []),
    ],
)  # fmt: skip
def test_a_web_page_is_read_as_it_is_seen(page, blocks, notes):
    found, told = apart(web.read_html(page.encode()))

    assert ([(block.kind, block.text) for block in found], told) == (blocks, notes)


LETTER = "<p>" + "<p>".join(f"We accept recommendation {number}, and our officers are trained." for number in range(9))


@pytest.mark.parametrize(
    ("page", "furniture"),
    [
        (f"<nav><li>Home</nav><header>Borsetshire</header>{LETTER}<footer>Call 101</footer>", ["Home", "Borsetshire", "Call 101"]),
        (f'<div role="navigation">Pages</div>{LETTER}<aside>See also</aside>', ["Pages", "See also"]),
        (f'<div id="cookie-banner"><p>We use cookies.<button>Accept</button></div>{LETTER}', ["We use cookies.Accept"]),
        (f'<a href="#x">Skip to main content</a>{LETTER}', ["Skip to main content"]),
        (f"<nav><table><tr><td>Home<td>Site map</table></nav>{LETTER}", ["Home", "Site map"]),
        (f'<body class="cookies-allowed"><div id="consent">{LETTER}</div>', []),
        (f"<header>{LETTER}</header>", []),
        (f"<header><main>One line</main></header>{LETTER}", []),
        (f"<main><header>Our response</header>{LETTER}<footer>Jo Example</footer></main>", []),
        (f"<article><nav>Recommendations 1 to 8</nav>{LETTER}</article>", []),
        ("<header>One</header><footer>Two</footer>", []),
    ],
)  # fmt: skip
def test_what_a_site_puts_round_a_letter_is_furniture_and_the_letter_never(page, furniture):
    blocks = list(web.blocks_of_html(page))

    assert [block.text for block in blocks if block.kind == FURNITURE] == furniture
    letter = list(web.blocks_of_html(LETTER))
    assert [block for block in blocks if block in letter] == (letter if "<p>" in page else [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx(run("We accept.") + run(" Not yet.", "<w:vanish/>"))),
        ("a.odt", odt('<text:p>We accept.<text:span text:style-name="H">Not yet.</text:span></text:p>')),
        ("a.html", b"<html><p>We accept.<p hidden>Not yet."),
    ],
)
def test_what_is_left_out_is_told_with_the_part(name, content):
    part = receive(content, name).parts[0]

    assert ([block.text for block in part.blocks], part.notes) == (["We accept."], (HIDDEN,))


def test_files_say_who_they_are_outside_their_text():
    core = '<c xmlns:dc="http://d"><dc:title>Our  response</dc:title><dc:creator>Jo Example</dc:creator></c>'
    root = '<Relationships><Relationship Type="http://x/officeDocument" Target="word/document.xml"/>'
    root += '<Relationship Type="http://x/core-properties" Target="core.xml"/></Relationships>'
    meta = (
        f"<office:document-meta {_ODT} xmlns:dc='http://d'><office:meta><dc:title>Our response</dc:title></office:meta>"
    )

    meta += "</office:document-meta>"
    made = {
        "a.docx": docx_of(document_xml(paragraph("x")), others={"_rels/.rels": root, "core.xml": core}),
        "a.odt": odt("<text:p>x</text:p>", **{"meta.xml": meta}),
        "a.html": b"<html><title>Our response</title><p>x",
        "b.docx": docx(paragraph("x")),
        "b.odt": odt("<text:p>x</text:p>"),
        "b.html": b"<html><p>x",
    }

    assert {name: receive(content, name).hints[1:] for name, content in made.items()} == {
        "a.docx": (Hint("title", "Our response"), Hint("author", "Jo Example")),
        "a.odt": (Hint("title", "Our response"),),
        "a.html": (Hint("page title", "Our response"),),
        "b.docx": (),
        "b.odt": (),
        "b.html": (),
    }


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("4. We accept.\n5) And this.", [(ITEM, "4. We accept."), (ITEM, "5) And this.")]),
        ("• one\n– two\no\tthree", [(ITEM, "one"), (ITEM, "two"), (ITEM, "three")]),
        ("## Recommendation 1 ##\nWe accept.", [(HEADING, "Recommendation 1"), (PARAGRAPH, "We accept.")]),
        ("**Recommendation 1**:\nWe accept.", [(HEADING, "Recommendation 1:"), (PARAGRAPH, "We accept.")]),
        ("> 90% are trained", [(PARAGRAPH, "> 90% are trained")]),
        ("the constab-\nulary's super-\ncomplaint", [(PARAGRAPH, "the constabulary's super-complaint")]),
        ("        indented", [(PARAGRAPH, "indented")]),
        ("We accept\n=====", [(PARAGRAPH, "We accept")]),
        ("5*3*2 and a_b_c `x` [y](z)", [(PARAGRAPH, "5*3*2 and a_b_c `x` [y](z)")]),
        ("<Name of force> & <b>others</b>", [(PARAGRAPH, "<Name of force> & others")]),
        ("a\tb\nc\td", [(CELL, "a"), (CELL, "b"), (CELL, "c"), (CELL, "d")]),
        ("| a | b |\n|---|---|\n| c | d | e |", [(CELL, text) for text in "abcde"]),
        ("Said:\na | b |\n---|---|\nc | d |", [(PARAGRAPH, "Said:"), *((CELL, text) for text in "abcd")]),
        (
            "R1 | A | Green\nR2 | B | Red\nR3 | C | –",
            [(CELL, text) for text in ["R1", "A", "Green", "R2", "B", "Red", "R3", "C", "–"]],
        ),
        ("Police | Reply | Page 1", [(PARAGRAPH, "Police | Reply | Page 1")]),
        ("<table><tr><td>a\n<td>b</table>", [(CELL, "a"), (CELL, "b")]),
        (
            "Rec 4 – in progress, a policy is with our legal team now.\nRec 5 – in progress, lines are awaited before ours.",
            [
                (
                    PARAGRAPH,
                    "Rec 4 – in progress, a policy is with our legal team now."
                    "\nRec 5 – in progress, lines are awaited before ours.",
                )
            ],
        ),
        ("☒ Accepted\n☐ Not accepted", [(PARAGRAPH, "☒ Accepted"), (PARAGRAPH, "☐ Not accepted")]),
        ("Yours sincerely\nJo Example\nChief Constable", [(PARAGRAPH, "Yours sincerely\nJo Example\nChief Constable")]),
        (
            "Jo Example\ntel: 01234 567890\njo@body.example\nwww.body.example",
            [(PARAGRAPH, "Jo Example\ntel: 01234 567890\njo@body.example\nwww.body.example")],
        ),
        ("Write to\nus at jo@body.example.", [(PARAGRAPH, "Write to us at jo@body.example.")]),
        ("Skip to content\n\nWe accept.", [(FURNITURE, "Skip to content"), (PARAGRAPH, "We accept.")]),
    ],
)
def test_plain_text_is_read_as_it_was_meant(typed, blocks):
    assert [(block.kind, block.text) for block in read_text(typed)] == blocks


def test_a_table_goes_on_over_a_page_and_counts_with_those_in_html():
    text = "a\tb\n\fc\td\n\nWe accept.\n\n<table><tr><td>e<td>f</table>\n\ng\th"

    cells = [(block.text, block.table, block.row) for block in read_text(text) if block.kind == CELL]

    assert cells == [
        ("a", 0, 0), ("b", 0, 0), ("c", 0, 1), ("d", 0, 1), ("e", 1, 0), ("f", 1, 0), ("g", 2, 0), ("h", 2, 0),
    ]  # fmt: skip


_MARKS = st.sampled_from(
    ["# ", "1) ", "> ", "    ", "===", "***", "---", "* ", "- ", "|", "\t", "\n", "\n\n", "\f", "**", "`", "```", "[a](b)",
     "<b>", "</p>", "<table>", "</table>", "<x>", "| - |", "&", "word ", "Another ", "end.", "a-\n", "•", "\u00a0", "~~"]
)  # fmt: skip


@given(st.lists(_MARKS, max_size=30).map("".join))
def test_no_mark_typed_by_accident_loses_a_word(text):
    typed = text
    for tag in ("<b>", "</p>", "<table>", "</table>"):
        typed = typed.replace(tag, " ")

    read = " ".join(block.text for block in read_text(text))
    assert re.sub(r"[\W_]", "", read) == re.sub(r"[\W_]", "", typed)


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{number}.\n" for number in range(10_000)),
        "x" * 900_000,
        ("a line without an empty one " * 2 + "\n") * 15_000,
        ("x" * 40 + "-\n") * 15_000,
        "<table>" * 120_000,
        "<" * 900_000,
        "." * 900_000,
        " \t" * 450_000 + "x",
        "\f" * 900_000,
        "|---|---|\n" * 15_000,
        "**a\n" * 15_000,
        "".join(f"Tel: {number * 7919}, www.site{number}.example\n" for number in range(15_000)),
        ("w" * 60 + " the\n\n") * 7_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_long_text_takes_time_by_its_length(text):
    began = time.process_time()

    read_text(text)

    # A second or two; whatever grows by the square takes minutes. The reader is stopped after 20.
    assert time.process_time() - began < 8


@pytest.mark.parametrize(
    "page",
    ["<p>" + "<br>x" * 100_000, "<p>" + "<s>x</s>y" * 50_000, "<div class=cookie>x</div>" * 10_000, "<style>" + "/*{" * 60_000],
    ids=lambda page: page[:12],
)  # fmt: skip
def test_a_long_page_takes_time_by_its_length(page):
    began = time.process_time()

    list(web.blocks_of_html(page))

    assert time.process_time() - began < 8
