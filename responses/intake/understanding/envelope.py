"""To whom a letter is, who signs it, and who agreed its words."""

import re
from dataclasses import dataclass, field
from itertools import takewhile

from responses.intake.proposal import BlockKind
from responses.intake.understanding.dates import dates_in
from responses.intake.understanding.pieces import Letter, Piece, Role, plain, unmarked, words
from responses.intake.understanding.vocabulary import CLOSING, CONTACT, GREETING, RECOMMENDATION

_HONOURS = (
    r"(?:,?\s+(?:QPM|MP|OBE|CBE|MBE|DL|KC|QC|JP|PhD|BA|MA|MSc|MSt|MBA|BSc|LLB|LLM|DBE|KBE|CB|KCB|CVO|WS|MS|AS"
    r"|\([A-Z]\w+\)))*"
)
_STYLES = (
    r"(?:(?:The|Y)\s+)?(?:(?:Rt\.?\s+Hon\.?|Right\s+Honourable|Anrhydeddus|Gwir|Dr\.?|Sir|Dame|Mr\.?|Mrs\.?|Ms\.?|Miss"
    r"|Lord|Baroness|Professor|Cllr|Councillor|(?:Assistant\s+|Deputy\s+|Temporary\s+|Acting\s+)*Chief\s+Constable"
    r"|(?:[TAD]/|Temporary\s+|Acting\s+)*(?:D/|Det\.?\s+|Detective\s+)?(?:Chief\s+)?(?:Supt|Superintendent|Inspector|Insp"
    r"|Sergeant|Sgt|Commander)\.?|(?:[TA]/)?(?:ACC|DCC|CC|DCS|DSupt|DSU|DCI|DI|DS|PS))\s+)*"
)
_NAME = rf"{_STYLES}[A-Z][\w'’.-]*(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+|de|van|ap|ab)){{1,3}}{_HONOURS}"
_NAME_LINE = re.compile(
    rf"^(?:(?:pp|signed(?:\s+by)?)\b[.:]?\s*)?(?P<name>{_NAME})(?:(?:\s*[,–—-]\s*|\s+(?=on\s+behalf\s+of\b))(?P<title>.+))?[.,]?$"
)
_TITLE = re.compile(
    r"\b(?:commissioner|comisiynydd|chief\s+(?:constable|executive|officer|inspector|superintendent)|constable"
    r"|superintendent|supt|inspector|officer|"
    r"director|chair|lead|secretary|minister|mayor|head\s+of|manager|commander|president|o?pf?cc|prif\s+gwnstabl|ACC|DCC)\b",
    re.IGNORECASE,
)
_REACHED_AT = re.compile(r"@|www\.|\b(?:tel|telephone|phone|ffôn)\b", re.IGNORECASE)
_STREET = re.compile(
    r"\d|\b(?:street|road|house|lane|avenue|square|building|floor|park|way|place|court|london|birmingham|headquarters"
    r"|hq)\b",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(
    r"^\W*(?:(?:our|your|ein|eich)?\s*ref(?:erence)?\b|cyf\b|date\b|dyddiad\b|(?:sent\s+)?(?:by|via)\s+e-?mail\b)",
    re.IGNORECASE,
)
_RECEIVES = re.compile(
    r"\b(?:inspector(?:ate)?|hmicfrs|hmic|secretary|minister|super-?complaints?|college of policing|iopc|director)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\b(?:response|reply|report|re|subject|update)\b|[?:]", re.IGNORECASE)
_TO = re.compile(r"^\W*(?:to|at|i|for\s+the\s+attention\s+of|fao)\s*:\s*(?P<whom>\S.*)$", re.IGNORECASE)
_TO_ALONE = re.compile(r"^To\s+(?P<whom>[A-Z][^.]+)$")
_FROM = re.compile(
    r"^\W*(?:from|oddi\s+wrth|organisation|force|body|(?:submitted|completed|returned)\s+by)\s*:\s*(?P<who>\S.*)$",
    re.IGNORECASE,
)
# Whom a greeting greets without saying who they are.
_ANYBODY = re.compile(r"sirs?|madam|colleagues?|all|team|inspector(?:ate)?|friends?", re.IGNORECASE)
# "cc: Chief Constable, Dorset Police", in small letters
COPIED_TO = re.compile(r"^\W*(?:b?c\.?\s?c\.?(?=\W)|copy|copies|copied|distribution)")
_RECEIVER = re.compile(
    r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)*(?:hmicfrs|hmic|justiceinspectorates|homeoffice|policeconduct|college\.police)[\w.-]*\b",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:agreed|approved|authorised|signed[\s-]+off|cleared|completed)(?:\s+and\s+(?:agreed|approved|authorised"
    r"|signed[\s-]+off|cleared))*\s+by:?\s+"
    r"(?P<who>[A-Z][^.;\n]{3,100})",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\b(?:Police|Constabulary|Office|Crime|Comisiynydd|Heddlu|Council|House|Commissioner|Response|Recommendation|Officer)\b"
)
_RANK = re.compile(
    r"(?:Home|Deputy|Assistant|Chief|Acting|Temporary|Detective|Constable|Executive|Senior|National|Policy|Liaison)$"
)
# A police rank before a name is as good as a title below it.
_RANKED = re.compile(
    r"(?:[TAD]/|Temporary\s+|Acting\s+|Detective\s+)*"
    r"(?:Chief\s+|Assistant\s+|Deputy\s+)*(?:Supt|Superintendent|Insp|Inspector|Constable|Commander|ACC|DCC|CC|DCS|DSupt|DSU|DCI|DI)\b"
)
_BEGINS_ANEW = re.compile(
    rf"^[\s*#]*(?:annex|appendi|atodiad|enc\b|{RECOMMENDATION}\s*\d|dear\b|annwyl\b)", re.IGNORECASE
)
# A letter goes on after its close with what it encloses: an annex, the chief constable's letter to the commissioner,
# the message that it answers.
_ENCLOSED = re.compile(
    r"^[\s*#]*(?:(?:annex|appendi|atodiad|enclosure)\w*\b"
    r"|from\s*:|-+\s*original\s+message|on\b.{5,60}\bwrote\s*:"
    r"|dear\s+(?:(?:mr|mrs|ms|police(?:,?\s+fire)?\s+(?:and|&)\s+crime)\s+)?(?:p?f?cc|commissioner|mayor)\W*$)",
    re.IGNORECASE,
)
_PROSE = 20  # words: more are no line of a letterhead or signature
_LAST_LINES = 12
_MOST_WORDS_OF_A_RECEIVER = 10


@dataclass
class Signature:
    name: str = ""
    title: str = ""
    pieces: list[Piece] = field(default_factory=list)  # from the closing formula on


def find_envelope(letter: Letter) -> None:
    """Step: to whom the letter is, who signs it and who agreed its words; what encloses a letter ends there."""
    pieces = letter.own = _without_enclosures(letter.said)
    to = _addressed_to(letter, pieces)
    signed = _signature(pieces)
    for piece in signed.pieces:
        piece.set(Role.ENVELOPE, "envelope.signature")
    for piece in letter.said:
        if len(words(piece.text)) < _PROSE and (match := _AGREED.search(piece.plain)) and not match.start():
            piece.set(Role.ENVELOPE, "envelope.agreed")
    agreed = next((match["who"] for piece in letter.said if (match := _AGREED.search(piece.plain))), "")
    letter.found |= {
        "addressed_to": to,
        "signatory": signed.name,
        "signatory_title": signed.title,
        "agreed_by": agreed.strip(" ,\"'"),
    }


def sender_lines(pieces: list[Piece]) -> list[str]:
    """What "From:" lines say."""
    return [match["who"] for piece in pieces[:15] for line in _lines(piece) if (match := _FROM.match(line))]


def _addressed_to(letter: Letter, pieces: list[Piece]) -> str:
    """To whom: a "To:" line, the address above "Dear ...", the salutation, or the mailbox that it names."""
    lines = [(piece, line) for piece in pieces for line in _lines(piece)]
    named = [(piece, match["whom"]) for piece, line in lines[:40] if (match := _TO.match(line) or _to_whom(line))]
    dear = next(((piece, match["whom"] or "") for piece, line in lines if (match := GREETING.match(line))), None)
    above = _address_above(letter, pieces, dear[0]) if dear and not named else []
    above = above or (_block_of(dear, pieces) if dear and not named else [])
    for piece in [*above, *([dear[0]] if dear else []), *(piece for piece, _ in named)]:
        piece.set(Role.ENVELOPE, "envelope.receiver")
    if named:
        return "; ".join(whom for _, whom in named)
    if dear:
        return _name_of_address(above) or dear[1]
    mailbox = next((match[0] for piece in pieces if (match := _RECEIVER.search(piece.text))), "")
    return f"HMICFRS ({mailbox})" if "hmic" in mailbox else mailbox


def _block_of(dear: tuple[Piece, str], pieces: list[Piece]) -> list[Piece]:
    """The block above a greeting that names whom it greets: "Chief Constable Jo Example, Any Police", "Dear Jo"."""
    whom = (re.findall(r"[^\W\d_]{2,}", dear[1]) or [""])[-1]
    if not whom or _ANYBODY.fullmatch(whom):
        return []
    above = pieces[: pieces.index(dear[0])]
    named = re.compile(rf"\b{whom}\b", re.IGNORECASE)
    return [piece for piece in above if named.search(" ".join(_lines(piece)[:2]))][-1:]


def _without_enclosures(pieces: list[Piece]) -> list[Piece]:
    closed = False
    for place, piece in enumerate(pieces):
        if closed and _ENCLOSED.match(piece.text) and len(words(piece.text.split("\n")[0])) < _PROSE:
            return pieces[:place]
        closed = closed or bool(CLOSING.match(piece.text))
    return pieces


def _signature(pieces: list[Piece]) -> Signature:
    """Who signs, and the pieces that are the close of the letter."""
    closings = [place for place, piece in enumerate(pieces) if CLOSING.match(piece.text)]
    if closings:
        found = _read_signature(pieces, closings[-1])
        found.pieces.append(pieces[closings[-1]])
        if found.name:
            return found
    trailing = _trailing(pieces)
    found = _read_signature(pieces, trailing[0]) if trailing else Signature()
    found.pieces += [pieces[place] for place in closings]
    if found.title or _RANKED.match(found.name):
        return found
    last = pieces[-1] if pieces else None
    if last and not found.name and _is_office(office := _lines(last)[-1]):
        return Signature(title=office, pieces=[*found.pieces, last])
    return _sender_line(pieces) or Signature(pieces=[pieces[place] for place in closings])


def _is_office(line: str) -> bool:
    """Whether a line that ends a letter is who signs by office alone: "Deputy Chief Constable"."""
    is_short = len(words(line)) <= _MOST_WORDS_OF_A_RECEIVER and not COPIED_TO.match(line.lower())
    return is_short and not line.endswith(".") and bool(_TITLE.search(line))


def _sender_line(pieces: list[Piece]) -> Signature | None:
    for line in sender_lines(pieces):
        match = re.match(rf"(?P<name>{_NAME})[,\s]+(?P<title>.*)$", line)
        if match and _names_a_person(match["name"]):
            return Signature(match["name"], match["title"])
    return None


def _lines(piece: Piece) -> list[str]:
    return [unmarked(line) for line in piece.text.split("\n")]


def _to_whom(line: str) -> re.Match | None:
    """ "To HM Chief Inspector of Constabulary", without a colon."""
    return _TO_ALONE.match(line) if _is_receiver(line) and len(words(line)) <= _MOST_WORDS_OF_A_RECEIVER else None


def _address_above(letter: Letter, pieces: list[Piece], dear: Piece) -> list[Piece]:
    """The pieces above "Dear ..." that are its address: several short lines, or one that names who receives."""
    salutation = pieces.index(dear)
    greeted = {word for word in words(dear.plain.lower().strip(", "))[1:] if len(word) > 3}
    alone: list[Piece] = []
    for place in range(salutation - 1, max(-1, salutation - 9), -1):
        piece, lines = pieces[place], _address_lines(pieces[place])
        top = not place and not greeted & set(words(piece.plain.lower()))
        if any(letter.names.are_most_of(line, top) or len(words(line)) >= _PROSE for line in lines):
            break
        if any(_REACHED_AT.search(line) for line in lines):
            continue
        if len(lines) > 1 and not any(_is_receiver(_address_lines(below)[0]) for below in alone):
            return [piece]
        if len(lines) > 1 or (not lines and piece.text.strip() and alone):
            break
        alone = [piece, *alone] if lines else alone
    lines = [_address_lines(piece)[0] for piece in alone]
    named = next((number for number, line in enumerate(lines) if _is_receiver(line)), None)
    if named is None:
        return []
    return alone[named - 1 if named and _NAME_LINE.match(lines[named - 1]) else named :]


def _address_lines(piece: Piece) -> list[str]:
    """The lines of a piece that may be an address: no reference, date, or "By email"."""
    return [line for line in _lines(piece) if not _NO_ADDRESS.match(line) and not _is_date(line)]


def _is_date(line: str) -> bool:
    dates = dates_in(line)
    return bool(dates) and sum(date.ends - date.begins for date in dates) * 2 > len(line)


def _is_receiver(line: str) -> bool:
    return bool(_RECEIVES.search(line)) and not _SUBJECT.search(line)


def _name_of_address(pieces: list[Piece]) -> str:
    """The lines of an address before its streets: name, office, organisation."""
    named = []
    for line in (line for piece in pieces for line in _address_lines(piece)):
        if _STREET.search(line) and named:
            break
        named.append(line.strip(" ,"))
    return ", ".join(named)


def _trailing(pieces: list[Piece]) -> list[int]:
    """The short pieces without a full stop that end the letter."""
    found: list[int] = []
    for place in range(len(pieces) - 1, -1, -1):
        piece, lines = pieces[place], _lines(pieces[place])
        prose = any(len(words(line)) >= _PROSE or (line.endswith(".") and len(words(line)) > 6) for line in lines)
        is_text = prose or piece.kind in {BlockKind.LIST_ITEM, BlockKind.CELL} or _BEGINS_ANEW.match(piece.text)
        if is_text or len(found) >= _LAST_LINES:
            break
        found.append(place)
    return found[::-1]


def _read_signature(pieces: list[Piece], first: int) -> Signature:
    """The first name from a place on and the titles below it, up to prose, a heading, or another name."""
    found = Signature()
    for piece in pieces[first : first + _LAST_LINES]:
        lines = [line for line in _lines(piece) if not CLOSING.match(line)]
        if any(len(words(line)) >= _PROSE for line in lines) or _BEGINS_ANEW.match(piece.text):
            break
        for line in takewhile(lambda line: not COPIED_TO.match(line.lower()), lines):
            match = _NAME_LINE.match(line)
            if match and _names_a_person(match["name"]):
                if found.name:
                    break
                found.name, found.title = match["name"], match["title"] or ""
            elif found.name and not CONTACT.search(line) and (_TITLE.search(line) or found.title.endswith(",")):
                found.title = _with(found.title, line)
        if found.name:
            found.pieces.append(piece)
    found.title = found.title.strip(" ,")
    return found


def _names_a_person(name: str) -> bool:
    """ "South Yorkshire Police" and "Deputy Chief Constable" are written like names and are none."""
    return not _OFFICE.search(name) and not all(_RANK.match(word) or _TITLE.match(word) for word in words(name))


def _with(title: str, line: str) -> str:
    if plain(line).lower().replace("&", "and") in title.lower().replace("&", "and"):
        return title
    return f"{title.rstrip(' ,')}, {line}" if title else line
