"""A paste from Word arrives as light marks: lists, headings, quotations and emphasis are kept, and no HTML is left."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.urls("tests.pages")

# What Word for Windows puts on the clipboard, shortened only in its style sheet.
WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/ab/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoListParagraph {margin-left:36.0pt;mso-add-space:auto;}
@list l0:level1 {mso-level-number-format:bullet;}
--></style></head><body lang=EN-GB style='tab-interval:36.0pt;word-wrap:break-word'>
<!--StartFragment-->
<h1>Recommendation 4<o:p></o:p></h1>
<p class=MsoNormal>The force <b><span style='mso-bidi-font-weight:normal'>has</span></b> done 5 of 6 things, in
<i style='mso-bidi-font-style:normal'>two</i> strands. See <a href="https://example.com/policy">the
policy</a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Training
for <b>all</b> officers<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-add-space:auto;text-indent:-18.0pt;
mso-list:l0 level2 lfo1'><![if !supportLists]><span style='font-family:"Courier New"'><span
style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span></span><![endif]>First
responders<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span><![endif]>Call handlers<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span><![endif]>A new policy<o:p></o:p></p>
<h2><span style='color:windowtext'>What is left</span><o:p></o:p></h2>
<p class=MsoListParagraphCxSpFirst style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>Write it<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l1 level2 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>a.<span>&nbsp;&nbsp; </span></span><![endif]>with partners<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp; </span></span><![endif]>Publish it<o:p></o:p></p>
<p class=MsoQuote><i>The chief constable said:<o:p></o:p></i></p>
<p class=MsoIntenseQuote>we agree in full &lt;and will act&gt;<o:p></o:p></p>
<table class=MsoTableGrid border=1><tr><td width=300><p class=MsoNormal>Strand<o:p></o:p></p></td>
<td><p class=MsoNormal>Done by</p></td></tr><tr><td><p class=MsoNormal>Training</p></td><td><p class=MsoNormal>May
2021</p></td></tr></table>
<p class=MsoNormal>Line one<br>
line two, at a 2*3 cost of snake_case<o:p></o:p></p>
<img src="file:///C:/Users/ab/clip_image001.png"><script>alert(1)</script>
<!--EndFragment--></body></html>"""

MARKS = """## Recommendation 4

The force **has** done 5 of 6 things, in *two* strands. See the policy.

- Training for **all** officers
  - First responders
  - Call handlers
- A new policy

### What is left

1. Write it
   1. with partners
2. Publish it

> The chief constable said:
>
> we agree in full <and will act>

Strand: Done by

Training: May 2021

Line one
line two, at a 2\\*3 cost of snake_case"""

GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span
style="font-weight:400;font-style:normal">We </span><span style="font-weight:700;font-style:normal">accept</span><span
style="font-weight:400;font-style:italic"> this</span></p><ul><li dir="ltr"><p><span>one</span></p></li><ul><li><p>
<span>two</span></p></li></ul></ul></b>"""


@pytest.fixture
def box(page):
    page.goto("/every-question/")
    box = page.get_by_label("What was done?")
    box.focus()
    return box


def paste(box, **flavours):
    """What Ctrl+V does in a page whose clipboard holds these; whether the browser is left to paste by itself."""
    return box.evaluate(
        """(box, flavours) => {
            const clipboardData = new DataTransfer();
            for (const [type, text] of Object.entries(flavours)) clipboardData.setData(`text/${type}`, text);
            return box.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
        }""",
        flavours,
    )


def test_a_paste_from_word_keeps_its_lists_headings_quotations_and_emphasis(box):
    paste(box, html=WORD, plain="Recommendation 4 ...")

    assert box.input_value() == MARKS


def test_a_paste_goes_in_at_the_caret_and_can_be_undone(page, box):
    box.fill("Before after")
    for _ in range(5):
        box.press("ArrowLeft")

    paste(box, html="<p>and <b>now</b> </p>", plain="and now ")
    assert box.input_value() == "Before and **now**after"

    box.press("Control+z")
    expect(box).to_have_value("Before after")


def test_a_list_pasted_into_a_sentence_begins_a_paragraph(box):
    box.fill("We did:")

    paste(box, html="<ul><li>one</li><li>two</li></ul>", plain="one two")

    assert box.input_value() == "We did:\n\n- one\n- two"


def test_a_paste_from_google_docs_is_not_bold_all_over(box):
    paste(box, html=GOOGLE_DOCS, plain="We accept this one two")

    assert box.input_value() == "We **accept** *this*\n\n- one\n  - two"


def test_a_table_of_short_cells_keeps_its_rows_and_any_other_its_cells(box):
    rows = "<tr><td><p>2020</p></td><td>14</td><td></td><td>3</td></tr>"
    rows += "<tr><td>Recommendation 5</td><td><p>We accept it.</p><p>It is done.</p></td></tr>"

    paste(box, html=f"<table>{rows}</table>", plain="2020 14 3")

    assert box.input_value() == "2020: 14; 3\n\nRecommendation 5\n\nWe accept it.\n\nIt is done."


def test_a_plain_paste_is_left_to_the_browser(box):
    assert paste(box, plain="Just words") is True


def test_a_paste_of_nothing_but_a_picture_is_left_to_the_browser(box):
    assert paste(box, html='<img src="file:///C:/a.png">') is True
