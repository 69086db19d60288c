"""Ports for servers of tests."""

import random
import socket

RANGE = range(15_000, 32_000)
"""Below the ports which Linux lends to outgoing connections: one of those may sit on the port of a house that was killed."""


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port := random.choice(RANGE)))
            except OSError:
                continue
            return port
