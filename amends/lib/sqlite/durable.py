"""Waiting until the disk has it, once for all who wait.

SQLite with `synchronous = FULL` writes its log through to the disk inside each commit, while the next writer stands in
line. Here a commit only appends to the log (`synchronous = NORMAL`), the next writer has its turn, and whoever committed
waits outside the line until the log was written through after their commit. A single pass serves all who came before it
began, so that eight writers wait about as long as one. What a commit promises when it returns is the same as with FULL.
"""

import os
import threading
from pathlib import Path
from typing import ClassVar

_write_through = getattr(os, "fdatasync", os.fsync)


class Log:
    """The write-ahead log of one database file, as the threads of this process wait for it."""

    _logs: ClassVar[dict[Path, "Log"]] = {}
    _making = threading.Lock()

    def __init__(self, path: Path) -> None:
        self._path = path
        self._changed = threading.Condition()
        self._begun = self._done = 0
        self._is_under_way = False
        self._fault: OSError | None = None

    @classmethod
    def of(cls, database: Path) -> "Log":
        """The one log of this database, for all connections of the process."""
        path = database.resolve()
        with cls._making:
            return cls._logs.setdefault(path, cls(path.with_name(f"{path.name}-wal")))

    def wait(self) -> None:
        """Returns when everything committed before this call would outlive a power cut.

        Raises OSError when the disk refused. After that nobody is told again that something is safe: the kernel reports
        a lost page once only, and a second try that works would prove nothing.
        """
        with self._changed:
            mine = self._begun + 1  # a pass under way may have begun before my commit
            while self._done < mine and self._fault is None:
                if self._is_under_way:
                    self._changed.wait()
                else:
                    self._pass()
            if self._fault is not None:
                raise OSError(*self._fault.args)

    def _pass(self) -> None:
        """One write through for all who wait; the caller holds the condition, which is open while the disk works."""
        self._is_under_way, self._begun = True, self._begun + 1
        self._changed.release()
        fault = None
        try:
            _through(self._path)
        except OSError as error:
            fault = error
        finally:
            self._changed.acquire()
            self._is_under_way = False
            self._changed.notify_all()
        self._fault = self._fault or fault
        if fault is None:
            self._done = self._begun


def _through(path: Path) -> None:
    """SQLite itself writes all through before it takes a log away or begins it anew, so a missing one owes nothing."""
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return
    try:
        _write_through(handle)
    finally:
        os.close(handle)
