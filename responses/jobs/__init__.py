"""The one queue: what is to be done outside of any request, and who does it."""
