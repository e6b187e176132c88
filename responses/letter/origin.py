"""By what a letter's Word version is known when it comes back: names of its passages and styles, fingerprints of words.

Fingerprints, not words: what an officer deletes in Word must be gone from the file when they send it on. Plain Python:
the process that reads files uses it too, and knows no Django.
"""

import hashlib
import re

NAMESPACE = "urn:super-complaints:letter"  # of what a document remembers that was made before it had properties
OTHERS = "others"  # the properties with the fingerprints of what stands in no passage
# Styles of tables that only set what stands in them beside each other, as Word knows them.
COLUMNS = {"letter head", "letter head right", "letter top", "letter pair"}
WELSH_PREFIX = "welsh_"  # before the name of a passage in Welsh, in a letter that says everything twice
_NAME = f"(?:{WELSH_PREFIX})?(?:opening|chief_officer_comments|closing|answer-[0-9]{{1,12}})"
_COMMENTS = "_comments"  # left out of the name of a bookmark, which must be short
_BOOKMARK = re.compile(
    f"SC([0-9]{{1,9}})_([0-9]{{5,12}})_((?:{WELSH_PREFIX})?(?:opening|chief_officer|closing|answer_[0-9]{{1,12}}))_[0-9]+_"
)
_TAG = re.compile(f"(SC[0-9]{{1,9}}-[0-9]{{5,12}}) ({_NAME})")


def tag_of(reference: str, name: str) -> str:
    """What Word keeps with a passage: "SC1-00012 answer-34"."""
    return f"{reference} {name}"


def named_by(tag: str) -> tuple[str, str]:
    """The reference of the letter and the name of the passage; ("", "") for a tag that is none of ours."""
    match = _TAG.fullmatch(tag)
    return (match[1], match[2]) if match else ("", "")


def bookmark(tag: str, number: int) -> str:
    """Of a paragraph of a passage: "SC1_00012_answer_34_7_". LibreOffice keeps it, and leaves out tags.

    Word allows 40 letters, digits and "_". The "_" at the end tells it from a copy, whose name ends in one digit more.
    """
    return re.sub(r"\W", "_", f"{tag} {number} ").replace(_COMMENTS, "")


def tag_of_bookmark(name: str) -> str:
    """The tag of the passage that a bookmark stands in; "" for one that is none of ours."""
    match = _BOOKMARK.fullmatch(name)
    if not match:
        return ""
    passage = match[3].replace("_officer", f"_officer{_COMMENTS}").replace("answer_", "answer-")
    return tag_of(f"SC{match[1]}-{match[2]}", passage)


def fingerprint(text: str) -> str:
    """The same for the same words in their order, however they are set."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
