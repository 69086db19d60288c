"""Money at stake on the screens: beside the case, over the list, in the filter; quiet where there is none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from amends.core import actions, make
from amends.core.models import Complaint, Deadline
from amends.core.queries.office_facts import forget_office_facts
from amends.office.models import Person
from amends.web.desk import place
from amends.web.desk.filters import parse
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db


def appraised(by: Person, price: int, currency: str = "RUB") -> Complaint:
    """A case of which a legal clock was missed in the first days of March."""
    make.office(currency="RUB", jurisdiction="RU")
    forget_office_facts()
    case = make.complaint()
    moment = datetime(2026, 3, 5, 20, 59, 59, tzinfo=UTC)
    Deadline.objects.create(
        complaint=case, kind="satisfy", rule="RU-ZPP-22", start_at=moment, warn_at=moment, due_at=moment
    )
    facts = actions.Appraised(currency, {"price": price}, probability=30)
    actions.appraise(case, facts=facts, why="Receipt", by=by, at=timezone.now())
    return case


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_the_case_says_what_is_at_stake_and_how_it_is_reckoned(language: str, vera: Person, enter: Enter) -> None:
    case = appraised(vera, 120_000)
    vera.language = language
    vera.save(update_fields=["language"])
    said = {"en": "At stake", "ru": "Возможные потери", "fa": "مبلغ در خطر", "zh": "可能损失"}
    assertContains(enter(vera).get(f"/desk/complaints/{case.number}/"), said[language])


def test_a_case_without_money_is_as_quiet_as_before(vera: Person, enter: Enter, case: Complaint) -> None:
    assertNotContains(enter(vera).get(f"/desk/complaints/{case.number}/"), "At stake")


def test_the_list_sorts_by_the_cost_of_waiting_and_its_sum_leads_to_the_cases(vera: Person, enter: Enter) -> None:
    cheap, dear, free = appraised(vera, 10_000), appraised(vera, 990_000), make.complaint()
    Complaint.objects.filter(pk=cheap.pk).update(exposure_minor=1_000, exposure_day_minor=100)
    Complaint.objects.filter(pk=dear.pk).update(exposure_minor=50_000, exposure_day_minor=9_900)
    desk = enter(vera)
    page = desk.get("/desk/?view=all&sort=waiting")
    html = page.content.decode()
    assert html.index(dear.number) < html.index(cheap.number) < html.index(free.number)
    assertContains(page, "510")  # 10 and 500 roubles
    assertContains(page, "2 cases")
    behind = desk.get("/desk/", {"view": "all", "sort": "waiting", "q": "is:at-stake"})
    assertContains(behind, dear.number)
    assertNotContains(behind, free.number)
    found = desk.get("/desk/", {"view": "all", "q": "stake>100"})
    assertContains(found, dear.number)
    assertNotContains(found, cheap.number)


def test_another_currency_is_shown_beside_the_sum(vera: Person, enter: Enter) -> None:
    appraised(vera, 10_000, "EUR")
    page = enter(vera).get("/desk/?view=all&sort=waiting")
    assertContains(page, "€")
    assertContains(page, "1 case")


STAKES = {
    "stake>1000": ("gt", "1000"),
    "stake>=12.5": ("gte", "12.5"),
    "STAKE<12,5": ("lt", "12.5"),
    "stake=0": ("exact", "0"),
    "stake>۱۰۰۰": ("gt", "1000"),
}


@pytest.mark.parametrize("text", STAKES)
def test_what_is_at_stake_is_asked_for_in_text(text: str) -> None:
    ((compared, amount),) = parse(text).stakes
    assert (compared, str(amount)) == STAKES[text]


@pytest.mark.parametrize("text", ["stake>", "stake>much", "stake>-1", "stake>NaN", "stake>1e99", "stake>Infinity"])
def test_what_is_no_amount_is_said_in_words(text: str) -> None:
    asked = parse(text)
    assert not asked.stakes and len(asked.faults) == 1


@pytest.mark.parametrize("word", ["", "x", "1-", "9" * 30 + "-1", "-1-1"])
def test_a_cursor_that_is_none_begins_at_the_beginning(word: str) -> None:
    assert place.read_cost(word) is None


def _asked(work: Any) -> int:
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def test_the_list_asks_no_question_a_row(vera: Person, enter: Enter) -> None:
    appraised(vera, 10_000)
    desk = enter(vera)
    rows = {"headers": {"HX-Request": "true"}}
    address = "/desk/?view=all&sort=waiting"
    desk.get(address, **rows)
    one = _asked(lambda: desk.get(address, **rows))
    for _ in range(5):
        appraised(vera, 20_000)
    assert _asked(lambda: desk.get(address, **rows)) == one


def test_the_form_keeps_what_was_appraised_and_refuses_in_words(vera: Person, enter: Enter) -> None:
    case = appraised(vera, 120_050)
    desk = enter(vera)
    page = desk.get(f"/desk/complaints/{case.number}/appraise/")
    assertContains(page, 'value="1200.5"')
    case.refresh_from_db()
    typed = {"version": case.version, "currency": "RUB", "price": "lots", "why": "x"}
    assertContains(desk.post(f"/desk/complaints/{case.number}/appraise/", typed), "not an amount", status_code=422)
    typed |= {"price": "12", "delivery_missed": "2026-03-02", "delivered_on": "2026-03-01"}
    assertContains(
        desk.post(f"/desk/complaints/{case.number}/appraise/", typed), "cannot have come before", status_code=422
    )
    assert case.appraisal.sums == {"price": 120_050} and date(2026, 3, 2).isoformat() not in str(case.appraisal.days)
