"""A letter as a file says whose it is, of which day, and what has become of it."""

from datetime import date

import pytest

from responses.letter.names import file_name
from responses.models.correcting import begin_replacement
from tests.factories import NOON, make_draft, make_force, make_liaison, make_policing_body, make_received

pytestmark = pytest.mark.django_db

JULY = date(2021, 7, 1)


@pytest.fixture
def pcc():
    return make_policing_body(make_force("South Wales Police"), slug="south-wales-pcc")


@pytest.fixture
def letter(pcc):
    return make_received(pcc)


@pytest.mark.parametrize(
    ("dated", "precision", "name"),
    [
        (date(2021, 6, 17), "day", "south-wales-pcc-safe-to-share-2021-06-17-draft.pdf"),
        (date(2021, 3, 1), "month", "south-wales-pcc-safe-to-share-2021-03-draft.pdf"),
        (None, "", "south-wales-pcc-safe-to-share-undated-draft.pdf"),
    ],
)
def test_a_file_bears_the_date_of_its_letter_as_the_letter_does(pcc, dated, precision, name):
    assert file_name(make_draft(pcc, dated=dated, dated_precision=precision)) == name


def test_a_letter_that_stands_bears_no_more_than_whose_it_is_and_when(letter):
    assert file_name(letter) == "south-wales-pcc-safe-to-share-2021-06-17.pdf"
    assert file_name(letter, extension="docx") == "south-wales-pcc-safe-to-share-2021-06-17.docx"


def withdraw(letter):
    letter.withdraw(by=letter.recorded_by, at=NOON, on=JULY, reason="The PCC took it back.")


def note_error(letter):
    letter.note_error(by=letter.recorded_by, at=NOON, reason="It is from another PCC.")


def correct(letter):
    begin_replacement(letter, as_="correction", by=make_liaison(), at=NOON).record(by=letter.recorded_by, at=NOON)


def send_again(letter):
    new = begin_replacement(letter, as_="sent_again", by=make_liaison(), at=NOON, received_on=JULY)
    new.record(by=letter.recorded_by, at=NOON)


def withdraw_and_send_again(letter):
    withdraw(letter)
    send_again(letter)


def begin_to_correct(letter):
    begin_replacement(letter, as_="correction", by=make_liaison(), at=NOON)


@pytest.mark.parametrize(
    ("done", "end"),
    [
        (withdraw, "-withdrawn.pdf"),
        (note_error, "-in-error.pdf"),
        (correct, "-superseded.pdf"),
        (send_again, "-superseded.pdf"),
        (withdraw_and_send_again, "-superseded.pdf"),
        (begin_to_correct, ".pdf"),
    ],
)
def test_a_letter_that_stands_no_longer_says_so_in_its_name(letter, done, end):
    done(letter)
    letter.refresh_from_db()

    assert file_name(letter) == f"south-wales-pcc-safe-to-share-2021-06-17{end}"


def test_what_takes_the_place_of_a_letter_has_a_name_as_any_other(letter):
    new = begin_replacement(letter, as_="sent_again", by=make_liaison(), at=NOON, received_on=JULY)
    new.record(by=letter.recorded_by, at=NOON)

    assert file_name(new) == "south-wales-pcc-safe-to-share-2021-06-17.pdf"
