"""Demo data from fixtures/demo: five real letters in our own summary, a chaser, people, two sample drafts.

What is there already is left as it is: people may have used the software since.
"""

import datetime
import re
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import Membership, User
from recommendations.dates import DayOrMonth, columns
from recommendations.models import Addressee, Body, Request, SuperComplaint
from responses.models import Part, Response, Update

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
SUPER_COMPLAINT = "safe-to-share"
RECORDER = "liaison@hmicfrs.example"


def people() -> list[dict]:
    """The people to sign in as: e-mail, name, and the body and roles they have, if any."""
    return _read(FOLDER / "people.yaml")["people"]


def published_password() -> str:
    """The password that anybody can read in the file: for a developer's own machine only."""
    return _read(FOLDER / "people.yaml")["password"]


def add_people(password: str) -> list[User]:
    """The people who were not here before, added with this password."""
    here = set(User.objects.values_list("email", flat=True))
    missing = [facts for facts in people() if facts["email"] not in here]
    hashed = make_password(password) if missing else ""  # once for all of them: it takes a third of a second
    return [_add_person(facts, hashed) for facts in missing]


def add_letters(*, by: User, at: datetime.datetime) -> list[Update]:
    """The letters that were not here before, recorded as received."""
    letters = [_read(path) for path in sorted((FOLDER / "letters").glob("*.yaml"))]
    added = [_add_update(facts, by=by, at=at) for facts in letters if not _is_here(facts)]
    for update in added:
        update.record(by=by, at=at)
    return added


def add_requests(*, by: User, at: datetime.datetime) -> list[Request]:
    """The chasers that were not here before. One that a person recorded for that day, or took back, is here."""
    here = Request.objects.filter(super_complaint__slug=SUPER_COMPLAINT, kind=Request.Kind.CHASER)
    days = set(here.values_list("asked_on", flat=True))
    missing = [facts for facts in _read(FOLDER / "requests.yaml") if facts["asked_on"] not in days]
    return [_add_request(facts, by=by, at=at) for facts in missing]


def add_drafts(*, authors: list[User], at: datetime.datetime, on: datetime.date) -> list[Update]:
    """The sample drafts of these people, dated on a day where they bear a date; none where their body has a draft."""
    authors_by_email = {user.email: user for user in authors}
    drafting = set(Update.objects.drafts().filter(origin="written").values_list("body__slug", flat=True))
    added = []
    for facts in _read(FOLDER / "drafts.yaml"):
        author = authors_by_email.get(facts.pop("written_by"))
        dated = on if facts.pop("is_dated") else None
        part, is_asked = facts.pop("part"), facts.pop("is_asked")
        if author and facts["body"] not in drafting:
            update = _add_update(facts, by=author, at=at, dated=dated)
            _pass_on(update, part, by=author, officer=authors_by_email.get(part["handed_in_by"]), at=at)
            if is_asked:
                update.ask(by=author, at=at)
            added.append(update)
    return added


def _pass_on(update: Update, facts: dict, *, by: User, officer: User | None, at: datetime.datetime) -> None:
    """Ask the force for its part of a sample draft, and hand it in where it was."""
    part = Part(update=update, body=Body.objects.get(slug=facts["body"]))
    part.start(by=by, at=at, comment="Sample text, not a real request: the office would say what it needs.")
    if officer:
        part.hand_in(by=officer, at=at)


def _read(path: Path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _add_person(facts: dict, hashed_password: str) -> User:
    staff = facts.get("staff", False)
    user = User.objects.create(
        email=facts["email"], name=facts["name"], password=hashed_password, is_staff=staff, is_superuser=staff
    )
    if "body" in facts:
        body = Body.objects.get(slug=facts["body"])
        Membership.objects.bulk_create(Membership(user=user, body=body, role=role) for role in facts["role"].split())
    return user


def _add_request(facts: dict, *, by: User, at: datetime.datetime) -> Request:
    numbers, kind = facts.pop("recommendations"), facts.pop("kind_of_body")
    report = SuperComplaint.objects.get(slug=SUPER_COMPLAINT)
    request = Request(super_complaint=report, kind=Request.Kind.CHASER, recorded_by=by, recorded_at=at, **facts)
    request.full_clean()
    request.save()
    asked = Addressee.objects.filter(recommendation__super_complaint=report, recommendation__number__in=numbers)
    request.addressees.set(asked.filter(body__kind=kind))
    return request


def _is_here(letter: dict) -> bool:
    return Update.objects.filter(
        super_complaint__slug=SUPER_COMPLAINT, origin="received", body__slug=letter["body"], **_date(letter["dated"])
    ).exists()


def _date(dated: datetime.date | str | None) -> dict:
    """The columns of a date as YAML gives it: 2021-03-31 is a day, "2021-03" a month."""
    return columns("dated", DayOrMonth.from_text(str(dated or "")))


def _add_update(facts: dict, *, by: User, at: datetime.datetime, **more) -> Update:
    """One update with its responses, from what a file says; YAML wraps the words, so they are unwrapped."""
    facts = {name: _unwrapped(value) for name, value in (facts | more).items()}
    speaks_for, responses = facts.pop("speaks_for"), facts.pop("responses")
    update = Update(
        super_complaint=SuperComplaint.objects.get(slug=SUPER_COMPLAINT),
        origin="received" if "received_on" in facts else "written",
        created_by=by,
        created_at=at,
        edited_by=by,
        edited_at=at,
        **facts | {"body": Body.objects.get(slug=facts["body"])} | _date(facts["dated"]),
    )
    update.full_clean()
    update.save()
    update.speaks_for.set(Body.objects.filter(slug__in=speaks_for))
    for response in responses:
        _add_response(update, response)
    return update


def _add_response(update: Update, facts: dict) -> None:
    facts = {name: _unwrapped(value) for name, value in facts.items()}
    addressee = Addressee.objects.get(
        recommendation__super_complaint=update.super_complaint,
        recommendation__number=facts.pop("recommendation"),
        body__slug=facts.pop("body"),
    )
    if "awaiting_body" in facts:
        facts["awaiting_body"] = Body.objects.get(slug=facts["awaiting_body"])
    if "awaiting_recommendation" in facts:
        number = facts["awaiting_recommendation"]
        facts["awaiting_recommendation"] = update.super_complaint.recommendations.get(number=number)
    response = Response(update=update, addressee=addressee, **facts)
    if response.position and response.progress:
        response.finish(by=update.edited_by, at=update.edited_at)
    response.full_clean()
    response.save()


def _unwrapped(value):
    """Words without the line ends that only keep the file's lines short; headings, bullets and paragraphs stay."""
    if not isinstance(value, str):
        return value
    return re.sub(r"(?<!\n)\n(?! *(?:\n|- |> ))[ ]*", " ", value.strip())
