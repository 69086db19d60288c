"""Foreign pictures made anew by a small limited process; the web process itself never decodes one."""

import subprocess
import sys
import threading
from pathlib import Path

from amends.lib.media_types import HEAD, sniff

_PROCESS = Path(__file__).with_name("_picture_process.py")
_MOST_SECONDS = 15
_ONE_AT_A_TIME = threading.Semaphore(1)  # so that many uploads at once cost the memory of one
_PREVIEWED = {"image/jpeg", "image/png", "image/gif", "image/webp"}
_STRIPPED = {"image/jpeg", "image/png", "image/webp"}


def preview(data: bytes) -> bytes | None:
    """A JPEG or PNG of at most 1600 points a side, turned upright, with nothing of the original but what is seen.

    None when it is no picture we show, is damaged, too large (10 megapixels, 120 for JPEG) or takes too long.
    """
    return _remade("preview", data) if sniff(data[:HEAD]) in _PREVIEWED else None


def strip_metadata(data: bytes) -> bytes | None:
    """The same picture in the same format without place, time, camera and comments: for senders without a name.

    None when that cannot be done: then warn, or refuse. (Other formats, moving pictures, damaged, above 10 megapixels
    or 12.6 for JPEG.)
    """
    return _remade("strip", data) if sniff(data[:HEAD]) in _STRIPPED else None


def _remade(purpose: str, data: bytes) -> bytes | None:
    command = [sys.executable, "-I", str(_PROCESS), purpose]
    with _ONE_AT_A_TIME:
        try:
            done = subprocess.run(
                command, input=data, capture_output=True, timeout=_MOST_SECONDS, env={}, cwd="/", check=False
            )
        except subprocess.TimeoutExpired:
            return None
    return done.stdout if done.returncode == 0 and done.stdout else None
