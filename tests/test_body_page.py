"""The page of a body: one line a report for those who may read its record, today's facts alone for everybody else."""

from datetime import date

import lxml.html
import pytest
from django.utils import timezone

from accounts.models import Role
from recommendations.models import Contact
from responses.models import PublishedResponse
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_commitment,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_super_complaint,
    make_user,
)
from tests.html import links

pytestmark = pytest.mark.django_db


@pytest.fixture
def force():
    return make_force()


def ask(force, number, recommendations=2, answered=True):
    """A report of its own; where it is answered, the first of its recommendations, with a question and a promise."""
    report = make_super_complaint(title=f"Report {number}", slug=f"report-{number}")
    asked = [make_addressee(make_recommendation(report, str(each + 1)), force) for each in range(recommendations)]
    if answered:
        response = make_response(make_received(force, report), asked[0])
        make_review(response, reasons="By when exactly?")
        make_commitment(response, text="It will be in place by June.")
    return report


def counts(page):
    rows = lxml.html.fromstring(page.content).xpath("//table[caption='What it was asked']/tbody/tr")
    return [[cell.text_content().split()[0] for cell in row.xpath("td")][:5] for row in rows]


@pytest.mark.parametrize("count", [1, 3])
def test_a_body_page_has_one_line_a_report_and_as_many_queries_for_three(
    client, force, count, django_assert_num_queries
):
    for number in range(count):
        ask(force, number, recommendations=1 + 3 * number)
    client.force_login(make_liaison())

    with django_assert_num_queries(24):
        page = client.get(force.get_absolute_url())

    # Asked, answered, overdue, accepted, complete; all came out on one day, so titles decide.
    assert counts(page) == [[str(1 + 3 * number), "1", "0", "1", "0"] for number in range(count)]
    assert {f"/bodies/{force.slug}/super-complaints/report-0/?only=answered"} < set(links(page))


def test_people_of_a_body_find_the_public_page_to_link_to_while_there_is_one(client, force, settings):
    report = ask(force, 1)
    author = make_member(force)
    client.force_login(author)
    public = f"/public/{report.slug}/bodies/{force.slug}/"

    def is_offered():
        return f'href="{settings.SITE_ADDRESS}{public}"' in client.get(force.get_absolute_url()).text

    assert not is_offered()
    publication = report.publications.create(published_by=author, published_at=NOON)
    assert is_offered()
    assert client.get(public).status_code == 200
    publication.end(by=author, at=NOON)
    assert not is_offered()


def test_a_count_leads_to_the_answers_that_it_counts(client, force):
    ask(force, 1)
    client.force_login(make_member(force))
    address = f"/bodies/{force.slug}/super-complaints/report-1/"

    assert [task["text"] for task in client.get(address).context["tasks"]] == ["1. Title of 1", "2. Title of 2"]
    assert [task["text"] for task in client.get(f"{address}?only=accepted").context["tasks"]] == ["1. Title of 1"]
    assert len(client.get(f"{address}?only=nonsense").context["tasks"]) == 2


def test_questions_promises_letters_and_pages_are_for_those_who_may_read_the_record(client, force):
    report = ask(force, 1)
    author = make_member(force)
    report.published_responses.create(
        body=force, address="https://force.example/", noted_by=author, noted_at=NOON, published_on=DUE
    )
    force.contacts.create(name="Lily Bell", email="lily@example.org")
    kept = ("By when exactly?", "It will be in place by June.", "SC", "https://force.example/", "lily@example.org")

    for person in (make_liaison(), author, make_member(make_policing_body(force))):
        client.force_login(person)
        page = client.get(force.get_absolute_url())
        assert [words for words in kept if words not in page.text] == []
        assert counts(page) == [["2", "1", "0", "1", "0"]]
    for person in (make_user(), make_member(make_force("Felpersham Police"), Role.APPROVER)):
        client.force_login(person)
        page = client.get(force.get_absolute_url())
        assert [words for words in kept[:2] + kept[3:] if words in page.text] == []
        assert counts(page) == [["2", "17"]]


def test_a_contact_is_added_once_changed_and_ended(client, force):
    client.force_login(make_member(force))
    facts = {"name": "Lily Bell", "position": "Liaison", "email": "Lily@Example.org", "telephone": ""}
    add = f"/bodies/{force.slug}/contacts/add/"

    for _ in range(2):  # a double click
        assert client.post(add, facts).status_code == 302
    contact = Contact.objects.get()
    assert (contact.body, contact.name, contact.email, contact.until) == (force, "Lily Bell", "lily@example.org", None)
    refused = client.post(add, facts | {"name": "Somebody else"})
    assert refused.context["form"].errors == {"email": ["This body already has a contact with this e-mail address"]}

    client.post(f"/contacts/{contact.pk}/", facts | {"telephone": "01632 960000"})
    for _ in range(2):
        client.post(f"/contacts/{contact.pk}/end/")
    contact.refresh_from_db()
    assert (contact.telephone, contact.until) == ("01632 960000", timezone.localdate())
    assert f"(until {timezone.localdate():%-d %B %Y})" in client.get(force.get_absolute_url()).text


def test_bad_input_about_a_contact_or_a_page_is_told_beside_its_field(client, force):
    report = ask(force, 1)
    client.force_login(make_member(force))

    contact = client.post(f"/bodies/{force.slug}/contacts/add/", {"email": "lily"})
    page = client.post(
        f"/bodies/{force.slug}/published/add/",
        {"report": report.slug, "address": "no address", "published_on_day": "1", "published_on_month": "6"},
    )
    early = {"report": report.slug, "address": "https://force.example/", "published_on_day": "1"}
    too_early = client.post(
        f"/bodies/{force.slug}/published/add/", early | {"published_on_month": "6", "published_on_year": "2020"}
    )

    assert contact.context["form"].errors == {"email": ["Enter an e-mail address, such as name@example.org"]}
    assert page.context["form"].errors == {
        "address": ["Enter the address of a page, such as https://www.example.org/responses/"],
        "published_on": ["Day of publication must include a year"],
    }
    assert too_early.context["form"].errors["published_on"] == [
        "Day of publication must be the same as or after 17 December 2020, when the report was published"
    ]
    assert not Contact.objects.exists()
    assert not PublishedResponse.objects.exists()


def test_a_page_is_noted_once_with_its_day_or_without_and_removed_by_who_noted_it_or_a_liaison(client, force):
    report = ask(force, 1)
    author, colleague = make_member(force), make_member(force)
    client.force_login(author)
    facts = {"report": report.slug, "address": "https://force.example/"}

    for _ in range(2):  # a double click
        assert client.post(f"/bodies/{force.slug}/published/add/", facts).status_code == 302
    noted = PublishedResponse.objects.get()
    assert (noted.super_complaint, noted.published_on, noted.noted_by) == (report, None, author)
    client.force_login(colleague)
    assert client.post(f"/published/{noted.pk}/remove/").status_code == 403
    assert PublishedResponse.objects.get() == noted
    client.force_login(make_liaison())
    client.post(f"/published/{noted.pk}/remove/")
    assert not PublishedResponse.objects.exists()


def test_what_a_closed_report_asked_is_not_overdue(client, force):
    answered, silent = ask(force, 1), ask(force, 2, answered=False)
    client.force_login(make_liaison())
    assert counts(client.get(force.get_absolute_url())) == [["2", "1", "0", "1", "0"], ["2", "0", "2", "0", "0"]]

    for report in (answered, silent):
        report.closed_on = date(2026, 3, 3)
        report.save()
    page = client.get(force.get_absolute_url())

    assert counts(page) == [["2", "1", "0", "1", "0"], ["2", "0", "0", "0", "0"]]
    assert "Closed on 3 March 2026" in page.text
    assert page.context["questions"] == []
