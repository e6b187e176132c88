"""From a file's bytes to blocks: one module for each kind of file. It knows no Django."""

from responses.intake.reading.bounds import NotReadable
from responses.intake.reading.files import read, receive

__all__ = ["NotReadable", "read", "receive"]
