"""Reads a page of the form as a browser would: what its form sends again."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

NOT_OURS = {"csrfmiddlewaretoken", "next"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.hidden: dict[str, list[str]] = {}
        self.areas: dict[str, str] = {}
        self.area = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "input" and given.get("type") == "hidden" and given.get("name") not in NOT_OURS:
            self.hidden.setdefault(str(given["name"]), []).append(given.get("value") or "")
        if tag == "textarea":
            self.area = str(given.get("name"))
            self.areas[self.area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.areas[self.area] += data


def _read(response: HttpResponse) -> _Reader:
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader


def hidden(response: HttpResponse) -> dict[str, Any]:
    """The hidden fields of the page."""
    return dict(_read(response).hidden)


def area(response: HttpResponse, name: str) -> str:
    """What stands in a text box; a browser drops the line end right after its tag."""
    return _read(response).areas[name].removeprefix("\n")
