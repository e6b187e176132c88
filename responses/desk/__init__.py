"""The desk: HMICFRS works through what came in."""
