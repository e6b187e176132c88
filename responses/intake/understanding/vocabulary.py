"""The words that letters are read by, each fragment once and with an example. Steps put patterns together from them."""

import re

# --- numbers: "4", "3a", "3(a)", "7.1", "four"; never the beginning of a year, of "4th" or of "90%"
IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBER = rf"(?:\d{{1,2}}(?:\.\d{{1,2}})?(?:[a-h]|\([a-h]\))?|\b(?:{'|'.join(IN_WORDS)}))(?![\w%])"
# "1, 4 and 5", "1-5", "1 to 5"; "a", "ac" and "hyd" are Welsh
NUMBERS = (
    rf"{NUMBER}(?:\s{{0,3}}(?:,\s*and|,|and|&|\+|/|to|through|-|–|—|ac?|hyd)\s{{0,3}}"
    rf"(?:recommendations?\s{{1,3}})?{NUMBER})*"
)
# "Recommendation" (and misspelt), "Recs.", "Rec no.", "Recommendation number", "Argymhelliad"
RECOMMENDATION = (
    r"(?:rec+om+[ea]n?d[ae]tions?|recs?(?=[\s.:\d#(])\.?|argymhell(?:ion|iad))(?:\s*(?:numbers?|nos?\b\.?|#))?"
)
MENTION = re.compile(rf"\b{RECOMMENDATION}\s{{0,3}}\(?(?P<numbers>{NUMBERS})", re.IGNORECASE)

# --- who: each as a letter names it
FORCE = (
    r"(?:the force|the constabulary|chief constable|chief(?=['’]s)|the chief|police service|prif gwnstabl"
    r"|[A-Z][\w-]+ (?:police(?!,? (?:fire,? )?(?:and|&) crime)|constabulary)"  # "Surrey Police"
    r"|(?-i:\b(?:[A-Z]{2}P|MPS|CoLP)\b))"  # "SYP"
)
COMMISSIONER = r"(?:\bpf?cc|commissioner|mayor)"
POLICE_AND_CRIME = r"police(?:,?\s+fire)?\s+(?:and|&)\s+crime"

FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur|I|[Mm]y)\b")

# --- an answer, as headings and labels call it: "Response", "Progress update", "Action taken", "What we have done"
ANSWER = (
    r"(?:responses?|reply|replies|updates?|progress(?:\s+updates?)?|comments?|commentary|actions?(?:\s+taken)?"
    r"|(?:current\s+)?position|answers?|narrative|statement|input|views?|observations?|ymateb|sylwadau|diweddariad"
    r"|what\s+(?:we|has|have|is|the\s+(?:force|constabulary|commissioner))\s+(?:\w+\s+){0,3}?(?:done|doing|do))"
)
# What stands beside an answer and is none: "Owner", "Strategic lead", "Target date", "Addressed to"
BESIDE = (
    r"(?:owner|lead|responsib\w*|addressee|addressed(?:\s+to)?|deadline|due|target(?:\s+date)?|timescale"
    r"|version(?:\s+control)?)"
)
# "Accepted", "In progress", "RAG: Green", "Status: complete"
STATUS = re.compile(
    r"(?:\W*\b(?:(?:current\s+)?status|rag(?:\s+(?:rating|status))?)\b)?"
    r"(?:\W{0,6}\b(?:(?:both|all|this|it)\s+(?:is|are)\s+)?(?:(?:partially |fully |not |partly |on )?"
    r"accepted(?: in (?:part|full|principle))?|agreed|noted|rejected|on track"
    r"|complete[d]?|in progress|ongoing|closed|open|implemented|not started|red|amber|green)\b)+\W{0,6}$",
    re.IGNORECASE,
)
# "Yours sincerely", "Kind regards", "Yn gywir"
CLOSING = re.compile(
    r"^\W*(?:yours\s+(?:sincerely|faithfully|truly|ever|aye)|(?:kind|warm|best|with\s+kind|kindest)\s+(?:regards|wishes)"
    r"|(?:with\s+)?(?:all\s+)?(?:good|best|every\s+good)\s+wish(?:es)?|regards|sincerely|many\s+thanks|yn\s+gywir"
    r"|yr\s+eiddoch\s+yn\s+gywir|cofion(?:\s+\w+)?)\W*(?:$|\n)",
    re.IGNORECASE,
)
# "Dear Sir Thomas,", "Annwyl Syr"
GREETING = re.compile(
    r"^\W*(?:(?:dear|annwyl)\s+(?P<whom>[^\n]{2,80}?)|to\s+whom\s+it\s+may\s+concern)\s*[,:]?\s*$", re.IGNORECASE
)
CONTACT = re.compile(
    r"@|www\.|https?:|\b(?:tel|telephone|phone|ffôn|email|e-mail|e-bost|fax)\b\s*[:.]?"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b",
    re.IGNORECASE,
)


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers of "1, 4 and 5", "1-5", "3a" or "recommendation 5 ... and recommendation 6", in order, once each."""
    found: list[str] = []
    for item in re.finditer(rf"(?:(?P<upto>-|–|—|\bto|\bthrough|\bhyd)\s*)?(?P<number>{NUMBER})", text, re.IGNORECASE):
        number = _number(item["number"])
        if item["upto"] and found and found[-1].isdigit() and number.isdigit():
            first, last = int(found[-1]), int(number)
            found += [str(between) for between in range(first + 1, last) if last - first < 30]
        found.append(number)
    return tuple(dict.fromkeys(found))


def mentioned(text: str) -> tuple[str, ...]:
    """The recommendations that a text names by number."""
    found = [number for match in MENTION.finditer(text) for number in numbers_in(match["numbers"])]
    return tuple(dict.fromkeys(found))


def is_status(text: str) -> bool:
    """Whether a text only states where an answer stands: "Accepted", "RAG: Amber"; it is an answer, or part of one."""
    return len(text) < 120 and bool(STATUS.match(text))


def _number(text: str) -> str:
    text = text.lower().replace("(", "").replace(")", "")
    return str(IN_WORDS.index(text) + 1) if text in IN_WORDS else text
