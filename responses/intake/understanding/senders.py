"""Which body a letter is from, by points.

What counts is where a name stands: in the title ("Response from Avon and Somerset PCC"), the signature, the letterhead,
a running header, an e-mail address, the file's name. Every cue counts once for a body, and is kept with the words it
rests on; the first two bodies are shown where none is sure. A body that is only spoken about does not win: letters
praise other forces, cite the NPCC and are written to the Home Office. Receivers never win, nor national bodies by prose
alone.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator

from recommendations.dates import DayOrMonth
from responses.intake.proposal import BlockKind, Candidate, Speaker
from responses.intake.understanding.envelope import COPIED_TO, sender_lines
from responses.intake.understanding.known import KnownBody
from responses.intake.understanding.names import BodyNames, plain_name
from responses.intake.understanding.pieces import LOCAL, Does, Letter, Piece, Role, words
from responses.intake.understanding.signs import speaker_named
from responses.intake.understanding.vocabulary import FIRST_PERSON, mentioned

# What each cue is worth.
POINTS = {
    "it says that it is from": 10,
    "it answers jointly with its force": 10,
    "the title": 10,
    "the signature": 8,
    "it speaks as": 8,
    "its statement": 7,
    "the e-mail is from": 8,
    "the page’s title": 7,
    "the file’s name": 6,
    "the letterhead at its top": 9,
    "the letterhead": 6,
    "the foot": 6,
    "an address": 5,
    "the folder": 5,
    "the e-mail’s subject": 4,
    "the document’s author": 3,
    "the office that signs, or that the title names": 6,
    "the office that speaks": 4,
    "it answers what is asked of this kind of body alone": 3,
    "it names no other area": 2,
    "it names it": 2,
    "it has not answered yet": 1,
}
_ENOUGH, _CLEAR = 5, 3  # points for one; points by which the first must lead
_HINTS = {
    "e-mail from": "the e-mail is from",
    "page title": "the page’s title",
    "title": "the page’s title",
    "file name": "the file’s name",
    "folder": "the folder",
    "e-mail subject": "the e-mail’s subject",
    "author": "the document’s author",
}
_ANSWER = r"(?:response|responses|reply|comments|update|statement|submission|return|letter|action plan)"
_FROM = re.compile(rf"\b{_ANSWER}\s+(?:from|of|by|on behalf of|for)\s*:?\s+(?:the\s+)?(?:[^,]{{3,40}},?\s+)?$")
_HIS_ANSWER = re.compile(rf"^(?:'s|')?\s*[\s:–—-]\s*(?:[\w'-]+\s+){{0,3}}?{_ANSWER}\b(?!\s+(?:from|of|by)\b)")
_OFFICE = r"(?:chief constable|commissioner|pf?cc|mayor)"
_OFFICE_ANSWERS = re.compile(
    rf"\b{_OFFICE}\b.{{0,40}}?\b{_ANSWER}\b|\b{_ANSWER} (?:from|of|by|on behalf of)\b[^,.]{{0,60}}?\b{_OFFICE}\b",
    re.IGNORECASE,
)
# "Response to the report: Borsetshire Police".
_ENDS_A_TITLE = re.compile(rf"\b{_ANSWER}\b.*(?::|\s[-–—|])\s(?:the )?$")
_HEADS_A_TITLE = re.compile(r"\s*(?::|\s[-–—|])\s")
_SUBJECT = re.compile(r"^\W*(?:subject|re|pwnc)\s*:", re.IGNORECASE)
_SPEAKS_AS = re.compile(
    r"\b(?:i am|i write(?: to you)?(?: as)?|speaking as|on behalf of|in my (?:capacity"
    r"|role) as)\s+(?:the\s+)?(?:elected\s+"
    r"|chief constable of\s+)?$|\bi am (?:the |a )?(?:[\w&'-]+ ){1,6}(?:for|of|at|in|with) (?:the )?$"
)
_AS = re.compile(r"(?:^|[.!] )as (?:the )?(?:chief constable of )?$")
_I = re.compile(r"(?: \([^)]{1,60}\))?,? (?:i|we)\b")
# "Surrey's Police and Crime Commissioner Kevin Hurley said:"
_STATES = re.compile(
    r"^,?(?: [\w'’.-]+){0,4},? (?:(?:said|says|commented|added|stated)\b"
    r"|has (?:today )?(?:issued|made|published) (?:a|the|this|his|her) (?:following )?(?:statement|response))"
)
_WEB_ADDRESS = re.compile(
    r"(?P<address>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?<=www\.)[\w-]+(?:\.[\w-]+)+|(?<=://)[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
_RECEIVERS = ("hmicfrs", "justiceinspectorates", "homeoffice", "policeconduct", "college.police", "gov.uk/government")
_COMMISSIONER_SPEAKS = re.compile(
    r"\bas (?:the |your )?(?:police (?:and|&) crime )?(?:commissioner|pcc),? I\b|\bmy police (?:and|&) crime plan\b"
    r"|\bmy office\b"
    r"|\bfel comisiynydd\b|\bfy swyddfa\b|\bthe commissioner and (?:her|his) office\b|\bthe o?pf?cc (?:is|are|has"
    r"|have|will)\b",
    re.IGNORECASE,
)
_CHIEF_SPEAKS = re.compile(
    r"\bas (?:the |your )?chief constable,? I\b|\bmy (?:officers|force)\b|\bI,? as chief constable\b"
    r"|\bon behalf of (?:the|our|my) chief constable\b",
    re.IGNORECASE,
)
_ANSWERING = {Does.HEADS, Does.LEADS_IN}
_AUTHORS = {"college of policing", "independent office for police conduct"}  # of every report, beside HMICFRS
_BESIDE = 200  # characters before and after a name that are looked at
_HEAD = 8  # pieces that may be letterhead and title
_FOOT = 3  # pieces that may say at the end whose letter it is
_PROSE = 25  # words: the text has begun

Evidence = dict[KnownBody, dict[str, str]]  # cue -> the words it rests on; "" where no words alone say it


def find_sender(letter: Letter) -> None:
    """Step: the body that wrote the letter, where its cues are clear; the likeliest are kept with theirs."""
    day = day_of(letter)
    evidence: Evidence = defaultdict(dict)
    for body, cue, said in [*_by_place(letter, day), *_by_address(letter, day), *_by_hints(letter, day)]:
        evidence[body].setdefault(cue, said)
    if (
        letter.base == Speaker.JOINT
        and (area := _only_area(letter, evidence))
        and (body := overseer(area, letter.names.bodies, day))
    ):
        evidence = {body: {"it answers jointly with its force": ""}}
    else:
        _by_text(letter, evidence, day)
    ranked = sorted(evidence, key=lambda body: _points(evidence[body]), reverse=True)
    letter.found["bodies"] = tuple(_candidate(body, evidence[body]) for body in ranked)
    _decide(letter, ranked, [_points(evidence[body]) for body in ranked])


def overseer(force: str, bodies: tuple[KnownBody, ...], dated: datetime.date | None) -> KnownBody | None:
    """The body that oversaw a force on a date; None where more than one may have."""
    found = [body for body in bodies if body.oversees == force and (not dated or body.existed_on(dated))]
    return found[0] if len(found) == 1 else None


def speaks_as(text: str) -> str:
    """The kind of body that a text speaks as: of a commissioner, or of a chief constable; "" where it does not tell."""
    if _COMMISSIONER_SPEAKS.search(text):
        return "local_policing_body"
    return "force" if _CHIEF_SPEAKS.search(text) else ""


def day_of(letter: Letter) -> datetime.date | None:
    dated = letter.found.get("dated")  # a letter without a date is no older than the report
    return DayOrMonth.from_text(dated).last_day if dated else letter.report and letter.report.published_on


def _points(cues: dict[str, str]) -> int:
    return sum(POINTS[cue] for cue in cues)


def _candidate(body: KnownBody, cues: dict[str, str]) -> Candidate:
    best = max(cues, key=POINTS.get)
    words_of_it = f": “{cues[best]}”" if cues[best] else ""
    return Candidate(body.name, f"{best[0].upper()}{best[1:]}{words_of_it}", _points(cues))


def _decide(letter: Letter, ranked: list[KnownBody], points: list[int]) -> None:
    letter.found |= {"sender": None, "body": "", "body_because": ""}
    second = points[1] if len(points) > 1 else 0
    if ranked and points[0] >= _ENOUGH and points[0] - second >= _CLEAR:
        sender = ranked[0]
        letter.kind = sender.kind
        letter.found |= {"sender": sender, "body": sender.name, "body_because": letter.found["bodies"][0].because}
    elif len(ranked) > 1:
        letter.doubts.append(f"It could be from {ranked[0].name} or from {ranked[1].name}: choose which.")
    else:
        letter.doubts.append("The letter does not say which body it is from: choose one.")


def _by_place(letter: Letter, day) -> Iterator[tuple[KnownBody, str, str]]:
    """Names that stand where a letter says whose it is."""
    for place, text, as_written in _places(letter):
        found = list(letter.names.found_in(text))
        covered = sum(ends - begins for begins, ends, _ in found)
        for begins, ends, form in found:
            body = letter.names.body(form, day)
            if (cue := _cue(place, text, begins, ends, covered)) and not _is_author(body):
                yield body, cue, _short(as_written)


def _by_address(letter: Letter, day) -> Iterator[tuple[KnownBody, str, str]]:
    for piece in letter.pieces:
        if piece.role != Role.QUOTED and not _is_receiver(piece):
            for address in _addresses(piece.text):
                if (body := letter.names.at(address, day)) and not _is_author(body):
                    yield body, "an address", address


def _by_hints(letter: Letter, day) -> Iterator[tuple[KnownBody, str, str]]:
    for hint in letter.hints:
        if cue := _HINTS.get(hint.kind):
            spaced = re.sub(r"\.\w{2,5}$|[_–-]+", " ", hint.text)
            for _, _, form in letter.names.found_in(plain_name(spaced)):
                if not _is_author(body := letter.names.body(form, day)):
                    yield body, cue, hint.text[:160]
            for address in _addresses(hint.text):
                if (body := letter.names.at(address, day)) and not _is_author(body):
                    yield body, cue, address


def _by_text(letter: Letter, evidence: Evidence, day) -> None:
    """What the text as a whole says: the only area it is about, and the office that speaks for it."""
    text = " ".join(piece.text for piece in letter.own)
    area = _area_of_text(letter, text, {body.oversees or body.name for body in evidence if body.kind in LOCAL})
    pair = [body for body in letter.names.bodies if body.name == area]
    if area and (over := overseer(area, letter.names.bodies, day)):
        pair.append(over)
    named = (
        {body for _, _, form in letter.names.found_in(plain_name(text)) for body in letter.names.by_form[form]}
        if pair
        else set()
    )
    kind, cue, said = _office(letter, text)
    for body in pair:
        evidence[body]["it names no other area"] = ""
        if body in named:
            evidence[body]["it names it"] = body.name
        if kind == body.kind:
            evidence[body][cue] = said
        if _asked_alone(letter, text) == body.kind:
            evidence[body]["it answers what is asked of this kind of body alone"] = ""
    for body in evidence:
        if body.name in letter.awaited:
            evidence[body]["it has not answered yet"] = ""


def _area_of_text(letter: Letter, text: str, placed: set[str]) -> str:
    """The force of the one area that a letter is about: of those that its places name, else of those in its prose."""
    if placed:
        return placed.pop() if len(placed) == 1 else ""
    areas = _areas_named(text, letter.names) or dict.fromkeys(letter.names.areas_in(text), 1)
    ranked = sorted(areas, key=areas.get, reverse=True)
    clear = len(ranked) == 1 or (ranked and areas[ranked[0]] > 1 and areas[ranked[0]] >= 3 * areas[ranked[1]])
    return ranked[0] if clear else ""


def _office(letter: Letter, text: str) -> tuple[str, str, str]:
    """The kind of body whose office signs, stands in the title or speaks, the cue, and the words that say so."""
    of_speakers = {Speaker.FORCE: "force", Speaker.LOCAL_POLICING_BODY: "local_policing_body"}
    signed = letter.found.get("signatory_title", "")
    titles = [piece.plain for piece in letter.own[: 2 * _HEAD] if _is_title(piece)]
    titles = [(match[0], title) for title in titles if (match := _OFFICE_ANSWERS.search(title))]
    for says, words_of_it in [(signed, signed), *titles]:
        if kind := of_speakers.get(speaker_named(says)):
            return kind, "the office that signs, or that the title names", words_of_it[:160]
    spoken = _COMMISSIONER_SPEAKS.search(text) or _CHIEF_SPEAKS.search(text)
    return speaks_as(text), "the office that speaks", spoken[0] if spoken else ""


def _asked_alone(letter: Letter, text: str) -> str:
    """The kind of body that alone is asked what the sender answers, or, in the first person, speaks of."""
    own = [piece for piece in letter.own if piece.speaker == Speaker.SENDER]
    answered = {n for piece in own if piece.sign and piece.sign.does in _ANSWERING for n in piece.sign.numbers}
    spoken_of = {number for piece in own for number in mentioned(piece.text)} if FIRST_PERSON.search(text) else set()
    if "local_policing_body" in _asked(letter, answered):
        return "local_policing_body"
    kinds = _asked(letter, spoken_of) & LOCAL
    return kinds.pop() if len(kinds) == 1 else ""


def _asked(letter: Letter, numbers: set[str]) -> set[str]:
    return {next(iter(kinds)) for number, kinds in letter.addressed.items() if number in numbers and len(kinds) == 1}


def _places(letter: Letter) -> Iterator[tuple[str, str, str]]:
    """The texts in which a name may say whose letter it is: (where, text as names are compared, text as written)."""
    for line in sender_lines(letter.own):
        yield "from", plain_name(line), line
    content, prose, headed, own = 0, False, False, {id(piece) for piece in letter.own}
    foot = {id(piece) for piece in letter.own[-_FOOT:] if _is_title(piece)}
    for piece in letter.pieces:
        is_furniture = piece.role == Role.FURNITURE
        if _is_receiver(piece):
            yield from (("head", plain_name(line), line) for line in piece.text.split("\n") if _SUBJECT.match(line))
        if _is_receiver(piece) or not (is_furniture or id(piece) in own):
            continue
        if is_furniture or piece.role == Role.ENVELOPE:
            where = "letterhead" if is_furniture else "signature"
        elif content < _HEAD and not prose and not _is_prose(piece):
            where = "head" if content else "top"
        else:
            where = "foot" if id(piece) in foot else "section" if headed else "text"
        if not is_furniture:
            content += 1
            headed = headed or bool(piece.sign and piece.sign.does == Does.HEADS)
            prose = prose or headed or _is_prose(piece)
        if where in {"top", "head", "text", "section"}:
            yield where, plain_name(piece.text.replace("*", "")), piece.text
        if where not in {"text", "section"}:
            by_line = f"{where} line" if where in {"top", "head", "foot"} else where
            yield from ((by_line, plain_name(line.replace("*", "")), line) for line in piece.text.split("\n"))


def _is_receiver(piece: Piece) -> bool:
    return "envelope.receiver" in piece.because


def _is_author(body: KnownBody) -> bool:
    return plain_name(body.name) in _AUTHORS


def _is_prose(piece: Piece) -> bool:
    """Whether a piece is the text of a letter: a title may be long too, but is one line without a full stop."""
    is_title = "\n" not in piece.text and piece.text.rstrip(" *\"'”’)")[-1:] not in {".", ":", "!"}
    return len(words(piece.text)) > _PROSE and piece.kind != BlockKind.HEADING and not is_title


def _is_title(piece: Piece) -> bool:
    return not _is_prose(piece) and not piece.text.rstrip().endswith(".") and piece.table is None


def _cue(place: str, text: str, begins: int, ends: int, covered: int) -> str:
    before, after = text[max(0, begins - _BESIDE) : begins], text[ends : ends + _BESIDE]
    if place == "from":
        return "it says that it is from"
    if place in {"top", "head", "text", "section"} and (
        _SPEAKS_AS.search(before) or (_AS.search(before) and _I.match(after))
    ):
        return "it speaks as"
    if place in {"top", "head", "text"} and _STATES.match(after):
        return "its statement"
    ends_it = not after.strip("* ") and _ENDS_A_TITLE.search(before)
    is_sentence = text.rstrip(" '\"").endswith(".")
    if (
        place in {"top", "head", "letterhead"}
        and not is_sentence
        and (_FROM.search(before) or _HIS_ANSWER.match(after) or ends_it)
    ):
        return "the title"
    if place == "signature" and not COPIED_TO.match(text) and not _FROM.search(before):
        return "the signature"
    names_it = covered * 2 > len(text) or (not before and _HEADS_A_TITLE.match(after))
    names_it = names_it and not _FROM.search(before) and not COPIED_TO.match(text)
    if place in {"top", "top line"} and names_it:
        return "the letterhead at its top"
    if place in {"letterhead", "head", "head line", "foot line"} and names_it:
        return "the foot" if place == "foot line" else "the letterhead"
    return ""


def _short(written: str) -> str:
    return re.sub(r"[\s*#]+", " ", written).strip()[:160]


def _addresses(text: str) -> list[str]:
    found = [match["address"].lower() for match in _WEB_ADDRESS.finditer(text)]
    return [address for address in found if not any(receiver in address for receiver in _RECEIVERS)]


def _only_area(letter: Letter, evidence: Evidence) -> str:
    """The force of the one area whose bodies the letter, or what says whose it is, names."""
    areas = {body.oversees or body.name for body in evidence if body.kind in LOCAL} or set(
        _areas_named(" ".join(piece.text for piece in letter.own), letter.names)
    )
    return areas.pop() if len(areas) == 1 else ""


def _areas_named(text: str, names: BodyNames) -> dict[str, int]:
    """How often a text names a force or who oversees it, by force."""
    areas: dict[str, int] = defaultdict(int)
    for _, _, form in names.found_in(plain_name(text)):
        if (body := names.by_form[form][0]).kind in LOCAL:
            areas[body.oversees or body.name] += 1
    return areas
