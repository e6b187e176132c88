"""The editor: what it opens it gives back, everything can be done by keyboard, and a text box is there without it."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe, box_of, fits_a_phone

pytestmark = pytest.mark.urls("tests.pages")

WORDS = "new FormData(document.querySelector('form[data-autosave]')).get('text-html')"
CONTENTS = "[...new FormData(document.querySelector('form[data-autosave]'))].map(String)"
TABLE = "<table><tbody><tr><td><p>a</p></td><td><p>b</p></td></tr></tbody></table>"
NUMBERS = "<ol><li><p>one</p></li><li><p>two</p></li></ol>"


@pytest.fixture
def editor(page):
    """editor("<p>words</p>") opens an answer that holds these, and gives the box."""

    def editor(words=""):
        page.goto(f"/editor/?words={words}")
        return box_of(page, "What was done?")

    return editor


@pytest.fixture
def words(page):
    return lambda: page.evaluate(WORDS)


def tool(page, name):
    return page.get_by_role("toolbar", name="Formatting").get_by_role("button", name=name, exact=True)


# What is posted


@pytest.mark.parametrize(
    "stored", ["", "<p>We  accept &amp; act</p>", NUMBERS, TABLE, "<blockquote><p>x</p></blockquote>"]
)
def test_an_answer_that_nobody_changed_is_given_back_as_it_came(page, editor, words, stored):
    box = editor(stored.replace("&", "%26"))
    before = page.evaluate(CONTENTS)

    box.click()
    for key in ("Control+End", "ArrowUp", "Home", "x", "Backspace"):
        box.press(key)

    assert words() == stored
    assert page.evaluate(CONTENTS) == before


def test_the_box_itself_is_posted_no_more(page, editor):
    editor("<p>x</p>").press_sequentially("y")

    names = page.evaluate("[...new FormData(document.querySelector('form[data-autosave]')).keys()]")
    assert names == ["csrfmiddlewaretoken", "text-html", "version"]


def test_every_change_is_told_to_the_form(page, editor):
    box = editor()
    page.evaluate("document.forms[0].addEventListener('input', () => (window.told = (window.told ?? 0) + 1))")
    box.focus()

    tool(page, "Table").click()

    assert page.evaluate("window.told > 0")


def test_a_page_sent_back_with_an_error_holds_what_was_typed(page, editor, words):
    box = editor()
    box.press_sequentially("We accept")
    tool(page, "Bold").click()
    box.press_sequentially("ed")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("link", name="Enter what was done by whom").click()

    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert words() == "<p>We accept<strong>ed</strong></p>"
    axe(page)


def test_without_script_the_text_box_holds_marks(browser, live_server):
    page = browser.new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    page.goto("/editor/?words=<p>We <strong>accept</strong></p>")

    expect(page.get_by_label("What was done?")).to_have_value("We **accept**")
    page.get_by_label("What was done?").fill("# 12 officers")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("What was done?")).to_have_value("\\# 12 officers")


def test_who_began_to_type_before_the_script_came_goes_on_in_the_text_box(page, words):
    page.route("**/editor/page.js", lambda route: (typed(page), route.continue_()))

    page.goto("/editor/?words=<p>x</p>", wait_until="load")

    expect(page.get_by_label("What was done?")).to_have_value("typed early")
    assert page.locator(".app-editor").count() == 0


def typed(page):
    page.evaluate("document.getElementById('id_text').value = 'typed early'")


# Names


def test_the_box_has_the_name_and_the_hint_of_its_question(page, editor):
    box = editor("<p>x</p>")

    expect(box).to_have_accessible_name("What was done?")
    expect(box).to_have_accessible_description("You can enter up to 20,000 characters Say what changed")
    expect(box).to_have_attribute("aria-multiline", "true")


def test_the_label_leads_into_the_box(page, editor):
    box = editor("<p>x</p>")

    page.get_by_text("What was done?", exact=True).click()

    expect(box).to_be_focused()


# By keyboard


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key) if len(key) > 1 else page.keyboard.type(key)


def use(page, name):
    """As somebody without a mouse does: to the toolbar, along it, press, and back."""
    page.wait_for_timeout(50)  # nobody is faster, and the caret follows what was typed a moment later
    page.keyboard.press("Alt+F10")
    page.keyboard.press("Home")
    for _ in range(40):
        if page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent") == name:
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


def test_a_whole_answer_is_written_by_keyboard(page, editor, words):
    editor().focus()
    use(page, "Heading")
    page.keyboard.type("Training")
    page.keyboard.press("Enter")
    page.keyboard.type("We ")
    use(page, "Bold")
    page.keyboard.type("have")
    press(page, "Control+b", "Enter")
    use(page, "Numbers")
    use(page, "Numbers (a), (b), (c)")
    press(page, "o", "Enter", "t")
    use(page, "Further in")
    press(page, "Enter", "Enter", "Enter")
    use(page, "Quotation")
    press(page, "q", "Control+Enter")
    use(page, "Welsh passage")
    page.keyboard.type("Rydym")
    use(page, "Welsh passage")
    use(page, "Link")
    page.keyboard.type("example.org/a")
    page.keyboard.press("Enter")
    page.keyboard.type(" end")

    assert words() == (
        "<h2>Training</h2><p>We <strong>have</strong></p>"
        '<ol type="a" class="brackets"><li><p>o</p><ol><li><p>t</p></li></ol></li></ol>'
        "<blockquote><p>q</p></blockquote>"
        '<p><span lang="cy">Rydym</span><a href="https://example.org/a">https://example.org/a</a> end</p>'
    )


def test_a_table_is_made_and_left_by_keyboard(page, editor, words):
    editor().focus()
    use(page, "Table")
    press(page, "a", "ArrowRight", "b")
    use(page, "Add column")
    use(page, "Remove column")
    use(page, "Header row")
    use(page, "Remove row")
    press(page, "c", "Control+Enter", "z")

    row = "<tr><td><p>{}</p></td><td><p></p></td><td><p></p></td></tr>"
    assert words() == f"<table><tbody>{row.format('c')}{row.format('')}</tbody></table><p>z</p>"


@pytest.mark.parametrize("stored", ["<p>x</p>", NUMBERS, TABLE])
def test_tab_goes_on_from_wherever_it_is(page, editor, words, stored):
    box = editor(stored)
    box.focus()

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save")).to_be_focused()

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[role=toolbar] :focus")).to_have_count(1)
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[role=toolbar] :focus")).to_have_count(0)
    assert words() == stored


def test_escape_leads_from_the_toolbar_back_to_the_words(page, editor):
    box = editor("<p>x</p>")
    box.focus()
    page.keyboard.press("Alt+F10")
    expect(box).not_to_be_focused()

    page.keyboard.press("Escape")

    expect(box).to_be_focused()


def test_no_sign_that_is_typed_becomes_a_mark(editor, words):
    box = editor()
    for line in ("# 12", "> 90%", "- one", "1. two", "5*3*2 **b** _i_"):
        box.press_sequentially(line)
        box.press("Enter")

    assert words() == "<p># 12</p><p>&gt; 90%</p><p>- one</p><p>1. two</p><p>5*3*2 **b** _i_</p>"


# Links, numbers


@pytest.mark.parametrize(
    "typed", ["", "javascript:alert(1)", "file:///C:/a.docx", "not an address", "data:text/html,x"]
)
def test_a_link_leads_only_to_an_address(page, editor, words, typed):
    editor("<p>policy</p>").press("Control+a")
    tool(page, "Link").click()

    page.get_by_label("What is the address of the link?").fill(typed)
    page.keyboard.press("Enter")

    expect(page.get_by_text("Enter a web address or an e-mail address")).to_be_visible()
    assert words() == "<p>policy</p>"
    axe(page)


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("www.example.org", "https://www.example.org"),
        ("a@example.org", "mailto:a@example.org"),
    ],
)
def test_words_are_linked_and_unlinked(page, editor, words, typed, href):
    box = editor("<p>policy</p>")
    box.press("Control+a")
    box.press("Control+k")
    page.get_by_label("What is the address of the link?").fill(typed)
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    assert words() == f'<p><a href="{href}">policy</a></p>'

    page.get_by_text("policy", exact=True).click()
    box.press("Control+k")
    expect(page.get_by_label("What is the address of the link?")).to_have_value(href)
    page.get_by_role("button", name="Remove link").click()
    assert words() == "<p>policy</p>"


def test_a_list_begins_with_the_number_it_is_given(page, editor, words):
    editor(NUMBERS)
    page.get_by_text("two", exact=True).click()
    tool(page, "First number").click()
    page.get_by_label("Which number does this list begin with?").fill("x")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Enter a whole number")).to_be_visible()

    page.get_by_label("Which number does this list begin with?").fill("7")
    page.get_by_role("button", name="Set").click()

    assert words() == NUMBERS.replace("<ol>", '<ol start="7">')


def test_a_list_goes_on_counting_after_a_paragraph(page, editor, words):
    editor(NUMBERS)
    page.get_by_text("one", exact=True).click()
    press(page, "End", "Enter", "Enter", "p")

    assert words() == '<ol><li><p>one</p></li></ol><p>p</p><ol start="2"><li><p>two</p></li></ol>'


LISTS = [
    ('<ol start="3">', ["3. ", "4. "]),
    ('<ol type="a" class="brackets">', ["(a) ", "(b) "]),
    ('<ol start="2" type="I" class="bracket">', ["II) ", "III) "]),
    ('<ol type="i">', ["i. ", "ii. "]),
    ('<ol type="A">', ["A. ", "B. "]),
]


@pytest.mark.parametrize(("opening", "signs"), LISTS)
def test_the_numbers_on_the_page_are_those_of_the_list(page, editor, opening, signs):
    editor(f"{opening}<li><p>x</p></li><li><p>y</p></li></ol>")

    assert numbers(page) == signs


def test_numbers_count_through_the_lists_around_them(page, editor):
    inner = '<ol class="legal" start="2"><li><p>x</p></li></ol>'
    editor(f'<ol start="3"><li><p>y</p>{inner}</li></ol>')

    assert numbers(page) == ["3. ", "3.2"]


def numbers(page):
    """The signs before items, as a screen reader is given them."""
    page.evaluate("document.querySelector('[role=toolbar]').remove()")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    said = [(node["role"]["value"], node["name"]["value"]) for node in tree["nodes"] if node.get("name")]
    return [name for role, name in said if role == "ListMarker" or (role == "StaticText" and name[0].isdigit())]


# Looks


def test_the_tools_of_a_table_are_there_only_within_one(page, editor):
    editor(f"<p>x</p>{TABLE}")
    page.get_by_text("x", exact=True).click()
    expect(tool(page, "Add row")).to_be_hidden()
    axe(page)
    fits_a_phone(page)

    page.get_by_text("b", exact=True).click()
    expect(tool(page, "Add row")).to_be_visible()
    axe(page)
    fits_a_phone(page)


def test_the_editor_is_accessible_and_fits_a_phone(page, editor):
    editor(f'<h2>h</h2>{NUMBERS}<blockquote><p>q</p></blockquote><p><a href="https://example.org">l</a></p>')
    page.get_by_text("two", exact=True).click()
    axe(page)
    fits_a_phone(page)

    tool(page, "Link").click()
    axe(page)
    fits_a_phone(page)


def test_too_many_lines_and_characters_are_counted_as_they_are_typed(page, editor):
    box = editor("<p>1</p>" * 6)
    room = page.locator(".app-editor__room")
    expect(room).to_have_text("You have 2 lines remaining")

    box.press("Control+End")
    for _ in range(3):
        box.press("Enter")
        box.press("x")

    expect(room).to_have_text("You have 1 line too many")


def test_the_script_of_the_editor_is_small_and_only_where_words_are_written(page, live_server):
    scripts = []
    page.on("response", lambda response: scripts.append(response.url) if response.url.endswith(".js") else None)
    page.goto("/every-question/")
    assert [url for url in scripts if "editor" in url or "prosemirror" in url] == []
