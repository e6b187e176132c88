"""What browser tests ask of a page."""

import re
from pathlib import Path

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page):
    """Asserts that axe finds nothing wrong with the page as it stands."""
    if (as_it_stands := looks_like(page)) in _FOUND_CLEAN:
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
    _FOUND_CLEAN.add(as_it_stands)


# Most pages are met by several tests and by several people: one that stands as it stood is not looked at again.
_FOUND_CLEAN = set()


def looks_like(page) -> tuple:
    """All that axe can see: the document, what was typed, and the window."""
    typed = page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden]), select, textarea')].map(it => [it.value, it.checked])"
    )
    focus = page.evaluate("document.activeElement?.outerHTML")
    everything = page.content() + str(typed) + str(focus)
    # Tokens differ each time, and numbers in running text and addresses with each person and each test. Those that axe
    # looks at stand in a quoted attribute, or belong to a word: tabindex="0", id_text_2, <h2>.
    everything = re.sub(r'(nonce|value)="[A-Za-z0-9]{20,}"', "", everything)
    return re.sub(r"""(?<![\w"'#-])\d+""", "0", everything), str(page.viewport_size)


def fits_a_phone(page):
    """Asserts that nothing has to be scrolled sideways at 320 CSS pixels."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert width <= 320, f"{page.url} is {width} pixels wide"
