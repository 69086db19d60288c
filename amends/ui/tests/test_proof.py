"""A one-time code of the app: taken a step early or late, and taken once."""

from types import SimpleNamespace
from urllib.parse import urlparse

import pytest
from allauth.mfa.totp.internal import auth
from django.test import Client

from amends.office.models import Person

pytestmark = pytest.mark.django_db
SECRET, NOW = "JBSWY3DPEHPK3PXP", 1_772_553_600
PASSWORD = "long enough to be one"


def code(at: int) -> str:
    """What the app shows at a moment, in seconds since 1970."""
    return str(auth.format_hotp_value(auth.hotp_value(SECRET, at // 30)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    clock = SimpleNamespace(now=NOW)
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: clock.now))
    return clock


@pytest.fixture
def person() -> Person:
    person = Person.objects.create_user("olga@example.org", PASSWORD)
    auth.TOTP.activate(person, SECRET)
    return person


def is_let_in(typed: str) -> bool:
    """Signs in with the password and a code, and says whether the desk was the next page."""
    client = Client()
    client.post("/accounts/login/", {"login": "olga@example.org", "password": PASSWORD})
    answer = client.post("/accounts/2fa/authenticate/", {"code": typed})
    return answer.status_code == 302 and urlparse(answer["Location"]).path == "/desk/"


@pytest.mark.parametrize(
    ("late", "is_taken"),
    [(0, True), (-30, True), (30, True), (-60, False), (60, False)],
    ids=["now", "typed slowly", "a clock ahead", "a minute old", "a minute ahead"],
)
def test_a_code_is_taken_a_step_early_or_late(
    person: Person, clock: SimpleNamespace, late: int, is_taken: bool
) -> None:
    assert is_let_in(code(NOW + late)) is is_taken


@pytest.mark.parametrize("between", ["", " ", "-"], ids=["as shown", "with a space", "with a dash"])
def test_a_code_proves_once_as_long_as_it_could(person: Person, clock: SimpleNamespace, between: str) -> None:
    ahead = code(NOW + 30)
    assert is_let_in(ahead)
    for later in (1, 29, 31, 59):
        clock.now = NOW + later
        assert not is_let_in(ahead[:3] + between + ahead[3:]), f"taken again {later} s later"
    assert is_let_in(code(NOW + 60))


def test_the_code_that_set_the_app_up_does_not_sign_in_as_well(clock: SimpleNamespace) -> None:
    Person.objects.create_user("olga@example.org", PASSWORD)
    client = Client()
    client.post("/accounts/login/", {"login": "olga@example.org", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    session = client.session
    session[auth.SECRET_SESSION_KEY] = SECRET
    session.save()
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(NOW)})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/recovery-codes/")
    clock.now = NOW + 31
    assert not is_let_in(code(NOW))
    assert is_let_in(code(NOW + 30))
