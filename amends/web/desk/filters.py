"""The filter box: text to facts. `overdue category:packaging handler:"olga p" anger:4+ jar` and what it means. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from amends.core.rules.kinds import Kind
from amends.core.rules.states import Stage
from amends.core.rules.words import N_, Reason

CHANNELS = {
    "web": "web_form",
    "form": "web_form",
    "mail": "email",
    "e-mail": "email",
    "phone": "phone_desk",
    "telephone": "phone_desk",
    "call": "phone_desk",
    "letter": "paper",
}
CHANNEL_CODES = frozenset({"web_form", "email", "phone_desk", "counter", "paper", "api"})
STAKE = "stake>"
"""How the filter of what a case may cost begins, as it is offered."""

FLAGS = ("overdue", "at-risk", "danger", "confidential", "anonymous", "repeat", "undelivered", "aside", "at-stake")
OTHER_FLAGS = {"missed": "overdue", "late": "overdue", "risk": "at-risk"}
"""Other names, only after `is:`: alone they are words that complaints hold."""

KEYS = ("category", "stage", "channel", "language", "kind", "handler", "owner", "team", "anger", "is")
MOST_CHARACTERS = 500
_STAKE = re.compile(r"stake(>=|<=|>|<|=)(.*)", re.IGNORECASE)
MOST_AT_STAKE = Decimal(10**12)
COMPARED = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte", "=": "exact"}
_TOKEN = re.compile(r'(?:([^\W\d_]+):)?(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, slots=True)
class Filter:
    """What was asked for. Names of categories, teams and people are still as typed; the database knows them."""

    flags: frozenset[str] = frozenset()
    stages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    handlers: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    anger: tuple[int, ...] = ()
    stakes: tuple[tuple[str, Decimal], ...] = ()
    words: str = ""
    faults: tuple[Reason, ...] = field(default=())

    def __bool__(self) -> bool:
        return self != Filter()


Reader = Callable[[Filter, str], Filter]


def parse(text: str) -> Filter:
    """Reads the box. Never fails: what it cannot understand becomes a fault in words and is left out."""
    asked, words = Filter(), []
    for key, quoted, bare in _TOKEN.findall(plain(text)[:MOST_CHARACTERS]):
        value = quoted or bare
        if not key and (value.casefold() in FLAGS) and not quoted:
            asked = replace(asked, flags=asked.flags | {value.casefold()})
        elif not key and (found := _STAKE.fullmatch(bare)):
            asked = _stake(asked, found[1], found[2])
        elif key.casefold() in KEYS:
            asked = _READ[key.casefold()](asked, value.casefold())
        elif key and not bare.startswith("//"):
            asked = _fault(
                asked,
                N_("There is no filter “%(key)s”. There are: %(keys)s."),
                key=f"{key}:",
                keys=", ".join(f"{known}:" for known in KEYS) + ", " + ", ".join(FLAGS),
            )
        else:
            words.append(f"{key}:{value}" if key else value)
    return replace(asked, words=" ".join(words))


def plain(text: str) -> str:
    """Quotes and colons of any keyboard as ours; nothing that is not seen."""
    for other, ours in (("：", ":"), ("“", '"'), ("”", '"'), ("«", '"'), ("»", '"')):
        text = text.replace(other, ours)
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)


def _fault(asked: Filter, text: str, **values: object) -> Filter:
    return replace(asked, faults=(*asked.faults, Reason(text, values)))


def _closed(name: str, known: frozenset[str], other: Mapping[str, str], complaint: str) -> Reader:
    """A reader of a value from a closed list; some values have other names too."""

    def read(asked: Filter, value: str) -> Filter:
        code = other.get(value, value.replace("-", "_"))
        if code not in known:
            return _fault(asked, complaint, value=value, known=", ".join(sorted(known)))
        return _with(asked, name, code)

    return read


def _open(name: str) -> Reader:
    """A reader of a name that only the database knows."""
    return lambda asked, value: _with(asked, name, value) if value else asked


def _with(asked: Filter, name: str, value: str) -> Filter:
    changed: dict[str, Any] = {name: (*getattr(asked, name), value)}
    return replace(asked, **changed)


def _anger(asked: Filter, value: str) -> Filter:
    level, more = value.removesuffix("+"), value.endswith("+")
    if not level.isdecimal() or not 1 <= int(level) <= 5:
        return _fault(
            asked, N_("Anger is a number from 1 to 5, or 4+ for four and more; not “%(value)s”."), value=value
        )
    levels = range(int(level), 6) if more else (int(level),)
    return replace(asked, anger=(*asked.anger, *levels))


def _stake(asked: Filter, sign: str, value: str) -> Filter:
    """What the case may cost today, in whole units of the office's currency."""
    try:
        amount = Decimal(value.replace(",", "."))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount <= MOST_AT_STAKE:
        return _fault(asked, N_("Write what is at stake like stake>1000; not “%(value)s”."), value=value)
    return replace(asked, stakes=(*asked.stakes, (COMPARED[sign], amount)))


def _flag(asked: Filter, value: str) -> Filter:
    value = OTHER_FLAGS.get(value, value)
    if value not in FLAGS:
        known = ", ".join(FLAGS)
        return _fault(asked, N_("“is:%(value)s” is not known. There are: %(known)s."), value=value, known=known)
    return replace(asked, flags=asked.flags | {value})


def _language(asked: Filter, value: str) -> Filter:
    if not re.fullmatch(r"[a-z]{2,3}", value):
        return _fault(asked, N_("A language is written as en, ru, fa or zh; not “%(value)s”."), value=value)
    return replace(asked, languages=(*asked.languages, value))


_READ: dict[str, Reader] = {
    "stage": _closed("stages", frozenset(Stage), {}, N_("There is no stage “%(value)s”. There are: %(known)s.")),
    "kind": _closed("kinds", frozenset(Kind), {}, N_("There is no kind “%(value)s”. There are: %(known)s.")),
    "channel": _closed(
        "channels", CHANNEL_CODES, CHANNELS, N_("There is no channel “%(value)s”. There are: %(known)s.")
    ),
    "language": _language,
    "category": _open("categories"),
    "team": _open("teams"),
    "handler": _open("handlers"),
    "owner": _open("owners"),
    "anger": _anger,
    "is": _flag,
}
