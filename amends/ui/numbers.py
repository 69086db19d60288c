"""Numbers and money as the reader's language writes them. Pure: no request, no settings."""

from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_currency_precision

LOCALES = {"en": "en_GB", "ru": "ru_RU", "fa": "fa_IR", "zh": "zh_Hans_CN"}
_AFTER = {"RUB": "₽", "KZT": "₸", "UAH": "₴"}  # signs CLDR knows only at home; written behind the amount everywhere
_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The locale behind a language of the house; an unknown language reads as English."""
    return Locale.parse(LOCALES.get(language.split("-")[0], "en_GB"))


def digits(text: object, language: str) -> str:
    """The same text with the digits of the language; only Persian has its own."""
    return str(text).translate(_PERSIAN) if language.startswith("fa") else str(text)


def between(language: str) -> str:
    """What stands between two facts of one line: a middle dot, which beside a Persian digit would be read as its zero."""
    return "، " if language.startswith("fa") else " · "


def semicolon(language: str) -> str:
    """What parts the members of a list that hold commas themselves."""
    return {"fa": "؛ ", "zh": "；"}.get(language, "; ")


def number(value: int | float | Decimal, language: str) -> str:
    """A quantity, grouped: 12,480 · 12 480 · ۱۲٬۴۸۰."""
    return digits(format_decimal(value, locale=locale_of(language), numbering_system="default"), language)


@lru_cache(maxsize=4096)
def money(minor: int, currency: str, language: str) -> str:
    """An amount kept in minor units, with the sign of its currency; no empty fraction (89 ₽, not 89.00 ₽)."""
    precision = get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-precision)
    locale = locale_of(language)
    pattern = "#,##0.00\N{NO-BREAK SPACE}¤" if currency in _AFTER else locale.currency_formats["standard"].pattern
    if minor % 10**precision == 0:
        pattern = pattern.replace(".00", "")
    written = format_currency(
        amount, currency, format=pattern, locale=locale, currency_digits=False, numbering_system="default"
    )
    return digits(written.replace(currency, _AFTER.get(currency, currency)), language)


def size(count: int, language: str) -> str:
    """The size of a file in words people use: 640 kB, 2.4 MB."""
    if count < 1_000_000:
        return f"{number(max(1, round(count / 1000)) if count else 0, language)} kB"
    return f"{number(round(count / 1_000_000, 1), language)} MB"
