"""The deadline pages in a real browser: axe in all looks of the house; nothing is too wide."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from amends.core import make
from amends.core.models import Deadline
from amends.office.models import Team
from tests.looks import Looks, in_looks

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


@pytest.fixture
def house(live_server: Any, settings: Any, tmp_path: Any) -> str:
    """An office in Iran with promises kept, missed, near and running in this month."""
    settings.REQUIRE_MFA = "none"
    settings.FILES_DIR = tmp_path / "files"
    make.office(jurisdiction="IR")
    make.person("Vera", "head", team=Team.objects.get(code="front"), email="vera@x.example", password=PASSWORD)
    now = timezone.now()
    for number in range(8):
        case = make.complaint(at=now - timedelta(days=number))
        if number % 2:
            Deadline.objects.filter(complaint=case).update(met_at=now - timedelta(days=number))
    return str(live_server.url).replace("127.0.0.1", "localhost")


@in_looks
def test_axe_finds_nothing(page: Page, house: str, looks: Looks) -> None:
    page.goto(f"{house}/accounts/login/")
    page.fill("[name=login]", "vera@x.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=login]) button.main").click()
    page.wait_for_url(lambda url: "login" not in url)
    today = timezone.localdate()
    for place, address in enumerate(PAGES):
        where = address.format(first=today - timedelta(days=20), last=today + timedelta(days=20))
        for look in looks(place):
            look.take(page, house)
            page.goto(house + where)
            look.judge(page)
