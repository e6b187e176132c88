"""What came back: the record (updates, what they promise), and letters on their way into it (intake)."""

from responses.models.commitments import Commitment, Revision
from responses.models.history import Change
from responses.models.intake import Intake, Passage
from responses.models.messages import Message
from responses.models.parts import Agreement, Part, PartStep
from responses.models.published import PublishedResponse
from responses.models.responses import Response
from responses.models.reviews import Review, Told
from responses.models.sign_off import SignOffStep
from responses.models.updates import Document, Likeness, SentLetter, SpeaksFor, Update

__all__ = [
    "Agreement",
    "Change",
    "Commitment",
    "Document",
    "Intake",
    "Likeness",
    "Message",
    "Part",
    "PartStep",
    "Passage",
    "PublishedResponse",
    "Response",
    "Review",
    "Revision",
    "SentLetter",
    "SignOffStep",
    "SpeaksFor",
    "Told",
    "Update",
]
