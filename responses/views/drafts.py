"""Staff of a body write their update: start it, answer each recommendation, add the covering letter."""

from typing import NamedTuple

from django.contrib import messages
from django.db.models import FilteredRelation, Q, prefetch_related_objects
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from recommendations.models import Addressee, Body
from responses.earlier import brought_forward, earlier_answers, last_answer
from responses.forms.writing import CoveringLetterForm, ResponseForm, SeenForm
from responses.letter.facts import answer_as_printed, cannot_print, how_met
from responses.mail.telling import tell_of_correction
from responses.matrix import Cell, build_matrix
from responses.models import Response, Review
from responses.models.responses import AWAITING
from responses.questions import open_questions
from responses.to_come import once_sent, what_stands
from responses.turns import Turns, agreed_of
from responses.views.locks import atomic_post, locked_draft, locked_for_answer


def task_list(request, update):
    """What a draft still needs, one page a task."""
    prefetch_related_objects([update], "speaks_for")
    offered = update.offered()
    tasks = tasks_of(update, offered)
    asked = [task for task in tasks if not task.addressee.recommendation.met_by_update]
    letter = {
        "text": "What the letter is, and its general passages" if update.is_received else "Covering letter",
        "href": reverse("letter_facts" if update.is_received else "covering_letter", args=[update.pk]),
        "hint": f"Dated {update.date_in_words}" if update.dated else "",
        "status": "Completed" if update.dated or update.is_received else "Not dated yet",
        "colour": "" if update.dated or update.is_received else "blue",
    }
    letter["warning"] = _warning(update, update)
    cells = [] if update.is_received else cells_of_draft(update)
    rows = rows_of(update, offered, tasks, open_questions(cells))
    spoken_for = {body.pk for body in update.speaks_for.all()}
    sections = [
        {"heading": "Recommendations", "name": "recommendations", "tasks": rows},
        {"heading": "The letter", "name": "the-letter", "tasks": [letter]},
    ]
    context = {"update": update, "sections": sections, "asked": len(asked)}
    context["finished"] = sum(task.is_finished for task in asked)
    context["coming"] = None if update.is_received else once_sent(update, cells)
    context["standing"] = what_stands(update, cells)
    context["is_closed"] = update.super_complaint.is_closed(timezone.localdate())
    bodies = dict.fromkeys(task.addressee.body for task in tasks)
    still_asked = {cell.body for cell in context["coming"].cells} if context["coming"] else bodies
    context["silent_for"] = [body for body in bodies if body.pk not in spoken_for and body in still_asked]
    context["parts"] = [] if update.is_received else parts_of(update, offered, request.user.links)
    context["duplicates"] = update.same_letters() if update.is_received else []
    return render(request, "responses/task_list.html", context)


def rows_of(update, offered, tasks, questions, *, to_the_force=False) -> list[dict]:
    """The rows of a task list, each with where its answer stands and whose turn it is."""
    last_on = update.answered_elsewhere(offered)
    spoken_for = {body.pk for body in update.speaks_for.all()}
    responses = [response for task in tasks for response in task.responses]
    # Nobody shares out a letter that arrived.
    turns = Turns() if update.is_received else Turns.of(update, responses, questions, to_the_force=to_the_force)
    rows = []
    for task in tasks:
        row = _task_row(update, task, last_on.get(task.addressee.pk), spoken_for)
        row["warning"] = _warning(update, task.responses[0]) if task.responses else ""
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
    whose = f"{bodies} bodies" if bodies > 1 else str(addressee.body)
    row = {
        "text": f"{recommendation.number}. {recommendation.short_title}",
        "href": reverse("edit_response", args=[update.pk, recommendation.number, addressee.body.slug]),
        "hint": whose,
        "status": "Not answered yet",
        "colour": "blue",
    }
    # What one of many bodies last said is nothing to say of all of them.
    if last_on and bodies == 1:
        row |= {
            "status": "No new answer",
            "colour": "",
            "hint": f"{whose}: last answered {date_format(last_on, 'j F Y')}",
        }
    if recommendation.met_by_update:
        row |= {"status": _how_met(update, addressee, addressee.body_id in spoken_for), "colour": "", "hint": whose}
        if bodies > 1 and update.body_id not in Body.objects.answering_for(addressee.body_id):
            # A collective letter is nobody's own update but its author's.
            row["status"] = "Met for no other body"
            row["hint"] += f": each is asked for an update of its own, and this letter is that of {update.body} alone"
    return row | _how_far(task, whose)


def _how_far(task, whose) -> dict:
    """What a row says of what was written in this draft; nothing where that says nothing new."""
    if not task.responses:
        return {}
    first, is_met = task.responses[0], task.addressee.recommendation.met_by_update
    if not task.finished:
        begun = "Words saved, not finished" if first.text else "Begun, not finished"
        return {"status": begun, "colour": "yellow", "hint": whose}
    if not task.is_finished:
        return {"status": f"Finished for {task.finished} of {task.bodies}", "colour": "yellow", "hint": whose}
    # Of what an update itself meets, that it is met says more.
    return {} if is_met else {"status": "Finished", "colour": "", "hint": f"{whose}: {first.progress_in_words.lower()}"}


def _warning(update, said) -> str:
    """What to mend in what was said; nothing of a letter that was received, which is kept as it came."""
    return cannot_print(said) if said and not update.is_received else ""


def _how_met(update, addressee, is_spoken_for) -> str:
    # What was received counts from that day; what is written here counts from the day it is sent, which is no earlier.
    return how_met(update, addressee, update.received_on or timezone.localdate(), is_spoken_for)[0]


@atomic_post
def edit_response(request, update_id, number, body_slug):
    update = locked_for_answer(request, update_id, body_slug)
    addressee, others = _addressee_and_others(update, number, body_slug, request.user.links)
    is_part = _has_only_a_part(request.user, update)
    response = getattr(addressee, "said", None) or Response()
    response.update, response.addressee = update, addressee
    autosave = "X-Autosave" in request.headers
    earlier = earlier_answers(addressee) if request.method == "GET" else []
    brought = brought_forward(response, _asked_for(request, earlier))
    form = ResponseForm(
        request.POST or None,
        instance=response,
        others=[] if is_part else others,
        finished="finish" in request.POST and not autosave,
        initial=brought,
    )
    if request.method == "POST" and form.is_valid():
        if form.says_something_new:
            now = timezone.now()
            form.save(by=request.user, at=now)
            update.edited(by=request.user, at=now)
            tell_of_correction(update)
        if autosave:
            facts = {"version": response.version if response.pk else 0, "finished": response.is_finished}
            return _saved(update, response, **facts)
        if form.finished and (warning := _warning(update, response)):
            # On the list it stands beside the answer; the next page is about another.
            messages.warning(request, f"{addressee.recommendation}, {addressee.body}. {warning}")
        return redirect(_after(update, addressee, is_part) if form.finished else _list(update, addressee, is_part))
    if autosave:
        return _not_saved(form)
    earlier = earlier or earlier_answers(addressee)
    context = {"form": form, "update": update, "addressee": addressee, "response": response, "earlier": earlier}
    context["last"] = last_answer(earlier, timezone.localdate())
    context |= {"can_bring": not (form.is_bound or update.is_received), "is_brought": brought != {}}
    context["list"] = _list(update, addressee, is_part)
    if not update.is_received:
        context["question"] = _open_question(addressee)
        context["agreed"] = agreed_of(update, [response] if response.pk else []).get(addressee.pk)
    context["warning"] = _warning(update, response)
    context["printed"] = _as_printed(update, addressee)
    return render(request, "responses/edit_response.html", context)


def printed_answer(request, update_id, number, body_slug):
    """A part of a page: the answer as it was last saved, as the letter prints it."""
    update = locked_for_answer(request, update_id, body_slug)
    addressee, _ = _addressee_and_others(update, number, body_slug, request.user.links)
    context = _as_printed(update, addressee) or {}
    return render(request, "responses/printed_answer.html", context)


def _as_printed(update, addressee) -> dict | None:
    """Nothing of a letter that was received, which has its own looks, nor of an answer that nobody has begun."""
    response = getattr(addressee, "said", None)
    if response is None or update.is_received:
        return None
    response.update, response.addressee = update, addressee
    return answer_as_printed(response)


def _addressee_and_others(update, number, body_slug, links) -> tuple[Addressee, list[Addressee]]:
    """One body as addressed by a recommendation, and the other bodies this update may answer for that it addresses.

    Each with what this update says of it as `said`, where it says something.
    """
    said = FilteredRelation("responses", condition=Q(responses__update=update))
    asked = update.offered(links).filter(recommendation__number=number).annotate(said=said)
    addressees = list(asked.select_related(*(f"said__{name}" for name in AWAITING)))
    for addressee in addressees:
        if addressee.body.slug == body_slug:
            return addressee, [other for other in addressees if other != addressee]
    raise Http404


def _open_question(addressee) -> Review | None:
    """What HMICFRS asked about the answer that now speaks for an addressee."""
    recommendation = addressee.recommendation
    asked = {"recommendations": [recommendation], "bodies": {addressee.body_id}}
    cells = build_matrix(recommendation.super_complaint, timezone.localdate(), **asked).cells()
    return next(iter(open_questions(cells)), None)


def _asked_for(request, answers: list[Response]) -> Response | None:
    """The earlier answer whose words are to be brought forward. What is posted has them by then."""
    wanted = request.GET.get("bring-forward") if request.method == "GET" else None
    return next((answer for answer in answers if str(answer.pk) == wanted), None)


def _has_only_a_part(user, update) -> bool:
    return not update.is_received and update.body_id not in user.writes_for()


def _list(update, addressee, is_part) -> str:
    """Where a person finds what is theirs to answer: the draft's list, or that of their own part."""
    return reverse("part", args=[update.pk, addressee.body.slug]) if is_part else update.get_absolute_url()


def _after(update, addressee, is_part) -> str:
    """The page of the next task that waits for this person's words, or the list after the last."""
    offered = update.offered()
    tasks = tasks_of(update, offered.filter(body=addressee.body) if is_part else offered)
    this = next((place for place, task in enumerate(tasks) if task.addressee == addressee), len(tasks))
    out = () if is_part else update.parts.filter(with_office_since=None).values_list("body", flat=True)
    rest = [task.addressee for task in tasks[this + 1 :] if not task.is_finished and task.addressee.body_id not in out]
    # Sending an update meets some by itself; in a letter that was received somebody may have answered these too.
    following = next((it for it in rest if update.is_received or not it.recommendation.met_by_update), None)
    if not following:
        return _list(update, addressee, is_part)
    return reverse("edit_response", args=[update.pk, following.recommendation.number, following.body.slug])


def _saved(update, said, **facts) -> JsonResponse:
    """What a page is told of a save in the background: facts, and what the letter cannot print of it."""
    warning = _warning(update, said)
    return JsonResponse(facts | ({"warning": warning} if warning else {}))


def _not_saved(form) -> JsonResponse:
    """Why a save in the background was refused; the page itself shows both texts when the person presses Save."""
    if form.theirs:
        message = "Not saved: this page was saved elsewhere while you were writing. Press a button below to see both."
        return JsonResponse({"message": message}, status=409)
    first = next((message for errors in form.errors.values() for message in errors), "there is nothing to save.")
    return JsonResponse({"message": f"Not saved: {first}"}, status=422)


@atomic_post
def remove_response(request, update_id, number, body_slug):
    update = locked_for_answer(request, update_id, body_slug)
    response = get_object_or_404(
        update.responses.select_related("addressee__recommendation", "addressee__body"),
        addressee__recommendation__number=number,
        addressee__body__slug=body_slug,
    )
    where = _list(update, response.addressee, _has_only_a_part(request.user, update))
    form = SeenForm(request.POST or None, update=update)
    if request.method == "POST" and form.is_valid():
        response.take_out()
        update.edited(by=request.user, at=timezone.now())
        tell_of_correction(update)
        return redirect(where)
    context = {"form": form, "update": update, "response": response, "is_last": response.is_only_word(), "list": where}
    return render(request, "responses/remove_response.html", context)


@atomic_post
def covering_letter(request, update_id):
    update = locked_draft(request, update_id)
    if update.is_received:
        return redirect("letter_facts", update.pk)
    autosave = "X-Autosave" in request.headers
    form = CoveringLetterForm(request.POST or None, instance=update, links=request.user.links)
    if request.method == "POST" and form.is_valid():
        if form.changed:
            form.save(by=request.user, at=timezone.now())
            tell_of_correction(update)
        return _saved(update, update, version=update.version) if autosave else redirect(update)
    if autosave:
        return _not_saved(form)
    context = {"form": form, "update": update, "warning": _warning(update, update)}
    return render(request, "responses/covering_letter.html", context)
