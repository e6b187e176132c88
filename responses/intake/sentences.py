"""What reading says of a file where it names or counts something: each sentence once, with places for what it names.

Plain Python: what reads files knows no Django. It says them in English, and so they are kept; a page in Welsh finds a
sentence again by its pattern (translated.py). Those that name nothing are marked where they are said.
"""

from enum import StrEnum

from responses.documents import gettext_noop


class Sentence(StrEnum):
    """Of its places `why` is a sentence, `claimed`, `actual` and `kind` are kinds of file, and `part` may be a name."""

    # Why a file or a part of it is not read
    MISSED = gettext_noop("The letter seems to be %(part)s, which was not read. %(why)s")
    WITHOUT_A_NAME = gettext_noop("%(kind)s without a name")
    OTHER_ENDING = gettext_noop(
        "Letters are read from PDF, DOCX, DOC, ODT, XLSX, HTML, EML, MSG and TXT files. "
        "A file that ends in %(ending)s is not."
    )
    OTHER_CONTENTS = gettext_noop("This file is named as %(claimed)s, but its contents are those of %(actual)s.")
    NO_SUCH_CONTENTS = gettext_noop("This file is named as %(claimed)s, but its contents are not, or are damaged.")
    PART_OF_OTHER_CONTENTS = gettext_noop(
        "This part is named as %(claimed)s, but its contents are not, or are damaged. Ask the sender for it as a PDF."
    )
    TOO_LARGE = gettext_noop("This file must be %(most)s MB or smaller.")
    TOO_LARGE_IN_PDF = gettext_noop("This is inside a PDF that holds more than %(most)s MB of files. Send it alone.")
    TOO_MANY_CHARACTERS = gettext_noop("This file holds more than %(most)s characters, which is no letter.")
    TOO_MANY_LINES = gettext_noop("This file holds more than %(most)s lines, which is no letter.")
    TOO_MANY_BLOCKS = gettext_noop("This file holds more than %(most)s lines or paragraphs, which is no letter.")
    TOO_MANY_CELLS = gettext_noop("This workbook holds more than %(most)s cells with words, which is no letter.")
    TOO_MANY_PARTS = gettext_noop("This file holds more than %(most)s parts; those after them were not looked at.")
    TOO_MANY_PAGES = gettext_noop("This PDF has %(count)s pages; up to %(most)s are read. Send the letter alone.")
    TOO_MANY_IN_ZIP = gettext_noop("This zip file holds %(count)s files. Send at most %(most)s at once.")
    TOO_SLOW = gettext_noop(
        "Reading this file took longer than %(seconds)s seconds, so it was given up. Ask the sender for a simpler one."
    )
    ZIP_IN_ZIP = gettext_noop("This zip file holds another, %(name)s. Unpack that one first.")
    TOO_LARGE_IN_ZIP = gettext_noop("%(name)s in this zip file must be %(most)s MB or smaller.")
    NOT_READ_IN_ZIP = gettext_noop("%(name)s in this zip file: %(why)s")

    # What it was not sure of, or left out
    PART_NOT_READ = gettext_noop("“%(part)s” was not read: %(why)s")
    PART_NOT_TAKEN = gettext_noop("“%(part)s” came with it and is not taken for the letter: choose it if it is.")
    PAGE_NOT_READ = gettext_noop("Page %(number)s of %(count)s is a picture: its words were not read.")
    PAGE_RECOGNISED = gettext_noop("Page %(number)s of %(count)s is a picture: a program recognised its words.")
    HIDDEN_SHEET = gettext_noop("The sheet “%(name)s” is hidden, so it was left out.")
    NOT_WORKED_OUT = gettext_noop(
        "The sheet “%(name)s” holds formulas of which the file keeps no result, so nothing was read there: %(cells)s."
    )
    STRUCK_OUT = gettext_noop("Words struck out were left out: “%(words)s”.")
    EMPTY_FIELD = gettext_noop("A field was left empty at the beginning.")
    EMPTY_FIELD_AFTER = gettext_noop("A field was left empty after “%(words)s”.")
    EMPTY_FIELDS = gettext_noop("%(count)s fields were left empty, the first at the beginning.")
    EMPTY_FIELDS_AFTER = gettext_noop("%(count)s fields were left empty, the first after “%(words)s”.")
    NO_SUCH_NUMBER = gettext_noop("The letter speaks of recommendation %(number)s, which the report does not have.")
    ONLY_WHAT_WAS_ASKED = gettext_noop(
        "Nothing but what it says it was asked places the answer on %(numbers)s: check that it is one."
    )
    ALSO_NAMED = gettext_noop(
        "The words that bring in recommendation %(number)s also name %(numbers)s: "
        "decide whether the answer after it answers %(numbers)s too."
    )
