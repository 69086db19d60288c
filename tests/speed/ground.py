"""The ground a benchmark stands on: a data folder, a database, and a real `amends serve` with its worker."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg

from tests.ports import free_port
from tests.postgres import PrivateServer

SECRET = "known-to-all-and-therefore-used-by-nothing-but-benchmarks-0123456789"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class KeptServer(PrivateServer):
    """A PostgreSQL as durable as an office's, whose cluster stays for the next benchmark."""

    def __init__(self, folder: Path) -> None:
        super().__init__(durable=True)
        self.folder.rmdir()
        self.folder = folder
        self.url = f"postgresql://amends@/postgres?host={folder}"
        self._settings |= {"max_wal_size": "4GB", "checkpoint_timeout": "15min"}

    def start(self) -> str:
        if self._data.exists():
            (self._data / "postmaster.pid").unlink(missing_ok=True)
            self._bin = self._reachable_binaries()
            self.resume()
            return self.url
        self.folder.mkdir(parents=True, exist_ok=True)
        return super().start()

    def stop(self) -> None:
        """Stops the server in good order; everything stays."""
        if self._process:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(120)
            self._process = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid


class Ground:
    """One database and the environment of the processes that use it."""

    def __init__(self, folder: Path, url: str, server: KeptServer | None) -> None:
        self.folder, self.url, self.server = folder, url, server
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AMENDS_")}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # an office does not compile itself anew at each start
        self.environment = kept | {
            "AMENDS_ENV_FILE": "",
            "AMENDS_DATA_DIR": str(folder),
            "AMENDS_SECRET_KEY": SECRET,
            "AMENDS_DATABASE_URL": url,
            "AMENDS_RATE_LIMITS": "off",
            "AMENDS_REQUIRE_MFA": "none",
            "AMENDS_LOG_LEVEL": "error",
            "AMENDS_EMAIL_URL": "",
            "DJANGO_SETTINGS_MODULE": "amends.config.settings",
        }

    def python(self, *arguments: str) -> Any:
        """Runs a module with this ground under it; gives what it said, as JSON."""
        command = [sys.executable, "-m", *arguments]
        done = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, check=True, text=True)
        lines = done.stdout.strip().splitlines()
        return json.loads(lines[-1]) if lines and lines[-1].startswith(("{", "[")) else None

    @contextmanager
    def copied(self) -> Iterator[Self]:
        """The same ground on a copy of its PostgreSQL database, which is gone afterwards; nobody else may be connected."""
        assert self.server is not None
        name = urlsplit(self.url).path[1:]
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute('DROP DATABASE IF EXISTS "copy"')
            connection.execute(f'CREATE DATABASE "copy" TEMPLATE "{name}"')
            yield type(self)(self.folder, self.url.replace(f"/{name}?", "/copy?"), self.server)
            connection.execute('DROP DATABASE "copy"')

    def timed(self, *arguments: str) -> float:
        began = time.perf_counter()
        self.python(*arguments)
        return time.perf_counter() - began


class House:
    """A running `amends serve`: its port, the time to its first answer, processor time and memory of its processes."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def __enter__(self) -> Self:
        self.port = free_port()
        environment = self._ground.environment | {"AMENDS_BASE_URL": f"http://localhost:{self.port}"}
        command = [sys.executable, "-m", "amends", "serve", "--port", str(self.port)]
        began = time.perf_counter()
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - began > 60:
                raise RuntimeError("the house does not answer")
            time.sleep(0.01)
        self.seconds_to_answer = time.perf_counter() - began
        self._stop = threading.Event()
        self.peak_memory = 0
        self._watch = threading.Thread(target=self._measure, daemon=True)
        self._watch.start()
        self._client = subprocess.Popen(
            [sys.executable, "-m", "tests.speed.client"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *problem: object) -> None:
        self._client.kill()
        self._client.wait()
        self._stop.set()
        self._process.terminate()
        self._process.wait(60)

    def send(self, clients: int, requests: list[tuple[str, str, dict[str, str], str]]) -> dict[str, Any]:
        """What `tests.speed.client` measured."""
        assert self._client.stdin is not None and self._client.stdout is not None
        order = {"port": self.port, "clients": clients, "requests": requests}
        self._client.stdin.write(json.dumps(order) + "\n")
        self._client.stdin.flush()
        return dict(json.loads(self._client.stdout.readline()))

    def processor_seconds(self) -> dict[str, float]:
        """What web, worker and database used so far."""
        used = {"web": 0.0, "worker": 0.0, "database": 0.0}
        for pid in _family(self._process.pid):
            used["worker" if "\0worker\0" in _command(pid) else "web"] += _seconds(pid)
        if self._ground.server is not None:
            used["database"] = sum(_seconds(pid) for pid in _family(self._ground.server.pid))
        return used

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _measure(self) -> None:
        while not self._stop.wait(0.5):
            now = sum(_resident(pid) for pid in _family(self._process.pid))
            self.peak_memory = max(self.peak_memory, now)


def _family(pid: int) -> list[int]:
    """A process and all that came from it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        tasks = [path.name for path in Path(f"/proc/{pid}/task").iterdir() if path.name != str(pid)]
        for task in tasks:
            children += Path(f"/proc/{pid}/task/{task}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(pid: int) -> int:
    """What is really held, shared pages counted once for each that shares them in part (PSS)."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
