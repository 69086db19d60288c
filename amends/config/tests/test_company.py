"""The accounts bear the name of the company too, in the reader's language."""

from collections.abc import Iterator

import pytest
from django.test import Client

from amends.core import make
from amends.core.queries.office_facts import forget_office_facts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_office_facts() -> Iterator[None]:
    forget_office_facts()
    yield
    forget_office_facts()


@pytest.mark.parametrize(("language", "name"), [("en", "Company X"), ("fa", "شرکت X")])
def test_the_page_to_sign_in_is_named_after_the_company(language: str, name: str) -> None:
    make.office(names={"en": "Company X", "fa": "شرکت X"})
    page = Client().get("/accounts/login/", headers={"Accept-Language": language}).content.decode()
    assert f"· {name}</title>" in page


def test_an_office_without_a_name_is_called_by_ours() -> None:
    assert "· Amends</title>" in Client().get("/accounts/login/").content.decode()
