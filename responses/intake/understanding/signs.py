"""What a piece says about the order of its letter: "here begins recommendation 4", "our answer follows", "see also 5".

One grammar for a mention: words before it + the number + words after it. By these it *heads* what follows
("Response to recommendation 4"), or does what sentences do (`mentions`). A label names no recommendation: "Force
response:".
"""

import re
from dataclasses import replace

from responses.intake.proposal import BlockKind, Speaker
from responses.intake.sentences import Sentence
from responses.intake.understanding.mentions import CROSSES, leading_in
from responses.intake.understanding.pieces import LOOKED_AT, Does, Letter, Piece, Role, Sign, plain, sentences, words
from responses.intake.understanding.quotations import quoted_up_to
from responses.intake.understanding.vocabulary import (
    ANSWER,
    BESIDE,
    CLOSING,
    GREETING,
    MENTION,
    NUMBER,
    NUMBERS,
    RECOMMENDATION,
    STATUS,
    mentioned,
    numbers_in,
)

MOST_WORDS_OF_A_TITLE = 14
_MOST_WORDS_OF_A_LABEL = 8


# Marks, quotation marks and brackets that may open a heading, or a number of the letter's own before it.
_OPENING = (
    r"^[\s*#>_\"“‘(\[]{0,12}"
    r"(?:(?:section|part|item|ref)?\s*\d{1,2}(?:\.\d{1,2})*[.):]?\s+[–—:-]?\s*)?"
)
# "Response to", "Update on", "Regarding", "The force's response to the", "What we have done ("
_LEAD = (
    rf"(?P<lead>(?:[\w'’&,./-]+\s+){{0,8}}?{ANSWER}"
    r"(?:\s+(?:to|on|against|for|in\s+(?:relation|response|respect)\s+(?:to|of)|regarding|i)|\s*[:–—-])?\s+(?:the\s+)?\(?)?"
)
# "Re:", "Regarding", and the Welsh word above or beside the English: "Argymhelliad / Recommendation 4"
_ABOUT = (
    r"(?:argymhell(?:iad|ion)(?:\s*\d{1,2})?\s*/\s*)?"
    r"(?:(?:re|regarding|concerning|ref|on|under|about|for|(?:in|with)\s+(?:respect|regard|relation)\s+(?:of|to))\b:?\s+"
    r"(?:the\s+)?)?(?:(?:hmicfrs|report|super-?complaint|key)(?:['’]s)?\s+)?"
)
_HEADING = re.compile(
    rf"{_OPENING}{_LEAD}{_ABOUT}(?:(?P<word>{RECOMMENDATION})\s{{0,3}}[:.]?\s{{0,3}}\(?|R\.?\s?(?=\d)|Ref\.?\s*:\s*(?=[\d.]{{1,4}}[a-h]?\s*$))"
    rf"(?P<numbers>{NUMBERS})(?:\s+(?:of|o)\s+\d{{1,2}}|\s*/\s*argymhell\w{{3,4}}\s*\d{{1,2}})?",
    re.IGNORECASE,
)
# Whom a recommendation is to, as headings add it: up to a colon, a full stop, a bracket or the end of the line.
_ADDRESSEE = re.compile(
    r"\s*[*_]*\s*[-–—:.,(]*\s*[*_]*\s*(?:to|for|i)\s+"
    r"(?P<whom>(?:all|the|chief|police|pccs?|home|national|npcc|apcc|hmicfrs|college|ministry|moj|forces|cps|crown|mayors?"
    r"|association|local|every|each|his|her|iopc)\b[^.:;)\n]{0,160})(?P<close>[.:;)\s*_]+|$)",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|asks?|asked|requires?|states?|relates?|concerns?|should|will|calls?|we|I|our|see)\b"
)
# What no words before "response to recommendation 4" have, unless they make a sentence of it.
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|will|asks?|asked|we|I|you|your|thank|see|per|refer|write|note|await|provide[sd]?)\b",
    re.IGNORECASE,
)
# What parts a heading's number from its text: a colon, a dash and a space, a full stop before a capital, the end
# of bold, or no more than a capital, which no sentence has there.
_SEPARATOR = re.compile(
    r"\s*[*_)\]]*\s*(?:[:;]|[-–—](?=[\s*])|\.(?=\s*[*_]*(?:\s+[\"“‘'(\[*]*[A-Z0-9]|$))|\))[\s*_]*"
    r"|\*+\s+|\s+(?=[\"“‘'*]*[A-Z][\w’']*\s)"
)
_BOLD_TITLE = re.compile(r"^(?P<marks>\*\*|__)(?P<title>[^*_\n]{4,120})(?P=marks)\s+(?=\S)")
_IN_BRACKETS = re.compile(r"\s*\([^()\n]{3,120}\)(?::\s+(?=\S)|\.\s+(?=[A-Z\"“‘']))")
_WHOSE = re.compile(r"\s*\((?P<who>[Jj]oint|[A-Z][\w -]+ (?:Police|Constabulary))\)")
_TO_ITS_BRACKET = re.compile(r"(?:\s*[-–—,:][^()]{1,60})?[ ):.]*$")
_INITIALS = re.compile(r"\b(?:(?!GDP|MVP)[A-Z]{2}P|MPS|CoLP)\b")  # "GMP response"
_NOTHING_MORE = re.compile(r"[\s*_:.;)\]–—\"”’'-]*$")
_ANSWER_FOLLOWS = re.compile(rf"\s*[-–—:(]?\s*(?P<who>(?:[\w'’&-]+\s+){{0,5}}?){ANSWER}[\s*_:.)]*$", re.IGNORECASE)
_WHO = (
    r"(?:(?:the|our|my|his|her|joint)\s+)?(?:acting\s+)?"
    r"(?:(?:[A-Z][\w'’-]*|and|&|of|the)\s+){0,4}?"
    r"(?:[Ff]orce|[Cc]onstabulary|[Cc]hief\s+[Cc]onstable|CC|[Cc]hief\s+[Oo]fficer|[Pp]ortfolio\s+[Ll]ead"
    r"|[Mm]anagement|(?i:o?pf?cc|mopac|npcc|apcc)|[Cc]ommissioner"
    r"|[Pp]olice,?\s+(?:[Ff]ire\s+)?(?:and|&)\s+[Cc]rime\s+[Cc]ommissioner"
    r"|[Pp]olice(?:\s+[Ss]ervice)?|[Mm]ayor|[Hh]ome\s+[Oo]ffice|[Gg]overnment|[Oo]ur|[Mm]y|[Hh]is|[Hh]er|[Tt]heir|[Jj]oint)(?:['’]?s)?['’]?"
)
# A label says whose words follow, or that the answer or the recommendation does: "Force response:", "PCC's comments".
_LABEL = re.compile(
    rf"^[\s*#>_]*(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]?\s+)?(?:(?:Annex|Appendix|Atodiad|Part)\s+\w+\s*[:.–-]?\s*)?"
    rf"(?:(?P<who>{_WHO})\s+)?"
    r"(?:(?i:initial|full|formal|action\s+plan|\d{4}|further|latest|detailed|current|local|own)\s+)*"
    rf"(?P<what>(?i:{ANSWER}|(?:says|said|writes)(?=:)|letter(?=\s+from\b)|action\s+plan|official\s+recommendation|recommendation(?:\s+text)?|what\s+(?:was|is)\s+asked))"
    rf"(?:\s+(?:from|of|by|gan)\s+(?:the\s+)?(?P<whose>{_WHO})(?:\s+(?:of|for)\s+(?:[A-Z][\w'’-]*|and|&|\s)+)?)?"
    r"(?:\s+to\s+(?:(?:the|these|this|any)\s+)?(?:recommendations?|report)(?:\s+and\s+(?:any\s+|the\s+)?recommendations?)?)?"
    r"(?:\s*\([^()]{1,40}\))?(?P<close>[\s*_]*(?:[:.]|[-–—](?=\s))?[\s*_]*)(?P<rest>.*)$",
    re.DOTALL,
)
# "North Wales Police: Our policy has ...", "What Northumbria Police have told me"
_WHO_ALONE = re.compile(
    rf"^[\s*_]*(?:(?:Part|Section)\s+\w+\s*[:.–-]\s*)?(?:(?P<who>{_WHO})[\s*_]*:[\s*_]*"
    rf"|What\s+(?P<told>{_WHO})\s+(?:(?:has|have)\s+)?(?:told|said)[^.:]{{0,40}}$)"
)
# "Dear Commissioner": whoever writes, it is not the commissioner.
_TO_THE_COMMISSIONER = re.compile(
    r"^\W*dear\s+(?:police(?:,?\s+fire)?\s+(?:and|&)\s+crime\s+)?(?:commissioner|pf?cc)\W*$", re.IGNORECASE
)
# "Owner: Det Supt, Safeguarding"
_BESIDE = re.compile(
    rf"^\W*(?:[\w/-]+\s+){{0,2}}{BESIDE}(?:\s+\w+){{0,2}}\s*:\s*\S.{{0,120}}$"
    r"|^\W*(?:hmicfrs|iopc|inspectorate|college\s+of\s+policing)\s+(?:comments?|findings?|assessment|views?)\s*:",
    re.IGNORECASE,
)
_LIST_OF_RECOMMENDATIONS = re.compile(
    rf"^[\s*#_]*(?:the\s+|our\s+)?(?:(?:{ANSWER})\s+(?:to|on|against)\s+(?:the\s+|these\s+)?)?"
    r"recommendations?(?:\s+(?:for|to)\s+[\w\s,]{1,80})?[\s*_:.]*$",
    re.IGNORECASE,
)
# "Question 2: Has the force met recommendation 4?", "3. What have you done on recommendation 5?"
_QUESTION = re.compile(r"^\W*(?:q(?:uestion)?\.?\s*)?\d{1,2}\s*[.):][^.?\n]{8,240}\?\W*$", re.IGNORECASE)
# Sentences that take leave, or look at all the recommendations once more.
_LEAVE = re.compile(
    r"^\W*(?:in\s+response\s+to\s+(?:these|the|those|all)\s+recommendations\b|(?:I|we)\s+(?:hope|trust)\s+(?:that\s+)?"
    r"(?:this|the|you)\b(?![^.]*\b(?:meets|fulfils|satisfies)\b)|(?:please\s+)?do\s+not\s+hesitate|if\s+you\s+(?:would\s+like|require|have\s+any|need|wish)"
    r"|should\s+you\s+(?:require|have|need|wish)|thank\s+you\s+(?:for|again|once)|please\s+(?:contact|let\s+me\s+know)"
    r"|in\s+(?:conclusion|summary|closing)|to\s+conclude|more\s+(?:generally|widely|broadly)|(?:I|we)\s+look\s+forward\s+to"
    r"|(?:I|we)\s+(?:will|shall)\s+(?:continue\s+to\s+)?(?:monitor|scrutinise|review|oversee|keep)\b[^.]*"
    r"\b(?:these|the|all|those)\s+recommendations|(?:I|we)\s+would\s+(?:be\s+happy|welcome)\b)",
    re.IGNORECASE,
)
# Headings after which an answer cannot go on, where the letter does not say how high its headings are.
_OTHER_PART = re.compile(
    r"^\W*(?:conclusions?|next\s+steps|summary|annex\w*|appendi\w+|background|introduction|contact\w*|closing\s+remarks"
    r"|overview|further\s+information|notes?\s+to\s+editors|related\s+(?:pages|content)|(?:was|is)\s+this\s+page\s+(?:useful|helpful)|other\s+matters|areas?\s+for\s+improvement|actions?\s+for)\b",
    re.IGNORECASE,
)
# "..., and recommendation 6: Conduct ..." inside a paragraph: what follows the colon may be the recommendation itself.
_BROUGHT_IN = re.compile(
    rf"(?<=\w\W)\b{RECOMMENDATION}\s+(?P<numbers>{NUMBER})\s*:\s+(?=[\"“‘'*]?[A-Z])", re.IGNORECASE
)
_HEADS_WITHIN = re.compile(rf"{RECOMMENDATION}\s+{NUMBERS}\s*:", re.IGNORECASE)
_MOST_WORDS_OF_A_PART = 5
_NUMBERED_ITEM = re.compile(rf"^[\s*]{{0,6}}\(?(?P<number>{NUMBER})(?:[.):]\**|\s[-–—])\s+")


def find_signs(letter: Letter) -> None:
    """Step: each piece gets the sign that it is or begins with; what runs on from a heading or label is cut off it."""
    for piece in letter.pieces:
        piece.sign = sign_of(piece) if piece.role != Role.FURNITURE else None
        if piece.sign and piece.sign.does in {Does.HEADS, Does.LABELS} and 0 < piece.sign.ends < len(piece.text):
            for rest in letter.cut(piece, piece.sign.ends)[1:]:
                rest.sign = None
                _cut_after_label(letter, rest)
        elif not piece.sign and piece.kind != BlockKind.HEADING:
            _cut_where_one_is_brought_in(letter, piece)
    for piece in letter.said:
        if piece.kind != BlockKind.HEADING and not (piece.sign and piece.sign.ends):
            _cut_before_labels(letter, piece)


def _cut_after_label(letter: Letter, piece: Piece) -> None:
    """What follows a heading in its line may begin by saying whose words they are: "The Chief Constable says: ..."."""
    if (label := _label(piece)) and label.speaker and label.ends < len(piece.text):
        letter.cut(piece, label.ends)[-1].sign = None
        piece.sign = label


def _cut_before_labels(letter: Letter, piece: Piece) -> None:
    """Inside a paragraph, too, a sentence may say whose words follow, or on what: "... The Commissioner says: ...",
    "... Recommendation 4: We have ..."."""
    found = {}
    for begins, ends in sentences(piece.text)[1:]:
        sentence = Piece(0, BlockKind.PARAGRAPH, piece.text[begins:ends])
        sign = _label(sentence) or (_heading(sentence, is_line=True) if _HEADS_WITHIN.match(sentence.text) else None)
        if sign and (sign.speaker or sign.does == Does.HEADS) and sign.ends < ends - begins:
            found[begins] = sign
    parts = letter.cut(piece, *found)
    if len(parts) == len(found) + 1:
        for part, sign in zip(parts[1:], found.values(), strict=True):
            part.sign = sign
            letter.cut(part, sign.ends)[-1].sign = None
            part.sign = sign


def _cut_where_one_is_brought_in(letter: Letter, piece: Piece) -> None:
    """A paragraph is cut before each recommendation that it brings in after a colon and quotes."""
    found = {}
    for match in _BROUGHT_IN.finditer(piece.text):
        numbers = numbers_in(match["numbers"])
        wordings = [wording for number in numbers if (wording := letter.wording_of.get(number))]
        if quoted_up_to(piece.text[match.end() :], wordings):
            found[match.end()] = numbers
    parts = letter.cut(piece, *found)
    if len(parts) == len(found) + 1:
        for part, before, numbers in zip(parts[1:], parts, found.values(), strict=False):
            part.sign = Sign(Does.HEADS, 0, numbers)
            _doubt_others_named(letter, before.text, numbers)


def _doubt_others_named(letter: Letter, before: str, numbers: tuple[str, ...]) -> None:
    others = [number for number in mentioned(before[sentences(before)[-1][0] :]) if number not in numbers]
    if others:
        letter.doubts.append(Sentence.ALSO_NAMED % {"number": numbers[0], "numbers": " and ".join(others)})


def sign_of(piece: Piece) -> Sign | None:
    if len(piece.text) > LOOKED_AT:  # signs stand at the beginning
        piece = replace(piece, text=piece.text[:LOOKED_AT])
    text = piece.text
    if CLOSING.match(text):
        return Sign(Does.CLOSES, len(text))
    if heads_a_list(text):
        return Sign(Does.LISTS, len(text))
    if _BESIDE.match(text):
        return Sign(Does.BESIDE, len(text))
    if found := _question(text) or _heading(piece) or _label(piece):
        return found
    if _LEAVE.match(text):
        return Sign(Does.LEAVES, 0)
    if _OTHER_PART.match(text) and (piece.kind == BlockKind.HEADING or len(words(text)) <= _MOST_WORDS_OF_A_PART):
        return Sign(Does.PARTS, len(text))
    if piece.kind == BlockKind.HEADING:
        return None
    return leading_in(text) or _item(text)


def begins_anew(line: str) -> bool:
    """Whether a line of a paragraph stands by itself, and does not run on from the line before it."""
    piece = Piece(0, BlockKind.PARAGRAPH, line)
    ends = GREETING.match(line) or CLOSING.match(line) or _BESIDE.match(line)
    return bool(_heading(piece, is_line=True) or _label(piece) or ends)


def heads_a_list(text: str) -> bool:
    return bool(_LIST_OF_RECOMMENDATIONS.match(text))


def heads_another_part(text: str) -> bool:
    return bool(_OTHER_PART.match(text))


def is_addressee(text: str) -> bool:
    """Whether a text is no more than whom a recommendation is to: "To chief constables"."""
    match = _ADDRESSEE.match(text)
    return bool(match) and match.end() >= len(text.rstrip()) and len(words(text)) <= MOST_WORDS_OF_A_TITLE


def told_for(text: str) -> Speaker | None:
    """For whom a paragraph says that its recommendation is: "Recommendation 3 is for chief constables. I know ..."."""
    first = text[slice(*sentences(text)[0])]
    match = re.search(
        r"\b(?:is|was|are|were)\s+(?:for|(?:directed|addressed|aimed|made)\s+(?:at|to))\b(?P<whom>.*)", first
    )
    return speaker_named(match["whom"]) if match else None


def speaker_named(label: str) -> Speaker | None:
    """Whose a response is, by the words before "response"."""
    text = plain(label).lower()
    if _INITIALS.search(label):
        return Speaker.FORCE
    for speaker, sign in (
        (Speaker.JOINT, r"\bjoint\b"),
        (Speaker.NPCC, r"\bnpcc\b|police chiefs"),
        (Speaker.APCC, r"\bapcc\b|association of police and crime"),
        (Speaker.LOCAL_POLICING_BODY, r"commissioner|\bo?pf?ccs?\b|\bmayor|\bmopac\b|comisiynydd"),
        (
            Speaker.FORCE,
            r"\bforce\b|constabulary|chief (?:constable|officer)|\bcc\b|portfolio lead|(?<!the )\bpolice\b|heddlu",
        ),
        (Speaker.HOME_OFFICE, r"home (?:office|secretary)|government"),
    ):
        if re.search(sign, text):
            return speaker
    return None


def _heading(piece: Piece, is_line: bool = False) -> Sign | None:
    """The heading that a piece is, or begins with; `is_line` where it may be but a line of a paragraph."""
    text = piece.text
    if bold := _BOLD_TITLE.match(text):  # "**Recommendation 5 - promoting confidence.** The Plan ..."
        title = Piece(0, BlockKind.HEADING, bold["title"].rstrip(". "))
        found = _heading(title)
        if found and found.ends >= len(title.text):
            return replace(found, ends=bold.end("title") + len(bold["marks"]))
    match = _HEADING.match(text)
    if not match or not _is_written_as_heading(piece, match):
        return None if is_line else _title_with_a_number(piece)
    numbers, answers, rest = numbers_in(match["numbers"]), bool(match["lead"]), text[match.end() :]
    speaker = speaker_named(match["lead"] or "")
    if not STATUS.match(rest) and (follows := _ANSWER_FOLLOWS.match(rest)) and not _FINITE.search(follows["who"]):
        return Sign(Does.HEADS, len(text), numbers, True, speaker_named(follows["who"]) or speaker)
    if whose := _WHOSE.match(rest):  # "Recommendations 1 and 4 (Surrey Police)"
        speaker = speaker_named(whose["who"])
    end = _end_of_heading(piece, rest)
    if end is None:
        return None if is_line else _title_with_a_number(piece)
    return Sign(Does.HEADS, _before_marks(text, match.end() + end), numbers, answers, speaker)


def _title_with_a_number(piece: Piece) -> Sign | None:
    """A line that stands by itself, is no sentence and names a recommendation once, heads it whatever else it says."""
    text = plain(piece.text)
    match = MENTION.search(text)
    if match and _in_brackets_at_the_end(piece, text, match):  # "**How we will build confidence (recommendation 5)**"
        return Sign(Does.HEADS, len(piece.text), numbers_in(match["numbers"]), True)
    if not match or piece.is_list_item or piece.table is not None or "\n" in piece.text.strip():
        return None
    before = re.sub(ANSWER, "", text[: match.start()], flags=re.IGNORECASE)
    is_line = _is_title(re.sub(ANSWER, "", text, flags=re.IGNORECASE)) and text[:1].isupper()
    if not is_line or _SAYS.search(before) or CROSSES.search(before) or MENTION.search(text, match.end()):
        return None
    answers = bool(re.search(ANSWER, text[: match.start()], re.IGNORECASE))
    return Sign(
        Does.HEADS, len(piece.text), numbers_in(match["numbers"]), answers, speaker_named(before) if answers else None
    )


def _in_brackets_at_the_end(piece: Piece, text: str, match: re.Match) -> bool:
    is_line = piece.table is None and len(words(text)) <= MOST_WORDS_OF_A_TITLE and "\n" not in piece.text.strip()
    return is_line and text[: match.start()].rstrip().endswith("(") and bool(_TO_ITS_BRACKET.match(text, match.end()))


def _label(piece: Piece) -> Sign | None:
    """The label that a piece is, or begins with."""
    if _TO_THE_COMMISSIONER.match(piece.text):
        return Sign(Does.LABELS, len(piece.text), speaker=Speaker.FORCE, what="comment")
    if (alone := _WHO_ALONE.match(piece.text)) and (speaker := speaker_named(alone["who"] or alone["told"])):
        return Sign(Does.LABELS, alone.end(), speaker=speaker, what="answer")
    match = _LABEL.match(_not_in_capitals(piece.text))
    in_welsh, _, in_english = piece.text.rpartition(" / ")  # "Ymateb yr Heddlu / Force response"
    is_short = len(words(piece.text)) <= _MOST_WORDS_OF_A_LABEL
    if in_welsh and is_short and (found := _label(replace(piece, text=in_english))):
        return replace(found, ends=len(piece.text))
    if not match or MENTION.match(piece.text.lstrip("*# ")):
        return None
    rest, close = match["rest"].strip(" *_\n"), match.start("close")
    if rest and not (
        re.search(r":|[-–—]", match["close"]) and len(words(piece.text[:close])) <= _MOST_WORDS_OF_A_LABEL
    ):
        return None
    if not rest and piece.text.rstrip().endswith("."):
        return None
    what = match["what"].lower()
    if what.endswith(("recommendation", "text", "asked")):
        return Sign(Does.LABELS, match.start("rest"), what="recommendation")
    kind = "comment" if what.startswith(("comment", "sylwadau", "letter")) else "answer"
    who = (match["who"] or "") + " " + (match["whose"] or "")
    return Sign(Does.LABELS, match.start("rest"), speaker=_speaker_of_label(who), what=kind)


def _speaker_of_label(who: str) -> Speaker | None:
    if named := speaker_named(who):
        return named
    pronoun = who.strip().lower()
    return Speaker.OTHER if pronoun in {"his", "her", "their"} else Speaker.SENDER if pronoun == "my" else None


def _question(text: str) -> Sign | None:
    """A numbered question, of which what follows is the answer: on the recommendation it names, or on none."""
    if not _QUESTION.match(text):
        return None
    if numbers := mentioned(text):
        return Sign(Does.HEADS, len(text), numbers, True)
    return Sign(Does.PARTS, len(text))


def _item(text: str) -> Sign | None:
    match = _NUMBERED_ITEM.match(text)
    return Sign(Does.NUMBERS, match.end(), numbers_in(match["number"])[:1]) if match else None


def _not_in_capitals(text: str) -> str:
    """A line, or what stands before its colon, in capitals as a title is written: names begin with a capital and go on
    without. No place moves."""
    title, rest = text[: text.find(":")], text[text.find(":") :]
    if text.isupper() or not title.isupper() or ":" not in text:
        title, rest = text, ""
    return re.sub(r"(?<![\w'’])\w", lambda first: first[0].upper(), title.lower()) + rest if title.isupper() else text


def _before_marks(text: str, end: int) -> int:
    """The end of a heading without the marks that begin what runs on from it: "**Rec. 1:** *As an interim ...*"."""
    bare = len(text[:end].rstrip("*_"))
    return bare if end < len(text) and text[:bare][-1:].isspace() else end


def _is_written_as_heading(piece: Piece, match: re.Match) -> bool:
    """A heading opens with a capital; "recommendation 4 asks ..." in small letters is the middle of a sentence."""
    said = match[0].lstrip(' *#>_"“‘([0123456789.)')
    if match["lead"] and _SAYS.search(re.sub(rf"{ANSWER}(?:\s+i\b)?", "", match["lead"], flags=re.IGNORECASE)):
        return False
    return said[:1].isupper() or piece.kind == BlockKind.HEADING


def _end_of_heading(piece: Piece, rest: str) -> int | None:
    """Where the heading ends in what follows its numbers; None where that shows that it is a sentence."""
    if bracketed := _IN_BRACKETS.match(rest):  # "Recommendation 1 (safe calling). The force ..."
        return bracketed.end()
    if _NOTHING_MORE.match(rest):
        return len(rest)
    if STATUS.match(rest):
        return len(rest) - len(rest.lstrip(" :-–—.\t"))
    whom = _ADDRESSEE.match(rest)
    if whom and len(words(whom["whom"])) <= MOST_WORDS_OF_A_TITLE + 4 and not _FINITE.search(whom["whom"]):
        return whom.end()
    separator = _SEPARATOR.match(rest)
    if separator:
        return len(rest) if _is_title(rest[separator.end() :]) else separator.end()
    is_heading = piece.kind == BlockKind.HEADING or rest.lstrip().startswith("(")
    return len(rest) if is_heading and _is_title(rest) and not rest.startswith(",") else None


def _is_title(text: str) -> bool:
    return (
        not STATUS.match(text)
        and len(words(text)) <= MOST_WORDS_OF_A_TITLE
        and not text.rstrip(" *_\n\"'”’").endswith((".", "!", "?", ";"))
        and not _FINITE.search(text)
    )
