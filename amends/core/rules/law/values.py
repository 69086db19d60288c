"""Values of an entry of a pack, each refused with file and line when it is not what it should be. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from amends.core.rules.words import N_
from amends.lib.data_files import Entry

Choice = TypeVar("Choice", bound=StrEnum)


def whole(entry: Entry, key: str) -> int | None:
    """A whole number from 0 to 100,000; None where the key is absent."""
    found = entry.get(key)
    if found is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= 100_000:
        raise entry.fault(N_("“%(name)s” must be a whole number, found %(found)s"), key, name=key, found=repr(found))
    return found


def decimal(entry: Entry, key: str) -> Decimal:
    """A number that is not negative."""
    try:
        found = Decimal(str(entry.get(key)))
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or found < 0:
        raise entry.fault(N_("“%(name)s” must be a number, found %(found)s"), key, name=key, found=repr(entry.get(key)))
    return found


def day(entry: Entry, key: str) -> date | None:
    """A day written as 2026-02-01; None where the key is absent."""
    if key not in entry:
        return None
    try:
        return date.fromisoformat(entry.text(key))
    except ValueError:
        text = N_("“%(name)s” must be a day that exists, as 2026-02-01; found %(found)s")
        raise entry.fault(text, key, name=key, found=repr(entry[key])) from None


def flag(entry: Entry, key: str, *, default: bool) -> bool:
    """True or false."""
    found = entry.get(key, default)
    if not isinstance(found, bool):
        raise entry.fault(N_("“%(name)s” must be true or false, found %(found)s"), key, name=key, found=repr(found))
    return found


def choice(entry: Entry, key: str, choices: type[Choice], default: Choice) -> Choice:
    """One of the words of a closed list, or the default where the key is absent."""
    if key not in entry:
        return default
    return choices(known(entry, key, [choice.value for choice in choices]))


def known(entry: Entry, key: str, known: Iterable[str]) -> str:
    """A text that is one of the known ones."""
    found = entry.text(key)
    if found not in known:
        text = N_("“%(found)s” is no %(name)s; known are: %(known)s")
        raise entry.fault(text, key, found=found, name=key.replace("_", " "), known=", ".join(known))
    return found


def texts(entry: Entry, key: str, known: Iterable[str] | None = None) -> list[str]:
    """A list of words, of the known ones where they are given."""
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise entry.fault(N_("“%(name)s” must be a list of words"), key, name=key)
    for item in found:
        if known is not None and item not in known:
            text = N_("“%(item)s” is not known under “%(name)s”; known are: %(known)s")
            raise entry.fault(text, key, item=item, name=key, known=", ".join(known))
    return found
