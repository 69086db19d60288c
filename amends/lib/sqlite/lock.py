"""A queue of writers shared by all threads and processes of a database file.

SQLite itself lets waiting writers poll, so under load some wait for seconds while others pass. Here a writer sleeps
until its turn: the threads of a process in the order in which they came, the processes by a lock of the kernel's. A
process that works in the background lets those pass behind whom a person waits, but not for ever.
"""

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path
from typing import ClassVar

PATIENCE = 0.25
"""Seconds for which a writer in the background lets others pass before it takes its turn all the same."""

LOOK_EVERY = 0.004


class _Manners:
    """How this process waits."""

    in_background = False


def work_in_background() -> None:
    """From now on the writers of this process let the writers of others pass first."""
    _Manners.in_background = True


class WriteLock:
    """One holder at a time among all `WriteLock`s of the same file, in this process or another.

    Each connection owns one. The kernel lets go of it when the process dies, whatever way.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line = _Line.of(path)
        self._handle: int | None = None
        self._gate: int | None = None
        self.is_held = False

    def take(self) -> None:
        """Waits for its turn. Taking twice is taking once."""
        if self.is_held:
            return
        handle, gate = self._handles()
        if not _Manners.in_background:
            fcntl.flock(gate, fcntl.LOCK_SH)  # many may stand in it; whoever works in the background sees that some do
        try:
            self._line.join()
            try:
                if _Manners.in_background:
                    _let_others_pass(gate)
                fcntl.flock(handle, fcntl.LOCK_EX)
            except BaseException:
                self._line.leave()
                raise
        except BaseException:
            fcntl.flock(gate, fcntl.LOCK_UN)
            raise
        self.is_held = True

    def let_go(self) -> None:
        """The next one's turn. Harmless when not held."""
        if self.is_held:
            self.is_held = False
            handle, gate = self._handles()
            fcntl.flock(handle, fcntl.LOCK_UN)
            self._line.leave()
            fcntl.flock(gate, fcntl.LOCK_UN)

    def close(self) -> None:
        """Lets go and gives the file handles back."""
        self.let_go()
        for handle in (self._handle, self._gate):
            if handle is not None:
                os.close(handle)
        self._handle = self._gate = None

    def _handles(self) -> tuple[int, int]:
        if self._handle is None or self._gate is None:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            self._gate = os.open(f"{self._path}-gate", os.O_RDWR | os.O_CREAT, 0o600)
        return self._handle, self._gate

    def __del__(self) -> None:
        # A thread that ended without closing its connection must not keep the others waiting for ever.
        self.close()


def _let_others_pass(gate: int) -> None:
    """Returns when nobody stands in the gate, or when patience is at its end."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOOK_EVERY)
        else:
            fcntl.flock(gate, fcntl.LOCK_UN)
            return


class _Line:
    """The threads of this process that want to write one file: first come, first served."""

    _lines: ClassVar[dict[Path, "_Line"]] = {}
    _making = threading.Lock()

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_busy = False

    @classmethod
    def of(cls, path: Path) -> "_Line":
        with cls._making:
            return cls._lines.setdefault(path.resolve(), cls())

    def join(self) -> None:
        with self._mutex:
            if not self._is_busy:
                self._is_busy = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        try:
            turn.acquire()
        except BaseException:  # Ctrl-C while waiting: the place in the line is given up, or the turn passed on
            with self._mutex:
                if turn in self._waiting:
                    self._waiting.remove(turn)
                    raise
            self.leave()
            raise

    def leave(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_busy = False
