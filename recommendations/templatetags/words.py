"""The words people typed, in a template."""

from django import template

from recommendations import words as marked

register = template.Library()


@register.filter
def words(text: str, top: int = 3):
    """Marked text as escaped HTML; its highest heading is h<top>."""
    return marked.to_html(text, top)


@register.simple_tag
def words_marked(text: str, phrases, top: int = 3):
    """The same, with some of its phrases pointed out."""
    return marked.to_html(text, top, phrases)
