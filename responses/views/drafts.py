"""The list of what a draft still needs, one page a task, and what each of its answers is to say of itself."""

from typing import NamedTuple

from django.db.models import prefetch_related_objects
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from recommendations.models import Addressee, Body
from responses import permissions
from responses.letter.checks import cannot_print
from responses.matrix import Cell, build_matrix
from responses.met import how_met
from responses.models import Response
from responses.permissions import allowed
from responses.to_come import once_sent, what_stands
from responses.turns import Turns


def task_list(request, update):
    """What a draft still needs, one page a task."""
    prefetch_related_objects([update], "speaks_for")
    offered = update.offered()
    tasks = tasks_of(update, offered)
    asked = [task for task in tasks if not task.addressee.recommendation.met_by_update]
    letter = {
        "text": "What the letter is, and its general passages" if update.is_received else gettext("Covering letter"),
        "href": reverse("letter_facts" if update.is_received else "covering_letter", args=[update.pk]),
        "hint": gettext("Dated %(date)s") % {"date": update.date_in_words} if update.dated else "",
        "status": gettext("Completed") if update.dated or update.is_received else gettext("Not dated yet"),
        "colour": "" if update.dated or update.is_received else "blue",
    }
    letter["warning"] = warning_of(update, update)
    cells = [] if update.is_received else cells_of_draft(update)
    rows = rows_of(update, offered, tasks, cells)
    spoken_for = {body.pk for body in update.speaks_for.all()}
    sections = [
        {"heading": gettext("Recommendations"), "name": "recommendations", "tasks": rows},
        {"heading": gettext("The letter"), "name": "the-letter", "tasks": [letter, *_enclosures_row(update)]},
    ]
    context = {"update": update, "sections": sections, "asked": len(asked)}
    context["finished"] = sum(task.is_finished for task in asked)
    context["coming"] = None if update.is_received else once_sent(update, cells)
    said = {response.addressee_id for task in tasks for response in task.responses}
    context["standing"] = what_stands(said, cells)
    context["is_closed"] = update.super_complaint.is_closed(timezone.localdate())
    bodies = dict.fromkeys(task.addressee.body for task in tasks)
    still_asked = {cell.body for cell in context["coming"].cells} if context["coming"] else bodies
    context["silent_for"] = [body for body in bodies if body.pk not in spoken_for and body in still_asked]
    context["parts"] = [] if update.is_received else parts_of(update, offered, request.user.links)
    context["can_place"] = allowed(permissions.check_can_place_answers, update, len({each.body_id for each in offered}))
    context["duplicates"] = update.same_letters() if update.is_received else []
    return render(request, "responses/task_list.html", context)


def _enclosures_row(update) -> list[dict]:
    """The row of the files that go with a letter. What a letter that was received came with is among its facts."""
    if update.is_received:
        return []
    count = update.enclosed.count()
    row = {
        "text": gettext("Enclosures"),
        "href": reverse("enclosures", args=[update.pk]),
        "hint": gettext("Files that go with the letter"),
    }
    status = ngettext("%(count)s file", "%(count)s files", count) % {"count": count} if count else gettext("None")
    return [row | {"status": status}]


def rows_of(update, offered, tasks, cells, *, to_the_force=False) -> list[dict]:
    """The rows of a task list, each with where its answer stands and whose turn it is."""
    last_on = update.answered_elsewhere(offered)
    spoken_for = {body.pk for body in update.speaks_for.all()}
    responses = [response for task in tasks for response in task.responses]
    # Nobody shares out a letter that arrived.
    turns = Turns() if update.is_received else Turns.of(update, responses, cells, to_the_force=to_the_force)
    rows = []
    for task in tasks:
        row = _task_row(update, task, last_on.get(task.addressee.pk), spoken_for)
        row["warning"] = warning_of(update, task.responses[0]) if task.responses else ""
        if task.bodies == 1:
            row |= turns.beside(task.addressee, task.responses[0] if task.responses else None)
            row["hint"] += f". {row['more']}" if "more" in row else ""
        rows.append(row)
    return rows


def cells_of_draft(update) -> list[Cell]:
    """Where the bodies that a draft may answer for stand today."""
    bodies = Body.objects.answered_by({update.body_id})
    return list(build_matrix(update.super_complaint, timezone.localdate(), bodies=bodies).cells())


def parts_of(update, offered, links) -> list[dict]:
    """Each other force that the letter's author answers for, with its part, once it was asked for it."""
    parts = {part.body: part for part in update.parts.in_full()}
    theirs = Body.objects.answered_by({update.body_id}, links) - {update.body_id}
    forces = dict.fromkeys(each.body for each in offered if each.body.is_force and each.body_id in theirs)
    return [{"body": body, "part": parts.get(body)} for body in forces]


class Task(NamedTuple):
    """One recommendation to answer, for one body or for all that a letter gives one answer for."""

    addressee: Addressee  # the first of them
    bodies: int
    responses: list[Response]  # what is there of their answers, in the same order

    @property
    def finished(self) -> int:
        return sum(response.is_finished for response in self.responses)

    @property
    def is_finished(self) -> bool:
        return self.finished == self.bodies


def tasks_of(update, addressees) -> list[Task]:
    """In the report's order; one a recommendation in a letter for more than a force and its local policing body."""
    answers = {response.addressee_id: response for response in update.responses.select_related("changed_by")}
    addressees = list(addressees)
    many = len({addressee.body_id for addressee in addressees}) > 2
    groups = {}
    for addressee in addressees:
        groups.setdefault((addressee.recommendation_id, None if many else addressee.body_id), []).append(addressee)
    return [
        Task(group[0], len(group), [answers[each.pk] for each in group if each.pk in answers])
        for group in groups.values()
    ]


def _task_row(update, task, last_on, spoken_for) -> dict:
    addressee, recommendation, bodies = task.addressee, task.addressee.recommendation, task.bodies
    whose = gettext("%(count)s bodies") % {"count": bodies} if bodies > 1 else str(addressee.body)
    row = {
        "text": f"{recommendation.number}. {recommendation.short_title}",
        "href": reverse("edit_response", args=[update.pk, recommendation.number, addressee.body.slug]),
        "hint": whose,
        "status": gettext("Not answered yet"),
        "colour": "blue",
    }
    # What one of many bodies last said is nothing to say of all of them.
    if last_on and bodies == 1:
        told = {"body": whose, "day": date_format(last_on, "j F Y")}
        hint = gettext("%(body)s: last answered %(day)s") % told
        row |= {"status": gettext("No new answer"), "colour": "", "hint": hint}
    if recommendation.met_by_update:
        row |= {"status": _how_met(update, addressee, addressee.body_id in spoken_for), "colour": "", "hint": whose}
        if bodies > 1 and update.body_id not in Body.objects.answering_for(addressee.body_id):
            # A collective letter is nobody's own update but its author's.
            row["status"] = gettext("Met for no other body")
            told = {"bodies": whose, "body": update.body}
            row["hint"] = (
                gettext("%(bodies)s: each is asked for an update of its own, and this letter is that of %(body)s alone")
                % told
            )
    return row | _how_far(task, whose)


def _how_far(task, whose) -> dict:
    """What a row says of what was written in this draft; nothing where that says nothing new."""
    if not task.responses:
        return {}
    first, is_met = task.responses[0], task.addressee.recommendation.met_by_update
    if not task.finished:
        begun = gettext("Words saved, not finished") if first.text else gettext("Begun, not finished")
        return {"status": begun, "colour": "yellow", "hint": whose}
    if not task.is_finished:
        finished = gettext("Finished for %(finished)s of %(bodies)s")
        told = {"finished": task.finished, "bodies": task.bodies}
        return {"status": finished % told, "colour": "yellow", "hint": whose}
    if is_met:  # that it is met says more
        return {}
    hint = f"{whose}: {gettext(first.progress_in_words).lower()}"
    return {"status": gettext("Finished"), "colour": "", "hint": hint}


def warning_of(update, said) -> str:
    """What to mend in what was said; nothing of a letter that was received, which is kept as it came."""
    return cannot_print(said) if said and not update.is_received else ""


def _how_met(update, addressee, is_spoken_for) -> str:
    # What was received counts from that day; what is written here counts from the day it is sent, which is no earlier.
    return how_met(update, addressee, update.received_on or timezone.localdate(), is_spoken_for)
