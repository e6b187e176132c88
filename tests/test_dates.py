"""A date as letters give it, a day or only a month: one value, read, kept and shown the same everywhere."""

from datetime import date

import pytest

from recommendations.dates import DayOrMonth, columns
from responses.models import Commitment, Update

DAY = DayOrMonth(date(2021, 3, 17))
MARCH = DayOrMonth(date(2021, 3, 1), "month")


@pytest.mark.parametrize(
    ("text", "value", "in_words", "last_day"),
    [
        ("2021-03-17", DAY, "17 March 2021", date(2021, 3, 17)),
        ("2021-03-01", DayOrMonth(date(2021, 3, 1)), "1 March 2021", date(2021, 3, 1)),
        ("2021-03", MARCH, "March 2021", date(2021, 3, 31)),
        ("2024-02", DayOrMonth(date(2024, 2, 1), "month"), "February 2024", date(2024, 2, 29)),
        ("2021-12", DayOrMonth(date(2021, 12, 1), "month"), "December 2021", date(2021, 12, 31)),
    ],
)
def test_a_date_is_read_from_text_and_written_back(text, value, in_words, last_day):
    read = DayOrMonth.from_text(text)

    assert read == value
    assert (read.to_text(), read.in_words, str(read), read.last_day) == (text, in_words, in_words, last_day)


def test_no_text_is_no_date():
    assert DayOrMonth.from_text("") is None


@pytest.mark.parametrize("text", ["2021", "2021-13", "2021-02-30", "March 2021"])
def test_text_that_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        DayOrMonth.from_text(text)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (DAY, {"dated": date(2021, 3, 17), "dated_precision": "day"}),
        (MARCH, {"dated": date(2021, 3, 1), "dated_precision": "month"}),
        (None, {"dated": None, "dated_precision": ""}),
    ],
)
def test_a_date_is_kept_in_its_pair_of_columns(value, kept):
    update = Update(date=value)

    assert columns("dated", value) == kept
    assert {name: getattr(update, name) for name in kept} == kept
    assert (update.date, update.date_in_words) == (value, value.in_words if value else "")


def test_a_commitment_keeps_its_target_alike():
    commitment = Commitment(target_date=MARCH)

    assert (commitment.target, commitment.target_precision) == (date(2021, 3, 1), "month")
    assert (commitment.target_in_words, commitment.last_day) == ("March 2021", date(2021, 3, 31))
