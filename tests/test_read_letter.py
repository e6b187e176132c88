"""The command that prints what a letter says: its JSON, and what it says where it cannot."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from responses.models import Update
from tests.factories import make_force, make_policing_body, make_super_complaint

LETTER = """
Response from Borsetshire Police

17 March 2021

To: HMICFRS

Safe to share?

Recommendation 4

The force accepts this recommendation.

Pat Example
Superintendent
"""


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text(LETTER)
    return path


def read(capsys, *args) -> dict:
    call_command("read_letter", *args)
    return json.loads(capsys.readouterr().out)


@pytest.mark.django_db
def test_it_prints_what_the_letter_says(letter, capsys):
    make_policing_body(make_force("Borsetshire Police"))
    make_super_complaint()

    said = read(capsys, letter)

    passages = said.pop("passages")
    assert said == {
        "body": "Borsetshire Police",
        "super_complaint": "safe-to-share",
        "dated": "2021-03-17",
        "dated_precision": "day",
        "addressed_to": "HMICFRS",
        "signatory": "Pat Example, Superintendent",
        "agreed_by": None,
        "speaks_for": ["Borsetshire Police"],
        "doubts": [],
        "parts": [{"name": "letter.txt", "read": True, "why": None, "letter": True}],
        "bodies": [
            {"body": "Borsetshire Police", "because": "The title: “Response from Borsetshire Police”"},
            {
                "body": "Police and Crime Commissioner for Borsetshire",
                "because": "It names no other area",
            },
        ],
        "dates": [{"date": "2021-03-17", "because": "A line of its own: “17 March 2021”"}],
    }
    assert [passage for passage in passages if passage["kind"] == "response"] == [
        {
            "kind": "response",
            "recommendations": ["4"],
            "voice": "force",
            "page": 1,
            "text": "The force accepts this recommendation.",
        }
    ]
    assert not Update.objects.exists()


@pytest.mark.django_db
def test_the_super_complaint_may_be_said(letter, capsys):
    make_force("Borsetshire Police")
    make_super_complaint(slug="another", title="Another")

    assert read(capsys, letter, "--super-complaint", "another")["super_complaint"] == "another"


@pytest.mark.django_db
def test_it_says_why_it_cannot(letter, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("")

    with pytest.raises(CommandError, match="There are no bodies yet, so no letter can be understood"):
        call_command("read_letter", letter)
    make_force()
    with pytest.raises(CommandError, match="There is no super-complaint “nowhere”"):
        call_command("read_letter", letter, "--super-complaint", "nowhere")
    with pytest.raises(CommandError, match="could not be read: No such file or directory"):
        call_command("read_letter", tmp_path / "none.txt")
    with pytest.raises(CommandError, match="This file is empty"):
        call_command("read_letter", empty)


@pytest.mark.django_db
def test_what_is_known_is_loaded_in_six_queries(django_assert_num_queries):
    from responses.intake.known import known_bodies, known_super_complaints

    for number in range(3):
        make_policing_body(make_force(f"Area{number} Police"))
        make_super_complaint(slug=f"report-{number}", title=f"Report {number}")

    with django_assert_num_queries(6):
        assert len(known_bodies()) == 6
        assert len(known_super_complaints()) == 3


@pytest.mark.django_db
def test_without_a_database_it_says_what_to_do(letter):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE recommendations_body RENAME TO elsewhere")

    with pytest.raises(CommandError) as refused:
        call_command("read_letter", letter)

    assert str(refused.value) == "There is no database yet. Run manage.py migrate, then manage.py load_reference."
