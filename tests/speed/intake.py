"""Complaints over the public API, as fast as one, eight and thirty-two clients send them, the worker running."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from tests.speed.figures import Figure, figure, share
from tests.speed.ground import House

GOALS = {"postgres": (300, "95", 60), "sqlite": (250, "99", 100)}
CLIENTS = (1, 8, 32)
Request = tuple[str, str, dict[str, str], str]


def measure(house: House, database: str, limit: dict[str, Any], count: int) -> Iterator[Figure]:
    """COUNT complaints a number of clients; the goal is for eight."""
    house.send(8, [_filed(number) for number in range(100)])
    views = house.send(8, [("GET", "/healthz", {}, "")] * count)
    empty = count / views["seconds"]
    yield figure("an empty view, 8 clients", empty, "/s")
    for clients in CLIENTS:
        goal, part, within = GOALS[database] if clients == 8 else (None, GOALS[database][1], None)
        before = house.processor_seconds()
        sent = house.send(clients, [_filed(number) for number in range(count if clients > 1 else count // 4)])
        after = house.processor_seconds()
        done = len(sent["times"])
        if sent["statuses"] != {"201": done}:
            raise RuntimeError(f"not every complaint was received: {sent['statuses']} {sent['last'][:300]}")
        who = f"{clients} client{'s' if clients > 1 else ''}"
        yield figure(f"intake, {who}", done / sent["seconds"], "/s", goal, more=True, limit=limit["complaints"])
        for name, at in (("50", 0.5), ("95", 0.95), ("99", 0.99)):
            yield figure(f"intake, {who}, p{name}", share(sent["times"], at), "ms", within if name == part else None)
        if clients == 8:
            for process in ("web", "worker", "database"):
                spent = (after[process] - before[process]) / done * 1000
                yield figure(f"processor time of {process}, each", spent, "ms", 5 if process == "web" else None)


def _filed(number: int) -> Request:
    body = {
        "text": "The lid of the jar was loose and the puree had dried at the rim. My child ate it and I was worried all "
        f"night. Please return the money. This is letter number {number}.",
        "name": "Anna Sokolova",
        "email": f"anna-{uuid.uuid4().hex}@mail.example",
        "product": "Apple puree",
        "demand": "refund",
    }
    headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
    return "POST", "/api/v1/public/complaints", headers, json.dumps(body)
