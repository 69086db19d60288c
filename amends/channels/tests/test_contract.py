"""What every channel that is switched on must hold to; a new one is tested here by itself (CONTRIBUTING, a new channel)."""

import importlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from amends.channels.base import Channel, DeliveryError, Reading
from amends.config.channels import CHANNELS
from amends.core import make
from amends.core.models import Message, Receipt
from amends.core.rules import submission
from amends.core.rules.kinds import CHANNEL_NAMES

pytestmark = pytest.mark.django_db
FOREIGN = [b"", b"\0\xff\xfe", b"{}", b"[]", b"null", b"a" * 100_000, "привет".encode("koi8-r")]
each = pytest.mark.parametrize("folder", CHANNELS)


@pytest.fixture(autouse=True)
def _store(office: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FILES_DIR", tmp_path)


@pytest.fixture
def office(db: None) -> object:
    return make.office()


def door(folder: str) -> Channel:
    made = importlib.import_module(f"{folder}.channel").Door()
    assert isinstance(made, Channel)
    return made


def place(folder: str) -> Path:
    return Path(next(iter(importlib.import_module(folder).__path__)))


def samples(folder: str) -> Iterator[bytes]:
    """The recorded messages of a channel; what a person types in is kept as a submission."""
    recorded = sorted((place(folder) / "tests" / "recorded").glob("*"))
    yield from (path.read_bytes() for path in recorded)
    if not recorded:
        yield submission.encode(make.intake(channel=door(folder).slug))


def receipt(folder: str, body: bytes) -> Receipt:
    return Receipt(key="r" * 32, channel=door(folder).slug, body=body, received_at=make.MONDAY, tries=0)


@each
def test_it_is_called_as_its_folder_and_the_desk_knows_its_name(folder: str) -> None:
    assert folder.endswith(f".{door(folder).slug}")
    assert CHANNEL_NAMES[door(folder).slug] == door(folder).title
    assert (place(folder) / "README.md").is_file(), "say how an operator sets it up"


@each
def test_what_was_kept_reads_the_same_again(folder: str) -> None:
    for body in samples(folder):
        first = door(folder).read(body, receipt(folder, body))
        assert isinstance(first, Reading)
        assert door(folder).read(body, receipt(folder, body)) == first


@each
@pytest.mark.parametrize("body", FOREIGN)
def test_bytes_of_any_kind_are_read_or_refused_in_one_way(folder: str, body: bytes) -> None:
    with suppress(ValueError):  # the inbox counts it and shows it to a person
        assert isinstance(door(folder).read(body, receipt(folder, body)), Reading)


@each
def test_it_sends_or_says_that_it_cannot(folder: str) -> None:
    channel = door(folder)
    if channel.can_reply:
        assert type(channel).deliver is not Channel.deliver
        return
    with pytest.raises(DeliveryError) as refused:
        channel.deliver(Message(), make.MONDAY)
    assert refused.value.final
