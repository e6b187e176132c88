"""Answers that come as a file: which passage goes into which answer of a draft, and in whose words.

The choices of a passage are names of places: "4 force", "1,4 joint"; "" leaves it out.
"""

import dataclasses
import datetime
from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recommendations.english import in_english
from recommendations.models import Addressee, Body
from recommendations.words import from_marks, stored
from responses.documents import ACCEPT, ALLOWED
from responses.forms.recording import FilesField, FilesInput
from responses.forms.writing import NAMED, voices_of_others
from responses.intake.models import AnswerFile
from responses.intake.passages import usual_kinds, voice_together
from responses.intake.proposal import Passage, PassageKind, Speaker, heard_as
from responses.intake.standing import open_doubts
from responses.intake.translated import translated
from responses.letter.limits import too_much
from responses.models import Change, Response, Update
from responses.voices import Voice

WHOSE = {
    Voice.FORCE: gettext_noop("the force’s words"),
    Voice.LOCAL_POLICING_BODY: gettext_noop("the office’s words"),
    Voice.JOINT: gettext_noop("words of both together"),
    Voice.NATIONAL_BODY: gettext_noop("our own words"),
}
ADD, LEAVE = "add", "leave"


class BringForm(forms.Form):
    files = FilesField(
        label=_("Which document has the answers?"),
        help_text=format_lazy(
            _("One file of up to 20 MB: {allowed}. Nothing is placed until you say where each passage goes."),
            allowed=_(ALLOWED),
        ),
        widget=FilesInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Select the document that has the answers")},
    )

    def clean_files(self):
        if len(self.cleaned_data["files"]) > 1:
            raise ValidationError(gettext("Select one document at a time"))
        return self.cleaned_data["files"]


@dataclass
class Draft:
    """A draft as far as a file may be placed into it: its answers of one body, or of a force and who oversees it."""

    update: Update
    addressees: list[Addressee]
    by_the_force: bool  # its own people, in the letter of who oversees it

    @cached_property
    def answers(self) -> dict[int, Response]:
        """What it says already, by the id of the addressee; each of the others is empty and not stored."""
        said = {it.addressee_id: it for it in self.update.responses.select_related("changed_by")}
        found = {it.pk: said.get(it.pk) or Response(update=self.update, addressee=it) for it in self.addressees}
        for addressee in self.addressees:
            found[addressee.pk].addressee = addressee
        return found

    @cached_property
    def numbers(self) -> list[str]:
        """The recommendations it may answer, in the report's order."""
        return list(dict.fromkeys(addressee.recommendation.number for addressee in self.addressees))

    @cached_property
    def voices(self) -> list[Voice]:
        others = NAMED | voices_of_others(self.update.body, by_the_force=self.by_the_force)
        return [voice for voice in Voice if voice not in others | {Voice.NOT_STATED}]

    @cached_property
    def force(self) -> Body | None:
        asked = next((it.body for it in self.addressees if it.body.is_force), None)
        return asked or (self.update.body if self.update.body.is_force else self.update.body.oversees)

    def at(self, place: str) -> list[Response]:
        """The answers that a choice means: of those who are asked, the one whose voice it is, else all."""
        if not place:
            return []
        numbers, voice = place.split(" ")
        found = []
        for number in numbers.split(","):
            asked = [it for it in self.addressees if it.recommendation.number == number]
            kinds = usual_kinds(Voice(voice), list(dict.fromkeys(it.body.kind for it in asked)))
            found += [self.answers[it.pk] for it in asked if it.body.kind in kinds]
        return found

    def proposed(self, passage: Passage, sender: str) -> str:
        """Where reading would place a passage of a file from a body of this Body.Kind; "" nowhere."""
        numbers = [number for number in passage.recommendations if number in self.numbers]
        # Words of nobody in particular are those of whoever wrote the file.
        voice = passage.voice if passage.by_hand else heard_as(passage.speaker or Speaker.SENDER, sender)
        voice = Voice.NATIONAL_BODY if voice.is_national else voice
        is_answer = passage.kind == PassageKind.RESPONSE and numbers and voice in self.voices
        return f"{','.join(numbers)} {voice}" if is_answer else ""


def listed(names: list[str]) -> str:
    """ "1, 4 and 5"."""
    return gettext(" and ").join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def seen_as(answer: Response) -> str:
    """Which answer in which version somebody saw."""
    return f"{answer.addressee_id}-{answer.version}"


class PassageForm(forms.Form):
    """Where one passage goes, and, where something stands there, what becomes of both."""

    place = forms.ChoiceField(required=False)
    standing = forms.ChoiceField(
        choices=[(ADD, _("Add these below them")), (LEAVE, _("Leave them as they are, without these"))],
        widget=forms.RadioSelect({"class": "govuk-radios--small"}),
        required=False,
    )

    def __init__(self, *args, number: int, passage: Passage, draft: Draft, proposed: str, seen: set[str], **kwargs):
        """`seen`: see Placing.seen."""
        super().__init__(*args, prefix=f"passage-{number}", **kwargs)
        self.fields["place"].label = gettext("Where does passage %(number)s go?") % {"number": number}
        stand = gettext("What of the words that stand where passage %(number)s goes?")
        self.fields["standing"].label = stand % {"number": number}
        self.number, self.passage, self.draft, self.seen = number, passage, draft, seen
        self.words = from_marks(passage.text)
        self.placed_already = [it for it in draft.answers.values() if self.words in stored(it.text)]
        self.initial["place"] = "" if self.placed_already else proposed
        together = [proposed.split(" ")[0]] if "," in proposed else []
        self.fields["place"].choices = [
            ("", gettext("Leave it out")),
            *(self._places(it, together) for it in draft.voices),
        ]

    @staticmethod
    def _named(numbers: str, voice: Voice) -> str:
        """ "Recommendations 1 and 4 (the force’s words)"."""
        about = numbers.split(",")
        named = ngettext(
            "Recommendation %(numbers)s (%(whose)s)", "Recommendations %(numbers)s (%(whose)s)", len(about)
        )
        return named % {"numbers": listed(about), "whose": gettext(WHOSE[voice])}

    def _places(self, voice: Voice, together: list[str]) -> tuple:
        places = [(f"{numbers} {voice}", self._named(numbers, voice)) for numbers in [*together, *self.draft.numbers]]
        return capfirst(gettext(WHOSE[voice])), places

    @property
    def _place(self) -> str:
        """What is chosen on the page, if it is one of the choices."""
        chosen = self["place"].value()
        return chosen if self.fields["place"].valid_value(chosen) else ""

    @property
    def voice(self) -> Voice:
        """In whose words it is placed, where it is."""
        return Voice(self._place.split(" ")[1])

    @property
    def answers(self) -> list[Response]:
        """Where it goes, as it stands on the page."""
        return self.draft.at(self._place)

    @property
    def standing_there(self) -> list[Response]:
        """The answers that it goes to and that say something already."""
        return [it for it in self.answers if it.text]

    @property
    def is_placed(self) -> bool:
        return bool(self.answers) and not (self.standing_there and self.cleaned_data.get("standing") == LEAVE)

    @property
    def folds(self) -> bool:
        """Whether its words fold away: what nobody answers with."""
        return self.passage.kind in {PassageKind.QUOTATION, PassageKind.QUOTED, PassageKind.FURNITURE}

    def clean(self):
        cleaned = super().clean()
        standing = self.standing_there if "place" in cleaned else []
        if changed := [it for it in standing if seen_as(it) not in self.seen]:
            since = gettext("%(who)s changed what stands there after you opened the page. Read it, then choose again")
            self._ask_again(since % {"who": changed[0].changed_by or gettext("Somebody")})
        elif standing and not cleaned.get("standing"):
            below = gettext("Select whether to add passage %(number)s below the words that stand there")
            self._ask_again(below % {"number": self.number})
        return cleaned

    def _ask_again(self, error: str) -> None:
        self.data = self.data.copy()
        self.data.pop(self.add_prefix("standing"), None)
        self.add_error("standing", error)


@dataclass
class Placing:
    """All that is confirmed of one file: the forms of its page, and what becomes of them."""

    file: AnswerFile
    draft: Draft
    data: QueryDict | None = None

    def __post_init__(self):
        proposal = self.file.proposal
        kinds = dict(Body.objects.filter(name=proposal.body).values_list("name", "kind")) if proposal.body else {}
        force = self.draft.force
        self.sender = kinds.get(proposal.body) or (force.kind if force else self.draft.update.body.kind)
        self.doubts = self._doubts(proposal)
        # The draft says whose answers these are, and it bears its own date.
        whose = proposal.body or self.draft.update.body.name
        noted = open_doubts(dataclasses.replace(proposal, body=whose), undated=True, of_a_draft=True)
        self.noted = [translated(it) for it in noted]
        seen = set((self.data or {}).get("seen", "").split())
        # Of somebody else's words, or on another report, nothing is placed but by a person.
        self.passages = [
            PassageForm(
                self.data,
                number=number,
                passage=passage,
                draft=self.draft,
                proposed="" if self.doubts else self.draft.proposed(passage, self.sender),
                seen=seen,
            )
            for number, passage in enumerate(proposal.passages, 1)
        ]

    def _doubts(self, proposal) -> list[str]:
        """Why this may be the wrong file, in sentences."""
        update = self.draft.update
        own = {it.body.name for it in self.draft.addressees} | {update.body.name}
        own |= {self.draft.force.name} if self.draft.force else set()
        found = []
        if proposal.body and proposal.body not in own:
            sender = gettext("This document seems to be from %(body)s. Place its words only if they belong here.")
            found.append(sender % {"body": proposal.body})
        if proposal.super_complaint not in ("", update.super_complaint.slug):
            report = gettext("This document seems to answer another report than %(super_complaint)s.")
            found.append(report % {"super_complaint": update.super_complaint})
        return found

    @property
    def rows(self) -> list[tuple]:
        """Each passage's form, and what stands where it goes with whether the page shows it for the first time."""
        shown, found = set(), []
        for form in self.passages:
            found.append((form, [(answer, answer.pk not in shown) for answer in form.standing_there]))
            shown |= {answer.pk for answer in form.standing_there}
        return found

    @property
    def seen(self) -> str:
        """All answers that the page shows, as it posts them: "17-2 18-1"."""
        return " ".join(seen_as(it) for it in self.draft.answers.values() if it.pk)

    @property
    def typed(self) -> dict[str, str]:
        """What was posted, box by box: two presses of one page are equal here."""
        return {name: value for name, value in self.data.items() if name != "csrfmiddlewaretoken"}

    def is_valid(self) -> bool:
        """Whether every passage has its place, and one at least goes somewhere."""
        valid = [form.is_valid() for form in self.passages]
        if not all(valid):
            return False
        if not any(form.is_placed for form in self.passages):
            self.passages[0].add_error(None, gettext("Select where at least one passage goes"))
        for answer, going in self._by_answer():
            if problem := too_much(stored(answer.text) + "".join(form.words for form in going)):
                going[-1].add_error(None, f"{answer.addressee.recommendation}, {answer.addressee.body}: {problem}")
        return not any(form.errors for form in self.passages)

    def _by_answer(self) -> list[tuple[Response, list[PassageForm]]]:
        """Each answer that gets words, with the passages that go there in the file's order."""
        going: dict[int, list[PassageForm]] = {}
        for form in self.passages:
            for answer in form.answers if form.is_placed else []:
                going.setdefault(answer.addressee_id, []).append(form)
        return [(answer, going[pk]) for pk, answer in self.draft.answers.items() if pk in going]

    @in_english
    def place(self, *, by: User, at: datetime.datetime) -> list[Response]:
        """Put the words into the answers, each unfinished until a person says that it is finished."""
        update, lines, placed = self.draft.update, [], self._by_answer()
        for answer, going in placed:
            voices = [form.voice for form in going]
            _add_words(answer, "".join(form.words for form in going), voices, by)
            whose = listed([WHOSE[voice] for voice in dict.fromkeys(voices)])
            lines.append(f"{answer.addressee.recommendation}, {answer.addressee.body}: {whose}.")
        update.speak_for({answer.addressee.body_id for answer, _ in placed})
        update.edited(by=by, at=at)
        update.changed(Change.What.PLACED, by=by, at=at, reason="\n".join([f"From {self.file}.", *lines]))
        self.file.placed_by, self.file.placed_at, self.file.placed_as = by, at, self.typed
        self.file.save(update_fields=["placed_by", "placed_at", "placed_as"])
        return [answer for answer, _ in placed]


def _add_words(answer: Response, words: str, voices: list[Voice], by: User) -> None:
    """Below what stands there. Where nobody has said whose that is, whose words they are together is left open."""
    voice = voice_together([*voices, *([Voice(answer.voice)] if answer.voice else [])])
    if answer.text and answer.voice in ("", Voice.NOT_STATED):
        voice = Voice.NOT_STATED
    answer.say(text=stored(answer.text) + words, voice="" if voice == Voice.NOT_STATED else voice)
    if answer.addressee.recommendation.met_by_update:
        answer.say(**Response.NOTHING_TO_CHOOSE)
    answer.version += 1 if answer.pk else 0
    answer.changed_by = by
    answer.reopen()
    answer.save()
