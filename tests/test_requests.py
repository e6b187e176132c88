"""What HMICFRS asked of a report's addressees: listed with what came back, recorded from a view of the matrix."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Role
from recommendations.models import Asked, Request
from tests.factories import (
    NOON,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_more_time,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
    make_super_complaint,
)
from tests.html import forms
from tests.test_reference_pages import main

pytestmark = pytest.mark.django_db
CHASED = date(2021, 11, 24)
NEW = "/super-complaints/safe-to-share/requests/new/"
LIST = "/super-complaints/safe-to-share/requests/"
PDF = b"%PDF-1.4 a chaser"


@pytest.fixture
def liaison(client):
    user = make_liaison(name="Usha Franks")
    client.force_login(user)
    return user


class World:
    """Two forces asked 1 and 4, and a commissioner asked 4."""

    def __init__(self):
        self.first, self.fourth = make_recommendation(number="1"), make_recommendation(number="4")
        self.borset, self.yorbury = make_force(), make_force("Yorbury Police", region="wales")
        self.pcc = make_policing_body(self.borset)
        forces = [self.borset, self.yorbury]
        self.asked = {
            (body.slug, it.number): make_addressee(it, body) for it in (self.first, self.fourth) for body in forces
        }
        self.asked[self.pcc.slug, "4"] = make_addressee(self.fourth, self.pcc)
        self.report = self.first.super_complaint


@pytest.fixture
def world(db):
    return World()


def day(name, day, month, year):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def typed(world, **changes):
    bodies = [str(body.pk) for body in (world.borset, world.yorbury)]
    facts = {"recommendations": ["1", "4"], "bodies": bodies, "has_day": "no", "about": "progress"}
    return facts | day("asked_on", "24", "11", "2021") | changes


def asked_by(request):
    return {
        (it.addressee.body.slug, it.addressee.recommendation.number) for it in Asked.objects.filter(request=request)
    }


def test_a_chaser_asks_the_rows_of_the_view_that_it_was_recorded_from(client, liaison, world):
    page = client.get(NEW, {"kind": "force", "recommendation": ["1", "4"], "as_at": "2021-11-24"})
    values = next(values for _, _, values in forms(page) if "bodies" in values)

    answer = client.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"],
        values | day("asked_on", "24", "11", "2021") | {"has_day": "no"},
    )

    made = Request.objects.get()
    assert answer.url == LIST
    assert (made.kind, made.asked_on, made.due_on, made.recorded_by) == ("chaser", CHASED, None, liaison)
    assert asked_by(made) == {(force, number) for force in (world.borset.slug, world.yorbury.slug) for number in "14"}
    assert "“Asked again on 24 November 2021” is on the record. What it chases keeps its own day." in main(
        client.get(LIST)
    )


def test_it_can_be_narrowed_to_some_bodies_and_recommendations(client, liaison, world):
    client.post(NEW, typed(world, recommendations=["4"], bodies=[str(world.pcc.pk), str(world.yorbury.pk)]))

    assert asked_by(Request.objects.get()) == {(world.pcc.slug, "4"), (world.yorbury.slug, "4")}


def test_its_letter_is_kept_byte_for_byte_and_read_by_the_bodies_asked(client, liaison, world):
    other = make_member(make_force("Felpersham Police"))
    letter = SimpleUploadedFile("chaser.pdf", PDF)

    client.post(NEW, typed(world, bodies=[str(world.borset.pk)], letter=letter))

    address = reverse("request_letter", args=[Request.objects.get().pk])
    kept = client.get(address)
    assert (kept.content, kept.headers["Content-Type"]) == (PDF, "application/pdf")
    assert 'filename="chaser.pdf"' in kept.headers["Content-Disposition"]
    for person, status in [
        (make_member(world.borset), 200),
        (make_member(world.pcc), 200),  # it answers for the force
        (make_member(world.yorbury), 404),
        (other, 404),
    ]:
        client.force_login(person)
        assert client.get(address).status_code == status, person


def test_the_letter_of_a_request_in_error_is_for_liaison_staff_alone(client, liaison, world):
    made = make_request(world.asked.values(), letter=PDF, letter_name="chaser.pdf", letter_type="application/pdf")
    client.post(reverse("request_in_error", args=[made.pk]), {"reason": "Never sent."})
    address = reverse("request_letter", args=[made.pk])

    assert client.get(address).status_code == 200
    client.force_login(make_member(world.borset))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        (day("asked_on", "", "", ""), "asked_on", "Enter the date asked"),
        (day("asked_on", "1", "1", "2999"), "asked_on", "Date asked must be today or in the past"),
        (
            day("asked_on", "16", "12", "2020"),
            "asked_on",
            "Date asked must be the same as or after 17 December 2020, when the report was published",
        ),
        ({"has_day": ""}, "has_day", "Select whether it asks for an answer by a day"),
        ({"has_day": "yes"}, "due_on", "Enter the day by which it asks"),
        (
            {"has_day": "yes"} | day("due_on", "23", "11", "2021"),
            "due_on",
            "The day by which it asks must be on or after 24 November 2021",
        ),
        (
            day("due_on", "24", "12", "2021"),
            "has_day",
            "Select that it asks by a day, or leave the day empty",
        ),
        ({"bodies": []}, "bodies", "Select which bodies it asks"),
        ({"recommendations": []}, "recommendations", "Select on which recommendations it asks"),
    ],
)
def test_bad_input_is_told_beside_its_question_and_nothing_is_stored(client, liaison, world, changes, field, error):
    page = client.post(NEW, typed(world, **changes))

    assert page.context["form"].errors == {field: [error]}
    assert page.context["form"]["about"].value() == "progress"
    assert Request.objects.count() == 0


def test_a_file_that_is_not_what_it_says_is_refused(client, liaison, world):
    page = client.post(NEW, typed(world, letter=SimpleUploadedFile("chaser.pdf", b"No PDF at all.")))

    error = "chaser.pdf is named as a PDF, but its contents are those of a text file"
    assert page.context["form"].errors == {"letter": [error]}
    assert Request.objects.count() == 0


def test_a_file_is_asked_for_again_where_something_else_is_wrong(client, liaison, world):
    page = client.post(NEW, typed(world, has_day="", letter=SimpleUploadedFile("chaser.pdf", PDF)))

    again = "Select chaser.pdf again: it was not kept while something else needs correcting"
    assert page.context["form"].errors["letter"] == [again]


def test_a_body_that_none_of_the_recommendations_addresses_is_not_asked(client, liaison, world):
    page = client.post(NEW, typed(world, recommendations=["1"], bodies=[str(world.pcc.pk)]))

    error = "Select a body that one of these recommendations is addressed to"
    assert page.context["form"].errors == {"bodies": [error]}
    assert Request.objects.count() == 0


def test_a_body_is_not_asked_before_the_report_addressed_it(client, liaison, world):
    world.asked[world.yorbury.slug, "4"].since = date(2022, 1, 1)
    world.asked[world.yorbury.slug, "4"].save()

    page = client.post(NEW, typed(world))

    error = "Yorbury Police was not asked Recommendation 4 until 1 January 2022"
    assert page.context["form"].errors == {"bodies": [error]}
    assert Request.objects.count() == 0


def test_a_second_request_of_that_day_to_the_same_is_refused_by_name(client, liaison, world):
    make_request([world.asked[world.yorbury.slug, "4"]], asked_on=CHASED, recorded_by=liaison)

    page = client.post(NEW, typed(world))

    error = "“Asked again on 24 November 2021” is here already and asks Yorbury Police, recorded by Usha Franks"
    assert page.context["form"].errors == {"asked_on": [error]}
    assert Request.objects.count() == 1


def test_two_requests_of_one_day_to_different_bodies_are_both_kept(client, liaison, world):
    make_request([world.asked[world.pcc.slug, "4"]], asked_on=CHASED)

    client.post(NEW, typed(world))

    assert Request.objects.count() == 2


def test_both_halves_of_a_double_click_are_one_request(client, liaison, world):
    answers = [client.post(NEW, typed(world, letter=SimpleUploadedFile("chaser.pdf", PDF))) for _ in range(2)]

    assert [answer.url for answer in answers] == [LIST, LIST]
    assert Request.objects.count() == 1


def test_what_somebody_ticked_stays_a_choice_when_the_matrix_has_changed_meanwhile(client, liaison, world):
    view = {"status": "awaited", "as_at": "2021-06-01"}
    make_response(make_received(world.borset, received_on=date(2021, 5, 1)), world.asked[world.borset.slug, "1"])
    make_response(make_received(world.borset, received_on=date(2021, 5, 1)), world.asked[world.borset.slug, "4"])
    shown = [name for _, name in client.get(NEW, view).context["form"].fields["bodies"].choices]

    client.post(f"{NEW}?status=awaited&as_at=2021-06-01", typed(world))

    assert world.borset.name not in shown
    assert asked_by(Request.objects.get()) == {
        (slug, n) for slug in (world.borset.slug, world.yorbury.slug) for n in "14"
    }


def test_a_closed_report_asks_nothing_more(client, liaison, world):
    world.report.closed_on = date(2022, 3, 1)
    world.report.save()

    page = client.post(NEW, typed(world))

    assert page.status_code == 403
    assert "Safe to share? was closed on 1 March 2022, so nothing more is asked or granted." in main(page)
    assert Request.objects.count() == 0
    assert NEW not in client.get(LIST).text


def test_a_wrong_view_of_the_matrix_is_explained_by_the_matrix(client, liaison, world):
    answer = client.get(NEW, {"as_at": "yesterday"})

    assert answer.url == "/super-complaints/safe-to-share/matrix/?as_at=yesterday"


def test_a_body_that_has_a_successor_is_named_with_it(client, liaison, world):
    mayor = make_policing_body(None, "Mayor of Borsetshire", office="mayor")
    world.pcc.succeeded_by, world.pcc.ended_on = mayor, date(2021, 5, 10)
    world.pcc.save()

    choices = client.get(NEW).context["form"].fields["bodies"].choices

    assert (str(world.pcc.pk), f"{world.pcc.name} (now Mayor of Borsetshire)") in choices


def test_the_page_says_what_was_asked_of_whom_and_how_many_have_answered_since(client, liaison, world):
    report = {"kind": "report", "about": "progress", "due_on": date(2021, 9, 30), "due_rule": "as it says itself"}
    make_request([world.asked[world.pcc.slug, "4"]], asked_on=date(2021, 7, 1), recorded_at=None, **report)
    make_request([it for (slug, _), it in world.asked.items() if slug != world.pcc.slug], recorded_by=liaison)
    before, on_the_day = (
        make_received(world.borset, received_on=date(2021, 6, 1)),
        make_received(world.yorbury, received_on=CHASED),
    )
    make_response(before, world.asked[world.borset.slug, "1"])
    make_response(on_the_day, world.asked[world.yorbury.slug, "1"])

    page = main(client.get(LIST))

    assert "What the report itself asked, 17 December 2020" in page
    assert "17 June 2021: six months from publication" in page
    assert "5 answers: 2 received, 3 not yet" in page
    assert "Further round of the report on 1 July 2021, about progress" in page
    assert "30 September 2021: as it says itself" in page
    assert "1 answer: 0 received since, 1 not yet" in page
    assert "Asked again on 24 November 2021" in page
    assert "Borsetshire Police and Yorbury Police, on 1, 4" in page
    assert "It names no day" in page
    assert "4 answers: 1 received since, 3 not yet" in page
    assert "With the report’s file" in page
    assert "1 June 2021, by Usha Franks" in page


def test_what_was_recorded_in_error_no_longer_counts_and_comes_back_in_one_step(client, liaison, world):
    made = make_request(world.asked.values())

    client.post(reverse("request_in_error", args=[made.pk]), {"reason": "It was never sent."})
    page = main(client.get(LIST))
    counted = list(Request.objects.as_at(date(2022, 1, 1)))
    client.post(reverse("undo_request_error", args=[made.pk]))

    assert "Recorded in error, so it counts on no date. It was never sent." in page
    assert "received since" not in page
    assert counted == []
    assert list(Request.objects.as_at(date(2022, 1, 1))) == [made]
    undone = main(client.get(LIST))
    assert "Usha Franks / Recorded in error: It was never sent." in undone
    assert "Usha Franks / “Recorded in error” undone. It had been: It was never sent." in undone
    assert [entry.change_message for entry in LogEntry.objects.order_by("pk")] == [
        "Recorded in error: It was never sent.",
        "“Recorded in error” undone. It had been: It was never sent.",
    ]


def test_a_reader_reads_what_counts_and_finds_nothing_to_change(client, liaison, world):
    make_request(world.asked.values(), asked_on=date(2021, 11, 25)).note_error(by=liaison, at=NOON, reason="A slip.")
    kept = make_request(world.asked.values(), asked_on=date(2021, 11, 24))
    client.force_login(make_member(make_national_body("College of Policing"), Role.READER))

    page = client.get(LIST)

    assert [row["request"] for row in page.context["requests"]] == [kept]
    assert [word for word in ("A slip.", "25 November", "Recorded in error", "Record that") if word in main(page)] == []
    assert forms(page) == [each for each in forms(page) if each[1] in ("/search/", "/accounts/logout/", "/language/")]


def test_a_reason_is_needed(client, liaison, world):
    made = make_request(world.asked.values())

    page = client.post(reverse("request_in_error", args=[made.pk]), {"reason": " "})

    assert page.context["form"].errors == {"reason": ["Enter why it was recorded in error"]}
    made.refresh_from_db()
    assert made.in_error_at is None


def test_saying_it_twice_keeps_the_first_reason(client, liaison, world):
    made = make_request(world.asked.values())

    for reason in ("It was never sent.", "Another reason."):
        client.post(reverse("request_in_error", args=[made.pk]), {"reason": reason})

    made.refresh_from_db()
    assert made.in_error_reason == "It was never sent."


def test_an_undone_error_does_not_bring_back_a_second_request_of_one_day(client, liaison, world):
    made = make_request(world.asked.values())
    client.post(reverse("request_in_error", args=[made.pk]), {"reason": "It was for others."})
    make_request([world.asked[world.pcc.slug, "4"]])

    page = client.post(reverse("undo_request_error", args=[made.pk]), follow=True)

    assert "was recorded meanwhile and asks some of the same." in main(page)
    made.refresh_from_db()
    assert made.in_error_at is not None


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_as_many_queries_for_three_requests_as_for_one(
    client, liaison, world, size, django_assert_num_queries
):
    for number in range(size):
        make_request(world.asked.values(), asked_on=date(2022, 1, 1 + number), recorded_by=liaison)

    with django_assert_num_queries(16):
        client.get(LIST)


@pytest.mark.parametrize("size", [1, 3])
def test_recording_takes_as_many_queries_for_three_bodies_as_for_one(
    client, liaison, world, size, django_assert_num_queries
):
    for number in range(size):
        make_addressee(world.first, make_force(f"Force {number}"))

    with django_assert_num_queries(11):
        client.get(NEW)


def test_the_body_reads_on_its_cell_page_what_it_was_asked_and_given(client, world):
    addressee = world.asked[world.borset.slug, "1"]
    chaser = make_request([addressee], letter=PDF, letter_name="chaser.pdf", letter_type="application/pdf")
    make_request([world.asked[world.borset.slug, "4"]], about="another recommendation")
    granted = {"decision": "granted", "decided_by": "HMICFRS", "decided_on": date(2021, 6, 3)}
    make_more_time(world.borset, **granted, new_day=date(2021, 7, 1))
    make_more_time(world.yorbury, reason="Of another force.")
    client.force_login(make_member(world.borset))

    page = client.get(addressee.get_absolute_url())
    before = main(client.get(addressee.get_absolute_url(), {"as_at": "2021-05-31"}))

    assert "Due 1 July 2021: more time granted by HMICFRS on 3 June 2021; before that 17 June 2021" in main(page)
    assert "Extended once" in main(page)
    assert "Asked again on 24 November 2021" in main(page)
    assert reverse("request_letter", args=[chaser.pk]) in page.text
    assert "another recommendation" not in main(page)
    assert "Of another force." not in main(page)
    assert "What was asked, and by when" not in before


def test_only_liaison_staff_ask(client, world):
    client.force_login(make_member(world.borset))
    made = make_request(world.asked.values())

    for address in (NEW, LIST, reverse("request_in_error", args=[made.pk])):
        assert client.post(address, typed(world) | {"reason": "A reason."}).status_code == 403
    assert Request.objects.count() == 1
    assert make_super_complaint(slug="another").requests.count() == 0


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (None, "Overdue\nAsked again 24 November 2021, not answered"),
        (date(2021, 12, 24), "Overdue\nAsked again 24 November 2021, overdue"),
    ],
)
def test_a_cell_of_the_matrix_says_when_it_was_asked_again(client, liaison, world, due_on, words):
    make_request([world.asked[world.borset.slug, "1"]], due_on=due_on)

    page = main(client.get("/super-complaints/safe-to-share/matrix/", {"as_at": "2022-01-31", "recommendation": "1"}))

    assert page.count("Asked again 24 November 2021,") == 1
    assert words.replace("\n", " ") in page
