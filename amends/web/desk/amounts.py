"""Amounts of money as people type them, in any of our digits, to minor units and back. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_precision

MOST_MINOR = 10**15


class BadAmount(ValueError):
    """Not an amount of money."""


def to_minor(typed: str, currency: str) -> int | None:
    """89, 2 300,50 or ۲٬۳۰۰ in minor units of the currency; None for nothing typed. Raises BadAmount."""
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in typed.strip())
    plain = re.sub(r"[\s'\u066c\u00a0\u202f]", "", plain).replace("\u066b", ".")
    if not plain:
        return None
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    try:
        amount = Decimal(plain.replace(",", ".")).scaleb(get_currency_precision(currency or "EUR"))
    except InvalidOperation as error:
        raise BadAmount(typed) from error
    if not amount.is_finite() or amount < 0 or amount > MOST_MINOR or amount != amount.to_integral_value():
        raise BadAmount(typed)
    return int(amount)


def typed(minor: int | None, currency: str) -> str:
    """An amount in minor units as one would type it into the box."""
    if minor is None:
        return ""
    amount = Decimal(minor).scaleb(-get_currency_precision(currency or "EUR"))
    return f"{amount.normalize():f}"
