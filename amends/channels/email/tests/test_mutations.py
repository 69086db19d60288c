"""Mails with bytes changed at random: none crashes the reader, none takes long."""

import random
import time

import pytest

from amends.channels.email.parse import parse
from amends.channels.email.tests.odd_mails import samples

SEEDS = [sample.raw for sample in samples() if 0 < len(sample.raw) < 20_000]
TELLING = [b"\r\n", b"\n", b"\r", b"--", b"=?", b"?=", b";", b":", b'"', b"\0", b"\xff", b"\x1b$B", b"=", b"<", b">", b"~{", b"charset=utf-16",
           b"boundary=", b"multipart/mixed", b"base64", b"\xe2\x80\xae", b"+A"]  # fmt: skip


def _mutated(raw: bytes, chance: random.Random) -> bytes:
    """Up to twelve changes: a byte, a piece taken out, doubled, moved, or something telling put in."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 8, 64, 400))
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case 3:
                data[at:at] = chance.choice(TELLING)
            case _:
                other = chance.choice(SEEDS)
                start = chance.randrange(len(other))
                data[at:at] = other[start : start + length]
    return bytes(data)


def _campaign(seed: int, count: int) -> None:
    chance = random.Random(seed)
    times: list[float] = []
    for _ in range(count):
        raw = _mutated(chance.choice(SEEDS), chance)
        started = time.process_time()
        mail = parse(raw)
        times.append(time.process_time() - started)
        assert "\0" not in mail.full_text + mail.subject
        (mail.full_text + mail.html + mail.subject).encode("utf-8")
    assert sum(times) / len(times) <= 0.05
    assert max(times) <= 5


def test_a_thousand_mutated_mails_are_read() -> None:
    _campaign(seed=1, count=1000)


@pytest.mark.hard
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_ten_thousand_mutated_mails_are_read(seed: int) -> None:
    _campaign(seed=100 + seed, count=2000)
