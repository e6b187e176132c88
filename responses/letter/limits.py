"""How much one text, and one letter, may hold, so that no paste occupies a worker.

Worst cases, not usual ones: a letter of 20 pages of prose takes a third of what these allow. Short lines cost a PDF far
more than long ones, and so does bold or italic at every word. The figures are in docs/decisions.
"""

MAX_CHARACTERS = 20_000
MAX_LINES = 500
MAX_ASTERISKS = 1_000  # 250 bold phrases, or 500 italic ones
MAX_LETTER_CHARACTERS = 150_000
MAX_LETTER_LINES = 1_000  # those with something in them


def too_much(text: str) -> str:
    """What to do about a text that holds too much, as an error message; "" for any other text."""
    if len(text) > MAX_CHARACTERS:
        return f"Shorten the text to {MAX_CHARACTERS:,} characters: it has {len(text):,}."
    if (lines := text.count("\n") + 1) > MAX_LINES:
        return f"Shorten the text to {MAX_LINES:,} lines: it has {lines:,}."
    if (asterisks := text.count("*")) > MAX_ASTERISKS:
        return f"Use less bold and italic: the text has {asterisks:,} asterisks, and may have {MAX_ASTERISKS:,}."
    return ""


def too_much_together(texts: list[str]) -> str:
    """The same for all the texts of one letter."""
    if (characters := sum(map(len, texts))) > MAX_LETTER_CHARACTERS:
        return f"Shorten the letter to {MAX_LETTER_CHARACTERS:,} characters: its texts have {characters:,} together."
    if (lines := sum(bool(line.strip()) for text in texts for line in text.split("\n"))) > MAX_LETTER_LINES:
        return f"Shorten the letter to {MAX_LETTER_LINES:,} lines: its texts have {lines:,} together."
    return ""
