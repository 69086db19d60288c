"""Where a case stands by its events alone: the stage that each event leaves behind. The verifier compares it with the row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from amends.core.rules.states import Stage

_LEADS_TO = {
    "received": Stage.RECEIVED,
    "declined": Stage.DECLINED,
    "closed": Stage.CLOSED,
    "reopened": Stage.CONSULTATION,
    "withdrawn": Stage.WITHDRAWN,
    "merged": Stage.MERGED,
}


def stage_after(stage: str, kind: str, facts: Mapping[str, Any]) -> str:
    """The stage after an event of KIND on a case in STAGE."""
    if kind == "replied" and facts.get("final"):
        return Stage.ANSWERED
    if kind in {"replied", "classified"} and stage == Stage.RECEIVED:
        return Stage.CONSULTATION
    return _LEADS_TO.get(kind, Stage(stage) if stage else Stage.RECEIVED)
