"""The one thing to do first: what stands at the top of the home page of somebody who writes for a body."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.models import User
from responses.matrix import Cell
from responses.models import Part, Update
from responses.permissions import allowed, check_can_send
from responses.to_come import waits_for_words


class First(NamedTuple):
    """What a button says and where it leads; and why, in words."""

    words: str
    href: str
    because: str = ""
    is_post: bool = False  # it begins something


def first_to_do(user: User, home: dict, on: datetime.date) -> First | None:
    """Of all that waits, what holds others up comes first: a letter that goes nowhere, a question, the oldest gap.

    `home`: what the page shows, by name, as views/home.py puts it together.
    """
    return next(_what_waits(user, home, on), None)


def _what_waits(user, home, on) -> Iterator[First]:
    for step in home["sent_back"]:
        because = gettext("%(who)s sent back %(letter)s.") % _who(step.by, step.update)
        yield First(gettext("Mend what was sent back"), step.update.get_absolute_url(), because)
    for draft in home["to_confirm"]:
        href = reverse("confirm_correction", args=[draft.pk])
        because = gettext("%(who)s changed %(letter)s.") % _who(draft.edited_by, draft)
        yield First(gettext("Confirm what was corrected"), href, because)
    for draft in home["to_sign_off"]:
        href = reverse("sign_off", args=[draft.pk])
        because = gettext("%(who)s asks you to sign off %(letter)s.") % _who(draft.asked_by, draft)
        yield First(gettext("Read the letter and sign it off"), href, because)
    drafts = [draft for part in home["standing"] for draft, _ in part["drafts"]]
    for draft in drafts:
        if draft.signed_off_at and allowed(check_can_send, user, draft) and not draft.too_early(on):
            href = reverse("send_update", args=[draft.pk])
            because = gettext("%(who)s signed off %(letter)s.") % _who(draft.signed_off_by, draft)
            yield First(gettext("Send the letter"), href, because)
    yield from (each for part in home["standing"] for each in _questions(part, home["questions"]))
    for part in home["parts"]:
        if part.is_out:
            words = gettext("Write the part of %(body)s") % {"body": part.body}
            yield First(words, part.get_absolute_url(), _asked_for(part))
    shared = {(part.update.super_complaint_id, part.body) for part in home["parts"]}
    yield from (each for part in home["standing"] for each in _answers(part, shared))


def _letter(draft: Update) -> str:
    about = {"body": draft.body, "report": draft.super_complaint}
    return gettext("the letter from %(body)s on “%(report)s”") % about


def _who(person: User, draft: Update) -> dict:
    return {"who": person, "letter": _letter(draft)}


def _asked_for(part: Part) -> str:
    about = {"body": part.update.body, "report": part.update.super_complaint}
    if not part.wanted_on:
        return gettext("%(body)s asks you for your answers, for its letter on “%(report)s”.") % about
    about["day"] = date_format(part.wanted_on, "j F Y")
    return gettext("%(body)s asks you for your answers by %(day)s, for its letter on “%(report)s”.") % about


def _questions(part, questions) -> Iterator[First]:
    for review in questions:
        addressee = review.response.addressee
        if addressee.recommendation.super_complaint_id != part["super_complaint"].pk:
            continue
        about = {"recommendation": addressee.recommendation, "body": addressee.body}
        because = gettext("HMICFRS asks about %(recommendation)s, %(body)s.") % about
        href = part["write"].get(addressee.pk)
        if href and addressee.pk not in part["finished"]:
            yield First(gettext("Answer the question"), href, because)
        elif not part["drafts"]:
            yield from _beginnings(part, because)


def _answers(part, shared) -> Iterator[First]:
    """`shared`: (super-complaint, body) of the parts that somebody here writes in another body's letter."""
    is_asked = part["coming"].cells or part["coming"].again
    for cell in _to_write(part):
        name = f"{cell.recommendation}, {cell.recommendation.short_title}"
        because = gettext("%(recommendation)s, for %(body)s.") % {"recommendation": name, "body": cell.body}
        yield First(gettext("Write this answer"), part["write"][cell.addressee_id], because)
    for draft, _ in part["drafts"]:
        waits = draft.asked_at or draft.signed_off_at or draft.pk in part["with_a_force"]
        # Where the record answers all, a draft has its say of what was asked again.
        if not waits and (is_asked or _says_all(draft)):
            href = reverse("check_update", args=[draft.pk])
            because = gettext("Every answer of %(letter)s is there.") % {"letter": _letter(draft)}
            yield First(gettext("Check the letter and ask for its sign-off"), href, because)
    if is_asked:
        yield from _beginnings(part, "", shared)


def _to_write(part) -> list[Cell]:
    """The cells whose answers wait to be written. Some are met by sending; they wait only in a draft without a word."""
    unfinished = part["write"].keys() - part["finished"]
    waiting = [cell for cell in part["cells"] if cell.addressee_id in unfinished and waits_for_words(cell)]
    asking = [cell for cell in waiting if not cell.recommendation.met_by_update]
    return asking or ([] if part["finished"] else waiting)


def _says_all(draft) -> bool:
    answers = draft.responses.all()
    return bool(answers) and all(answer.is_finished for answer in answers)


def _beginnings(part, because, shared=frozenset()) -> Iterator[First]:
    for body in part["can_start"]:
        if (part["super_complaint"].pk, body) in shared:
            continue  # it answers in that letter; one of its own is offered further down
        href = reverse("start_update", args=[part["super_complaint"].slug, body.slug])
        words = gettext("Start an update from %(body)s") % {"body": body}
        yield First(words, href, because, is_post=True)
