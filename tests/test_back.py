"""A page that refuses something leads back to what it was about, where the person may read that."""

import pytest
from django.urls import reverse

from accounts.models import Role
from responses.models import Part
from tests.factories import NOON, make_addressee, make_draft, make_force, make_member, make_policing_body, make_received

pytestmark = pytest.mark.django_db
HOME = ("/", "Go to your home page")


@pytest.fixture
def pcc():
    force = make_force()
    make_addressee(body=force)
    return make_policing_body(force)


@pytest.fixture
def draft(pcc):
    return make_draft(pcc, speaks_for=[pcc, pcc.oversees])


def led_to(client, method, address, data=None):
    """(the status, the links of the page, but for those in its frame)"""
    page = getattr(client, method)(address, data)
    main = page.text.partition("<main")[2].partition("</main>")[0]
    links = [link.partition('"')[::2] for link in main.split('<a class="govuk-link" href="')[1:]]
    return page.status_code, [(href, words.partition(">")[2].partition("</a>")[0]) for href, words in links]


def test_a_step_that_is_refused_leads_back_to_the_draft(client, draft, pcc):
    client.force_login(make_member(pcc))

    draft_page = (draft.get_absolute_url(), f"Update from {pcc}")
    assert led_to(client, "get", reverse("withdraw_update", args=[draft.pk])) == (403, [draft_page, HOME])
    no_answer = reverse("edit_response", args=[draft.pk, "99", pcc.slug])
    assert led_to(client, "get", no_answer) == (404, [draft_page, HOME])
    words = {"reason": "What somebody typed, which is much."}
    assert led_to(client, "post", reverse("withdraw_update", args=[draft.pk]), words) == (403, [draft_page, HOME])


def test_a_step_on_the_record_leads_back_to_the_letter(client, pcc):
    letter = make_received(pcc)
    client.force_login(make_member(pcc, Role.APPROVER))

    found = led_to(client, "get", reverse("correct_update", args=[letter.pk]))

    assert found == (403, [(letter.get_absolute_url(), f"Letter from {pcc}"), HOME])


def test_who_may_not_read_a_draft_is_led_home_alone_and_told_nothing_of_it(client, draft):
    client.force_login(make_member(make_force("Felpersham Police")))

    for name in ("update", "withdraw_update", "check_update"):
        assert led_to(client, "get", reverse(name, args=[draft.pk])) == (404, [HOME])


def test_a_force_is_led_back_to_its_part_and_not_to_the_draft(client, draft, pcc):
    part = Part(update=draft, body=pcc.oversees)
    part.start(by=draft.created_by, at=NOON, comment="")
    client.force_login(make_member(pcc.oversees))

    found = led_to(client, "get", reverse("edit_response", args=[draft.pk, "99", pcc.oversees.slug]))

    assert found == (404, [(part.get_absolute_url(), f"Your part of the letter from {pcc}"), HOME])
    for of_the_draft in (reverse("covering_letter", args=[draft.pk]), reverse("part", args=[draft.pk, pcc.slug])):
        assert led_to(client, "get", of_the_draft) == (404, [HOME])


def test_what_is_refused_of_a_body_leads_back_to_its_page(client, pcc):
    client.force_login(make_member(make_force("Felpersham Police")))

    found = led_to(client, "get", reverse("letterhead", args=[pcc.slug]))

    assert found == (403, [(pcc.get_absolute_url(), str(pcc)), HOME])


@pytest.mark.parametrize("address", ["/people/", "/bodies/no-such-body/", "/nothing/here/"])
def test_what_is_about_nothing_that_is_here_leads_home(client, pcc, address):
    client.force_login(make_member(pcc))

    assert led_to(client, "get", address)[1] == [HOME]
