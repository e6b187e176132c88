"""Bodies and super-complaints from files that people write. Nothing is stored until the whole of a file is right.

fixtures/ shows what files may say; docs/decisions/0002-bodies.md and 0003-super-complaint-files.md say why.
"""

import datetime
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.text import Truncator

from recommendations.addressing import ALL_RECIPIENTS, Addressing, listed
from recommendations.models import Addressee, Alias, Body, Recommendation, Request, SuperComplaint
from recommendations.names import folded
from recommendations.reading import Entry, Errors, FileErrors, fill, read_content, read_file

OF_THE_REPORT = {"title", "slug", "report_title", "made_by", "published_on", "response_period"}
ALSO_OF_THE_REPORT = {"made_on", "report_url", "reply_to", "closed_on"}
OF_ONE = {"number", "short_title", "summary"}
ALSO_OF_ONE = {"wording", "wording_source", "cross_reference", "response_period", "own_due_on", "met_by_update"}
WHOM_AND_WHEN = {"addressed_to", "except", "extensions", "later", "awaits"}
OF_A_ROUND = {"about", "asked_on", "due_on"}
ALSO_OF_A_ROUND = {"response_period", "recommendations", "addressed_to", "except"}
ALL_BUT_A_PERIOD = {field.name for field in Recommendation._meta.concrete_fields} - {"response_period"}
OF_A_BODY = {"name", "slug"}
ALSO_OF_A_BODY = {
    *("kind", "office", "region", "represents", "began_on", "ended_on", "welsh_name", "website", "source"),
    *("address", "telephone", "email", "signatory_name", "signatory_title"),
}


def load_bodies(path: Path, *, overwrite=False) -> list[Body]:
    """The bodies of a file that are new here. Those stored before stay as they are, unless they may be overwritten.

    Overwriting sets again what the file states; what it does not state, such as a logo, stays.
    """
    errors = Errors(path.name)
    entries = read_file(path, errors).items(errors)
    with transaction.atomic():
        before = set(Body.objects.values_list("pk", flat=True))
        seen: set[str] = set()
        for entry in entries:
            _load_force(entry, overwrite, seen, errors)
        errors.raise_any()
        return list(Body.objects.exclude(pk__in=before))


def _load_force(entry: Entry, overwrite: bool, seen: set[str], errors: Errors):
    """A body and, where it is a force, those that have overseen it: each took the place of the one above it."""
    group = entry.group(
        "a body", OF_A_BODY | ALSO_OF_A_BODY | {"aliases", "overseen_by"}, OF_A_BODY | {"kind", "region"}, errors
    )
    force = _load_body(Body(), entry, group, overwrite, seen, errors)
    successor = None
    for item in reversed(listed(group, "overseen_by", errors)):
        overseer = Body(kind=Body.Kind.LOCAL_POLICING_BODY, oversees=force, succeeded_by=successor)
        overseer.region = force.region if force else ""
        item_group = item.group("a body", OF_A_BODY | ALSO_OF_A_BODY | {"aliases"}, OF_A_BODY, errors)
        successor = _load_body(overseer, item, item_group, overwrite, seen, errors)


def _load_body(body: Body, entry: Entry, group, overwrite: bool, seen: set[str], errors: Errors) -> Body | None:
    """The stored body, which may be as it was; None where something is wrong with it."""
    slug = group["slug"].text(errors) if "slug" in group else ""
    if slug in seen:
        errors.add(group["slug"].line, f'Another body in this file has the slug "{slug}" too. Change one of them.')
        return None
    seen.add(slug)
    if stored := Body.objects.filter(slug=slug).first():
        if not overwrite:
            return stored
        stored.oversees = body.oversees or stored.oversees
        stored.succeeded_by = body.succeeded_by or stored.succeeded_by
        body = stored
    if not fill(body, entry, group, OF_A_BODY, errors, unique=True):
        return None
    body.save()
    for item in listed(group, "aliases", errors):
        if not body.aliases.filter(name=item.text(errors)).exists():
            alias = Alias(body=body)
            if fill(alias, item, {"name": item}, {"name"}, errors, unique=True):
                alias.save()
    return body


class StoredOtherwise(FileErrors):
    """The super-complaint is here already, and says something else than the file."""


@dataclass
class Asked:
    """A recommendation, the numbers it awaits, and whom it addresses; a body may have a day and a reason of its own."""

    recommendation: Recommendation
    awaits: list[str] = field(default_factory=list)
    addressees: dict[Body, tuple[datetime.date, str] | None] = field(default_factory=dict)
    since: dict[Body, datetime.date] = field(default_factory=dict)  # only those addressed after publication

    def due(self, body: Body) -> tuple[datetime.date, str]:
        return self.addressees[body] or (self.recommendation.due_on, "")


@dataclass
class Round:
    """A further request of the report, and the body and recommendation of each addressee that it asks."""

    request: Request
    asked: set[tuple[Body, str]] = field(default_factory=set)

    @property
    def name(self) -> str:
        return f"round of {self.request.asked_on} about {self.request.about or 'everything'}"


@dataclass(frozen=True)
class Checked:
    """What a file says, and what is stored under the same slug, if anything is. Nothing of the file is stored."""

    super_complaint: SuperComplaint
    asked: list[Asked]
    rounds: list[Round]
    stored: SuperComplaint | None
    differences: list[str]  # of the file to what is stored

    @property
    def sha256(self) -> str:
        """What would be stored, as a sum: the same file says something else once bodies have begun or ended."""
        facts = sorted(_facts(self.super_complaint, self.asked, self.rounds).items())
        return hashlib.sha256(repr([(key, str(value)) for key, value in facts]).encode()).hexdigest()


def check_super_complaint(file: Path | bytes, name: str = "") -> Checked:
    """What a file, or its content under a name, would store. FileErrors where it could not be."""
    errors = Errors(name or file.name)
    entry = read_content(file, errors) if isinstance(file, bytes) else read_file(file, errors)
    super_complaint, asked, rounds = read_super_complaint(entry, errors)
    errors.raise_any()
    stored, differences = SuperComplaint.objects.filter(slug=super_complaint.slug).first(), []
    if stored:
        # It is also closed on a page: a file that does not say leaves it as it is.
        super_complaint.closed_on = super_complaint.closed_on or stored.closed_on
        here = _facts(stored, _asked_by(stored), _rounds_of(stored))
        differences = _differences(here, _facts(super_complaint, asked, rounds))
    return Checked(super_complaint, asked, rounds, stored, differences)


def load_super_complaint(file: Path | bytes, name: str = "") -> tuple[SuperComplaint, bool]:
    """The super-complaint of a file, and whether it is new here. FileErrors where nothing could be stored."""
    with transaction.atomic():
        checked = check_super_complaint(file, name)
        if checked.differences:
            raise StoredOtherwise(name or file.name, [(0, difference) for difference in checked.differences])
        if checked.stored:
            return checked.stored, False
        _store(checked.super_complaint, checked.asked, checked.rounds)
        return checked.super_complaint, True


def read_super_complaint(entry: Entry, errors: Errors) -> tuple[SuperComplaint, list[Asked], list[Round]]:
    """The super-complaint, what it asks and its further rounds, not stored. What is wrong is added to the errors."""
    required = {*OF_THE_REPORT, "recommendations"}
    group = entry.group(
        "a report", required | ALSO_OF_THE_REPORT | {"wording_source", "in_office", "rounds"}, required, errors
    )
    super_complaint = SuperComplaint()
    fill(super_complaint, entry, group, required, errors)

    groups, asked, rounds = [], [], []
    for order, item in enumerate(listed(group, "recommendations", errors), 1):
        one_group = item.group(
            "a recommendation", OF_ONE | ALSO_OF_ONE | WHOM_AND_WHEN, OF_ONE | {"addressed_to"}, errors
        )
        if "wording" in one_group and "wording_source" in group:
            one_group = {"wording_source": group["wording_source"], **one_group}
        recommendation = Recommendation(super_complaint=super_complaint, order=order)
        fill(recommendation, item, one_group, OF_ONE, errors, exclude={"super_complaint"})
        groups.append(one_group)
        asked.append(Asked(recommendation))
    _read_awaits(asked, groups, errors)
    if super_complaint.published_on:
        addressing = Addressing(super_complaint.published_on, group, errors)
        _read_addressees(asked, groups, addressing, errors)
        items = listed(group, "rounds", errors)
        rounds = [_read_round(item, super_complaint, asked, addressing, errors) for item in items]
        _read_twice(rounds, items, errors)
    return super_complaint, asked, rounds


def _read_awaits(asked: list[Asked], groups: list[dict[str, Entry]], errors: Errors):
    lines = {}
    for one, group in zip(asked, groups, strict=True):
        if number := one.recommendation.number:
            line = group["number"].line
            if number in lines:
                errors.add(line, f"Recommendation {number} is also on line {lines[number]}. Change one of the numbers.")
            lines[number] = line
    for one, group in zip(asked, groups, strict=True):
        for entry in listed(group, "awaits", errors):
            number = entry.text(errors)
            if number not in lines or number == one.recommendation.number:
                message = f'"{number}" cannot be awaited here. Use the number of another recommendation in this file.'
                errors.add(entry.line, message)
            one.awaits.append(number)


def _read_addressees(asked: list[Asked], groups: list[dict[str, Entry]], addressing: Addressing, errors: Errors):
    def to_all(pair):
        entries = listed(pair[1], "addressed_to", errors)
        return any(folded(entry.text(errors)) == ALL_RECIPIENTS for entry in entries)

    # "All recipients" are those of every other recommendation, so it comes last.
    for one, group in sorted(zip(asked, groups, strict=True), key=to_all):
        one.addressees = dict.fromkeys(addressing.bodies(group))
        one.addressees |= addressing.extensions(group, one.addressees)
        for body, later in addressing.later(group, one.addressees).items():
            one.since[body] = later.since
            one.addressees[body] = (later.due_on, later.due_reason) if later.due_on else None
            if one.due(body)[0] < later.since:
                message = f"{body} was addressed after the day it is due. Write a due_on of its own."
                errors.add(group["later"].line, message)


def _read_round(item: Entry, super_complaint, asked: list[Asked], addressing: Addressing, errors: Errors) -> Round:
    """A further round. Unless the file says otherwise it was asked with the report, of all, on everything."""
    known, group = len(errors.found), item.group("a round", OF_A_ROUND | ALSO_OF_A_ROUND, set(), errors)
    request = Request(super_complaint=super_complaint, kind=Request.Kind.REPORT, asked_on=super_complaint.published_on)
    fill(request, item, group, set(), errors, exclude={"super_complaint"})
    _read_days(request, group, errors)
    numbers = _read_numbers(group, {one.recommendation.number for one in asked}, errors)
    found = Round(request)
    if len(errors.found) > known:
        return found  # whom it asks cannot be told from what is wrong with it
    for one in asked:
        if numbers is None or one.recommendation.number in numbers:
            there = {body for body in one.addressees if one.since.get(body, request.asked_on) <= request.asked_on}
            found.asked |= {(body, one.recommendation.number) for body in there}
    if "addressed_to" in group:
        named, addressed = addressing.bodies(group), {body for body, _ in found.asked}
        found.asked = {(body, number) for body, number in found.asked if body in named}
        for entry in addressing.entries_without(group, addressed):
            errors.add(entry.line, "This round does not ask on a recommendation that is addressed to any of these.")
    elif not found.asked:
        errors.add(item.line, "This round asks nobody. Name recommendations that are addressed to somebody.")
    return found


def _read_days(request: Request, group: dict[str, Entry], errors: Errors):
    """When it was asked, and by when: a day, a period from publication as the report's own is, or neither."""
    published_on = request.super_complaint.published_on
    if request.asked_on and request.asked_on < published_on:
        errors.add(group["asked_on"].line, f"A round is asked on the day of publication, {published_on}, or later.")
    if request.due_on:
        request.due_rule = "the day that the report names"
    if "response_period" in group:
        period, line = Recommendation(super_complaint=request.super_complaint), group["response_period"].line
        if "due_on" in group:
            errors.add(line, "Write a period or a day for this round, not both.")
        elif fill(period, group["response_period"], group, set(), errors, exclude=ALL_BUT_A_PERIOD):
            request.due_on, request.due_rule = period.due_on, period.due_rule
            if request.asked_on and request.due_on < request.asked_on:
                errors.add(line, f"This period ends on {request.due_on}, before the round was asked.")


def _read_numbers(group: dict[str, Entry], known: set[str], errors: Errors) -> set[str] | None:
    """The numbers of the recommendations of a round; None where it asks on all of them."""
    if "recommendations" not in group:
        return None
    found = set()
    for entry in listed(group, "recommendations", errors):
        number = entry.text(errors)
        if number not in known:
            errors.add(entry.line, f'"{number}" is not the number of a recommendation in this file.')
        found.add(number)
    return found


def _read_twice(rounds: list[Round], items: list[Entry], errors: Errors):
    lines = {}
    for found, item in zip(rounds, items, strict=True):
        first = lines.setdefault(found.name, item.line)
        if first != item.line:
            errors.add(item.line, f'Line {first} has a round of that day that asks the same. Change its "about".')


def _store(super_complaint: SuperComplaint, asked: list[Asked], rounds: list[Round]):
    super_complaint.save()
    for one in asked:
        one.recommendation.save()
        Addressee.objects.bulk_create(
            Addressee(
                recommendation=one.recommendation,
                body=body,
                due_on=due_on,
                due_reason=due_reason,
                since=one.since.get(body),
            )
            for body in one.addressees
            for due_on, due_reason in [one.due(body)]
        )
    numbered = {one.recommendation.number: one.recommendation for one in asked}
    for one in asked:
        one.recommendation.awaits.set(numbered[number] for number in one.awaits)
    addressees = Addressee.objects.filter(recommendation__super_complaint=super_complaint)
    ids = {(body, number): pk for body, number, pk in addressees.values_list("body", "recommendation__number", "pk")}
    for each in rounds:
        each.request.save()
        each.request.addressees.set(ids[body.pk, number] for body, number in each.asked)


def _asked_by(super_complaint: SuperComplaint) -> list[Asked]:
    """What is stored, in the shape that a file is read to."""
    recommendations = super_complaint.recommendations.prefetch_related("awaits", "addressees__body")
    return [
        Asked(
            recommendation,
            [awaited.number for awaited in recommendation.awaits.all()],
            {each.body: (each.due_on, each.due_reason) for each in recommendation.addressees.all()},
            {each.body: each.since for each in recommendation.addressees.all() if each.since},
        )
        for recommendation in recommendations
    ]


def _rounds_of(super_complaint: SuperComplaint) -> list[Round]:
    """The stored rounds that count: one recorded in error is one that is not there."""
    requests = super_complaint.requests.filter(kind=Request.Kind.REPORT, in_error_at=None)
    requests = requests.defer("letter").prefetch_related("addressees__body", "addressees__recommendation")
    return [
        Round(request, {(each.body, each.recommendation.number) for each in request.addressees.all()})
        for request in requests
    ]


def _facts(super_complaint: SuperComplaint, asked: list[Asked], rounds: list[Round]) -> dict[str, object]:
    """Everything a file says, each under the words that name it."""
    facts = {name: getattr(super_complaint, name) for name in OF_THE_REPORT | ALSO_OF_THE_REPORT}
    for one in asked:
        recommendation = one.recommendation
        about = f"recommendation {recommendation.number}"
        for name in ("order", *OF_ONE, *ALSO_OF_ONE):
            facts[f"{about}, {name}"] = getattr(recommendation, name)
        facts[f"{about}, awaits"] = ", ".join(sorted(one.awaits))
        for body in one.addressees:
            due_on, due_reason = one.due(body)
            since = f"since {one.since[body]}, " if body in one.since else ""
            facts[f"{about}, addressed to {body}"] = f"{since}due on {due_on} {due_reason}".strip()
    for each in rounds:
        facts[f"{each.name}, due on"] = f"{each.request.due_on or ''} {each.request.due_rule}".strip()
        facts |= {f"{each.name}, recommendation {number}, {body}": "asked" for body, number in each.asked}
    return facts


def _differences(stored: dict, in_file: dict) -> list[str]:
    def words(facts, key):
        return f'"{Truncator(str(facts[key])).chars(60)}"' if key in facts else "nothing"

    return [
        f"{key}: the file has {words(in_file, key)}; stored is {words(stored, key)}."
        for key in sorted(stored.keys() | in_file.keys())
        if stored.get(key) != in_file.get(key)
    ]
