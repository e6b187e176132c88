"""A page used with the keyboard alone. Whoever has a mouse is walked with by the shorter browser tests."""

from playwright.sync_api import expect

from tests.browser import axe, fits_a_phone


def look(page, heading):
    """Asserts that this page has come, that axe finds nothing wrong with it, and that it fits a phone."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    axe(page)
    fits_a_phone(page)


class Keyboard:
    """Only keys: Tab to get there, Enter to follow or press, Space and the arrows to choose."""

    def __init__(self, page):
        self.page = page

    def press(self, target):
        self._tab_to(target)
        self.page.keyboard.press("Enter")

    def choose(self, target):
        if target.get_attribute("type") != "radio":
            self._tab_to(target)
            self.page.keyboard.press("Space")
            return
        # Tab reaches a group of radios once; the arrows move within it.
        group = self.page.locator(f"input[name={target.get_attribute('name')}]")
        self._tab_to(group)
        if not self._focused(target):
            while not target.is_checked():
                self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")

    def type(self, target, text):
        self._tab_to(target)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def _tab_to(self, target):
        target.first.wait_for()
        for _ in range(200):
            if self._focused(target):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def _focused(self, target):
        return target.evaluate_all("elements => elements.includes(document.activeElement)")
