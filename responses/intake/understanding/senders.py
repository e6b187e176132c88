"""Which body a letter is from.

What counts is where a name stands: in the title ("Response from Avon and Somerset PCC"), the signature, the letterhead,
a running header, an e-mail address. A body that is only spoken about, however often, does not win: letters praise other
forces, cite the NPCC and are written to the Home Office.
"""

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass

from responses.intake.proposal import BlockKind
from responses.intake.understanding.headings import heading_of, speaker_named
from responses.intake.understanding.known import KnownBody
from responses.intake.understanding.names import areas_mentioned, body_at, body_named, index_of, names_in, plain_name
from responses.intake.understanding.pieces import Piece, words
from responses.voices import Voice

_ANSWER = r"(?:response|responses|reply|comments|update|statement|submission|return|letter|action plan)"
_FROM = re.compile(rf"\b{_ANSWER}\s+(?:from|of|by|on behalf of|for)\s*:?\s+(?:the\s+)?(?:[^,]{{3,40}},?\s+)?$")
_HIS_ANSWER = re.compile(rf"^(?:'s|')?\s*[\s:–—-]\s*(?:[\w'-]+\s+){{0,3}}?{_ANSWER}\b(?!\s+(?:from|of|by)\b)")
_JOINT = re.compile(rf"(?P<says>\b(?:is|submit\w*|sent|send|provid\w+|made) (?:a|the|our|this) )?\bjoint {_ANSWER}\b")
_OFFICE_ANSWERS = re.compile(
    rf"\b(?:chief constable|commissioner|pf?cc|mayor)\b.{{0,40}}?\b{_ANSWER}\b|\b{_ANSWER} (?:from|of|by)\b",
    re.IGNORECASE,
)
# "Response to the report: Borsetshire Police".
_ENDS_A_TITLE = re.compile(rf"\b{_ANSWER}\b.*(?::|\s[-–—|])\s(?:the )?$")
_HEADS_A_TITLE = re.compile(r"\s*(?::|\s[-–—|])\s")
_COPIED_TO = re.compile(r"^\W*(?:cc|copy|copied|distribution)\b")
_SPEAKS_AS = re.compile(
    r"\b(?:i am|i write(?: to you)? as|speaking as|on behalf of|in my (?:capacity|role) as)\s+(?:the\s+)?(?:elected\s+"
    r"|chief constable of\s+)?$"
)
_AS = re.compile(r"(?:^|[.!] )as (?:the )?(?:chief constable of )?$")
_I = re.compile(r",? i\b")
_WEB_ADDRESS = re.compile(
    r"(?P<address>[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<=www\.)[\w-]+(?:\.[\w-]+)+|(?<=://)[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
_RECEIVERS = ("hmicfrs", "justiceinspectorates", "homeoffice", "policeconduct", "college.police", "gov.uk/government")
_PCC_SPEAKS = re.compile(
    r"\bas (?:the |your )?(?:police (?:and|&) crime )?(?:commissioner|pcc),? I\b|\bmy police (?:and|&) crime plan\b"
    r"|\bmy office\b",
    re.IGNORECASE,
)
_FORCE_SPEAKS = re.compile(
    r"\bas (?:the |your )?chief constable,? I\b|\bmy (?:officers|force)\b|\bI,? as chief constable\b", re.IGNORECASE
)
LOCAL = {"force", "local_policing_body"}
_HEAD = 8  # pieces that may be letterhead and title
_FOOT = 3  # pieces that may say at the end whose letter it is
_PROSE = 25  # words: the text has begun
# What each place is worth. A title or "From:" outweighs a letterhead; a signature lies between.
_TITLE, _SIGNED, _LETTERHEAD, _ADDRESS, _SAYS_SO = 10, 8, 6, 5, 6
_CLOSE = 2  # points by which a second body is as likely as the first


@dataclass(frozen=True)
class Sender:
    body: KnownBody | None = None
    because: str = ""
    doubt: str = ""
    jointly: bool = False  # for the force and the body that oversees it
    area: str = ""  # a force, where all that is doubtful is whether it or its overseer wrote


def sender(
    pieces: list[Piece],
    bodies: tuple[KnownBody, ...],
    dated: datetime.date | None,
    addressed: frozenset[int],
    signed: set[int],
    sent_by: list[str],
    signed_as: str,
) -> Sender:
    """Which body wrote the letter, and what says so. None where nothing says, or where two are as likely.

    `signed_as` is the title of who signs."""
    index = index_of(bodies)
    points: dict[KnownBody, dict[str, int]] = defaultdict(dict)
    for place, text, as_written in _places(pieces, addressed, signed, sent_by):
        found = list(names_in(text, index))
        covered = sum(ends - begins for begins, ends, _ in found)
        for begins, ends, form in found:
            worth, because = _evidence(place, text, begins, ends, covered)
            if worth:
                points[body_named(form, bodies, dated)][f"{because}: “{_short(as_written)}”"] = worth
    for place, piece in enumerate(pieces):
        for address in _addresses(piece) if place not in addressed else []:
            if body := body_at(address, bodies, dated):
                points[body].setdefault(f"an address: “{address}”", _ADDRESS)
    if _is_joint(pieces) and (area := _only_area(pieces, points, index)) and (body := overseer(area, bodies, dated)):
        return Sender(body, f"It is a joint answer of {area} and of who oversees it", jointly=True)
    return _best(points) or _by_text(pieces, bodies, dated, index, signed_as)


def overseer(force: str, bodies: tuple[KnownBody, ...], dated: datetime.date | None) -> KnownBody | None:
    """The body that oversaw a force on a date; None where more than one may have."""
    found = [body for body in bodies if body.oversees == force and (not dated or body.existed_on(dated))]
    return found[0] if len(found) == 1 else None


def _places(pieces: list[Piece], addressed, signed, sent_by: list[str]):
    """The texts in which a name may say whose letter it is: (where, text as names are compared, text as written)."""
    for line in sent_by:
        yield "from", plain_name(line), line
    content = prose = 0
    foot = _foot(pieces)
    for place, piece in enumerate(pieces):
        if place in addressed:
            continue
        if piece.is_furniture or place in signed:
            where = "letterhead" if piece.is_furniture else "signature"
        elif content < _HEAD and not prose and not _is_prose(piece):
            where = "head"
        else:
            where = "foot" if place in foot else "text"
        if not piece.is_furniture:
            content += 1
            prose += _is_prose(piece) or bool(heading_of(piece))
        if where in {"head", "text"}:
            yield where, plain_name(piece.text.replace("*", "")), piece.text
        if where != "text":
            by_line = f"{where} line" if where in {"head", "foot"} else where
            yield from ((by_line, plain_name(line.replace("*", "")), line) for line in piece.text.split("\n"))


def _is_prose(piece: Piece) -> bool:
    """Whether a piece is the text of a letter: a title may be long too, but is one line without a full stop."""
    is_title = "\n" not in piece.text and piece.text.rstrip(" *\"'”’)")[-1:] not in {".", ":", "!"}
    return len(words(piece.text)) > _PROSE and piece.kind != BlockKind.HEADING and not is_title


def _is_title(piece: Piece) -> bool:
    return not _is_prose(piece) and not piece.text.rstrip().endswith(".") and piece.table is None


def _foot(pieces: list[Piece]) -> set[int]:
    """The last pieces, where they are no sentences: a name or an address."""
    last = [place for place, piece in enumerate(pieces) if not piece.is_furniture][-_FOOT:]
    return {place for place in last if _is_title(pieces[place])}


def _evidence(place: str, text: str, begins: int, ends: int, covered: int) -> tuple[int, str]:
    before, after = text[:begins], text[ends:]
    if place == "from":
        return _TITLE, "it says that it is from"
    if place in {"head", "text"} and (_SPEAKS_AS.search(before) or (_AS.search(before) and _I.match(after))):
        return _SAYS_SO, "it speaks as"
    ends_it = not after.strip("* ") and _ENDS_A_TITLE.search(before)
    if place in {"head", "letterhead"} and (_FROM.search(before) or _HIS_ANSWER.match(after) or ends_it):
        return _TITLE, "the title"
    if place == "signature":
        return _SIGNED, "the signature"
    names_it = covered * 2 > len(text) or (not before and _HEADS_A_TITLE.match(after))
    names_it = names_it and not _FROM.search(before) and not _COPIED_TO.match(text)
    if place in {"letterhead", "head line", "foot line"} and names_it:
        return _LETTERHEAD, "the foot" if place == "foot line" else "the letterhead"
    return 0, ""


def _short(written: str) -> str:
    return re.sub(r"[\s*#]+", " ", written).strip()[:160]


def _addresses(piece: Piece) -> list[str]:
    found = [match["address"].lower() for match in _WEB_ADDRESS.finditer(piece.text)]
    return [address for address in found if not any(receiver in address for receiver in _RECEIVERS)]


def _best(points: dict[KnownBody, dict[str, int]]) -> Sender | None:
    if not points:
        return None
    # A place counts once: ten pages with the same header are one letterhead.
    totals = {body: sum(_once(evidence).values()) for body, evidence in points.items()}
    ranked = sorted(totals, key=totals.get, reverse=True)
    if len(ranked) > 1 and totals[ranked[0]] - totals[ranked[1]] <= _CLOSE:
        return Sender(doubt=f"It could be from {ranked[0].name} or from {ranked[1].name}: choose which.")
    because = max(points[ranked[0]], key=points[ranked[0]].get)
    return Sender(ranked[0], because[0].upper() + because[1:])


def _once(evidence: dict[str, int]) -> dict[str, int]:
    return {because.split(":")[0]: worth for because, worth in evidence.items()}


def speaks_as(text: str) -> Voice | None:
    """Whether a text speaks as a commissioner or as a chief constable."""
    if _PCC_SPEAKS.search(text):
        return Voice.LOCAL_POLICING_BODY
    return Voice.FORCE if _FORCE_SPEAKS.search(text) else None


def _is_joint(pieces: list[Piece]) -> bool:
    """Whether a title says that the answer is joint, or a sentence near the head that a joint one is sent."""
    head = [piece for piece in pieces if not piece.is_furniture][: 2 * _HEAD]
    found = [(piece, match) for piece in head if (match := _JOINT.search(piece.plain.lower()))]
    return any(match["says"] or _is_title(piece) for piece, match in found)


def _only_area(pieces: list[Piece], points, index) -> str:
    """The force of the one area whose bodies the letter, or what says whose it is, names."""
    areas = {_area(body) for body in points if body.kind in LOCAL} or set(_areas_named(pieces, index))
    return areas.pop() if len(areas) == 1 else ""


def _area(body: KnownBody) -> str:
    return body.oversees or body.name


def _areas_named(pieces: list[Piece], index) -> dict[str, int]:
    """How often a letter names a force or who oversees it, by force."""
    areas: dict[str, int] = defaultdict(int)
    for _, _, form in names_in(plain_name(" ".join(piece.text for piece in pieces)), index):
        if index[form][0].kind in LOCAL:
            areas[_area(index[form][0])] += 1
    return areas


def _titled_as(pieces: list[Piece]) -> Voice | None:
    """Whose answer a title says it is that names the office and not the area: "Commissioner's response to ..."."""
    titles = [piece.plain for piece in pieces[: 2 * _HEAD] if not piece.is_furniture and _is_title(piece)]
    return next((speaker_named(match[0]) for title in titles if (match := _OFFICE_ANSWERS.search(title))), None)


def _by_text(pieces, bodies, dated, index, signed_as: str) -> Sender:
    """Where no place tells: the only area the letter is about, if it or its signature says in whose voice it speaks."""
    voice = speaker_named(signed_as) or speaks_as(" ".join(piece.text for piece in pieces)) or _titled_as(pieces)
    areas = _areas_named(pieces, index)
    if not areas and voice:
        areas = dict.fromkeys(areas_mentioned(" ".join(piece.text for piece in pieces), bodies), 2)
    ranked = sorted(areas, key=areas.get, reverse=True)
    only = len(ranked) == 1 and (voice or areas[ranked[0]] > 1)
    if not only and not (ranked and areas[ranked[0]] > 1 and areas[ranked[0]] >= 3 * areas[ranked[1]]):
        return Sender(doubt="The letter does not say which body it is from: choose one.")
    force = next((body for body in bodies if body.name == ranked[0]), None)
    if voice == Voice.LOCAL_POLICING_BODY and (over := overseer(ranked[0], bodies, dated)):
        return Sender(over, f"It speaks as a commissioner, and names no force as often as {ranked[0]}")
    if voice == Voice.FORCE and force:
        return Sender(force, f"It speaks as a chief constable, and names no force as often as {ranked[0]}")
    return Sender(
        doubt=f"The letter is about {ranked[0]}, but does not say whether it or its overseer wrote it: choose.",
        area=ranked[0],
    )
