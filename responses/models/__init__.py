"""What came back, in two parts: the record (updates), and letters on their way into it (intake)."""

from responses.models.intake import Intake, Passage
from responses.models.updates import Document, Response, Review, SentLetter, Update

__all__ = ["Document", "Intake", "Passage", "Response", "Review", "SentLetter", "Update"]
