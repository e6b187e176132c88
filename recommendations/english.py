"""What is kept, printed or e-mailed says the same, in whichever language whoever has it done reads the tracker.

A letter chooses its own language within this (responses/letter/facts.py).
"""

import functools

from django.conf import settings
from django.utils.translation import override


def in_english(function):
    """The same function, which finds the tracker in English."""

    @functools.wraps(function)
    def said(*args, **kwargs):
        # A new one for each call: `override` as a decorator is one object, in which two threads would meet.
        with override(settings.LANGUAGE_CODE):
            return function(*args, **kwargs)

    return said
