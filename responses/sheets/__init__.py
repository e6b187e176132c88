"""A spreadsheet that comes in: its bytes, its cells as people see them, and what of them belongs on the record."""
