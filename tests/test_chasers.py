"""Letters that ask again: written for many, looked at, sent once; recorded only as far as they go out."""

import hashlib
import uuid
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import Role
from recommendations.models import Asked, Request
from responses.desk.gaps import UnknownGap, filled, gaps_in
from responses.jobs import worker
from responses.models import Chase, ChaserLetter, Job, Message
from tests.factories import (
    make_addressee,
    make_force,
    make_liaison,
    make_member,
    make_national_body,
    make_received,
    make_recommendation,
    make_request,
    make_response,
)
from tests.test_reference_pages import main

pytestmark = pytest.mark.django_db
WRITE = "/super-complaints/safe-to-share/chase/write/"
LIST = "/super-complaints/safe-to-share/chase/"
DUE = date(2021, 6, 17)
DAY = timedelta(days=1)


@pytest.fixture
def liaison(client):
    user = make_liaison(name="Usha Franks", email="usha@example.org")
    client.force_login(user)
    return user


class World:
    """Two forces that are silent on 1 and 4; one of them has two contacts, the other none."""

    def __init__(self):
        self.first = make_recommendation(number="1", short_title="Share nothing")
        self.fourth = make_recommendation(number="4", short_title="Make links")
        self.borset, self.yorbury = make_force(), make_force("Yorbury Police")
        self.asked = {
            (body.slug, it.number): make_addressee(it, body, due_on=DUE)
            for it in (self.first, self.fourth)
            for body in (self.borset, self.yorbury)
        }
        for name in ("Lily", "Ed"):
            self.borset.contacts.create(name=name, email=f"{name.lower()}@example.org")


@pytest.fixture
def world(settings):
    settings.WORK_HERE = False
    return World()


def address(*bodies):
    return f"{WRITE}?{urlencode({'body': [body.slug for body in bodies]}, doseq=True)}"


def typed(**changes):
    facts = {
        "once": str(uuid.uuid4()),
        "recommendations": ["1", "4"],
        "has_day": "no",
        "subject": "{report}: {body}",
        "words": "As at {today}:\n\n{recommendations}\n\nDue {due}. {who_may_answer} may answer.\n\nUsha",
        "about": "",
    }
    return facts | changes


def write(client, *bodies, **changes) -> Chase:
    answer = client.post(address(*bodies), typed(**changes))
    assert answer.status_code == 302, answer.context["form"].errors
    return Chase.objects.get(pk=answer.url.strip("/").split("/")[-1])


def work():
    # A moment later: what is due now is due.
    return worker.work(lambda: timezone.now() + timedelta(seconds=1))


def send(client, chase, **asked):
    return client.post(f"{chase.get_absolute_url()}send/", asked, follow=True)


def nothing_was_sent():
    return (Request.objects.count(), Asked.objects.count(), Message.objects.count(), len(mail.outbox)) == (0, 0, 0, 0)


# What is written, and looked at


def test_the_gaps_are_filled_once_with_what_is_known_of_each_body(client, liaison, world):
    make_request([world.asked[world.borset.slug, "4"]], asked_on=date(2021, 11, 24))
    chase = write(client, world.borset, world.yorbury, recommendations=["4"])

    borset, yorbury = chase.letters.all()

    today = timezone.localdate()
    assert borset.words == (
        f"As at {today.day} {today:%B %Y}:\n\n"
        "- 4. Make links: asked again on 24 November 2021, due 17 June 2021, no answer\n\n"
        "Due 17 June 2021. Borsetshire Police may answer.\n\nUsha"
    )
    assert "asked again" not in yorbury.words
    assert (yorbury.subject, yorbury.recipients) == (f"{chase.super_complaint.title}: Yorbury Police", [])
    assert borset.recipients == [["Ed", "ed@example.org"], ["Lily", "lily@example.org"]]
    assert [it.recommendation.number for it in borset.addressees.all()] == ["4"]


def test_a_brace_in_a_fact_stays_a_brace():
    assert filled("{body}: {due}", {"body": "{due}", "due": "now"}) == "{due}: now"


@pytest.mark.parametrize("words", ["{name}", "Dear {}", "{body", "body}", "{{body}}", "{body.name}", "{ body }"])
def test_an_unknown_gap_is_refused_with_those_that_there_are(words):
    with pytest.raises(UnknownGap, match=r"\{body\}, \{report\}, \{published\}"):
        gaps_in(words)


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"words": "Dear {name}"}, "words", "There is no gap {name}"),
        ({"subject": "{nobody}"}, "subject", "There is no gap {nobody}"),
        ({"words": "By {answer_by}."}, "words", "Take {answer_by} out, or say by which day you ask"),
        ({"has_day": ""}, "has_day", "Select whether you ask for an answer by a day"),
        ({"has_day": "yes"}, "answer_by", "Enter the day by which you ask"),
        ({"recommendations": []}, "recommendations", "Select about which recommendations you write"),
        ({"words": " "}, "words", "Enter what the letter says"),
        (
            {"has_day": "yes", "answer_by_day": "1", "answer_by_month": "1", "answer_by_year": "2021"},
            "answer_by",
            "Day by which you ask must be today or later",
        ),
    ],
)
def test_what_is_wrong_is_told_beside_it_and_nothing_is_kept(client, liaison, world, changes, field, error):
    page = client.post(address(world.borset), typed(**changes))

    assert error in page.context["form"].errors[field][0]
    assert (Chase.objects.count(), nothing_was_sent()) == (0, True)


def test_the_draft_of_the_words_holds_known_gaps_and_no_signature(client, liaison, world):
    form = client.get(address(world.borset)).context["form"]

    assert gaps_in(form.initial["subject"]) | gaps_in(form.initial["words"]) == {
        *("report", "body", "published", "today", "recommendations", "answer_by", "who_may_answer")
    }
    assert "Usha" not in form.initial["words"]
    assert form.initial.get("has_day") is None


def test_each_letter_is_drawn_and_shown_and_nothing_is_sent_before(client, liaison, world):
    chase = write(client, world.borset, world.yorbury)
    before = main(client.get(chase.get_absolute_url()))
    assert work() == {"draw_chaser": 2}
    page = client.get(chase.get_absolute_url())

    assert "0 of 2 drawn" in before
    assert "Send these letters" not in before
    assert "Send these letters" in main(page)
    assert all(letter.subject in main(page) for letter in chase.letters.all())
    for letter in chase.letters.all():
        pdf = client.get(f"/chaser-letters/{letter.pk}/letter.pdf")
        assert hashlib.sha256(pdf.content).hexdigest() == letter.sha256
        assert pdf.content.startswith(b"%PDF-")
    assert nothing_was_sent()


def test_a_double_click_writes_the_letters_once(client, liaison, world):
    once = str(uuid.uuid4())

    assert write(client, world.borset, once=once) == write(client, world.borset, once=once)
    assert (Chase.objects.count(), ChaserLetter.objects.count(), Job.objects.count()) == (1, 1, 1)


def test_the_words_are_taken_up_again(client, liaison, world):
    chase = write(client, world.borset, words="In my words.", about="progress")

    page = client.get(client.get(chase.get_absolute_url()).context["write_again"])

    assert page.context["form"].initial["words"] == "In my words."
    assert [each.body.name for each in page.context["form"].found] == ["Borsetshire Police"]


# What is sent, and what is recorded


def test_what_was_shown_goes_out_and_is_recorded_in_one_step(client, liaison, world):
    chase = write(client, world.borset, has_day="no", about="progress")
    work()

    page = send(client, chase)

    chase.refresh_from_db()
    request, today = chase.request, timezone.localdate()
    assert (request.kind, request.asked_on, request.due_on, request.about, request.recorded_by) == (
        *("chaser", today, None, "progress"),
        liaison,
    )
    assert set(request.addressees.all()) == {world.asked[world.borset.slug, number] for number in "14"}
    assert "0 sent, 2 on the way, 0 that could not be sent" in main(page)
    assert work() == {"send": 2}
    letter = chase.letters.get()
    assert [(it.to, it.subject, it.reply_to) for it in mail.outbox] == [
        ([f"{name}@example.org"], letter.subject, [chase.super_complaint.reply_to or "usha@example.org"])
        for name in ("ed", "lily")
    ]
    for each in mail.outbox:
        assert letter.words in each.body
        assert [(name, hashlib.sha256(content).hexdigest(), kind) for name, content, kind in each.attachments] == [
            (letter.file_name, letter.sha256, "application/pdf")
        ]
    matrix = main(client.get("/super-complaints/safe-to-share/matrix/"))
    assert f"Asked again {today.day} {today:%B %Y}, not answered" in matrix
    assert "2 sent, 0 on the way, 0 that could not be sent" in main(client.get(chase.get_absolute_url()))


def test_a_double_click_sends_once(client, liaison, world):
    chase = write(client, world.borset)
    work()

    send(client, chase)
    send(client, chase)

    assert (Request.objects.count(), Message.objects.count()) == (1, 2)


def test_without_a_contact_nothing_is_recorded_unless_it_goes_by_post(client, liaison, world):
    chase = write(client, world.borset, world.yorbury)
    work()

    page = main(send(client, chase))

    assert {it.addressee.body for it in Asked.objects.all()} == {world.borset}
    assert "Not sent, and not recorded as asked" in page


def test_what_goes_by_post_is_recorded_without_an_e_mail(client, liaison, world):
    chase = write(client, world.yorbury)
    work()
    [letter] = chase.letters.all()

    refused = main(send(client, chase))
    assert "No letter would go out" in refused
    assert nothing_was_sent()
    page = main(send(client, chase, by_post=[letter.pk]))

    assert "By post, as Usha Franks said." in page
    assert ({it.addressee.body for it in Asked.objects.all()}, Message.objects.count()) == ({world.yorbury}, 0)


def test_a_letter_to_contacts_cannot_be_said_to_go_by_post(client, liaison, world):
    chase = write(client, world.borset)
    work()
    [letter] = chase.letters.all()

    send(client, chase, by_post=[letter.pk])

    letter.refresh_from_db()
    assert (letter.by_post, Message.objects.count()) == (False, 2)


def answers(world):
    make_response(make_received(world.borset, received_on=timezone.localdate()), world.asked[world.borset.slug, "1"])


def has_another_contact(world):
    world.borset.contacts.create(email="new@example.org")


def is_asked_by_another(world):
    make_request([world.asked[world.borset.slug, "1"]], asked_on=timezone.localdate(), recorded_by=make_liaison())


def is_of_yesterday(world):
    Chase.objects.update(dated=timezone.localdate() - DAY)


def is_not_drawn(world):
    ChaserLetter.objects.update(pdf=None, sha256="")


def could_not_be_drawn(world):
    ChaserLetter.objects.update(pdf=None, sha256="", trouble="It is too long.")


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        (could_not_be_drawn, "The letter to Borsetshire Police could not be drawn. It is too long."),
        (answers, "Borsetshire Police does not owe all that its letter asks any more."),
        (has_another_contact, "The contacts of Borsetshire Police were changed since."),
        (is_asked_by_another, "is here already and asks some of the same"),
        (is_of_yesterday, "These letters bear an earlier day."),
        (is_not_drawn, "Not every letter is drawn yet."),
    ],
)
def test_what_changed_since_it_was_shown_is_told_and_nothing_is_sent(client, liaison, world, meanwhile, said):
    chase = write(client, world.borset)
    work()
    meanwhile(world)
    before = Request.objects.count()

    page = main(send(client, chase))

    assert said in page
    assert (Request.objects.count(), Message.objects.count(), chase.letters.sent().count()) == (before, 0, 0)


def test_what_changed_of_a_letter_that_goes_nowhere_holds_up_none_of_the_others(client, liaison, world):
    chase = write(client, world.borset, world.yorbury)
    work()
    today = timezone.localdate()
    make_response(make_received(world.yorbury, received_on=today), world.asked[world.yorbury.slug, "1"])

    send(client, chase)

    assert [letter.body for letter in chase.letters.sent()] == [world.borset]


def test_nothing_is_asked_on_a_closed_report(client, liaison, world):
    chase = write(client, world.borset)
    work()
    chase.super_complaint.closed_on = timezone.localdate()
    chase.super_complaint.save()

    assert send(client, chase).status_code == 403
    assert client.get(address(world.borset)).status_code == 403
    assert nothing_was_sent()


def test_an_address_that_is_refused_is_shown_with_the_letters_and_on_the_list(client, liaison, world):
    chase = write(client, world.borset)
    work()
    send(client, chase)
    failed = Message.objects.get(email="ed@example.org")
    Message.objects.filter(pk=failed.pk).update(
        trouble="The mail server refused the address: 550", given_up_at=timezone.now()
    )

    page, listed = main(client.get(chase.get_absolute_url())), main(client.get(LIST))

    assert "Ed (ed@example.org): could not be sent. The mail server refused the address: 550" in page
    assert "0 sent, 1 on the way, 1 could not be sent" in listed
    assert "ed@example.org" in main(client.get("/e-mails/not-sent/"))


def test_what_was_not_sent_can_be_discarded_and_what_was_is_kept(client, liaison, world):
    kept, thrown = write(client, world.borset), write(client, world.yorbury)
    work()
    send(client, kept)

    for chase in (kept, thrown):
        client.post(f"{chase.get_absolute_url()}discard/")

    assert list(Chase.objects.all()) == [kept]
    assert ChaserLetter.objects.count() == 1


def test_what_was_never_sent_is_deleted_after_a_week(client, liaison, world):
    kept, thrown = write(client, world.borset), write(client, world.yorbury)
    work()
    send(client, kept)

    later = timezone.now() + 8 * DAY
    worker.ask_for_daily_jobs(later.replace(hour=12))
    worker.work(lambda: later.replace(hour=12), ["clean_up"])

    assert list(Chase.objects.all()) == [kept]
    assert not Chase.objects.filter(pk=thrown.pk).exists()


def test_people_of_the_body_read_their_own_letter_once_it_was_sent(client, liaison, world):
    world.yorbury.contacts.create(email="y@example.org")
    chase = write(client, world.borset, world.yorbury)
    work()
    addresses = [f"/chaser-letters/{letter.pk}/letter.pdf" for letter in chase.letters.all()]
    readers = {
        "own": make_member(world.borset),
        "reader": make_member(make_national_body("College of Policing"), Role.READER),
    }

    def read(who):
        client.force_login(readers[who])
        return [client.get(each).status_code for each in addresses]

    assert (read("own"), read("reader")) == ([404, 404], [404, 404])
    client.force_login(liaison)
    send(client, chase)
    assert (read("own"), read("reader")) == ([200, 404], [200, 200])


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(client, liaison, world, django_assert_num_queries, count):
    more = [make_force(f"Force {number}") for number in range(count - 1)]
    for body in more:
        make_addressee(world.first, body, due_on=DUE)
        body.contacts.create(email="a@example.org")
    chase = write(client, world.borset, *more)

    with django_assert_num_queries(7):
        client.get(chase.get_absolute_url())
    work()
    with django_assert_num_queries(28):
        send_only(client, chase)


def send_only(client, chase):
    client.post(f"{chase.get_absolute_url()}send/")
