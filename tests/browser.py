"""What browser tests ask of a page."""

import re
from pathlib import Path

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def box_of(page, question="What do you want to say?"):
    """The box for words, once it is an editor: until its script has come it is a plain text box."""
    return page.locator("[contenteditable]").and_(page.get_by_label(question, exact=True))


def axe(page):
    """Asserts that axe finds nothing wrong with the page as it stands."""
    if (parts := parts_of(page)) <= _FOUND_CLEAN:
        return
    # Evaluated, not added as a script: the page's Content-Security-Policy forbids the latter.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    result = page.evaluate("standards => axe.run({runOnly: {type: 'tag', values: standards}})", STANDARDS)
    found = [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)
    assert result["passes"], "axe looked at nothing"
    _FOUND_CLEAN.update(parts)


def fits_a_phone(page):
    """Asserts that nothing has to be scrolled sideways at 320 CSS pixels."""
    if (parts := parts_of(page)) <= _FOUND_NARROW:
        return
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert width <= 320, f"{page.url} is {width} pixels wide"
    _FOUND_NARROW.update(parts)


# Most pages are met by several tests and by several people. Looked at once is each frame around a page (there is one
# for each set of links in it), and all that stands in one, but not every pair of them: neither bears on the other.
_FOUND_CLEAN, _FOUND_NARROW = set(), set()
PARTS = """() => {
  const page = document.documentElement.cloneNode(true)
  const frame = [...page.querySelectorAll('head > :not(title), body > header, body > footer')]
  const around = frame.map(it => it.outerHTML).join()
  frame.forEach(it => it.remove())
  const typed = [...document.querySelectorAll('input:not([type=hidden]), select, textarea')]
  const focus = document.activeElement === document.body ? '' : document.activeElement?.outerHTML
  return [around, page.outerHTML + typed.map(it => [it.value, it.checked]).join() + focus]
}"""


def parts_of(page) -> set[tuple]:
    """All that there is to see, in two: the frame of a page, and the rest with what was typed."""
    return {(without_chance(part), str(page.viewport_size)) for part in page.evaluate(PARTS)}


def without_chance(html) -> str:
    # Tokens differ each time, and numbers in running text and addresses with each person and each test; how long they
    # are counts on a phone. Those that axe looks at stand in a quoted attribute, or belong to a word: tabindex="0",
    # id_text_2, <h2>.
    html = re.sub(r'(nonce|value)="[A-Za-z0-9]{20,}"', "", html)
    return re.sub(r"""(?<![\w"'#-])\d+""", lambda it: "0" * len(it[0]), html)
