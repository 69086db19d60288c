"""The cast: Boris at the desk, Ivan expert, Marina senior expert, Vera the head, Gleb of another team, Zoya the auditor."""

import pytest

from amends.core import make
from amends.office.models import Office, Person, Team


@pytest.fixture
def office(db: None) -> Office:
    return make.office()


@pytest.fixture
def front(office: Office) -> Team:
    return Team.objects.get(code="front")


@pytest.fixture
def boris(front: Team) -> Person:
    return make.person("Boris", "operator", team=front)


@pytest.fixture
def ivan(front: Team) -> Person:
    return make.person("Ivan", "expert", team=front)


@pytest.fixture
def marina(front: Team) -> Person:
    return make.person("Marina", "senior", team=front)


@pytest.fixture
def vera(office: Office) -> Person:
    return make.person("Vera", "head")


@pytest.fixture
def gleb(office: Office) -> Person:
    other = Team.objects.create(code="other", names={"en": "Other team"})
    return make.person("Gleb", "operator", team=other)


@pytest.fixture
def zoya(office: Office) -> Person:
    return make.person("Zoya", "auditor")
