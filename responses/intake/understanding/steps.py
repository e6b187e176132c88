"""What a received letter is and says: blocks in, a proposal out, every word of the letter in one passage, in order.

Pure: what is known of bodies and reports comes in as plain values. STEPS are taken one after the other; each reads the
letter's pieces and writes on them, or on the letter, what it finds, with the name of the rule that decided.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from responses.intake.proposal import Block, BlockKind, Hint, Passage, PassageKind, Proposal, Speaker, heard_as
from responses.intake.understanding.dates import find_date
from responses.intake.understanding.envelope import find_envelope
from responses.intake.understanding.known import KnownBody, KnownSuperComplaint
from responses.intake.understanding.names import BodyNames, plain_name
from responses.intake.understanding.outline import find_sections
from responses.intake.understanding.pieces import Letter, Piece, Role, as_text, cut, words
from responses.intake.understanding.quotations import difference, is_quoted
from responses.intake.understanding.senders import day_of, find_sender, speaks_as
from responses.intake.understanding.signs import Does, begins_anew, find_signs
from responses.intake.understanding.suggestions import awaiting_in, position_in, progress_in, promises_in
from responses.intake.understanding.tables import find_tables
from responses.intake.understanding.voices import find_speakers
from responses.voices import Voice

STEPS = (
    find_signs,  # headings, labels and lead-ins: sign
    find_envelope,  # receiver and signature: role; to whom, signed by
    find_date,  # dates, the likeliest first
    find_speakers,  # speaker, seen from the sender
    find_sender,  # bodies, the likeliest first
    find_tables,  # role and numbers of cells
    find_sections,  # section, role and numbers of all else
)
_KINDS = {
    Role.ANSWER: PassageKind.RESPONSE,
    Role.QUOTATION: PassageKind.QUOTATION,
    Role.QUOTED: PassageKind.QUOTED,
    Role.FURNITURE: PassageKind.FURNITURE,
}
_names = lru_cache(maxsize=4)(BodyNames)  # letters come in many, and the bodies are the same
_TITLE_FOUND = 88  # how much of a report's title a letter must hold, out of 100
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


def understand(
    blocks: Sequence[Block],
    *,
    bodies: Iterable[KnownBody],
    super_complaints: Iterable[KnownSuperComplaint],
    chosen: str = "",
    hints: Iterable[Hint] = (),
    awaited: Iterable[str] = (),
) -> Proposal:
    """A proposal for a person to confirm. `chosen` is the slug of the super-complaint, where somebody has said it;
    `hints` are what its file says about itself, `awaited` the names of bodies that have not answered yet."""
    known = {"bodies": bodies, "super_complaints": super_complaints, "chosen": chosen}
    return proposed(read_letter(blocks, **known, hints=hints, awaited=awaited))


def read_letter(blocks, *, bodies, super_complaints, chosen="", hints=(), awaited=()) -> Letter:
    """The letter after all steps."""
    letter = Letter(cut(blocks, begins_anew), _names(tuple(bodies)), hints=tuple(hints), awaited=frozenset(awaited))
    letter.report = _which_report(letter, list(super_complaints), chosen)
    for step in STEPS:
        step(letter)
    return letter


def explained(blocks, **known) -> Iterator[str]:
    """Each piece of a letter with its role, numbers and speaker, the rules that decided, and its first words."""
    letter = read_letter(blocks, **known)
    for piece in letter.pieces:
        sign = f"{piece.sign.does.value} {' '.join(piece.sign.numbers)}".strip() if piece.sign else ""
        about = " ".join([piece.role, *(piece.numbers or (piece.section.numbers if piece.section else ()))])
        yield f"{about:<18} {piece.speaker.value:<20} {sign:<26} {' > '.join(piece.because):<40} {piece.plain[:70]}"
    for name in ("bodies", "dates"):
        yield from (f"{name}: {one.points:>3} {one.value}. {one.because}" for one in letter.found[name])
    yield from (f"doubt: {doubt}" for doubt in letter.doubts)


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


def _which_report(letter: Letter, known: list[KnownSuperComplaint], chosen: str) -> KnownSuperComplaint | None:
    """The report a letter answers: by its title, by who complained, by its recommendations."""
    if chosen:
        return next(report for report in known if report.slug == chosen)
    pieces = letter.pieces
    text = plain_name(" ".join(piece.plain for piece in pieces))
    likely = {report.slug: _likeness(report, text, pieces) for report in known}
    ranked = sorted(known, key=lambda report: likely[report.slug], reverse=True)
    if not ranked or not likely[ranked[0].slug]:
        letter.doubts.append("No super-complaint that is known here was recognised: choose which the letter is about.")
        return None
    if len(ranked) > 1 and likely[ranked[0].slug] == likely[ranked[1].slug]:
        letter.doubts.append(f"It could be about {ranked[0].title} or {ranked[1].title}: choose which.")
        return None
    return ranked[0]


def _likeness(report: KnownSuperComplaint, text: str, pieces: list[Piece]) -> int:
    title = plain_name(report.title).strip("?!. ")
    whole = plain_name(report.report_title)
    complainants = [name.strip() for name in re.split(r",|\band\b", plain_name(report.made_by)) if name.strip()]
    wordings = [recommendation.wording for recommendation in report.recommendations if recommendation.wording]
    quotes = sum(any(len(p.text) > 60 and is_quoted(p.text, wording) for p in pieces) for wording in wordings)
    return (
        3 * (title in text)
        + 3 * (len(whole) > 20 and fuzz.partial_ratio(whole, text) >= _TITLE_FOUND)
        + 2 * (bool(complainants) and all(name in text for name in complainants))
        + 2 * quotes
        + 2 * bool(report.reply_to and report.reply_to in text and title in text)
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
