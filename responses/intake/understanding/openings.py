"""What in running prose begins an answer to a recommendation, and what ends one.

Many letters have no headings: "In relation to recommendations 1, 4 and 5, the force ..." begins an answer. Others bring
a recommendation in mid-sentence: "... recommendation 5 as above and recommendation 6: Conduct an assessment ...".
"""

import re

from responses.intake.understanding.headings import MENTION, NUMBER, NUMBERS, RECOMMENDATION, Heading, numbers_in
from responses.intake.understanding.pieces import Piece, sentences, split
from responses.intake.understanding.quotations import quoted_up_to, reads_as_recommendation

# "In relation to recommendations 1, 4 and 5, ..." at the head of a paragraph.
_LEAD_IN = re.compile(
    r"^\W*(?:(?:firstly|secondly|thirdly|finally|similarly|also),?\s+)?"
    r"(?:in\s+(?:response|relation|respect|regard|answer|reply|regards)\s+(?:to|of)|with\s+(?:regards?|respect"
    r"|reference)\s+to|"
    r"as\s+regards|regarding|concerning|(?:turning|moving)\s+(?:now\s+)?(?:on\s+)?to|on|for|in\s+terms\s+of|under"
    r"|as\s+(?:for|to)|"
    r"against|(?:our|my|the)\s+(?:\w+\s+){0,2}(?:response|answer|position|update|progress)\s+(?:to|on|against)|"
    r"progress\s+(?:on|against)|o\s+ran|mewn\s+ymateb\s+i)\s+"
    rf"(?:the\s+)?(?:report['’]s\s+)?{RECOMMENDATION}\s*(?P<numbers>{NUMBERS})",
    re.IGNORECASE,
)
# "Recommendation 2 asked the Home Office to review the law. We have ...": where no headings part the answers.
_TELLS_OF_ONE = re.compile(
    rf"^\W*(?:the\s+report['’]s\s+)?{RECOMMENDATION}\s*(?P<numbers>{NUMBERS}),?\s+(?:of\s+(?:the|your|this)\s+report\s+)?"
    r"(?:ask(?:s|ed)|requires?|required|recommend(?:s|ed)|call(?:s|ed)|relates?|related|concern(?:s|ed)|was\s+(?:that|for|to)"
    r"|(?P<whom>(?:is|was)\s+(?:for|(?:directed|addressed|aimed|made)\s+(?:at|to))))\b",
    re.IGNORECASE,
)
# "This recommendation asks forces to ..." below its heading.
_TELLS_OF_IT = re.compile(
    r"^\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:this|the)\s+recommendation\s+(?:ask(?:s|ed)|recommend(?:s|ed)|call(?:s|ed)\s+(?:for|on)"
    r"|requires?\s+(?:all|chief|forces|police|pf?ccs?)|is\s+that)\b",
    re.IGNORECASE,
)
# "..., and recommendation 6: Conduct ..." inside a paragraph: what follows the colon may be the recommendation itself.
_BROUGHT_IN = re.compile(
    rf"(?<=\w\W)\b{RECOMMENDATION}\s+(?P<numbers>{NUMBER})\s*:\s+(?=[\"“‘'*]?[A-Z])", re.IGNORECASE
)
# A sentence in which somebody takes a stand on recommendations by number.
_STANDS = re.compile(
    r"\b(?:accepts?|accepted|agrees?|agreed|rejects?|supports?|implemented|implementing|completed?|compl(?:y|ies|iant)"
    r"|adopted|considered|will (?:consider|implement|adopt|address|act on|take forward)|endorses?"
    r"|noted?\b[^.]*\band\s+(?:will|shall)"
    r"|(?:is|are|am|be) (?:awaiting|working|progressing|addressing|delivering|following)|await(?:s|ing)?|met|discharged"
    r"|progressed|actioned)\b",
    re.IGNORECASE,
)
_WHO_STANDS = re.compile(
    r"\b(?:we|I|the force|constabulary|police|chief constables?|office|council|npcc|apcc|government|pccs?|commissioner"
    r"|forces)\b",
    re.IGNORECASE,
)
# "Recommendation 6 has been completed": it needs nobody who does.
_STANDS_ITSELF = re.compile(
    rf"^\W*(?:the\s+)?{RECOMMENDATION}\s*{NUMBERS}\s+(?:has|have|is|are|was|were)\s+(?:\w+\s+){{0,2}}?"
    r"(?:complete[d]?|implemented|accepted|in\s+progress|under\s+way|in\s+place|met|done|discharged|closed)\b",
    re.IGNORECASE,
)
# ... unless it tells what others asked, or where to look.
_TELLS = re.compile(
    r"\byou(?:r letter)?\s+(?:asked|ask|wrote|request(?:ed)?|set)\b|\byour letter\b|\?|\b(?:report|inspectorate"
    r"|hmicfrs) (?:makes|made|"
    r"contains|asks|recommends|recommended)\b|\b(?:set out|as follows|listed|see|described|detailed|outlined) (?:in"
    r"|under|at|below)\b|\b(?:enclos|attach|append)\w*|\bask you to\b"
    r"|\b(?:response|reply|answer)s? (?:of|from|by)\b[^.]*\bto (?:the )?recommendation",
    re.IGNORECASE,
)
# What a letter that is answered asked for: "Your letter requested an update on recommendations 1, 4 and 5."
_REQUEST = re.compile(
    r"\byou(?:r\s+(?:letter|e-?mail))?\b[^.]*\b(?:ask(?:s|ed|ing)?|request(?:s|ed|ing)?|seek(?:s|ing)?|sought|wrote|regarding"
    r"|about|concerning)\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\W*(?:yours\s+(?:sincerely|faithfully|truly|ever)|(?:kind|warm|best|with\s+kind|kindest)\s+(?:regards|wishes)|"
    r"(?:with\s+)?(?:all\s+)?(?:good|best|every\s+good)\s+wish(?:es)?|regards|sincerely|many\s+thanks|yn\s+gywir"
    r"|yr\s+eiddoch\s+yn\s+gywir|"
    r"cofion(?:\s+\w+)?)\W*(?:$|\n)",
    re.IGNORECASE,
)
# Sentences that take leave, or look at all the recommendations once more.
_LEAVE = re.compile(
    r"^\W*(?:in\s+response\s+to\s+(?:these|the|those|all)\s+recommendations\b|(?:I|we)\s+(?:hope"
    r"|trust)\s+(?:that\s+)?(?:this|the|you)\b|(?:please\s+)?do\s+not\s+hesitate|if\s+you\s+(?:would\s+like|require|"
    r"have\s+any|need|wish)|should\s+you\s+(?:require|have|need|wish)|thank\s+you\s+(?:for|again|once)"
    r"|please\s+(?:contact|let\s+me\s+know)|"
    r"in\s+(?:conclusion|summary|closing)|to\s+conclude|more\s+(?:generally|widely|broadly)|"
    r"(?:I|we)\s+look\s+forward\s+to|(?:I|we)\s+(?:will|shall)\s+(?:continue\s+to\s+)?(?:monitor|scrutinise|review"
    r"|oversee|keep)\b[^.]*"
    r"\b(?:these|the|all|those)\s+recommendations|(?:I|we)\s+would\s+(?:be\s+happy|welcome)\b)",
    re.IGNORECASE,
)
# Headings after which an answer cannot go on, where the letter does not say how high its headings are.
_OTHER_PART = re.compile(
    r"^\W*(?:conclusions?|next\s+steps|summary|annex\w*|appendi\w+|background|introduction|contact\w*"
    r"|closing\s+remarks|overview|"
    r"further\s+information|other\s+matters|areas?\s+for\s+improvement|actions?\s+for)\b",
    re.IGNORECASE,
)
_NUMBERED_ITEM = re.compile(rf"^\s*\(?(?P<number>{NUMBER})[.)]\s+")


def lead_in(text: str) -> tuple[str, ...]:
    """The recommendations that a paragraph says at its head that it answers."""
    first = text[slice(*sentences(text)[0])]
    if tells := _TELLS_OF_ONE.match(text):
        # Whom it is for is worth saying of what others are asked, too: only an answer beside it makes one.
        return numbers_in(tells["numbers"]) if not tells["whom"] or len(first) < len(text) else ()
    match = _LEAD_IN.match(text)
    return numbers_in(match["numbers"]) if match and not _TELLS.search(first) else ()


def told_up_to(text: str) -> int:
    """Where a first sentence ends that only tells what a recommendation asks; 0 where it does more."""
    _, ends = sentences(text)[_is_a_number(text)]
    return ends if _TELLS_OF_ONE.match(text) or _TELLS_OF_IT.match(text) else 0


def _is_a_number(text: str) -> bool:
    """Whether what stands before the first full stop is but the paragraph's number."""
    found = sentences(text)
    return len(found) > 1 and text[slice(*found[0])].strip(" .)").isdigit()


def requested(text: str) -> tuple[tuple[str, ...], int] | None:
    """The recommendations that a sentence says an update was asked on, and where that sentence ends."""
    for begins, ends in sentences(text):
        mentioned = _mentioned(text[begins:ends])
        if mentioned and _REQUEST.search(text[begins:ends]):
            return mentioned, ends
    return None


def numbered_item(text: str) -> tuple[str, int] | None:
    """The number that a paragraph or list item begins with ("4. ..."), and where its words begin."""
    match = _NUMBERED_ITEM.match(text)
    return (numbers_in(match["number"])[0], match.end()) if match else None


def stand_taken(text: str) -> tuple[tuple[str, ...], int] | None:
    """The recommendations on which a sentence takes a stand by number, and where the sentence begins."""
    for begins, ends in sentences(text):
        sentence = text[begins:ends]
        mentioned = _mentioned(sentence)
        takes_it = _STANDS.search(sentence) and _WHO_STANDS.search(sentence)
        if mentioned and (takes_it or _STANDS_ITSELF.match(sentence)) and not _TELLS.search(sentence):
            return mentioned, begins
    return None


def _mentioned(sentence: str) -> tuple[str, ...]:
    found = [number for match in MENTION.finditer(sentence) for number in numbers_in(match["numbers"])]
    return tuple(dict.fromkeys(found))


def takes_leave(text: str) -> bool:
    return bool(_LEAVE.match(text) or CLOSING.match(text))


def heads_another_part(text: str) -> bool:
    return bool(_OTHER_PART.match(text))


def cut_brought_in(piece: Piece, wording_of: dict[str, str]) -> list[tuple[Piece, Heading | None]]:
    """A paragraph cut before each recommendation that it brings in after a colon; Heading(end=0) marks those."""
    found: list[tuple[int, Heading]] = []
    for match in _BROUGHT_IN.finditer(piece.text):
        numbers, content = numbers_in(match["numbers"]), piece.text[match.end() :]
        wordings = [wording_of[number] for number in numbers if wording_of.get(number)]
        if quoted_up_to(content, wordings) if wordings else reads_as_recommendation(content):
            found.append((match.end(), Heading(numbers, 0)))
    pieces = split(piece, *(place for place, _ in found))
    if len(pieces) != len(found) + 1:
        return [(piece, None)]
    return [(pieces[0], None), *((part, mark) for part, (_, mark) in zip(pieces[1:], found, strict=True))]
