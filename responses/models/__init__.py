"""What came back: the record. Updates, what they say and promise, and what was made of them."""

from responses.models.bundles import Bundle, BundleLetter
from responses.models.calendar_addresses import CalendarAddress
from responses.models.chasers import Chase, ChaserLetter
from responses.models.commitments import Commitment, Revision
from responses.models.enclosures import Enclosure
from responses.models.exports import Export
from responses.models.history import Change
from responses.models.jobs import Job
from responses.models.log_notes import LogNote
from responses.models.messages import Message
from responses.models.parts import Agreement, Part, PartStep
from responses.models.passages import Passage
from responses.models.pieces import Piece
from responses.models.publications import Publication, Withholding
from responses.models.published import PublishedResponse
from responses.models.responses import Response
from responses.models.reviews import Review, Told
from responses.models.sign_off import SignOffStep
from responses.models.signatures import Signature
from responses.models.spreadsheets import Spreadsheet, SpreadsheetLetter
from responses.models.updates import Document, Likeness, SentLetter, SpeaksFor, Update

__all__ = [
    "Agreement",
    "Bundle",
    "BundleLetter",
    "CalendarAddress",
    "Change",
    "Chase",
    "ChaserLetter",
    "Commitment",
    "Document",
    "Enclosure",
    "Export",
    "Job",
    "Likeness",
    "LogNote",
    "Message",
    "Part",
    "PartStep",
    "Passage",
    "Piece",
    "Publication",
    "PublishedResponse",
    "Response",
    "Review",
    "Revision",
    "SentLetter",
    "SignOffStep",
    "Signature",
    "SpeaksFor",
    "Spreadsheet",
    "SpreadsheetLetter",
    "Told",
    "Update",
    "Withholding",
]
