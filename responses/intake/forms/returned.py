"""A draft's Word version that came back: what was changed in each passage, and which of it a person takes over."""

import datetime
import re
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recommendations.english import in_english
from recommendations.words import canonical, plain, to_marks
from recommendations.words.text import as_words
from responses.differences import Piece, word_by_word
from responses.intake.forms.placing import Draft, listed
from responses.intake.models import AnswerFile
from responses.intake.proposal import Passage, PassageKind, Proposal
from responses.intake.reading.returned import Returned
from responses.letter.limits import too_much
from responses.letter.origin import fingerprint
from responses.letter.written import Written, written
from responses.models import Change
from responses.turns import Agreed, agreed_of

_NAMELESS = {gettext_noop("somebody whom Word does not name"), gettext_noop("Somebody")}  # as reading says
_WELSH_WORDS = re.compile(r'(<span) lang="cy"(?=>)')


@dataclass
class Changed:
    """One passage in which words were changed: what it says here, and what it says in the file."""

    written: Written
    words: str  # of the file, in their stored form
    was: str  # the fingerprint of what it said when the file was made
    changed_by: list[str]
    comments: list[tuple[str, str]]
    agreed: list[Agreed] = field(default_factory=list)

    @property
    def pieces(self) -> list[Piece]:
        return word_by_word(plain(self.written.words), plain(self.words))

    @property
    def is_older(self) -> bool:
        """Whether the draft says something else by now than it said when the file was made."""
        return self.was != self.written.fingerprint

    @property
    def whose(self) -> str:
        """Whose words were changed: "Gwent Police"; "" for what stands around the answers, and where nobody said."""
        said = [response.voice_in_words for response in self.written.responses[:1] if response.voice]
        bodies = [str(response.addressee.body) for response in self.written.responses]
        is_of_force = said and self.written.responses[0].voice == "force" and len(bodies) == 1
        if self.written.column.endswith("chief_officer_comments"):
            return gettext("the chief officer")
        if is_of_force and self.written.responses[0].addressee.body.is_force:
            return bodies[0]
        return "".join(map(gettext, said))

    @property
    def in_words(self) -> str:
        """Who tracked the changes, as Word says."""
        return listed([_named(who) for who in self.changed_by])


def _named(who: str) -> str:
    """Who wrote in Word: a name, or in the language of the page that there is none."""
    return gettext(who) if who in _NAMELESS else who


class Comparison:
    """All that came back of one draft, beside what the draft says now."""

    def __init__(self, file: AnswerFile, draft: Draft):
        self.file, self.draft = file, draft
        self.returned = Returned.from_json(file.returned_json)
        passages = written(draft.update)
        agreed = agreed_of(draft.update, [it for each in passages.values() for it in each.responses])
        self.changed, self.not_theirs = [], 0
        had = {name for name, words in self.returned.before.items() if words != fingerprint("")}
        gone = [it for name, it in passages.items() if name in had and name not in self.returned.passages]
        self.gone = [it for it in gone if self._is_theirs(it)]
        for name, html in self._in_order_of(passages):
            here, was = passages.get(name), self.returned.before.get(name, "")
            # Word says of each word which language it is in: of one that is meant to be in Welsh, that says nothing.
            words = canonical(_WELSH_WORDS.sub(r"\1", html) if here and here.is_welsh else html)
            if fingerprint(as_words(words)) in {was, here.fingerprint if here else ""}:
                continue  # not a word was changed in Word, or all of it stands here already
            if not self._is_theirs(here):
                self.not_theirs += 1
                continue
            notes = [(_named(who), said) for at, who, said in self.returned.comments if at == name]
            stand = [agreed[pk] for pk in here.bodies if pk in agreed and agreed[pk].stands]
            who = self.returned.changed_by.get(name, [])
            self.changed.append(Changed(here, words, was, who, notes, stand))
        shown = {change.written.name for change in self.changed}
        self.comments = [(_named(who), said) for at, who, said in self.returned.comments if at not in shown]

    def _in_order_of(self, passages: dict[str, Written]) -> list[tuple[str, str]]:
        """The words of the file in the order of the letter, whichever a database keeps; then what it has not."""
        places = {name: place for place, name in enumerate(passages)}
        return sorted(self.returned.passages.items(), key=lambda it: places.get(it[0], len(places)))

    def _is_theirs(self, passage: Written | None) -> bool:
        """Whether whoever brought the file may change it: around the answers, an office alone."""
        if passage is None or not passage.bodies:
            return passage is not None and not self.draft.by_the_force
        return passage.bodies <= {addressee.pk for addressee in self.draft.addressees}

    @property
    def elsewhere(self) -> list[Passage]:
        return list(self.file.proposal.passages)

    @property
    def seen(self) -> str:
        return " ".join(change.written.version for change in self.changed)

    def was_taken(self, names: list[str], *, by: User) -> bool:
        """Whether just these were taken over already by this person, so that nothing of them is left to take."""
        is_theirs = self.file.placed_by_id == by.pk and self.file.placed_as == {"take": ",".join(names)}
        return is_theirs and not {change.written.name for change in self.changed} & {*names}


def elsewhere(returned: Returned) -> Proposal:
    """Words that stand in no passage, for a person to place as those of any other file."""
    texts = [to_marks(canonical(html)) for html in returned.elsewhere]
    return Proposal(passages=tuple(Passage(PassageKind.GENERAL, text) for text in texts if text.strip()))


class TakeOverForm(forms.Form):
    """Which passages are taken over. Nothing is until a person selects it, having seen what stands here now."""

    take = forms.MultipleChoiceField(
        label=_("Which of these do you take over?"),
        error_messages={"required": _("Select at least one passage to take over, or leave the draft as it is")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, comparison: Comparison, **kwargs):
        super().__init__(*args, **kwargs)
        self.comparison = comparison
        self.fields["take"].choices = [(it.written.name, it.written.title) for it in comparison.changed]

    @property
    def taken(self) -> list[Changed]:
        return [each for each in self.comparison.changed if each.written.name in self.cleaned_data["take"]]

    def clean_take(self):
        seen = set(self.data.get("seen", "").split())
        for change in self.taken:
            if change.written.version not in seen:
                since = gettext("Somebody changed “%(title)s” after you opened the page. Read it, then choose again")
                raise ValidationError(since % {"title": change.written.title})
            if problem := too_much(change.words):
                raise ValidationError(f"{change.written.title}: {problem}")
        return self.cleaned_data["take"]

    @in_english
    def save(self, *, by: User, at: datetime.datetime) -> None:
        """The draft says what the file says, as if it had been typed: unfinished, and signed off by nobody."""
        update, file = self.comparison.draft.update, self.comparison.file
        titles = {name: each.title for name, each in written(update).items()}
        for change in self.taken:
            for response in change.written.responses:
                response.say(**{change.written.column: change.words})
                response.version += 1
                response.changed_by = by
                response.reopen()
                response.save()
            if not change.written.responses:
                setattr(update, change.written.column, change.words)
                update.version += 1
                update.save(update_fields=[change.written.column, "version"])
        update.edited(by=by, at=at)
        lines = [f"From the Word version that came back as {file}."]
        lines += [f"{titles[change.written.name]}." for change in self.taken]
        update.changed(Change.What.PLACED, by=by, at=at, reason="\n".join(lines))
        file.placed_by, file.placed_at, file.placed_as = by, at, {"take": ",".join(self.cleaned_data["take"])}
        file.save(update_fields=["placed_by", "placed_at", "placed_as"])
