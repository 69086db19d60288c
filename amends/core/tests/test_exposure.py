"""Money at stake on cases: appraised, kept beside the case, reckoned anew each day, summed over lists."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from amends.core import actions, make, tasks
from amends.core.models import Appraisal, Complaint, Deadline, Event, Stake
from amends.core.queries import exposure, worklists
from amends.core.queries.exposure_words import sentences
from amends.core.rules.intake import Demand
from amends.core.rules.kinds import DemandType
from amends.office.models import Office, Person

pytestmark = pytest.mark.django_db

AT = make.MONDAY + timedelta(hours=2)
CASES = 2_000
MISSED = datetime(2026, 2, 20, 20, 59, 59, tzinfo=UTC)


@pytest.fixture
def office(db: None) -> Office:
    return make.office(currency="RUB", jurisdiction="RU")


def missed(case: Complaint, **fields: Any) -> Deadline:
    """A legal clock of the case, missed on 20 February by Moscow time."""
    values = {"kind": "satisfy", "rule": "RU-ZPP-22", "start_at": MISSED, "warn_at": MISSED, "due_at": MISSED}
    key = {"complaint": case, "key": "RU-ZPP-22+refund"}
    return Deadline.objects.update_or_create(**key, defaults=values | {"calendar": "RU"} | fields)[0]


def appraise(case: Complaint, by: Person, at: datetime = AT, **facts: Any) -> Event:
    given = {"currency": "RUB", "sums": {"price": 120_000}} | facts
    return actions.appraise(case, facts=actions.Appraised(**given), why="The receipt", by=by, at=at)


def kept(case: Complaint) -> tuple[int, int, date | None]:
    case.refresh_from_db()
    return case.exposure_minor, case.exposure_day_minor, case.exposure_on


def test_an_appraisal_is_an_event_and_the_exposure_follows_at_once(vera: Person) -> None:
    case = make.complaint()
    missed(case)
    event = appraise(case, vera, probability=30)
    assert event.kind == "appraised" and event.facts["sums"] == {"price": 120_000}
    # Ten days late at 1 % of 1,200, and half of that with a probability of 30 %.
    assert kept(case) == (12_000 + 1_800, 1_200 + 180, date(2026, 3, 2))
    assert Appraisal.objects.get(complaint=case).by == vera


REFUSED = {
    "no currency": ({"currency": "rubles"}, "currency"),
    "a sum below nothing": ({"sums": {"price": -1}}, "price"),
    "more than certain": ({"probability": 101}, "probability"),
    "a household's share above the price": ({"sums": {"price": 5, "household_price": 6}}, "household_price"),
    "delivered before it was due": (
        {"days": {"delivery_missed": date(2026, 3, 2)}, "ends": {"delivery_missed": date(2026, 3, 1)}}, "delivered_on",
    ),
    "an unknown sum": ({"sums": {"luck": 1}}, ""),
}  # fmt: skip


@pytest.mark.parametrize(("facts", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_an_impossible_appraisal_is_refused_and_nothing_is_written(
    facts: dict[str, Any], field: str, vera: Person
) -> None:
    case = make.complaint()
    with pytest.raises(actions.ActionRefused) as refused:
        appraise(case, vera, **facts)
    assert refused.value.field == field and not Appraisal.objects.exists()


def test_a_price_named_while_classifying_is_at_stake(vera: Person) -> None:
    demand = Demand(DemandType.REFUND, 120_000, "RUB")
    # Presented on 10 February: the ten days of ZoZPP 22 ended on the 20th, and nobody looked at the case till March.
    case = make.complaint(at=MISSED - timedelta(days=10), demands=(demand,))
    issue = actions.IssueFacts("packaging", price_minor=120_000, currency="RUB", demands=(demand,))
    actions.classify(case, issues=[issue], by=vera, at=AT)
    assert kept(case) == (132_000, 1_200, date(2026, 3, 2))


def test_midnight_brings_the_next_day_and_noon_brings_nothing(vera: Person) -> None:
    case = make.complaint()
    missed(case)
    appraise(case, vera)
    assert tasks.appraise(AT + timedelta(hours=3)) == 0
    # Moscow's midnight is 21:00 in UTC.
    assert tasks.appraise(datetime(2026, 3, 2, 20, 59, tzinfo=UTC)) == 0
    assert tasks.appraise(datetime(2026, 3, 2, 21, 0, tzinfo=UTC)) == 1
    assert kept(case) == (13_200, 1_200, date(2026, 3, 3))
    assert tasks.appraise(datetime(2026, 3, 2, 21, 1, tzinfo=UTC)) == 0
    seq = case.seq
    assert tasks.appraise(AT + timedelta(days=30)) == 1 and case.seq == seq


def test_a_sum_named_at_receipt_is_reckoned_by_the_worker(office: Office) -> None:
    case = make.complaint(demands=(Demand(DemandType.REFUND, 8_900, "RUB"),))
    assert tasks.appraise(make.MONDAY) == 1
    assert kept(case) == (8_900, 0, date(2026, 3, 2))


def test_a_reckoning_that_fails_stops_no_other(vera: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make.complaint(), make.complaint()
    for case in (bad, good):
        missed(case)
        appraise(case, vera)
    real = actions.reappraise

    def failing(case: Complaint, *, at: datetime) -> bool:
        if case.pk == bad.pk:
            raise RuntimeError("broken")
        return real(case, at=at)

    monkeypatch.setattr(actions, "reappraise", failing)
    tasks.appraise(AT + timedelta(days=1))
    assert kept(good)[0] == 13_200 and kept(bad)[0] == 12_000
    assert tasks.appraise(AT + timedelta(days=1)) == 0


def test_whoever_acts_meanwhile_is_not_overwritten(vera: Person) -> None:
    case = make.complaint()
    missed(case)
    appraise(case, vera)
    read = Complaint.objects.get(pk=case.pk)
    appraise(case, vera, sums={"price": 240_000})
    assert not actions.reappraise(read, at=AT + timedelta(days=1))
    assert kept(case)[0] == 24_000


def test_an_ended_case_costs_nothing_and_a_reopened_one_what_had_grown_by_then(vera: Person) -> None:
    case = make.complaint()
    missed(case)
    appraise(case, vera)
    actions.withdraw(case, why="", channel="phone", by=vera, at=AT)
    assert kept(case) == (0, 0, date(2026, 3, 2))
    assert tasks.appraise(AT + timedelta(days=5)) == 0
    actions.reopen(case, why="She thought again", by=vera, at=AT + timedelta(days=5))
    # The withdrawal ended the clock: the ten days late until then stay.
    assert kept(case) == (12_000, 0, date(2026, 3, 7))


def test_another_currency_stands_apart(vera: Person) -> None:
    case = make.complaint()
    missed(case)
    appraise(case, vera, currency="KWD", sums={"price": 10_000})
    assert kept(case) == (0, 0, date(2026, 3, 2))
    assert [(one.currency, one.today_minor, one.day_minor) for one in Stake.objects.all()] == [("KWD", 1_000, 100)]
    whole = exposure.total(Complaint.objects.filter(pk=case.pk))
    assert (whole.cases, whole.minor, whole.apart) == (1, 0, {"KWD": (1_000, 100)})
    appraise(case, vera)
    assert not Stake.objects.exists()


def test_a_verb_on_a_case_without_money_asks_nothing_more(vera: Person) -> None:
    case = make.complaint()
    with CaptureQueriesContext(connection) as asked:
        actions.reply(case, text="We look into it.", final=False, by=vera, at=AT)
    tables = ("core_appraisal", "core_stake")
    assert not any(table in query["sql"] for query in asked.captured_queries for table in tables)


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_the_derivation_speaks_every_language_and_says_how_sure_it_is(language: str, vera: Person) -> None:
    case = make.complaint(demands=(Demand(DemandType.REFUND), Demand(DemandType.MORAL_DAMAGES)))
    missed(case, due_at=datetime(2026, 1, 10, 20, 59, 59, tzinfo=UTC))
    appraise(case, vera, probability=30, days={"delivery_missed": date(2026, 2, 1)},
             sums={"price": 120_000, "prepayment": 5_000})  # fmt: skip
    said = sentences(exposure.exposures_of(case, date(2026, 3, 2)), language)
    assert len(said) > 12 and all(said)
    english = sentences(exposure.exposures_of(case, date(2026, 3, 2)), "en")
    assert language == "en" or not set(said) & set(english)
    assert any("lawyer" in line for line in english)


def _random_exposures(count: int) -> tuple[int, int]:
    """Gives the cases random exposures; returns the sums."""
    chance = random.Random(7)
    cases = list(Complaint.objects.all())
    for case in cases:
        case.exposure_minor = chance.choice([0, chance.randrange(10**9)])
        case.exposure_day_minor = chance.choice([0, chance.randrange(10**6)])
        case.exposure_on = AT.date()
    Complaint.objects.bulk_update(cases, ["exposure_minor", "exposure_day_minor", "exposure_on"], batch_size=500)
    return sum(case.exposure_minor for case in cases), sum(case.exposure_day_minor for case in cases)


def test_the_sum_over_a_filter_is_that_of_its_cases(vera: Person) -> None:
    """Two thousand cases at random: every filter adds up, and so do its parts."""
    first = make.complaint()
    plain = {
        field.attname: getattr(first, field.attname)
        for field in Complaint._meta.concrete_fields
        if field.attname not in {"id", "key", "receipt", "number"}
    }
    Complaint.objects.bulk_create(
        [
            Complaint(**plain | {"channel": f"c{n % 7}", "number": f"R-{n}", "receipt": f"{n:032x}"})
            for n in range(CASES - 1)
        ],
        batch_size=500,
    )
    minor, day = _random_exposures(CASES)
    everything = worklists.everything(vera, AT)
    whole = exposure.total(everything)
    assert (whole.minor, whole.day_minor) == (minor, day)
    parts = [
        exposure.total(everything.filter(channel=channel)) for channel in (*(f"c{n}" for n in range(7)), "web_form")
    ]
    assert sum(part.minor for part in parts) == minor and sum(part.cases for part in parts) == whole.cases
    assert everything.filter(exposure.at_stake_now()).count() == whole.cases


def test_the_dearest_waits_on_top_and_pages_hold_every_case_once(vera: Person) -> None:
    made = [make.complaint(at=make.MONDAY + timedelta(minutes=n)) for n in range(12)]
    for number, case in enumerate(made):
        Complaint.objects.filter(pk=case.pk).update(exposure_day_minor=number % 4 * 100)
    seen: list[Complaint] = []
    after = None
    while True:
        page = worklists.by_waiting(worklists.everything(vera, AT), after=after, size=5)
        seen += page.rows
        if page.next is None:
            break
        assert isinstance(page.next, worklists.Cost)
        after = page.next
    assert [case.pk for case in seen] == [
        case.pk for case in sorted(seen, key=lambda one: (-one.exposure_day_minor, one.pk))
    ]
    assert len(seen) == len({case.pk for case in seen}) == 12
