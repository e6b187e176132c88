"""PDF files: the words of each page with their places (pages), put together to lines, tables and paragraphs."""

from responses.intake.reading.pdf.document import read_pdf

__all__ = ["read_pdf"]
