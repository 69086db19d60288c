"""A file is kept whole or not at all; the store touches nothing but its own names."""

import errno
import hashlib
import io
import os
import re
import threading
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amends.lib import files
from amends.lib.files import BadName, Missing, Store, StoreFailed, TooLarge

LIMIT = 25 * 1024 * 1024
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(hours=24)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "files")


def everything(store: Store) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()] if store.root.exists() else []


def aged(store: Store, age: timedelta, content: bytes = b"x") -> str:
    name = store.keep(content, limit=LIMIT).name
    moment = (AT - age).timestamp()
    os.utime(store.path(name), (moment, moment))
    return name


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(content=st.binary(max_size=200_000), as_stream=st.booleans())
def test_kept_bytes_come_back(store: Store, content: bytes, as_stream: bool) -> None:
    kept = store.keep(io.BytesIO(content) if as_stream else content, limit=LIMIT)
    assert kept.digest == hashlib.sha256(content).hexdigest()
    assert kept.size == len(content)
    assert store.read(kept.name) == content
    assert store.verify(kept.name, kept.digest)
    assert store.verify(kept.name, kept.digest.upper())


def test_the_name_is_random_and_lies_two_folders_deep(store: Store) -> None:
    one, two = (store.keep(b"same", limit=10) for _ in range(2))
    assert one.name != two.name
    assert re.fullmatch("[0-9a-f]{32}", one.name)
    assert store.path(one.name) == store.root / one.name[:2] / one.name[2:4] / one.name
    assert store.path(one.name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("size", "fits"), [(0, True), (999, True), (1000, True), (1001, False), (200_000, False)])
@pytest.mark.parametrize("as_stream", [True, False])
def test_the_limit_is_exact(store: Store, size: int, fits: bool, as_stream: bool) -> None:
    content = bytes(size)
    data = io.BytesIO(content) if as_stream else content
    if fits:
        assert store.keep(data, limit=1000).size == size
    else:
        with pytest.raises(TooLarge) as refused:
            store.keep(data, limit=1000)
        assert refused.value.limit == 1000
        assert everything(store) == []


def test_an_endless_stream_stops_at_the_limit_and_is_never_held_whole(store: Store) -> None:
    class Endless:
        given = 0

        def read(self, size: int, /) -> bytes:
            self.given += size
            return bytes(size)

    stream = Endless()
    tracemalloc.start()
    with pytest.raises(TooLarge):
        store.keep(stream, limit=20_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert stream.given < 20_200_000
    assert peak < 1_000_000


def test_a_stream_that_breaks_passes_its_own_error_and_leaves_nothing(store: Store) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 0:
                raise ConnectionResetError("the sender went away")
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        store.keep(Broken(bytes(200_000)), limit=LIMIT)
    assert everything(store) == []


@pytest.mark.parametrize("step", ["write", "fsync"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
def test_a_failing_disk_is_never_silent(store: Store, monkeypatch: pytest.MonkeyPatch, step: str, number: int) -> None:
    def failing(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, step, failing)
    with pytest.raises(StoreFailed, match=os.strerror(number)):
        store.keep(b"x" * 1000, limit=LIMIT)
    assert everything(store) == []


def test_a_real_full_disk(tmp_path: Path) -> None:
    """/dev/full answers every write as a full disk does."""
    with pytest.raises(OSError, match="No space left"), open("/dev/full", "wb", buffering=0) as full:
        files._write_all(full.fileno(), b"x")


def test_a_short_write_is_finished(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.write
    monkeypatch.setattr(files.os, "write", lambda handle, data: whole(handle, bytes(data)[:7]))
    content = bytes(range(256))
    assert store.read(store.keep(content, limit=LIMIT).name) == content


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"a file stands where the folder should be")
    with pytest.raises(StoreFailed):
        Store(tmp_path / "files").keep(b"x", limit=LIMIT)


def test_file_and_folders_are_on_the_disk_before_keep_returns(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    whole = os.fsync

    def watching(handle: int) -> None:
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        whole(handle)

    monkeypatch.setattr(files.os, "fsync", watching)
    path = store.path(store.keep(b"x", limit=LIMIT).name)
    assert synced == [store.root / "incoming" / path.name, store.root, path.parent.parent, path.parent]


BAD_NAMES = ["", "a", "..", "../../etc/passwd", "/etc/passwd", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 32 + "\n"]
BAD_NAMES += ["\0" * 32, "../" + "a" * 29, "incoming", "٣" * 32, "." * 32, "a" * 15 + "/" + "a" * 16, "\ud800" * 32]


@pytest.mark.parametrize("name", BAD_NAMES, ids=range(len(BAD_NAMES)))
def test_foreign_names_are_refused_everywhere(store: Store, name: str) -> None:
    for using in (store.path, store.open, store.read, store.remove, lambda bad: store.verify(bad, "0" * 64)):
        with pytest.raises(BadName):
            using(name)


def test_missing_is_told_apart(store: Store) -> None:
    for using in (store.open, store.read, lambda name: store.verify(name, "0" * 64)):
        with pytest.raises(Missing):
            using("0" * 32)
    assert store.remove("0" * 32) is False


def test_one_changed_bit_is_seen(store: Store) -> None:
    kept = store.keep(b"evidence", limit=LIMIT)
    store.path(kept.name).write_bytes(b"evidencd")
    assert not store.verify(kept.name, kept.digest)


def test_remove(store: Store) -> None:
    name = store.keep(b"x", limit=LIMIT).name
    assert store.remove(name) is True
    assert store.remove(name) is False
    assert everything(store) == []


def test_sweep_removes_old_orphans_only(store: Store) -> None:
    known_old, orphan_old, orphan_young = aged(store, 2 * DAY), aged(store, 2 * DAY), aged(store, DAY / 2)
    assert store.sweep(lambda names: {known_old} & set(names), DAY, AT) == 1
    assert {path.name for path in everything(store)} == {known_old, orphan_young}
    assert not store.path(orphan_old).exists()


def test_sweep_removes_unfinished_files_and_leaves_strangers(store: Store) -> None:
    aged(store, 2 * DAY)
    unfinished, running = store.root / "incoming" / ("0" * 32), store.root / "incoming" / ("1" * 32)
    stranger = store.root / "aa" / "bb" / "README"
    stranger.parent.mkdir(parents=True)
    for path, age in ((unfinished, 2 * DAY), (running, DAY / 24), (stranger, 9 * DAY)):
        path.write_bytes(b"")
        os.utime(path, ((AT - age).timestamp(),) * 2)
    assert store.sweep(set, DAY, AT) == 1
    assert not unfinished.exists()
    assert running.exists()
    assert stranger.exists()


def test_sweep_asks_in_portions(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_PORTION", 4)
    names = {aged(store, 2 * DAY) for _ in range(10)}
    asked: list[list[str]] = []

    def known(portion: list[str]) -> set[str]:
        asked.append(portion)
        return set(portion)

    assert store.sweep(known, DAY, AT) == 0
    assert sorted(map(len, asked)) == [2, 4, 4]
    assert {name for portion in asked for name in portion} == names


def test_sweep_of_a_store_that_is_not_there_yet(store: Store) -> None:
    assert store.sweep(set, DAY, AT) == 0


def test_many_writers_at_once(store: Store) -> None:
    kept: list[files.Kept] = []
    threads = [
        threading.Thread(target=lambda n=n: kept.append(store.keep(bytes([n]) * 9999, limit=LIMIT))) for n in range(24)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({store.read(one.name)[0] for one in kept}) == 24
    assert all(store.verify(one.name, one.digest) for one in kept)
