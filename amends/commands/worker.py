"""`amends worker`: does the jobs of amends/config/schedule.py, each in a thread of its own, until it is told to stop."""

import argparse
import os
import signal
import threading
import time
from types import FrameType

import structlog
from django.db import connections
from django.utils import timezone
from django.utils.module_loading import import_string

from amends.commands import Commands
from amends.commands.serve import hold
from amends.config import health
from amends.config.schedule import JOBS, Job
from amends.lib.sqlite.lock import work_in_background

log = structlog.get_logger(__name__)
LONGEST_PAUSE = 300.0
PATIENCE = 25.0
NICE = 15  # people wait for pages; nobody waits for the worker by the second


def register(commands: Commands) -> None:
    parser = commands.add_parser("worker", help="do the background work only", description=__doc__)
    parser.add_argument("--lifeline", type=int, help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Works until SIGTERM or Ctrl-C; what is under way is finished first. Two workers at once do no harm."""
    stop = threading.Event()

    def asked_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, asked_to_stop)
    hold(args.lifeline)
    os.nice(NICE)
    work_in_background()
    work(JOBS, stop)
    return 0


def work(jobs: tuple[Job, ...], stop: threading.Event) -> None:
    """Runs the jobs until STOP is set, telling /readyz from time to time that it lives."""
    runners = [Runner(job, stop) for job in jobs]
    for runner in runners:
        runner.start()
    while True:
        _beat(runners)
        if stop.wait(health.HEARTBEAT_EVERY):
            break
    deadline = time.monotonic() + PATIENCE
    for runner in runners:
        runner.join(max(0.0, deadline - time.monotonic()))
    connections.close_all()


def _beat(runners: "list[Runner]") -> None:
    try:
        health.beat({runner.job.name: runner.state() for runner in runners})
    except Exception:
        log.exception("heartbeat failed")
        connections.close_all()


class Runner(threading.Thread):
    """One job and its pauses. A job that fails or hangs keeps no other waiting."""

    def __init__(self, job: Job, stop: threading.Event) -> None:
        super().__init__(name=job.name, daemon=True)
        self.job = job
        self._stop_asked = stop
        self._function = import_string(job.function)
        self._failures = 0
        self._busy_since: float | None = None

    def run(self) -> None:
        while not self._stop_asked.is_set():
            self._stop_asked.wait(self._once())
        connections.close_all()

    def state(self) -> dict[str, float]:
        """For the heartbeat: failures in a row, and for how many seconds the present call has been running."""
        busy = self._busy_since
        return {"failures": self._failures, "busy": round(time.monotonic() - busy, 1) if busy else 0}

    def _once(self) -> float:
        """One call; returns how long to pause after it."""
        self._busy_since = time.monotonic()
        try:
            did = self._function(timezone.now())
        except Exception:
            self._failures += 1
            log.exception("job failed", job=self.job.name, failures=self._failures)
            connections.close_all()
            return min(max(self.job.every, 1.0) * 2**self._failures, LONGEST_PAUSE)
        finally:
            self._busy_since = None
        self._failures = 0
        return 0.0 if did else self.job.every
