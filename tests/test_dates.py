"""A date as letters give it, a day or only a month: one value, read, kept and shown the same everywhere."""

from datetime import date

import pytest

from recommendations.dates import DayOrMonth, NotADate, columns, month_number, typed_date
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


@pytest.mark.parametrize(
    "text",
    [
        "17 March 2021",
        "17th March 2021",
        "17th of March, 2021",
        "the 17th day of March 2021",
        "17 Mar 21",
        "17 Mar. ’21",
        "17-Mar-21",
        "17March2021",
        "17 MARCH 2021.",
        "Wednesday 17 March 2021",
        "Wed, 17 Mar 2021",
        "on Wednesday the 17th of March 2021",
        "March 17, 2021",
        "March 17th 2021",
        "17 3 2021",
        "17/03/2021",
        "17/3/21",
        "17.03.2021",
        "17. 3. 2021",
        "17-03-2021",
        "17–3–21",
        "2021-03-17",
        "2021/03/17",
        "17 Mawrth 2021",
        "17eg o Fawrth 2021",
        "Dydd Mercher 17 Mawrth 2021",
        "  17\u00a0March\t2021 ",
    ],
)
def test_everyday_ways_to_write_a_day_are_read(text):
    assert typed_date({"day": text}) == DAY


@pytest.mark.parametrize("text", ["March 2021", "Mar ’21", "Mawrth 2021", "3/2021", "03.2021", "2021-03"])
def test_everyday_ways_to_write_a_month_are_read(text):
    assert typed_date({"day": text}, needed=("month", "year")) == MARCH
    with pytest.raises(NotADate, match="must include a day"):
        typed_date({"day": text})


@pytest.mark.parametrize(
    ("text", "complaint", "parts"),
    [
        ("6/7", "must include a year", ("year",)),
        ("17", "must include a month and year", ("month", "year")),
        ("17th", "must include a month and year", ("month", "year")),
        ("March", "must include a day and year", ("day", "year")),
        ("31/02/2021", "must be a real date", ()),
        ("31 June 2021", "must be a real date", ()),
        ("3/17/2021", "must be a real date", ()),
        ("March 21", "must be a real date", ()),
        ("17 Mayor 2021", "must be a real date", ()),
        ("17032021", "must be a real date", ()),
        ("17/3/2021 and 18/3/2021", "must be a real date", ()),
        ("17/3/99", "must have a year of 4 numbers", ("year",)),
        ("Thursday 17 March 2021", "must be a real date: 17 March 2021 is a Wednesday", ()),
        ("Dydd Mawrth 17 Mawrth 2021", "must be a real date: 17 March 2021 is a Wednesday", ()),
        (" ".join(["17"] * 5000), "must be a real date", ()),
    ],
)
def test_what_could_mean_two_days_or_none_is_not_guessed(text, complaint, parts):
    with pytest.raises(NotADate) as refused:
        typed_date({"day": text})

    assert (str(refused.value), refused.value.parts) == (complaint, parts)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3", 3),
        ("03", 3),
        ("MARCH", 3),
        ("may", 5),
        ("Dec.", 12),
        ("Mehefin", 6),
        ("meh", 6),
        ("septem", 9),
        ("Mai", 5),
    ],
)
def test_a_month_is_a_number_or_a_name_in_english_or_welsh(written, number):
    assert month_number(written) == number


@pytest.mark.parametrize("written", ["", "ma", "ju", "marchy", "mé"])
def test_what_is_no_month_is_refused(written):
    with pytest.raises(ValueError, match=r".|^$"):
        month_number(written)
