"""The strict house is strict: its guards are tried on real offenders."""

import os
import socket
import warnings
from pathlib import Path

import pytest
from django.db import connection
from django.template import Context, Origin, Template, engines

from tests import house


def test_no_address_outside_this_machine_can_be_reached() -> None:
    with pytest.raises(RuntimeError, match="only this machine"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    with pytest.raises(RuntimeError, match="only this machine"):
        socket.getaddrinfo("example.org", 80)


def _render(source: str, path: Path) -> str:
    engine = engines["django"].engine
    return Template(source, origin=Origin(str(path)), engine=engine).render(Context({"known": "yes"}))


def test_an_undefined_word_in_a_template_of_ours_fails() -> None:
    ours = Path(house.__file__).parent.parent / "amends" / "x.html"
    assert _render("{{ known }}{% if unknown %}{% endif %}", ours) == "yes"
    with pytest.raises(LookupError, match="unknown"):
        _render("{{ unknown }}", ours)


def test_an_undefined_word_in_a_foreign_template_prints_nothing() -> None:
    assert _render("[{{ unknown }}]", Path("/usr/lib/allauth/x.html")) == "[]"


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="careless"):
        warnings.warn("careless", stacklevel=1)


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    asked = os.environ.get("AMENDS_TEST_DB", "sqlite")
    assert connection.vendor == {"sqlite": "sqlite", "postgres": "postgresql"}[asked]
