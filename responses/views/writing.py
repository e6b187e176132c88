"""Staff of a body write their update: its answers, one a page, and the covering letter."""

from django.contrib import messages
from django.db.models import FilteredRelation, Q
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from recommendations.models import Addressee
from responses import permissions
from responses.alike import naming_of
from responses.earlier import asked_before, brought_forward, earlier_answers, last_answer
from responses.forms.covering import CoveringLetterForm
from responses.forms.writing import ResponseForm, SeenForm
from responses.letter.facts import PrintedAnswer, answer_as_printed
from responses.mail.telling import tell_of_correction
from responses.matrix import build_matrix
from responses.models import Response
from responses.models.responses import AWAITING
from responses.permissions import allowed
from responses.questions import open_questions
from responses.turns import agreed_of, asked_again_in_words
from responses.views.drafts import tasks_of, warning_of
from responses.views.locks import atomic_post, locked_draft, locked_for_answer


@atomic_post
def edit_response(request, update_id, number, body_slug):
    update = locked_for_answer(request, update_id, body_slug)
    addressee, others = _addressee_and_others(update, number, body_slug, request.user.links)
    is_part = _has_only_a_part(request.user, update)
    response = getattr(addressee, "said", None) or Response()
    response.update, response.addressee = update, addressee
    autosave = "X-Autosave" in request.headers
    earlier = earlier_answers(addressee) if request.method == "GET" else []  # what is posted has their words by then
    before = asked_before(addressee, request.user.links) if request.method == "GET" and not update.is_received else []
    offered = [*earlier, *(it.answer for it in before)]
    brought = brought_forward(response, _asked_for(request, offered), by_the_force=is_part)
    form = ResponseForm(
        request.POST or None,
        instance=response,
        others=[] if is_part else others,
        finished="finish" in request.POST and not autosave,
        in_background=autosave,
        by_the_force=is_part,
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
            return _saved(form, update, response, **facts)
        if form.finished and (warning := warning_of(update, response)):
            # On the list it stands beside the answer; the next page is about another.
            messages.warning(request, f"{addressee.recommendation}, {addressee.body}. {warning}")
        if update.asked_at:
            return redirect("check_update", update.pk)  # an approver mends a word on the way to signing
        return redirect(_after(update, addressee, is_part) if form.finished else _list(update, addressee, is_part))
    if autosave:
        return _not_saved(form)
    context = {"form": form, "update": update, "addressee": addressee, "response": response}
    context |= {"can_bring": not (form.is_bound or update.is_received), "is_brought": brought != {}}
    context["asked_before"] = before
    context["whom"] = _whom(update, [addressee, *others]) if form.for_all else ""
    context |= {"list": _list(update, addressee, is_part), **_beside(update, addressee, response)}
    return render(request, "responses/edit_response.html", context | _before(earlier or earlier_answers(addressee)))


def _before(earlier: list[Response]) -> dict:
    return {"earlier": earlier, "last": last_answer(earlier, timezone.localdate())}


def _beside(update, addressee, response) -> dict:
    """What else stands on the page of an answer that is written here."""
    if update.is_received:
        return {}
    return {
        **_what_is_asked(addressee),
        "agreed": agreed_of(update, [response] if response.pk else []).get(addressee.pk),
        "warning": warning_of(update, response),
        "printed": _as_printed(update, addressee),
    }


def printed_answer(request, update_id, number, body_slug):
    """A part of a page: the answer as it was last saved, as the letter prints it."""
    update = locked_for_answer(request, update_id, body_slug)
    addressee, _ = _addressee_and_others(update, number, body_slug, request.user.links)
    return render(request, "responses/printed_answer.html", {"printed": _as_printed(update, addressee)})


def _as_printed(update, addressee) -> list[PrintedAnswer]:
    """Nothing of a letter that was received, which has its own looks, nor of an answer that nobody has begun."""
    response = getattr(addressee, "said", None)
    if response is None or update.is_received:
        return []
    response.update, response.addressee = update, addressee
    return answer_as_printed(response)


def _addressee_and_others(update, number, body_slug, links) -> tuple[Addressee, list[Addressee]]:
    """One body as addressed by a recommendation, and the other bodies this update may answer for that it addresses.

    Each with what this update says of it as `said`, where it says something.
    """
    said = FilteredRelation("responses", condition=Q(responses__update=update))
    asked = update.offered(links).filter(recommendation__number=number).annotate(said=said)
    # Sorted here: they are few, and over an ORDER BY of so wide a query Django is longer than the database.
    found = asked.select_related(*(f"said__{name}" for name in AWAITING)).order_by()
    addressees = sorted(found, key=lambda addressee: (addressee.body.kind, addressee.body.name))
    for addressee in addressees:
        if addressee.body.slug == body_slug:
            return addressee, [other for other in addressees if other != addressee]
    raise Http404


def _what_is_asked(addressee) -> dict:
    """What HMICFRS asked about the answer that now speaks for an addressee, and whether it was asked again for one."""
    recommendation = addressee.recommendation
    asked = {"recommendations": [recommendation], "bodies": {addressee.body_id}}
    cells = list(build_matrix(recommendation.super_complaint, timezone.localdate(), **asked).cells())
    question, again = next(iter(open_questions(cells)), None), next(map(asked_again_in_words, cells), "")
    return {"question": question, "asked_again": again}


def _whom(update, addressees) -> str:
    """Whom one answer for all of these is for."""
    bodies = [each.body for each in addressees]
    return naming_of(update, bodies).in_short(bodies)


def _asked_for(request, answers: list[Response]) -> Response | None:
    """Which of these earlier answers is the one whose words are to be brought forward."""
    wanted = request.GET.get("bring-forward")
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


def _saved(form, update, said, **facts) -> JsonResponse:
    """What a page is told of a save in the background: facts, what was left out, and what the letter cannot print."""
    also = {"left_out": form.left_out_in_words, "warning": warning_of(update, said)}
    return JsonResponse(facts | {name: words for name, words in also.items() if words})


def _not_saved(form) -> JsonResponse:
    """Why a save in the background was refused; the page itself shows both texts when the person presses Save."""
    if form.theirs:
        message = gettext(
            "Not saved: this page was saved elsewhere while you were writing. Press a button below to see both."
        )
        return JsonResponse({"message": message}, status=409)
    first = next(
        (message for errors in form.errors.values() for message in errors), gettext("there is nothing to save.")
    )
    return JsonResponse({"message": gettext("Not saved: %(why)s") % {"why": first}}, status=422)


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
    form = CoveringLetterForm(request.POST or None, instance=update, links=request.user.links, in_background=autosave)
    if request.method == "POST" and form.is_valid():
        if form.changed:
            form.save(by=request.user, at=timezone.now())
            tell_of_correction(update)
        if autosave:
            return _saved(form, update, update, version=update.version)
        if form.wants_more:
            both = gettext("The letter is in both languages now: below each passage is a box for its Welsh.")
            messages.success(request, both)
            return redirect("covering_letter", update.pk)
        return redirect("check_update", update.pk) if update.asked_at else redirect(update)
    if autosave:
        return _not_saved(form)
    context = {"form": form, "update": update, "warning": warning_of(update, update)}
    context["can_change_letterhead"] = allowed(permissions.check_can_change_letterhead, request.user, update.body)
    return render(request, "responses/covering_letter.html", context)
