"""The first run: every page leads to it, one browser opens the office, strangers do not."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from amends.core.models import Category
from amends.office import first_run
from amends.office.models import Change, Office, Person, Policy
from amends.office.setup_code import setup_code

GIVEN = {
    "person_name": "Ada Lovelace", "email": "Ada@x.example", "password": "porridge and honey 7", "language": "ru",
    "time_zone": "Europe/Moscow", "jurisdiction": "RU", "currency": "RUB", "prefix": "px",
    "number_form": "{prefix}-{year}-{count:06d}", "name_en": "Company X", "name_ru": "Компания Икс", "name_fa": "",
    "name_zh": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _new_house(settings: LazySettings, tmp_path: Path) -> None:
    first_run.remember(is_opened=False)
    settings.DATA_DIR = tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/desk/", "/accounts/login/", "/complain", "/office/people/", "/nowhere"])
def test_every_page_leads_to_the_welcome_page(client: Client, address: str) -> None:
    assert client.get(address)["Location"] == "/welcome/"


@pytest.mark.django_db
def test_the_office_is_opened_and_its_first_person_is_inside(client: Client) -> None:
    assert client.get("/welcome/").status_code == 200
    answer = client.post("/welcome/", GIVEN)
    assert answer["Location"] == "/office/"
    ada = Person.objects.get()
    assert (ada.email, ada.name, [held.role for held in ada.held]) == ("ada@x.example", "Ada Lovelace", ["admin"])
    office = Office.current()
    assert (office.prefix, office.time_zone, office.is_set_up, office.names["ru"]) == (
        "PX", "Europe/Moscow", True, "Компания Икс",
    )  # fmt: skip
    assert Category.objects.exists() and Policy.objects.exists()
    assert client.get("/office/people/").status_code == 200
    assert [change.what for change in Change.objects.all()] == ["load_base", "open_office"]
    assert "porridge" not in str(Change.objects.values_list())
    assert client.get("/welcome/")["Location"] == "/accounts/login/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "12345"), ("password", "909182736455"), ("email", "no address"), ("prefix", "P-X"),
        ("number_form", "{count}"), ("time_zone", "Mars/Olympus"), ("name_en", "x" * 201), ("person_name", ""),
    ],
)  # fmt: skip
def test_what_does_not_work_is_said_and_nothing_is_made(client: Client, field: str, value: str) -> None:
    answer = client.post("/welcome/", GIVEN | {field: value})
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert "Компания Икс" in answer.content.decode()
    assert not Person.objects.exists() and not Office.objects.filter(is_set_up=True).exists()


@pytest.mark.django_db
def test_a_stranger_needs_the_code_of_the_data_folder(settings: LazySettings) -> None:
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    assert b'name="code"' in stranger.get("/welcome/").content
    assert stranger.post("/welcome/", GIVEN).status_code == 400
    assert stranger.post("/welcome/", GIVEN | {"code": "ABCD-EFGH-JKLM-NPQR"}).status_code == 400
    assert not Person.objects.exists()
    code = setup_code()
    assert stranger.post("/welcome/", GIVEN | {"code": code.lower()}).status_code == 302
    assert Person.objects.count() == 1
    assert not (settings.DATA_DIR / "setup-code").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP"])
def test_whoever_comes_through_a_proxy_is_not_at_the_machine(header: str) -> None:
    client = Client(headers={header: "127.0.0.1"})
    assert b'name="code"' in client.get("/welcome/").content


@pytest.mark.django_db
def test_an_office_with_a_real_address_asks_for_the_code_even_here(client: Client, settings: LazySettings) -> None:
    settings.IS_LOCAL = False
    assert client.post("/welcome/", GIVEN).status_code == 400


@pytest.mark.django_db
def test_codes_cannot_be_tried_without_end(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    answers = [stranger.post("/welcome/", GIVEN | {"code": "ABCD"}).status_code for _ in range(11)]
    assert answers == [400] * 10 + [429]


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_once_one_opens_the_office() -> None:
    start = threading.Barrier(4)
    answers: list[Any] = []

    def open_it(number: int) -> None:
        try:
            client = Client()
            start.wait(timeout=60)
            answers.append(client.post("/welcome/", GIVEN | {"email": f"p{number}@x.example"}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=open_it, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert Person.objects.count() == 1
    assert len(answers) == 4
    assert [change.what for change in Change.objects.all()] == ["load_base", "open_office"]
    assert Category.objects.filter(code="product").count() == 1
