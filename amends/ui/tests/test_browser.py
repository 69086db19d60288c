"""The look in a real browser: keys, palette, drafts, themes, passkeys, and what axe has to say about it all."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import Page, expect

from amends.office.models import Person
from tests.browser import follow
from tests.looks import Looks, in_looks

pytestmark = [pytest.mark.urls("amends.ui.tests.house"), pytest.mark.django_db(transaction=True)]
LANGUAGES = ("en", "ru", "fa", "zh")
PASSWORD, NOW = "porridge and honey 7", 1_772_553_600


@pytest.fixture
def house(live_server: Any, settings: Any) -> str:
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [*templates[0].get("DIRS", []), Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    settings.RAIL = [("Work", "Worklist", "ui_tests:desk", ()), ("Work", "Say it", "ui_tests:public", ())]
    settings.RAIL_SEARCH = "ui_tests:desk"
    settings.REQUIRE_MFA = "none"
    settings.LOGIN_REDIRECT_URL = "/desk/"
    Person.objects.create_user("olga@example.org", PASSWORD, name="Olga Petrova")
    return str(live_server.url).replace("127.0.0.1", "localhost")


def sign_in(page: Page, house: str) -> None:
    page.goto(f"{house}/accounts/login/")
    page.fill("[name=login]", "olga@example.org")
    page.fill("[name=password]", PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    assert page.url == f"{house}/desk/"


def open_guarded(page: Page, address: str) -> None:
    """A page that first asks for the password once more."""
    page.goto(address)
    page.fill("[name=password]", PASSWORD)
    follow(page.get_by_role("button", name="Go on"))
    assert page.url == address


@in_looks
def test_axe_finds_nothing_in_any_language(page: Page, house: str, looks: Looks) -> None:
    sign_in(page, house)
    for place, address in enumerate(("/desk/", "/public/", "/accounts/password/change/", "/accounts/2fa/")):
        for look in looks(place):
            look.take(page, house)
            page.goto(house + address)
            look.judge(page)


def test_axe_finds_nothing_before_sign_in(page: Page, house: str, axe: Callable[[Page], None]) -> None:
    for address in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/nowhere"):
        page.goto(house + address)
        axe(page)


def test_the_list_is_walked_and_opened_by_keys(page: Page, house: str) -> None:
    sign_in(page, house)
    page.keyboard.press("j")
    expect(page.locator(".list > .now .row-link")).to_have_text("Пётр Васильев")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/#2")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("[data-page-keys]")).to_contain_text("Record a complaint")


def test_the_palette_goes_where_its_words_say(page: Page, house: str) -> None:
    sign_in(page, house)
    page.keyboard.press("Control+k")
    page.keyboard.type("say it")
    page.keyboard.press("Enter")
    page.wait_for_url("**/public/")


def test_the_palette_searches_for_what_it_does_not_know(page: Page, house: str) -> None:
    sign_in(page, house)
    page.keyboard.press("Control+k")
    page.keyboard.type("sour & puree")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/?q=sour%20%26%20puree")


def test_a_draft_outlives_the_page(page: Page, house: str) -> None:
    page.goto(f"{house}/public/")
    page.fill("[name=text]", "The jar hissed")
    expect(page.locator("[data-saved]")).to_have_text("Kept on this phone")
    page.goto(f"{house}/public/")
    expect(page.locator("[name=text]")).to_have_value("The jar hissed")


def test_a_file_too_large_is_told_before_it_is_sent(page: Page, house: str) -> None:
    page.goto(f"{house}/public/")
    page.set_input_files("[name=photo]", {"name": "jar.jpg", "mimeType": "image/jpeg", "buffer": b"ten bytes!"})
    expect(page.locator(".file.wrong")).to_contain_text("jar.jpg")
    assert page.locator("[name=photo]").evaluate("field => field.validity.customError")


def test_the_theme_changes_at_once_and_stays(page: Page, house: str) -> None:
    page.goto(f"{house}/public/")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    with page.expect_response("**/ui/theme/"):
        page.get_by_role("button", name="Dark").click()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.browser(java_script_enabled=False)
def test_theme_language_and_menus_work_without_javascript(page: Page, house: str) -> None:
    page.goto(f"{house}/public/")
    follow(page.get_by_role("button", name="Dark"))
    assert page.locator("html").get_attribute("data-theme") == "dark"
    follow(page.get_by_role("button", name="فارسی"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.url == f"{house}/public/"


def test_a_text_block_goes_to_the_cursor_and_a_dialog_opens(page: Page, house: str) -> None:
    sign_in(page, house)
    page.fill("#answer", "Hello. Bye.")
    page.evaluate("document.getElementById('answer').setSelectionRange(7, 7)")
    page.get_by_role("button", name="Text blocks").click()
    expect(page.locator("#answer")).to_have_value("Hello. Thank you, Anna.Bye.")
    page.get_by_role("button", name="Send to Anna").click()
    expect(page.get_by_role("dialog", name="Send it now?")).to_be_visible()


def test_tabs_show_one_section_and_obey_arrows(page: Page, house: str) -> None:
    sign_in(page, house)
    expect(page.get_by_role("tabpanel", name="Reply to Anna")).to_be_visible()
    page.get_by_role("tab", name="Reply to Anna").press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="Note")).to_be_visible()
    expect(page.locator("#reply")).to_be_hidden()


def test_on_a_phone_the_rail_opens_over_the_page(page: Page, house: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, house)
    rail = page.get_by_role("navigation", name="Rooms")
    expect(rail).to_be_hidden()
    page.get_by_role("button", name="Rooms").click()
    expect(rail.get_by_role("link", name="Worklist")).to_be_visible()


def test_a_passkey_is_added_and_then_signs_in_alone(page: Page, house: str, settings: Any) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, house)
    open_guarded(page, f"{house}/accounts/2fa/webauthn/add/")
    page.check("[name=passwordless]")
    page.fill("[name=name]", "my phone")
    page.get_by_role("button", name="Add this key").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    page.goto(f"{house}/accounts/2fa/webauthn/")
    expect(page.get_by_role("rowheader")).to_contain_text("my phone")
    page.context.clear_cookies()
    page.goto(f"{house}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/desk/")
    expect(page.locator(".me")).to_contain_text("Olga")


def test_the_app_is_set_up_from_the_picture_and_asked_for_at_sign_in(
    page: Page, house: str, axe: Callable[[Page], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The clock of the codes stands, so that none grows old between the app and the house.
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: NOW))

    def code(secret: str) -> str:
        return str(auth.format_hotp_value(auth.hotp_value(secret, NOW // 30)))

    sign_in(page, house)
    open_guarded(page, f"{house}/accounts/2fa/totp/activate/")
    axe(page)
    secret = page.locator(".code").inner_text().strip()
    assert page.locator(".qr svg path").count() > 0
    page.fill("[name=code]", "000000")
    follow(page.get_by_role("button", name="Use this app from now on"))
    expect(page.locator(".field-error")).to_be_visible()
    assert page.locator(".code").inner_text().strip() == secret
    page.fill("[name=code]", code(secret))
    follow(page.get_by_role("button", name="Use this app from now on"))
    assert page.url.endswith("/accounts/2fa/recovery-codes/")
    recovery = page.locator("li.code").first.inner_text().strip()
    page.context.clear_cookies()
    page.goto(f"{house}/accounts/login/")
    page.fill("[name=login]", "olga@example.org")
    page.fill("[name=password]", PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    assert page.url.endswith("/accounts/2fa/authenticate/")
    axe(page)
    page.fill("[name=code]", recovery)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    assert page.url == f"{house}/desk/"
