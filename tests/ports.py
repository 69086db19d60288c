"""Ports for servers of tests."""

import os
import random
import socket

RANGE = range(15_000, 32_000)
"""Below the ports which Linux lends to outgoing connections: one of those may sit on the port of a house that was killed."""
_given: set[int] = set()


def free_port() -> int:
    """A port of this machine on which nobody listens now, and which nobody else in this run of tests is given.

    The server comes later, so looking alone is not enough: each helper process of xdist has ports of its own.
    """
    while True:
        port = random.choice(_of_this_process())
        if port in _given or not _is_free(port):
            continue
        _given.add(port)
        return port


def _of_this_process() -> range:
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    place = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return RANGE[place % count :: count]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
