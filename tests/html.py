"""What a person could do on a page: its forms as a browser would send them, and its links."""

import re

import lxml.html


def forms(response) -> list[tuple[str, str, dict]]:
    """(method, action, {name: values}) of each form on a page; an empty action means the page itself."""
    here = response.request["PATH_INFO"]
    return [
        (form.method, (form.action or here).strip(), _values(form))
        for form in lxml.html.fromstring(response.content).forms
    ]


def _values(form) -> dict:
    values = {}
    for name, value in form.form_values():
        # However a page is written, a browser sends line ends in this way.
        values.setdefault(name, []).append(value.replace("\n", "\r\n"))
    return values


def words(response) -> str:
    """The words of a page's main part, in order, with single spaces."""
    [main] = lxml.html.fromstring(response.content).xpath("//main")
    return " ".join(main.text_content().split())


def without_tokens(response) -> bytes:
    """A page but for the tokens of its forms, of which no two are the same."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


def links(response) -> list[str]:
    """Where the links of a page lead within the tracker."""
    hrefs = lxml.html.fromstring(response.content).xpath("//a/@href")
    return [href for href in hrefs if href.startswith("/")]
