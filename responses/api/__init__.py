"""The record for programs: read-only JSON at /api/v1/, opened by a token (accounts/models.py: Token).

It says what the files say (responses/desk/taken.py, responses/exports.py), by the same functions, and no more than the
person whose token it is may take away.
"""
