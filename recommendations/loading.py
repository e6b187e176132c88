"""Bodies and super-complaints from files that people write. Nothing is stored until the whole of a file is right.

fixtures/ shows what files may say; docs/decisions/0002-bodies.md and 0003-super-complaint-files.md say why.
"""

import datetime
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.utils.text import Truncator

from recommendations.addressing import ALL_RECIPIENTS, Addressing, listed, plain
from recommendations.models import Addressee, Alias, Body, Recommendation, SuperComplaint
from recommendations.reading import Entry, Errors, FileErrors, fill, read_file

OF_THE_REPORT = {"title", "slug", "report_title", "made_by", "published_on", "response_period"}
ALSO_OF_THE_REPORT = {"made_on", "report_url", "reply_to"}
OF_ONE = {"number", "short_title", "summary"}
ALSO_OF_ONE = {"wording", "wording_source", "cross_reference", "response_period", "own_due_on", "met_by_update"}
WHOM_AND_WHEN = {"addressed_to", "except", "extensions", "awaits"}
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
    group = entry.group(OF_A_BODY | ALSO_OF_A_BODY | {"aliases", "overseen_by"}, OF_A_BODY | {"kind", "region"}, errors)
    force = _load_body(Body(), entry, group, overwrite, seen, errors)
    successor = None
    for item in reversed(listed(group, "overseen_by", errors)):
        overseer = Body(kind=Body.Kind.LOCAL_POLICING_BODY, oversees=force, succeeded_by=successor)
        overseer.region = force.region if force else ""
        item_group = item.group(OF_A_BODY | ALSO_OF_A_BODY | {"aliases"}, OF_A_BODY, errors)
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

    def due(self, body: Body) -> tuple[datetime.date, str]:
        return self.addressees[body] or (self.recommendation.due_on, "")


def load_super_complaint(path: Path) -> tuple[SuperComplaint, bool]:
    """The super-complaint of a file, and whether it is new here. FileErrors where nothing could be stored."""
    errors = Errors(path.name)
    super_complaint, asked = read_super_complaint(read_file(path, errors), errors)
    errors.raise_any()
    with transaction.atomic():
        stored = SuperComplaint.objects.filter(slug=super_complaint.slug).first()
        if not stored:
            _store(super_complaint, asked)
            return super_complaint, True
        if differences := _differences(_facts(stored, _asked_by(stored)), _facts(super_complaint, asked)):
            raise StoredOtherwise(path.name, [(0, difference) for difference in differences])
        return stored, False


def read_super_complaint(entry: Entry, errors: Errors) -> tuple[SuperComplaint, list[Asked]]:
    """The super-complaint and what it asks, not stored. What is wrong is added to the errors."""
    required = {*OF_THE_REPORT, "recommendations"}
    group = entry.group(required | ALSO_OF_THE_REPORT | {"wording_source", "in_office"}, required, errors)
    super_complaint = SuperComplaint()
    fill(super_complaint, entry, group, required, errors)

    groups, asked = [], []
    for order, item in enumerate(listed(group, "recommendations", errors), 1):
        one_group = item.group(OF_ONE | ALSO_OF_ONE | WHOM_AND_WHEN, OF_ONE | {"addressed_to"}, errors)
        if "wording" in one_group and "wording_source" in group:
            one_group = {"wording_source": group["wording_source"], **one_group}
        recommendation = Recommendation(super_complaint=super_complaint, order=order)
        fill(recommendation, item, one_group, OF_ONE, errors, exclude={"super_complaint"})
        groups.append(one_group)
        asked.append(Asked(recommendation))
    _read_awaits(asked, groups, errors)
    if super_complaint.published_on:
        _read_addressees(asked, groups, Addressing(super_complaint.published_on, group, errors), errors)
    return super_complaint, asked


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
        return any(plain(entry.text(errors)) == ALL_RECIPIENTS for entry in entries)

    # "All recipients" are those of every other recommendation, so it comes last.
    for one, group in sorted(zip(asked, groups, strict=True), key=to_all):
        one.addressees = dict.fromkeys(addressing.bodies(group))
        one.addressees |= addressing.extensions(group, one.addressees)


def _store(super_complaint: SuperComplaint, asked: list[Asked]):
    super_complaint.save()
    for one in asked:
        one.recommendation.save()
        Addressee.objects.bulk_create(
            Addressee(recommendation=one.recommendation, body=body, due_on=due_on, due_reason=due_reason)
            for body in one.addressees
            for due_on, due_reason in [one.due(body)]
        )
    numbered = {one.recommendation.number: one.recommendation for one in asked}
    for one in asked:
        one.recommendation.awaits.set(numbered[number] for number in one.awaits)


def _asked_by(super_complaint: SuperComplaint) -> list[Asked]:
    """What is stored, in the shape that a file is read to."""
    recommendations = super_complaint.recommendations.prefetch_related("awaits", "addressees__body")
    return [
        Asked(
            recommendation,
            [awaited.number for awaited in recommendation.awaits.all()],
            {each.body: (each.due_on, each.due_reason) for each in recommendation.addressees.all()},
        )
        for recommendation in recommendations
    ]


def _facts(super_complaint: SuperComplaint, asked: list[Asked]) -> dict[str, object]:
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
            facts[f"{about}, addressed to {body}"] = f"due on {due_on} {due_reason}".strip()
    return facts


def _differences(stored: dict, in_file: dict) -> list[str]:
    def words(facts, key):
        return f'"{Truncator(str(facts[key])).chars(60)}"' if key in facts else "nothing"

    return [
        f"{key}: the file has {words(in_file, key)}; stored is {words(stored, key)}."
        for key in sorted(stored.keys() | in_file.keys())
        if stored.get(key) != in_file.get(key)
    ]
