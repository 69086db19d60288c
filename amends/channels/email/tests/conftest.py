"""The office and its mail account, for every test of the channel."""

from __future__ import annotations

import pytest

from amends.channels.models import Account
from amends.core import make
from amends.core.queries.office_facts import forget_office_facts
from amends.office.models import Office

ADDRESS = "complaints@company-x.example"


@pytest.fixture
def office(db: None) -> Office:
    made = make.office()
    forget_office_facts()
    return made


@pytest.fixture
def account(office: Office) -> Account:
    return Account.objects.create(channel="email", address=ADDRESS, is_default=True)
