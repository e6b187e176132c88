"""Two officers who send at the same moment, and a worker that is killed: still once, and still all.

And the whole way in a browser, by keyboard.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from recommendations.models import Request
from responses.jobs import worker
from responses.jobs.queue import take_up
from responses.models import Message
from tests.browser import axe, fits_a_phone
from tests.factories import make_liaison
from tests.test_chasers import World, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings):
    settings.WORK_HERE = False
    return World()


def officer():
    browser = Client()
    browser.force_login(make_liaison())
    return browser


def at_once(*doings):
    def alone(do):
        try:
            do()
        finally:
            connection.close()

    threads = [threading.Thread(target=alone, args=[do]) for do in doings]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def work(after=timedelta(seconds=1)):
    return worker.work(lambda: timezone.now() + after)


def test_two_officers_send_the_same_letters_at_once_and_they_go_out_once(world):
    first, second = officer(), officer()
    chase = write(first, world.borset)
    work()

    at_once(*(lambda it=it: it.post(f"{chase.get_absolute_url()}send/") for it in (first, second)))

    assert (Request.objects.count(), Message.objects.count()) == (1, 2)


def test_two_officers_who_wrote_to_the_same_body_do_not_both_ask_it(world):
    officers = officer(), officer()
    chases = [write(it, world.borset) for it in officers]
    work()

    at_once(
        *(
            lambda it=it, chase=chase: it.post(f"{chase.get_absolute_url()}send/")
            for it, chase in zip(officers, chases, strict=True)
        )
    )

    assert (Request.objects.count(), Message.objects.count()) == (1, 2)


def test_a_letter_that_a_killed_worker_had_in_hand_is_drawn_by_another(world):
    chase = write(officer(), world.borset)
    assert take_up(timezone.now() + timedelta(seconds=1)).kind == "draw_chaser"

    assert work() == {}
    assert work(timedelta(minutes=3)) == {"draw_chaser": 1}
    assert chase.letters.get().sha256 != ""


def test_letters_are_written_looked_at_and_sent_in_a_browser(page, sign_in, live_server, world):
    sign_in(make_liaison())
    page.goto(f"{live_server.url}/super-complaints/safe-to-share/chase/")
    page.get_by_role("button", name="Select all 2").press("Enter")
    expect(page.get_by_text("2 of 2 selected")).to_be_visible()
    page.get_by_label("Yorbury Police").press("Space")
    expect(page.get_by_text("1 of 2 selected")).to_be_visible()
    page.get_by_role("button", name="Write to those ticked").first.press("Enter")
    page.get_by_label("No, the letter names no day").press("Space")
    axe(page)
    page.get_by_label("What does the letter say?").fill("{body}:\n\n{recommendations}")
    page.get_by_role("button", name="Show the letters").press("Enter")
    expect(page.get_by_role("heading", name="1 letter to look at")).to_be_visible()
    expect(page.get_by_role("button", name="Send these letters")).to_have_count(0)
    work()
    page.get_by_role("link", name="See how far it is").press("Enter")
    axe(page)
    fits_a_phone(page)
    page.get_by_role("button", name="Send these letters").press("Enter")

    expect(page.get_by_text("0 sent, 2 on the way, 0 that could not be sent")).to_be_visible()
    axe(page)
    fits_a_phone(page)
    assert Request.objects.count() == 1
