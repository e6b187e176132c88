"""What came back: the record (updates, what they promise), and letters on their way into it (intake)."""

from responses.models.commitments import Commitment
from responses.models.intake import Intake, Passage
from responses.models.updates import Document, Response, Review, SentLetter, Update

__all__ = ["Commitment", "Document", "Intake", "Passage", "Response", "Review", "SentLetter", "Update"]
