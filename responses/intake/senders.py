"""Which body a letter is from.

What counts is where a name stands: in the title ("Response from Avon and Somerset PCC"), the signature, the letterhead,
a running header, an e-mail address. A body that is only spoken about, however often, does not win: letters praise other
forces, cite the NPCC and are written to the Home Office.
"""

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from responses.intake.known import KnownBody
from responses.intake.letter import BlockKind, Speaker
from responses.intake.pieces import Piece, words

_OFFICES = (
    "office of the police and crime commissioner", "office of the police fire and crime commissioner",
    "police and crime commissioner", "police fire and crime commissioner", "police crime and victims' commissioner",
    "police crime commissioner", "pcc", "pfcc", "opcc", "opfcc",
)  # fmt: skip
_FIRE = re.compile(r"\bfire\b|pfcc")
_NATIONAL = {
    "home office": (
        "home secretary",
        "minister for safeguarding",
        "minister for policing",
        "secretary of state for the home department",
    ),
    "national police chiefs' council": ("national police chiefs council",),
}
_ANSWER = r"(?:response|responses|reply|comments|update|statement|submission|return|letter|action plan)"
_FROM = re.compile(rf"\b{_ANSWER}\s+(?:from|of|by|on behalf of|for)\s+(?:the\s+)?(?:[^,]{{3,40}},?\s+)?$")
_HIS_ANSWER = re.compile(rf"^(?:'s|')?\s+(?:[\w-]+\s+){{0,3}}?{_ANSWER}\b(?!\s+(?:from|of|by)\b)")
_SPEAKS_AS = re.compile(
    r"\b(?:i am|i write(?: to you)? as|speaking as|on behalf of|in my (?:capacity|role) as)\s+(?:the\s+)?(?:elected\s+"
    r"|chief constable of\s+)?$"
)
_AS = re.compile(r"(?:^|[.!] )as (?:the )?(?:chief constable of )?$")
_I = re.compile(r",? i\b")
_DOMAIN = re.compile(r"(?:@|www\.|https?://(?:www\.)?)(?P<domain>[\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_RECEIVERS = ("hmicfrs", "justiceinspectorates", "homeoffice", "policeconduct", "college.police", "gov.uk/government")
_PCC_SPEAKS = re.compile(
    r"\bas (?:the |your )?(?:police (?:and|&) crime )?(?:commissioner|pcc),? I\b|\bmy police (?:and|&) crime plan\b"
    r"|\bmy office\b",
    re.IGNORECASE,
)
_FORCE_SPEAKS = re.compile(
    r"\bas (?:the |your )?chief constable,? I\b|\bmy (?:officers|force)\b|\bI,? as chief constable\b", re.IGNORECASE
)
_HEAD = 8  # pieces that may be letterhead and title
_PROSE = 25  # words: the text has begun
# What each place is worth. A title or "From:" outweighs a letterhead; a signature lies between.
_TITLE, _SIGNED, _LETTERHEAD, _ADDRESS, _SAYS_SO = 10, 8, 6, 5, 6
_CLOSE = 2  # points by which a second body is as likely as the first


@dataclass(frozen=True)
class Sender:
    body: KnownBody | None = None
    because: str = ""
    doubt: str = ""


def sender(
    pieces: list[Piece],
    bodies: tuple[KnownBody, ...],
    dated: datetime.date | None,
    addressed: frozenset[int],
    signed: set[int],
    sent_by: list[str],
) -> Sender:
    """Which body wrote the letter, and what says so. None where nothing says, or where two are as likely."""
    index = _index(bodies)
    points: dict[KnownBody, dict[str, int]] = defaultdict(dict)

    def count(form: str, worth: int, because: str):
        if body := _resolved(index[form], form, dated, bodies):
            points[body][because] = worth

    for place, text, words_as_written in _places(pieces, addressed, signed, sent_by):
        for begins, ends, form in _names_in(text, index):
            worth, because = _evidence(place, text, begins, ends)
            if worth:
                count(form, worth, f"{because}: “{_around(words_as_written, begins, ends)}”")
    for place, piece in enumerate(pieces):
        for domain in _domains(piece, place, addressed):
            for body in _of_domain(domain, bodies, dated):
                points[body].setdefault(f"address: “{domain}”", _ADDRESS)
    return _best(points) or _by_text(pieces, bodies, dated, index)


def names_a_local_body(line: str, bodies: tuple[KnownBody, ...]) -> bool:
    """Whether a line is hardly more than the name of a force or of who oversees one."""
    text, index = plain_name(line), _index(bodies)
    return any(
        (ends - begins) * 2 > len(text) and index[form][0].kind != "national_body"
        for begins, ends, form in _names_in(text, index)
    )


def plain_name(name: str) -> str:
    """A name as names are compared: small letters, "and" for "&", no commas."""
    name = re.sub(r"[’‘`]", "'", name.lower().replace("&", " and ").replace("\n", " "))
    return re.sub(r"\s+", " ", name.replace(",", " ")).strip()


def area_of(name: str) -> str:
    """The area in the name of a force or office: "surrey" for "Surrey Police"."""
    name = plain_name(name)
    for office in sorted(_OFFICES, key=len, reverse=True):
        name = re.sub(rf"^(?:{office}) for | (?:{office})$", "", name)
    return re.sub(r"^mayor of | (?:police service|police|constabulary)$", "", name)


@lru_cache(maxsize=4)
def _index(bodies: tuple[KnownBody, ...]) -> dict[str, list[KnownBody]]:
    """Every form of every name -> the bodies it may mean."""
    index: dict[str, list[KnownBody]] = defaultdict(list)
    for body in bodies:
        if body.kind != "inspectorate":
            for form in _forms(body):
                index[form].append(body)
    return dict(index)


def _forms(body: KnownBody) -> set[str]:
    forms = {plain_name(name) for name in (body.name, *body.names)}
    forms |= {form.replace("metropolitan police service", "metropolitan police") for form in forms}
    for area in {area_of(name) for name in (body.name, *body.names) if area_of(name) != plain_name(name)}:
        if body.kind == "force":
            forms |= {f"{area} police", f"{area} constabulary", f"chief constable of {area}"}
        elif body.office in {"pcc", "pfcc"}:
            forms |= (
                {f"{office} for {area}" for office in _OFFICES}
                | {f"{area} {office}" for office in _OFFICES}
                | {f"{area} commissioner"}
            )
        elif body.office == "mayor":
            forms |= {f"mayor of {area}", f"{area} mayor", f"deputy mayor of {area}", f"{area} deputy mayor"}
    return forms | set(_NATIONAL.get(plain_name(body.name), ()))


@lru_cache(maxsize=4)
def _pattern(forms: tuple[str, ...]) -> re.Pattern:
    """Any of the forms, the longest first: neither "Surrey Police and Crime Commissioner" nor "Surrey Police and Crime
    Plan" names Surrey Police."""
    return re.compile(
        r"\b(?:"
        + "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
        + r")\b(?! and crime (?:panel|plan|comm))"
    )


def _names_in(text: str, index: dict[str, list[KnownBody]]):
    for match in _pattern(tuple(index)).finditer(text):
        yield match.start(), match.end(), match[0]


def _resolved(candidates: list[KnownBody], form: str, dated, bodies) -> KnownBody | None:
    """The body that a name means on the letter's date: of several, the one whose office it names; after its end, its
    successor."""
    there = [body for body in candidates if not dated or body.existed_on(dated)] or candidates
    exact = [body for body in there if form in {plain_name(name) for name in (body.name, *body.names)}]
    fire = [body for body in there if bool(_FIRE.search(form)) == (body.office == "pfcc")]
    known = [body for body in there if body.began_on or body.ended_on] if dated else []
    body = (exact or fire or known or there)[0]
    by_name = {other.name: other for other in bodies}
    while dated and not body.existed_on(dated) and dated >= (body.ended_on or dated) and body.succeeded_by in by_name:
        body = by_name[body.succeeded_by]
    return body


def _places(pieces: list[Piece], addressed, signed, sent_by: list[str]):
    """The texts in which a name may say whose letter it is: (where, text as names are compared, text as written)."""
    for line in sent_by:
        yield "from", plain_name(line), line
    content = prose = 0
    for place, piece in enumerate(pieces):
        if place in addressed:
            continue
        if piece.is_furniture or place in signed:
            where = "letterhead" if piece.is_furniture else "signature"
        elif content < _HEAD and not prose:
            where = "head"
        else:
            where = "text"
        if not piece.is_furniture:
            content += 1
            prose += len(words(piece.text)) > _PROSE and piece.kind != BlockKind.HEADING
        if where in {"head", "text"}:
            yield where, plain_name(piece.text.replace("*", "")), piece.text
        if where != "text":
            by_line = "head line" if where == "head" else where
            yield from ((by_line, plain_name(line.replace("*", "")), line) for line in piece.text.split("\n"))


def _evidence(place: str, text: str, begins: int, ends: int) -> tuple[int, str]:
    before, after = text[:begins], text[ends:]
    if place == "from":
        return _TITLE, "it says that it is from"
    if place in {"head", "text"} and (_SPEAKS_AS.search(before) or (_AS.search(before) and _I.match(after))):
        return _SAYS_SO, "it speaks as"
    if place in {"head", "letterhead"} and (_FROM.search(before) or _HIS_ANSWER.match(after)):
        return _TITLE, "the title"
    if place == "signature":
        return _SIGNED, "the signature"
    if place in {"letterhead", "head line"} and (ends - begins) * 2 > len(text) and not _FROM.search(before):
        return _LETTERHEAD, "the letterhead"
    return 0, ""


def _around(written: str, begins: int, ends: int) -> str:
    return re.sub(r"[\s*#]+", " ", written).strip()[:160]


def _domains(piece: Piece, place: int, addressed) -> list[str]:
    if place in addressed:
        return []
    found = [match["domain"].lower() for match in _DOMAIN.finditer(piece.text)]
    return [domain for domain in found if not any(receiver in domain for receiver in _RECEIVERS)]


def _of_domain(domain: str, bodies, dated) -> list[KnownBody]:
    known = [
        body for body in bodies if body.website and (domain == body.website or domain.endswith(f".{body.website}"))
    ]
    if not known:
        squeezed = re.sub(r"[^a-z]", "", domain.split(".police.uk")[0].split(".gov.uk")[0])
        is_office = "pcc" in squeezed or "pfcc" in squeezed
        area = re.sub(r"^(?:the)?(?:opf?cc|pf?cc)|(?:opf?cc|pf?cc|pnn)$", "", squeezed)
        wanted = "local_policing_body" if is_office else "force"
        known = [
            body
            for body in bodies
            if body.kind == wanted and re.sub(r"[^a-z]", "", area_of(body.oversees or body.name)) == area
        ]
    there = [body for body in known if not dated or body.existed_on(dated)]
    return there[:1] if len({body.oversees or body.name for body in there}) == 1 else []


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


def speaks_as(text: str) -> Speaker:
    """Whether a text speaks as a commissioner or as a chief constable."""
    if _PCC_SPEAKS.search(text):
        return Speaker.PCC
    return Speaker.FORCE if _FORCE_SPEAKS.search(text) else Speaker.UNKNOWN


def _by_text(pieces, bodies, dated, index) -> Sender:
    """Where no place tells: the only area the letter is about, if it also says in whose voice."""
    text = " ".join(piece.text for piece in pieces)
    areas: dict[str, int] = defaultdict(int)
    for _, _, form in _names_in(plain_name(text), index):
        body = index[form][0]
        if body.kind in {"force", "local_policing_body"}:
            areas[body.oversees or body.name] += 1
    ranked = sorted(areas, key=areas.get, reverse=True)
    only = ranked and areas[ranked[0]] > 1 and (len(ranked) == 1 or areas[ranked[0]] >= 3 * areas[ranked[1]])
    if not only:
        return Sender(doubt="The letter does not say which body it is from: choose one.")
    force = next((body for body in bodies if body.name == ranked[0]), None)
    overseers = [body for body in bodies if body.oversees == ranked[0] and (not dated or body.existed_on(dated))]
    if speaks_as(text) == Speaker.PCC and len(overseers) == 1:
        return Sender(overseers[0], f"It speaks as a commissioner, and names no force as often as {ranked[0]}")
    if speaks_as(text) == Speaker.FORCE and force:
        return Sender(force, f"It speaks as a chief constable, and names no force as often as {ranked[0]}")
    return Sender(
        doubt=f"The letter is about {ranked[0]}, but does not say whether it or its overseer wrote it: choose."
    )
