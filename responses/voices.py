"""Whose words something is: one vocabulary, for what people write here and for letters that arrived.

Plain Python: what reads letters uses it too, and knows no Django.
"""

from enum import StrEnum


class Voice(StrEnum):
    """Who speaks, seen from the letter: its force, its local policing body, both, or a national body."""

    FORCE = "force", "The chief constable or the force"
    LOCAL_POLICING_BODY = "local_policing_body", "The local policing body"
    JOINT = "joint", "Both of them together"
    NPCC = "npcc", "The NPCC"
    APCC = "apcc", "The APCC"
    HOME_OFFICE = "home_office", "The Home Office"
    NATIONAL_BODY = "national_body", "A national body"
    NOT_STATED = "not_stated", "Not stated"

    def __new__(cls, value: str, label: str):
        voice = str.__new__(cls, value)
        voice._value_, voice.label = value, label
        return voice

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(voice.value, voice.label) for voice in cls]

    @property
    def is_national(self) -> bool:
        return self in {Voice.NPCC, Voice.APCC, Voice.HOME_OFFICE, Voice.NATIONAL_BODY}
