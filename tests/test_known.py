"""The second clock: the matrix as at a day, as it was known at a moment, is the matrix built at that moment."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from recommendations.models import Asked, MoreTime, Request
from recommendations.models.errors import NOTED, UNDONE
from responses.matrix import build_matrix
from responses.models import Review, Update
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_draft,
    make_force,
    make_liaison,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
)

FIRST = date(2021, 5, 28)
days = st.integers(0, 4).map(lambda number: FIRST + timedelta(days=number))
which = st.integers(0, 3)
steps = st.one_of(
    st.tuples(st.just("record"), which, days, st.sampled_from(["not_started", "in_progress", "complete"])),
    st.tuples(st.just("record"), which, days, st.sampled_from(["not_started", "in_progress", "complete"])),
    st.tuples(st.just("take_place"), which, days, st.sampled_from(["correction", "sent_again"])),
    st.tuples(st.just("error"), which),
    st.tuples(st.just("withdraw"), which),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("review"), which, days, st.sampled_from(["satisfied", "more_information", "delivered"])),
    st.tuples(st.just("request"), which, days),
    st.tuples(st.just("request_error"), which),
    st.tuples(st.just("more_time"), which, days),
    st.tuples(st.just("more_time_error"), which),
)


class History:
    """What people do, one step an hour; each step does nothing where it cannot be done."""

    def __init__(self):
        force = make_force()
        self.bodies = [force, make_policing_body(force), make_force("Yorbury Police")]
        recommendation = make_recommendation()
        self.report = recommendation.super_complaint
        self.addressees = [make_addressee(recommendation, body, due_on=FIRST) for body in self.bodies]
        self.liaison = make_liaison()
        self.at = NOON - timedelta(days=4)

    def do(self, name, *facts):
        """Nothing is received, asked or decided on a day that has not come."""
        self.at += timedelta(hours=9)
        today = timezone.localdate(self.at)
        getattr(self, name)(*[min(fact, today) if isinstance(fact, date) else fact for fact in facts])

    def one_of(self, things, number):
        found = list(things.order_by("pk"))
        return found[number % len(found)] if found else None

    def record(self, number, received_on, progress):
        addressee = self.addressees[number % 3]
        facts = {"received_on": received_on, "speaks_for": [addressee.body], "recorded_at": self.at}
        update = make_received(addressee.body, by=self.liaison, **facts)
        make_response(update, addressee, progress=progress)

    def take_place(self, number, received_on, how):
        old = self.one_of(Update.objects.filter(recorded_at__isnull=False, in_error_at=None), number)
        if not old or old.replacement() or old.received_on > received_on:
            return
        facts = {"received_on": received_on, "takes_place_of": old, "takes_place_as": how}
        new = make_received(
            old.body, speaks_for=list(old.speaks_for.all()), by=self.liaison, recorded_at=self.at, **facts
        )
        make_response(new, old.responses.get().addressee, progress="complete")
        new.take_place(by=self.liaison, at=self.at, reason="Read wrongly")

    def error(self, number):
        if update := self.one_of(Update.objects.filter(recorded_at__isnull=False, in_error_at=None), number):
            update.note_error(by=self.liaison, at=self.at, reason="Another body's")

    def withdraw(self, number):
        if update := self.one_of(Update.objects.standing(), number):
            # On the day it is noted: an earlier one is not kept once it was undone (see known.py).
            update.withdraw(by=self.liaison, at=self.at, on=timezone.localdate(self.at), reason="Sent by mistake")

    def undo(self, number):
        update = self.one_of(Update.objects.filter(recorded_at__isnull=False), number)
        if update and update.to_undo():
            try:
                with transaction.atomic():
                    update.undo(by=self.liaison, at=self.at)
            except (ValidationError, IntegrityError):
                pass  # pages refuse it

    def review(self, number, day, outcome):
        update = self.one_of(Update.objects.standing(), number)
        if update:
            response = update.responses.get()
            make_review(response, reviewed_on=day, outcome=outcome, reviewed_by=self.liaison, recorded_at=self.at)

    def request(self, number, day):
        facts = {"asked_on": day, "due_on": day, "recorded_by": self.liaison, "recorded_at": self.at}
        made = Request.objects.create(super_complaint=self.report, kind="chaser", **facts)
        Asked.objects.create(request=made, addressee=self.addressees[number % 3])

    def more_time(self, number, day):
        MoreTime.objects.create(
            super_complaint=self.report, body=self.bodies[number % 3], asked_on=day, reason="Staff",
            decision="granted", decided_by="HMICFRS", decided_on=day, new_day=FIRST + timedelta(days=1 + number),
            noted_by=self.liaison, noted_at=self.at,
        )  # fmt: skip

    def request_error(self, number):
        self.turn(self.one_of(Request.objects.all(), number))

    def more_time_error(self, number):
        self.turn(self.one_of(MoreTime.objects.all(), number))

    def turn(self, thing):
        """Note an error, or undo it, with the line that the page writes."""
        if not thing:
            return
        told = UNDONE if thing.in_error_at else f"{NOTED}It was not sent"
        if thing.in_error_at:
            thing.undo_error()
        else:
            thing.note_error(by=self.liaison, at=self.at, reason="It was not sent")
        LogEntry.objects.log_actions(self.liaison.pk, [thing], CHANGE, told)
        line = LogEntry.objects.order_by("-pk").first()
        line.action_time = self.at
        line.save()


def cells(report, day, known_at=None):
    # A request is compared by its key: what came later of it is told apart by what the cell makes of it.
    return list(build_matrix(report, day, known_at=known_at).cells())


@pytest.mark.django_db
@settings(max_examples=60, phases=[Phase.explicit, Phase.generate], deadline=None)
@example(
    # Withdrawn, undone, and withdrawn again; and one whose withdrawal was undone once and for all.
    history=[
        *[("record", number, FIRST, "complete") for number in (0, 1)],
        *[(name, number) for name in ("withdraw", "undo") for number in (0, 1)],
        ("withdraw", 0),
    ],
    day=FIRST + timedelta(days=4),
)
@example(
    # Sent again, and not after all. It counted from the day it was received, not from the one on which it was recorded.
    history=[
        ("record", 0, FIRST, "in_progress"),
        *[("record", 1, FIRST, "complete")] * 3,
        ("take_place", 0, FIRST + timedelta(days=1), "sent_again"),
        ("undo", 0),
    ],
    day=FIRST + timedelta(days=1),
)
@given(history=st.lists(steps, min_size=6, max_size=14), day=days)
def test_the_matrix_as_known_at_a_moment_is_the_one_that_was_built_then(history, day):
    with transaction.atomic():
        world, built = History(), []
        for step in history:
            world.do(*step)
            built.append((world.at, cells(world.report, day)))

        for moment, then in built:
            assert cells(world.report, day, moment) == then
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_without_a_moment_no_query_is_added(django_assert_num_queries):
    addressee = make_addressee()
    make_response(make_received(addressee.body), addressee)
    report = addressee.recommendation.super_complaint

    with django_assert_num_queries(7):
        build_matrix(report, DUE)
    with django_assert_num_queries(11):
        build_matrix(report, DUE, known_at=NOON)


@pytest.mark.django_db
def test_a_draft_was_never_known():
    addressee = make_addressee()
    make_response(make_draft(addressee.body), addressee)

    assert Update.objects.as_at(DUE, known=NOON).count() == 0


@pytest.mark.django_db
def test_a_letter_recorded_late_counts_from_its_day_now_and_was_not_known_then():
    addressee = make_addressee()
    update = make_received(addressee.body, received_on=FIRST, recorded_at=NOON)
    make_response(update, addressee, progress="complete")
    report = addressee.recommendation.super_complaint

    [now], [then] = cells(report, FIRST), cells(report, FIRST, NOON - timedelta(seconds=1))

    assert (now.status, then.status) == ("complete", "awaited")


@pytest.mark.django_db
def test_a_review_recorded_late_was_not_known_then():
    addressee = make_addressee()
    response = make_response(make_received(addressee.body, received_on=FIRST, recorded_at=NOON), addressee)
    make_review(response, outcome="satisfied", reviewed_on=FIRST, recorded_at=NOON + timedelta(hours=1))
    report = addressee.recommendation.super_complaint

    [now], [then] = cells(report, DUE), cells(report, DUE, NOON)

    assert (now.review, then.review) == (Review.Outcome.SATISFIED, "")
