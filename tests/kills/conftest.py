"""One office for the faults that need no fresh one."""

from collections.abc import Iterator

import pytest

from amends.channels.email.tests.smtp_server import Letterbox
from tests.serving import House, office


@pytest.fixture(scope="module")
def box() -> Iterator[Letterbox]:
    with Letterbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, box: Letterbox) -> Iterator[House]:
    """Set up and serving, with mail going to `box`."""
    with office(tmp_path_factory.mktemp("office"), AMENDS_EMAIL_URL=f"smtp://127.0.0.1:{box.server.port}") as made:
        made.start()
        made.wait_ready("/readyz")
        yield made
