"""How administrators keep the reference data: what the admin takes, what it refuses and beside which field."""

import io
from datetime import date

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from recommendations.models import Addressee, Body, Recommendation, SuperComplaint
from tests.factories import (
    make_addressee,
    make_force,
    make_liaison,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_super_complaint,
    make_user,
)

pytestmark = pytest.mark.django_db
MODELS = ("body", "supercomplaint", "recommendation")


@pytest.fixture
def admin(client):
    """The browser of an administrator, who is staff and nothing more."""
    client.force_login(make_user(is_staff=True))
    return client


def change(instance):
    return reverse(f"admin:recommendations_{instance._meta.model_name}_change", args=[instance.pk])


def form_of(page):
    """What a browser would send back of an admin page as it stands."""
    form = page.context["adminform"].form
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    rows = [row for formset in formsets for row in (formset.management_form, *formset.forms)]
    return {
        field.html_name: value
        for part in (form, *rows)
        for field in part
        if (value := field.value()) is not None and value is not False and field.name != "logo"
    }


def save(admin, instance, **changes):
    """Changes some fields of the instance's page and saves it."""
    return admin.post(change(instance), form_of(admin.get(change(instance))) | changes)


def errors(page):
    return dict(page.context["adminform"].form.errors)


def picture(kind="PNG", size=(40, 40), **options):
    content = io.BytesIO()
    Image.new("RGB", size, "navy").save(content, kind, **options)
    return content.getvalue()


@pytest.mark.parametrize("model", MODELS)
def test_the_admin_is_for_administrators(client, model):
    make_recommendation()
    address = reverse(f"admin:recommendations_{model}_changelist")

    for person, status in [(make_user(is_staff=True), 200), (make_user(), 302), (make_liaison(), 302)]:
        client.force_login(person)
        assert client.get(address).status_code == status


@pytest.mark.parametrize("model", MODELS)
def test_lists_are_searched_and_filtered(admin, reference, model):
    address = reverse(f"admin:recommendations_{model}_changelist")

    found = {
        "body": ("?q=HMICFRS", ["His Majesty's Inspectorate of Constabulary and Fire & Rescue Services"]),
        "supercomplaint": ("?q=liberty", ["Safe to share?"]),
        "recommendation": ("?q=pathways", ["Recommendation 4"]),
    }
    query, names = found[model]
    assert [str(row) for row in admin.get(address + query).context["cl"].result_list] == names
    assert admin.get(address).status_code == 200


def test_a_list_of_bodies_is_read_in_a_fixed_number_of_queries(admin, django_assert_num_queries):
    make_policing_body(make_force())
    admin.get("/admin/recommendations/body/")

    with django_assert_num_queries(6):
        admin.get("/admin/recommendations/body/")
    for name in ("Ambridge", "Felpersham", "Loxley"):
        make_policing_body(make_force(f"{name} Police"))
    with django_assert_num_queries(6):
        admin.get("/admin/recommendations/body/")


def test_an_administrator_adds_a_body_with_another_name(admin):
    force = make_force()
    page = admin.get("/admin/recommendations/body/add/")

    saved = admin.post(
        "/admin/recommendations/body/add/",
        form_of(page)
        | {"name": "Mayor of Borchester", "slug": "borchester-mayor", "kind": "local_policing_body", "office": "mayor"}
        | {"region": "south-west", "oversees": force.pk, "website": "https://borchester.example/"}
        | {"aliases-TOTAL_FORMS": 1, "aliases-0-name": "Borchester Combined Authority"},
    )

    assert saved.status_code == 302
    mayor = Body.objects.get(slug="borchester-mayor")
    assert (mayor.oversees, mayor.website) == (force, "borchester.example")
    assert [alias.name for alias in mayor.aliases.all()] == ["Borchester Combined Authority"]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"office": ""}, {"office": ["Select which office a local policing body is, and none for any other body."]}),
        ({"kind": "force", "office": "", "oversees": ""}, {}),
        (
            {"kind": "force", "office": ""},
            {"oversees": ["Only a local policing body or a police authority oversees a force."]},
        ),
        (
            {"began_on": "2021-05-10", "ended_on": "2021-05-10"},
            {"ended_on": ["The day it ended must be after the day it began."]},
        ),
        ({"began_on": "2021-05-10", "ended_on": "2021-05-11"}, {}),
        ({"represents": "force"}, {"represents": ["Only a national body answers for all bodies of a kind."]}),
        ({"began_on": "31/02/2021"}, {"began_on": ["Began on must be a real date, such as 2021-06-17"]}),
        ({"began_on": "10th May 2021", "ended_on": "11 Mai 2021"}, {}),
        ({"name": "Borsetshire Police"}, {"name": ["Body with this Name already exists."]}),
        (
            {"oversees": "987654"},
            {"oversees": ["Select a valid choice. That choice is not one of the available choices."]},
        ),
    ],
)
def test_a_body_that_breaks_a_rule_is_told_beside_the_field(admin, changes, found):
    pcc = make_policing_body(make_force(), "Borset PCC")
    before = Body.objects.filter(pk=pcc.pk).values().get()

    page = save(admin, pcc, **changes)

    if found:
        assert errors(page) == found
        assert Body.objects.filter(pk=pcc.pk).values().get() == before
    else:
        assert page.status_code == 302


def test_a_body_cannot_succeed_itself_however_long_the_way(admin):
    force = make_force()
    first = make_policing_body(force, "First")
    second = make_policing_body(force, "Second", succeeded_by=first)

    assert errors(save(admin, first, succeeded_by=first.pk)) == {"succeeded_by": ["A body cannot come after itself."]}
    assert errors(save(admin, first, succeeded_by=second.pk)) == {"succeeded_by": ["A body cannot come after itself."]}


def test_the_slug_of_a_body_stays_since_addresses_hold_it(admin):
    force = make_force(slug="borset")

    assert save(admin, force, slug="other", name="Borset Constabulary").status_code == 302

    force.refresh_from_db()
    assert (force.slug, force.name) == ("borset", "Borset Constabulary")


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("logo.png", picture(), "png"),
        ("Logo.JPG", picture("JPEG"), "jpeg"),
        ("logo.gif", picture("JPEG"), "jpeg"),  # what a file is called is a claim
    ],
)
def test_a_logo_is_kept_as_print_needs_it(admin, tmp_path, settings, name, content, kept):
    settings.MEDIA_ROOT = tmp_path
    force = make_force()

    assert save(admin, force, logo=SimpleUploadedFile(name, content)).status_code == 302

    force.refresh_from_db()
    assert force.logo.name == f"logos/logo.{kept}"


def test_a_logo_that_no_letter_can_print_is_refused_with_the_reason(admin, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    force = make_force()

    page = save(admin, force, logo=SimpleUploadedFile("logo.png", picture("GIF"), "image/png"))

    assert errors(page) == {"logo": ["The logo must be a PNG or JPEG picture"]}
    assert list(tmp_path.iterdir()) == []
    force.refresh_from_db()
    assert not force.logo


def test_a_change_of_a_letterhead_is_noted_with_its_administrator_and_no_other_change(admin):
    force = make_force(telephone="01")

    save(admin, force, source="A list")
    assert not force.letterhead_changes.exists()
    save(admin, force, telephone="02")

    change = force.letterhead_changes.get()
    assert (change.before["telephone"], change.after["telephone"], change.by.is_staff) == ("01", "02", True)
    force.refresh_from_db()
    assert force.version == 2


def test_a_page_with_a_logo_shows_its_name_without_a_link_and_can_remove_it(admin, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    force = make_force()
    save(admin, force, logo=SimpleUploadedFile("logo.png", picture()))

    page = admin.get(change(force)).content.decode()
    assert "<p>Currently: logos/logo.png" in page
    assert "/logos/" not in page

    save(admin, force, **{"logo-clear": "on"})
    force.refresh_from_db()
    assert not force.logo


def test_a_report_published_before_its_complaint_is_told_beside_the_field(admin):
    report = make_super_complaint(made_on=date(2018, 12, 18))

    page = save(admin, report, published_on="2018-12-17")

    assert errors(page) == {
        "published_on": ["The report must be published on or after the day the complaint was made."]
    }


def test_a_report_closed_before_it_was_published_is_told_beside_the_field(admin):
    page = save(admin, make_super_complaint(), closed_on="2020-12-16")

    assert errors(page) == {"closed_on": ["The day it was closed must be on or after the day it was published."]}
    assert SuperComplaint.objects.get().closed_on is None


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"number": "2"}, {"number": ["Another recommendation of this report has this number."]}),
        ({"order": "2"}, {"order": ["Another recommendation of this report has this place."]}),
        ({"number": "2/3"}, {"number": ['Enter a number such as "4", "3a" or "7.1".']}),
        (
            {"wording": "Do it."},
            {"wording_source": ["Enter the official wording and where it was taken from, or neither."]},
        ),
        (
            {"wording_source": "The report"},
            {"wording_source": ["Enter the official wording and where it was taken from, or neither."]},
        ),
        (
            {"response_period": "56_days_from", "own_due_on": "2021-04-01"},
            {"own_due_on": ["Enter a period of its own or a day of its own, not both."]},
        ),
        (
            {"summary": "With \x07 a bell"},
            {"summary": ["Remove the characters that cannot be printed, such as control characters."]},
        ),
        ({"wording": "• One\r\n• Two", "wording_source": "The report"}, {}),
    ],
)
def test_a_recommendation_that_breaks_a_rule_is_told_beside_the_field(admin, changes, found):
    recommendation = make_recommendation()
    make_recommendation(number="2")

    page = save(admin, recommendation, **changes)

    recommendation.refresh_from_db()
    if found:
        assert errors(page) == found
        assert (recommendation.number, recommendation.wording) == ("1", "")
    else:
        assert page.status_code == 302
        assert recommendation.wording == "- One\n- Two"


def test_a_recommendation_awaits_only_others_of_its_report(admin):
    first, second = make_recommendation(), make_recommendation(number="2")
    elsewhere = make_recommendation(make_super_complaint(slug="other"), number="2")

    for wrong in (first, elsewhere):
        assert list(errors(save(admin, first, awaits=[wrong.pk]))) == ["awaits"]
    save(admin, first, awaits=[second.pk])

    assert list(first.awaits.all()) == [second]


def test_an_addressee_is_due_by_the_rule_unless_a_day_is_given(admin):
    recommendation = make_recommendation()
    by_rule, extended = make_force("Ambridge Police"), make_force("Borset Police")

    save(
        admin,
        recommendation,
        **{"addressees-TOTAL_FORMS": 2, "addressees-0-body": by_rule.pk, "addressees-1-body": extended.pk},
        **{"addressees-1-due_on": "2021-07-01", "addressees-1-due_reason": "agreed"},
    )

    assert list(Addressee.objects.values_list("body__name", "due_on", "due_reason")) == [
        ("Ambridge Police", date(2021, 6, 17), ""),
        ("Borset Police", date(2021, 7, 1), "agreed"),
    ]


def test_an_addressee_that_is_added_counts_from_today_unless_a_day_is_given(admin):
    recommendation = make_recommendation()
    of_the_report, today, given = (make_addressee(recommendation, make_force(f"{name} Police")) for name in "ABC")
    Addressee.objects.exclude(pk=of_the_report.pk).delete()

    save(
        admin,
        recommendation,
        **{"addressees-TOTAL_FORMS": 3, "addressees-1-body": today.body_id, "addressees-2-body": given.body_id},
        **{"addressees-2-since": "2021-03-01"},
    )

    assert list(recommendation.addressees.values_list("body__name", "since")) == [
        ("A Police", None),
        ("B Police", timezone.localdate()),
        ("C Police", date(2021, 3, 1)),
    ]


@pytest.mark.parametrize(
    ("since", "error"),
    [
        ("2020-12-16", "The day since when it is addressed must be on or after the day of publication."),
        ("2999-01-01", "The day since when it is addressed must be today or in the past."),
    ],
)
def test_nobody_is_addressed_before_the_report_or_in_the_future(admin, since, error):
    recommendation = make_recommendation()

    page = save(
        admin,
        recommendation,
        **{"addressees-TOTAL_FORMS": 1, "addressees-0-body": make_force().pk, "addressees-0-since": since},
    )

    assert [row.errors for row in page.context["inline_admin_formsets"][0].formset] == [{"since": [error]}]
    assert not Addressee.objects.exists()


def test_saving_without_a_change_says_that_nothing_changed(admin):
    recommendation = make_recommendation(
        summary="In our words.\n\nTwo paragraphs.",
        wording="Do it:\n\n- one\n- two",
        wording_source="The report,\npage 5",
    )
    make_addressee(recommendation)

    # A browser sends the two characters that end a line on paper tape.
    shown = form_of(admin.get(change(recommendation)))
    as_sent = {name: it.replace("\n", "\r\n") if isinstance(it, str) else it for name, it in shown.items()}
    admin.post(change(recommendation), as_sent)

    assert LogEntry.objects.get().get_change_message() == "No fields changed."


def test_a_body_is_addressed_once(admin):
    addressee = make_addressee()

    page = save(
        admin, addressee.recommendation, **{"addressees-TOTAL_FORMS": 2, "addressees-1-body": addressee.body.pk}
    )

    assert page.status_code == 200
    assert Addressee.objects.count() == 1


def test_whose_answers_they_are_and_to_which_report_is_never_changed(admin):
    addressee, other = make_addressee(), make_force("Other Police")
    make_response(make_received(addressee.body), addressee)
    second = make_super_complaint(title="Second", slug="second")

    changes = {"addressees-0-body": other.pk, "super_complaint": second.pk, "short_title": "Changed"}
    assert save(admin, addressee.recommendation, **changes).status_code == 302

    addressee.refresh_from_db()
    assert addressee.body.name == "Borsetshire Police"
    recommendation = Recommendation.objects.get()
    assert (recommendation.short_title, recommendation.super_complaint.slug) == ("Changed", "safe-to-share")


def test_a_recommendation_with_many_addressees_can_be_saved(admin, reference):
    recommendation = Recommendation.objects.get(number="8")
    before = list(Addressee.objects.values())

    assert save(admin, recommendation, short_title="Report progress").status_code == 302

    assert Recommendation.objects.get(number="8").short_title == "Report progress"
    assert list(Addressee.objects.values()) == before


def test_an_addressee_that_has_answered_cannot_be_deleted(admin):
    addressee = make_addressee()
    make_response(make_received(addressee.body), addressee)

    page = save(admin, addressee.recommendation, **{"addressees-0-DELETE": "on"})

    assert page.status_code == 200
    assert "would require deleting the following protected related objects" in page.content.decode()
    assert Addressee.objects.get() == addressee


@pytest.mark.parametrize("instance", [make_super_complaint, make_recommendation, make_force])
def test_what_others_point_to_cannot_be_deleted(admin, instance):
    addressee = make_addressee()
    of = {
        make_super_complaint: addressee.recommendation.super_complaint,
        make_recommendation: addressee.recommendation,
        make_force: addressee.body,
    }[instance]
    delete = reverse(f"admin:recommendations_{of._meta.model_name}_delete", args=[of.pk])

    assert admin.post(delete, {"post": "yes"}).status_code == 200

    of.refresh_from_db()
    assert (SuperComplaint.objects.count(), Recommendation.objects.count(), Body.objects.count()) == (1, 1, 1)


def test_a_body_that_a_letter_speaks_for_cannot_be_deleted(admin):
    npcc, force = make_national_body(), make_force()
    make_recommendation()
    letter = make_received(npcc, speaks_for=[npcc, force])

    answer = admin.post(reverse("admin:recommendations_body_delete", args=[force.pk]), {"post": "yes"})

    assert "would require deleting the following protected related objects" in answer.text
    assert set(letter.speaks_for.all()) == {npcc, force}


def test_due_dates_follow_a_correction_of_the_rule_and_extensions_stay(admin):
    first, own = make_recommendation(), make_recommendation(number="2", own_due_on=date(2021, 4, 1))
    force, extended = make_force(), make_force("Extended Police")
    for recommendation in (first, own):
        make_addressee(recommendation, force)
    make_addressee(first, extended, due_on=date(2021, 7, 1), due_reason="agreed")
    make_addressee(first, make_force("Own Police"), due_on=date(2021, 7, 2))
    make_addressee(first, make_force("Reasoned Police"), due_reason="not extended, it asked")

    save(admin, first.super_complaint, response_period="56_days_from")
    save(admin, own, own_due_on="2021-05-01")

    assert list(Addressee.objects.values_list("recommendation__number", "body__name", "due_on")) == [
        ("1", "Borsetshire Police", date(2021, 2, 11)),
        ("1", "Extended Police", date(2021, 7, 1)),
        ("1", "Own Police", date(2021, 7, 2)),
        ("1", "Reasoned Police", date(2021, 6, 17)),
        ("2", "Borsetshire Police", date(2021, 5, 1)),
    ]


def test_a_new_super_complaint_and_its_first_recommendation_can_be_typed(admin):
    page = admin.get("/admin/recommendations/supercomplaint/add/")
    report = {"title": "Lanterns", "slug": "lanterns", "report_title": "Lanterns: a report", "made_by": "A league"}
    dates = {"made_on": "2021-01-01", "published_on": "2021-08-31", "response_period": "56_days_beginning_with"}
    assert admin.post("/admin/recommendations/supercomplaint/add/", form_of(page) | report | dates).status_code == 302

    lanterns = SuperComplaint.objects.get(slug="lanterns")
    page = admin.get("/admin/recommendations/recommendation/add/")
    asked = {"super_complaint": lanterns.pk, "number": "3a", "order": 1, "short_title": "Light", "summary": "Light."}
    addressed = {"addressees-TOTAL_FORMS": 1, "addressees-0-body": make_force().pk}
    saved = admin.post("/admin/recommendations/recommendation/add/", form_of(page) | asked | addressed)

    assert saved.status_code == 302
    assert Addressee.objects.get().due_on == date(2021, 10, 25)


def test_logos_have_a_place_of_their_own():
    assert settings.MEDIA_ROOT not in ("", None)
