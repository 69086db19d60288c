"""`amends token create`: the key alone on standard output, with the scopes and the end that were asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from amends.__main__ import main
from amends.core import make
from amends.office import tokens
from amends.office.models import Person, Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga() -> Person:
    return make.person("Olga", "operator", email="olga@x.example")


def _create(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["token", "create", "--user", "olga@x.example", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_key_may_do_all_and_has_no_end_unless_told(olga: Person, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = _create(capsys)
    token = tokens.token_of(out.removesuffix("\n"), timezone.now())
    assert status == 0 and token is not None
    assert (token.person, token.scopes, token.expires_at) == (olga, ["read", "write"], None)


def test_a_key_has_the_scopes_and_the_end_that_were_asked_for(olga: Person, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _create(capsys, "--scopes", "read", "--lasts", "30", "--label", "till")
    secret, now = out.strip(), timezone.now()
    token = tokens.token_of(secret, now + timedelta(days=29))
    assert token is not None and (token.scopes, token.label) == (["read"], "till")
    assert tokens.token_of(secret, now + timedelta(days=30, seconds=1)) is None
    _, both, _ = _create(capsys, "--scopes", "write, read")
    assert Token.objects.order_by("-pk")[0].scopes == ["read", "write"] and both.strip() != secret


REFUSED = {
    "an unknown scope": (("--scopes", "read,admin"), "A key cannot have the scope admin. There are: read, write."),
    "no scope": (("--scopes", ""), "Please choose what the key may do."),
    "more than a year": (("--lasts", "4000000000"), "A key lasts a year at most."),
    "an end that has passed": (("--lasts", "0"), "A key lasts a year at most."),
    "no label": (("--label", " "), "Please say what the key is for."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_in_words(name: str, olga: Person, capsys: pytest.CaptureFixture[str]) -> None:
    words, said = REFUSED[name]
    assert _create(capsys, *words) == (1, "", f"amends: {said}\n")
    assert not Token.objects.exists()
