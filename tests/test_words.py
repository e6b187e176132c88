"""The words people type: what a paste becomes, what the marks mean, and that nothing else does."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.words import (
    TooDeep,
    canonical,
    clean,
    control_characters,
    from_marks,
    from_typed,
    plain,
    to_html,
    to_marks,
)


def flat(text, **options):
    """The HTML without the line ends between tags."""
    return to_html(text, **options).replace("\n", "").replace("<br>", "<br>\n")


@pytest.mark.parametrize(
    ("pasted", "cleaned"),
    [
        ("•\tensure there is a policy;\r\n•\tpromote it", "- ensure there is a policy;\n- promote it"),
        ("\u00b7\tone\n\t\u00b7\ttwo", "- one\n    - two"),
        ("•\tone\no\ttwo\n▪\tthree", "- one\n  - two\n- three"),  # Word's second level, flush left
        ("•\tone\n\to\ttwo", "- one\n    - two"),
        ("\uf0b7\tSymbol's bullet\n\uf0a7 Wingdings' bullet", "- Symbol's bullet\n- Wingdings' bullet"),
        ("●one\n◦ two\n‣ three\n∙four", "- one\n- two\n- three\n- four"),
        ("old o\tnew\no level", "old o\tnew\no level"),
        ("3 • 4 is no list", "3 • 4 is no list"),
        ("one\rtwo\vthree\u2028four", "one\ntwo\nthree\nfour"),
        ("no\u00a0break \u00adsoft\u200b zero\ufeff", "no break soft zero"),
        ("\u202eturned round\u202c \u2066and isolated\u2069", "turned round and isolated"),
        ("\n\n  indented  \n\nends \n\n", "  indented\n\nends"),
        ("", ""),
        ("Heddlu Dyfed-Powys: ŵ ŷ “quoted” – 5°", "Heddlu Dyfed-Powys: ŵ ŷ “quoted” – 5°"),
    ],
)
def test_a_paste_keeps_its_words_and_its_bullets(pasted, cleaned):
    assert clean(pasted) == cleaned


@given(st.text(alphabet=st.sampled_from("a -*•o\t\n\r1.>#\u00a0\u200b")))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain\ntext\twith tabs", []),
        ("nul\x00 and bell\x07", ["\x00", "\x07"]),
        ("next line\x85, delete\x7f", ["\x85", "\x7f"]),
        ("half a pair \ud83d", ["\ud83d"]),
        ("a whole pair 😀 ŵ", []),
    ],
)
def test_control_characters_are_found(text, found):
    assert control_characters(text) == found


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One,\nnext line", "<p>One,<br>\nnext line</p>"),
        ("## Delivery\nText", "<h3>Delivery</h3><p>Text</p>"),
        ("- a\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        (
            "- a, and:\n  - b\n    - c\n- d",
            "<ul><li><p>a, and:</p><ul><li><p>b</p><ul><li><p>c</p></li></ul></li></ul></li><li><p>d</p></li></ul>",
        ),
        ("- a\n    - b", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ("1. a\n2. b", "<ol><li><p>a</p></li><li><p>b</p></li></ol>"),
        ("3. c\n4. d", '<ol start="3"><li><p>c</p></li><li><p>d</p></li></ol>'),
        ("1. a\n   - b\n2. c", "<ol><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ol>"),
        ("Text:\n- a", "<p>Text:</p><ul><li><p>a</p></li></ul>"),
        ("> They wrote\n> this.\n\nI agree.", "<blockquote><p>They wrote<br>\nthis.</p></blockquote><p>I agree.</p>"),
        ("> - a", "<blockquote><ul><li><p>a</p></li></ul></blockquote>"),
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("2 * 3 * 4 and snake_case_name", "<p>2 * 3 * 4 and snake_case_name</p>"),
        (r"\- no bullet, \*no stress\*", "<p>- no bullet, *no stress*</p>"),
        ("", ""),
    ],
)
def test_the_marks_mean_what_they_say(typed, shown):
    assert flat(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<b>bold</b> & &amp; \"quoted\"", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &amp;amp; \"quoted\"</p>"),
        ("- <img src=x onerror=alert(1)>", "<ul><li><p>&lt;img src=x onerror=alert(1)&gt;</p></li></ul>"),
        ("## <h1 onclick=x>", "<h3>&lt;h1 onclick=x&gt;</h3>"),
        ("[a link](javascript:alert(1))", "<p>[a link](javascript:alert(1))</p>"),
        ("[a][b]\n\n[b]: https://example.org", "<p>[a][b]</p><p>[b]: https://example.org</p>"),
        ("![an image](https://example.org/x.png)", "<p>![an image](https://example.org/x.png)</p>"),
        ("<https://example.org>", "<p>&lt;https://example.org&gt;</p>"),
        ("https://example.org", "<p>https://example.org</p>"),
        ("`code`", "<p>`code`</p>"),
        ("```\ncode\n```", "<p>```<br>\ncode<br>\n```</p>"),
        ("    indented", "<p>indented</p>"),
        ("***", "<p>***</p>"),
        ("Title\n=====", "<p>Title<br>\n=====</p>"),
        ("| a | b |\n|---|---|", "<p>| a | b |<br>\n|---|---|</p>"),
        ("NUL \x00 shown", "<p>NUL \ufffd shown</p>"),
    ],
)  # fmt: skip
def test_nothing_else_means_anything(typed, shown):
    assert flat(typed) == shown


@pytest.mark.parametrize(
    ("typed", "top", "tags"),
    [
        ("# a\n## b\n### c", 3, ["h3", "h3", "h4"]),
        ("## a\n##### e\n## b", 3, ["h3", "h4", "h3"]),  # no level is skipped
        ("###### f", 4, ["h4"]),
        ("## a\n### b\n#### c\n##### d", 4, ["h4", "h5", "h6", "h6"]),
        ("#no space", 3, []),
    ],
)
def test_headings_go_under_the_heading_of_the_page(typed, top, tags):
    html = to_html(typed, top)

    assert [piece[:2] for piece in html.split("<") if piece[:1] == "h"] == tags
    assert html.count("</h") == len(tags)


@pytest.mark.parametrize(
    "typed",
    [
        "- " * 60 + "deep",
        "> " * 60 + "deep",
        "1. " * 60 + "deep",
        "1. > - " * 20 + "deep",
        "\n".join("  " * depth + "- deep" for depth in range(60)),
        "\n".join("  " * depth + "- " * 12 + "deep" for depth in range(60)),
        "\n".join(">" * depth + "- deep" for depth in range(60)),
        "*deep " * 70 + "deep* " * 70,
    ],
)
def test_words_are_never_lost_however_deep_they_stand(typed):
    assert to_html(typed).count("deep") == typed.count("deep")


def test_marks_deeper_than_words_are_kept_are_shown_as_they_were_typed():
    begun, ended = "*a " * 70, " b*" * 70

    assert from_marks(f"{begun}\n{ended}\n\n# c & d") == f"<p>{begun}<br>{ended}</p><p># c &amp; d</p>"


@given(st.text(alphabet=st.sampled_from("wxy -*>1.#\n\\_<&"), max_size=200))
def test_no_word_is_ever_lost(text):
    words = [character for character in text if character in "wxy"]

    html = to_html(text).replace("&lt;", "").replace("&amp;", "")

    text_of_page = "".join(piece.partition(">")[2] for piece in html.split("<")) if "<" in html else html
    assert [character for character in text_of_page if character in "wxy"] == words


# -- the stored form


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("loose words", "<p>loose words</p>"),
        ("<b>bold</b> <i>slanted</i>", "<p><strong>bold</strong> <em>slanted</em></p>"),
        ("<h1>Top</h1><h5>Deep</h5>", "<h2>Top</h2><h4>Deep</h4>"),
        ("<p>one<br>two<br></p><p> </p>", "<p>one<br>two</p>"),
        ("<ul><li>a<ul><li>b</ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ("<ol start=3><li>c</ol>", '<ol start="3"><li><p>c</p></li></ol>'),
        (
            '<ol type="a" class="brackets" start="1"><li>a</ol>',
            '<ol type="a" class="brackets"><li><p>a</p></li></ol>',
        ),
        ("<ol type=q class='x' start='9e9'><li>a</ol>", "<ol><li><p>a</p></li></ol>"),
        ("<ol><li>a</li><li></li><li>c</li><li></li></ol>", "<ol><li><p>a</p></li><li></li><li><p>c</p></li></ol>"),
        ("<ul><li>a</li><li></li><li>c</li></ul>", "<ul><li><p>a</p></li><li><p>c</p></li></ul>"),
        (
            '<ul><li>a<ol class="legal"><li>b</ol></ul>',
            "<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>",
        ),
        ("<blockquote>quoted</blockquote>", "<blockquote><p>quoted</p></blockquote>"),
        (
            "<table><thead><tr><th>A<th>B</thead><tr><td colspan=2 rowspan=x>c<p>d</table>",
            "<table><tbody><tr><th><p>A</p></th><th><p>B</p></th></tr>"
            '<tr><td colspan="2"><p>c</p><p>d</p></td></tr></tbody></table>',
        ),
        (
            "<table><caption>Said</caption><tr><td><table><tr><td>in<td>ner</table></table>",
            "<p>Said</p><table><tbody><tr><td><p>in</p><p>ner</p></td></tr></tbody></table>",
        ),
        ('<a href="https://example.org/?a=1&b=2">x</a>', '<p><a href="https://example.org/?a=1&amp;b=2">x</a></p>'),
        ('<a href="mailto:a@example.org">x</a>', '<p><a href="mailto:a@example.org">x</a></p>'),
        ('<span lang="cy">Heddlu</span> <span lang="fr">non</span>', '<p><span lang="cy">Heddlu</span> non</p>'),
        ("m<sup>2</sup> H<sub>2</sub>O", "<p>m<sup>2</sup> H<sub>2</sub>O</p>"),
        ("<p>two  spaces\nand a line</p>\n<p>x</p>", "<p>two  spaces and a line</p><p>x</p>"),
        ("5 < 6 &amp; 7 > 3", "<p>5 &lt; 6 &amp; 7 &gt; 3</p>"),
        ("", ""),
        ("<p></p><ul></ul><table></table>", ""),
    ],
)
def test_words_are_kept_in_one_way_of_writing(html, kept):
    assert canonical(html) == kept


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<script>alert(1)</script>a", "<p>a</p>"),
        ("<style>p{}</style>a", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" id="y" class="z">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "<p>a</p>"),
        ('<a href="JaVaScRiPt:alert(1)">a</a>', "<p>a</p>"),
        ('<a href=" https://x.example/&quot;<b>">a</a>', '<p><a href="https://x.example/%22%3Cb%3E">a</a></p>'),
        ('<img src=x onerror="alert(1)">a', "<p>a</p>"),
        ("<svg><script>alert(1)</script></svg>a", "<p>a</p>"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
        ("<iframe src=x></iframe><object></object>a", "<p>a</p>"),
        ("<!-- secret -->a", "<p>a</p>"),
    ],
)
def test_nothing_of_html_stays_but_words(html, kept):
    assert canonical(html) == kept


@pytest.mark.parametrize("inner", [" ", "<br>", " <br>", "*", "- ", "> ", "1. "])
def test_words_are_read_in_a_time_that_grows_with_them_and_not_with_their_square(inner):
    """A run of a hundred thousand in the midst of a line: the square of it would take hours."""
    run = inner * 100_000

    assert canonical(f"<p>a{run}b</p>")[:4] == "<p>a"


def test_words_nested_deeper_than_anybody_means_are_refused():
    assert canonical("<blockquote>" * 59 + "deep").count("<blockquote>") == 59
    with pytest.raises(TooDeep):
        canonical("<blockquote>" * 61 + "deep")


@pytest.mark.parametrize("tags", [["blockquote"], ["b"], ["ul"], ["ul", "li"], ["ol", "li", "blockquote"]])
def test_what_is_kept_can_be_read_again_however_deep_it_is(tags):
    """What a paragraph or an item around it makes too deep is refused when it is written, not when it is read."""
    kept = None
    for depth in range(1, 70):
        try:
            kept = canonical("".join(f"<{tags[level % len(tags)]}>" for level in range(depth)) + "deep")
        except TooDeep:
            break
        assert canonical(kept) == kept

    assert "deep" in kept
    assert depth < 69


TEXTS = st.text(alphabet=st.sampled_from("wxy -*>1.#\n\\_<&|5)"), min_size=1, max_size=60)
NAMES = st.sampled_from(["p", "h2", "ul", "ol", "li", "blockquote", "table", "tr", "td", "th", "b", "a", "div", "br"])


@given(st.lists(st.tuples(NAMES, TEXTS, st.booleans()), max_size=12))
def test_writing_what_was_written_changes_nothing_and_loses_no_word(parts):
    html = "".join(f"<{name}>{escape(text)}" + (f"</{name}>" if closed else "") for name, text, closed in parts)

    kept = canonical(html)

    assert canonical(kept) == kept
    assert sorted(letters(kept)) == sorted(letters(html))


def letters(html):
    return [char for char in re.sub("<[^>]*>|&(?:amp|lt|gt);", "", html) if char in "wxy5"]


@given(TEXTS)
def test_old_marks_become_html_without_losing_a_character(text):
    """Every letter in its order; and what the parser does not take for a mark is there as it was typed."""
    html = from_marks(text)

    assert letters(html) == letters(escape(text))
    assert "".join(plain(html).split()) == "".join(plain(text).split())


@given(TEXTS)
def test_marks_and_html_say_the_same_both_ways(text):
    html = from_marks(text)

    assert from_marks(to_marks(html)) == html


@pytest.mark.parametrize(
    "typed",
    [
        "> 90% of officers are trained",
        "# 12 officers",
        "5*3*2 = 30",
        "2021. We began.",
        "> 5 and # 6",
        "a_b_c@x.example",
    ],
)
def test_a_sign_that_is_meant_is_kept(typed):
    assert plain(from_typed(typed)) == typed


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One<br>two</p><p>three</p>", "One\ntwo\n\nthree"),
        ('<ol start="3"><li><p>c</p></li><li><p>d</p></li></ol>', "3. c\n4. d"),
        ('<ol type="a" class="brackets"><li><p>x</p></li><li><p>y</p></li></ol>', "(a) x\n(b) y"),
        ('<ol type="i" class="bracket" start="4"><li><p>x</p></li></ol>', "iv) x"),
        ('<ol type="A" start="26"><li><p>x</p></li><li><p>y</p></li></ol>', "Z. x\nAA. y"),
        (
            '<ol class="legal" start="2"><li><p>x</p><ol class="legal"><li><p>y</p></li></ol></li></ol>',
            "2 x\n  2.1 y",
        ),
        ("<table><tbody><tr><td><p>a</p></td><td><p>b</p><p>c</p></td></tr></tbody></table>", "a\tb; c"),
        ('<p>See <a href="https://x.example/p_q">our policy</a></p>', "See our policy (https://x.example/p_q)"),
        ('<p><a href="mailto:a@x.example">a@x.example</a></p>', "a@x.example"),
        ("<p>5 &lt; 6 &amp; *not a mark*</p>", "5 < 6 & *not a mark*"),
        ("old *marks*\n\n- one", "old marks\n\n- one"),
    ],
)
def test_words_are_read_as_text_with_every_number_and_address(html, text):
    assert plain(html) == text


def test_a_header_cell_says_what_it_heads():
    table = canonical("<table><tr><th>Force<th>Done<tr><th>Kent<td>yes</table>")

    assert re.findall(r'<th scope="(\w+)">', to_html(table)) == ["col", "col", "row"]


@pytest.mark.parametrize(
    ("first", "is_head"),
    [
        ("<th>Force<th>Done", True),
        ("<th>Force<td>Done", False),
        ("<th rowspan=2>Force<th>Done", False),  # it goes on in the row below
        (f"<th>{'long ' * 70}", False),  # what fills a page is not repeated on each
    ],
)
def test_a_first_row_of_headings_is_the_head_of_its_table(first, is_head):
    html = to_html(canonical(f"<table><tr>{first}<tr><td>Kent<td>yes</table>"))

    assert html.startswith("<table><thead><tr>" if is_head else "<table><tbody><tr>")
    assert html.endswith(
        "<tbody><tr><td><p>Kent</p></td><td><p>yes</p></td></tr></tbody></table>" if is_head else "</tbody></table>"
    )
    assert html.count("<tr>") == 2


def test_a_table_of_headings_alone_has_no_head():
    assert "<thead>" not in to_html(canonical("<table><tr><th>Force<th>Done</table>"))


def test_words_stored_by_somebody_else_are_made_safe_again():
    assert to_html("<p onclick=x>a<script>b</script></p>") == "<p>a</p>"
