"""The Welsh of letters and of pages: each entry has some, and what was compiled is what was written."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings

from recommendations.dates import MONTHS, DayOrMonth

FOLDER = Path(settings.LOCALE_PATHS[0]) / "cy" / "LC_MESSAGES"
ENTRY = re.compile(
    r'^(?:msgctxt "(?P<context>.+)"\n)?msgid "(?P<english>.+)"\n(?:msgid_plural "(?P<plural>.+)"\n)?'
    r'(?P<welsh>(?:msgstr(?:\[\d\])? ".*"\n?)+)',
    re.MULTILINE,
)
MARKED = re.compile(r"{% translate \"([^\"]+)\" %}")
NAMES = re.compile(r"%\(\w+\)[sd]|%[sd]|%%{\w+}|</?[a-z]+|href=\"[^\"]*\"")
PLURALS = 4  # 1, 2, 8 and 11, any other
# "un corff", "dau gorff": with one or two Welsh may say the number in a word.
MAY_STAND_WITHOUT = {"%d", "%(count)s", "%(count)d", "%(counter)s"}


def written() -> dict[tuple[str, str, str], list[str]]:
    """The Welsh of each entry, several where it counts, by (context, English, English of several)."""
    text = (FOLDER / "django.po").read_text()
    return {
        (entry["context"] or "", _read(entry["english"]), _read(entry["plural"] or "")): [
            _read(welsh) for welsh in re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', entry["welsh"], re.MULTILINE)
        ]
        for entry in ENTRY.finditer(text)
    }


def _read(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", "\n")


def test_every_entry_is_found():
    assert len(written()) == (FOLDER / "django.po").read_text().count("\nmsgid ") - 1  # that of the header


def test_every_entry_has_welsh_with_the_same_names_and_tags_in_it():
    wrong = {}
    for (context, english, plural), forms in written().items():
        expected = sorted(NAMES.findall(plural or english))
        for welsh in forms:
            found = sorted(NAMES.findall(welsh))
            missing = [name for name in expected if name not in found and not (plural and name in MAY_STAND_WITHOUT)]
            if not welsh or missing or set(found) - set(expected):
                wrong[context, english] = welsh
        if plural and len(forms) != PLURALS:
            wrong[context, english] = forms
    assert wrong == {}


def test_no_entry_is_left_out_as_fuzzy_or_kept_though_nothing_says_it():
    text = (FOLDER / "django.po").read_text()

    assert [line for line in text.splitlines() if line.startswith(("#, fuzzy", "#~", "#|"))] == []


def test_what_was_compiled_is_what_was_written():
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    counts = (1, 2, 3, 8)  # one of each plural
    assert {
        key: [compiled.npgettext(context, english, plural, count) for count in counts]
        if context and plural
        else [compiled.ngettext(english, plural, count) for count in counts]
        if plural
        else [compiled.pgettext(context, english) if context else compiled.gettext(english)]
        for key in written()
        for context, english, plural in [key]
    } == written()


def test_every_word_that_a_letter_marks_is_in_the_catalogue():
    templates = (settings.BASE_DIR / "templates" / "letters").glob("*.html")
    marked = {words for template in templates for words in MARKED.findall(template.read_text())}

    assert len(marked) > 20
    assert marked - {english for _, english, _ in written()} == set()


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_called_what_letters_call_it(month):
    name, year = DayOrMonth.from_text(f"2021-{month:02}").in_welsh.split()

    assert (MONTHS[name.lower()], year) == (month, "2021")
