"""What the letter of an update says, section by section: the facts that its templates print."""

import datetime
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats
from django.utils.safestring import SafeString

from recommendations.models import Addressee, Body, Recommendation
from recommendations.words import plain, to_html
from responses.letter.limits import too_much, too_much_together
from responses.letter.signs import to_replace, unprintable
from responses.models import Response, Update
from responses.models.responses import AWAITING
from responses.models.sign_off import LETTER
from responses.models.updates import NOTHING_TO_SEND
from responses.voices import Voice

TYPED_IN_AN_ANSWER = ("awaiting", "text")
WORDS = {"opening", "chief_officer_comments", "closing", "text"}
# A host and perhaps a path, as letterheads give them; anything else is printed but never made a link.
_WEB_ADDRESS = re.compile(r"(?:https?://)?(?P<rest>(?:[\w-]+\.)+[a-z]{2,}(?:/[\w./~%-]*)?)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Answer:
    """What the letter says to one recommendation for one body, or for several that say the very same."""

    who: str
    response: Response
    words: SafeString
    whose: str  # "" where it is not stated
    is_finished: bool  # an answer that is not is in a draft alone


@dataclass(frozen=True)
class Met:
    """How this letter meets a recommendation that asks for an update, for the bodies it is true of."""

    who: str
    outcome: str  # "Met by this update"
    because: str  # in sentences


@dataclass(frozen=True)
class Elsewhere:
    """Bodies that another update on the record answers for, where this letter does not."""

    who: str
    received_on: datetime.date


@dataclass(frozen=True)
class Section:
    """One recommendation in the letter."""

    recommendation: Recommendation
    wording: SafeString  # "" where the official wording is not held
    answers: list[Answer]
    met: list[Met]
    elsewhere: list[Elsewhere]
    unanswered_for: str  # "" where every body is answered for, here or elsewhere


def too_long(update: Update) -> str:
    """What to do about a letter that holds too much to be drawn, in a sentence; "" for any other."""
    return too_much_together(_texts(update, update.responses.all()))


def letter_problems(update: Update) -> list[str]:
    """What must be mended before it can be sent, in sentences: no words, nobody to speak for, length, odd signs."""
    if update.says_nothing():
        return [NOTHING_TO_SEND]
    responses = list(update.responses.all())
    texts = _texts(update, responses)
    words = [update.opening, update.chief_officer_comments, update.closing] + [said.text for said in responses]
    problems = [problem for problem in map(too_much, words) if problem][:1] or [too_much_together(texts)]
    problems.append(to_replace(unprintable(*texts)))
    if not update.speaks_for.exists():
        problems.append("Answer a recommendation, or say on the covering letter who this letter speaks for.")
    return [problem for problem in problems if problem]


def letter_facts(update: Update, *, level: int) -> dict:
    """What the templates print. `level` is that of the letter's own heading, its subject."""
    spoken_for = sorted(update.speaks_for.all(), key=_force_first)
    sections = _sections(update, spoken_for, level + 1)
    return {
        "update": update,
        "body": update.body,
        "super_complaint": update.super_complaint,
        "report_url": _web_url(update.super_complaint.report_url),
        "website_url": _web_url(update.body.website),
        "spoken_for": spoken_for,
        "force": next((body for body in spoken_for if body.is_force), None),
        "sections": sections,
        "gaps": [section for section in sections if section.unanswered_for],
        "sources": _sources(sections),
        "opening": to_html(update.opening, level + 1),
        "chief_officer_comments": to_html(update.chief_officer_comments, level + 2),
        "closing": to_html(update.closing, level + 1),
        "subject_heading": f"h{level}",
        "section_heading": f"h{level + 1}",
        "body_heading": f"h{level + 2}",
    }


def lacks(update: Update) -> list[str]:
    """What its letter would go without that letters usually have, by the names of its fields."""
    return [name for name in ("addressed_to", "salutation", "signatory_name") if not getattr(update, name).strip()]


def cannot_print(said: Update | Response) -> str:
    """What to replace in an answer, or in what is typed around the answers, before it is printed; "" for nothing."""
    return to_replace(unprintable(*_typed_in(said)))


def _texts(update: Update, responses: Iterable[Response]) -> list[str]:
    """Everything in the letter that somebody types, in plain text."""
    return _typed_in(update) + [text for response in responses for text in _typed_in(response)]


def _typed_in(said: Update | Response) -> list[str]:
    names = LETTER if isinstance(said, Update) else TYPED_IN_AN_ANSWER
    return [plain(text) if name in WORDS else text for name in names for text in [getattr(said, name)]]


def _sections(update: Update, spoken_for: list[Body], level: int) -> list[Section]:
    """What was asked of the bodies it speaks for, and whatever else it answers, in the report's order."""
    related = ("addressee__recommendation__super_complaint", "addressee__body")
    responses = list(update.responses.select_related(*related, *AWAITING))
    addressees = {addressee.pk: addressee for addressee in update.addressees()}
    addressees |= {response.addressee_id: response.addressee for response in responses}
    in_order = sorted(addressees.values(), key=lambda one: (one.recommendation.order, one.body.kind, one.body.name))
    words_level = level + (2 if len(spoken_for) > 1 else 1)
    elsewhere = update.answered_elsewhere()
    return [
        _section(update, recommendation, list(group), responses, elsewhere, spoken_for, words_level)
        for recommendation, group in itertools.groupby(in_order, key=lambda one: one.recommendation)
    ]


def _section(update, recommendation, addressees, responses, elsewhere, spoken_for, words_level) -> Section:
    response_to = {response.addressee_id: response for response in responses}
    answered = [(one.body, response_to[one.pk]) for one in addressees if one.pk in response_to]
    unanswered = [one for one in addressees if one.pk not in response_to and one.pk not in elsewhere]
    return Section(
        recommendation=recommendation,
        wording=to_html(recommendation.wording, words_level),
        answers=_answers(answered, spoken_for, words_level),
        met=_met(update, addressees) if recommendation.met_by_update else [],
        elsewhere=_elsewhere(addressees, elsewhere),
        unanswered_for="" if recommendation.met_by_update else _names([one.body for one in unanswered]),
    )


def _elsewhere(addressees: list[Addressee], received: dict[int, datetime.date]) -> list[Elsewhere]:
    bodies = {}
    for addressee in addressees:
        if addressee.pk in received:
            bodies.setdefault(received[addressee.pk], []).append(addressee.body)
    return [Elsewhere(_names(those), received_on) for received_on, those in bodies.items()]


def _answers(answered: list[tuple[Body, Response]], spoken_for: list[Body], words_level: int) -> list[Answer]:
    """A response that a force and its local policing body give in the very same words is printed once, for both."""
    shared = {}
    for body, response in answered:
        shared.setdefault(tuple(response.said.values()), []).append((body, response))
    return [
        Answer(
            who=_names([body for body, _ in same]),
            response=same[0][1],
            words=to_html(same[0][1].text, words_level),
            whose=_whose(same[0][1], [body for body, _ in same], spoken_for),
            is_finished=all(response.is_finished for _, response in same),
        )
        for same in shared.values()
    ]


def answer_as_printed(response: Response) -> dict:
    """What the template of one answer prints, of a letter that holds this answer and perhaps others."""
    [answer] = _answers([(response.addressee.body, response)], list(response.update.speaks_for.all()), 4)
    return {"answer": answer, "is_met": response.addressee.recommendation.met_by_update}


def _whose(response: Response, bodies: list[Body], spoken_for: list[Body]) -> str:
    """Whose words they are, by name where the letter speaks for one that they can be."""
    if response.voice in ("", Voice.NOT_STATED):
        return ""
    voice = Voice(response.voice)
    if voice == Voice.JOINT:
        return "both together" if len(spoken_for) == 2 else f"{_names(spoken_for)}, together"
    kinds = {
        Voice.FORCE: Body.Kind.FORCE,
        Voice.LOCAL_POLICING_BODY: Body.Kind.LOCAL_POLICING_BODY,
        Voice.NATIONAL_BODY: Body.Kind.NATIONAL_BODY,
    }
    kind = kinds.get(voice)  # none of a national body that is named
    could_be = [body for body in bodies if body.kind == kind] or [body for body in spoken_for if body.kind == kind]
    return _names(could_be) if len(could_be) == 1 else voice.label


def _met(update: Update, addressees: list[Addressee]) -> list[Met]:
    outcomes = {}
    for addressee in addressees:
        outcomes.setdefault(how_met(update, addressee), []).append(addressee.body)
    return [Met(_names(bodies), outcome, because) for (outcome, because), bodies in outcomes.items()]


def how_met(
    update: Update, addressee: Addressee, sent_on: datetime.date | None = None, is_spoken_for: bool = True
) -> tuple[str, str]:
    """How it stands with a recommendation that asks for an update, and why; `sent_on` is when a draft would be sent.

    A draft is not in time by the date it bears, only by the day on which it is sent.
    """
    due = _in_words(addressee.due_on)
    if earlier := _earlier(update, addressee):
        late = ", late" if earlier.received_on > addressee.due_on else ""
        received = f"An earlier update was received on {_in_words(earlier.received_on)}."
        return f"Met by an earlier update{late}", f"{received} Updates were due by {due}."
    if not is_spoken_for:
        return "Not met by this update", "This letter says nothing for it."
    counts_from = sent_on or update.received_on
    this = "This letter is the update that this recommendation asks for."
    if counts_from and counts_from <= addressee.due_on:
        return "Met by this update, in time", f"{this} It is in time: updates were due by {due}."
    if (counts_from or update.dated or addressee.due_on) > addressee.due_on:
        return "Met by this update, late", f"{this} It is late: updates were due by {due}."
    return "Met by this update", f"{this} Updates were due by {due}."


def _earlier(update: Update, addressee: Addressee) -> Update | None:
    """The first update of the body's own, where that is another one: what meets it in the matrix."""
    counted = Update.objects.standing().filter(super_complaint=update.super_complaint_id)
    own = Body.objects.answering_for(addressee.body_id)
    theirs = counted.filter(speaks_for=addressee.body_id, body__in=own)
    theirs = theirs.exclude(pk__in=[update.pk, update.takes_place_of_id or update.pk])
    return theirs.in_order().first()


def _sources(sections: list[Section]) -> list[str]:
    """Where the quoted wording was taken from, each source once, with the recommendations it is the source of."""
    numbers = {}
    for section in sections:
        if section.wording and (section.answers or section.met):
            numbers.setdefault(section.recommendation.wording_source, []).append(section.recommendation.number)
    return [
        f"Wording of recommendation{'s' if len(those) > 1 else ''} {_listed(those)}: {source}"
        for source, those in numbers.items()
    ]


def _names(bodies: list[Body]) -> str:
    """Several names in a sentence: "South Wales Police and the Police and Crime Commissioner for South Wales"."""
    return _listed(
        [body.name for body in bodies[:1]] + [f"the {body.name}" if body.office else body.name for body in bodies[1:]]
    )


def _listed(names: list[str]) -> str:
    """Several names as people say them: "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _in_words(date: datetime.date) -> str:
    return formats.date_format(date, "j F Y")


def _force_first(body: Body) -> tuple[bool, str]:
    return (not body.is_force, body.name)


def _web_url(address: str) -> str:
    match = _WEB_ADDRESS.fullmatch(address)
    return f"https://{match['rest']}" if match else ""
