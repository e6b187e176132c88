"""What the steps found, as a proposal: passages in order, each with what its words suggest, and for whom they speak."""

import re
from dataclasses import replace

from responses.intake.proposal import BlockKind, Passage, PassageKind, Proposal, Speaker, heard_as
from responses.intake.understanding.known import KnownBody
from responses.intake.understanding.pieces import Does, Letter, Piece, Role, as_text, words
from responses.intake.understanding.quotations import difference
from responses.intake.understanding.senders import day_of, speaks_as
from responses.intake.understanding.suggestions import awaiting_in, position_in, progress_in, promises_in
from responses.voices import Voice

_KINDS = {
    Role.ANSWER: PassageKind.RESPONSE,
    Role.QUOTATION: PassageKind.QUOTATION,
    Role.QUOTED: PassageKind.QUOTED,
    Role.FURNITURE: PassageKind.FURNITURE,
}
_ALL_FORCES = re.compile(
    r"\b(?:on behalf of|for)\s+(?:all|the 43|every|the)\s+(?:\d+\s+)?(?:of\s+the\s+)?(?:chief constables?"
    r"|(?:police )?forces)\b",
    re.IGNORECASE,
)
_ALL_COMMISSIONERS = re.compile(
    r"\b(?:on behalf of|for)\s+(?:all|every)\s+(?:\d+\s+)?(?:of\s+the\s+)?(?:police and crime commissioners?|pccs)\b",
    re.IGNORECASE,
)
_FOR_BOTH = re.compile(
    r"\bthe chief constable and I\b|\bmy response including that of the (?:constabulary|force)\b", re.IGNORECASE
)


def proposed(letter: Letter) -> Proposal:
    """What the steps found, as a proposal."""
    facts = {**letter.found}
    sender = facts.pop("sender")
    passages = _passages(letter, _voices(letter, sender))
    return Proposal(
        **facts,
        passages=passages,
        super_complaint=letter.report.slug if letter.report else "",
        speaks_for=_speaks_for(letter, sender, passages),
        doubts=tuple(dict.fromkeys(letter.doubts)),
    )


def _voices(letter: Letter, sender: KnownBody | None):
    """What each speaker's voice comes to: as the sender's kind has it, or, where nobody knows, how the text speaks."""
    kind, name = (sender.kind, sender.name) if sender else (speaks_as(" ".join(p.plain for p in letter.own)), "")
    return {speaker: heard_as(speaker, kind, name) for speaker in Speaker}


def _passages(letter: Letter, voices: dict[Speaker, Voice]) -> tuple[Passage, ...]:
    _mark_beginnings(letter)
    groups: list[list[Piece]] = []
    for piece in _headings_with_quotations(letter.pieces):
        if groups and _together(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    dated = letter.found.get("dated", "")
    passages = [_passage(group, letter, voices, dated) for group in groups]
    return tuple(_with_differences(passages, groups, letter.wording_of))


def _mark_beginnings(letter: Letter) -> None:
    """A general passage begins anew at the first prose, and at the close."""
    prose = next(
        (piece for piece in letter.said if len(words(piece.text)) > 12 and piece.text.rstrip()[-1:] in ".:?"), None
    )
    closing = next((p for p in letter.said if p.sign and p.sign.does == Does.CLOSES), None)
    for piece in filter(None, [prose, closing]):
        piece.begins_anew = piece.role != Role.ANSWER


def _headings_with_quotations(pieces: list[Piece]) -> list[Piece]:
    """A heading belongs to the quotation that follows it; before an answer it is general."""
    following: Piece | None = None
    for piece in reversed(pieces):
        if piece.role == Role.HEADING and following and following.role == Role.QUOTATION:
            piece.role, piece.numbers, piece.begins_anew = Role.QUOTATION, following.numbers, True
        if piece.is_words:
            following = piece
    return pieces


def _together(group: list[Piece], piece: Piece) -> bool:
    last = group[-1]
    if piece.begins_anew and not (last.role == Role.QUOTATION and last.begins_anew and piece.role == Role.QUOTATION):
        return False
    kinds = _KINDS.get(last.role, PassageKind.GENERAL), _KINDS.get(piece.role, PassageKind.GENERAL)
    if kinds[0] != kinds[1]:
        return False
    if kinds[0] != PassageKind.RESPONSE and kinds[0] != PassageKind.QUOTATION:
        if kinds[0] in {PassageKind.FURNITURE, PassageKind.QUOTED}:
            return True
        new_part = piece.role == Role.HEADING or piece.kind == BlockKind.HEADING
        return last.speaker == piece.speaker and not (new_part and last.kind != BlockKind.HEADING)
    if last.numbers != piece.numbers:
        return False
    return kinds[0] == PassageKind.QUOTATION or last.speaker == piece.speaker


def _passage(group: list[Piece], letter: Letter, voices: dict[Speaker, Voice], dated: str) -> Passage:
    first, kind = group[0], _KINDS.get(group[0].role, PassageKind.GENERAL)
    text = as_text(group)
    if kind in {PassageKind.FURNITURE, PassageKind.QUOTED}:
        return Passage(kind, text, first.page)
    if kind == PassageKind.QUOTATION:
        return Passage(kind, text, first.page, first.numbers)
    speaker = group[-1].speaker
    passage = Passage(kind, text, first.page, (), voices[speaker], speaker)
    if kind != PassageKind.RESPONSE:
        return passage
    passage = replace(passage, recommendations=first.numbers, promises=promises_in(text, dated))
    text = " ".join(filter(None, [*(piece.column_says for piece in group), text]))
    if _is_met_by_update(first.numbers, letter.report):
        return passage
    return replace(passage, position=position_in(text), progress=progress_in(text), awaiting=awaiting_in(text))


def _is_met_by_update(numbers: tuple[str, ...], report) -> bool:
    """Whether they ask for nothing but the update itself, so that no progress is typed."""
    met = {r.number for r in report.recommendations if r.met_by_update} if report else set()
    return set(numbers) <= met


def _with_differences(passages: list[Passage], groups: list[list[Piece]], wording_of: dict[str, str]) -> list[Passage]:
    """Quotations with how they differ from the official wording; one that a page break split is compared whole."""
    first_of, quoted = {}, {}
    for place, (passage, group) in enumerate(zip(passages, groups, strict=True)):
        wording = wording_of.get(passage.recommendations[0]) if len(passage.recommendations) == 1 else ""
        if passage.kind != PassageKind.QUOTATION or not wording:
            continue
        number, anew = passage.recommendations[0], any("outline.heading" in piece.because for piece in group)
        if anew or number not in first_of:
            first_of[number] = place
        body = as_text([piece for piece in group if not {"outline.heading", "outline.label"} & set(piece.because)])
        quoted[first_of[number]] = f"{quoted.get(first_of[number], '')}\n\n{body}"
    for place, text in quoted.items():
        passages[place] = replace(
            passages[place], differs=difference(text, wording_of[passages[place].recommendations[0]])
        )
    return passages


def _speaks_for(letter: Letter, body: KnownBody | None, passages: tuple[Passage, ...]) -> tuple[str, ...]:
    """The body; its force where the letter carries the force's answers; everybody where it says so."""
    if not body:
        return ()
    text = " ".join(piece.plain for piece in letter.said)
    day = day_of(letter)
    for kind, says in (("force", _ALL_FORCES), ("local_policing_body", _ALL_COMMISSIONERS)):
        if body.kind == "national_body" and says.search(text):
            everyone = [
                other for other in letter.names.bodies if other.kind == kind and (not day or other.existed_on(day))
            ]
            return (body.name, *(other.name for other in everyone))
    if not body.oversees:
        return (body.name,)
    to_forces = {number for number, kinds in letter.addressed.items() if kinds == {"force"}}
    carries = any(
        passage.voice in {Voice.FORCE, Voice.JOINT}
        or (passage.kind == PassageKind.RESPONSE and to_forces & set(passage.recommendations))
        for passage in passages
    )
    return (body.name, body.oversees) if carries or _FOR_BOTH.search(text) else (body.name,)
