"""Dates as people write them: a day, or only a month; what cannot be a date is refused in words that say what to do."""

from datetime import date

import pytest
from django import forms

from recommendations.dates import DayOrMonth
from recommendations.fields import DayField, DayOrMonthField, OneBoxDayField


class Received(forms.Form):
    on = DayField(label="When was it received?", subject="Date received")


class Dated(forms.Form):
    on = DayOrMonthField(label="What date does it bear?", subject="Date of the letter", required=False)


def typed(day, month, year):
    return {"on_day": day, "on_month": month, "on_year": year}


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (("17", "6", "2021"), date(2021, 6, 17)),
        ((" 07 ", "06", "2021"), date(2021, 6, 7)),
        (("29", "February", "2024"), date(2024, 2, 29)),
        (("1", "sept", "2021"), date(2021, 9, 1)),
        (("1", "Sept.", "2021"), date(2021, 9, 1)),
        (("17th", "Mehefin", "21"), date(2021, 6, 17)),
        (("Thursday 17th", "June", "’21"), date(2021, 6, 17)),
        (("17 June", "", "2021"), date(2021, 6, 17)),
        (("17", "June 2021", ""), date(2021, 6, 17)),
        (("17\xa0June\n2021", "", ""), date(2021, 6, 17)),
        (("", "", "17/06/2021"), date(2021, 6, 17)),
        (("17/06/2021", "6", "2021"), date(2021, 6, 17)),
    ],
)
def test_a_day_is_read(boxes, day):
    form = Received(typed(*boxes))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == day


@pytest.mark.parametrize(
    ("boxes", "message", "code"),
    [
        (("", "", ""), "Enter the date received", "required"),
        (("17", "6", ""), "Date received must include a year", "year"),
        (("", "6", "2021"), "Date received must include a day", "day"),
        (("17", "", ""), "Date received must include a month and year", "month year"),
        (("30", "2", "2021"), "Date received must be a real date", "date"),
        (("29", "2", "2021"), "Date received must be a real date", "date"),
        (("17", "13", "2021"), "Date received must be a real date", "date"),
        (("17", "ma", "2021"), "Date received must be a real date", "date"),
        (("17", "s", "2021"), "Date received must be a real date", "date"),
        (("17", ".", "2021"), "Date received must be a real date", "date"),
        (("0", "6", "2021"), "Date received must be a real date", "date"),
        (("-1", "6", "2021"), "Date received must be a real date", "date"),
        (("9" * 5000, "6", "2021"), "Date received must be a real date", "date"),
        (("17", "²", "2021"), "Date received must be a real date", "date"),
        (("17", "6", "99"), "Date received must have a year of 4 numbers", "year"),
        (("17", "6", "1"), "Date received must have a year of 4 numbers", "year"),
        (("17", "6", "0000"), "Date received must be a real date", "date"),
        (("17", "6", "12021"), "Date received must have a year of 4 numbers", "year"),
        (("17", "6", "MMXXI"), "Date received must have a year of 4 numbers", "year"),
    ],
)
def test_what_is_no_day_is_refused_with_what_to_do(boxes, message, code):
    form = Received(typed(*boxes))

    assert form.errors == {"on": [message]}
    assert form.errors["on"].as_data()[0].code == code
    assert [box["value"] or "" for box in form["on"].subwidgets[0].data["subwidgets"]] == list(boxes)


@pytest.mark.parametrize(
    ("boxes", "message", "code"),
    [
        (("6/7", "", ""), "Date received must include a year", "year"),
        (("17th June", "", ""), "Date received must include a year", "year"),
        (("June 2021", "", ""), "Date received must include a day", "day"),
        (("17/06/2021", "7", "2021"), "Date received must be one date: the boxes say different things", "date"),
        (("June", "17", "2021"), "Date received must include a day", "day"),
        (("31/02/2021", "", ""), "Date received must be a real date", "date"),
        (("06/17/2021", "", ""), "Date received must be a real date", "date"),
        (("17/06/99", "", ""), "Date received must have a year of 4 numbers", "year"),
        (("June 21", "", ""), "Date received must be a real date", "date"),
        (("Friday 17 June", "", "2021"), "Date received must be a real date: 17 June 2021 is a Thursday", "date"),
        (("the seventeenth", "June", "2021"), "Date received must be a real date", "date"),
    ],
)
def test_nothing_is_guessed_of_a_whole_date_in_one_box(boxes, message, code):
    form = Received(typed(*boxes))

    assert form.errors == {"on": [message]}
    assert form.errors["on"].as_data()[0].code == code
    assert [box["value"] or "" for box in form["on"].subwidgets[0].data["subwidgets"]] == list(boxes)


@pytest.mark.parametrize(
    ("boxes", "dated"),
    [
        (("", "March", "2021"), DayOrMonth(date(2021, 3, 1), "month")),
        (("", "3", "2021"), DayOrMonth(date(2021, 3, 1), "month")),
        (("8", "2", "2021"), DayOrMonth(date(2021, 2, 8), "day")),
        (("March 2021", "", ""), DayOrMonth(date(2021, 3, 1), "month")),
        (("", "03/2021", ""), DayOrMonth(date(2021, 3, 1), "month")),
        (("Mawrth", "", "2021"), DayOrMonth(date(2021, 3, 1), "month")),
        (("8/2/21", "", ""), DayOrMonth(date(2021, 2, 8), "day")),
        (("", "", ""), None),
    ],
)
def test_a_day_or_a_month_is_read(boxes, dated):
    form = Dated(typed(*boxes))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == dated


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (("", "3", ""), "Date of the letter must include a year"),
        (("8", "", "2021"), "Date of the letter must include a month"),
        (("", "13", "2021"), "Date of the letter must be a real date"),
        (("31", "4", "2021"), "Date of the letter must be a real date"),
    ],
)
def test_what_is_no_day_or_month_is_refused(boxes, message):
    assert Dated(typed(*boxes)).errors == {"on": [message]}


@pytest.mark.parametrize(
    ("form", "initial", "boxes"),
    [
        (Received, date(2021, 6, 17), [17, 6, 2021]),
        (Dated, DayOrMonth(date(2021, 3, 1), "month"), ["", 3, 2021]),
        (Dated, DayOrMonth(date(2021, 3, 1), "day"), [1, 3, 2021]),
        (Dated, None, ["", "", ""]),
    ],
)
def test_a_date_already_known_is_shown_in_its_boxes(form, initial, boxes):
    shown = form(initial={"on": initial})["on"].subwidgets[0].data["subwidgets"]

    # an empty box has no value in HTML
    assert [box["value"] or "" for box in shown] == [str(box) for box in boxes]


@pytest.mark.parametrize(
    ("boxes", "changed"),
    [(("", "3", "2021"), []), (("1", "3", "2021"), ["on"]), (("", "3", ""), ["on"]), (("", "", ""), ["on"])],
)
def test_only_another_date_or_precision_is_a_change(boxes, changed):
    assert Dated(typed(*boxes), initial={"on": DayOrMonth(date(2021, 3, 1), "month")}).changed_data == changed


class AsAt(forms.Form):
    on = OneBoxDayField(label="As at which date?", subject="As-at date", required=False)


@pytest.mark.parametrize("text", ["2021-06-17", "17/6/2021", "17 June 2021", "17th June 2021", "17 Mehefin 21"])
def test_a_day_in_one_box_is_read_alike(text):
    form = AsAt({"on": text})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2021, 6, 17)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("yesterday", "As-at date must be a real date, such as 2021-06-17"),
        ("6/7", "As-at date must include a year, such as 2021-06-17"),
        ("June 2021", "As-at date must include a day, such as 2021-06-17"),
    ],
)
def test_what_is_no_day_in_one_box_is_refused_with_an_example(text, message):
    assert AsAt({"on": text}).errors == {"on": [message]}
    assert 'value="' + text in str(AsAt({"on": text})["on"])


@pytest.mark.parametrize("text", ["", " "])
def test_no_day_in_one_box_is_none(text):
    form = AsAt({"on": text})

    assert form.is_valid()
    assert form.cleaned_data == {"on": None}
