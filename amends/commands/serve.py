"""`amends serve`: the web server and the background worker together, each in a process that is started again if it dies."""

import argparse
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from types import FrameType

from amends.commands import CommandFailed, Commands

PATIENCE = 30.0  # seconds between "please stop" and "stop"
RELEASE = 5.0  # seconds in which the processes of a house that was killed let go of its port
PATIENT_THREADS = 256  # they read slow senders to the end; the work is done by few (amends/config/gate.py)


def register(commands: Commands) -> None:
    parser = commands.add_parser("serve", help="serve pages and do the background work", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=int, help="web processes (default: 2 on PostgreSQL; SQLite has one)")
    parser.add_argument("--no-worker", action="store_true", help="serve pages only; amends worker runs elsewhere")
    parser.add_argument("--lifeline", type=int, help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serves until it is told to stop by Ctrl-C or SIGTERM; requests under way are finished first."""
    if args.lifeline is None:
        refuse_taken_port(args.host, args.port)
    if args.no_worker:
        return _serve(args)
    return House(
        {
            "web": ["serve", "--no-worker", "--host", args.host, "--port", str(args.port)]
            + (["--workers", str(args.workers)] if args.workers else []),
            "worker": ["worker"],
        }
    ).keep()


def refuse_taken_port(host: str, port: int) -> None:
    """Says in words what the server would say in a panic: somebody else listens there, or we may not.

    A process killed in the middle of a write holds its port until the disk has answered, so a taken one is tried for a while.
    """
    deadline = time.monotonic() + RELEASE
    while error := _refusal(host, port):
        if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
            raise CommandFailed(f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port")
        time.sleep(0.1)


def _refusal(host: str, port: int) -> OSError | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None


# The parent: it knows no Django, so it costs little -------------------------------------------------------------------


class House:
    """Starts each process, starts it again when it dies, and stops all of them."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self._commands = commands
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._born: dict[str, float] = {}
        self._stop = threading.Event()
        # The children hold the reading end: it closes when this process is gone, however it went.
        self._lifeline, self._hold = os.pipe()

    def keep(self) -> int:
        """Returns 0 after a stop that was asked for. Refuses to go on with a process that dies at once every time."""
        for asked in (signal.SIGINT, signal.SIGTERM):
            signal.signal(asked, self._asked_to_stop)
        for name in self._commands:
            self._start(name)
        short_lives = 0
        while not self._stop.wait(0.2):
            for name, process in list(self._running.items()):
                if process.poll() is None:
                    continue
                short_lives = short_lives + 1 if time.monotonic() - self._born[name] < 5 else 0
                print(f"amends: the {name} process ended with {process.returncode}", file=sys.stderr)
                if short_lives >= 5 or process.returncode == 2:
                    self._stop_all()
                    raise CommandFailed(f"the {name} process does not stay alive; its own words are above")
                self._stop.wait(min(0.2 * 2**short_lives, 5))
                self._start(name)
        return self._stop_all()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stop.set()

    def _start(self, name: str) -> None:
        command = [sys.executable, "-m", "amends", *self._commands[name], "--lifeline", str(self._lifeline)]
        self._running[name] = subprocess.Popen(command, pass_fds=[self._lifeline], stdin=subprocess.DEVNULL)
        self._born[name] = time.monotonic()

    def _stop_all(self) -> int:
        for process in self._running.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self._running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return 0


def hold(lifeline: int | None) -> None:
    """In a child: ends this process as SIGTERM would when the parent is gone."""
    if lifeline is None:
        return

    def wait() -> None:
        os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="lifeline").start()


# The web server -------------------------------------------------------------------------------------------------------


def _serve(args: argparse.Namespace) -> int:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    hold(args.lifeline)
    Server(
        "amends.config.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=_processes(args.workers),
        blocking_threads=PATIENT_THREADS,
        backpressure=PATIENT_THREADS * 2,
        respawn_failed_workers=True,
        workers_kill_timeout=int(PATIENCE) - 5,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,  # a line of it holds the address of an anonymous sender
    ).serve()
    return 0


def _processes(wished: int | None) -> int:
    """SQLite has one writer at a time, so one process with threads is fastest there."""
    from amends.config import databases, env

    if databases.is_sqlite(env.text("AMENDS_DATABASE_URL")):
        if wished and wished > 1:
            print("amends: on SQLite there is one web process; --workers is for PostgreSQL", file=sys.stderr)
        return 1
    return wished or 2
