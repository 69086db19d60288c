"""A real office for whole-house tests: `amends init`, then `amends serve` in a process group of its own, to be killed at will."""

import atexit
import http.client
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg

from tests.ports import free_port

ROOT = Path(__file__).parent.parent
SECRET = "known-to-all-and-therefore-used-by-nothing-but-tests-0123456789"
ADMIN, PASSWORD = "ada@x.example", b"a-long-password-for-tests-only"
PATIENCE = 180.0
"""Seconds for what must come to pass, however slow the machine: less than the five minutes after which a lease of a killed
worker would end by itself."""
SOON = 45.0
"""Seconds for what nothing may hold up: less than the minute of a slow job, and than the two minutes of an alarm's lease."""
DIES_WITH_US = ["setpriv", "--pdeathsig", "KILL"] if shutil.which("setpriv") else []
"""A test run that is itself killed leaves no office behind."""


@dataclass(slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class House:
    """One office: its folder, its database, its processes. `settings` are AMENDS_ variables over the usual ones."""

    folder: Path
    database: str
    settings: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = self.folder / "house.log"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AMENDS_", "PYTEST_"))}
        for name in ("DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE"):
            kept.pop(name, None)
        ours = {
            "AMENDS_ENV_FILE": "",
            "AMENDS_DATA_DIR": str(self.folder / "data"),
            "AMENDS_DATABASE_URL": self.database,
            "AMENDS_SECRET_KEY": SECRET,
            "AMENDS_BASE_URL": f"http://127.0.0.1:{self.port}",
            "AMENDS_RATE_LIMITS": "off",
            "AMENDS_REQUIRE_MFA": "none",
            "PYTHONPATH": str(ROOT),
        }
        return {**kept, **ours, **self.settings}

    # Commands ---------------------------------------------------------------------------------------------------------

    def amends(
        self, *words: str, given: bytes = b"", check: bool = True, timeout: float = PATIENCE
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs one command of the office to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "amends", *words],
            env=self.environment, cwd=self.folder, input=given, capture_output=True, timeout=timeout, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(
                f"amends {' '.join(words)} ended with {done.returncode}: {done.stderr.decode()[-2000:]}"
            )
        return done

    def python(self, program: str, timeout: float = PATIENCE) -> str:
        """Runs a few lines inside the office's own Django; what it prints comes back."""
        whole = "import django; django.setup(); from django.utils import timezone; now = timezone.now()\n" + program
        done = subprocess.run(
            [sys.executable, "-c", whole], capture_output=True, timeout=timeout, check=False, cwd=self.folder,
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "amends.config.settings"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()[-3000:]
        return done.stdout.decode()

    def worker(self) -> subprocess.Popen[bytes]:
        """A background worker of its own, beside whatever else runs."""
        return self._spawn("worker")

    # The server -------------------------------------------------------------------------------------------------------

    def start(self, *words: str) -> None:
        self.process = self._spawn("serve", "--port", str(self.port), *words)

    def _spawn(self, *words: str) -> subprocess.Popen[bytes]:
        with open(self.log, "ab") as log:
            return subprocess.Popen(
                [*DIES_WITH_US, sys.executable, "-m", "amends", *words], env=self.environment, cwd=self.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def wait_ready(self, address: str = "/healthz", patience: float = PATIENCE) -> float:
        """Seconds until the office answers 200 there."""
        begun = time.monotonic()
        until(lambda: self._answers(address), patience, lambda: f"{address} does not answer 200:\n{self.words()}")
        return time.monotonic() - begun

    def _answers(self, address: str) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the office ended with {self.process.returncode}:\n{self.words()}"
        try:
            return self.get(address).status == 200
        except (OSError, http.client.HTTPException):
            return False

    def kill(self) -> None:
        """kill -9 of the whole process group at once; returns when the last of it is gone."""
        assert self.process is not None
        group, self.process = self.process, None
        os.killpg(group.pid, signal.SIGKILL)
        group.wait()
        until(lambda: not is_group(group.pid), PATIENCE, lambda: f"processes of group {group.pid} do not die")

    def children(self) -> dict[str, int]:
        """The processes under `amends serve`: {"web": pid, "worker": pid}."""
        assert self.process is not None
        found = {}
        for pid in _children_of(self.process.pid):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue  # it ended while we looked
            if b"amends" in command:
                found["worker" if b"worker" in command else "web"] = pid
        return found

    def stop(self) -> int:
        """SIGTERM, as a service manager does; gives the exit status."""
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.terminate()
        try:
            return process.wait(PATIENCE)
        finally:
            with_group(process.pid, signal.SIGKILL)

    def words(self) -> str:
        """The end of what the office said to its log."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.is_file() else ""

    # HTTP -------------------------------------------------------------------------------------------------------------

    def connection(self, timeout: float = PATIENCE) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def ask(
        self, method: str, address: str, body: bytes | str | None = None, headers: dict[str, str] | None = None,
        timeout: float = PATIENCE,
    ) -> Answer:  # fmt: skip
        with closing(self.connection(timeout)) as connection:
            return ask(connection, method, address, body, headers)

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask("GET", address, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post_json(self, address: str, data: Any, **headers: str) -> Answer:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", address, json.dumps(data).encode(), {"Content-Type": "application/json", **given})

    # The database, past the house ---------------------------------------------------------------------------------------

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Reads straight from the tables. Write the placeholders as ?."""
        if self.database.startswith("postgres"):
            with psycopg.connect(self.database, autocommit=True) as connection:
                return connection.execute(statement.replace("%", "%%").replace("?", "%s"), values).fetchall()
        with closing(sqlite3.connect(self.sqlite_path, timeout=PATIENCE)) as connection:
            return connection.execute(statement, values).fetchall()

    def change(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Writes straight into the tables: the test's hand on the clock of a row."""
        if self.database.startswith("postgres"):
            with psycopg.connect(self.database, autocommit=True) as connection:
                connection.execute(statement.replace("%", "%%").replace("?", "%s"), values)
            return
        with closing(sqlite3.connect(self.sqlite_path, timeout=PATIENCE)) as connection, connection:
            connection.execute(statement, values)

    @property
    def sqlite_path(self) -> Path:
        return Path(self.database.removeprefix("sqlite://"))


def ask(
    connection: http.client.HTTPConnection,
    method: str,
    address: str,
    body: bytes | str | None = None,
    headers: dict[str, str] | None = None,
) -> Answer:
    connection.request(method, address, body, headers or {})
    response = connection.getresponse()
    return Answer(response.status, response.headers, response.read())


def urlencoded(fields: Sequence[tuple[str, str]]) -> bytes:
    return urlencode(list(fields), errors="surrogatepass").encode()


def until(true: Callable[[], bool], patience: float, words: Callable[[], str]) -> None:
    """Asks again and again; a condition of another process cannot tell us by itself."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {patience:.0f} s: {words()}")
        time.sleep(0.02)


def with_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def is_group(pid: int) -> bool:
    """Whether a process of this group still lives; dead ones that nobody has taken note of do not count."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, _parent, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue  # it ended while we looked
            if int(group) == pid and state not in "ZX":
                return True
    return False


def _new_database(folder: Path, template: str = "") -> str:
    """A database of the kind this run is about: a file, or one in the private server. Empty, or a copy."""
    server = os.environ["AMENDS_DATABASE_URL"]
    if not server.startswith("postgres"):
        folder.mkdir(parents=True, exist_ok=True)
        if template:
            shutil.copyfile(template.removeprefix("sqlite://"), folder / "office.sqlite3")
        return f"sqlite://{folder / 'office.sqlite3'}"
    name = f"office_{uuid.uuid4().hex[:12]}"
    head, _, options = server.partition("?")
    pattern = _name(template) or "template0"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pattern}"')
    return f"{head.rpartition('/')[0]}/{name}?{options}"


def _drop(database: str) -> None:
    if database.startswith("postgres"):
        with psycopg.connect(os.environ["AMENDS_DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{_name(database)}" WITH (FORCE)')


def _name(database: str) -> str:
    return database.partition("?")[0].rpartition("/")[2]


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The address of a database in which nothing was ever made."""
    database = _new_database(folder)
    try:
        yield database
    finally:
        _drop(database)


@contextmanager
def office(folder: Path, **settings: str) -> Iterator[House]:
    """An office that was set up and is not started yet; stopped at the end, whatever happened."""
    pattern = _pattern(os.environ["AMENDS_DATABASE_URL"])
    house = House(folder, _new_database(folder, pattern.database), dict(settings))
    shutil.copytree(pattern.folder / "data", folder / "data", dirs_exist_ok=True)
    try:
        yield house
    finally:
        if house.process is not None:
            with_group(house.process.pid, signal.SIGKILL)
            house.process.wait()
        _drop(house.database)


@cache
def _pattern(server: str) -> House:
    """An office as `amends init` leaves it, with its first administrator; made once a server and copied from then on."""
    folder = Path(tempfile.mkdtemp(prefix="amends-pattern-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    house = House(folder, _new_database(folder))  # it goes with the server of the test run
    house.amends("init")
    house.amends(
        "user", "create", "--email", ADMIN, "--name", "Ada", "--role", "admin", "--password-stdin", given=PASSWORD
    )
    if not server.startswith("postgres"):
        with closing(sqlite3.connect(house.sqlite_path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return house


def _children_of(pid: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                status = (folder / "stat").read_text()
            except OSError:
                continue
            if int(status.rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
    return found
