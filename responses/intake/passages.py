"""What a person does to the passages of a letter: place, part at a sentence, cut out, join. No word is ever lost."""

import dataclasses
import re
from collections.abc import Iterable
from itertools import pairwise

from responses.intake.proposal import BlockKind, Passage, Suggestion, heard_as
from responses.intake.understanding.pieces import Piece, plain, unmarked
from responses.intake.understanding.signs import Does, sign_of
from responses.intake.understanding.suggestions import (
    awaiting_in,
    position_in,
    progress_in,
    promises_in,
    said_against,
)
from responses.intake.understanding.vocabulary import is_status
from responses.passages import PassageKind
from responses.voices import Voice

# A sentence ends at its mark, or at a line's end: headings and bullets are sentences of their own here.
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?:;”’\"')\]])\s+(?=[“‘\"'(]?[A-Z0-9])|\n\s*")

PARAGRAPH = "\n\n"
SUGGESTIONS = ("position", "progress", "awaiting")


def sentences(text: str) -> list[str]:
    """The sentences of a text. Joined with what stood between them they are the text again."""
    return [text[start:end] for start, end in _spans(text)]


def letters(text: str) -> int:
    """How many letters a reader of the page sees of a text: by their number the page finds its sentences."""
    return sum(char.isalpha() for char in unmarked(text))


def _spans(text: str) -> list[tuple[int, int]]:
    starts = [0, *(match.end() for match in _BETWEEN_SENTENCES.finditer(text))]
    ends = [*(match.start() for match in _BETWEEN_SENTENCES.finditer(text)), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]


def place(
    passage: Passage, kind: PassageKind, recommendations: Iterable[str], answers_for: Iterable[str], dated: str = ""
) -> Passage:
    """The same words, placed by a person. Only quotations and responses are about recommendations.

    Words that become an answer are looked at for what an answer suggests; `dated` is the letter's date.
    """
    about = tuple(recommendations) if kind in {PassageKind.QUOTATION, PassageKind.RESPONSE} else ()
    if kind == PassageKind.RESPONSE != passage.kind:
        passage = dataclasses.replace(passage, promises=promises_in(passage.text, dated), **_suggested(passage.text))
    return dataclasses.replace(passage, kind=kind, recommendations=about, answers_for=tuple(answers_for))


def heard_from(passage: Passage, sender: str) -> Passage:
    """The same words in a letter from a body of this Body.Kind: whose they are follows, unless a person said it."""
    if passage.by_hand or not passage.speaker:
        return passage
    return dataclasses.replace(passage, voice=heard_as(passage.speaker, sender))


def _suggested(text: str) -> dict:
    return {"position": position_in(text), "progress": progress_in(text), "awaiting": awaiting_in(text)}


def suggested(passages: Iterable[Passage], name: str) -> Suggestion | None:
    """The position or progress that an answer made of these passages suggests: by its status line, else the first."""
    found = [it for passage in passages if (it := getattr(passage, name))]
    return min(found, key=lambda it: not is_status(it.because), default=None)


def contradiction(passages: Iterable[Passage], name: str) -> tuple[str, str] | None:
    """The status line that suggests an answer's position or progress, and words of the answer that contradict it."""
    passages = list(passages)
    suggestion = suggested(passages, name)
    text = PARAGRAPH.join(passage.text for passage in passages)
    against = said_against(suggestion, text) if suggestion else ""
    return (suggestion.because, against) if against else None


def split(passages: tuple[Passage, ...], index: int, sentence: int) -> tuple[Passage, ...]:
    """The passage at an index parted before one of its sentences; both parts stay placed as it was."""
    passage = passages[index]
    spans = _spans(passage.text)
    if not 0 < sentence < len(spans):
        return passages
    at = spans[sentence][0]
    text, rest = passage.text[:at].rstrip(), passage.text[at:]
    moved = {name: it for name in SUGGESTIONS if (it := getattr(passage, name)) and _is_said(it.because, rest, text)}
    promised = tuple(promise for promise in passage.promises if _is_said(promise.text, rest, text))
    kept = tuple(promise for promise in passage.promises if promise not in promised)
    first = dataclasses.replace(passage, text=text, promises=kept, **dict.fromkeys(moved))
    none = dict.fromkeys(SUGGESTIONS)
    gap = passage.text[len(text) : at]
    second = dataclasses.replace(passage, text=rest, gap=gap, promises=promised, differs="", **none | moved)
    return (*passages[:index], first, second, *passages[index + 1 :])


def _is_said(words: str, text: str, before: str) -> bool:
    """Whether words stand in a text. Those that a cut goes through count for the text before it."""
    return words in plain(text) and words not in plain(before)


def cut(passages: tuple[Passage, ...], index: int, first: int, last: int) -> tuple[int, tuple[Passage, ...]]:
    """Some sentences of the passage at an index as a passage of their own, and the index of that."""
    after = split(passages, index, last + 1)
    parted = split(after, index, first)
    return index + len(parted) - len(after), parted


def join(passages: tuple[Passage, ...], index: int) -> tuple[Passage, ...]:
    """The passage at an index and the next as one, placed as the first of them."""
    if not 0 <= index < len(passages) - 1:
        return passages
    first, second = passages[index], passages[index + 1]
    one = dataclasses.replace(
        first,
        text=f"{first.text}{second.gap or PARAGRAPH}{second.text}",
        promises=first.promises + second.promises,
        **{name: getattr(first, name) or getattr(second, name) for name in SUGGESTIONS},
    )
    return (*passages[:index], one, *passages[index + 2 :])


def usual_kinds(voice: Voice, kinds: list[str]) -> list[str]:
    """The kinds of body whose answer words in a voice usually are, of those that a letter speaks for."""
    # The voices of a force and of a local policing body are named as these kinds of body are.
    return [voice.value] if voice in kinds else kinds


def voice_of(passages: Iterable[Passage]) -> Voice:
    """Whose words an answer made of these passages is."""
    return voice_together(passage.voice for passage in passages)


def voice_together(voices: Iterable[Voice]) -> Voice:
    """Whose words those of several voices are, put together; those that nobody stated count for none."""
    speakers = frozenset(voices) - {Voice.NOT_STATED}
    if len(speakers) == 1:
        return next(iter(speakers))
    if Voice.JOINT in speakers or speakers == {Voice.FORCE, Voice.LOCAL_POLICING_BODY}:
        return Voice.JOINT
    return Voice.NATIONAL_BODY if speakers and all(voice.is_national for voice in speakers) else Voice.NOT_STATED


def general(passages: Iterable[Passage]) -> dict[str, str]:
    """The general passages, as the parts of an update that hold them; what only heads an answer belongs to none."""
    parts = {"opening": [], "chief_officer_comments": [], "closing": []}
    answered = False
    for passage, following in pairwise([*passages, None]):
        answered = answered or passage.kind == PassageKind.RESPONSE
        if passage.kind == PassageKind.GENERAL and not (following and _only_heads(passage, following)):
            own = "closing" if answered else "opening"
            said, others = _comment_in(passage) if passage.voice == Voice.FORCE else ([], [passage.text])
            parts["chief_officer_comments"] += said
            parts[own] += others
    return {name: PARAGRAPH.join(texts) for name, texts in parts.items()}


def _only_heads(passage: Passage, following: Passage) -> bool:
    """Whether it is but the heading or the label of the answer after it: "Recommendation 4", "Our response"."""
    text = unmarked(passage.text)
    kind = BlockKind.HEADING if passage.text.startswith("#") else BlockKind.PARAGRAPH
    sign = sign_of(Piece(0, kind, text)) if following.kind == PassageKind.RESPONSE else None
    return sign is not None and sign.does in {Does.HEADS, Does.LABELS} and sign.ends >= len(text)


def _comment_in(passage: Passage) -> tuple[list[str], list[str]]:
    """The paragraphs from the first that says something to the last, and those around them: letterhead, signature."""
    paragraphs = re.split(r"\n{2,}", passage.text)
    said = [place for place, paragraph in enumerate(paragraphs) if _says_something(paragraph)]
    if not said:
        return [], paragraphs
    first, last = said[0], said[-1] + 1
    return paragraphs[first:last], paragraphs[:first] + paragraphs[last:]


def _says_something(paragraph: str) -> bool:
    """Whether it has a sentence. A letterhead, a salutation and the header of a table have none."""
    # Six words, so that "Tel." and "J. Smith" make none; a question is what a form asks, not what a chief officer says.
    ended = (said for line in paragraph.splitlines() for said in re.split(r"[.!]", line)[:-1])
    return any(len(said.split()) >= 6 for said in ended)
