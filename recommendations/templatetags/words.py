"""The words people typed, in a template."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from recommendations import words as kept
from recommendations.words.language import is_welsh

register = template.Library()


@register.filter
def words(text: str, top: int = 3):
    """Words as HTML; their highest heading is h<top>."""
    return kept.to_html(text, top)


@register.filter
def words_as_read(text: str, top: int = 3):
    """The same of a passage of a letter that arrived: it is kept with light marks, whatever it begins with."""
    return kept.to_html(kept.from_marks(text), top)


@register.simple_tag
def words_marked(text: str, phrases, top: int = 3):
    """The same, with some of its phrases pointed out."""
    return kept.to_html(kept.from_marks(text), top, phrases)


@register.simple_tag
def in_their_language(text: str = "") -> str:
    """Of words that are not ours, on a page in Welsh: the attribute that says which they are in, English or Welsh."""
    if get_language() != "cy" or is_welsh(text or ""):
        return ""
    return mark_safe(' lang="en-GB"')


@register.simple_tag
def theirs(text: str):
    """Words that are not ours within a sentence of ours: on a page in Welsh, told to be English where they are."""
    lang = in_their_language(text)
    return format_html("<span{}>{}</span>", lang, text) if lang else conditional_escape(text)


@register.filter
def plain(text: str):
    """Words without elements or marks, for the first of them in a list."""
    return kept.plain(text)
