"""The Welsh words of letters: each entry has some, and what was compiled is what was written."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings

from recommendations.dates import MONTHS, DayOrMonth

FOLDER = Path(settings.LOCALE_PATHS[0]) / "cy" / "LC_MESSAGES"
ENTRY = re.compile(r'^msgid "(.+)"\nmsgstr "(.*)"$', re.MULTILINE)
MARKED = re.compile(r"{% translate \"([^\"]+)\" %}")
NAMES = re.compile(r"%\(\w+\)[sd]")


def written():
    return dict(ENTRY.findall((FOLDER / "django.po").read_text()))


def test_every_entry_has_welsh_with_the_same_names_in_it():
    assert {
        english: welsh
        for english, welsh in written().items()
        if not welsh or sorted(NAMES.findall(english)) != sorted(NAMES.findall(welsh))
    } == {}


def test_what_was_compiled_is_what_was_written():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    assert {english: compiled.gettext(english) for english in written()} == written()


def test_every_word_that_a_letter_marks_is_in_the_catalogue():
    templates = (settings.BASE_DIR / "templates" / "letters").glob("*.html")
    marked = {words for template in templates for words in MARKED.findall(template.read_text())}

    assert len(marked) > 20
    assert marked - written().keys() == set()


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_called_what_letters_call_it(month):
    name, year = DayOrMonth.from_text(f"2021-{month:02}").in_welsh.split()

    assert (MONTHS[name.lower()], year) == (month, "2021")
