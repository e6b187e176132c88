"""How due dates are worked out, and said."""

from datetime import date

import pytest

from recommendations.models import ResponsePeriod
from tests.factories import make_addressee, make_recommendation, make_super_complaint

SIX_MONTHS = ResponsePeriod.SIX_MONTHS
BEGINNING_WITH = ResponsePeriod.DAYS_56_BEGINNING_WITH
FROM = ResponsePeriod.DAYS_56_FROM


@pytest.mark.parametrize(
    ("period", "published_on", "due_on"),
    [
        (SIX_MONTHS, date(2020, 12, 17), date(2021, 6, 17)),
        (SIX_MONTHS, date(2021, 6, 30), date(2021, 12, 30)),
        (SIX_MONTHS, date(2020, 8, 31), date(2021, 2, 28)),
        (SIX_MONTHS, date(2019, 8, 31), date(2020, 2, 29)),
        (SIX_MONTHS, date(2020, 8, 29), date(2021, 2, 28)),
        (SIX_MONTHS, date(2021, 3, 31), date(2021, 9, 30)),
        (SIX_MONTHS, date(2020, 2, 29), date(2020, 8, 29)),
        (BEGINNING_WITH, date(2020, 12, 17), date(2021, 2, 10)),
        (FROM, date(2020, 12, 17), date(2021, 2, 11)),
        (BEGINNING_WITH, date(2024, 1, 1), date(2024, 2, 25)),
        (FROM, date(2024, 1, 4), date(2024, 2, 29)),
        (FROM, date(2021, 2, 1), date(2021, 3, 29)),  # the clocks go forward on the 28th
    ],
)
def test_a_due_date_follows_the_rule(period, published_on, due_on):
    assert period.due_on(published_on) == due_on


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "due_on", "rule"),
    [
        ({}, date(2021, 6, 17), "six months from publication, 17 December 2020"),
        (
            {"response_period": BEGINNING_WITH},
            date(2021, 2, 10),
            "56 days beginning with the day of publication, 17 December 2020",
        ),
        ({"response_period": FROM}, date(2021, 2, 11), "56 days from publication, 17 December 2020"),
        ({"own_due_on": date(2021, 4, 1)}, date(2021, 4, 1), "the day that the report names for it"),
    ],
)
def test_a_recommendation_says_how_its_due_date_was_worked_out(own, due_on, rule):
    recommendation = make_recommendation(make_super_complaint(published_on=date(2020, 12, 17)), **own)

    assert (recommendation.due_on, recommendation.due_rule) == (due_on, rule)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("own", "rule"),
    [
        ({}, "six months from publication, 17 December 2020"),
        (
            {"due_on": date(2021, 7, 1), "due_reason": "extension agreed on 1 June 2021"},
            "extension agreed on 1 June 2021; by rule it was 17 June 2021 "
            "(six months from publication, 17 December 2020)",
        ),
        (
            {"due_on": date(2021, 7, 1)},
            "a day set for this body; by rule it was 17 June 2021 (six months from publication, 17 December 2020)",
        ),
    ],
)
def test_an_extension_says_its_reason_and_the_day_it_replaces(own, rule):
    assert make_addressee(**own).due_rule == rule
