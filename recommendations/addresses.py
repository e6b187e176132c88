"""How a recommendation's number stands in an address; anything else there is a page that does not exist."""


class NumberConverter:
    """The number as it is typed, such as "4", "3a" or "7.1": what the model's own validator takes, and never a NUL."""

    regex = r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
