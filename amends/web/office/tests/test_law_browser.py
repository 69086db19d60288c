"""The rooms of rules and calendars in a real browser: what axe has to say, and the way of a change by keyboard."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from amends.core import catalogue, make
from amends.office.models import Team
from amends.web.office.tests.conftest import PASSWORD
from amends.web.office.tests.pages import OWN
from tests.browser import follow, sign_in
from tests.looks import PHONE, Look, Looks, in_looks

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HOURS = {
    "zone": "Asia/Tehran",
    "weekend": [4],
    "hours": {str(day): [[480, 780], [840, 1020]] for day in (0, 1, 2, 3, 5, 6)},
}
ROOMS = (
    "/office/rules/?q=POL", "/office/rules/of/RU-ZPP-22/", "/office/rules/of/POL-ANSWER/change/", "/office/rules/add/",
    "/office/rules/file/", "/office/rules/follow/", "/office/calendars/", "/office/calendars/of/IR/",
    "/office/calendars/of/office/", "/office/calendars/of/office/change/", "/office/settings/",
)  # fmt: skip


@pytest.fixture
def house(live_server: Any, settings: Any, tmp_path: Any) -> str:
    """An office in Iran whose open case would move by the hours it has just said, with a rule that stands above its numbers."""
    settings.REQUIRE_MFA = "none"
    settings.FILES_DIR = tmp_path / "files"
    make.office(jurisdiction="IR")
    front = Team.objects.get(code="front")
    vera = make.person("Vera", "head", team=front, email="vera@x.example", password=PASSWORD)
    make.complaint()
    catalogue.keep_calendar("office", HOURS, valid_from=date(2026, 1, 1), by=vera, at=make.MONDAY)
    catalogue.keep_rules(OWN.replace("OWN-CALL", "POL-SCREEN\n    version: 2"), name="own", by=vera, at=make.MONDAY)
    return str(live_server.url).replace("127.0.0.1", "localhost")


@in_looks
def test_axe_finds_nothing(page: Page, house: str, looks: Looks) -> None:
    sign_in(page, house, as_whom="vera@x.example", password=PASSWORD)
    for number, room in enumerate(ROOMS):
        for look in looks(number):
            look.take(page, house)
            page.goto(house + room)
            page.evaluate("for (const fold of document.querySelectorAll('main details')) fold.open = true")
            look.judge(page)


def test_a_rule_is_looked_at_and_mended_by_keyboard_in_persian_on_a_phone(page: Page, house: str) -> None:
    sign_in(page, house, as_whom="vera@x.example", password=PASSWORD)
    persian, dark = Look("fa", "light", PHONE), Look("en", "dark", PHONE)
    persian.take(page, house)
    page.goto(f"{house}/office/rules/of/POL-ANSWER/change/")
    page.fill("[name=length]", "۷")
    page.fill("[name=from_day]", "۱۴۰۴/۱۰/۱۱")
    follow(page.locator("button[value=look]"), by="Enter")
    page.wait_for_selector("button[value=follow]")
    persian.judge(page)
    follow(page.locator("button[value=change]"), by="Enter")
    page.wait_for_selector("[name=length]")
    assert page.input_value("[name=length]") == "۷"
    page.fill("[name=length]", "x")
    follow(page.locator("button[value=look]"), by="Enter")
    page.wait_for_selector(".field-error")
    persian.judge(page)
    dark.take(page, house)
    page.goto(f"{house}/office/rules/file/")
    page.fill("[name=text]", "jurisdiction: RU\nrules:\n  - id: X\n    unit: DAYS\n")
    follow(page.locator("button[value=look]"), by="Enter")
    page.wait_for_selector(".excerpt .faulty")
    dark.judge(page)
