"""The office's rooms in a real browser: what axe has to say in all looks of the house."""

from typing import Any

import pytest
from playwright.sync_api import Page

from amends.core import make
from amends.core.content import load_base
from amends.office import first_run
from amends.office.models import Person, Shift
from amends.web.office.tests.conftest import PASSWORD
from tests.browser import sign_in
from tests.looks import Looks, in_looks

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOMS = (
    "/office/", "/office/people/", "/office/people/invite/", "/office/people/{pk}/", "/office/people/{pk}/roles/",
    "/office/people/{pk}/close/", "/office/teams/", "/office/teams/add/", "/office/lists/", "/office/roster/",
    "/office/roster/shifts/add/", "/office/categories/", "/office/categories/add/", "/office/ready-words/",
    "/office/promise/", "/office/promise/new/", "/office/settings/", "/office/alarms/",
    "/office/gateway/", "/desk/alarms/", "/office/doctor/", "/office/log/", "/office/me/",
)  # fmt: skip


@pytest.fixture
def house(live_server: Any) -> str:
    return str(live_server.url).replace("127.0.0.1", "localhost")


@in_looks
def test_axe_finds_nothing(page: Page, house: str, looks: Looks) -> None:
    make.office()
    load_base(at=make.MONDAY)
    make.person("Ada", "admin", password=PASSWORD, email="ada@x.example")
    olga = make.person("Olga", "operator")
    Shift.objects.create(person=olga, starts_at=make.MONDAY, ends_at=make.MONDAY.replace(hour=18))
    sign_in(page, house, as_whom="ada@x.example", password=PASSWORD)
    for place, room in enumerate(ROOMS):
        for look in looks(place):
            look.take(page, house)
            page.goto(house + room.format(pk=olga.pk))
            look.judge(page)


@in_looks
def test_axe_finds_nothing_on_the_first_page(page: Page, house: str, looks: Looks) -> None:
    first_run.remember(is_opened=False)
    for look in looks(2):
        look.take(page, house)
        page.goto(house + "/")
        assert page.url.endswith("/welcome/")
        look.judge(page)
    assert not Person.objects.exists()
