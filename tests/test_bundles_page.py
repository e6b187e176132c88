"""Many letters at once in a browser: how far it is while workers draw; whoever closes the page comes back to it."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from responses.jobs import worker
from responses.models import Bundle, BundleLetter
from tests.browser import axe, fits_a_phone
from tests.test_bundles import REPORT, ask, make_drafts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.pdf]


def test_somebody_asks_for_letters_and_sees_how_far_they_are_until_they_are_there(page, context, sign_in):
    sign_in(make_drafts(2))
    page.goto(f"{REPORT}?as_at=2021-06-17")
    page.get_by_label("A zip with a file for each letter").check()
    page.get_by_label("Include the drafts that you can write, as they are now").check()
    axe(page)
    page.get_by_role("button", name="Get the letters").click()

    expect(page.get_by_text("0 of 2 letters are ready. You can close this page and come back.")).to_be_visible()
    expect(page.get_by_role("progressbar", name="Letters ready")).to_have_attribute("value", "0")
    axe(page)
    fits_a_phone(page)
    BundleLetter.objects.filter(pk=BundleLetter.objects.first().pk).update(pdf=b"%PDF-1.4")
    expect(page.get_by_text("1 of 2 letters is ready.")).to_be_visible(timeout=15_000)
    page.close()
    worker.work(timezone.now)

    page = context.new_page()
    page.goto("/bundles/")
    page.get_by_role("link", name="Letters on Safe to share? as at 17 June 2021").click()
    expect(page.get_by_text("2 of 2 letters are ready.")).to_be_visible()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download safe-to-share-as-at-2021-06-17.zip").click()
    assert download.value.suggested_filename == "safe-to-share-as-at-2021-06-17.zip"


def test_who_waits_is_told_that_the_letters_are_ready(page, sign_in):
    person = make_drafts(1)
    sign_in(person)
    page.goto(ask(person, at=timezone.now()).get_absolute_url())

    worker.work(timezone.now)

    expect(page.get_by_role("status")).to_have_text("The letters are ready.", timeout=15_000)
    expect(page.get_by_role("button", name="Download safe-to-share-as-at-2021-06-17.zip")).to_be_visible(timeout=15_000)


def test_it_is_cancelled_with_the_mouse(page, sign_in):
    person = make_drafts(1)
    sign_in(person)
    page.goto(ask(person).get_absolute_url())

    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_text("You cancelled it on")).to_be_visible()
    assert Bundle.objects.get().cancelled_at
