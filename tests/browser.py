"""What browser tests ask of a page."""

from pathlib import Path

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe(page):
    """Asserts that axe finds nothing wrong with the page as it stands."""
    page.evaluate(AXE)  # evaluated, not added as a script: the page's Content-Security-Policy forbids the latter
    result = page.evaluate("standards => axe.run({runOnly: {type: 'tag', values: standards}})", STANDARDS)
    found = [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)
    assert result["passes"], "axe looked at nothing"


def fits_a_phone(page):
    """Asserts that nothing has to be scrolled sideways at 320 CSS pixels."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(before)
    assert width <= 320, f"{page.url} is {width} pixels wide"
