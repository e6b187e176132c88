"""What a stretch of a letter that arrived is: one vocabulary, for what is on the record and for what is being read.

Plain Python: what reads letters uses it too, and knows no Django.
"""

from enum import StrEnum


class PassageKind(StrEnum):
    RESPONSE = "response", "Answer"  # to one or several recommendations
    QUOTATION = "quotation", "Quotation of a recommendation"
    GENERAL = "general", "General"
    # A message of somebody else below a reply or between its lines: shown, never an answer.
    QUOTED = "quoted", "Somebody else’s message"
    FURNITURE = "furniture", "Header, footer or page number"

    def __new__(cls, value: str, label: str):
        kind = str.__new__(cls, value)
        kind._value_, kind.label = value, label
        return kind

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(kind.value, kind.label) for kind in cls]
