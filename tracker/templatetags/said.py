"""What scripts say, for pages in Welsh: static/said.js looks it up by its English."""

from django import template
from django.utils.html import json_script
from django.utils.translation import gettext, gettext_noop

register = template.Library()
SAID = [
    # Whether what is typed is saved
    gettext_noop("Not saved yet"),
    gettext_noop("Saving"),
    gettext_noop("Saved {time}"),
    gettext_noop("Saved {time}, but not {what}"),
    gettext_noop("The tracker cannot be reached. Your words are on this page and will be saved when it is back."),
    gettext_noop("You are offline. Your words are on this page and will be saved when you are back."),
    gettext_noop("Not saved: you are offline"),
    gettext_noop("Not saved: the tracker cannot be reached. Trying again"),
    gettext_noop("Not saved: the tracker does not answer as it should. Trying again"),
    gettext_noop("Not saved: the tracker did not take it"),
    gettext_noop("Not saved: this was put on the record, or moved, while you were writing. Copy your words from here"),
    # How much room is left
    gettext_noop("You have {count} character remaining"),
    gettext_noop("You have {count} characters remaining"),
    gettext_noop("You have {count} character too many"),
    gettext_noop("You have {count} characters too many"),
    gettext_noop("You have {count} line remaining"),
    gettext_noop("You have {count} lines remaining"),
    gettext_noop("You have {count} line too many"),
    gettext_noop("You have {count} lines too many"),
    # The toolbar of the editor, and what it asks
    gettext_noop("Formatting"),
    gettext_noop("Heading"),
    gettext_noop("Smaller heading"),
    gettext_noop("Smallest heading"),
    gettext_noop("Bold"),
    gettext_noop("Italic"),
    gettext_noop("Bullets"),
    gettext_noop("Numbers"),
    gettext_noop("Further in"),
    gettext_noop("Further out"),
    gettext_noop("Quotation"),
    gettext_noop("Undo"),
    gettext_noop("Redo"),
    gettext_noop("Table"),
    gettext_noop("Link"),
    gettext_noop("Welsh"),
    gettext_noop("Welsh passage"),
    gettext_noop("Numbers {signs}"),
    gettext_noop("First number"),
    gettext_noop("Add row"),
    gettext_noop("Add column"),
    gettext_noop("Remove row"),
    gettext_noop("Remove column"),
    gettext_noop("Header row"),
    gettext_noop("Merge cells"),
    gettext_noop("Split cell"),
    gettext_noop("Remove table"),
    gettext_noop("What is the address of the link?"),
    gettext_noop("For example, https://www.example.org/policy or name@example.org"),
    gettext_noop("Enter a web address or an e-mail address"),
    gettext_noop("Remove link"),
    gettext_noop("Which number does this list begin with?"),
    gettext_noop("For (c) enter 3"),
    gettext_noop("Enter a whole number"),
    gettext_noop("Set"),
    gettext_noop("Cancel"),
    # What a paste leaves out
    gettext_noop("Left out: {what}"),
    gettext_noop("{count} deletion"),
    gettext_noop("{count} deletions"),
    gettext_noop("{count} comment"),
    gettext_noop("{count} comments"),
    gettext_noop("{count} hidden passage"),
    gettext_noop("{count} hidden passages"),
    gettext_noop("{count} picture"),
    gettext_noop("{count} pictures"),
    gettext_noop("{count} field that was not filled in"),
    gettext_noop("{count} fields that were not filled in"),
    gettext_noop("{count} file"),
    gettext_noop("{count} files"),
    gettext_noop("{count} sign that cannot be shown"),
    gettext_noop("{count} signs that cannot be shown"),
]


@register.simple_tag
def what_scripts_say() -> str:
    """A block of JSON in the page: the words in its language by their English."""
    return json_script({english: gettext(english) for english in SAID}, "said")
