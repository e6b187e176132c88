"""Which words of a letter are a recommendation's own, and how they differ from the official wording.

Letters quote in full, shorten, put [brackets] in, misquote, and echo. A sentence is a quotation where it is nearly all
to be found in the wording; where the wording is not held, where it is written as recommendations are ("chief constables
should ...", "Conduct an assessment ...") and not as an answer is ("we have ...").
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from rapidfuzz import fuzz

from responses.intake.understanding.pieces import plain, sentences, without_mark, words
from responses.intake.understanding.vocabulary import FIRST_PERSON

NEARLY_ALL = 80  # of a sentence is found in the wording, out of 100
WORD_FOR_WORD = 90
FEWEST_CHARACTERS = 25  # shorter stretches are found in any text
_FEWEST_SHARED = 0.6  # of a quotation's words

# Words of somebody who answers. Where the wording has them too they prove nothing.
_OWN_WORDS = re.compile(
    r"\b(?:we|our|ours|us|I|my|the (?:force|constabulary|service)|has|have been|had|will|is|are|was|were|currently"
    r"|already)\b"
)
_BY_WHOM = (
    r"(?:chief constables?|chief officers|(?:all )?(?:police )?forces|home office|npcc|national police chiefs' council|"
    r"college of policing|police and crime commissioners?|pccs?|mayors?|they|police|ministry of justice|moj|cps|"
    r"crown prosecution service|home secretary|government|iopc|hmicfrs|this|these)"
)
_ASKS = re.compile(
    rf"\b{_BY_WHOM}\b[^.]{{0,160}}\bshould\b|\bwe recommend\b|\bit is recommended\b|\bshould (?:make sure|ensure"
    rf"|take steps)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"(?:conduct|provide|ensure|develop|review|establish|promote|consider|work with|introduce|publish|take|make sure"
    r"|update|"
    r"appoint|carry out|agree|produce|create|adopt|remind|monitor|commission|assess|put in place|by \d)\b",
    re.IGNORECASE,
)
_BY_WHEN = re.compile(r"By \d[^,.]{3,20}, (?:where [a-z]+, )?[a-z]")  # "By 27 March 2025, review whether ..."
_ANSWERS = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|I|[Mm]y|has|have (?:been|already|now|taken)|the force|the constabulary|currently)\b"
)
_BEGINS_OWN = re.compile(
    r"\W*(?:we|our|I|my|the (?:force|constabulary|commissioner|office|opcc)|[A-Z][\w-]+ (?:police|constabulary))\b",
    re.I,
)
# "N/A", "Not applicable to the force.", "This recommendation is for the Home Office.", "Chief constables"
_NOT_AN_ANSWER = re.compile(
    r"^\W*(?:(?:that\s+)?(?:members|the\s+(?:panel|committee|board))\b[^.]{0,120}\bnote\b[^.]{0,120}"
    r"|(?:our\s+)?(?:response|reply|answer|comments?)\s+(?:is\s+)?(?:to\s+follow|:?\s*none)|see\s+(?:above|below)|ditto"
    r"|(?:(?:click|tap)(?: or tap)?(?: here)? to enter \w+|insert(?: \w+){0,3}|n/?a"
    r"|not\s+applicable|none|nil|tbc|\d{1,2}(?:\.\d{1,2})?[a-h]?(?![\d%]))?"
    r"|(?:(?:all|chief\s+(?:constables?|officers)|pf?ccs?|police\s+and\s+crime\s+commissioners|(?:all\s+)?forces"
    r"|home\s+office|npcc|apcc|o?pf?ccs?|cc|ho|national|for(?:\s+the)?|to\s+(?:complete|answer|respond|follow))\W*(?:and\s+)?)+"
    r"|(?:(?:this|the)(?:\s+recommendation)?\s+is\s+)?(?:not\s+(?:applicable|relevant|addressed|directed|for)\b)[^.,;]{0,80}"
    r"|(?:this|the)(?:\s+recommendation)?\s+is\s+(?:for|addressed\s+to|directed\s+(?:at|to)|a\s+matter\s+for)\s+[^.,;]{3,80}"
    r"(?:,?\s+(?:so|and)\b[^.]{3,80}\bnot\b[^.]{0,60}|,?\s+(?:so|and)\b[^.]{3,80}n['’]t\b[^.]{0,60})?)\W*$",
    re.IGNORECASE,
)
_OF_ITSELF = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|us|I|[Mm]y|[Tt]he (?:force|constabulary|service|office|commissioner|opcc)"
    r"|[A-Z][\w-]+ (?:Police|Constabulary)"
    r"|[Tt]he [Cc]hief [Cc]onstable|yn|rydym)\b"
)
_WRAPPED = re.compile(r"[\s*_>]*[\"“‘'](?P<inside>.+)[\"”’'][.\s*_]*$", re.DOTALL)
_ALL_MARKED = re.compile(r"\s*(?:(\*{1,3})[^*]+\1|>.*)\s*$", re.DOTALL)


def quoted_up_to(text: str, wordings: list[str]) -> int:
    """Where the leading sentences of a text that are quoted from one of the wordings end; 0 where none is."""
    ends = [0] + [_quoted_up_to(text, plain(wording)) for wording in wordings if wording]
    return max(ends)


def is_quoted(text: str, wording: str) -> bool:
    """Whether the whole of a text is a quotation of a wording."""
    return bool(wording) and _is_in(plain(without_mark(text)), plain(wording))


def paraphrases(text: str, wordings: list[str]) -> bool:
    """Whether a text is written as a recommendation, in words that one of the wordings shares where any is held."""
    shares = any(_shared(plain(text).lower(), wording.lower()) >= _FEWEST_SHARED / 2 for wording in wordings)
    return reads_as_recommendation(text) and (shares or not wordings)


def reads_as_recommendation(text: str) -> bool:
    """Whether a text is written as a recommendation and not as an answer to one."""
    said = plain(without_mark(text))
    if _BY_WHEN.match(said) and not FIRST_PERSON.search(said):
        return True
    if _ANSWERS.search(said) and "we recommend" not in said.lower():
        return False
    is_set_off = _ALL_MARKED.match(text) or (_WRAPPED.match(text) and text.count('"') <= 2)
    if is_set_off and not begins_as_an_answer(text):  # an answer may be quoted, too
        return True
    return bool(_ASKS.search(said) or _IMPERATIVE.match(said))


def begins_as_an_answer(text: str) -> bool:
    """Whether the first words are those of somebody who answers: "We ...", "The force ...", "Surrey Police ..."."""
    return bool(_BEGINS_OWN.match(plain(text)))


def not_an_answer(text: str) -> bool:
    """Whether a text says no more than that there is no answer, or whose the recommendation is."""
    return bool(_NOT_AN_ANSWER.match(text))


def speaks_for_itself(text: str) -> bool:
    """Whether somebody speaks of what they do, as who answers does: "We ...", "our", "the force", "Surrey Police"."""
    return bool(_OF_ITSELF.search(plain(text)))


def difference(quoted: str, wording: str) -> str:
    """How a quotation differs from the official wording, as one sentence; "" where it does not."""
    theirs, official = words(plain(quoted)), words(plain(wording))
    bare_theirs, bare_official = [_bare(word) for word in theirs], [_bare(word) for word in official]
    if [word for word in bare_theirs if word] == [word for word in bare_official if word]:
        return ""
    changes = [
        (" ".join(theirs[a:b]), " ".join(official[c:d]), d - c)
        for tag, a, b, c, d in SequenceMatcher(None, bare_theirs, bare_official, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    changed = [f"has “{_short(ours)}” for “{_short(off)}”" for ours, off, _ in changes if ours and off]
    added = [f"adds “{_short(ours)}”" for ours, off, _ in changes if ours and not off]
    missing = [(off, count) for ours, off, count in changes if off and not ours]
    said = [*_left_out(missing), *changed[:2], *added[:1]]
    more = len(changed[2:]) + len(added[1:])
    return f"The quotation {', '.join(said)}{f', and differs in {more} more places' if more else ''}."


def _left_out(missing: list[tuple[str, int]]) -> list[str]:
    """What to say of the parts of a wording that a quotation leaves out, each with its number of words."""
    count, longest = sum(n for _, n in missing), max(missing, key=lambda part: part[1], default=("", 0))[0]
    if count == 1:
        return [f"leaves out “{longest}”"]
    return [f"leaves out {count} words, from “{_short(longest)}”"] if count else []


def _quoted_up_to(text: str, wording: str) -> int:
    end = 0
    for begins, ends in sentences(text):
        sentence = plain(without_mark(text[begins:ends]))
        if not _is_in(sentence, wording):
            break
        end = ends
    return end


@lru_cache(maxsize=4096)  # a paragraph is looked for in the same wordings time and again
def _is_in(sentence: str, wording: str) -> bool:
    said, official = sentence.lower().strip(" .;:,\"'()[]"), wording.lower()
    if len(said) < FEWEST_CHARACTERS:
        return len(said) > 3 and bool(re.search(rf"\b{re.escape(said)}\b", official))
    if _shared(said, official) < _FEWEST_SHARED:
        return False
    if len(said) > len(official) * 1.2:
        return fuzz.ratio(said, official) >= NEARLY_ALL
    score = fuzz.partial_ratio(said, official)
    own = {match[0].lower() for match in _OWN_WORDS.finditer(sentence)}
    is_own = any(not re.search(rf"\b{word}\b", official) for word in own)
    return score >= (WORD_FOR_WORD + 5 if is_own else NEARLY_ALL)


def _shared(said: str, official: str) -> float:
    """How many of the words of one text the other has too: a cheap look before a close one."""
    theirs, found = _vocabulary(said), _vocabulary(official)
    return len(theirs & found) / max(1, len(theirs))


@lru_cache(maxsize=1024)
def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


def _bare(word: str) -> str:
    return re.sub(r"[^\w]", "", word).lower()


def _short(text: str, most: int = 8) -> str:
    found = text.split()
    return " ".join(found[:most]).strip(",;:.") + (" ..." if len(found) > most else "")
