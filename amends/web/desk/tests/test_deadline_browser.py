"""The deadline pages in a real browser: axe in all looks of the house; nothing is too wide, on the screen or on paper."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from amends.core import make
from amends.core.models import Deadline
from amends.office.models import Team
from tests.browser import sign_in
from tests.looks import DESK, Look, Looks, in_looks

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "porridge and honey 7"
PAGES = (
    "/desk/deadlines/",
    "/desk/deadlines/list/?from={first}&to={last}",
    "/desk/deadlines/report/",
    "/desk/deadlines/explorer/",
    "/desk/deadlines/explorer/?rule=RU-ZPP-22&moment=2026-03-05",
    "/desk/deadlines/explorer/?rule=RU-ZPP-22&moment=2026-02-30&holidays=soon",
    "/office/me/",
)
LONG = "The lid was loose, the puree had dried at the rim, and in the shop they would neither take it back nor write it down."
PAPER = 658
"""CSS pixels between the margins of an A4 sheet."""


@pytest.fixture
def house(live_server: Any, settings: Any, tmp_path: Any) -> str:
    """An office in Iran with promises kept, missed, near and running in this month."""
    settings.REQUIRE_MFA = "none"
    settings.FILES_DIR = tmp_path / "files"
    make.office(jurisdiction="IR")
    make.person("Vera", "head", team=Team.objects.get(code="front"), email="vera@x.example", password=PASSWORD)
    now = timezone.now()
    for number in range(8):
        case = make.complaint(at=now - timedelta(days=number), text=LONG)
        if number % 2:
            Deadline.objects.filter(complaint=case).update(met_at=now - timedelta(days=number))
    return str(live_server.url).replace("127.0.0.1", "localhost")


@in_looks
def test_axe_finds_nothing(page: Page, house: str, looks: Looks) -> None:
    sign_in(page, house, as_whom="vera@x.example", password=PASSWORD)
    today = timezone.localdate()
    for place, address in enumerate(PAGES):
        where = address.format(first=today - timedelta(days=20), last=today + timedelta(days=20))
        for look in looks(place):
            look.take(page, house)
            page.goto(house + where)
            look.judge(page)


def test_the_month_on_paper_is_black_on_white_and_says_its_filter(page: Page, house: str) -> None:
    sign_in(page, house, as_whom="vera@x.example", password=PASSWORD)
    Look("fa", "dark", DESK).take(page, house)
    answer = Deadline.objects.filter(rule="POL-ANSWER").latest("due_at").due_at
    due = answer.astimezone(ZoneInfo("Europe/Moscow")).date()  # near the end of a month it may lie in the next
    page.goto(f"{house}/desk/deadlines/?q=rule:answer&month={due}")
    print_out(page)
    assert look_of(page, "html", "background-color", "color") == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    for furniture in (".rail", ".top", ".views", ".month-head nav", ".filter .button"):
        assert page.locator(furniture).first.is_hidden(), furniture
    assert page.locator(".filter [name=q]").is_visible()
    sign = "getComputedStyle(document.querySelector('.month .due-count'), '::before').printColorAdjust"
    assert page.evaluate(sign) == "exact"
    page.goto(f"{house}/desk/deadlines/")
    assert page.locator(".filter [name=q]").is_hidden()


def test_a_case_its_list_and_the_report_hide_nothing_on_paper(page: Page, house: str) -> None:
    sign_in(page, house, as_whom="vera@x.example", password=PASSWORD)
    Look("en", "dark", DESK).take(page, house)
    case = Deadline.objects.exclude(met_at=None).select_related("complaint")[0].complaint
    page.goto(f"{house}/desk/complaints/{case.number}/")
    print_out(page)
    assert page.locator(".composer").is_hidden()
    assert page.locator(".fold .clock").first.is_visible()
    for address in ("/desk/deadlines/report/", "/desk/deadlines/list/"):
        page.goto(house + address)
        print_out(page)
        assert page.locator(".table thead th").first.is_visible(), address


def print_out(page: Page) -> None:
    """As the page lies on a sheet of A4; fails where it would be cut or shrunk."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PAPER, f"{page.url} is {wide} wide on paper"


def look_of(page: Page, selector: str, *properties: str) -> list[str]:
    found: list[str] = page.evaluate(
        "([selector, names]) => names.map(name => getComputedStyle(document.querySelector(selector)).getPropertyValue(name))",
        [selector, list(properties)],
    )
    return found
