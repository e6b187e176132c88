"""What a reader of the page sees: the signs that symbol fonts draw, and what of a file the page does not show."""

import re
from dataclasses import dataclass, field

from responses.documents import gettext_noop
from responses.intake.proposal import Hint
from responses.intake.sentences import Sentence

# What people mean by these letters in the fonts that draw signs, by the number of the letter.
_WINGDINGS = {
    **dict.fromkeys(b"lm\x9f\xa1\xb7", "•"), **dict.fromkeys(b"n\xa7", "▪"), **dict.fromkeys(b"oq\xa8\x72", "☐"),
    **dict.fromkeys(b"x\xfd", "☒"), **dict.fromkeys(b"\xe0\xe8\xf0", "→"), **dict.fromkeys(b"\xdf\xe7\xef", "←"),
    0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x76: "❖", 0xD8: "➢", 0xFB: "✗", 0xFC: "✓", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {**dict.fromkeys(b"OU", "✗"), **dict.fromkeys(b"PV", "✓"), **dict.fromkeys(b"QST", "☒"), 0x52: "☑"}
_WINGDINGS_2 |= {0xA3: "☐", 0x97: "•"}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x72: "✗"}
_SYMBOL = {0xA3: "≤", 0xA8: "♦", 0xAB: "↔", 0xAC: "←", 0xAE: "→", 0xB1: "±", 0xB3: "≥", 0xB7: "•", 0xD6: "✓", 0xDE: "⇒"}
_FONTS = {"wingdings": _WINGDINGS, "wingdings2": _WINGDINGS_2, "webdings": _WEBDINGS, "symbol": _SYMBOL}
_UNNAMED = {**_WINGDINGS, 0xB7: "•", 0xA3: "☐"}
_LARGE = 11  # centimetres, about half a page
_LARGE_PICTURE = gettext_noop("A large picture in it was not read. If it holds words of the letter, type what it says.")
_PRIVATE = re.compile("[\uf000-\uf0ff]")
# What a field asks for as long as nobody has filled it in.
_PROMPT = re.compile(
    r"\W*(?:(?:click|tap)(?: or tap)? (?:here )?to enter\b.{0,30}|choose an? \w+|(?:please )?select an? (?:item|option)"
    r"|please (?:select|choose))\W*",
    re.IGNORECASE,
)


def meant(text: str, font: str = "") -> str:
    """The text as it looks: ü in Wingdings is a tick. Other letters of such a font, and all other fonts, stay."""
    signs = _FONTS.get(font.strip(" '\"").lower().replace(" ", ""))
    if signs:
        return "".join(signs.get(ord(it) & 0xFF, it) if ord(it) & 0xFF00 in {0, 0xF000} else it for it in text)
    return _PRIVATE.sub(lambda found: _UNNAMED.get(ord(found[0]) & 0xFF, found[0]), text)


def box(ticked: bool) -> str:
    return "☒" if ticked else "☐"


def is_prompt(text: str) -> bool:
    """Whether the words are those of an empty field: "Click or tap here to enter text.", "Choose an item."."""
    return len(text) < 120 and bool(_PROMPT.fullmatch(text.strip()))


@dataclass
class LeftOut:
    """What a reader leaves out on purpose; `notes` says so in sentences once all is read."""

    hidden: bool = False
    deleted: bool = False
    comments: bool = False
    unread: bool = False
    pictures: bool = False  # so large that they may be pages of the letter
    struck: str = ""
    empty: list[str] = field(default_factory=list)  # of each field that nobody filled in, the line before it
    before: str = ""  # what was read last

    def hide(self, text: str) -> None:
        self.hidden = self.hidden or bool(text.strip())

    def passed(self, text: str) -> None:
        self.before = (self.before + text)[-200:]

    def picture(self, width: float, height: float) -> None:
        """A picture, by its sides in centimetres."""
        self.pictures = self.pictures or min(width, height) > _LARGE

    def ask(self, prompt: str = "") -> None:
        """A field asks for words here. What goes on asking without words between is the same field."""
        if not self.before.endswith("\0"):
            before = self.before.replace("\0", "").strip().removesuffix(prompt.strip()).rstrip()
            self.empty.append(before.rpartition("\n")[2])
            self.before += "\0"

    def strike(self, text: str) -> None:
        if len(self.struck) < 200:
            self.struck += text[:200]

    def notes(self) -> list[str]:
        struck = " ".join(self.struck.split())
        struck = f"{struck[:80].strip()}…" if len(struck) > 80 else struck
        said = [
            (self.empty, self._empty()),
            (self.hidden, gettext_noop("Hidden words were left out.")),
            (struck, Sentence.STRUCK_OUT % {"words": struck}),
            (self.deleted, gettext_noop("Words deleted while changes were tracked were left out.")),
            (self.comments, gettext_noop("Comments were left out.")),
            (self.pictures, _LARGE_PICTURE),
            (self.unread, gettext_noop("A document within this one could not be read.")),
        ]
        return [sentence for found, sentence in said if found]

    def _empty(self) -> str:
        words = " ".join(self.empty[0].split())[-80:] if self.empty else ""
        one = Sentence.EMPTY_FIELD_AFTER if words else Sentence.EMPTY_FIELD
        several = Sentence.EMPTY_FIELDS_AFTER if words else Sentence.EMPTY_FIELDS
        return (several if self.empty[1:] else one) % {"count": len(self.empty), "words": words}


def hints(**said: str) -> list[Hint]:
    """What a file says about itself, as far as it says anything: hints(title="Our response", author="")."""
    return [Hint(kind.replace("_", " "), " ".join(text.split())[:300]) for kind, text in said.items() if text.strip()]
