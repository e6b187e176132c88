"""The matrix as CSV: everything the page shows and nothing that runs, from the page and from the command line alike."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from recommendations.models import Body
from responses.exports import harmless, matrix_csv
from responses.matrix import build_matrix
from tests.factories import (
    DUE,
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
)

pytestmark = pytest.mark.django_db

BEFORE, AFTER = DUE - timedelta(days=30), DUE + timedelta(days=30)


def lines(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def as_csv(matrix):
    return matrix_csv(matrix, AFTER)


def export(*arguments):
    """What the command writes, byte for byte."""
    standard_output = io.TextIOWrapper(io.BytesIO())
    call_command("export_matrix", *arguments, stdout=standard_output)
    return standard_output.buffer.getvalue()


def make_letter_and_silence():
    """A force answered late in its commissioner's letter dated "March 2021"; the commissioner is silent on this."""
    force = make_force()
    commissioner = make_policing_body(force)
    recommendation = make_recommendation(number="3a")
    addressee = make_addressee(recommendation, force)
    make_addressee(recommendation, commissioner)
    update = make_received(
        commissioner, received_on=AFTER, speaks_for=[force], dated=date(2021, 3, 1), dated_precision="month"
    )
    response = make_response(
        update, addressee, progress="awaiting_others", awaiting="College of Policing guidance", position="not_accepted"
    )
    make_review(response, reviewed_on=AFTER)
    return recommendation.super_complaint


EMPTY = dict.fromkeys(
    [
        *("body", "kind", "region", "recommendation", "status", "status_means"),
        *("position", "position_received_on", "position_letter_from"),
        *("progress", "progress_received_on", "progress_letter_from", "awaiting", "awaiting_body"),
        "awaiting_recommendation",
        *("dated", "received_on", "due_on", "extensions", "late", "asked_again_on", "asked_again"),
        *("review", "delivered", "letter_from", "as_at", "known_at"),
    ],
    "",
) | {"as_at": "2021-07-17", "known_at": "2021-07-17"}


def test_every_addressee_has_a_line_silent_ones_included():
    super_complaint = make_letter_and_silence()

    assert lines(as_csv(build_matrix(super_complaint, AFTER))) == [
        EMPTY
        | {
            "body": "Borsetshire Police",
            "kind": "Police force",
            "region": "South West",
            "recommendation": "3a",
            "status": "Awaiting others",
            "status_means": "The body says that it waits for somebody or something else. Its own word.",
            "position": "Not accepted",
            "position_received_on": "2021-07-17",
            "position_letter_from": "Police and Crime Commissioner for Borsetshire",
            "progress": "Awaiting others",
            "progress_received_on": "2021-07-17",
            "progress_letter_from": "Police and Crime Commissioner for Borsetshire",
            "awaiting": "College of Policing guidance",
            "dated": "March 2021",
            "received_on": "2021-07-17",
            "due_on": "2021-06-17",
            "late": "yes",
            "review": "More information asked",
            "letter_from": "Police and Crime Commissioner for Borsetshire",
        },
        EMPTY
        | {
            "body": "Police and Crime Commissioner for Borsetshire",
            "kind": "Local policing body",
            "region": "South West",
            "recommendation": "3a",
            "status": "Overdue",
            "status_means": "Nothing was received on this by the end of its day. Worked out from the days.",
            "due_on": "2021-06-17",
        },
    ]


@pytest.mark.parametrize(
    ("facts", "dated"),
    [
        ({"dated": date(2021, 3, 17), "dated_precision": "day"}, "2021-03-17"),
        ({"dated": date(2021, 3, 1), "dated_precision": "month"}, "March 2021"),
        ({"dated": None, "dated_precision": ""}, ""),
    ],
)
def test_a_letters_date_keeps_its_precision(facts, dated):
    addressee = make_addressee()
    make_response(make_received(addressee.body, **facts), addressee)

    [line] = lines(as_csv(build_matrix(addressee.recommendation.super_complaint, DUE)))

    assert line["dated"] == dated


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_formula_is_made_harmless(start):
    assert harmless(f"{start}cmd()") == f"'{start}cmd()"


def test_ordinary_words_are_left_as_they_are():
    assert harmless("College of Policing = guidance") == "College of Policing = guidance"


def test_no_cell_of_a_line_runs_in_a_spreadsheet():
    addressee = make_addressee(body=make_force('=HYPERLINK("//evil")'))
    update = make_received(addressee.body)
    make_response(update, addressee, progress="awaiting_others", awaiting="@SUM(A1)\n=1,2")

    [line] = lines(as_csv(build_matrix(addressee.recommendation.super_complaint, DUE)))

    assert [cell for cell in line.values() if cell.startswith(("=", "+", "-", "@"))] == []
    assert (line["body"], line["awaiting"]) == ('\'=HYPERLINK("//evil")', "'@SUM(A1)\n=1,2")


def test_a_spreadsheet_is_told_that_names_are_in_utf_8():
    addressee = make_addressee(body=make_force("Heddlu Dŵr"))

    content = as_csv(build_matrix(addressee.recommendation.super_complaint, DUE))

    assert content.startswith(b"\xef\xbb\xbfbody,")
    assert "Heddlu Dŵr".encode() in content


def test_the_page_and_the_command_give_the_same_bytes(client):
    slug = make_letter_and_silence().slug
    client.force_login(make_liaison())

    asked = {"as_at": "2021-07-17", "kind": "force", "recommendation": "3a", "status": "received_late"}
    download = client.get(reverse("matrix_csv", args=[slug]), asked)
    written = export(slug, "--as-at=2021-07-17", "--kind=force", "--recommendation=3a", "--status=received_late")

    assert download.content == written
    assert [line["body"] for line in lines(written)] == ["Borsetshire Police"]
    assert download.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        download.headers["Content-Disposition"]
        == 'attachment; filename="safe-to-share-as-at-2021-07-17-force-received-late.csv"'
    )


def test_a_view_that_cannot_be_shown_is_explained_on_the_page(client):
    slug = make_letter_and_silence().slug
    client.force_login(make_liaison())

    response = client.get(reverse("matrix_csv", args=[slug]), {"as_at": "2021-02-30", "kind": "force"})

    assert response.status_code == 302
    assert response.url == reverse("matrix", args=[slug]) + "?as_at=2021-02-30&kind=force"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["no-such-thing"], "There is no super-complaint “no-such-thing” with recommendations."),
        (["safe-to-share", "--as-at=2021-02-30"], "As-at date must be a real date, such as 2021-06-17"),
        (["safe-to-share", "--as-at=2999-01-01"], "As-at date must be today or in the past"),
        (["safe-to-share", "--kind=moon"], "Select a kind of body that is in the list"),
        (["safe-to-share", "--recommendation=9"], "There is no recommendation 9"),
    ],
)
def test_the_command_says_what_is_wrong_and_writes_nothing(arguments, complaint):
    make_letter_and_silence()
    standard_output = io.TextIOWrapper(io.BytesIO())

    with pytest.raises(CommandError) as refusal:
        call_command("export_matrix", *arguments, stdout=standard_output)

    assert str(refusal.value) == complaint
    assert standard_output.buffer.getvalue() == b""


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_grow(client, size, django_assert_num_queries):
    recommendation = make_recommendation()
    for place in range(size):
        make_addressee(recommendation, make_force(f"Force {place}"))
    client.force_login(make_liaison())

    with django_assert_num_queries(11):
        response = client.get(reverse("matrix_csv", args=["safe-to-share"]))

    assert len(lines(response.content)) == size


def test_only_liaison_staff_can_take_the_export(client):
    slug = make_letter_and_silence().slug
    client.force_login(make_member(Body.objects.get(name="Borsetshire Police")))

    response = client.get(reverse("matrix_csv", args=[slug]))

    assert response.status_code == 403
    assert b"Borsetshire Police,Police force" not in response.content
