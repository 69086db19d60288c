"""Public holidays come with moved days, make-up working days, names in our languages, and an end of what is known."""

import importlib
from datetime import date

import pytest

from amends.lib.public_holidays import public_holidays


def test_moved_days_of_russia() -> None:
    found = public_holidays("RU", 2025, 2026)
    assert date(2026, 3, 9) in found.days and date(2025, 12, 31) in found.days
    assert date(2025, 11, 1) in found.workdays
    assert found.days[date(2026, 5, 1)]["ru"] == "Праздник Весны и Труда"


def test_make_up_days_of_china() -> None:
    found = public_holidays("CN", 2026, 2026)
    assert {date(2026, 2, 14), date(2026, 2, 28)} <= found.workdays
    assert found.days[date(2026, 10, 1)]["zh"] == "国庆节"


def test_what_is_known_ends_with_the_last_decree() -> None:
    library = importlib.import_module("holidays")
    for country in ("RU", "CN"):
        last = public_holidays(country, 2026, 2060).known_to
        assert 2026 <= last.year < 2060
        moved = library.country_holidays(country, years=range(last.year + 1, last.year + 3))
        assert not [day for day, name in moved.items() if "еренес" in name or "补休" in name]
    assert public_holidays("GB", 2026, 2030, "ENG").known_to == date(2030, 12, 31)


def test_years_nobody_legislates_for_have_no_holidays() -> None:
    assert public_holidays("RU", 9990, 9999).days == {}
    assert public_holidays("RU", 1, 2).days == {}


def test_a_country_nobody_knows_is_refused() -> None:
    with pytest.raises(LookupError, match="no country XX"):
        public_holidays("XX", 2026, 2026)


def test_our_short_way_to_a_country_finds_what_the_librarys_own_finds() -> None:
    library = importlib.import_module("holidays")
    for country, subdivision in (("RU", ""), ("GB", "ENG"), ("IR", ""), ("US", ""), ("IN", "")):
        theirs = library.country_holidays(country, subdiv=subdivision or None, years=range(2025, 2028))
        assert set(public_holidays(country, 2025, 2027, subdivision).days) == set(theirs)
