"""Hostile HTML mail in a real Chromium: nothing runs, asks, leaves the page or reaches out."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from amends.core import make
from amends.core.models import Message
from amends.core.queries.office_facts import forget_office_facts
from amends.lib.files import Store
from amends.lib.tests.test_html import VECTORS
from amends.office.models import Team

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser(),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("chromium"),
]
KEEP = "These words of the sender stay visible."
BUNDLE = 60
FORBIDDEN = "script, iframe, object, embed, form, input, link, style, base, [style]"


@pytest.mark.parametrize("wrapped", [False, True], ids=["bare", "wrapped"])
def test_no_mail_does_anything(live_server: LiveServer, page: Page, settings: object, wrapped: bool) -> None:
    settings.REQUIRE_MFA = "none"  # type: ignore[attr-defined]
    assert len(set(VECTORS)) >= 120
    forget_office_facts()
    make.office()
    operator = make.person("Olga", "operator", team=Team.objects.get(code="front"))
    case = make.complaint(at=timezone.now(), text=KEEP)
    message = Message.objects.get(complaint=case, direction="in")
    client = Client()
    client.force_login(operator)
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": live_server.url, "httpOnly": True}]
    )
    seen = _watched(page, urlsplit(live_server.url).netloc)
    home = f"{live_server.url}/desk/complaints/{case.number}/"
    for at in range(0, len(VECTORS), BUNDLE):
        vectors = VECTORS[at : at + BUNDLE]
        _store(message, f"<p>{KEEP}</p>" + "".join(f"<div>{_wrap(one, wrapped)}</div>" for one in vectors))
        page.goto(home)
        page.locator("details[data-frame] summary").first.click()
        frame = page.frame_locator("iframe.foreign").first
        expect(frame.locator("body"), str(vectors)).to_contain_text(KEEP)
        _wait_whole(page)
        assert frame.locator(FORBIDDEN).count() == 0, vectors
        assert page.url == home, f"led away to {page.url} by one of {vectors}"
        assert seen == [], (seen, vectors)


def _wait_whole(page: Page) -> None:
    """The mail stands there from its first to its last word, and what it might have asked for has been asked for."""
    opened = page.locator("iframe.foreign").first.element_handle().content_frame()
    assert opened
    opened.wait_for_load_state()


def _wrap(vector: str, wrapped: bool) -> str:
    return f'<table dir="rtl"><tr><td><font>{vector}</font></td></tr></table><!-- -->' if wrapped else vector


def _store(message: Message, html: str) -> None:
    kept = Store(settings.FILES_DIR).keep(html.encode("utf-8", "replace"), limit=10_000_000)
    Message.objects.filter(pk=message.pk).update(html=kept.name)


def _watched(page: Page, host: str) -> list[str]:
    """Whatever the browser does that nobody asked for is written down here."""
    seen: list[str] = []

    def asked(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in {"data", "blob", "about"} and url.netloc != host:
            seen.append(f"reached out to {request.url[:200]}")

    def asks(dialog: object) -> None:
        seen.append("a dialog opened")
        dialog.dismiss()  # type: ignore[attr-defined]

    page.context.on("request", asked)
    page.on("dialog", asks)
    page.context.on("page", lambda opened: seen.append(f"a window opened: {opened.url}"))
    return seen
