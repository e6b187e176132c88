"""The words people type: what a paste becomes, what the marks mean, and that nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.words import clean, control_characters, to_html


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
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        (
            "- a, and:\n  - b\n    - c\n- d",
            "<ul><li>a, and:<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
        ),
        ("- a\n    - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. c\n4. d", '<ol start="3"><li>c</li><li>d</li></ol>'),
        ("1. a\n   - b\n2. c", "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"),
        ("Text:\n- a", "<p>Text:</p><ul><li>a</li></ul>"),
        ("> They wrote\n> this.\n\nI agree.", "<blockquote><p>They wrote<br>\nthis.</p></blockquote><p>I agree.</p>"),
        ("> - a", "<blockquote><ul><li>a</li></ul></blockquote>"),
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
        ("<b>bold</b> & &amp; \"quoted\"", "<p>&lt;b&gt;bold&lt;/b&gt; &amp; &amp;amp; &quot;quoted&quot;</p>"),
        ("- <img src=x onerror=alert(1)>", "<ul><li>&lt;img src=x onerror=alert(1)&gt;</li></ul>"),
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
    ],
)
def test_words_are_never_lost_however_deep_they_stand(typed):
    assert to_html(typed).count("deep") == typed.count("deep")


@given(st.text(alphabet=st.sampled_from("wxy -*>1.#\n\\_<&"), max_size=200))
def test_no_word_is_ever_lost(text):
    words = [character for character in text if character in "wxy"]

    html = to_html(text).replace("&lt;", "").replace("&amp;", "")

    text_of_page = "".join(piece.partition(">")[2] for piece in html.split("<")) if "<" in html else html
    assert [character for character in text_of_page if character in "wxy"] == words
