"""Checks of what people type about the office, shared by its verbs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext

from amends.office.refused import OfficeRefused

LANGUAGES = ("en", "ru", "fa", "zh")
LONGEST_NAME = 200
TELEPHONE = re.compile(r"\+[1-9]\d{6,14}")
BETWEEN_DIGITS = frozenset(" -().\u00a0\u2010\u2011\u200e\u2066\u2069")


def names(given: Mapping[str, str], *, field: str = "names") -> dict[str, str]:
    """Names by language without the empty ones. Refuses none at all and any that is too long."""
    kept = {language: " ".join(given[language].split()) for language in LANGUAGES if given.get(language, "").strip()}
    if not kept:
        raise OfficeRefused(gettext("Please give a name in at least one language."), field)
    if any(len(name) > LONGEST_NAME for name in kept.values()):
        raise OfficeRefused(gettext("A name has at most %(most)s letters.") % {"most": LONGEST_NAME}, field)
    return kept


def email(given: str) -> str:
    """An address in small letters. Refuses what is none."""
    address = given.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise OfficeRefused(gettext("This is not an e-mail address."), "email") from None
    return address


def telephone(given: str, *, field: str = "alarm_phone") -> str:
    """A number with its country, as +79001234567, in whatever digits and with whatever spaces it was typed; or nothing."""
    bare = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in given if sign not in BETWEEN_DIGITS)
    if bare and not TELEPHONE.fullmatch(bare):
        raise OfficeRefused(gettext("Write the number with its country, like +7 900 123-45-67."), field)
    return bare


def zone(given: str, *, field: str = "time_zone") -> str:
    """A time zone the machine knows, such as Europe/Moscow; empty stays empty."""
    try:
        if given:
            ZoneInfo(given)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise OfficeRefused(gettext("There is no such time zone; write it like Europe/Moscow."), field) from None
    return given


def language(given: str, *, field: str = "language") -> str:
    if given not in LANGUAGES:
        raise OfficeRefused(gettext("The office does not speak this language."), field)
    return given


def languages(given: Iterable[str], *, field: str = "languages") -> list[str]:
    """Languages in the office's order, each once."""
    wanted = {language(code, field=field) for code in given}
    return [code for code in LANGUAGES if code in wanted]
