"""What was changed in a draft since a moment, part by part and word by word, for whoever must stand by it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop
from rapidfuzz.distance import Indel

from recommendations.models import Addressee
from recommendations.words import plain, stored, to_marks
from responses.letter.checks import WORDS
from responses.models import Response, Update
from responses.models.covering import CALLED, SET_AS
from responses.models.sign_off import all_said
from responses.voices import Voice

_WORDS = re.compile(r"\s+|[^\s]+")
_AROUND = 40  # words and spaces of what stayed that are shown on each side of a change

LETTER = {
    "date": gettext_noop("Date of the letter"),
    **CALLED,
    "enclosed": gettext_noop("Files that go with it"),
}
ANSWER = {
    "position": gettext_noop("Position"),
    "progress": gettext_noop("Progress"),
    "awaits": gettext_noop("Awaits"),
    "text": gettext_noop("Words"),
    "welsh_text": gettext_noop("Words in Welsh"),
    "voice": gettext_noop("Whose words"),
}
_CHOICES = {
    "position": dict(Response.Position.choices),
    "progress": dict(Response.Progress.choices),
    "voice": dict(Voice.choices()),
    "language": dict(Update.Language.choices),
    "marking": dict(Update.Marking.choices),
    "wording_as": dict(Update.WordingAs.choices),
    **{
        name: {True: gettext_noop("Yes"), False: gettext_noop("No")}
        for name in ("with_summary", "with_gaps", "with_voices")
    },
}


class Piece(NamedTuple):
    """A stretch of words: "same", "removed" or "added"; "left_out" stands for words that stayed and are not shown."""

    kind: str
    text: str


class Changed(NamedTuple):
    """One fact of a part: what it is called, and its words with what went and what came."""

    label: str
    pieces: list[Piece]
    is_english: bool = False  # words of ours that were kept with a step, and so in the language of the record


class Difference(NamedTuple):
    """One part of a draft in which something was changed."""

    heading: str
    changes: list[Changed]


def word_by_word(before: str, after: str) -> list[Piece]:
    """What was removed and added, between the words around it: "We" same, "will" removed, "shall" added."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces, removed, added = [], "", ""
    for tag, *(start, end, new_start, new_end) in Indel.opcodes(old, new):
        stayed = "".join(old[start:end]) if tag == "equal" else ""
        if stayed and (stayed.strip() or end == len(old) or not removed + added):
            pieces += [*_changed(removed, added), *_shortened(old[start:end], start == 0, end == len(old))]
            removed = added = ""
        else:
            # A space between two changed words is changed with them: they are read as one.
            removed += stayed or "".join(old[start:end])
            added += stayed or "".join(new[new_start:new_end])
    return pieces + _changed(removed, added)


def _changed(removed: str, added: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("removed", removed), ("added", added)) if text]


def _shortened(words: list[str], is_first: bool, is_last: bool) -> list[Piece]:
    """What stayed: all of it, or only what stands next to a change."""
    if len(words) <= 3 * _AROUND:
        return [Piece("same", "".join(words))]
    begins = [] if is_first else [Piece("same", "".join(words[:_AROUND]))]
    ends = [] if is_last else [Piece("same", "".join(words[-_AROUND:]))]
    return [*begins, Piece("left_out", "…"), *ends]


def differences(before: dict, update: Update) -> list[Difference]:
    """What was changed in a draft since it said this (`all_said`), in the order of its pages."""
    now = all_said(update)
    whom = {"speaks_for": gettext_noop("Speaks for")}
    # What was kept before a letter could be set in other ways says nothing of them: it was set as any was.
    as_any = {name: Update._meta.get_field(name).get_default() for name in SET_AS}
    letter = [*_changes(as_any | before["letter"], now["letter"], LETTER)]
    letter += _changes(_whom(before), _whom(now), whom)
    ids = {*before["answers"], *now["answers"]}
    addressees = Addressee.objects.filter(pk__in=ids).select_related("recommendation__super_complaint", "body")
    parts = [Difference(gettext("Covering letter"), letter)]
    for addressee in addressees.order_by("recommendation__order", "body__kind", "body__name"):
        was, is_now = (said["answers"].get(str(addressee.pk), {}) for said in (before, now))
        changes = [*_changes(was, is_now, ANSWER)]
        parts.append(Difference(f"{addressee.recommendation}: {addressee.body}", changes))
    return [part for part in parts if part.changes]


def _whom(said: dict) -> dict:
    return {"speaks_for": ", ".join(said["speaks_for"])}


def _changes(before: dict, after: dict, labels: dict) -> Iterator[Changed]:
    for name, label in labels.items():
        old, new = before.get(name, ""), after.get(name, "")
        if name in WORDS and stored(old) != stored(new):
            yield Changed(gettext(label), in_pasted_words(stored(old), stored(new)))
        elif name not in WORDS and old != new:
            pieces = word_by_word(in_words(name, old), in_words(name, new))
            yield Changed(gettext(label), pieces, is_english=name in {"awaits", "enclosed"})


def in_pasted_words(old: str, new: str) -> list[Piece]:
    """Of words with headings, lists and the like: what they say, or else how they are set."""
    for as_text in (plain, to_marks):
        if (before := as_text(old)) != (after := as_text(new)):
            return word_by_word(before, after)
    return [Piece("same", gettext("The words are the same: only how they are set was changed."))]


def in_words(name: str, value: str | bool) -> str:
    """What was chosen, as people say it; what was typed as it is."""
    choices = _CHOICES.get(name, {})
    if value not in choices:
        return value
    return gettext(choices[value]) if choices[value] else ""  # which gettext takes for the head of the catalogue
