"""A letter that was received is recorded whole, once, and by HMICFRS alone."""

import datetime
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from recommendations.models import Body
from responses.models import Document, Response, Update
from tests.factories import (
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_super_complaint,
    make_user,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


class Borsetshire:
    """One force and its commissioner, both asked; a second force, asked too; and three national bodies."""

    def __init__(self):
        self.super_complaint = make_super_complaint()
        self.first = make_recommendation(self.super_complaint, "1")
        self.second = make_recommendation(self.super_complaint, "2")
        self.force = make_force("Borsetshire Police")
        self.pcc = make_policing_body(self.force)
        self.other_force = make_force("Felpersham Police")
        self.national = make_national_body(represents="force")
        self.apcc = make_national_body("APCC", represents="local_policing_body")
        self.college = make_national_body("College of Policing")
        for body in (self.force, self.other_force):
            make_addressee(self.first, body)
        for body in (self.force, self.pcc):
            make_addressee(self.second, body)
        self.liaison = make_liaison()
        self.url = reverse("record_letter", args=[self.super_complaint.slug])


@pytest.fixture
def county():
    return Borsetshire()


@pytest.fixture
def liaison(client, county):
    client.force_login(county.liaison)
    return client


def letter(**facts):
    """What an officer types of a letter of 8 March 2021 from the commissioner."""
    return {
        "body": "Police and Crime Commissioner for Borsetshire",
        "on_behalf": "usual",
        "dated_as_day": "8",
        "dated_as_month": "3",
        "dated_as_year": "2021",
        "received_on_day": "9",
        "received_on_month": "3",
        "received_on_year": "2021",
        **facts,
    }


def pdf(name="letter.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def errors_of(response):
    assert response.status_code == 200
    return response.context["form"].errors


def nothing_was_stored():
    return not Update.objects.exists() and not Document.objects.exists()


def test_a_recorded_letter_keeps_every_fact_of_it(liaison, county):
    facts = {
        "addressed_to": "The Home Secretary",
        "signatory_name": "Lynda Snell",
        "signatory_title": "Commissioner",
        "agreed_by": "Superintendent Burns",
        "note": "Came by e-mail.",
    }

    response = liaison.post(county.url, letter(files=[pdf()], **facts))

    update = Update.objects.get()
    assert response.url == reverse("update", args=[update.pk])
    assert {name: getattr(update, name) for name in facts} == facts
    assert (update.body, update.origin, update.is_draft) == (county.pcc, "received", True)
    assert (update.dated, update.dated_precision) == (datetime.date(2021, 3, 8), "day")
    assert update.received_on == datetime.date(2021, 3, 9)
    assert set(update.speaks_for.all()) == {county.pcc, county.force}
    assert (update.created_by, update.edited_by) == (county.liaison, county.liaison)
    assert bytes(update.documents.get().content) == PDF


def test_a_letter_that_bears_only_a_month_keeps_it_as_a_month(liaison, county):
    liaison.post(county.url, letter(dated_as_day=""))

    update = Update.objects.get()
    assert (update.dated, update.dated_precision) == (datetime.date(2021, 3, 1), "month")
    assert update.date_in_words == "March 2021"


def test_a_letter_may_bear_no_date(liaison, county):
    liaison.post(county.url, letter(dated_as_day="", dated_as_month="", dated_as_year="", undated="on"))

    update = Update.objects.get()
    assert (update.dated, update.dated_precision) == (None, "")


@pytest.mark.parametrize("name", ["borsetshire  POLICE", "Borsetshire Constabulary", "Heddlu Borsetshire"])
def test_a_body_is_known_by_any_of_its_names(liaison, county, name):
    county.force.aliases.create(name="Borsetshire Constabulary")
    Body.objects.filter(pk=county.force.pk).update(welsh_name="Heddlu Borsetshire")

    liaison.post(county.url, letter(body=name))

    assert Update.objects.get().body == county.force


def test_part_of_a_name_is_answered_with_the_bodies_it_could_be(liaison, county):
    response = liaison.post(county.url, letter(body="Borset"))

    assert errors_of(response) == {
        "body": [
            "Enter the whole name of a body: did you mean Borsetshire Police or Police and Crime Commissioner for "
            "Borsetshire?"
        ]
    }
    assert nothing_was_stored()


def test_the_page_can_be_opened_for_a_body(liaison, county):
    response = liaison.get(county.url, {"body": county.force.slug})

    assert response.context["form"]["body"].value() == "Borsetshire Police"


@pytest.mark.parametrize(
    ("author", "choice", "spoken_for"),
    [
        ("pcc", "usual", {"pcc", "force"}),
        ("pcc", "itself", {"pcc"}),
        ("force", "usual", {"force"}),
        ("force", "itself", {"force"}),
        ("national", "forces", {"force", "other_force"}),
        ("apcc", "policing_bodies", {"pcc"}),
    ],
)
def test_a_choice_of_whom_a_letter_speaks_for_means_these_bodies(liaison, county, author, choice, spoken_for):
    liaison.post(county.url, letter(body=getattr(county, author).name, on_behalf=choice))

    assert set(Update.objects.get().speaks_for.all()) == {getattr(county, name) for name in spoken_for}


def test_a_national_body_that_was_asked_too_speaks_for_itself_as_well(liaison, county):
    make_addressee(county.first, county.apcc)

    liaison.post(county.url, letter(body=county.apcc.name, on_behalf="policing_bodies"))

    assert set(Update.objects.get().speaks_for.all()) == {county.apcc, county.pcc}


def test_a_national_body_that_represents_nobody_may_answer_for_chosen_bodies(liaison, county):
    chosen = [county.pcc.pk, county.other_force.pk]

    liaison.post(county.url, letter(body=county.college.name, on_behalf="chosen", chosen=chosen))

    assert set(Update.objects.get().speaks_for.all()) == {county.pcc, county.other_force}


@pytest.mark.parametrize(
    ("author", "choice", "chosen", "error"),
    [
        ("pcc", "forces", [], {"on_behalf": "{pcc} can answer only for Borsetshire Police and {pcc}"}),
        ("force", "policing_bodies", [], {"on_behalf": "{force} can answer only for Borsetshire Police"}),
        ("pcc", "chosen", ["other_force"], {"chosen": "{pcc} can answer only for Borsetshire Police and {pcc}"}),
        ("force", "chosen", ["pcc"], {"chosen": "{force} can answer only for Borsetshire Police"}),
        ("pcc", "chosen", [], {"chosen": "Select which bodies it answers for"}),
        (
            "pcc",
            "usual",
            ["pcc"],
            {"on_behalf": "Select “Only the bodies chosen below”, or choose no bodies there"},
        ),
        (
            "national",
            "policing_bodies",
            [],
            {
                "on_behalf": "{national} represents each police force, so its letter cannot speak for "
                "Police and Crime Commissioner for Borsetshire"
            },
        ),
        (
            "apcc",
            "chosen",
            ["force", "pcc"],
            {"chosen": "APCC represents each local policing body, so its letter cannot speak for Borsetshire Police"},
        ),
        (
            "college",
            "forces",
            [],
            {"on_behalf": "College of Policing does not represent all of them: choose the bodies it answers for"},
        ),
        (
            "national",
            "usual",
            [],
            {"on_behalf": "Safe to share? asks nothing of {national}: select the bodies it answers for"},
        ),
    ],
)
def test_nobody_is_recorded_as_speaking_for_whom_they_may_not(liaison, county, author, choice, chosen, error):
    names = {name: getattr(county, name).name for name in ("pcc", "force", "national", "apcc", "college")}
    picked = [getattr(county, name).pk for name in chosen]

    response = liaison.post(county.url, letter(body=names[author], on_behalf=choice, chosen=picked))

    assert errors_of(response) == {field: [message.format(**names)] for field, message in error.items()}
    assert nothing_was_stored()


def test_a_successor_answers_for_the_body_whose_place_it_took(liaison, county):
    mayor = make_policing_body(county.force, "Mayor of Borsetshire", office="mayor")
    Body.objects.filter(pk=county.pcc.pk).update(succeeded_by=mayor)

    liaison.post(county.url, letter(body="Mayor of Borsetshire"))

    update = Update.objects.get()
    assert (update.body, set(update.speaks_for.all())) == (mayor, {county.pcc, county.force})


def test_a_force_that_succeeded_twice_over_answers_for_the_first(liaison, county):
    newest = make_force("South Mercia Police")
    newer = make_force("Borsetshire and Felpersham Police", succeeded_by=newest)
    Body.objects.filter(pk=county.other_force.pk).update(succeeded_by=newer)

    liaison.post(county.url, letter(body="South Mercia Police"))

    update = Update.objects.get()
    assert (update.body, list(update.speaks_for.all())) == (newest, [county.other_force])


NO_DATE = {"dated_as_day": "", "dated_as_month": "", "dated_as_year": ""}
NOT_RECEIVED = {"received_on_day": "", "received_on_month": "", "received_on_year": ""}


@pytest.mark.parametrize(
    ("facts", "errors"),
    [
        ({"body": ""}, {"body": ["Enter who the letter is from"]}),
        ({"body": "Ambridge"}, {"body": ["Enter the name of a body in the list: “Ambridge” is not there"]}),
        ({"on_behalf": ""}, {"on_behalf": ["Select on whose behalf it answers"]}),
        (NO_DATE, {"dated_as": ["Enter the date of the letter, or select that it bears no date"]}),
        (
            {"undated": "on"},
            {"undated": ["Enter the date of the letter, or select that it bears no date, not both"]},
        ),
        ({"dated_as_day": "31", "dated_as_month": "2"}, {"dated_as": ["Date of the letter must be a real date"]}),
        ({"dated_as_year": "2999"}, {"dated_as": ["The date of the letter must be today or in the past"]}),
        (NOT_RECEIVED, {"received_on": ["Enter the date received"]}),
        ({"received_on_day": "31", "received_on_month": "4"}, {"received_on": ["Date received must be a real date"]}),
        ({"received_on_year": "2999"}, {"received_on": ["Date received must be today or in the past"]}),
        (
            {"received_on_day": "7"},
            {"received_on": ["Date received must be the same as or after the date of the letter"]},
        ),
        (
            {"dated_as_year": "2020", "received_on_year": "2020"},
            {
                "received_on": [
                    "Date received must be the same as or after 17 December 2020, when the report was published"
                ]
            },
        ),
        ({"note": "bell\a"}, {"note": ["Remove the characters that cannot be printed: U+0007."]}),
        (
            {"signatory_name": "x" * 201},
            {"signatory_name": ["Shorten this to 200 characters: it has 201"]},
        ),
    ],
)
def test_a_fact_that_cannot_be_is_told_beside_its_field_and_nothing_is_stored(liaison, county, facts, errors):
    typed = letter(addressed_to="Typed before", **facts)

    response = liaison.post(county.url, typed)

    assert errors_of(response) == errors
    assert response.context["form"]["addressed_to"].value() == "Typed before"
    assert nothing_was_stored()


def test_a_file_chosen_beside_an_error_is_asked_for_again(liaison, county):
    response = liaison.post(county.url, letter(body="", files=[pdf("one.pdf"), pdf("two.pdf", PDF + b"2")]))

    assert errors_of(response)["files"] == [
        "Select one.pdf again: it was not kept while something else needs correcting",
        "Select two.pdf again: it was not kept while something else needs correcting",
    ]
    assert nothing_was_stored()


def test_too_many_files_at_once_are_refused(liaison, county):
    files = [pdf(f"{number}.pdf", PDF + bytes([number])) for number in range(6)]

    response = liaison.post(county.url, letter(files=files))

    assert errors_of(response) == {"files": ["Select up to 5 files; more can be attached afterwards"]}
    assert nothing_was_stored()


def test_a_file_that_is_not_what_it_says_is_told_beside_its_field(liaison, county):
    response = liaison.post(county.url, letter(files=[pdf(), pdf("letter.docx")]))

    assert errors_of(response) == {
        "files": ["letter.docx is named as a Word document, but its contents are those of a PDF"]
    }
    assert nothing_was_stored()


def test_a_double_click_makes_one_draft(liaison, county):
    first = liaison.post(county.url, letter(files=[pdf()]))
    second = liaison.post(county.url, letter(files=[pdf()]))

    assert second.url == first.url
    assert Update.objects.count() == Document.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_draft(county):
    def click(_):
        client = Client()
        client.force_login(county.liaison)
        together.wait()
        try:
            return client.post(county.url, letter(files=[pdf()])).url
        finally:
            connection.close()

    together = threading.Barrier(3)
    with ThreadPoolExecutor(3) as clicks:
        pages = set(clicks.map(click, range(3)))

    assert pages == {Update.objects.get().get_absolute_url()}
    assert Document.objects.count() == 1


@pytest.mark.parametrize("more", [{"note": "Another"}, {"on_behalf": "itself"}, {"files": [pdf(content=PDF + b" ")]}])
def test_two_letters_that_differ_are_two_drafts(liaison, county, more):
    liaison.post(county.url, letter(files=[pdf()]))
    liaison.post(county.url, {**letter(files=[pdf()]), **more})

    assert Update.objects.count() == 2


@pytest.mark.parametrize("who", ["editor", "nobody in particular"])
def test_only_the_liaison_records_letters(client, county, who):
    client.force_login(make_member(county.pcc) if who == "editor" else make_user())

    response = client.post(county.url, letter())

    assert response.status_code == 403
    assert nothing_was_stored()


# The draft's facts, and the record


@pytest.fixture
def draft(liaison, county):
    liaison.post(county.url, letter(files=[pdf()], note="First note"))
    return Update.objects.get()


def test_a_letter_begun_by_mistake_is_deleted_with_its_files(liaison, draft):
    page = liaison.get(reverse("discard_update", args=[draft.pk]))
    assert "its files" in page.content.decode()

    liaison.post(page.request["PATH_INFO"], {"seen": page.context["form"]["seen"].value()})

    assert nothing_was_stored()


def test_a_letter_is_called_the_same_before_it_is_recorded_and_after(liaison, draft):
    def names():
        page = liaison.get(draft.get_absolute_url()).text
        title, heading = re.search(r"<title>(.*?)</title>", page)[1], re.search(r"<h1[^>]*>(.*?)</h1>", page)[1]
        return [f"Letter from {draft.body}" in name for name in (title, heading)]

    before = names()
    draft.record(by=draft.created_by, at=NOON)

    assert before == names() == [True, True]


@pytest.mark.parametrize(
    ("sender", "status", "hint"),
    [
        (
            "national",
            "Met for no other body",
            "3 bodies: each is asked for an update of its own, "
            "and this letter is that of National Police Chiefs' Council alone",
        ),
        ("force", "Met by this update, in time", "3 bodies"),
    ],
)
def test_a_letter_for_all_says_that_it_is_nobodys_own_update(liaison, county, sender, status, hint):
    author, eight = getattr(county, sender), make_recommendation(county.super_complaint, "8", met_by_update=True)
    bodies = [county.force, *(make_force(name, succeeded_by=county.force) for name in ("North", "South"))]
    for body in bodies:
        make_addressee(eight, body)
    not_recorded = {"recorded_by": None, "recorded_at": None, "by": county.liaison}
    draft = make_received(author, county.super_complaint, speaks_for=bodies, **not_recorded)

    row = liaison.get(draft.get_absolute_url()).context["sections"][0]["tasks"][-1]

    assert (row["text"], row["status"], row["hint"]) == ("8. Title of 8", status, hint)


def facts_of(draft, liaison, **changes):
    """What the facts page posts when nothing but these changes was typed."""
    form = liaison.get(reverse("letter_facts", args=[draft.pk])).context["form"]
    return letter(note="First note", version=form["version"].value(), **changes)


def test_the_facts_and_passages_of_a_draft_can_be_changed(liaison, county, draft):
    changes = {"opening": "## Welcome\n- a point", "chief_officer_comments": "We welcome it.", "closing": "Yours"}

    response = liaison.post(
        reverse("letter_facts", args=[draft.pk]),
        facts_of(draft, liaison, **changes, on_behalf="itself", received_on_day="10"),
    )

    draft.refresh_from_db()
    assert response.url == reverse("update", args=[draft.pk])
    assert {name: getattr(draft, name) for name in changes} == {
        "opening": "<h2>Welcome</h2><ul><li><p>a point</p></li></ul>",
        "chief_officer_comments": "<p>We welcome it.</p>",
        "closing": "<p>Yours</p>",
    }
    assert (draft.received_on, draft.version) == (datetime.date(2021, 3, 10), 2)
    assert list(draft.speaks_for.all()) == [county.pcc]
    assert draft.documents.count() == 1


def test_the_facts_page_opens_with_what_is_stored(liaison, county, draft):
    form = liaison.get(reverse("letter_facts", args=[draft.pk])).context["form"]

    values = {name: form[name].value() for name in ("body", "on_behalf", "chosen", "undated", "note")}
    assert values == {
        "body": county.pcc.name,
        "on_behalf": "usual",
        "chosen": [],
        "undated": False,
        "note": "First note",
    }


def test_saving_facts_unchanged_is_no_edit(liaison, draft):
    liaison.post(reverse("letter_facts", args=[draft.pk]), facts_of(draft, liaison))

    draft.refresh_from_db()
    assert draft.version == 1


def test_both_dates_of_a_draft_can_be_moved_back(liaison, draft):
    earlier = {"dated_as_month": "1", "received_on_month": "1"}

    liaison.post(reverse("letter_facts", args=[draft.pk]), facts_of(draft, liaison, **earlier))

    draft.refresh_from_db()
    assert (draft.dated, draft.received_on) == (datetime.date(2021, 1, 8), datetime.date(2021, 1, 9))


def test_files_are_added_to_a_draft_and_removed_from_it(liaison, draft):
    wrong = draft.documents.get()

    liaison.post(
        reverse("letter_facts", args=[draft.pk]),
        facts_of(draft, liaison, files=[pdf("right.pdf", PDF + b"right")], remove=[wrong.pk]),
    )

    assert [document.name for document in draft.documents.all()] == ["right.pdf"]


def test_a_body_with_an_answer_in_the_draft_stays_spoken_for(liaison, county, draft):
    make_response(draft, county.force.addressed.get(recommendation=county.first))

    response = liaison.post(
        reverse("letter_facts", args=[draft.pk]), facts_of(draft, liaison, on_behalf="itself", closing="Yours")
    )

    assert errors_of(response) == {
        "on_behalf": ["This draft holds answers for Borsetshire Police. Remove those answers first"]
    }
    draft.refresh_from_db()
    assert (draft.closing, draft.speaks_for.count(), Response.objects.count()) == ("", 2, 1)


def test_what_a_colleague_saved_meanwhile_is_shown_and_kept(client, liaison, county, draft):
    mine = facts_of(draft, liaison, opening="Mine", on_behalf="itself", dated_as_day="7")
    theirs = facts_of(draft, liaison, opening="Theirs")
    url = reverse("letter_facts", args=[draft.pk])
    liaison.post(url, theirs)

    response = liaison.post(url, mine)

    draft.refresh_from_db()
    assert (draft.opening, draft.dated.day, draft.speaks_for.count()) == ("<p>Theirs</p>", 8, 2)
    assert dict(response.context["form"].theirs) == {
        "On whose behalf does it answer?": "Itself, and for a local policing body its force as well",
        "What date does the letter bear?": "8 March 2021",
        "What does it say first?": "<p>Theirs</p>",
    }
    assert response.context["form"]["opening"].value() == "<p>Mine</p>"
    # Seen and decided: the same form sent again is now a choice, not an accident.
    liaison.post(url, {**mine, "version": response.context["form"]["version"].value()})
    draft.refresh_from_db()
    assert draft.opening == "<p>Mine</p>"


def test_recording_puts_the_letter_on_the_record_from_the_day_it_was_received(liaison, county, draft):
    url = reverse("record_update", args=[draft.pk])
    seen = liaison.get(url).context["form"]["seen"].value()

    response = liaison.post(url, {"seen": seen})

    draft.refresh_from_db()
    assert response.url == reverse("update", args=[draft.pk])
    assert (draft.recorded_by, draft.is_draft) == (county.liaison, False)
    assert list(Update.objects.as_at(datetime.date(2021, 3, 8))) == []
    assert list(Update.objects.as_at(datetime.date(2021, 3, 9))) == [draft]
    said = "The letter is on the record. It counts in the matrix from 9 March 2021."
    assert said in liaison.get(response.url).text


def test_nothing_is_recorded_while_an_answer_is_not_finished(liaison, county, draft):
    make_response(draft, county.force.addressed.get(recommendation=county.first), progress="", finished_at=None)
    url = reverse("record_update", args=[draft.pk])
    page = liaison.get(url)

    refused = liaison.post(url, {"seen": page.context["form"]["seen"].value()})

    assert [response.addressee.body for response in page.context["unfinished"]] == [county.force]
    assert errors_of(refused) == {"__all__": ["Finish the answer to recommendation 1, or remove it"]}
    with pytest.raises(ValidationError, match="Finish the answer to recommendation 1"):
        draft.record(by=county.liaison, at=NOON)
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_double_click_records_once(liaison, draft):
    url = reverse("record_update", args=[draft.pk])
    seen = liaison.get(url).context["form"]["seen"].value()
    liaison.post(url, {"seen": seen})
    first = Update.objects.get().recorded_at

    response = liaison.post(url, {"seen": seen})

    assert response.url == reverse("update", args=[draft.pk])
    assert Update.objects.get().recorded_at == first


def test_a_letter_changed_since_it_was_checked_is_checked_again(liaison, draft):
    url = reverse("record_update", args=[draft.pk])
    seen = liaison.get(url).context["form"]["seen"].value()
    liaison.post(reverse("letter_facts", args=[draft.pk]), facts_of(draft, liaison, opening="Changed"))

    response = liaison.post(url, {"seen": seen})

    assert list(errors_of(response)) == ["seen"]
    draft.refresh_from_db()
    assert draft.is_draft


def test_the_record_page_lists_the_gaps_and_forbids_nothing(liaison, county, draft):
    make_response(draft, county.force.addressed.get(recommendation=county.second))

    response = liaison.get(reverse("record_update", args=[draft.pk]))

    assert response.context["gaps"] == [(county.first, [county.force]), (county.second, [county.pcc])]


def test_one_answer_for_many_bodies_is_shown_once(liaison, county):
    bodies = [county.force, county.other_force]
    draft = make_received(county.national, speaks_for=bodies, by=county.liaison, recorded_by=None, recorded_at=None)
    for body in bodies:
        make_response(draft, body.addressed.get(recommendation=county.first), text="For all of us.")

    response = liaison.get(reverse("record_update", args=[draft.pk]))

    assert [bodies for _, bodies in response.context["answers"]] == [bodies]


def test_a_likely_duplicate_is_pointed_out_as_soon_as_the_letter_is_entered(liaison, county):
    earlier = make_received(county.pcc, received_on=datetime.date(2021, 3, 8), by=county.liaison)

    page = liaison.post(county.url, letter(), follow=True)

    assert page.context["duplicates"] == [earlier]
    assert f'href="{earlier.get_absolute_url()}"' in page.content.decode()


def test_a_letter_recorded_before_needs_a_second_thought(liaison, county, draft):
    earlier = make_received(county.pcc, received_on=datetime.date(2021, 3, 8), by=county.liaison)
    url = reverse("record_update", args=[draft.pk])
    page = liaison.get(url)

    assert page.context["form"].duplicates == [earlier]
    assert f'href="{earlier.get_absolute_url()}"' in page.content.decode()
    seen = page.context["form"]["seen"].value()
    response = liaison.post(url, {"seen": seen})
    assert errors_of(response) == {"different": ["Select that this is a different letter, or discard it"]}
    assert Update.objects.get(pk=draft.pk).is_draft
    liaison.post(url, {"seen": seen, "different": "on"})
    assert not Update.objects.get(pk=draft.pk).is_draft


def test_the_same_file_on_another_letter_is_pointed_out(liaison, county, draft):
    liaison.post(
        county.url, letter(body=county.national.name, on_behalf="forces", dated_as_day="1", files=[pdf("again.pdf")])
    )
    other = Update.objects.exclude(pk=draft.pk).get()

    page = liaison.get(reverse("record_update", args=[other.pk]))

    assert page.context["form"].duplicates == [draft]


@pytest.mark.parametrize(
    "facts",
    [
        {"dated": datetime.date(2021, 3, 7)},
        {"withdrawn_on": datetime.date(2021, 4, 1), "withdrawn_reason": "Mistyped"},
    ],
)
def test_another_date_or_a_withdrawn_letter_is_no_duplicate(liaison, county, draft, facts):
    if "withdrawn_on" in facts:
        facts = facts | {"withdrawn_by": county.liaison}
    make_received(county.pcc, received_on=datetime.date(2021, 3, 8), by=county.liaison, **facts)

    page = liaison.get(reverse("record_update", args=[draft.pk]))

    assert page.context["form"].duplicates == []


def test_a_letter_of_a_month_is_not_the_letter_of_its_first_day(liaison, county, draft):
    Update.objects.filter(pk=draft.pk).update(dated=datetime.date(2021, 3, 1))
    make_received(county.pcc, dated=datetime.date(2021, 3, 1), dated_precision="month", by=county.liaison)

    page = liaison.get(reverse("record_update", args=[draft.pk]))

    assert page.context["form"].duplicates == []


def test_another_bodys_letter_of_the_same_day_or_one_on_another_report_is_no_duplicate(liaison, county, draft):
    another = make_super_complaint(title="The hidden victims", slug="hidden-victims")
    make_received(county.force, received_on=datetime.date(2021, 3, 8), by=county.liaison)
    make_received(county.pcc, another, received_on=datetime.date(2021, 3, 8), by=county.liaison)

    page = liaison.get(reverse("record_update", args=[draft.pk]))

    assert page.context["form"].duplicates == []


def test_a_bodys_own_draft_is_not_given_away_as_a_duplicate(liaison, county, draft):
    make_draft(county.pcc, dated=datetime.date(2021, 3, 8), dated_precision="day")

    page = liaison.get(reverse("record_update", args=[draft.pk]))

    assert page.context["form"].duplicates == []


@pytest.mark.parametrize("page", ["letter_facts", "record_update"])
def test_a_letter_being_recorded_does_not_exist_for_the_body_it_is_from(client, liaison, county, draft, page):
    client.force_login(make_member(county.pcc))

    response = client.post(reverse(page, args=[draft.pk]), letter(note="Mine"))

    assert response.status_code == 404
    draft.refresh_from_db()
    assert (draft.note, draft.is_draft) == ("First note", True)


@pytest.mark.parametrize("page", ["letter_facts", "record_update"])
def test_a_draft_written_here_is_never_recorded_as_received(client, county, page):
    draft = make_draft(county.pcc)
    client.force_login(draft.created_by)

    response = client.post(reverse(page, args=[draft.pk]), letter())

    assert response.status_code == 403
    draft.refresh_from_db()
    assert (draft.version, draft.is_draft) == (1, True)


def test_a_letter_on_the_record_is_not_changed(liaison, county):
    recorded = make_received(county.pcc, by=county.liaison)

    response = liaison.post(reverse("letter_facts", args=[recorded.pk]), letter(note="Later"))

    assert response.status_code == 403
    recorded.refresh_from_db()
    assert recorded.note == ""


def test_an_answer_in_a_received_letter_is_what_the_letter_says(liaison, county, draft):
    earlier = make_received(county.pcc, received_on=datetime.date(2021, 2, 1), by=county.liaison)
    make_response(earlier, county.force.addressed.get(recommendation=county.first))
    url = reverse("edit_response", args=[draft.pk, "1", county.force.slug])

    page = liaison.get(url)
    refused = liaison.post(
        url, {"position": "accepted", "progress": "complete", "voice": "force", "text": "", "finish": "1"}
    )

    assert page.context["form"].fields["text"].label == "What does the letter say?"
    assert "bring-forward" not in page.content.decode()
    assert errors_of(refused) == {"text": ["Enter what the letter says about this recommendation"]}
    assert not draft.responses.exists()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "queries"), [("letter_facts", 17), ("record_update", 13), ("update", 11)])
def test_a_letter_for_three_bodies_takes_as_many_queries_as_for_one(
    liaison, county, page, queries, count, django_assert_num_queries
):
    forces = [make_force(f"Force {number}") for number in range(count)]
    draft = make_received(county.national, speaks_for=forces, by=county.liaison, recorded_by=None, recorded_at=None)
    for force in forces:
        make_addressee(county.second, force)
        make_response(draft, make_addressee(county.first, force), text=f"For {force}.")

    with django_assert_num_queries(queries):
        liaison.get(reverse(page, args=[draft.pk]))
