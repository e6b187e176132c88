"""What a sentence that names recommendations does with them: leads in an answer, tells what is asked, takes a stand.

"In relation to recommendations 1, 4 and 5, the force ..." leads in; "Recommendation 2 asked the Home Office to ..."
tells what is asked; "We accept recommendation 4" takes a stand; "as set out in recommendation 4" only refers.
"""

import re

from responses.intake.understanding.dates import MONTH
from responses.intake.understanding.pieces import LOOKED_AT, Does, Sign, sentences
from responses.intake.understanding.quotations import speaks_for_itself
from responses.intake.understanding.vocabulary import MENTION, NUMBERS, RECOMMENDATION, mentioned, numbers_in

# "see recommendation 4", "linked to recommendation 4": in a line of its own still no heading
CROSSES = re.compile(
    r"\b(?:see|per|(?:response|reply|answer)s?|links?|linked(?: with)?|above|below|as|reference"
    r"|refers?|pending|under|from|follow\w*|and)\s+"
    r"(?:to\s+|in\s+|out\s+in\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
# "In relation to recommendations 1, 4 and 5, ...", "On recommendation 4 we ...", "Our position on recommendation 4 ..."
_LEAD_IN = re.compile(
    r"^\W*(?:(?:firstly|secondly|thirdly|finally|similarly|also|for\s+(?:my|our)\s+(?:own\s+)?part),?\s+(?:and\s+)?)?"
    r"(?:in\s+(?:response|relation|respect|regards?|answer|reply)\s+(?:to|of)|with\s+(?:regards?|respect|reference)\s+to"
    r"|(?:in\s+)?(?:so|as)\s+far\s+as|as\s+regards|regarding|concerning|(?:turning|moving)\s+(?:now\s+)?(?:on\s+)?to|on|for|in\s+terms\s+of|under"
    r"|as\s+(?:for|to)|against|(?:our|my|the)\s+(?:\w+\s+){0,2}(?:response|answer|position|update|progress|work)\s+(?:to|on|against)"
    r"|progress\s+(?:on|against)|o\s+ran|mewn\s+ymateb\s+i)\s+"
    rf"(?:the\s+)?(?:report['’]s\s+)?{RECOMMENDATION}\s*(?P<numbers>{NUMBERS})",
    re.IGNORECASE,
)
# "On 5, I agree ...", "As to 6 – the Authority ..."
_BARE_LEAD_IN = re.compile(
    rf"^\W*(?:on|as\s+(?:to|for)|re|regarding)\s+(?P<numbers>{NUMBERS})\s*[,:–—-]\s"
    rf"(?!\s*\d|[^.]{{0,14}}\b{MONTH})",
    re.IGNORECASE,
)
# "Recommendation 4 is a larger undertaking. I have asked ...", "The second matter is recommendation 4. Our policy ..."
_BRINGS_UP = re.compile(
    rf"^\W*(?:[^.]{{1,24}}\b(?:your|the)\s+)?{RECOMMENDATION}\s*{NUMBERS}"
    r"|^\W*(?:(?:firstly|secondly|thirdly|finally|lastly|next|then)[\s,:–-]+"
    r"|[^.]{1,60}\b(?:is|turn(?:ing)?\s+to|comes?\s+to|leaves)\s+)"
    rf"{RECOMMENDATION}\s*{NUMBERS}[\s.:)]*$",
    re.IGNORECASE,
)
# "Recommendation 2 asked the Home Office to review the law. We have ..."
_TELLS_OF_ONE = re.compile(
    rf"^\W*(?:the\s+report['’]s\s+)?{RECOMMENDATION}\s*(?P<numbers>{NUMBERS}),?\s+(?:of\s+(?:the|your|this)\s+report\s+)?"
    r"(?:ask(?:s|ed)|requires?|required|recommend(?:s|ed)|call(?:s|ed)|relates?|related|concern(?:s|ed)|was\s+(?:that|for|to)"
    r"|(?P<whom>(?:is|was)\s+(?:for|(?:directed|addressed|aimed|made)\s+(?:at|to))))\b",
    re.IGNORECASE,
)
# "This recommendation asks forces to ..." below its heading
_TELLS_OF_IT = re.compile(
    r"^\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?:this|the)\s+recommendation\s+(?:ask(?:s|ed)|recommend(?:s|ed)"
    r"|call(?:s|ed)\s+(?:for|on)|requires?\s+(?:all|chief|forces|police|pf?ccs?)|is\s+that)\b",
    re.IGNORECASE,
)
# Somebody takes a stand: "The force accepts recommendations 1 and 4", "We are progressing recommendation 5"
_STANDS = re.compile(
    r"\b(?:accepts?|accepted|agrees?|agreed|rejects?|supports?|implemented|implementing|completed?"
    r"|compl(?:y|ies|iant)|adopted|considered|will (?:consider|implement|adopt|address|act on|take forward)|endorses?"
    r"|(?:is|are|am|be) (?:awaiting|working|progressing|addressing|delivering|following)|await(?:s|ing)?|met|discharged"
    r"|progressed|actioned)\b",
    re.IGNORECASE,
)
_WHO_STANDS = re.compile(
    r"\b(?:we|I|the force|constabulary|police|chief constables?|office|council|npcc|apcc|government|pccs?|commissioner"
    r"|forces)\b",
    re.IGNORECASE,
)
# "Recommendation 6 has been completed": it needs nobody who does
_STANDS_ITSELF = re.compile(
    rf"^\W*(?:the\s+position\s+is\s+that\s+)?(?:the\s+)?{RECOMMENDATION}\s*{NUMBERS}\s+(?:has|have|is|are|was|were)\s+(?:\w+\s+){{0,2}}?"
    r"(?:complete[d]?|implemented|accepted|in\s+progress|under\s+way|(?:put\s+)?in\s+place|met|done|discharged|closed)\b",
    re.IGNORECASE,
)
_ONLY_WELCOMES = re.compile(
    r"\b(?:welcome|hearten\w*|important|pleased|glad|noted?|read|interest|praise|commend|hope|wish|grateful)\w*\b", re.I
)
# ... unless it does something else, of which these are the kinds.
_DOES_ELSE = (
    # "You asked about ...", "Your letter named ..."
    r"\byou(?:r letter)?\s+(?:asked|ask|wrote|request(?:ed)?|set|addressed to)\b|\byour letter\b|\bask you to\b|\?",
    # "The report makes recommendation 4", "an inspection made recommendation 4", "your earlier report on roads"
    r"\b(?:report|inspectorate|hmicfrs) (?:makes|made|contains|asks|recommends|recommended)\b|\binspection\b",
    r"\b(?:other|previous|earlier|your \d{4}) [\w ]{0,40}report\b",
    # "... is set out in the enclosed paper", "see the reply below"
    r"\b(?:set out|as follows|listed|see|described|detailed|outlined) (?:below|(?:in|under|at) "
    r"(?:the |our |my |its |an? )?(?:attached|enclosed|annex|letters?|reports?|schedule|sections?|paragraphs?"
    r"|separate|documents?|reply|response|recommendations?))\b|\b(?:enclos|attach|append)\w*",
    # "The Chief Constable has replied on ...", "the response of the force to recommendation 4", "in a separate letter"
    r"\b(?:he|she|they|chief constable|force|constabulary|police|commissioner) (?:has|have) (?:already )?"
    r"(?:replied|responded|answered|written)\b|\breplied to you\b|\b(?:cannot|can't|do not|don't) speak for\b",
    r"\b(?:response|reply|answer|return|letter)s? (?:of|from|by)\b[^.]*\bto (?:the )?recommendation",
    r"\b(?:later|separate|another|covering) (?:letter|reply|return)\b|\bown return\b|\bwhen (?:I|we) wrote\b",
    # "... is for chief constables", "falls to the Home Office", "we leave it to others", "is out of our hands"
    r"\b(?:is|are) (?:for|addressed to|made to) (?:others|the|chief|all|both|pf?ccs?|police|forces)\b|\balso for\b",
    r"\bfalls? to\b|\bmatters? for\b|\bleave (?:it|them|this|these|that|those) to\b|\bout of (?:our|my) hands\b",
    # "Unlike others we ...", "Had we been asked ...", "I do not think that ...", "We accept that 6 was meant for us"
    r"\bunlike\b|\b(?:had|if) (?:we|I)\b|\bwould (?:not )?have\b|\bdo not think\b|\baccept that\b",
    # "Recommendation 3 was not considered", "We say nothing on ..."
    r"\bnot (?:considered|addressed)\b|\bsay nothing\b",
)
_LOOKS_ELSEWHERE = re.compile("|".join(_DOES_ELSE), re.IGNORECASE)
# "Your letter requested an update on recommendations 1, 4 and 5."
_REQUEST = re.compile(
    r"\byou\s+(?:have\s+)?(?:ask|request|seek|sought|wrote)\w*"
    r"|\byour\s+(?:letter|e-?mail|request)\b[^.]{0,80}\b(?:ask\w*|request\w*|seek\w*|sought|regarding|about"
    r"|concerning|on)\b",
    re.IGNORECASE,
)
_HOLDING = re.compile(
    r"\byou (?:will|shall|should) (?:then )?(?:have|receive|hear|get)\b|\b(?:will|shall) (?:then )?(?:reply|respond"
    r"|answer|be in touch|write)\b|\bin due course\b"
    r"|\bnot (?:yet )?(?:ready|able to (?:reply|answer|respond))\b|\bcannot (?:yet )?(?:answer|reply|respond)\b"
    r"|\b(?:more|further) time\b|\bextension\b",
    re.IGNORECASE,
)


def leading_in(text: str) -> Sign | None:
    """The recommendations that a paragraph says at its head that it answers, or what they ask."""
    first = text[slice(*sentences(text)[0])]
    if tells := _TELLS_OF_ONE.match(text):
        # Whom it is for is worth saying of what others are asked, too: only an answer beside it makes one.
        return (
            Sign(Does.TELLS, 0, numbers_in(tells["numbers"])) if not tells["whom"] or len(first) < len(text) else None
        )
    match = _LEAD_IN.match(text) or _BARE_LEAD_IN.match(text)
    if match and not _LOOKS_ELSEWHERE.search(first):
        return Sign(Does.LEADS_IN, 0, numbers_in(match["numbers"]))
    answers = speaks_for_itself(text[len(first) :]) and not is_holding(text)
    return Sign(Does.LEADS_IN, 0, mentioned(first)) if answers and _brings_up(first) else None


def _brings_up(sentence: str) -> bool:
    """Whether the first sentence of a paragraph begins or ends with the one recommendation that it is about."""
    is_about = _BRINGS_UP.match(sentence) and len(MENTION.findall(sentence)) == 1
    return bool(is_about) and not _LOOKS_ELSEWHERE.search(sentence) and not _refers(sentence)


def stands_taken(text: str, in_prose: bool) -> list[tuple[int, tuple[str, ...]]]:
    """Where each sentence begins that answers by number, and what it answers. Where nothing but prose parts a letter's
    answers (`in_prose`), any that speaks of what its writer does with a recommendation will do."""
    found = []
    for begins, ends in sentences(text):
        said = text[begins : min(ends, begins + LOOKED_AT)]
        if (numbers := mentioned(said)) and not _LOOKS_ELSEWHERE.search(said):
            takes_it = _STANDS.search(said) and _WHO_STANDS.search(said) and not _refers(said)
            speaks = in_prose and _speaks_of_one(said) and not _ONLY_WELCOMES.search(said) and not _refers(said)
            if takes_it or _STANDS_ITSELF.match(said) or _LEAD_IN.match(said) or speaks:
                found.append((begins, numbers))
    return found


def _speaks_of_one(sentence: str) -> bool:
    """Whether a sentence says what its writer does; one that names recommendations time and again compares them."""
    return speaks_for_itself(sentence) and len(MENTION.findall(sentence)) == 1


def _refers(sentence: str) -> bool:
    """Whether the first mention in a sentence only points to a recommendation: "as set out in recommendation 4"."""
    return bool(CROSSES.search(sentence[: MENTION.search(sentence).start()]))


def requested(text: str) -> tuple[tuple[str, ...], int] | None:
    """The recommendations that a sentence says an update was asked on, and where that sentence ends."""
    for begins, ends in sentences(text):
        said = text[begins : min(ends, begins + LOOKED_AT)]
        if (numbers := mentioned(said)) and _REQUEST.search(said):
            return numbers, ends
    return None


def is_holding(text: str) -> bool:
    """Whether a letter only says that its answer will come: "You will have our reply in May"."""
    return bool(_HOLDING.search(text))


def told_up_to(text: str) -> int:
    """Where a first sentence ends that only tells what a recommendation asks; 0 where it does more."""
    found = sentences(text)
    is_number = len(found) > 1 and text[slice(*found[0])].strip(" .)").isdigit()
    return found[is_number][1] if _TELLS_OF_ONE.match(text) or _TELLS_OF_IT.match(text) else 0
