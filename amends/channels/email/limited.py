"""Reads a mail that may be dangerous in a small limited process: it can neither fill the memory nor hang the worker."""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, cast

from amends.channels.email import parse as reader
from amends.channels.email.mail import Mail, Poisoned

HOUSE = Path(__file__).resolve().parents[3]
READ_HERE = 2 * 1024 * 1024
"""Smaller ones are read at once; a larger one, or one that failed before, goes to the small process."""
MOST_SECONDS = 60
_ONE_AT_A_TIME = threading.Semaphore(1)


def parse(raw: bytes, *, is_suspect: bool = False) -> Mail:
    """The mail, read. Raises Poisoned for what is too large, takes too long or needs too much memory."""
    if len(raw) > reader.LIMITS.size:
        raise Poisoned(f"larger than {reader.LIMITS.size // 1024**2} MB")
    if len(raw) <= READ_HERE and not is_suspect:
        return reader.parse(raw)
    with _ONE_AT_A_TIME:
        return _in_small_process(raw)


def _in_small_process(raw: bytes) -> Mail:
    command = [sys.executable, "-m", "amends.channels.email._mail_process"]
    with tempfile.TemporaryFile() as file:
        file.write(raw)
        file.seek(0)
        with subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, cwd=HOUSE, env={}) as process:
            limit = threading.Timer(MOST_SECONDS, process.kill)
            limit.start()
            try:
                # Written by our own reader, from frozen values of ours; the foreign bytes are only data in it.
                mail = pickle.load(cast(IO[bytes], process.stdout))
            except (EOFError, pickle.UnpicklingError) as error:
                status = process.wait()
                raise Poisoned(f"it needs more than {MOST_SECONDS} seconds or too much memory: {status}") from error
            finally:
                limit.cancel()
    if not isinstance(mail, Mail):
        raise Poisoned("the reader gave no mail")
    return mail
