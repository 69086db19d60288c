"""What every page knows: theme, languages, and (only when a page draws it) the rail of rooms this person may enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from amends.ui.views import THEMES

ACCOUNT_LINKS = (
    (_("Password"), "account_change_password", "lock"),
    (_("Passkeys and second proof"), "mfa_index", "key"),
)


class Entry(NamedTuple):
    """A line of settings.RAIL. No roles: for everyone who works here."""

    section: Any
    label: Any
    url_name: str
    roles: Sequence[str] = ()


@dataclass
class Room:
    label: str
    url: str
    url_name: str
    is_here: bool


@dataclass
class Section:
    title: str
    rooms: list[Room]


def look(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "auto")
    return {
        "company": "Amends",
        "theme": theme if theme in THEMES else "auto",
        "languages": settings.LANGUAGES,
        "search_url": SimpleLazyObject(lambda: _address(getattr(settings, "RAIL_SEARCH", "")) or "/desk/"),
        "rail": SimpleLazyObject(lambda: rail(request)),
        "rail_counts": {},
        "on_duty": False,
        "search_words": request.GET.get("q", ""),
        "account_links": SimpleLazyObject(_account_links),
    }


def rail(request: HttpRequest) -> list[Section]:
    """The rooms of settings.RAIL that this person may enter, by section; entries whose address is not there are left out."""
    today = timezone.localdate()
    sections: dict[str, Section] = {}
    here = _longest_match(request.path, [_address(entry[2]) for entry in _entries()])
    for entry in _entries():
        url = _address(entry.url_name)
        if url and _may_enter(request, entry.roles, today):
            section = sections.setdefault(str(entry.section), Section(str(entry.section), []))
            section.rooms.append(Room(str(entry.label), url, entry.url_name, url == here))
    return list(sections.values())


def _account_links() -> list[tuple[str, str, str]]:
    links = getattr(settings, "RAIL_PERSON", ACCOUNT_LINKS)
    return [(url, str(label), picture) for label, name, picture in links if (url := _address(name))]


def _entries() -> list[Entry]:
    return [Entry(*entry) for entry in getattr(settings, "RAIL", ())]


def _may_enter(request: HttpRequest, roles: Sequence[str], today: date) -> bool:
    person = request.user
    return person.is_authenticated and (not roles or person.has_role(roles, today))


def _longest_match(path: str, urls: list[str]) -> str:
    return max((url for url in urls if url and path.startswith(url)), key=len, default="")


def _address(url_name: str) -> str:
    return _reversed(url_name, get_urlconf(), get_script_prefix(), settings.ROOT_URLCONF)


@cache
def _reversed(url_name: str, urlconf: str | None, prefix: str, root: str) -> str:
    """Kept for each set of addresses: a page asks for forty."""
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:
        return ""
