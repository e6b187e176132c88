"""The words people typed, in a template."""

from django import template

from recommendations import words as marked

register = template.Library()


@register.filter
def words(text: str, top: int = 3):
    """Marked text as escaped HTML; its highest heading is h<top>."""
    return marked.to_html(text, top)
