"""Taking the place of a letter on the record: a draft that begins as a copy of it, and what makes the draft another."""

import datetime

from django.db.models import Prefetch
from django.utils import formats

from accounts.models import User
from recommendations.models import Addressee, Body, SuperComplaint
from responses.models.commitments import Commitment
from responses.models.covering import LETTER, SET_AS
from responses.models.updates import SpeaksFor, Update

# What a letter is. The rest of an update is who did what with it when, which a copy begins anew.
FACTS = ("body", "origin", "dated", "dated_precision", "received_on", *LETTER, *SET_AS, "note")


def begin_replacement(old: Update, *, as_: str, by: User, at: datetime.datetime, **facts) -> Update:
    """A draft that takes the place of a letter once it is recorded, with a copy of everything that the letter is.

    `facts` are those in which it differs from the start: `received_on`, or `super_complaint` for another report. What
    was answered to one report answers no other, so only the words go there. The caller holds the old one locked.
    HMICFRS's reviews are of what was recorded, and stay with it.
    """
    new = Update.objects.create(
        **{"super_complaint": old.super_complaint} | {name: getattr(old, name) for name in FACTS} | facts,
        takes_place_of=old,
        takes_place_as=as_,
        created_by=by,
        created_at=at,
        edited_by=by,
        edited_at=at,
    )
    elsewhere = new.super_complaint != old.super_complaint
    bodies = old.speaks_for.all()
    if elsewhere:
        bodies = bodies.filter(addressed__recommendation__super_complaint=new.super_complaint).distinct()
    new.speaks_for.set(bodies)
    for document in old.documents.all():
        _copy(document, update=new)
    for enclosure in old.enclosed.all():
        _copy(enclosure, update=new)
    for passage in old.passages.all():
        addressees = [] if elsewhere else list(passage.addressees.all())
        _copy(passage, update=new).addressees.set(addressees)
    for response in [] if elsewhere else old.responses.all():
        commitments = [(it, list(it.revisions.standing())) for it in response.commitments.standing()]
        copy = _copy(response, update=new)
        for commitment, revisions in commitments:
            promised = _copy(commitment, response=copy)
            for revision in revisions:
                _copy(revision, commitment=promised)
    return new


def _copy(row, **differing):
    """The same row once more, but for what differs."""
    row.pk, row._state.adding = None, True
    for name, value in differing.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def is_unchanged(new: Update) -> bool:
    """Whether a draft says nothing that the letter whose place it takes does not say.

    Of one that the body sent again, the day of receipt is new by itself: it is not what makes it another.
    """
    old = new.takes_place_of
    names = [name for name in FACTS if name != "received_on" or new.takes_place_as != Update.TakesPlaceAs.SENT_AGAIN]
    return new.super_complaint_id == old.super_complaint_id and _content(new, names) == _content(old, names)


def _content(update, names) -> tuple:
    passages = update.passages.prefetch_related("addressees")
    answers = update.responses.prefetch_related(Prefetch("commitments", Commitment.objects.standing()))
    return (
        [getattr(update, name) for name in names],
        set(SpeaksFor.objects.filter(update=update).values_list("body", flat=True)),
        set(update.documents.values_list("sha256", flat=True)),
        [(it.order, it.kind, it.voice, it.text, {each.pk for each in it.addressees.all()}) for it in passages],
        {
            it.addressee_id: (
                it.said,
                [(each.text, each.owner, each.target, each.done_on) for each in it.commitments.all()],
            )
            for it in answers
        },
    )


def not_ready(update: Update) -> str:
    """Why a draft of a received letter cannot be recorded as it stands, in a sentence; "" where it can."""
    old, published_on = update.takes_place_of, update.super_complaint.published_on
    if not update.speaks_for.exists():
        return "Say on whose behalf the letter answers: its facts are in the first part of the list"
    if update.received_on < published_on:
        published = formats.date_format(published_on, "j F Y")
        return f"Date received must be the same as or after {published}, when the report was published"
    if problem := update.to_finish():
        return problem.removesuffix(".")
    if old and is_unchanged(update):
        return f"Nothing is changed: this draft says what {old.reference} says. Change something, or delete it"
    return ""


def moves_to(update: Update, bodies: list[Body]) -> dict[Addressee, Addressee] | None:
    """Where each answer of a draft belongs that is given for none of these bodies: it was recorded for the wrong one.

    That is the addressee of the same recommendation and the same kind of body, where there is exactly one that has no
    answer yet. None where any answer has no such place: nobody guesses, and a person moves or removes them.
    """
    responses = list(update.responses.select_related("addressee__body"))
    kept = {response.addressee_id for response in responses if response.addressee.body in bodies}
    asked = list(Addressee.objects.filter(body__in=bodies).exclude(pk__in=kept).select_related("body"))
    moves = {}
    for addressee in (response.addressee for response in responses if response.addressee_id not in kept):
        alike = [
            each
            for each in asked
            if each.recommendation_id == addressee.recommendation_id and each.body.kind == addressee.body.kind
        ]
        if len(alike) != 1 or alike[0] in moves.values():
            return None
        moves[addressee] = alike[0]
    return moves


def move_answers(update: Update, moves: dict[Addressee, Addressee]) -> None:
    """Give the answers, and the passages that they rest on, to other addressees."""
    for old, new in moves.items():
        response = update.responses.get(addressee=old)
        response.addressee, response.version = new, response.version + 1
        response.save(update_fields=["addressee", "version"])
        for passage in update.passages.filter(addressees=old):
            passage.addressees.remove(old)
            passage.addressees.add(new)


def other_reports(super_complaint: SuperComplaint | None):
    """The reports that a letter sent in for one could belong to instead."""
    return SuperComplaint.objects.exclude(pk=super_complaint.pk if super_complaint else None)
