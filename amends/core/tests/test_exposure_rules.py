"""What a case may cost: a table a lawyer could sign, and what holds for every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.rules.exposure import Asked, AtStake, Clock, Exposure, exposures
from amends.core.rules.law import reading
from amends.core.rules.law.rule import Certainty

BOOK = reading.shipped()
DIGITS = {"JPY": 0, "IRR": 0, "KWD": 3}
CAP_BEGINS = date(2026, 2, 1)


def reckoned(facts: AtStake, today: date) -> Exposure:
    found = exposures(facts, BOOK, today, lambda code: DIGITS.get(code, 2))
    assert found[0].currency == facts.currency
    return found[0]


def russian(due: date, price: int = 120_000, **more: object) -> AtStake:
    facts = AtStake(
        "RUB",
        frozenset({"RU"}),
        demands=(Asked("refund"),),
        clocks=(Clock("RU-ZPP-22", 1, due),),
        sums={"price": price},
    )
    return replace(facts, **more)


def line(found: Exposure, rule: str) -> int:
    return sum(one.amount_minor for one in found.lines if one.rule and one.rule.id == rule)


PENALTIES = {
    "the last day in time": (date(2026, 3, 16), date(2026, 3, 16), 0, 1_200),
    "ten days": (date(2026, 3, 16), date(2026, 3, 26), 12_000, 1_200),
    "150 days, all before the cap": (date(2025, 6, 1), date(2025, 10, 29), 180_000, 1_200),
    "150 days, all under the cap": (date(2026, 2, 1), date(2026, 7, 1), 120_000, 0),
    "what had grown in 152 days before the cap stays": (date(2025, 9, 1), date(2026, 3, 1), 182_400, 0),
    "the last day before the cap": (date(2025, 9, 1), date(2026, 1, 31), 182_400, 0),
    "begun before, below the cap on its first day": (date(2026, 1, 1), date(2026, 2, 20), 60_000, 1_200),
    "begun before, held by the cap later": (date(2026, 1, 1), date(2026, 12, 1), 120_000, 0),
}


@pytest.mark.parametrize(("due", "today", "penalty", "day"), PENALTIES.values(), ids=PENALTIES.keys())
def test_the_russian_penalty_of_one_per_cent_a_day(due: date, today: date, penalty: int, day: int) -> None:
    found = reckoned(russian(due), today)
    assert line(found, "RU-ZPP-23") == penalty
    (one,) = [one for one in found.lines if one.rule and one.rule.id == "RU-ZPP-23"]
    assert one.day_minor == day


def test_a_delay_across_the_first_day_of_the_cap_says_that_its_reading_is_one_of_several() -> None:
    def codes(due: date) -> set[str]:
        return {step.code for one in reckoned(russian(due), date(2026, 3, 1)).lines for step in one.steps}

    assert "straddles" in codes(date(2026, 1, 1))
    (old,) = [one.rule for one in reckoned(russian(date(2026, 1, 1)), date(2026, 3, 1)).lines if one.days and one.rule]
    assert old.certainty is Certainty.MEDIUM
    assert "straddles" not in codes(date(2026, 2, 10))


def test_prepaid_goods_cost_half_a_per_cent_a_day_up_to_the_prepayment() -> None:
    facts = AtStake("RUB", frozenset({"RU"}), sums={"prepayment": 100_000}, days={"delivery_missed": date(2026, 3, 1)})
    assert line(reckoned(facts, date(2026, 3, 11)), "RU-ZPP-23.1") == 5_000
    assert line(reckoned(facts, date(2027, 3, 11)), "RU-ZPP-23.1") == 100_000
    delivered = replace(facts, ends={"delivery_missed": date(2026, 3, 5)})
    assert line(reckoned(delivered, date(2026, 3, 11)), "RU-ZPP-23.1") == 2_000


def test_the_clock_for_the_prepaid_sum_and_the_missed_delivery_count_no_day_twice() -> None:
    facts = AtStake(
        "RUB", frozenset({"RU"}), sums={"prepayment": 100_000}, days={"delivery_missed": date(2026, 3, 1)},
        clocks=(Clock("RU-ZPP-23.1.4", 1, date(2026, 3, 8)),),
    )  # fmt: skip
    assert line(reckoned(facts, date(2026, 3, 11)), "RU-ZPP-23.1") == 5_000


def test_a_service_costs_three_per_cent_a_day_up_to_its_price() -> None:
    facts = AtStake(
        "RUB", frozenset({"RU"}), sums={"service_price": 10_000}, clocks=(Clock("RU-ZPP-31", 1, date(2026, 3, 1)),)
    )
    assert line(reckoned(facts, date(2026, 3, 4)), "RU-ZPP-28.5") == 900
    assert line(reckoned(facts, date(2026, 6, 4)), "RU-ZPP-28.5") == 10_000


def test_two_missed_demands_share_one_cap() -> None:
    two = (Clock("RU-ZPP-22", 1, date(2026, 3, 1)), Clock("RU-ZPP-21a", 1, date(2026, 3, 1)))
    assert line(reckoned(russian(date(2026, 3, 1), clocks=two), date(2026, 3, 11)), "RU-ZPP-23") == 24_000
    assert line(reckoned(russian(date(2026, 3, 1), clocks=two), date(2026, 8, 1)), "RU-ZPP-23") == 120_000


def test_a_penalty_stops_on_the_day_the_demand_is_met() -> None:
    met = (Clock("RU-ZPP-22", 1, date(2026, 3, 16), date(2026, 3, 20)),)
    found = reckoned(russian(date(2026, 3, 16), clocks=met), date(2026, 3, 26))
    assert (line(found, "RU-ZPP-23"), found.one_more_day_minor) == (4_800, 0)


FINES = {
    "no probability entered: shown in full, counted as nothing": (None, frozenset(), 0, 66_000),
    "every third": (33, frozenset(), 21_780, 66_000),
    "certain": (100, frozenset(), 66_000, 66_000),
    "mediation was kept": (100, frozenset({"mediation"}), 0, 0),
    "the consumer's own fault": (100, frozenset({"own_fault"}), 0, 0),
}


@pytest.mark.parametrize(("chance", "exempt", "counted", "full"), FINES.values(), ids=FINES.keys())
def test_the_fine_is_weighted_and_shown_in_full(
    chance: int | None, exempt: frozenset[str], counted: int, full: int
) -> None:
    facts = russian(date(2026, 3, 16), probability=chance, exemptions=exempt)
    (fine,) = [one for one in reckoned(facts, date(2026, 3, 26)).lines if one.rule and one.rule.id == "RU-ZPP-13.6"]
    assert (fine.amount_minor, fine.full_minor) == (counted, full)


def test_the_exemptions_did_not_exist_before_the_law_of_2026() -> None:
    facts = russian(date(2025, 3, 16), probability=100, exemptions=frozenset({"mediation"}))
    assert line(reckoned(facts, date(2025, 3, 26)), "RU-ZPP-13.6") == 66_000


def test_no_fine_while_the_demand_can_still_be_met_in_time() -> None:
    facts = russian(date(2026, 3, 16), probability=100)
    assert line(reckoned(facts, date(2026, 3, 16)), "RU-ZPP-13.6") == 0
    assert reckoned(facts, date(2026, 3, 16)).one_more_day_minor == 1_200 + 60_600
    assert reckoned(facts, date(2026, 3, 15)).one_more_day_minor == 0


def chinese(circumstances: set[str], presented: date = date(2026, 3, 1), **sums: int) -> AtStake:
    return AtStake(
        "CNY", frozenset({"CN"}), sums=sums, days={"claim_presented": presented}, circumstances=frozenset(circumstances)
    )


MULTIPLES = {
    "three times the price": (chinese({"fraud"}, price=30_000), 90_000),
    "at least 500": (chinese({"fraud"}, price=1_000), 50_000),
    "ten times the price": (chinese({"unsafe_food"}, price=20_000), 200_000),
    "at least 1,000": (chinese({"unsafe_food"}, price=2_000), 100_000),
    "three times the loss is more": (chinese({"unsafe_food"}, price=20_000, loss=90_000), 270_000),
    "ten times only for the household": (chinese({"unsafe_food"}, price=900_000, household_price=15_000), 150_000),
    "before 22 August 2024 ten times the whole": (
        chinese({"unsafe_food"}, date(2024, 8, 21), price=900_000, household_price=15_000), 9_000_000,
    ),
    "the higher of both, once": (chinese({"unsafe_food", "fraud"}, price=20_000), 200_000),
    "nothing that was not entered": (chinese(set(), price=20_000, loss=1), 0),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "amount"), MULTIPLES.values(), ids=MULTIPLES.keys())
def test_chinese_multiples_and_their_floors(facts: AtStake, amount: int) -> None:
    found = exposures(facts, BOOK, date(2026, 4, 1), lambda _code: 2)
    assert sum(one.today_minor for one in found) == amount
    assert sum(one.one_more_day_minor for one in found) == 0


def test_a_floor_in_another_currency_is_not_converted() -> None:
    facts = replace(chinese({"fraud"}, price=1_000), currency="EUR")
    assert reckoned(facts, date(2026, 4, 1)).today_minor == 3_000


def test_the_fee_of_the_ombudsman_stands_apart_in_its_own_currency() -> None:
    facts = AtStake(
        "EUR", frozenset({"UK"}), demands=(Asked("refund", 5_000, "EUR"),), days={"ombudsman": date(2026, 3, 1)}
    )
    found = exposures(facts, BOOK, date(2026, 3, 1), lambda _code: 2)
    assert [(one.currency, one.today_minor) for one in found] == [("EUR", 5_000), ("GBP", 65_000)]
    assert [one.currency for one in exposures(facts, BOOK, date(2026, 2, 27), lambda _code: 2)] == ["EUR"]


ROUNDED = {
    "half a kopeck and more goes up": (100, 1, 1),
    "less goes down, not by way of a rounded hundredth": (99, 1, 0),
    "two days are rounded once": (99, 2, 1),
}


@pytest.mark.parametrize(("base", "days", "amount"), ROUNDED.values(), ids=ROUNDED.keys())
def test_a_line_is_rounded_once_half_up(base: int, days: int, amount: int) -> None:
    missed = date(2026, 3, 1)
    facts = AtStake("JPY", frozenset({"RU"}), sums={"prepayment": base}, days={"delivery_missed": missed})
    assert line(reckoned(facts, missed + timedelta(days=days)), "RU-ZPP-23.1") == amount


def test_nothing_is_at_stake_where_nothing_is_known() -> None:
    assert exposures(AtStake("RUB", frozenset({"RU"})), BOOK, date(2026, 3, 1), lambda _code: 2) == ()


days = st.dates(date(2025, 1, 1), date(2027, 1, 1))
sums = st.integers(0, 10**12)


@given(days, days, sums, st.one_of(st.none(), st.integers(0, 100)))
def test_an_exposure_is_never_negative_and_its_sums_are_those_of_its_lines(
    due: date, today: date, price: int, chance: int | None
) -> None:
    found = reckoned(russian(due, price, probability=chance), today)
    assert all(0 <= one.amount_minor <= one.full_minor and one.day_minor >= 0 for one in found.lines)
    assert found.today_minor == sum(one.amount_minor for one in found.lines)
    assert found.one_more_day_minor == sum(one.day_minor for one in found.lines)
    assert found.full_minor == sum(one.full_minor for one in found.lines)


@given(days, st.integers(0, 400), sums, st.one_of(st.none(), st.integers(0, 100)))
def test_waiting_one_more_day_is_what_tomorrow_shows(due: date, late: int, price: int, chance: int | None) -> None:
    facts, today = russian(due, price, probability=chance), due + timedelta(days=late)
    before, after = reckoned(facts, today), reckoned(facts, today + timedelta(days=1))
    assert after.today_minor - before.today_minor == before.one_more_day_minor >= 0


@given(days, st.integers(0, 900), sums)
def test_the_cap_is_never_passed_but_by_what_had_grown_before_it(due: date, late: int, price: int) -> None:
    today = due + timedelta(days=late)
    before_cap = max((min(today, CAP_BEGINS - timedelta(days=1)) - due).days, 0)
    grown = int((Decimal(price) * before_cap / 100).to_integral_value(ROUND_HALF_UP))
    assert line(reckoned(russian(due, price), today), "RU-ZPP-23") <= max(price, grown)


@given(days, st.integers(0, 900), sums)
def test_day_by_day_equals_the_law_in_one_formula(due: date, late: int, price: int) -> None:
    today = due + timedelta(days=late)
    before_cap = min(max((min(today, CAP_BEGINS - timedelta(days=1)) - due).days, 0), late)
    grown, whole = Decimal(price) * before_cap / 100, Decimal(price) * late / 100
    expected = whole if today < CAP_BEGINS else max(grown, min(whole, Decimal(price)))
    assert line(reckoned(russian(due, price), today), "RU-ZPP-23") == int(expected.to_integral_value(ROUND_HALF_UP))
