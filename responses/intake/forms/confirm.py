"""What a person confirms of a letter that was read: its facts, where each passage belongs, and each answer's state.

A save in between keeps whatever was typed, as it was typed. Only recording asks that everything be right.
"""

import dataclasses
import datetime
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User
from recommendations.dates import DayOrMonth
from recommendations.models import Addressee, Body, Recommendation
from recommendations.words import from_marks
from responses.collective import Preview, preview
from responses.forms.recording import DifferentForm
from responses.forms.speaking import OnBehalf
from responses.intake.forms.answers import Answer, AnswerForm, CommitmentForm
from responses.intake.forms.facts import Choice, FactsForm, PartsForm
from responses.intake.forms.passage import PassageForm
from responses.intake.models import Intake
from responses.intake.passages import general, heard_from, usual_kinds
from responses.intake.proposal import Passage, PassageKind, Proposal
from responses.intake.standing import open_doubts
from responses.models import Likeness, Response, Update
from responses.models import Passage as KeptPassage
from responses.voices import Voice

SENDERS_SHOWN = 2
# What is kept as it was typed; where passages belong is kept in the proposal.
KEPT = ("facts-", "answer-", "promise-")


def with_choice(data: QueryDict, intake: Intake) -> QueryDict:
    """What was posted, and in its boxes what the button that was pressed stands for: without script it is done here."""
    letter = Confirmation(intake)
    pressed = [choice for choice in letter.senders + letter.dates if choice.key == data.get("choose")]
    if not pressed:
        return data
    data = data.copy()
    for name, typed in pressed[0].boxes.items():
        data[name] = typed
    return data


class Confirmation:
    """All that is confirmed of one letter: the forms of its page, and what becomes of them.

    `data` is what was posted. Without it the page shows what was typed before, then what reading proposes.
    """

    def __init__(self, intake: Intake, data: QueryDict | None = None):
        self.intake, self.data = intake, data
        self.proposal = intake.proposal
        self.typed = data if data is not None else _query_dict(intake.typed)
        self.facts = FactsForm(data, intake=intake, prefix="facts")
        self._show_again(self.facts)
        self._hear()
        self._propose()
        self.addressees = list(
            Addressee.objects.filter(recommendation__super_complaint=intake.super_complaint)
            .select_related("recommendation__super_complaint", "body")
            .order_by("recommendation__order", "body__name")
        )
        self.spoken_for = self._spoken_for()
        # Passages that were parted meanwhile are counted anew: boxes of the old count are nobody's.
        count = str(len(self.proposal.passages))
        self.placing = data if data is not None and data.get("passages", count) == count else None
        self.passages = self._passage_forms()
        if self.placing is not None:
            placed = tuple(form.placed(self.proposal.dated) for form in self.passages)
            self.proposal = dataclasses.replace(self.proposal, passages=placed)
            self._hear()
            for form, passage in zip(self.passages, self.proposal.passages, strict=True):
                form.passage = passage
            # Moved, a passage may answer for another body than before.
            self.spoken_for = self._spoken_for()
        self.unanswered: list[Answer] = []
        self.answers = [self._answer_form(answer) for answer in self._answers()]
        self._put_beside()

    def _hear(self) -> None:
        """Whoever the letter is from, the voices that nobody set by hand follow."""
        author = self.facts.said("body")
        self.sender = author.kind if author else ""
        passages = tuple(heard_from(passage, self.sender) for passage in self.proposal.passages)
        self.proposal = dataclasses.replace(self.proposal, passages=passages)

    @cached_property
    def senders(self) -> list[Choice]:
        """Who may have written it, the likeliest first, of those from whom a letter on this report can come."""
        offered = {body.name for body in self.facts.fields["body"].bodies}
        found = [candidate for candidate in self.proposal.bodies if candidate.value in offered][:SENDERS_SHOWN]
        return [Choice.of_sender(place, candidate) for place, candidate in enumerate(found)]

    @cached_property
    def dates(self) -> list[Choice]:
        """Every date in the letter that it can bear: none that is still to come."""
        today = timezone.localdate()
        found = [it for it in self.proposal.dates if DayOrMonth.from_text(it.value).first_day <= today]
        return [Choice.of_date(place, candidate) for place, candidate in enumerate(found)]

    @property
    def outline(self) -> list[dict]:
        """Each recommendation that is addressed, with what the letter says on it, and where: in the report's order."""
        if not self.spoken_for:
            return [self._so_far(recommendation) for recommendation in self.recommendations]
        lines = [
            {
                "answer": form.answer,
                "said": form.in_words,
                "words": form.answer.text,
                "href": f"#answer-{form.answer.key}",
            }
            for form in self.answers
        ]
        lines += [{"answer": answer} for answer in self.unanswered]
        lines = [{"recommendation": it["answer"].recommendation, "whose": it["answer"].whose, **it} for it in lines]
        return sorted(lines, key=lambda line: self.numbers.index(line["recommendation"].number))

    def _so_far(self, recommendation: Recommendation) -> dict:
        """The same while nobody knows for whom the letter speaks."""
        for index, passage in enumerate(self.proposal.passages):
            if passage.kind == PassageKind.RESPONSE and recommendation.number in passage.recommendations:
                return {"recommendation": recommendation, "words": passage.text, "href": f"#passage-{index}"}
        return {"recommendation": recommendation}

    @cached_property
    def numbers(self) -> list[str]:
        return [recommendation.number for recommendation in self.recommendations]

    @cached_property
    def parts(self) -> PartsForm | None:
        """Which parts of the file are the letter, where it has several; none for any other."""
        return PartsForm(self.data, proposal=self.proposal) if len(self.proposal.parts) > 1 else None

    def _put_beside(self):
        """Each answer stands beside the first of its passages, and is named beside the others."""
        for form in self.passages:
            form.answers = [it for it in self.answers if it.answer.passages[0] is form.passage]
            form.continued = [it for it in self.answers if any(each is form.passage for each in it.answer.passages[1:])]
            form.official = [it for it in self.wordings if it.number in form.passage.recommendations]

    @cached_property
    def different(self) -> DifferentForm | None:
        """What must be said of a letter that may be here already; none for any other."""
        return DifferentForm(self.data) if self.same_letters else None

    @cached_property
    def same_letters(self) -> list[Update]:
        """Letters here that this one may be, going by whose it is and its date as a person says they are."""
        body, files = self.facts.said("body"), frozenset({self.intake.sha256})
        this = Likeness(self.intake.super_complaint_id, body and body.pk, self.facts.said("dated_as"), files)
        return Update.objects.same_letters_as([this])[0]

    @property
    def doubts(self) -> list[str]:
        """What reading doubts and nobody has settled on the page."""
        body, date = self.facts.said("body"), self.facts.said("dated_as")
        said = {"body": body.name if body else "", "dated": date.to_text() if date else ""}
        return open_doubts(dataclasses.replace(self.proposal, **said), undated=bool(self.facts["undated"].value()))

    def _corrected(self) -> Proposal:
        """The proposal, from the body and with the date that a person says: the queue goes by them too."""
        body, date = self.facts.said("body"), self.facts.said("dated_as")
        dated = date.to_text() if date else ""
        if not date and not self.facts["undated"].value():
            dated = self.proposal.dated
        return dataclasses.replace(self.proposal, body=body.name if body else self.proposal.body, dated=dated)

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        return list(dict.fromkeys(addressee.recommendation for addressee in self.addressees))

    @property
    def wordings(self) -> list[Recommendation]:
        """Recommendations whose official wording is held."""
        return [it for it in self.recommendations if it.wording]

    def _passage_forms(self) -> list[PassageForm]:
        kinds = {body.kind: body.get_kind_display() for body in self.spoken_for}
        offered = {"numbers": self.numbers, "kinds": list(kinds.items()), "sender": self.sender}
        return [
            PassageForm(self.placing, prefix=f"passage-{index}", passage=passage, **offered)
            for index, passage in enumerate(self.proposal.passages)
        ]

    def _answer_form(self, answer: Answer) -> AnswerForm:
        form = AnswerForm(self.data, answer=answer, prefix=f"answer-{answer.key}")
        if form.fields:
            body = self.facts["body"]
            form.offer(body.field.bodies, self.recommendations, listed=f"{body.id_for_label}_names")
        form.commitments = [CommitmentForm(self.data, answer=answer, promise=promise) for promise in answer.promises]
        for each in [form, *form.commitments]:
            self._show_again(each)
        return form

    def _show_again(self, form):
        """What was typed before, as it was typed, in place of what reading proposes."""
        if self.data is None:
            for name, field in form.fields.items():
                html_name = form.add_prefix(name)
                if any(key == html_name or key.startswith(f"{html_name}_") for key in self.typed):
                    form.initial[name] = field.widget.value_from_datadict(self.typed, {}, html_name)

    def _spoken_for(self) -> list[Body]:
        """The bodies that the letter speaks for, as far as that can be told; none while its author is not known."""
        facts, author = self.facts, self.facts.said("body")
        if not author:
            return []
        choice, meanings = facts["on_behalf"].value(), OnBehalf.meanings(author, facts.addressed)
        chosen = {int(pk) for pk in facts["chosen"].value() or () if str(pk).isdecimal()}
        bodies = [body for body in facts.addressed if body.pk in chosen]
        bodies = bodies if choice == OnBehalf.CHOSEN else meanings.get(choice, [])
        # What it says something for is always included.
        forces = [body for body in meanings[OnBehalf.USUAL] if body not in meanings[OnBehalf.ITSELF]]
        facts.also = [body for body in forces if body not in bodies] if self._in_the_voice_of_the_force() else []
        return bodies + facts.also

    def _in_the_voice_of_the_force(self) -> list[int]:
        """The passages, counted from 1, that say something in the voice of the force, or of both together."""
        says = {PassageKind.RESPONSE: {Voice.FORCE, Voice.JOINT}, PassageKind.GENERAL: {Voice.FORCE}}
        passages = enumerate(self.proposal.passages, 1)
        return [number for number, passage in passages if passage.voice in says.get(passage.kind, ())]

    def _propose(self) -> None:
        """Whom it speaks for, until a person says it: itself only, or whom its words speak for, and why."""
        facts, author = self.facts, self.facts.said("body")
        if author and (self.data is not None or "facts-on_behalf" not in self.typed):
            facts.initial["on_behalf"], facts.fields["on_behalf"].help_text = self._proposed(author)
        facts.offer()

    def _proposed(self, author: Body) -> tuple[str, str]:
        everyone = author.represents and len(self.proposal.speaks_for) > 1
        all_of = {kind: choice for choice, kind in OnBehalf.all_of_a_kind.items()}
        if everyone and author.represents in all_of:
            return all_of[author.represents], "Proposed because it says that it answers for all of them."
        if author.oversees_id and (numbers := self._in_the_voice_of_the_force()):
            which = f"passage {numbers[0]} speaks" if len(numbers) == 1 else f"{len(numbers)} passages speak"
            return OnBehalf.USUAL, f"Proposed because {which} in the voice of the force."
        if author.oversees_id and author.oversees.name in self.proposal.speaks_for:
            return OnBehalf.USUAL, "Proposed because it answers what is asked of the force."
        return OnBehalf.ITSELF, ""

    def _answers(self) -> list[Answer]:
        """What the passages say, by recommendation and by kind of body, in the report's order."""
        spoken_for = {body.pk for body in self.spoken_for}
        groups: dict[tuple, list[Addressee]] = {}
        kinds: dict[str, list[str]] = {}
        for addressee in self.addressees:
            if addressee.body_id in spoken_for:
                number, kind = addressee.recommendation.number, addressee.body.kind
                groups.setdefault((number, kind), []).append(addressee)
                if kind not in kinds.setdefault(number, []):
                    kinds[number].append(kind)
        found = []
        for (number, kind), addressees in groups.items():
            passages = [passage for passage in self.proposal.passages if _answers(passage, number, kind, kinds[number])]
            if passages:
                found.append(Answer(f"{number}-{kind}", tuple(addressees), tuple(passages)))
            elif not addressees[0].recommendation.met_by_update:
                self.unanswered.append(Answer(f"{number}-{kind}", tuple(addressees), ()))
        return found

    def collective(self, on: datetime.date) -> Preview | None:
        """What its answers for others would fill as at a date, as they stand on the page."""
        author = self.facts.said("body")
        said = {
            addressee: (form["position"].value(), form["progress"].value())
            for form in self.answers
            if form.fields
            for addressee in form.answer.addressees
        }
        return preview(author, said, on) if author else None

    def differing(self, posted: "Confirmation") -> list[tuple[str, str]]:
        """What somebody posted and this page, a colleague's, does not hold: labels and words."""
        ours = {field.html_name: field.value() for form in self.all_forms for field in form}
        return [
            (field.label, field.value())
            for form in [posted.facts, *posted.answers]
            for field in form
            if isinstance(field.value(), str) and field.value() not in ("", ours.get(field.html_name))
        ]

    @property
    def all_forms(self) -> list[forms.Form]:
        answers = [each for form in self.answers for each in [form, *form.commitments]]
        return [self.facts, *self.passages, *answers, *filter(None, [self.different])]

    def is_valid(self) -> bool:
        # Every form is asked, so that every error is told at once.
        found = [form.is_valid() for form in self.all_forms]
        return all(found)

    def keep(self) -> None:
        """Keep what was placed and typed, right or not; the caller holds the row locked."""
        intake = self.intake
        intake.proposal_json = self._corrected().as_json()
        intake.typed = {name: self.data.getlist(name) for name in self.data if name.startswith(KEPT)}
        intake.version += 1
        intake.save(update_fields=["proposal_json", "typed", "version"])

    def record(self, *, by: User, at: datetime.datetime) -> Update:
        """Make the update, its answers and its passages, and put them on the record, all or nothing."""
        facts = self.facts
        for name, text in general(self.proposal.passages).items():
            setattr(facts.instance, name, from_marks(text))
        update = facts.save(by=by, at=at)
        for form in self.answers:
            for addressee in form.answer.addressees:
                response = Response.objects.create(
                    update=update,
                    addressee=addressee,
                    text=from_marks(form.answer.text),
                    voice=form.answer.voice,
                    finished_by=by,
                    finished_at=at,
                    **Response.NOTHING_TO_CHOOSE | form.cleaned_data,
                )
                for commitment in form.commitments:
                    commitment.save(response)
        self._keep_passages(update)
        update.record(by=by, at=at)
        # The file is the update's document now; one copy is enough.
        self.intake.update, self.intake.content = update, b""
        self.intake.save(update_fields=["update", "content"])
        return update

    def _keep_passages(self, update: Update) -> None:
        for order, passage in enumerate(self.proposal.passages, 1):
            kept = KeptPassage.objects.create(
                update=update, order=order, kind=passage.kind, voice=passage.voice, page=passage.page, text=passage.text
            )
            answered = [form.answer for form in self.answers if any(it is passage for it in form.answer.passages)]
            kept.addressees.set([addressee for answer in answered for addressee in answer.addressees])


def _answers(passage: Passage, number: str, kind: str, kinds: list[str]) -> bool:
    """Whether a passage is (part of) the answer of the bodies of one kind to a recommendation addressed to `kinds`."""
    if passage.kind != PassageKind.RESPONSE or number not in passage.recommendations:
        return False
    said = [kind for kind in passage.answers_for if kind in kinds]
    return kind in (said or usual_kinds(passage.voice, kinds))


def _query_dict(typed: dict[str, list[str]]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data
