"""The words people typed, in a template."""

from django import template

from recommendations import words as kept

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


@register.filter
def plain(text: str):
    """Words without elements or marks, for the first of them in a list."""
    return kept.plain(text)
