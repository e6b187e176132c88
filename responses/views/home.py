"""Where each person starts: what is theirs to do."""

import itertools
from collections import Counter, defaultdict

from django.db.models import Count, Prefetch, prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from accounts.models import WRITERS
from recommendations.models import Addressee, Body, SuperComplaint
from responses import permissions
from responses.matrix import NOT_REVIEWED, Mark, Status, cells_of
from responses.models import Message, Part, PartStep, Response, SignOffStep, Update
from responses.permissions import allowed
from responses.questions import open_questions
from responses.register import listed
from responses.to_come import ToCome, once_sent, still_expected, to_come, waits_for_words
from responses.views.first import first_to_do

COLOURS = {
    Status.AWAITED: "light-blue",
    Status.OVERDUE: "red",
    Status.GENERAL_REPLY_ONLY: "purple",
    Status.NOT_STARTED: "pink",
    Status.AWAITING_OTHERS: "orange",
    Status.IN_PROGRESS: "blue",
    Status.COMPLETE: "green",
    Status.NOT_STATED: "grey",
}
RECENT = 10
SHOWN = 3  # open reports in full, the newest; those before them as links
DAYS_THAT_SAY_SOMETHING = 90
TASKS = 20  # rows of one report, those still to be answered first


def home(request):
    user, today = request.user, timezone.localdate()
    bodies = user.writes_for()
    people = ("edited_by", "asked_by", "signed_off_by")
    drafts = list(Update.objects.editable_by(user).select_related("super_complaint", "body", *people))
    reports = list(SuperComplaint.objects.open_on(today).order_by("-published_on", "title"))
    authors = _authors(user) if bodies else {}
    shared_out = _shared_out(drafts, today)
    out = {(part.update_id, part.body_id) for part in shared_out if part.is_out}
    standing = _standing(bodies, authors, drafts, reports[:SHOWN], today, out)
    context = {
        "standing": standing,
        "questions": open_questions(cell for part in standing for cell in part["cells"]),
        "collective": _collective(authors, drafts, reports[:SHOWN]),
        **_sign_offs(user, drafts, today),
        "handed_in": [part for part in shared_out if part.last_step.what == PartStep.What.HANDED_IN],
        "parts": [part for part in Part.objects.given_to(user).in_full() if not _is_over(part.update, today)],
        "letters": [draft for draft in drafts if draft.is_received],
        "super_complaints": _with_what_waits(reports[:SHOWN], today) if user.is_liaison else [],
        "to_read": reports if user.reads_everything and not user.is_liaison else [],
        "also_open": reports[SHOWN:] if bodies or user.is_liaison else [],
        "kept": [draft for draft in drafts if draft.super_complaint.is_closed(today) and not draft.is_received],
        "closed": SuperComplaint.objects.filter(closed_on__lte=today).count(),
        "unsent": Message.objects.readable_by(user).in_trouble().count(),
        "recent": listed(Update.objects.visible_to(user).recorded())[:RECENT],
    }
    context["first"] = first_to_do(user, context, today)
    return render(request, "responses/home.html", context)


def _shared_out(drafts, today) -> list[Part]:
    """The parts of these drafts that a force was asked for, until the office asks for their sign-off."""
    open_ones = [draft for draft in drafts if not (_is_over(draft, today) or draft.asked_at or draft.signed_off_at)]
    return list(Part.objects.filter(update__in=open_ones).in_full()) if open_ones else []


def _is_over(draft, today) -> bool:
    # What was closed meanwhile waits for nobody; its draft is kept.
    return draft.super_complaint.is_closed(today)


def _sign_offs(user, drafts, today) -> dict:
    """What of the way to a sign-off is this person's to do: to sign off, to confirm, to mend."""
    drafts = [draft for draft in drafts if not _is_over(draft, today)]
    return {
        "to_sign_off": [draft for draft in drafts if allowed(permissions.check_can_sign_off, user, draft)],
        "to_confirm": [draft for draft in drafts if allowed(permissions.check_can_confirm, user, draft)],
        "sent_back": [step for step in SignOffStep.objects.sent_back(drafts) if step.by != user] if drafts else [],
    }


def _with_what_waits(found: list[SuperComplaint], today) -> list[SuperComplaint]:
    """These super-complaints, with how many letters are to be recorded, bodies overdue, answers to be reviewed."""
    arrived = SuperComplaint.objects.filter(pk__in=[report.pk for report in found], intakes__update=None)
    letters = dict(arrived.order_by().values_list("pk").annotate(Count("intakes")))
    overdue, to_review = defaultdict(set), Counter()
    for cell in cells_of(set(Body.objects.values_list("pk", flat=True)), today, found):
        report = cell.recommendation.super_complaint_id
        overdue[report].update({cell.body.pk} if cell.has(Status.OVERDUE) else ())
        to_review[report] += cell.has(NOT_REVIEWED)
    for report in found:
        report.overdue, report.to_review = len(overdue[report.pk]), to_review[report.pk]
        report.letters = letters.get(report.pk, 0)
    return found


def _authors(user) -> dict[Body, set[int]]:
    """The bodies whose letters this person writes, each with the ids of those it may answer for."""
    bodies = Body.objects.filter(memberships__user=user, memberships__role__in=WRITERS).distinct()
    return {body: Body.objects.answered_by({body.pk}) for body in bodies}


def _collective(authors, drafts, reports) -> list[dict]:
    """The reports that ask something of those whom one of these bodies represents, with its letter to each."""
    found = []
    for body in authors:
        if body.represents:
            addressed = {"recommendations__addressees__body__kind": body.represents}
            asked = SuperComplaint.objects.filter(**addressed, pk__in=[report.pk for report in reports]).distinct()
            written = {draft.super_complaint_id: draft for draft in drafts if draft.body_id == body.pk}
            found += [{"body": body, "super_complaint": each, "draft": written.get(each.pk)} for each in asked]
    return found


def _standing(bodies, authors, drafts, reports, today, out) -> list[dict]:
    """What each of these reports asks of these bodies, where each answer stands, and what can be done about it.

    `out`: (draft, body) of the parts that are with a force, by id.
    """
    if not bodies:
        return []
    cells = still_expected(cells_of(bodies, today, reports), today)
    written = [draft for draft in drafts if not draft.is_received]
    said = Prefetch("responses", Response.objects.only("update", "addressee", "finished_at"))
    prefetch_related_objects(written, said, "speaks_for")
    asked = Addressee.objects.filter(pk__in=[cell.addressee_id for cell in cells])
    rules = {it.pk: it.due_rule for it in asked.select_related("recommendation__super_complaint")}
    groups = itertools.groupby(cells, key=lambda cell: cell.recommendation.super_complaint)
    return [_part(report, list(group), rules, authors, drafts, today, out) for report, group in groups]


def _part(super_complaint, cells, rules, authors, drafts, today, out) -> dict:
    coming = to_come(cells)
    unanswered = coming.cells
    due_on = min((cell.due_on for cell in unanswered), default=None)
    asked = {cell.body.pk for cell in cells}
    mine = [draft for draft in drafts if draft.super_complaint_id == super_complaint.pk and not draft.is_received]
    drafted = {draft.body_id for draft in mine}
    write = _where_to_write(mine, cells, authors, out)
    finished = {said.addressee_id for draft in mine for said in draft.responses.all() if said.is_finished}
    in_order = sorted(cells, key=lambda it: not waits_for_words(it))
    return {
        "write": write,
        "finished": finished,
        "with_a_force": {draft for draft, _ in out},
        "super_complaint": super_complaint,
        "cells": cells,
        "tasks": [_to_write(cell, write, finished) for cell in in_order[:TASKS]],
        "more": _more(super_complaint, cells) if len(cells) > TASKS else [],
        "coming": coming,
        "due_on": due_on,
        "due_rules": sorted({rules[cell.addressee_id] for cell in unanswered if cell.due_on == due_on}),
        "time_left": _time_left(due_on, today),
        "drafts": [(draft, _once_sent(draft, cells, authors)) for draft in mine],
        "can_start": [body for body, answered in authors.items() if body.pk not in drafted and answered & asked],
    }


def _where_to_write(drafts, cells, authors, out) -> dict[int, str]:
    """The page on which each answer is written, by the id of its addressee, where a draft is open for it."""
    pages = {}
    for draft in drafts:
        for cell in cells:
            if cell.body.pk in authors.get(draft.body, ()) and (draft.pk, cell.body.pk) not in out:
                where = [draft.pk, cell.recommendation.number, cell.body.slug]
                pages.setdefault(cell.addressee_id, reverse("edit_response", args=where))
    return pages


def _to_write(cell, write, finished) -> dict:
    """A row that leads to where an answer is written, if there is none on the record yet, or another is asked for."""
    row = task_of(cell)
    if not waits_for_words(cell) or cell.recommendation.met_by_update or cell.addressee_id not in write:
        return row
    if cell.addressee_id in finished:
        hint = gettext("%(hint)s. Finished in the draft") % row
        return row | {"hint": hint, "href": write[cell.addressee_id]}
    return row | {"text": gettext("Write this answer: %(text)s") % row, "href": write[cell.addressee_id]}


def _once_sent(draft, cells, authors) -> ToCome | None:
    """None of a draft of a body that has ended: whoever took its place has cells of its own."""
    answered = authors.get(draft.body)
    return once_sent(draft, [cell for cell in cells if cell.body.pk in answered]) if answered else None


def _more(super_complaint, cells) -> list[dict]:
    """Where all the answers of each body are, when they are too many for this page."""
    counts = Counter(cell.body for cell in cells)
    return [
        {"body": body, "count": count, "href": reverse("body_answers", args=[body.slug, super_complaint.slug])}
        for body, count in counts.items()
    ]


def task_of(cell) -> dict:
    """A row of a task list: what was asked, of whom, by when, and where the answer stands."""
    recommendation = cell.recommendation
    return {
        "text": f"{recommendation.number}. {recommendation.short_title}",
        "href": reverse("cell", args=[recommendation.super_complaint.slug, recommendation.number, cell.body.slug]),
        "hint": gettext("%(body)s, due %(day)s") % {"body": cell.body, "day": date_format(cell.due_on, "j F Y")},
        "status": ". ".join([cell.said, *(gettext(mark.label) for mark in cell.marks)]),
        # What HMICFRS asks more about is not done, whatever was said of it.
        "colour": "orange" if cell.has(Mark.MORE_INFORMATION) else COLOURS[cell.status],
    }


def _time_left(due_on, today) -> str:
    """How long there is, or how long ago it was: in days as long as days say something."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days == 0:
        return gettext("today")
    if days > 0:
        return _count(days, ngettext("%(count)s day left", "%(count)s days left", days))
    if days > -DAYS_THAT_SAY_SOMETHING:
        return _count(-days, ngettext("%(count)s day overdue", "%(count)s days overdue", -days))
    months = -days // 30
    years = months // 12
    if years:
        return _count(years, ngettext("over %(count)s year ago", "over %(count)s years ago", years))
    return _count(months, ngettext("over %(count)s month ago", "over %(count)s months ago", months))


def _count(number, words) -> str:
    return words % {"count": f"{number:,}"}
