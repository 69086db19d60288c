"""Public holidays of a country with moved days and make-up working days. The library is loaded only when first asked."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

_MOVED_BY_DECREE = frozenset({"RU", "CN"})
"""Where the government moves days off every year: beyond the last decree known, nothing is known for certain."""

_LANGUAGES = {"en": ("en_US", "en_GB", "en_IN"), "ru": ("ru",), "fa": ("fa_IR",), "zh": ("zh_CN",)}
_FIRST_YEAR, _LAST_YEAR = 1950, 2150


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """Days off with their names by language, weekend days that are worked, and the last day for which both are known."""

    days: Mapping[date, Mapping[str, str]]
    workdays: frozenset[date]
    known_to: date


def public_holidays(country: str, first: int, last: int, subdivision: str = "") -> PublicHolidays:
    """What is off in a country (ISO 3166) from one year to another, nationally or in one part of it.

    Names come in those of our languages that the library has, else in the country's own. Refuses a country it lacks
    (LookupError).
    """
    first, last = max(first, _FIRST_YEAR), min(last, _LAST_YEAR)
    known_to = date(max(last, 1), 12, 31)
    if first > last:
        return PublicHolidays({}, frozenset(), known_to)
    plain = _asked(country, subdivision, first, last, None)
    days = {day: {"": name} for day, name in plain.items()}
    for language, codes in _LANGUAGES.items():
        spoken = next((code for code in codes if code in plain.supported_languages), None)
        if spoken:
            for day, name in _asked(country, subdivision, first, last, spoken).items():
                days[day][language] = name
    if country in _MOVED_BY_DECREE:
        known_to = min(known_to, date(max(plain.special_public_holidays), 12, 31))
    return PublicHolidays(days, frozenset(plain.weekend_workdays), known_to)


def _asked(country: str, subdivision: str, first: int, last: int, language: str | None) -> Any:
    return _country(country)(subdiv=subdivision or None, years=range(first, last + 1), language=language)


@cache
def _country(code: str) -> Any:
    """The library's class for a country. Its own way there loads all 250 countries, a second's work; we load one file."""
    library = importlib.import_module("holidays")
    registry = importlib.import_module("holidays.registry")
    file, name = _found(registry.COUNTRIES, code)
    spec = spec_from_file_location(
        f"holidays_of_{file}", Path(str(library.__file__)).parent / "countries" / f"{file}.py"
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"the library of holidays has no file for {code}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


def _found(countries: Mapping[str, tuple[str, ...]], code: str) -> tuple[str, str]:
    for file, names in countries.items():
        if code in names:
            return file, names[0]
    raise LookupError(f"the library of holidays knows no country {code}")
