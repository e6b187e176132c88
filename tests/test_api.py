"""The API: what a program reads with a token, what it never reads, and what it is told instead."""

import datetime
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership, Role, Token, TokenUse
from responses.api.endpoints import api
from responses.desk import taken
from responses.exports import COLUMNS, matrix_lines
from responses.matrix import build_matrix
from responses.models import Export
from tests.browser import axe, fits_a_phone
from tests.factories import (
    DUE,
    NOON,
    make_addressee,
    make_commitment,
    make_draft,
    make_exporter,
    make_force,
    make_member,
    make_national_body,
    make_policing_body,
    make_received,
    make_recommendation,
    make_response,
    make_review,
    make_super_complaint,
    make_token,
    make_user,
)
from tests.html import words

pytestmark = pytest.mark.django_db
REPORT = "/api/v1/reports/safe-to-share"
OF_A_REPORT = ("recommendations", "matrix", "answers", "commitments", "reviews")
AS_AT = datetime.date(2021, 6, 30)


class World:
    """A force that answered twice and promised something, one that is silent, a review, and a draft nobody sent."""

    def __init__(self):
        self.report = make_super_complaint()
        self.one, self.two = make_recommendation(number="1"), make_recommendation(number="2")
        self.force, self.silent = make_force("Ambridge Police"), make_force("Borchester Police")
        self.asked = make_addressee(self.one, self.force)
        for recommendation in (self.one, self.two):
            make_addressee(recommendation, self.silent)
        self.exporter = make_exporter()
        early = {"received_on": datetime.date(2021, 3, 20), "dated": datetime.date(2021, 3, 1)}
        self.first = make_received(self.force, by=self.exporter, dated_precision="month", **early)
        self.answer = make_response(
            self.first, self.asked, position="accepted", progress="in_progress", text="<p>=We are <b>training</b>.</p>"
        )
        self.again = make_received(self.force, by=self.exporter, received_on=DUE)
        make_response(self.again, self.asked, progress="complete", text="<p>All are trained.</p>")
        make_review(self.answer, reviewed_by=self.exporter, reasons="By when?", reviewed_on=AS_AT)
        make_commitment(self.answer, text="We will train all.")
        pcc = make_policing_body(self.silent)
        make_response(make_draft(pcc), make_addressee(self.two, pcc), text="<p>Nobody sent this.</p>")
        self.token, self.secret = make_token(self.exporter)


@pytest.fixture
def world():
    return World()


def ask(where, secret="", /, **asked):
    """What a program is answered that has no cookies."""
    return Client().get(where, asked, headers={"Authorization": f"Bearer {secret}"} if secret else {})


def read(world, what, **asked):
    response = ask(f"{REPORT}/{what}", world.secret, **asked)
    assert response.status_code == 200, response.content
    return response.json()


def refusal(response) -> tuple[int, str]:
    """Its status and its sentence, once it is sure that it is a problem and no page."""
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == response.status_code
    return response.status_code, told["detail"]


# What it says


def test_reports_and_recommendations_are_named_with_their_days(world):
    found = ask("/api/v1/reports", world.secret).json()
    asked = read(world, "recommendations")

    [report] = found["items"]
    assert (report["slug"], report["published_on"], report["due_on"], report["recommendations"]) == (
        *("safe-to-share", "2020-12-17", "2021-06-17"),
        2,
    )
    assert [(it["number"], it["summary"], it["due_on"]) for it in asked["items"]] == [
        ("1", "Summary of 1.", "2021-06-17"),
        ("2", "Summary of 2.", "2021-06-17"),
    ]
    assert found["as_at"] == asked["as_at"] == timezone.localdate().isoformat()


def test_the_matrix_says_what_its_file_says(world):
    found = read(world, "matrix", as_at="2021-06-30")

    lines = matrix_lines(build_matrix(world.report, AS_AT), AS_AT, typed=str)
    in_file = [dict(zip(COLUMNS[:-2], line, strict=False)) for line in lines]  # without its clock
    assert [_as_in_file(cell) for cell in found["items"]] == in_file
    assert (found["items"][0]["body"], found["items"][0]["status"], found["items"][0]["position"]) == (
        *("Ambridge Police", "Complete"),
        "Accepted",
    )
    assert found["as_at"] == "2021-06-30"
    assert found["clock"].startswith("As at the end of 30 June 2021, as known on ")


def _as_in_file(cell: dict) -> dict:
    yes_or_no = {True: "yes", False: "no", None: ""}
    return {name: value or "" for name, value in cell.items()} | {
        "late": yes_or_no[cell["late"]],
        "delivered": "yes" if cell["delivered"] else "",
    }


def test_the_matrix_as_known_then_knows_no_more(world):
    Token.objects.update(made_on=datetime.date(2021, 1, 1))

    then = read(world, "matrix", as_at="2021-03-31", known_at="2021-04-30")

    assert then["as_known_at"] == "2021-04-30T23:59:59.999+01:00"
    assert then["clock"] == "As at the end of 31 March 2021, as known on 30 April 2021, 23:59"
    # The letter was recorded on 1 June.
    assert {cell["status"] for cell in then["items"]} == {"Awaited"}
    now = read(world, "matrix", as_at="2021-03-31")
    assert {cell["status"] for cell in now["items"]} == {"Awaited", "In progress"}


def test_every_answer_comes_with_its_words_and_the_silent_with_none(world):
    first = read(world, "answers", as_at="2021-06-30")
    second = read(world, "answers", as_at="2021-06-30", cursor=first["next"])

    names = ("body", "number", "letter", "dated", "dated_from", "speaks", "words")
    assert [tuple(it[name] for name in names) for it in first["items"] + second["items"]] == [
        ("Ambridge Police", "1", world.first.reference, "March 2021", "2021-03-01", False, "=We are training."),
        ("Ambridge Police", "1", world.again.reference, "17 June 2021", "2021-06-17", True, "All are trained."),
        ("Borchester Police", "1", "", "", None, None, ""),
        ("Borchester Police", "2", "", "", None, None, ""),
        ("Police and Crime Commissioner for Borchester", "2", "", "", None, None, ""),
    ]
    assert second["next"] is None


def test_commitments_and_reviews_are_those_of_the_files(world):
    [commitment] = read(world, "commitments", as_at="2021-12-31")["items"]
    [review] = read(world, "reviews", as_at="2021-12-31")["items"]

    as_at = datetime.date(2021, 12, 31)
    assert [commitment] == [_as_json(each) for each in taken.commitments(world.report, as_at)]
    assert [review] == [_as_json(each) for each in taken.reviews(world.report, as_at)]
    assert (commitment["words"], review["reasons"]) == ("We will train all.", "By when?")


def _as_json(row) -> dict:
    return json.loads(json.dumps(row._asdict(), default=str))


def test_a_day_knows_nothing_of_what_came_later(world):
    early = {"as_at": "2021-04-01"}

    assert [it["letter"] for it in read(world, "answers", **early)["items"]] == [world.first.reference, ""]
    assert read(world, "reviews", **early)["items"] == []
    assert {it["status"] for it in read(world, "matrix", **early)["items"]} == {"In progress", "Awaited"}


@pytest.mark.parametrize("what", ["matrix", "answers", "commitments", "reviews"])
def test_no_draft_is_in_anything(world, what):
    found = [read(world, what)]
    while found[-1]["next"]:
        found.append(read(world, what, cursor=found[-1]["next"]))

    assert "Nobody sent this" not in json.dumps(found)


@pytest.mark.parametrize("limit", [1, 2, 500])
@pytest.mark.parametrize("what", ["matrix", "answers", "reviews"])
def test_pages_of_any_size_are_the_whole(world, what, limit):
    make_review(world.answer, reviewed_by=world.exporter, reasons="And then?", reviewed_on=AS_AT)
    whole, pages = [], []
    page = read(world, what, limit=500)
    whole += page["items"]
    while page["next"]:
        page = read(world, what, limit=500, cursor=page["next"])
        whole += page["items"]

    page = read(world, what, limit=limit)
    pages.append(page["items"])
    while page["next"]:
        page = read(world, what, limit=limit, cursor=page["next"])
        pages.append(page["items"])

    assert [it for items in pages for it in items] == whole
    assert max(map(len, pages)) <= limit
    assert len(whole) == {"matrix": 4, "answers": 5, "reviews": 2}[what]


def test_answers_to_one_recommendation_can_be_asked_for(world):
    found = read(world, "answers", recommendation="2")

    assert ({it["number"] for it in found["items"]}, found["next"]) == ({"2"}, None)


# Who gets it


REACH = {"matrix": "matrix", "answers": "answers", "commitments": "answers", "reviews": "reviews"}


@pytest.mark.parametrize("reach", ["matrix", "answers", "reviews"])
def test_a_token_reads_what_it_reaches_and_nothing_else(world, reach):
    _, secret = make_token(world.exporter, reach=[reach])

    got = {what: ask(f"{REPORT}/{what}", secret) for what in REACH}

    assert {what for what, response in got.items() if response.status_code == 200} == {
        what for what, needed in REACH.items() if needed == reach
    }
    for what, needed in REACH.items():
        if needed != reach:
            status, sentence = refusal(got[what])
            assert (status, sentence.partition(".")[0]) == (403, f"This token does not reach {needed}")
            assert b"trained" not in got[what].content
            assert b"By when?" not in got[what].content
    assert {use.what for use in TokenUse.objects.all()} == {what for what, needed in REACH.items() if needed == reach}


def test_no_word_of_an_answer_or_a_review_is_in_the_matrix(world):
    said = json.dumps(read(world, "matrix"))

    assert [text for text in ("training", "trained", "By when?", "train all") if text in said] == []


@pytest.mark.parametrize("what", OF_A_REPORT)
def test_a_token_of_one_report_reads_no_other(world, what):
    other = make_super_complaint(title="Other", slug="other")
    make_addressee(make_recommendation(other, "1"), world.force)
    _, secret = make_token(world.exporter, report=other)

    refused, missing = ask(f"{REPORT}/{what}", secret), ask(f"/api/v1/reports/no-such-thing/{what}", secret)

    assert refusal(refused) == refusal(missing) == (403, "This token reaches one report alone: “other”.")
    assert [it["slug"] for it in ask("/api/v1/reports", secret).json()["items"]] == ["other"]
    assert ask(f"/api/v1/reports/other/{what}", secret).status_code == 200


def close_revoked(world):
    world.token.revoke(by=world.exporter, at=NOON)


def close_expired(world):
    today = timezone.localdate()
    made_on, expires_on = today - datetime.timedelta(days=31), today - datetime.timedelta(days=1)
    Token.objects.filter(pk=world.token.pk).update(made_on=made_on, expires_on=expires_on)


def close_deactivated(world):
    world.exporter.is_active = False
    world.exporter.save()


def close_no_exporter(world):
    Membership.objects.filter(user=world.exporter, role=Role.EXPORTER).delete()


def close_no_reader(world):
    Membership.objects.filter(user=world.exporter, role=Role.LIAISON).delete()


@pytest.mark.parametrize(
    ("close", "sentence"),
    [
        (close_revoked, "This token was revoked on 1 June 2021."),
        (close_expired, "This token expired at the end of "),
        (close_deactivated, "The person whose token this is can no longer sign in."),
        (close_no_exporter, "The person whose token this is no longer has the role “Exporter”"),
        (close_no_reader, "The person whose token this is no longer has the role “Exporter”"),
    ],
)
def test_a_token_that_is_closed_opens_nothing_at_once(world, close, sentence):
    addresses = ["/api/v1/reports", *(f"{REPORT}/{what}" for what in OF_A_REPORT)]
    assert {ask(where, world.secret).status_code for where in addresses} == {200}
    noted = TokenUse.objects.count()

    close(world)

    for where in addresses:
        response = ask(where, world.secret)
        status, said = refusal(response)
        assert (status, said[: len(sentence)], response["WWW-Authenticate"]) == (401, sentence, "Bearer")
    assert TokenUse.objects.count() == noted


def test_a_token_opens_on_its_last_day(world):
    Token.objects.update(made_on=timezone.localdate() - datetime.timedelta(days=30), expires_on=timezone.localdate())

    assert ask("/api/v1/reports", world.secret).status_code == 200


@pytest.mark.parametrize("where", ["/api/v1/reports", *(f"{REPORT}/{what}" for what in OF_A_REPORT)])
def test_without_a_token_there_is_nothing_and_a_session_is_no_token(world, where):
    browser = Client()
    browser.force_login(world.exporter)

    for response in (ask(where), browser.get(where)):
        status, sentence = refusal(response)
        assert (status, sentence.partition(":")[0]) == (401, "Send a token in a header")
    for wrong in ("sctracker_no-such-token", world.token.sha256, f"{world.secret}x"):
        assert refusal(ask(where, wrong))[1].startswith("There is no such token.")
    assert refusal(Client().get(where, headers={"Authorization": f"Basic {world.secret}"}))[0] == 401


def test_a_token_in_an_address_opens_nothing(world):
    assert refusal(ask(f"{REPORT}/matrix?token={world.secret}"))[0] == 401
    status, sentence = refusal(ask(f"{REPORT}/matrix?token=x", world.secret))
    assert (status, sentence) == (
        400,
        "This address knows no parameter “token”. It knows as_at, cursor, limit, known_at.",
    )


# What it is told instead


@pytest.mark.parametrize(
    ("what", "asked", "status", "sentence", "parameter"),
    [
        ("matrix", {"as_at": "2021-02-30"}, 400, "As-at date must be a real date, such as 2021-06-17.", "as_at"),
        ("answers", {"as_at": "2999-01-01"}, 400, "As-at date must be today or in the past.", "as_at"),
        (
            *("reviews", {"as_at": "2020-12-16"}, 400),
            *("As-at date must be the same as or after 17 December 2020, when the report came out.", "as_at"),
        ),
        (
            *("matrix", {"as_at": "2021-06-30", "known_at": "2021-06-29"}, 400),
            *("“As known on” must be the same as or after the as-at date.", "known_at"),
        ),
        (
            *("answers", {"known_at": "2021-06-29"}, 400),
            *("This address knows no parameter “known_at”. It knows as_at, cursor, limit, recommendation.", "known_at"),
        ),
        (
            "recommendations",
            {"as_at": "2021-06-29"},
            400,
            "This address knows no parameter “as_at”. It knows none.",
            "as_at",
        ),
        ("answers", {"recommendation": "9"}, 404, "There is no recommendation 9.", "recommendation"),
        ("answers", {"cursor": "x"}, 400, "“cursor” must be what “next” of the page before said.", "cursor"),
        ("answers", {"cursor": "2.0"}, 404, "There is no page there: begin again without a cursor.", "cursor"),
        ("answers", {"cursor": "0.3"}, 404, "There is no page there: begin again without a cursor.", "cursor"),
        ("matrix", {"cursor": "999999999"}, 404, "There is no page there: begin again without a cursor.", "cursor"),
        ("reviews", {"cursor": "٣"}, 400, "“cursor” must be what “next” of the page before said.", "cursor"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_a_sentence_and_not_noted(world, what, asked, status, sentence, parameter):
    response = ask(f"{REPORT}/{what}", world.secret, **asked)

    assert refusal(response) == (status, sentence)
    assert response.json()["parameter"] == parameter
    assert not TokenUse.objects.exists()


@pytest.mark.parametrize("limit", ["0", "501", "many", "-1", ""])
def test_a_limit_out_of_bounds_is_refused(world, limit):
    response = ask(f"{REPORT}/answers", world.secret, limit=limit)

    status, sentence = refusal(response)
    assert (status, sentence.startswith("“limit” is not as the documentation says: ")) == (400, True)


def test_what_does_not_exist_is_told_in_a_sentence(world):
    make_super_complaint(title="Empty", slug="empty")

    assert refusal(ask("/api/v1/reports/no/matrix", world.secret)) == (
        *(404, "There is no such report. /api/v1/reports names those there are."),
    )
    assert refusal(ask("/api/v1/reports/empty/matrix", world.secret)) == (
        *(404, "This report has no recommendations yet."),
    )
    for where in ("/api/v1/", "/api/v2/reports", "/api/v1/reports/", "/api/v1/reports/a/b/c"):
        assert refusal(ask(where, world.secret))[0] == 404


def test_it_is_read_and_never_written(world):
    for where in ("/api/v1/reports", f"{REPORT}/matrix", "/api/nothing"):
        response = Client(enforce_csrf_checks=True).post(where, headers={"Authorization": f"Bearer {world.secret}"})
        assert refusal(response) == (405, "The API is read and never written: use GET.")


def test_a_mistake_of_ours_is_a_sentence_and_no_trace(world, caplog):
    """A report whose rule nobody knows is what no database of ours holds: reading it is a mistake."""
    type(world.report).objects.update(response_period="whenever")

    response = ask("/api/v1/reports", world.secret)

    assert refusal(response) == (
        *(500, "The tracker made a mistake in answering this. Nothing that you sent is wrong: tell an administrator."),
    )
    assert "whenever" not in response.content.decode()
    assert "The API could not answer /api/v1/reports" in caplog.text


# What is kept of it


def test_no_answer_is_kept_by_anybody_on_the_way(world):
    for where in ("/api/v1/reports", f"{REPORT}/answers", f"{REPORT}/no", "/api/v1/reports?x=y"):
        assert ask(where, world.secret)["Cache-Control"] == "private, no-store"


def test_the_secret_is_kept_nowhere_and_says_what_it_is(world):
    kept = Token.objects.values().get()

    assert (world.secret[:10], len(world.secret)) == ("sctracker_", 53)
    assert [value for value in kept.values() if world.secret[10:] in str(value)] == []


def test_what_was_read_is_noted_once_a_day_with_whose_token_it_was(world, client):
    for _ in range(3):
        read(world, "answers")
    read(world, "matrix")
    ask("/api/v1/reports", world.secret)

    today = timezone.localdate()
    assert sorted(TokenUse.objects.values_list("token", "what", "report", "day")) == [
        (world.token.pk, "answers", world.report.pk, today),
        (world.token.pk, "matrix", world.report.pk, today),
    ]
    assert Token.objects.get().last_used_on == today
    assert not Export.objects.exists()
    client.force_login(world.exporter)
    page = words(client.get(reverse("exports", args=["safe-to-share"])))
    assert f"Answers, with their words{world.token.name}{world.exporter.name}" in page


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(
    ("what", "queries"), [("recommendations", 4), ("matrix", 11), ("answers", 12), ("commitments", 6), ("reviews", 5)]
)
def test_the_number_of_queries_does_not_grow(what, queries, size, django_assert_num_queries):
    for number in range(size):
        recommendation = make_recommendation(number=str(number))
        for each in range(size):
            addressee = make_addressee(recommendation, make_force(f"Force {number} {each}"))
            answer = make_response(make_received(addressee.body), addressee)
            make_review(answer)
            make_commitment(answer)
    _, secret = make_token(make_exporter())
    ask(f"{REPORT}/{what}", secret)

    with django_assert_num_queries(queries):
        ask(f"{REPORT}/{what}", secret)


# How it is described


def test_it_is_described_to_programs_with_every_address_and_refusal(world):
    described = Client().get("/api/v1/openapi.json").json()

    assert set(described["paths"]) == {
        "/api/v1/reports",
        *(f"/api/v1/reports/{{slug}}/{what}" for what in OF_A_REPORT),
    }
    for operations in described["paths"].values():
        assert set(operations) == {"get"}
        assert set(operations["get"]["responses"]) == {"200", "400", "401", "403", "404"}
        assert operations["get"]["security"] == [{"Bearer": []}]
    assert described["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    assert api.get_openapi_schema(path_prefix="/api/v1/")["info"]["version"] == "1"


def test_each_answer_is_as_it_is_described(world):
    """Every field that is described is there, and none that is not."""
    described = Client().get("/api/v1/openapi.json").json()
    schemas = described["components"]["schemas"]
    for path, operations in described["paths"].items():
        where = path.replace("{slug}", "safe-to-share")
        found = ask(where, world.secret).json()
        name = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        schema = schemas[name.rpartition("/")[2]]
        item = schemas[schema["properties"]["items"]["items"]["$ref"].rpartition("/")[2]]
        assert found.keys() == schema["properties"].keys(), path
        assert {frozenset(each) for each in found["items"]} == {frozenset(item["properties"])}, path


def test_people_read_how_it_is_used_on_a_page_of_ours(world, client):
    client.force_login(make_member(make_national_body(), Role.READER))

    page = words(client.get(reverse("api_documentation")))

    assert "GET /api/v1/reports/{slug}/answers" in page
    assert "As at which day: what had been received by its end." in page
    assert "Tokens are for people with the role “Exporter”" in page
    client.force_login(make_member(world.force))
    assert client.get(reverse("api_documentation")).status_code == 403


# The pages on which tokens are made


def make(client, **changed):
    asked = {"name": "Quarterly", "reach": ["matrix", "reviews"], "report": "", "days": "30"} | changed
    return client.post(reverse("make_token"), asked)


def test_a_token_is_shown_once_and_opens_what_was_chosen(world, client):
    client.force_login(world.exporter)

    page = make(client, report=world.report.pk)

    token = Token.objects.get(name="Quarterly")
    secret = page.context["secret"]
    assert page.content.decode().count(secret) == 2
    assert secret not in client.get(reverse("tokens")).content.decode()
    today = timezone.localdate()
    assert (token.reach_in_words, token.report, token.user) == (
        *("matrix and reviews of Safe to share?", world.report),
        world.exporter,
    )
    assert (token.made_on, token.expires_on) == (today, today + datetime.timedelta(days=30))
    got = {what: ask(f"{REPORT}/{what}", secret).status_code for what in REACH}
    assert got == {"matrix": 200, "answers": 403, "commitments": 403, "reviews": 200}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"name": ""}, "Enter what the token is for"),
        ({"reach": []}, "Select what the token may read"),
        ({"reach": ["drafts"]}, "Select what the token may read from the list"),
        ({"report": "999999"}, "Select a report that is in the list"),
        ({"days": "366"}, "Enter a number of days from 1 to 365"),
        ({"days": "0"}, "Enter a number of days from 1 to 365"),
        ({"days": "for ever"}, "Enter a number of days from 1 to 365"),
    ],
)
def test_a_token_without_bounds_is_not_made(world, client, changed, error):
    client.force_login(world.exporter)

    page = make(client, **changed)

    assert error in words(page)
    assert Token.objects.count() == 1


@pytest.mark.parametrize("role", [Role.LIAISON, Role.READER, Role.EXPORTER, Role.EDITOR])
def test_only_an_exporter_who_reads_everything_makes_a_token(world, client, role):
    bodies = {Role.LIAISON: world.exporter.memberships.first().body, Role.EDITOR: world.force}
    client.force_login(make_member(bodies.get(role) or make_national_body(), role))

    assert make(client).status_code == 403
    assert client.get(reverse("tokens")).status_code == 403
    assert Token.objects.count() == 1


def test_a_token_is_revoked_by_whose_it_is_or_an_administrator(world, client):
    admin, other = make_user(is_staff=True), make_exporter()
    where = reverse("revoke_token", args=[world.token.pk])

    client.force_login(other)
    assert client.post(where).status_code == 403
    assert ask("/api/v1/reports", world.secret).status_code == 200

    client.force_login(admin)
    assert "Reads matrix, answers and reviews of every report." in words(client.get(world.exporter.get_absolute_url()))
    assert client.post(where).url == world.exporter.get_absolute_url()
    assert ask("/api/v1/reports", world.secret).status_code == 401

    first = Token.objects.get().revoked_at
    client.force_login(world.exporter)
    assert client.post(where).url == reverse("tokens")
    assert (Token.objects.get().revoked_by, Token.objects.get().revoked_at) == (admin, first)


def test_whoever_lost_the_role_still_sees_that_the_tokens_open_nothing(world, client):
    close_no_exporter(world)
    client.force_login(world.exporter)

    page = client.get(reverse("tokens"))

    assert "You no longer have the role “Exporter”, so your tokens open nothing." in words(page)
    assert "Make a token" not in words(page)


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_tokens_takes_as_many_queries_for_three_as_for_one(client, count, django_assert_num_queries):
    exporter = make_exporter()
    for number in range(count):
        make_token(exporter, name=f"Token {number}")
    client.force_login(exporter)

    with django_assert_num_queries(5):
        client.get(reverse("tokens"))


def test_a_token_is_made_and_revoked_by_keyboard(page, live_server, sign_in, transactional_db):
    make_addressee()
    exporter = make_exporter()
    sign_in(exporter)

    def press(role, name, heading):
        page.get_by_role(role, name=name, exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        axe(page)
        fits_a_phone(page)

    page.goto(live_server.url + reverse("exports", args=["safe-to-share"]))
    press("link", "your tokens", "Your tokens")
    expect(page.get_by_text("You have made no token yet.")).to_be_visible()
    press("button", "Make a token", "Make a token")
    page.get_by_role("button", name="Make the token").press("Enter")
    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("link")).to_have_text(["Enter what the token is for", "Select what the token may read"])
    axe(page)
    page.get_by_label("What is it for?").focus()
    page.keyboard.type("Quarterly report")
    page.get_by_label("The matrix: positions and progress").press("Space")
    press("button", "Make the token", "Copy your token")
    secret = page.get_by_label("Your token").input_value()
    assert ask(f"{REPORT}/matrix", secret).status_code == 200
    press("link", "Documentation of the API", "The API")
    press("link", "your tokens", "Your tokens")
    expect(page.get_by_text("Last used on")).to_be_visible()
    press("link", "Revoke Quarterly report", "Revoke the token “Quarterly report”?")
    press("button", "Revoke it", "Your tokens")
    expect(page.get_by_text("The token “Quarterly report” opens nothing any more.")).to_be_visible()
    assert ask(f"{REPORT}/matrix", secret).status_code == 401
    page.emulate_media(media="print")
    expect(page.get_by_text("This token was revoked on")).to_be_visible()
