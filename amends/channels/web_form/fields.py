"""What people type, read the way they write it: words kept exactly, days in two calendars, amounts in any digits."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import jdatetime
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from amends.lib.text import tidy

_DAY = re.compile(r"(\d{1,4})\D+(\d{1,2})\D+(\d{1,4})\D*")
_LAST_JALALI_YEAR = 1700
_MOST_MINOR = 10**15
_LONGEST_AMOUNT = 60
_AMOUNT = re.compile(r"[^\d-]*(\d[\d.,٫'٬\s]*)\D*")
_WHOLE = re.compile(r"\d+|\d{1,3}(?:(?P<mark>[.,'])\d{3})(?:(?P=mark)\d{3})*")


class Words(forms.CharField):
    """A text exactly as typed. Signs no database could keep become visible ones instead of an error."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"strip": False, "required": False} | options)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class Line(Words):
    """Words on one line, without the spaces around them."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).strip()


class Day(forms.Field):
    """A day that has been: 2026-03-02, 02.03.2026, ۱۱/۱۲/۱۴۰۴. A year before 1700 is of the Persian calendar."""

    default_error_messages = {
        "unknown": _("We cannot read this day. Write it like 2026-03-02, or leave it empty."),
        "ahead": _("This day is still to come. When did it happen?"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False} | options)

    def to_python(self, value: Any) -> date | None:
        typed = western(str(value or "")).strip()
        if not typed:
            return None
        try:
            return _day(typed)
        except ValueError:
            raise ValidationError(self.error_messages["unknown"], code="unknown") from None


class Amount(forms.Field):
    """Money in minor units: 1 234,50 and ۱۲۳۴٫۵ and 1,234.50 alike. PLACES are the decimals of the currency."""

    default_error_messages = {"unknown": _("We cannot read this amount. Write it in figures, like 89.50.")}

    def __init__(self, *, places: int = 2, **options: Any) -> None:
        self.places = places
        super().__init__(**{"required": False} | options)

    def to_python(self, value: Any) -> int | None:
        typed = western(str(value or "")).strip()
        if not typed:
            return None
        minor = _minor(typed, self.places)
        if minor is None or not 0 < minor < _MOST_MINOR:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return minor


def western(typed: str) -> str:
    """The same text with the digits 0-9, whichever digits were typed."""
    normal = unicodedata.normalize("NFKC", typed)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in normal)


def _day(typed: str) -> date:
    match = _DAY.fullmatch(typed)
    if match is None:
        raise ValueError("not three numbers")
    first, second, third = match.groups()
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
    elif len(third) == 4:
        year, month, day = int(third), int(second), int(first)
    else:
        raise ValueError("no year of four digits")
    if year < _LAST_JALALI_YEAR:
        return jdatetime.date(year, month, day).togregorian()
    return date(year, month, day)


def _minor(typed: str, places: int) -> int | None:
    """A last point or comma parts the fraction, unless three digits follow it and the currency has fewer."""
    match = _AMOUNT.fullmatch(typed[:_LONGEST_AMOUNT])
    if match is None:
        return None
    figures = re.sub(r"['٬\s]", "'", match.group(1).strip()).replace("٫", "·")
    whole, mark, rest = _parted(figures, places)
    if not _WHOLE.fullmatch(whole) or (mark and not rest.isdecimal()):
        return None
    amount = Decimal(f"{re.sub('[.,]', '', whole.replace(chr(39), ''))}.{rest or '0'}").scaleb(places)
    return int(amount) if amount == amount.to_integral_value() else None


def _parted(figures: str, places: int) -> tuple[str, str, str]:
    """The whole, the mark and the fraction."""
    if "·" in figures:
        return figures.partition("·")
    last = max(figures.rfind("."), figures.rfind(","))
    if last < 0:
        return figures, "", ""
    whole, mark, rest = figures[:last], figures[last], figures[last + 1 :]
    groups = mark in whole or (len(rest) == 3 and places < 3 and whole != "0")
    return (figures, "", "") if groups else (whole, mark, rest)
