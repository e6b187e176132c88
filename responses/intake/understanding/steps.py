"""What a received letter is and says: blocks in, a proposal out, every word of the letter in one passage, in order.

Pure: what is known of bodies and reports comes in as plain values (known.py). Each step is a module of its own: where
the recommendations begin (headings, openings, columns), which words are quoted (quotations), whose words they are
(voices), where each belongs (placing), what it suggests (suggestions), who wrote when to whom (senders, dates, people).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from rapidfuzz import fuzz

from recommendations.dates import DayOrMonth
from responses.intake.proposal import Block, BlockKind, Passage, PassageKind, Proposal
from responses.intake.understanding.columns import rows_of_others, tables_of_recommendations
from responses.intake.understanding.dates import date_of_letter
from responses.intake.understanding.headings import MENTION, Heading, heading_of, numbers_in, stands_alone
from responses.intake.understanding.known import KnownBody, KnownSuperComplaint
from responses.intake.understanding.marking import Marked, is_prose, marked_pieces
from responses.intake.understanding.names import names_a_body, plain_name
from responses.intake.understanding.openings import cut_brought_in
from responses.intake.understanding.people import (
    addressee,
    agreed_by,
    end_of_letter,
    opens_or_closes,
    sender_lines,
    signature,
)
from responses.intake.understanding.pieces import Piece, as_text, cut, plain, sentences, split
from responses.intake.understanding.placing import Placed, Placing
from responses.intake.understanding.quotations import difference, is_quoted
from responses.intake.understanding.senders import LOCAL, Sender, overseer, sender, speaks_as
from responses.intake.understanding.suggestions import awaiting_in, position_in, progress_in, promises_in
from responses.intake.understanding.voices import hands_over
from responses.voices import Voice

_TITLE_FOUND = 88  # how much of a report's title a letter must hold, out of 100
_ALL_FORCES = re.compile(
    r"\b(?:on behalf of|for)\s+(?:all|the 43|every|the)\s+(?:\d+\s+)?(?:of\s+the\s+)?(?:chief constables?"
    r"|(?:police )?forces)\b",
    re.I,
)
_ALL_COMMISSIONERS = re.compile(
    r"\b(?:on behalf of|for)\s+(?:all|every)\s+(?:\d+\s+)?(?:of\s+the\s+)?(?:police and crime commissioners?|pccs)\b",
    re.I,
)
_FOR_BOTH = re.compile(
    r"\bthe chief constable and I\b|\bmy response including that of the (?:constabulary|force)\b", re.I
)
_SAID_IN_ONE = re.compile(r":\s+(?=[\"“‘])")


def understand(
    blocks: Sequence[Block],
    *,
    bodies: Iterable[KnownBody],
    super_complaints: Iterable[KnownSuperComplaint],
    chosen: str = "",
) -> Proposal:
    """A proposal for a person to confirm. `chosen` is the slug of the super-complaint, where somebody has said it."""
    bodies = tuple(bodies)
    pieces = cut(list(blocks), lambda line: stands_alone(line) or opens_or_closes(line))
    report, doubts = _which_report(pieces, list(super_complaints), chosen)
    pieces, brought_in = _cut_further(pieces, report)
    letter = pieces[: end_of_letter(pieces)]
    dated, date_doubts = date_of_letter(letter, report.published_on if report else None)
    to, signed = addressee(letter, partial(names_a_body, bodies=bodies)), signature(letter)
    # A letter without a date is no older than the report.
    day = DayOrMonth.from_text(dated).last_day if dated else report and report.published_on
    found = sender(letter, bodies, day, to.pieces, signed.pieces, sender_lines(letter), signed.title)
    marked, placing = _placed(pieces, brought_in, report, _base_voice(found, pieces), signed.pieces)
    if found.area and _answers_alone(placing, report) and (body := overseer(found.area, bodies, day)):
        found = Sender(body, f"It is about {found.area}, and answers what is asked of those alone who oversee forces")
        marked, placing = _placed(pieces, brought_in, report, _base_voice(found, pieces), signed.pieces)
    passages = _passages(placing.placed, report, dated, _starts(marked, brought_in))
    doubts += [*date_doubts, *filter(None, [found.doubt]), *_doubts_of(placing, pieces, brought_in)]
    return Proposal(
        passages=passages,
        body=found.body.name if found.body else "",
        body_because=found.because,
        super_complaint=report.slug if report else "",
        dated=dated,
        addressed_to=to.text,
        signatory=signed.name,
        signatory_title=signed.title,
        agreed_by=agreed_by(pieces),
        speaks_for=_speaks_for(found.body, bodies, day, passages, pieces, report),
        doubts=tuple(doubts),
    )


def _which_report(pieces: list[Piece], known: list[KnownSuperComplaint], chosen: str):
    """The report a letter answers: by its title, by who complained, by its recommendations."""
    if chosen:
        return next(report for report in known if report.slug == chosen), []
    text = plain_name(" ".join(piece.plain for piece in pieces))
    likely = {report.slug: _likeness(report, text, pieces) for report in known}
    ranked = sorted(known, key=lambda report: likely[report.slug], reverse=True)
    if not ranked or not likely[ranked[0].slug]:
        return None, ["No super-complaint that is known here was recognised: choose which the letter is about."]
    if len(ranked) > 1 and likely[ranked[0].slug] == likely[ranked[1].slug]:
        return None, [f"It could be about {ranked[0].title} or {ranked[1].title}: choose which."]
    return ranked[0], []


def _likeness(report: KnownSuperComplaint, text: str, pieces: list[Piece]) -> int:
    title = plain_name(report.title).strip("?!. ")
    whole = plain_name(report.report_title)
    complainants = [name.strip() for name in re.split(r",|\band\b", plain_name(report.made_by)) if name.strip()]
    quotes = sum(
        1
        for recommendation in report.recommendations
        if recommendation.wording
        and any(len(p.text) > 60 and is_quoted(p.text, recommendation.wording) for p in pieces)
    )
    return (
        3 * (title in text)
        + 3 * (len(whole) > 20 and fuzz.partial_ratio(whole, text) >= _TITLE_FOUND)
        + 2 * (bool(complainants) and all(name in text for name in complainants))
        + 2 * quotes
        + 2 * bool(report.reply_to and report.reply_to in text and title in text)
    )


def _cut_further(pieces: list[Piece], report) -> tuple[list[Piece], dict[int, Heading]]:
    """Pieces cut where a paragraph brings in a recommendation, or hands over and goes on in somebody else's words."""
    wording_of = _wordings(report)
    found: list[Piece] = []
    brought_in: dict[int, Heading] = {}
    for piece in pieces:
        if piece.is_furniture or piece.kind == BlockKind.HEADING or heading_of(piece):
            found.append(piece)
            continue
        for part, mark in cut_brought_in(piece, wording_of):
            if mark:
                brought_in[len(found)] = mark
            found += _cut_where_it_hands_over(part) if not mark else [part]
    return found, brought_in


def _cut_where_it_hands_over(piece: Piece) -> list[Piece]:
    match = _SAID_IN_ONE.search(piece.text)
    if match and hands_over(piece.text[: match.start() + 1], Voice.LOCAL_POLICING_BODY):
        return split(piece, match.end())
    return [piece]


def _base_voice(found: Sender, pieces: list[Piece]) -> Voice:
    body = found.body
    if not body:
        return speaks_as(" ".join(piece.plain for piece in pieces)) or Voice.NOT_STATED
    if found.jointly:
        return Voice.JOINT
    if body.kind == "national_body":
        names = {plain_name(name) for name in (body.name, *body.names)}
        voices_of = {"npcc": Voice.NPCC, "apcc": Voice.APCC, "home office": Voice.HOME_OFFICE}
        return next((voice for name, voice in voices_of.items() if name in names), Voice.NOT_STATED)
    return Voice.LOCAL_POLICING_BODY if body.kind in {"local_policing_body", "police_authority"} else Voice.FORCE


def _placed(pieces, brought_in, report, base: Voice, signed: set[int]) -> tuple[list[Marked], Placing]:
    marked = marked_pieces(pieces, brought_in, base, signed, _not_of_forces(report))
    wording_of = _wordings(report)
    local = base in {Voice.FORCE, Voice.LOCAL_POLICING_BODY, Voice.JOINT}
    others = {n for n, kinds in _addressed(report).items() if local and kinds and not kinds & LOCAL}
    placing = Placing(wording_of, tables_of_recommendations(pieces, wording_of), rows_of_others(pieces), others)
    placing.place(marked)
    return marked, placing


def _not_of_forces(report) -> set[str]:
    """The numbers that are addressed to others than forces."""
    return {number for number, kinds in _addressed(report).items() if kinds and "force" not in kinds}


def _answers_alone(placing: Placing, report) -> bool:
    """Whether the letter answers what is asked of local policing bodies and of nobody else."""
    alone = {number for number, kinds in _addressed(report).items() if kinds == {"local_policing_body"}}
    return any(one.kind == PassageKind.RESPONSE and set(one.numbers) <= alone for one in placing.placed)


def _addressed(report: KnownSuperComplaint | None) -> dict[str, frozenset[str]]:
    """The kinds of bodies that each recommendation is addressed to; none where that is not known."""
    return {r.number: r.addressed_to for r in report.recommendations} if report else {}


def _wordings(report: KnownSuperComplaint | None) -> dict[str, str]:
    return {r.number: r.wording for r in report.recommendations} if report else {}


def _starts(marked: list[Marked], brought_in: dict[int, Heading]) -> set[int]:
    """Ids of the pieces at which a general passage begins anew: the first prose, the close, what brings one in."""
    pieces = [one.piece for one in marked]
    found = [pieces[place - 1] for place in brought_in]
    found += [one.piece for one in marked if one.closes][:1]
    prose = next((place for place, piece in enumerate(pieces) if is_prose(piece)), 0)
    if prose and not marked[prose - 1].mark:
        found.append(pieces[prose])
    return {id(piece) for piece in found}


def _passages(placed: list[Placed], report, dated: str, starts: set[int]) -> tuple[Passage, ...]:
    groups: list[list[Placed]] = []
    for one in _headings_with_quotations(placed):
        if groups and _together(groups[-1], one) and id(one.piece) not in starts:
            groups[-1].append(one)
        else:
            groups.append([one])
    passages = [_passage(group, report, dated) for group in groups]
    return tuple(_with_differences(passages, groups, report))


def _headings_with_quotations(placed: list[Placed]) -> list[Placed]:
    """A heading belongs to the quotation that follows it; before an answer it is general."""
    found: list[Placed] = []
    following: Placed | None = None
    for one in reversed(placed):
        if one.is_heading and following and following.kind == PassageKind.QUOTATION:
            one = replace(one, kind=PassageKind.QUOTATION, numbers=following.numbers)
        if one.kind != PassageKind.FURNITURE:
            following = one
        found.append(one)
    return found[::-1]


def _together(group: list[Placed], one: Placed) -> bool:
    last = group[-1]
    if (last.kind, last.numbers) != (one.kind, one.numbers):
        return False
    if one.kind in {PassageKind.QUOTATION, PassageKind.FURNITURE}:
        return not (one.is_heading and not last.is_heading)
    new_part = (one.is_heading or one.piece.kind == BlockKind.HEADING) and one.kind == PassageKind.GENERAL
    return last.voice == one.voice and not (new_part and last.piece.kind != BlockKind.HEADING)


def _passage(group: list[Placed], report, dated: str) -> Passage:
    first = group[0]
    text = as_text([one.piece for one in group])
    if first.kind in {PassageKind.QUOTATION, PassageKind.FURNITURE}:
        return Passage(first.kind, text, first.piece.page, first.numbers)
    passage = Passage(first.kind, text, first.piece.page, first.numbers, first.voice)
    if first.kind != PassageKind.RESPONSE:
        return passage
    passage = replace(passage, promises=promises_in(text, dated))
    if _is_met_by_update(first.numbers, report):
        return passage
    return replace(passage, position=position_in(text), progress=progress_in(text), awaiting=awaiting_in(text))


def _is_met_by_update(numbers: tuple[str, ...], report) -> bool:
    """Whether they ask for nothing but the update itself, so that no progress is typed."""
    met = {r.number for r in report.recommendations if r.met_by_update} if report else set()
    return set(numbers) <= met


def _with_differences(passages: list[Passage], groups: list[list[Placed]], report) -> list[Passage]:
    """Quotations with how they differ from the official wording; one that a page break split is compared whole."""
    wording_of, first_of, quoted = _wordings(report), {}, {}
    for place, (passage, group) in enumerate(zip(passages, groups, strict=True)):
        wording = wording_of.get(passage.recommendations[0]) if len(passage.recommendations) == 1 else ""
        if passage.kind != PassageKind.QUOTATION or not wording:
            continue
        number, anew = passage.recommendations[0], any(one.is_heading for one in group)
        if anew or number not in first_of:
            first_of[number] = place
        body = as_text([one.piece for one in group if not one.is_heading])
        quoted[first_of[number]] = f"{quoted.get(first_of[number], '')}\n\n{body}"
    for place, text in quoted.items():
        passages[place] = replace(
            passages[place], differs=difference(text, wording_of[passages[place].recommendations[0]])
        )
    return passages


def _speaks_for(body: KnownBody | None, bodies, day, passages, pieces: list[Piece], report) -> tuple[str, ...]:
    """The body; its force where the letter carries the force's answers; everybody where it says so."""
    if not body:
        return ()
    text = " ".join(piece.plain for piece in pieces)
    for kind, says in (("force", _ALL_FORCES), ("local_policing_body", _ALL_COMMISSIONERS)):
        if body.kind == "national_body" and says.search(text):
            everyone = [other.name for other in bodies if other.kind == kind and (not day or other.existed_on(day))]
            return (body.name, *everyone)
    if not body.oversees:
        return (body.name,)
    to_forces = {r.number for r in report.recommendations if r.addressed_to == {"force"}} if report else set()
    carries = any(
        passage.voice in {Voice.FORCE, Voice.JOINT}
        or (passage.kind == PassageKind.RESPONSE and to_forces & set(passage.recommendations))
        for passage in passages
    )
    return (body.name, body.oversees) if carries or _FOR_BOTH.search(text) else (body.name,)


def _doubts_of(placing: Placing, pieces: list[Piece], brought_in: dict[int, Heading]) -> list[str]:
    doubts = placing.doubts + [
        f"The letter speaks of recommendation {number}, which the report does not have."
        for number in dict.fromkeys(placing.unknown)
    ]
    for place, heading in brought_in.items():
        intro = pieces[place - 1].text
        begins, _ = sentences(intro)[-1]
        others = [number for number in _mentioned(intro[begins:]) if number not in heading.numbers]
        if others:
            names = " and ".join(others)
            doubts.append(
                f"The words that bring in recommendation {heading.numbers[0]} also name {names}: "
                f"decide whether the answer after it answers {names} too."
            )
    return doubts


def _mentioned(text: str) -> tuple[str, ...]:
    found = [number for match in MENTION.finditer(plain(text)) for number in numbers_in(match["numbers"])]
    return tuple(dict.fromkeys(found))
