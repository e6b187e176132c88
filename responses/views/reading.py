"""Everything one body ever said on one recommendation."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from recommendations.days import requests_to
from recommendations.models import Addressee, Body
from responses import permissions
from responses.forms.as_at import AsAtForm
from responses.matrix import Mark, build_matrix, responses_in_words
from responses.models import Commitment, Document, Passage, Review, Update
from responses.models.responses import AWAITING
from responses.permissions import allowed
from responses.places import places
from responses.questions import who_knows
from responses.views.commitments import can_note_done, can_take_back, with_promises


def cell(request, slug, number, body_slug):
    addressee = get_object_or_404(
        _addressees(request.user),
        recommendation__super_complaint__slug=slug,
        recommendation__number=number,
        body__slug=body_slug,
    )
    recommendation, body = addressee.recommendation, addressee.body
    super_complaint = recommendation.super_complaint
    form = AsAtForm(request.GET, super_complaint=super_complaint, today=timezone.localdate())
    as_at = form.date
    matrix = build_matrix(super_complaint, as_at, recommendations=[recommendation], bodies={body.pk})
    updates = _received_by(as_at, request.user)
    cell, responses = next(matrix.cells(), None), _responses(request.user, addressee, as_at, updates)
    answering_for = Body.objects.answering_for(body.pk)
    own = {it.pk for it in responses if it.update.body_id in answering_for}
    context = {
        "form": form,
        "as_at": as_at,
        "addressee": addressee,
        "cell": cell,
        "rests_on": _rests_on(cell),
        "asked_again": _asked_again(cell),
        "late": _late(cell),
        "own": own,
        "counted": responses_in_words(cell.responses, cell.own_responses) if cell else "",
        "responses": responses,
        **_general_replies(addressee, as_at, updates),
        "silence": _silence(cell, as_at),
        **_question(request.user, addressee, cell, responses),
        "requests": requests_to(addressee, as_at),
        "can_note_done": {pk for response in responses for pk in can_note_done(request.user, response.promised)},
        "can_take_back": {pk for response in responses for pk in can_take_back(request.user, response.promised)},
        "can_promise": {it.pk for it in responses if allowed(permissions.check_can_add_commitment, request.user, it)},
        "can_review": {it.pk for it in responses if allowed(permissions.check_can_review, request.user, it)},
        **_neighbours(request.user, addressee),
    }
    return render(request, "responses/cell.html", context)


def _rests_on(cell) -> list[dict]:
    """In which letter each fact was stated, and since when it stands."""
    facts = [(gettext("Position stated"), cell and cell.position_letter, cell and cell.position_is_own)]
    facts.append((gettext("Progress stated"), cell and cell.progress_letter, cell and cell.is_own))
    return [{"key": key, "value": _stated_in(letter, own)} for key, letter, own in facts if letter]


def _stated_in(letter, is_own) -> str:
    stated = gettext("%(day)s, by %(body)s") if is_own else gettext("%(day)s, by %(body)s, for all")
    return stated % {"day": _day(letter.received_on), "body": letter.body}


def _asked_again(cell) -> list[str]:
    """What was asked again, and what became of it: each request keeps its own day and its own answer."""
    return [_in_words(asking, cell) for asking in cell.asked_again] if cell else []


def _in_words(asking, cell) -> str:
    request, due_on = asking.request, asking.due_on
    what = gettext("%(kind)s on %(day)s, by %(due)s") if due_on else gettext("%(kind)s on %(day)s (no day given)")
    told = {"kind": gettext(request.get_kind_display()), "day": _day(request.asked_on), "due": due_on and _day(due_on)}
    return f"{what % told}: {_became_of(asking, cell)}"


def _became_of(asking, cell) -> str:
    if asking.answered_on:
        answered = gettext("answered %(day)s, late") if asking.is_late else gettext("answered %(day)s")
        return answered % {"day": _day(asking.answered_on)}
    overdue = cell.asked_again[-1] is asking and Mark.ASKED_AGAIN_OVERDUE in cell.marks
    return gettext("overdue") if overdue else gettext("not answered")


def _day(date) -> str:
    return date_format(date, "j F Y")


def _late(cell) -> set:
    """The days on which a request was first answered, after its own day. What came later was late for nothing."""
    if not cell:
        return set()
    first = {cell.answered_on} if cell.answered_on and cell.answered_on > cell.due_on else set()
    return first | {asking.answered_on for asking in cell.asked_again if asking.is_late}


def _question(user, addressee, cell, responses) -> dict:
    """What HMICFRS still asks about the answer that speaks, and whom to tell of it still. For liaison staff alone."""
    speaks = next((response for response in responses if cell and response.pk == cell.response_id), None)
    latest = next(iter(speaks.reviews.all()), None) if speaks else None
    if not user.is_liaison or not latest or latest.outcome != Review.Outcome.MORE_INFORMATION:
        return {}
    latest.response, speaks.addressee = speaks, addressee
    # Of today, whatever day the page is as at: it is now that people are told.
    return {"question": latest, "knows": who_knows(latest, timezone.localdate())}


def _addressees(user):
    """Those whose answers this person may read: who reads everything every one, others those they write for."""
    addressees = Addressee.objects.select_related("recommendation__super_complaint", "body")
    return addressees if user.reads_everything else addressees.filter(body__in=user.writes_for())


def _received_by(as_at, user):
    """What was on the record by the end of a day, withdrawn or not: what was withdrawn is shown as such.

    So is, to liaison staff alone, what was recorded in error.
    """
    documents = Prefetch("documents", Document.objects.of_letters().defer("content"))
    updates = Update.objects.recorded().filter(received_on__lte=as_at).in_order().reverse()
    if not user.is_liaison:
        updates = updates.filter(in_error_at=None)
    updates = updates.annotate(
        has_passages=Exists(Passage.objects.filter(update=OuterRef("pk"))), is_replaced=Exists(_in_its_place())
    )
    return updates.select_related("body", "recorded_by", "withdrawn_by", "in_error_by").prefetch_related(documents)


def _in_its_place():
    """What took the place of a letter and holds it, itself or through what took the place of that."""
    new = Update.objects.recorded().filter(takes_place_of=OuterRef("pk"))
    replaced = Q(replacements__recorded_at__isnull=False, replacements__in_error_at=None)
    return new.filter(Q(in_error_at=None) | replaced)


def _responses(user, addressee, as_at, received) -> list:
    """Its responses in what was received, newest first, each with its update and its reviews by that day."""
    reviews = Review.objects.filter(reviewed_on__lte=as_at).select_related("reviewed_by", "evidence")
    reviews = reviews.defer("evidence__content").prefetch_related("told__message__to")
    updates = {update.pk: update for update in received.filter(responses__addressee=addressee)}
    promises = Prefetch("commitments", Commitment.objects.to_list(errors=user.is_liaison))
    found = addressee.responses.filter(update__in=updates).select_related(*AWAITING)
    found = found.prefetch_related(Prefetch("reviews", reviews), promises)
    resting_on = defaultdict(list)
    for passage in addressee.passages.filter(update__in=updates).defer("text"):
        resting_on[passage.update_id].append(passage)
    found = with_promises(user, list(found), as_at)
    for response in found:
        response.update, response.addressee = updates[response.update_id], addressee
        response.update.became = _became(response.update, as_at)
        response.passages = resting_on[response.update_id]
    return sorted(found, key=lambda response: list(updates).index(response.update_id))


def _general_replies(addressee, as_at, received) -> dict:
    """Letters received that speak for the body and say nothing on this recommendation, newest first.

    Apart from them those that were recorded in error: they are no letters of the body, whatever they say.
    """
    super_complaint = addressee.recommendation.super_complaint
    spoken = received.filter(super_complaint=super_complaint, speaks_for=addressee.body)
    silent = list(spoken.exclude(responses__addressee=addressee))
    for update in silent:
        update.became = _became(update, as_at)
    return {
        "general_replies": [update for update in silent if not update.in_error_at],
        "mistaken": [update for update in silent if update.in_error_at],
    }


def _became(update, as_at) -> str:
    """What became of a letter by a day, in a word that its heading begins with; nothing where it counts."""
    if update.in_error_at:
        return "Corrected" if update.is_replaced else "Recorded in error"  # for liaison staff alone, in English
    if update.withdrawn_on and update.withdrawn_on <= as_at:
        return gettext("Sent again") if update.is_replaced else gettext("Withdrawn")
    return ""


def _silence(cell, as_at) -> str:
    """What to say where no answer stands. One met by an update asks for no words."""
    if not cell:
        return gettext("This body had said nothing on this by %(day)s.") % {"day": _day(as_at)}
    told = {"body": cell.body, "day": _day(as_at)}
    if not cell.recommendation.met_by_update:
        return gettext("%(body)s had said nothing on this by %(day)s.") % told
    if not cell.letter:
        return gettext("It asks for an update, and %(body)s had sent none of its own by %(day)s.") % told
    met = gettext("It asks for an update, and the one received on %(day)s meets it.")
    return met % {"day": _day(cell.letter.received_on)}


def _neighbours(user, addressee) -> dict:
    """The addressees before and after it: other bodies of this recommendation, other recommendations to this body."""
    recommendation = addressee.recommendation
    bodies = list(_addressees(user).filter(recommendation=recommendation).order_by("body__name"))
    asked = _addressees(user).filter(
        recommendation__super_complaint=recommendation.super_complaint_id, body=addressee.body
    )
    previous_body, next_body = _around(addressee, bodies)
    previous_recommendation, next_recommendation = _around(addressee, list(asked.order_by("recommendation__order")))
    return {
        "previous_body": previous_body,
        "next_body": next_body,
        "previous_recommendation": previous_recommendation,
        "next_recommendation": next_recommendation,
    }


def _around(item, items) -> tuple:
    place = items.index(item)
    return (items[place - 1] if place else None), (items[place + 1] if place + 1 < len(items) else None)


def as_received(request, update_id):
    """A received letter as it reads, and the very words that one answer rests on."""
    updates = Update.objects.visible_to(request.user).recorded().select_related("super_complaint", "body")
    update = get_object_or_404(updates, pk=update_id)
    passages = list(update.passages.prefetch_related("addressees__recommendation", "addressees__body"))
    if not passages:
        raise Http404("This letter was not read passage by passage.")
    asked = request.GET.get("recommendation", ""), request.GET.get("body", "")
    answered = next((it for each in passages for it in each.addressees.all() if _is_about(it, *asked)), None)
    context = {
        "update": update,
        "passages": passages,
        "answered": answered,
        "rests_on": [it for it in passages if answered in it.addressees.all()] if answered else [],
        "response": update.responses.filter(addressee=answered).first() if answered else None,
        "has_open_cell": answered and _addressees(request.user).filter(pk=answered.pk).exists(),
        "documents": update.documents.of_letters().defer("content"),
        "places": places(request.user, update),
    }
    return render(request, "responses/as_received.html", context)


def _is_about(addressee, number, slug) -> bool:
    return (addressee.recommendation.number, addressee.body.slug) == (number, slug)
