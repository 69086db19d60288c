"""`make bench`: loads complaints, starts a real house and measures it, on both databases. Prints a table, keeps the figures.

`python -m tests.speed --size 1000000 --on sqlite --only intake` measures less or more.
"""

import argparse
import hashlib
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.speed import deadlines, intake, pages
from tests.speed.figures import Figure, figure, keep
from tests.speed.ground import Ground, House, KeptServer

HOUSE = Path(__file__).parents[2]
KEPT = HOUSE / "var" / "bench"
PARTS = ("intake", "pages", "mail", "deadlines", "keeping")
SIZES = (10_000, 200_000)
MEMORY, FIRST_ANSWER, MAILS = 400, 3, 100


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--size", type=int, action="append", help="complaints stored before (default: 10000 and 200000)"
    )
    parser.add_argument("--on", choices=("sqlite", "postgres"), action="append", help="database (default: both)")
    parser.add_argument("--only", choices=PARTS, action="append", help="part to measure (default: all)")
    parser.add_argument("--count", type=int, default=2_000, help="complaints and mails sent (default: %(default)s)")
    args = parser.parse_args()
    print("Rate limits are off and no second proof is asked for: this is for measuring, never for an office.")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; times are the client's, loopback included.")
    print(f"Python {platform.python_version()} at {Path(sys.executable).resolve()}.")
    for size in args.size or SIZES:
        for database in args.on or ("sqlite", "postgres"):
            _measure(database, size, args.only or PARTS, args.count)
    if not args.size:
        print("A million: .venv/bin/python -m tests.speed --size 1000000 (loading takes about an hour the first time).")


def _measure(database: str, size: int, parts: tuple[str, ...] | list[str], count: int) -> None:
    print(f"\n{database}, {size:,} complaints")
    found: list[Figure] = []
    with _ground(database, size) as ground:
        ready = ground.python("tests.speed.prepare", str(size))
        for part in _parts(ground, database, ready, parts, count):
            print(part.line(), flush=True)
            found.append(part)
    moment = time.strftime("%Y%m%d-%H%M%S")
    keep(found, KEPT / f"{database}-{size}-{moment}.json")


def _parts(
    ground: Ground, database: str, ready: dict[str, Any], parts: tuple[str, ...] | list[str], count: int
) -> Iterator[Figure]:
    for done, seconds in ready["took"].items():
        yield figure(f"complaints {done} a second", ready["count"] / seconds, "/s")
    yield figure("the limit: turns of an empty Python loop", limit_of_python(), "M/s")
    limit = ground.python("tests.speed.limit", "500")
    yield figure("the limit: durable rows, one writer", limit["rows"], "/s")
    if "mail" in parts:
        mails = ground.python("tests.speed.mails", str(count))
        yield figure("mails read, threaded, received", mails["rate"], "/s", MAILS, more=True)
        yield figure("mails that failed", mails["states"].get("failed", 0), "", 0)
        yield figure("mails lost, garbled or in the wrong case", mails["wrong"], "", 0)
    if "deadlines" in parts:
        yield from deadlines.measure(ground, limit)
    with House(ground) as house:
        yield figure("start to first answer", house.seconds_to_answer, "s", FIRST_ANSWER)
        if "pages" in parts:
            yield from pages.measure(house, ready)
        if "intake" in parts:
            yield from intake.measure(house, database, limit, count)
        yield figure("memory of web and worker, at most", house.peak_memory / 2**20, "MB", MEMORY)
    if "keeping" in parts:
        yield from _keeping(ground, ground.python("tests.speed.prepare", str(ready["count"]))["stored"])


def _keeping(ground: Ground, count: int) -> Iterator[Figure]:
    """The whole house checked, written into a backup file, and put back from it on an empty SQLite."""
    yield figure("complaints verified a second", count / ground.timed("amends", "verify"), "/s")
    with tempfile.TemporaryDirectory() as folder:
        file, empty = Path(folder) / "office.backup", Path(folder) / "empty"
        yield figure("complaints backed up a second", count / ground.timed("amends", "backup", str(file)), "/s")
        empty.mkdir()
        restored = Ground(empty, f"sqlite://{empty / 'amends.sqlite3'}", None)
        del restored.environment["AMENDS_SECRET_KEY"]  # it comes out of the file
        yield figure("complaints restored a second", count / restored.timed("amends", "restore", str(file)), "/s")


def limit_of_python(turns: int = 3_000_000) -> float:
    """Millions of turns a second: the processor as Python feels it, which on a shared machine changes from hour to hour."""
    began, total = time.perf_counter(), 0
    for turn in range(turns):
        total += turn * turn
    return turns / (time.perf_counter() - began) / 1e6


@contextmanager
def _ground(database: str, size: int) -> Iterator[Ground]:
    """A data folder that stays for the next time, as long as the tables stay the same."""
    name = f"{size}-{_tables()}"
    folder = KEPT / f"{database}-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    if database == "sqlite":
        yield Ground(folder, f"sqlite://{folder / 'amends.sqlite3'}", None)
        return
    # As root the server runs as another user, who may not walk into this folder.
    server = KeptServer(Path("/tmp/amends-bench-postgres") if os.geteuid() == 0 else KEPT / "postgres")
    url = server.start()
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not known:
                connection.execute(f'CREATE DATABASE "{name}"')
        yield Ground(folder, url.replace("/postgres?", f"/{name}?"), server)
    finally:
        server.stop()


def _tables() -> str:
    """A name for the present migrations: a database of older ones is not used again."""
    files = sorted((HOUSE / "amends").glob("*/migrations/0*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


if __name__ == "__main__":
    sys.exit(main())
