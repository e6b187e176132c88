"""Administrators add to what was asked, on pages: a report from its file, and bodies that a recommendation asks too."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from recommendations.models import Addressee, Recommendation, SuperComplaint
from tests.factories import (
    make_addressee,
    make_force,
    make_liaison,
    make_national_body,
    make_policing_body,
    make_recommendation,
    make_user,
)
from tests.html import forms
from tests.test_load_super_complaint import SMALL

pytestmark = pytest.mark.django_db
LOAD = "/load-report/"
ADDRESS = "/super-complaints/safe-to-share/recommendations/1/address/"


@pytest.fixture
def admin(client):
    client.force_login(make_user("Ada Admin", is_staff=True))
    return client


@pytest.fixture
def asked():
    return make_national_body("Home Office"), make_force("Surrey Police")


def upload(text, name="small.yaml"):
    content = text if isinstance(text, bytes) else text.encode()
    return {"file": SimpleUploadedFile(name, content)}


def store(browser, page):
    """Presses "Store it" on a page, as a browser would."""
    [(_, where, typed)] = [form for form in forms(page) if form[1] == "/load-report/store/"]
    return browser.post(where, typed, follow=True)


def messages(page):
    return [str(message) for message in page.context["messages"]]


def test_a_file_is_shown_before_it_is_stored_and_stored_as_it_was_shown(admin, asked):
    text = SMALL.replace("Do the first thing.", '"Do it, “thus”:  twice."')

    page = admin.post(LOAD, upload(text))

    assert not SuperComplaint.objects.exists()
    assert [
        (row["recommendation"].number, row["addressed_to"], row["recommendation"].due_on, row["own_days"])
        for row in page.context["rows"]
    ] == [
        ("7.10", "Home Office", date(2021, 7, 31), 0),
        ("2", "Surrey Police and Home Office", date(2021, 7, 31), 1),
    ]
    assert "The file holds 2 recommendations, addressed 3 times" in page.content.decode()

    stored = store(admin, page)

    assert stored.redirect_chain == [("/super-complaints/small-report/", 302)]
    assert messages(stored) == ["Small report is stored."]
    report = SuperComplaint.objects.get()
    assert report.recommendations.get(number="7.10").summary == "Do it, “thus”:  twice."
    assert set(Addressee.objects.values_list("since", flat=True)) == {None}
    assert LogEntry.objects.get().get_change_message() == "Loaded from the file small.yaml."


def test_pressing_twice_stores_once(admin, asked):
    page = admin.post(LOAD, upload(SMALL))
    store(admin, page)

    assert messages(store(admin, page)) == ["Small report was stored already."]
    assert SuperComplaint.objects.count() == 1


def test_what_is_wrong_is_told_once_by_its_line_and_nothing_is_stored(admin, asked):
    wrong = SMALL.replace("title: Small report\n", "").replace(
        "[Surrey Police, Home Office]", "[Surry Polis, Home Office]"
    )

    page = admin.post(LOAD, upload(wrong))

    assert [line for line, _ in page.context["form"].wrong] == [1, 15]
    content = page.content.decode()
    assert content.count("No body is called &quot;Surry Polis&quot;") == 1
    assert content.count("Line 15: ") == 1
    assert page.context["form"].errors == {
        "file": ["Select the file again once it is mended: what is wrong is listed below"]
    }
    assert not SuperComplaint.objects.exists()


def test_a_force_whose_overseer_no_day_decides_is_told_once_for_the_whole_file(admin, asked):
    for name, office in (("Surrey PCC", "pcc"), ("Surrey PFCC", "pfcc")):
        make_policing_body(asked[1], name, office=office)
    both = SMALL.replace("addressed_to: Home Office", "addressed_to: police and crime commissioners or equivalents")
    both = both.replace("[Surrey Police, Home Office]", "[police and crime commissioners or equivalents, Home Office]")

    page = admin.post(LOAD, upload(both))

    assert [(line, message[:40]) for line, message in page.context["form"].wrong] == [
        (12, "Surrey Police had Surrey PCC or Surrey P"),
    ]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", []),
        (b"\xff\xfe", [(1, "This is not text in UTF-8.")]),
        (
            b"a: &x 1\nb: *x",
            [(2, "This cannot be read as YAML: references (*name) are not used here, write the value out.")],
        ),
        (
            b"title: \x00",
            [(1, "There is a character here that no person types, such as a control character. Remove it.")],
        ),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(admin, content, wrong):
    page = admin.post(LOAD, upload(content))

    assert page.status_code == 200
    assert page.context["form"].wrong == wrong
    assert list(page.context["form"].errors) == ["file"]


def test_a_report_that_is_stored_otherwise_is_listed_and_stays(admin, asked):
    store(admin, admin.post(LOAD, upload(SMALL)))

    page = admin.post(LOAD, upload(SMALL.replace("short_title: First", "short_title: Another")))

    difference = 'recommendation 7.10, short_title: the file has "Another"; stored is "First".'
    assert page.context["checked"].differences == [difference]
    assert "Store it" not in page.content.decode()
    assert SuperComplaint.objects.get().recommendations.get(number="7.10").short_title == "First"


def test_what_would_be_stored_otherwise_than_shown_is_not_stored(admin, asked):
    text = SMALL.replace("addressed_to: Home Office", "addressed_to: chief constables")
    page = admin.post(LOAD, upload(text))
    make_force("Kent Police")

    refused = store(admin, page)

    assert refused.redirect_chain == [(LOAD, 302)]
    changed = "Nothing was stored: what the file would store has changed since it was shown. Select the file again."
    assert messages(refused) == [changed]
    assert messages(admin.post(LOAD + "store/", {"shown": "made:up"}, follow=True)) == [changed]
    assert not SuperComplaint.objects.exists()


@pytest.mark.parametrize("make", [make_liaison, make_user])
def test_nobody_else_loads_a_report_or_addresses_bodies(client, asked, make):
    make_recommendation()
    client.force_login(make())

    refused = [
        client.post(LOAD, upload(SMALL)),
        client.post(ADDRESS, {"bodies": "Home Office", **day("since", "2021-03-01")}),
    ]

    reason = "Only an administrator can change what was asked, and of whom."
    assert [(page.status_code, reason in page.content.decode()) for page in refused] == [(403, True)] * 2
    assert (SuperComplaint.objects.count(), Addressee.objects.count()) == (1, 0)


def day(name, date):
    return dict(
        zip([f"{name}_{part}" for part in ("year", "month", "day")], date.split("-") if date else "   ", strict=True)
    )


def address(browser, bodies, since="2021-03-01", due_on="", why=""):
    typed = {"bodies": bodies, "due_reason": why, **day("since", since), **(day("due_on", due_on) if due_on else {})}
    return browser.post(ADDRESS, typed, follow=True)


def test_many_bodies_are_addressed_in_one_step(admin, asked):
    recommendation = make_recommendation()
    make_policing_body(make_force("Gwent Police"), "Police and Crime Commissioner for Gwent")

    page = address(admin, "Gwent PCC\r\n\r\n  surrey constabulary \r\nHome Office\r\n")

    said = "It addresses Police and Crime Commissioner for Gwent, Surrey Police and Home Office as well."
    assert (page.redirect_chain, messages(page)) == ([(recommendation.get_absolute_url(), 302)], [said])
    assert set(recommendation.addressees.values_list("body__name", "since", "due_on", "due_reason")) == {
        (name, date(2021, 3, 1), date(2021, 6, 17), "")
        for name in ("Police and Crime Commissioner for Gwent", "Surrey Police", "Home Office")
    }
    assert LogEntry.objects.get().get_change_message() == said


def test_a_day_of_their_own_is_given_with_its_reason(admin, asked):
    recommendation = make_recommendation()

    address(admin, "Home Office", due_on="2021-09-30", why="asked later")

    [addressee] = recommendation.addressees.all()
    assert (addressee.due_on, addressee.due_reason) == (date(2021, 9, 30), "asked later")


def test_the_page_begins_with_today(admin):
    make_recommendation()

    assert admin.get(ADDRESS).context["form"].initial == {"since": timezone.localdate()}


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"bodies": " "}, {"bodies": ["Enter the bodies, one a line"]}),
        ({"since": ""}, {"since": ["Enter the day from which they are addressed"]}),
        (
            {"since": "2020-12-16"},
            {
                "since": [
                    "Day from which they are addressed must be on or after 17 December 2020, when the report came out"
                ]
            },
        ),
        ({"since": "2999-01-01"}, {"since": ["Day from which they are addressed must be today or in the past"]}),
        (
            {"since": "2021-06-18"},
            {"due_on": ["Enter a day on or after the one from which they are addressed: 17 June 2021 is before it"]},
        ),
        ({"due_on": "2021-09-30"}, {"due_reason": ["Enter why their day is not the rule’s"]}),
        ({"why": "agreed"}, {"due_reason": ["Enter a reason only with a day that is not the rule’s"]}),
        (
            {"bodies": "Home Office\r\nSurrey\r\n\r\nAtlantis\r\nhome office\r\nKent Police"},
            {
                "bodies": [
                    "Line 2: Enter the whole name of a body: did you mean Surrey PCC or Surrey Police?",
                    "Line 4: Enter the name of a body in the list: “Atlantis” is not there",
                    "Line 5: Remove Home Office: it is on an earlier line as well",
                    "Line 6: Remove Kent Police: it is addressed already",
                ]
            },
        ),
    ],
)
def test_one_wrong_line_stores_nothing_and_loses_nothing_that_was_typed(admin, asked, typed, errors):
    recommendation = make_recommendation()
    make_addressee(recommendation, make_force("Kent Police"))
    make_policing_body(asked[1], "Surrey PCC")

    page = address(admin, **{"bodies": "Home Office", **typed})

    assert page.context["form"].errors == errors
    assert recommendation.addressees.count() == 1
    assert page.context["form"]["bodies"].value() == typed.get("bodies", "Home Office")


def test_a_body_is_looked_for_among_those_of_the_day(admin):
    make_recommendation()
    mayor = make_policing_body(
        make_force("Surrey Police"), "Mayor of Surrey", office="mayor", began_on=date(2021, 5, 1)
    )

    page = address(admin, "Mayor of Surrey", since="2021-04-30")
    assert page.context["form"].errors == {
        "bodies": ["Line 1: Enter the name of a body in the list: “Mayor of Surrey” is not there"]
    }

    address(admin, "Mayor of Surrey", since="2021-05-01")
    assert [each.body for each in Addressee.objects.all()] == [mayor]


@pytest.mark.parametrize("bodies", [1, 3])
def test_addressing_three_bodies_takes_as_many_queries_as_one(admin, django_assert_num_queries, bodies):
    make_recommendation()
    names = [make_force(f"Area{number} Police").name for number in range(bodies)]
    ContentType.objects.get_for_model(Recommendation)  # the log asks once in a process what it is about

    # The session, its person; the recommendation; bodies, their names; those asked; the rows, saved at once; the log.
    with django_assert_num_queries(10):
        admin.post(ADDRESS, {"bodies": "\n".join(names), **day("since", "2021-03-01")})

    assert Addressee.objects.count() == bodies
