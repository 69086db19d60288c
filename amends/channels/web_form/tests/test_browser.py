"""The way of a complainant in a real browser: on a phone, in Persian, without JavaScript, by keys alone; and what axe says."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from amends.core import make
from amends.core.models import Attachment, Complaint
from tests.browser import follow, new_page
from tests.looks import DESK, PHONE, Look, every

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = {Look("fa", "light", PHONE), Look("en", "dark", DESK)}
"""The looks of every run; make hard adds the others."""
PERSIAN = "شیشهٔ پورهٔ سیب را باز کردم، صدا داد و بوی ترشی می‌داد. کودکم یک بار استفراغ کرد."
MAIN = ".next-bar .button.main"


@pytest.fixture
def house(live_server: Any) -> str:
    make.office(currency="RUB", jurisdiction="RU")
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    Image.new("RGB", (60, 40), "red").save(tmp_path / "بسته.jpg")
    return tmp_path / "بسته.jpg"


def speak(page: Page, house: str, language: str, theme: str = "light") -> None:
    chosen = {"django_language": language, "theme": theme}
    page.context.add_cookies([{"name": name, "value": value, "url": house} for name, value in chosen.items()])


def fill_in(page: Page, text: str, photo: Path | None = None) -> None:
    """From the first question to the confirmation."""
    page.fill("[name=text]", text)
    if photo is not None:
        page.set_input_files("[name=photos]", photo)
    follow(page.locator(MAIN))
    page.fill("[name=product]", "Apple puree")
    follow(page.locator(MAIN))
    page.check("[name=demands][value=refund]")
    page.fill("[name=amount_refund]", "۸۹")
    follow(page.locator(MAIN))
    page.fill("[name=name]", "Анна Соколова")
    page.fill("[name=email]", "anna@mail.example")
    follow(page.locator(MAIN))
    follow(page.locator(MAIN))
    expect(page.locator(".ticket .code").first).to_be_visible()


def must_be_sent(text: str) -> Complaint:
    case = Complaint.objects.get()
    assert case.statement == text
    assert case.issues.get().demands[0]["amount_minor"] == 8900
    return case


def test_in_persian_on_a_phone_with_a_photo(page: Page, house: str, photo: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    speak(page, house, "fa")
    page.goto(f"{house}/complain")
    assert page.locator("html").get_attribute("dir") == "rtl"
    fill_in(page, PERSIAN, photo)
    case = must_be_sent(PERSIAN)
    assert case.language == "fa"
    assert Attachment.objects.get().name == "بسته.jpg"
    follow(page.locator("a.button.main"))
    assert page.url.endswith("/follow")
    expect(page.locator(".entry.in .entry-text")).to_contain_text(PERSIAN)
    page.reload()
    expect(page.locator(".entry.in .entry-text")).to_contain_text(PERSIAN)


def test_without_javascript(browser: Browser, house: str, photo: Path) -> None:
    page = new_page(browser, java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(f"{house}/complain")
    fill_in(page, "The jar hissed.", photo)
    must_be_sent("The jar hissed.")
    follow(page.locator("a.button.main"))
    page.fill("[name=text]", "I found the lid too.")
    follow(page.get_by_role("button", name="Send the message"))
    expect(page.locator(".entry.in").last).to_contain_text("I found the lid too.")
    follow(page.get_by_role("button", name="Leave this page for good"))
    page.goto(f"{house}/follow")
    expect(page.locator("[name=number]")).to_be_visible()
    page.context.close()


def test_by_keys_alone(page: Page, house: str) -> None:
    page.goto(f"{house}/complain")

    def tab_to(selector: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"no way by Tab to {selector}")

    def go_on(question: str) -> None:
        tab_to(MAIN)
        follow(page.locator(":focus"), by="Enter")
        expect(page.locator("h1")).to_have_text(question)

    tab_to("[name=text]")
    page.keyboard.type("The jar hissed.")
    go_on("What was it, where and when?")
    tab_to("[name=product]")
    page.keyboard.type("Apple puree")
    follow(page.locator(":focus"), by="Enter")  # Enter in a line is "Next", not a language
    expect(page.locator("h1")).to_have_text("What would put this right?")
    tab_to("[value=explanation]")
    page.keyboard.press("Space")
    go_on("How do we reach you?")
    tab_to("[name=anonymous]")
    page.keyboard.press("Space")
    expect(page.locator("[name=email]")).to_be_hidden()
    go_on("Is everything right?")
    tab_to(MAIN)
    follow(page.locator(":focus"), by="Enter")
    expect(page.locator(".ticket .code").first).to_be_visible()
    assert Complaint.objects.get().is_anonymous


def test_what_was_typed_is_there_after_a_lost_page_and_gone_after_sending(page: Page, house: str) -> None:
    page.goto(f"{house}/complain")
    page.locator("[name=text]").press_sequentially("The jar hissed.")
    expect(page.locator("[data-saved]")).to_have_text("Kept on this device")
    page.goto(f"{house}/promise")
    page.goto(f"{house}/complain")
    expect(page.locator("[name=text]")).to_have_value("The jar hissed.")
    fill_in(page, "The jar hissed.")
    page.goto(f"{house}/complain")
    expect(page.locator("[name=text]")).to_have_value("")


def test_danger_is_answered_while_typing(page: Page, house: str) -> None:
    page.goto(f"{house}/complain")
    page.locator("[name=text]").press_sequentially("My child vomited")
    expect(page.locator("#danger")).to_contain_text("first call 103 or 112")


def test_a_second_click_sends_once(page: Page, house: str) -> None:
    page.goto(f"{house}/complain")
    fill_in(page, "The jar hissed.")
    number = page.locator(".ticket .code").first.inner_text()
    page.go_back()
    follow(page.locator(MAIN))
    expect(page.locator(".ticket .code").first).to_have_text(number)
    assert Complaint.objects.count() == 1


@pytest.mark.parametrize(
    "look",
    [pytest.param(look, id=f"{look.language} {look.theme} {look.width}", marks=[] if look in FIRST else pytest.mark.hard)
     for look in every(0)],
)  # fmt: skip
def test_axe_finds_nothing_on_any_page(page: Page, house: str, look: Look) -> None:
    look.take(page, house)
    for address in ("/", "/promise", "/follow", "/complain"):
        page.goto(house + address)
        look.judge(page)
    follow(page.locator(MAIN))  # nothing said: the mistake is shown
    look.judge(page)
    page.fill("[name=text]", "My child vomited after the puree, and the jar had hissed.")
    for _ in range(4):
        follow(page.locator(MAIN))
        look.judge(page)
    follow(page.locator(MAIN))
    expect(page.locator(".ticket .code").first).to_be_visible()
    look.judge(page)
    follow(page.locator("a.button.main"))
    assert page.url.endswith("/follow")
    look.judge(page)
    page.goto(f"{house}/follow/withdraw")
    look.judge(page)
