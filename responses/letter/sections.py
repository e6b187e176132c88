"""What a letter says to each recommendation, in the report's order and in one language."""

import datetime
import itertools
from collections import defaultdict
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop

from recommendations.models import Addressee, Body, Recommendation
from recommendations.words import to_html
from responses.models import Response, Update
from responses.voices import Voice

MANY = 6  # bodies that one sentence may name
# The labels of a Voice that a letter may print, for the catalogue: voices.py knows no Django.
_LABELS = [
    gettext_noop("The chief constable or the force"),
    gettext_noop("The local policing body"),
    gettext_noop("The NPCC"),
    gettext_noop("The APCC"),
    gettext_noop("The Home Office"),
    gettext_noop("A national body"),
    gettext_noop("Both of them together"),
]


@dataclass(frozen=True)
class Answer:
    """What the letter says to one recommendation for one body, or for several that say the very same."""

    who: str
    response: Response
    words: SafeString  # "" where a letter in both languages has none in this one
    whose: str  # "" where it is not stated
    is_finished: bool  # an answer that is not is in a draft alone


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
    elsewhere: list[Elsewhere]
    unanswered_for: str  # "" where every body is answered for, here or elsewhere, or where nobody wants it said

    @property
    def rows(self) -> list:
        """What a table of where everything stands has of it, a row each; nothing where an update alone is asked for."""
        if self.recommendation.met_by_update:
            return []
        return [*self.answers, *self.elsewhere, *([self.unanswered_for] if self.unanswered_for else [])]


class Naming:
    """How a letter calls bodies: one by one, or all of a kind together, whom an annex then names.

    `spoken_for` are those it speaks for.
    """

    def __init__(self, update: Update, spoken_for: list[Body], in_welsh: bool):
        self.spoken_for, self.in_welsh = spoken_for, in_welsh
        self.together = _together(update) if update.body.represents and len(spoken_for) > MANY else {}
        self.in_annex: dict[str, list[Body]] = {}

    def name(self, body: Body) -> str:
        return (self.in_welsh and body.welsh_name) or body.name

    def names(self, bodies: list[Body]) -> str:
        """ "South Wales Police and the Police and Crime Commissioner for South Wales", or "all 43 chief constables"."""
        if together := self.together.get(frozenset(body.pk for body in bodies)):
            self.in_annex[together] = sorted(bodies, key=self.name)
            return together
        if self.in_welsh:  # "a" and "ac" change the word behind them: a comma changes nothing
            return ", ".join(map(self.name, bodies))
        first, rest = bodies[:1], bodies[1:]
        return listed(
            [body.name for body in first] + [f"the {body.name}" if body.office else body.name for body in rest]
        )

    def in_short(self, bodies: list[Body]) -> str:
        """Many bodies where their names stand elsewhere: "all 43 chief constables", or "42 bodies"."""
        together = self.together.get(frozenset(body.pk for body in bodies))
        return together or gettext("%(count)s bodies") % {"count": len(bodies)}


def _together(update: Update) -> dict[frozenset[int], str]:
    """Of whoever its author represents, all that one recommendation is addressed to: by their ids, what they are."""
    kind, groups, report = update.body.represents, defaultdict(set), update.super_complaint_id
    asked = Addressee.objects.filter(recommendation__super_complaint=report, body__kind=kind)
    for recommendation, body in asked.values_list("recommendation", "body"):
        groups[recommendation].add(body)
    return {frozenset(bodies): _all_of(kind, len(bodies)) for bodies in groups.values() if len(bodies) > MANY}


def _all_of(kind: str, count: int) -> str:
    if kind == Body.Kind.FORCE:
        return gettext("all %(count)d chief constables") % {"count": count}
    return gettext("all %(count)d local policing bodies") % {"count": count}


def listed(names: list[str]) -> str:
    """Several names as people say them: "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def sections_of(update: Update, addressees, responses: list[Response], naming: Naming, *, level: int) -> list[Section]:
    """What was asked of the bodies it speaks for, and whatever else it answers. `level` is that of their headings."""
    in_order = sorted(addressees, key=lambda one: (one.recommendation.order, one.body.kind, one.body.name))
    words_level = level + (2 if len(naming.spoken_for) > 1 else 1)
    elsewhere = update.answered_elsewhere() if update.with_gaps else {}
    return [
        _section(update, recommendation, list(group), responses, elsewhere, naming, words_level)
        for recommendation, group in itertools.groupby(in_order, key=lambda one: one.recommendation)
    ]


def _section(update, recommendation, addressees, responses, elsewhere, naming, words_level) -> Section:
    response_to = {response.addressee_id: response for response in responses}
    answered = [(one.body, response_to[one.pk]) for one in addressees if one.pk in response_to]
    unanswered = [one.body for one in addressees if one.pk not in response_to and one.pk not in elsewhere]
    says_gaps = update.with_gaps and not recommendation.met_by_update
    return Section(
        recommendation=recommendation,
        wording=to_html(recommendation.wording, words_level),
        answers=_answers(update, answered, naming, words_level),
        elsewhere=_elsewhere(addressees, elsewhere, naming),
        unanswered_for=naming.names(unanswered) if says_gaps else "",
    )


def _elsewhere(addressees: list[Addressee], received: dict[int, datetime.date], naming) -> list[Elsewhere]:
    bodies = {}
    for addressee in addressees:
        if addressee.pk in received:
            bodies.setdefault(received[addressee.pk], []).append(addressee.body)
    return [Elsewhere(naming.names(those), received_on) for received_on, those in bodies.items()]


def _answers(update, answered: list[tuple[Body, Response]], naming: Naming, words_level: int) -> list[Answer]:
    """A response that a force and its local policing body give in the very same words is printed once, for both."""
    shared = {}
    for body, response in answered:
        shared.setdefault(tuple(response.said.values()), []).append((body, response))
    text = "welsh_text" if update.is_bilingual and naming.in_welsh else "text"
    return [
        Answer(
            who=naming.names([body for body, _ in same]),
            response=same[0][1],
            words=to_html(getattr(same[0][1], text), words_level),
            whose=_whose(same[0][1], [body for body, _ in same], naming) if update.with_voices else "",
            is_finished=all(response.is_finished for _, response in same),
        )
        for same in shared.values()
    ]


def answer_alone(response: Response, spoken_for: list[Body], *, in_welsh: bool) -> Answer:
    """One answer as a letter prints it that holds this one and perhaps others."""
    naming = Naming(response.update, spoken_for, in_welsh)
    [answer] = _answers(response.update, [(response.addressee.body, response)], naming, 4)
    return answer


def _whose(response: Response, bodies: list[Body], naming: Naming) -> str:
    """Whose words they are, by name where the letter speaks for one that they can be."""
    if response.voice in ("", Voice.NOT_STATED):
        return ""
    voice, spoken_for = Voice(response.voice), naming.spoken_for
    if voice == Voice.JOINT:
        together = {"names": naming.names(spoken_for)}
        return gettext("both together") if len(spoken_for) == 2 else gettext("%(names)s, together") % together
    kinds = {
        Voice.FORCE: Body.Kind.FORCE,
        Voice.LOCAL_POLICING_BODY: Body.Kind.LOCAL_POLICING_BODY,
        Voice.NATIONAL_BODY: Body.Kind.NATIONAL_BODY,
    }
    kind = kinds.get(voice)  # none of a national body that is named
    could_be = [body for body in bodies if body.kind == kind] or [body for body in spoken_for if body.kind == kind]
    return naming.names(could_be) if len(could_be) == 1 else gettext(voice.label)


def sources_of(sections: list[Section], *, in_welsh: bool) -> list[tuple[str, str]]:
    """Where the quoted wording was taken from: the numbers of the recommendations, and the source, each once."""
    numbers = {}
    for section in sections:
        if section.wording and section.answers:
            numbers.setdefault(section.recommendation.wording_source, []).append(section.recommendation.number)
    return [(", ".join(those) if in_welsh else listed(those), source) for source, those in numbers.items()]
