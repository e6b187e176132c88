"""What in a letter says "here begins recommendation 4" or "here begins our answer", and what only mentions it.

Letters head their answers in every style: "**Recommendation 1. To chief constables**", "Response to recommendation 4",
"Rec 3a", "R4:", "Recommendation 1 - To chief constable: As an interim measure ...", "Argymhelliad 4". A sentence that
begins "Recommendation 3, the recommendation to develop ..." is not a heading.
"""

import re
from dataclasses import dataclass

from responses.intake.proposal import BlockKind
from responses.intake.understanding.pieces import Piece, plain, words
from responses.voices import Voice

_WORDS_FOR_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

# A number such as 4, 3a, 3(a) or 7.1, and never the beginning of a year or of "4th".
NUMBER = rf"(?:\d{{1,2}}(?:\.\d{{1,2}})?(?:[a-h]|\([a-h]\))?|\b(?:{'|'.join(_WORDS_FOR_NUMBERS)}))(?![\w%])"
# What may stand between two numbers; a dash or "to" makes a range of them. "a", "ac" and "hyd" are Welsh.
_BETWEEN = r"\s*(?:,\s*and|,|and|&|\+|/|to|through|-|–|—|ac?|hyd)\s*(?:recommendations?\s+)?"
NUMBERS = rf"{NUMBER}(?:{_BETWEEN}{NUMBER})*"
# The word itself, in full, short or Welsh, and perhaps "number".
RECOMMENDATION = r"(?:recommendations?|recs?(?=[\s.\d#])\.?|argymhell(?:ion|iad))(?:\s*(?:numbers?|nos?\b\.?|#))?"
MENTION = re.compile(rf"\b{RECOMMENDATION}\s*(?P<numbers>{NUMBERS})", re.IGNORECASE)

_ANSWER = (
    r"(?:responses?|reply|replies|updates?|progress(?:\s+updates?)?|comments?|commentary|actions?(?:\s+taken)?"
    r"|(?:current\s+)?position|answers?|narrative|statement|ymateb|sylwadau|diweddariad"
    r"|what\s+(?:we|has|have|is|the\s+(?:force|constabulary|commissioner))\s+(?:\w+\s+){0,3}?(?:done|doing|do))"
)
# Marks, quotation marks and brackets that may open a heading, or a number of the letter's own before it.
_OPENING = r"^[\s*#>_\"“'‘(\[]*(?:(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)?"
_LEAD = (
    rf"(?P<lead>(?:[\w'’&,./-]+\s+){{0,8}}?{_ANSWER}"
    r"(?:\s+(?:to|on|against|for|in\s+relation\s+to|regarding|i)|\s*[:–—-])\s+(?:the\s+)?)?"
)
_HEADING = re.compile(
    rf"{_OPENING}{_LEAD}(?:(?P<word>{RECOMMENDATION})\s*\(?|R(?=\d))(?P<numbers>{NUMBERS})", re.IGNORECASE
)
# Whom a recommendation is to, as headings add it: up to a colon, a full stop, a bracket or the end of the line.
_ADDRESSEE = re.compile(
    r"\s*[*_]*\s*[-–—:.,(]*\s*[*_]*\s*(?:to|for|i)\s+"
    r"(?P<whom>(?:all|the|chief|police|pccs?|home|national|npcc|hmicfrs|college|ministry|moj|forces|cps|crown|mayors?"
    r"|apcc"
    r"|association|local|every|each|his|her|iopc)\b[^.:;)\n]*)(?P<close>[.:;)\s*_]+|$)",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|asks?|asked|requires?|states?|relates?|concerns?|should|will|calls?|we|I|our)\b"
)
# What no words before "response to recommendation 4" have, unless they make a sentence of it.
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|will|asks?|asked|we|I|you|your|thank|see|per|refer|write|note|await|provide[sd]?)\b",
    re.IGNORECASE,
)
# What parts a heading's number from its text: a colon, a dash and a space, a full stop before a capital, the end
# of bold, or no more than a capital, which no sentence has there.
_SEPARATOR = re.compile(
    r"\s*[*_)\]]*\s*(?:[:;]|[-–—](?=[\s*])|\.(?=\s*[*_]*(?:\s+[\"“'‘(\[*]*[A-Z0-9]|$))|\))[\s*_]*"
    r"|\*+\s+|\s+(?=[\"“‘'*]*[A-Z][\w’']*\s)"
)
_NOTHING_MORE = re.compile(r"[\s*_:.;)\]–—\"”’'-]*$")
_ANSWER_FOLLOWS = re.compile(rf"\s*[-–—:(]?\s*(?P<who>(?:[\w'’&-]+\s+){{0,5}}?){_ANSWER}[\s*_:.)]*$", re.IGNORECASE)
# A status that stands alone after a number is an answer and no title.
_STATUS = re.compile(
    r"(?:\W*\b(?:(?:partially |fully |not |partly )?accepted(?: in (?:part|full|principle))?|agreed|noted|rejected"
    r"|complete[d]?|in progress|ongoing|on track|closed|open|implemented|not started|red|amber|green)\b)+\W*$",
    re.IGNORECASE,
)
_WHO = (
    r"(?:(?:the|our|my|his|her|joint)\s+)?(?:acting\s+)?"
    r"(?:(?:[A-Z][\w'’-]*|and|&|of|the)\s+){0,4}?"
    r"(?:[Ff]orce|[Cc]onstabulary|[Cc]hief\s+[Cc]onstable|CC|[Cc]hief\s+[Oo]fficer|[Pp]ortfolio\s+[Ll]ead"
    r"|[Mm]anagement|"
    r"(?i:o?pf?cc|mopac|npcc|apcc)|[Cc]ommissioner|[Pp]olice,?\s+([Ff]ire\s+)?(and|&)\s+[Cc]rime\s+[Cc]ommissioner|"
    r"[Pp]olice(\s+[Ss]ervice)?|[Mm]ayor|[Hh]ome\s+[Oo]ffice|[Gg]overnment|[Oo]ur|[Mm]y"
    r"|[Jj]oint)(?:['’]?s)?['’]?"
)
# A label says whose words follow, or that the answer or the recommendation does: "Force response:", "PCC's comments".
_LABEL = re.compile(
    rf"^[\s*#_>]*(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]?\s+)?(?:(?:Annex|Appendix|Atodiad)\s+\w+\s*[:.–-]?\s*)?(?:(?P<who>{_WHO})\s+)?(?:(?i:initial|full|formal|action\s+plan|\d{{4}}|further|latest|detailed)\s+)*"
    rf"(?P<what>(?i:{_ANSWER}|letter(?=\s+from\b)|action\s+plan|official\s+recommendation|recommendation(?:\s+text)?))"
    rf"(?:\s+(?:from|of|by|gan)\s+(?:the\s+)?(?P<whose>{_WHO})(?:\s+(?:of|for)\s+(?:[A-Z][\w'’-]*|and|&|\s)+)?)?(?:\s+to\s+(?:the|these)\s+(?:recommendations?|report))?(?P<close>[\s*_]*(?:[:.]"
    rf"|[-–—](?=\s))?[\s*_]*)(?P<rest>.*)$",
    re.DOTALL,
)
# "Dear Commissioner": whoever writes, it is not the commissioner.
_TO_THE_COMMISSIONER = re.compile(
    r"^\W*dear\s+(?:police(?:,?\s+fire)?\s+(?:and|&)\s+crime\s+)?(?:commissioner|pf?cc)\W*$", re.IGNORECASE
)
_LIST_OF_RECOMMENDATIONS = re.compile(
    rf"^[\s*#_]*(?:the\s+|our\s+)?(?:(?:{_ANSWER})\s+(?:to|on|against)\s+(?:the\s+|these\s+)?)?"
    r"recommendations?(?:\s+(?:for|to)\s+[\w\s,]+)?[\s*_:.]*$",
    re.IGNORECASE,
)
MOST_WORDS_OF_A_TITLE = 14


@dataclass(frozen=True)
class Heading:
    """Opens the part of a letter about some recommendations. Its words end at `end`; what follows is content."""

    numbers: tuple[str, ...]
    end: int
    answers: bool = False  # it says itself that an answer follows
    speaker: Voice | None = None


@dataclass(frozen=True)
class Label:
    """Says that an answer, a comment or the recommendation's own words follow, perhaps whose."""

    what: str  # "answer", "comment" or "recommendation"
    end: int
    speaker: Voice | None = None


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of "1, 4 and 5", "1-5", "3a" or "recommendation 5 ... and recommendation 6", in order, once each."""
    found: list[str] = []
    for item in re.finditer(rf"(?:(?P<upto>-|–|—|\bto|\bthrough|\bhyd)\s*)?(?P<number>{NUMBER})", text, re.IGNORECASE):
        number = _number(item["number"])
        if (
            item["upto"]
            and found
            and found[-1].isdigit()
            and number.isdigit()
            and 0 < int(number) - int(found[-1]) < 30
        ):
            found += [str(between) for between in range(int(found[-1]) + 1, int(number))]
        found.append(number)
    return tuple(dict.fromkeys(found))


def heading_of(piece: Piece) -> Heading | None:
    """The heading that a piece begins with, if it begins with one."""
    text = piece.text
    match = _HEADING.match(text)
    if not match or not _is_written_as_heading(piece, match):
        return None
    numbers = numbers_in(match["numbers"])
    answers, rest = bool(match["lead"]), text[match.end() :]
    speaker = speaker_named(match["lead"] or "")
    if (follows := _ANSWER_FOLLOWS.match(rest)) and not _FINITE.search(follows["who"]):
        return Heading(numbers, len(text), True, speaker_named(follows["who"]) or speaker)
    end = _end_of_heading(piece, rest)
    return None if end is None else Heading(numbers, _before_marks(text, match.end() + end), answers, speaker)


def _before_marks(text: str, end: int) -> int:
    """The end of a heading without the marks that begin what runs on from it: "**Rec. 1:** *As an interim ...*"."""
    bare = len(text[:end].rstrip("*_"))
    return bare if end < len(text) and text[:bare][-1:].isspace() else end


def label_of(piece: Piece) -> Label | None:
    """The label that a piece is, or begins with."""
    if _TO_THE_COMMISSIONER.match(piece.text):
        return Label("comment", len(piece.text), Voice.FORCE)
    match = _LABEL.match(_not_in_capitals(piece.text))
    if not match or MENTION.match(piece.text.lstrip("*# ")):
        return None
    who = (match["who"] or "") + " " + (match["whose"] or "")
    if match["rest"].strip(" *_\n") and not (
        re.search(r":|[-–—]", match["close"]) and len(words(piece.text[: match.start("close")])) <= 8
    ):
        return None
    if not match["rest"].strip(" *_\n") and piece.text.rstrip().endswith("."):
        return None
    what = match["what"].lower()
    if what.endswith(("recommendation", "text")):
        return Label("recommendation", match.start("rest"), None)
    kind = "comment" if what.startswith(("comment", "sylwadau", "letter")) else "answer"
    return Label(kind, match.start("rest"), speaker_named(who))


def heads_a_list_of_recommendations(text: str) -> bool:
    """Whether a line is a heading such as "Recommendations" or "Response to the recommendations"."""
    return bool(_LIST_OF_RECOMMENDATIONS.match(text))


def is_status(text: str) -> bool:
    """Whether a text is no more than "Accepted", "In progress" and the like, which is an answer."""
    return bool(_STATUS.match(text))


def stands_alone(line: str) -> bool:
    """Whether a line of a paragraph is a heading or label, and so does not run on from the line before it."""
    piece = Piece(0, BlockKind.PARAGRAPH, line)
    return bool(heading_of(piece) or label_of(piece))


def speaker_named(words_of_label: str) -> Voice | None:
    """Whose a response is, by the words before "response"."""
    text = plain(words_of_label).lower()
    for speaker, sign in (
        (Voice.JOINT, r"\bjoint\b"),
        (Voice.NPCC, r"\bnpcc\b|police chiefs"),
        (Voice.APCC, r"\bapcc\b|association of police and crime"),
        (
            Voice.LOCAL_POLICING_BODY,
            r"crime commissioner|\bo?pf?ccs?\b|\bopfcc\b|commissioner|\bmayor|\bmopac\b|comisiynydd",
        ),
        (Voice.FORCE, r"\bforce\b|constabulary|chief (?:constable|officer)|\bcc\b|portfolio lead|\bpolice\b|heddlu"),
        (Voice.HOME_OFFICE, r"home (?:office|secretary)|government"),
    ):
        if re.search(sign, text):
            return speaker
    return None


def _not_in_capitals(text: str) -> str:
    """A line in capitals as a title is written, place by place: names begin with a capital and go on without."""
    return re.sub(r"(?<![\w'’])\w", lambda first: first[0].upper(), text.lower()) if text.isupper() else text


def _number(text: str) -> str:
    text = text.lower().replace("(", "").replace(")", "")
    return str(_WORDS_FOR_NUMBERS.index(text) + 1) if text in _WORDS_FOR_NUMBERS else text


def _is_written_as_heading(piece: Piece, match: re.Match) -> bool:
    """A heading opens with a capital; "recommendation 4 asks ..." in small letters is the middle of a sentence."""
    first = match["lead"] or match["word"] or "R"
    if match["lead"] and _SAYS.search(match["lead"]):
        return False
    return first[0].isupper() or piece.kind == BlockKind.HEADING


def _end_of_heading(piece: Piece, rest: str) -> int | None:
    """Where the heading ends in what follows its numbers; None where that shows that it is a sentence."""
    if _NOTHING_MORE.match(rest):
        return len(rest)
    if _STATUS.match(rest):
        return len(rest) - len(rest.lstrip(" :-–—.\t"))
    whom = _ADDRESSEE.match(rest)
    if whom and len(words(whom["whom"])) <= MOST_WORDS_OF_A_TITLE + 4 and not _FINITE.search(whom["whom"]):
        return whom.end()
    separator = _SEPARATOR.match(rest)
    if separator:
        content = rest[separator.end() :]
        return len(rest) if _is_title(content) else separator.end()
    is_heading = piece.kind == BlockKind.HEADING or rest.lstrip().startswith("(")
    return len(rest) if is_heading and _is_title(rest) and not rest.startswith(",") else None


def _is_title(text: str) -> bool:
    return (
        not _STATUS.match(text)
        and len(words(text)) <= MOST_WORDS_OF_A_TITLE
        and not text.rstrip(" *_\n\"'”’").endswith((".", "!", "?", ";"))
        and not _FINITE.search(text)
    )
