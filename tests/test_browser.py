"""The eyes of the browser tests are open: what goes wrong on a page is seen, and so fails the test."""

import pytest

from tests.browser import axe, fits_a_phone


def test_a_missing_file_is_a_fault(page, faults, live_server):
    page.goto("/admin/login/")

    page.evaluate("fetch('/static/no-such-file.css').then(response => response.text())")

    assert faults == [f"404: GET {live_server.url}/static/no-such-file.css"]
    faults.clear()


def test_a_script_that_fails_is_a_fault(page, faults):
    page.goto("/admin/login/")

    page.evaluate("console.error('a complaint of ours')")
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('a mistake of ours') })")

    assert faults == ["console: a complaint of ours", "error on the page: a mistake of ours"]
    faults.clear()


LINK = "document.querySelector('{}').insertAdjacentHTML('beforeend', '<a href=\"/\"></a>')"


@pytest.mark.parametrize("where", ["header", "main", "footer"])
def test_an_inaccessible_page_is_found_out_though_the_rest_was_seen(page, where):
    page.goto("/admin/login/")
    axe(page)
    page.evaluate(LINK.format(where))

    with pytest.raises(AssertionError, match="link-name"):
        axe(page)


@pytest.mark.parametrize("where", ["header", "main", "footer"])
def test_a_page_too_wide_for_a_phone_is_found_out_though_the_rest_was_seen(page, where):
    page.goto("/admin/login/")
    fits_a_phone(page)
    page.evaluate(f"document.querySelector('{where}').style.width = '600px'")

    with pytest.raises(AssertionError, match="pixels wide"):
        fits_a_phone(page)
