"""Whose turn each answer of a draft is, in words: with the force, in writing, finished, agreed; or HMICFRS asks."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext

from responses.matrix import Cell, Mark
from responses.models import Agreement, Response, Review, Update
from responses.questions import open_questions

FIRST_WORDS = 20


class Agreed(NamedTuple):
    """A chief officer's agreement to an answer, beside the answer as it is now."""

    agreement: Agreement
    response: Response | None

    @property
    def stands(self) -> bool:
        return self.agreement.stands(self.response)

    @property
    def in_words(self) -> str:
        """ "Agreed by Jo Bloggs, Chief Constable", or what became of that: "Changed by Eve after ... agreed it"."""
        officer = self.agreement.officer
        if self.stands:
            return gettext("Agreed by %(officer)s") % {"officer": officer}
        if self.response is None:
            return gettext("Removed after %(officer)s, agreed it") % {"officer": officer}
        if not self.response.changed_by:
            return gettext("Changed after %(officer)s, agreed it") % {"officer": officer}
        told = {"who": self.response.changed_by, "officer": officer}
        return gettext("Changed by %(who)s after %(officer)s, agreed it") % told


def agreed_of(update: Update, responses: Iterable[Response]) -> dict[int, Agreed]:
    """By id of the addressee; of a list of responses, `changed_by` is joined beforehand."""
    said = {response.addressee_id: response for response in responses}
    return {
        addressee: Agreed(agreement, said.get(addressee)) for addressee, agreement in update.agreements.latest().items()
    }


def officers_who_agreed(update: Update) -> list[str]:
    """The chief officers whose agreement to an answer stands, each once."""
    agreed = agreed_of(update, update.responses.all()).values()
    return list(dict.fromkeys(each.agreement.officer for each in agreed if each.stands))


def asked_again_in_words(cell: Cell) -> str:
    """ "Asked again on 24 November 2021, about progress, by 1 January 2022": the latest request that nothing answers.

    "" where there is none, and where sending an update meets it by itself: nobody has that to write.
    """
    if cell.recommendation.met_by_update or not (cell.has(Mark.ASKED_AGAIN) or cell.has(Mark.ASKED_AGAIN_OVERDUE)):
        return ""
    request, due_on, _ = cell.asked_again[-1]
    if not due_on:
        return request.name
    return gettext("%(request)s, by %(day)s") % {"request": request.name, "day": date_format(due_on, "j F Y")}


class Turns(NamedTuple):
    """What a list of a draft's answers says beside each: agreements, parts that are out, what is asked again."""

    agreed: dict[int, Agreed] = {}
    out: set[int] = frozenset()  # ids of the bodies whose own people have their part
    questions: dict[int, Review] = {}
    again: dict[int, str] = {}  # see asked_again_in_words()
    to_the_force: bool = False  # the list is read by the force's own people, not by the office

    @classmethod
    def of(cls, update: Update, responses: Iterable[Response], cells: Iterable[Cell], **more) -> "Turns":
        out = {part.body_id for part in update.parts.all() if part.is_out}
        asked = {question.response.addressee_id: question for question in open_questions(cells)}
        again = {cell.addressee_id: words for cell in cells if (words := asked_again_in_words(cell))}
        return cls(agreed_of(update, responses), out, asked, again, **more)

    def beside(self, addressee, response: Response | None) -> dict:
        """What a row says in place of what it says of the answer alone; nothing where there is no more to say."""
        is_finished = response is not None and response.is_finished
        question, agreed = self.questions.get(addressee.pk), self.agreed.get(addressee.pk)
        begun = response is not None and not is_finished and gettext("words saved, not finished")
        again = None if is_finished else self.again.get(addressee.pk)
        more = {"more": again} if again else {}
        if question and not is_finished:
            asks = gettext("HMICFRS asks: %(question)s") % {"question": Truncator(question.reasons).words(FIRST_WORDS)}
            return {"status": _joined(gettext("HMICFRS asks"), begun), "colour": "orange", "more": asks}
        if agreed and not agreed.stands:
            return {"status": gettext("Not as it was agreed"), "colour": "orange", "more": agreed.in_words}
        if addressee.body_id in self.out and not is_finished and not addressee.recommendation.met_by_update:
            whose = gettext("Yours to write") if self.to_the_force else gettext("With the force")
            return {"status": _joined(whose, begun), "colour": "light-blue"} | more
        if again:
            return {"status": _joined(gettext("Asked again"), begun), "colour": "orange"} | more
        if agreed and is_finished:
            return {"status": agreed.in_words, "colour": ""}
        return {}


def _joined(*parts) -> str:
    return ": ".join(filter(None, parts))
