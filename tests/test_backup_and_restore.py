"""`amends backup` while complaints come in, `amends restore` on an empty machine: the same digest, and mail stays off."""

import re
from pathlib import Path

import pytest

from tests.kills.load import Clients
from tests.serving import PATIENCE, House, empty_database, office

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("away")]
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")


def test_an_office_comes_back_on_an_empty_machine(tmp_path: Path) -> None:
    """On a bare machine, and on one where an office was set up and nothing came in."""
    file = tmp_path / "office.backup"
    with office(tmp_path / "old") as house:
        house.start()
        house.wait_ready()
        clients = Clients(house, seed=7, doors=("api", "api", "form"))
        clients.start()
        assert clients.first_answer.wait(PATIENCE)
        written = house.amends("backup", str(file)).stdout.decode()
        clients.stop()
        assert house.stop() == 0
    digests = DIGEST.findall(written)
    assert digests
    with empty_database(tmp_path / "bare") as database:
        assert _restored(House(tmp_path / "bare", database, {"AMENDS_SECRET_KEY": ""}), file) == digests
    with empty_database(tmp_path / "set up") as database:
        house = House(tmp_path / "set up", database, {"AMENDS_SECRET_KEY": ""})
        house.amends("init")
        assert _restored(house, file) == digests


def _restored(house: House, file: Path) -> list[str]:
    """The digests that the restored office tells of itself; nothing is amiss in it and it sends no mail."""
    told = house.amends("restore", str(file)).stdout.decode()
    assert house.rows("SELECT count(*) FROM office_office WHERE outgoing_mail") == [(0,)]
    assert house.amends("verify", "--all", check=False).returncode == 0
    return DIGEST.findall(told)
