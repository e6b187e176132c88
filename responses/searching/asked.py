"""What somebody typed into the search box, as words and phrases. Nothing that is typed has a wrong form."""

import re
import unicodedata
from dataclasses import dataclass

from responses.searching.folding import folded

_QUOTE = re.compile('["“”„‟«»]')


@dataclass(frozen=True)
class Part:
    """One thing that must be said: `typed` as it was typed, `words` as they must stand one after the other."""

    typed: str
    words: tuple[str, ...]

    @property
    def again(self) -> str:
        """What to type to ask for it."""
        return f'"{self.typed}"' if " " in self.typed else self.typed


@dataclass(frozen=True)
class Asked:
    """Everything that must be said, in any order."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, text: str) -> "Asked":
        """What stands in quotation marks of any kind is a phrase; so is a word with a sign in it ("multi-agency").

        A mark that is never closed is a sign like any other, and so are * ^ : ( ) - and all that a database might take
        for an instruction. AND, OR, NOT and NEAR are words.
        """
        between = _QUOTE.split(unicodedata.normalize("NFC", text))
        phrases, rest = between[1::2], between[0::2]
        if len(between) % 2 == 0:
            rest.append(phrases.pop())
        typed = [" ".join(phrase.split()) for phrase in phrases] + " ".join(rest).split()
        parts = (Part(each, _words(each)) for each in typed)
        return cls(tuple(dict.fromkeys(part for part in parts if part.words)))

    def __bool__(self):
        return bool(self.parts)

    def alone(self) -> list["Asked"]:
        """Each part for itself."""
        return [Asked((part,)) for part in self.parts]

    @property
    def for_sqlite(self) -> str:
        """In the language of FTS5: strings, of which all must be found."""
        return " AND ".join(f'"{" ".join(part.words)}"' for part in self.parts)

    @property
    def for_postgresql(self) -> str:
        """In the language of to_tsquery()."""
        return " & ".join("(" + " <-> ".join(f"'{word}'" for word in part.words) + ")" for part in self.parts)


def _words(text: str) -> tuple[str, ...]:
    """Letters and digits alone: no character that means anything to a database is left."""
    return tuple(re.findall(r"[^\W_]+", folded(text)))
