"""kill -9 of the whole house at random moments while eight clients file complaints."""

import random
import statistics
import time
from pathlib import Path

import pytest

from amends.channels.email.tests.smtp_server import Letterbox
from tests.kills import checks
from tests.kills.load import Clients, Submission
from tests.serving import PATIENCE, House, office

SEED = 20261121
DOORS = ("api", "api", "api", "api", "api", "form", "form", "mail")
RECOVERY_MEDIAN, RECOVERY_MOST = 5.0, 15.0
"""Seconds on a machine that starts a house in less than two; a slower one gets as much longer as it starts slower."""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kills")]


def test_three_kills(tmp_path: Path) -> None:
    _campaign(tmp_path, kills=3)


@pytest.mark.hard
def test_a_hundred_kills(tmp_path: Path) -> None:
    _campaign(tmp_path, kills=100)


def _campaign(folder: Path, *, kills: int) -> None:
    chance = random.Random(SEED)
    with Letterbox() as box, office(folder, AMENDS_EMAIL_URL=f"smtp://127.0.0.1:{box.server.port}") as house:
        house.start()
        slower = max(1.0, house.wait_ready() / 2)
        clients = Clients(house, SEED, DOORS)
        clients.start()
        recoveries = [_kill_and_recover(house, clients, chance.uniform(0.2, 1.5)) for _ in range(kills)]
        assert clients.first_answer.wait(PATIENCE)
        clients.stop()
        _everything_holds(house, clients.sent, box, kills=kills)
        told = sum(one.is_acknowledged for one in clients.sent)
        median = statistics.median(recoveries)
        print(
            f"\n{kills} kills: {told} acknowledged, 0 lost; recovery median {median:.1f} s, most {max(recoveries):.1f} s"
        )
    assert median <= RECOVERY_MEDIAN * slower, (recoveries, slower)
    assert max(recoveries) <= RECOVERY_MOST * slower, (recoveries, slower)


def _kill_and_recover(house: House, clients: Clients, after: float) -> float:
    """Lets the load run for a random while, kills, starts again; seconds from the start to the first answer to a client."""
    assert clients.first_answer.wait(PATIENCE) and not clients.faults, f"{clients.faults}\n{house.words()}"
    time.sleep(after)  # the random moment is what is tested
    clients.house_is(up=False)
    house.kill()
    begun = time.monotonic()
    house.start()
    clients.house_is(up=True)
    assert clients.first_answer.wait(PATIENCE), house.words()
    return time.monotonic() - begun


def _everything_holds(house: House, sent: list[Submission], box: Letterbox, *, kills: int) -> None:
    replayed = Clients.again(house, [one for one in sent if one.is_acknowledged][-60:])
    checks.answers_never_differ(replayed)
    checks.every_receipt_is_done(house)
    checks.everything_was_delivered(house, patience=PATIENCE + kills * 3)
    checks.nothing_lost_nothing_doubled(house, sent)
    checks.numbers_have_no_gap(house)
    checks.found_with_its_code(house, [one for one in sent if one.is_acknowledged][:: max(1, len(sent) // 40)])
    checks.letters_were_sent_once(house, box, kills=kills)
    assert house.get("/readyz").status == 200
    assert house.stop() == 0
    checks.the_log_verifies(house)
