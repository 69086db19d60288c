"""Moments are shown where the reader is, in the reader's language."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from amends.config.middleware import ReadersPlace
from amends.core import make
from amends.core.queries.office_facts import forget_office_facts
from amends.office.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> Iterator[None]:
    forget_office_facts()
    make.office(time_zone="Europe/Moscow")
    with translation.override("en"):
        yield


def seen(person: Person | None, **cookies: str) -> tuple[str, str]:
    """Zone and language in which a view would speak to this reader."""
    answers: list[tuple[str, str]] = []

    def view(request: HttpRequest) -> HttpResponse:
        answers.append((timezone.get_current_timezone_name(), translation.get_language() or ""))
        return HttpResponse()

    request = RequestFactory().get("/desk/")
    request.COOKIES.update(cookies | ({settings.SESSION_COOKIE_NAME: "s"} if person else {}))
    if person:
        request.user = person
    ReadersPlace(view)(request)
    return answers[0]


def test_a_stranger_reads_in_the_zone_of_the_office() -> None:
    assert seen(None) == ("Europe/Moscow", "en")


def test_staff_read_in_their_own_zone_and_language() -> None:
    shirin = make.person("Shirin", "operator", time_zone="Asia/Tehran", language="fa")
    assert seen(shirin) == ("Asia/Tehran", "fa")


def test_a_language_chosen_on_the_page_wins() -> None:
    shirin = make.person("Shirin", "operator", language="fa")
    assert seen(shirin, django_language="en") == ("Europe/Moscow", "en")


def test_a_zone_this_machine_does_not_know_is_no_fault() -> None:
    assert seen(make.person("Far", "operator", time_zone="Mars/Olympus"))[0] == "UTC"


def test_machines_that_watch_need_no_office(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


def test_an_error_page_speaks_to_staff_in_their_own_language(client: Client) -> None:
    client.force_login(make.person("Shirin", "operator", language="fa"))
    answer = client.get("/desk/nothing/here/", headers={"accept-language": "en"})
    assert answer.status_code == 404 and 'lang="fa"' in answer.content.decode()
