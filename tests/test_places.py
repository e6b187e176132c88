"""What does not stand says so wherever it is read, with what takes its place; what was sent is what it was."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Role
from responses.models.correcting import begin_replacement
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_super_complaint,
    send_kept,
)
from tests.html import links, words

pytestmark = pytest.mark.django_db

JUNE, JULY = date(2021, 6, 17), date(2021, 7, 1)


class Office:
    """A PCC that sent a letter for itself and its force."""

    def __init__(self):
        self.report = make_super_complaint()
        self.force = make_force()
        self.pcc = make_policing_body(self.force)
        self.approver = make_member(self.pcc, Role.APPROVER, name="Ann Approver")
        asked = make_addressee(make_recommendation(self.report, "1"), self.force)
        dated = {"dated": JUNE, "dated_precision": "day"}
        self.old = make_draft(self.pcc, self.report, speaks_for=[self.pcc, self.force], **dated)
        make_response(self.old, asked)
        send_kept(self.old, on=JUNE, pdf=b"%PDF the old one")

    def withdraw(self):
        self.old.withdraw(by=self.approver, at=NOON, on=date(2021, 7, 3), reason="Sent too early.")

    def send_again(self):
        """A later letter in its place, which speaks for the PCC alone."""
        new = begin_replacement(
            self.old, as_="sent_again", by=make_member(self.pcc), at=NOON, dated=JULY, received_on=None
        )
        new.speaks_for.set([self.pcc])
        return send_kept(new, on=JULY)


@pytest.fixture
def office():
    return Office()


def letter_page(client, update):
    return client.get(reverse("letter", args=[update.pk]))


def test_a_letter_that_was_withdrawn_says_when_and_why_on_its_page_and_in_every_list(client, office):
    office.withdraw()
    client.force_login(office.approver)

    said = "Withdrawn on 3 July 2021 by Ann Approver, and not counted since: Sent too early."
    assert said in words(letter_page(client, office.old))
    assert said in words(client.get(office.old.get_absolute_url()))
    assert "Withdrawn from 3 July 2021: Sent too early." in words(client.get(reverse("register")))
    assert "withdrawn from 3 July 2021: Sent too early." in words(client.get("/"))


def test_a_letter_whose_place_another_takes_names_it_and_that_one_names_it_back(client, office):
    new = office.send_again()
    client.force_login(office.approver)

    old_page, new_page = letter_page(client, office.old), letter_page(client, new)

    assert f"A later letter of 1 July 2021 (reference {new.reference}) takes its place." in words(old_page)
    assert new.get_absolute_url() in links(old_page)
    said = f"It takes the place of the letter of 17 June 2021 (reference {office.old.reference})."
    assert said in words(new_page)
    assert office.old.get_absolute_url() in links(new_page)
    assert said in words(client.get(new.get_absolute_url()))
    register = words(client.get(reverse("register")))
    assert f"Withdrawn from 1 July 2021 {new.reference} takes its place" in register.replace("2021SC", "2021 SC")
    assert f"Took the place of {office.old.reference}" in register


def test_who_may_read_the_one_letter_alone_is_told_of_the_other_without_a_link(client, office):
    new = office.send_again()
    client.force_login(make_member(office.force))

    page = letter_page(client, office.old)

    assert f"A later letter of 1 July 2021 (reference {new.reference}) takes its place." in words(page)
    assert new.get_absolute_url() not in links(page)


def test_what_was_sent_stays_what_it_was_whatever_becomes_of_it(client, office):
    client.force_login(office.approver)
    address = reverse("letter_pdf", args=[office.old.pk])
    pdf = client.get(address).content

    new = office.send_again()

    answer = client.get(address)
    assert answer.content == pdf == b"%PDF the old one"
    assert answer["Content-Disposition"].endswith('-safe-to-share-2021-06-17-superseded.pdf"')
    assert letter_page(client, office.old).context["letter"] == "<p>As it was sent.</p>"
    assert client.get(reverse("letter_pdf", args=[new.pk]))["Content-Disposition"].endswith('-2021-07-01.pdf"')


def test_that_hmicfrs_recorded_something_in_error_is_told_to_nobody_else(client, office):
    letter = make_received(office.force, office.report, received_on=JUNE)
    new = begin_replacement(letter, as_="correction", by=make_liaison(), at=NOON)
    new.record(by=letter.recorded_by, at=NOON, reason="A slip.")
    said = f"It corrects the letter of 17 June 2021 (reference {letter.reference})."

    client.force_login(letter.recorded_by)
    assert said in words(client.get(new.get_absolute_url()))
    corrected = f"The corrected letter of 17 June 2021 (reference {new.reference}) takes its place."
    assert corrected in words(client.get(letter.get_absolute_url()))

    client.force_login(make_member(office.force))
    assert "It corrects" not in words(client.get(new.get_absolute_url()))


def test_a_correction_that_is_only_begun_takes_no_place_yet(client, office):
    begin_replacement(office.old, as_="sent_again", by=office.approver, at=NOON, dated=JULY, received_on=None)
    client.force_login(office.approver)

    assert "takes its place" not in words(letter_page(client, office.old))
    assert "takes its place" not in words(client.get(reverse("register")))
