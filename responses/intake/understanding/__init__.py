"""From blocks to a proposal: what a letter seems to be and to say. It knows no Django."""

from responses.intake.understanding.steps import understand

__all__ = ["understand"]
