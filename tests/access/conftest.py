"""The small office of world.py, where a second proof is not asked for: the matrix is about rights, not about login."""

from typing import Any

import pytest

from amends.core.queries.office_facts import forget_office_facts
from tests.access import world as small


@pytest.fixture
def world(db: None, settings: Any) -> small.World:
    settings.REQUIRE_MFA = "none"
    made = small.build()
    forget_office_facts()
    return made
