"""Draws into the documentation what the code already says: `python -m tests.drawings` writes, `--check` only compares."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from amends.core.rules.events import KINDS, Audience
from amends.core.rules.rights import RIGHTS
from amends.core.rules.states import ANY, MOVES, OPEN, Stage, Verb

DOCS = Path(__file__).parent.parent / "docs"


def way() -> str:
    """The stages and every move between two different ones, as a picture GitHub and others draw (mermaid)."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> received: receive"]
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in MOVES.values():
        for origin in Stage:
            for to in move.to:
                if origin in move.origin and _leads(move.verb, origin, to):
                    arrows.setdefault((origin, to), []).append(move.verb)
    for origin in Stage:
        for to in Stage:
            if verbs := arrows.get((origin, to)):
                lines.append(f"    {origin} --> {to}: {', '.join(verbs)}")
    return "\n".join([*lines, "```"])


def _leads(verb: Verb, origin: Stage, to: Stage) -> bool:
    """Verbs with a stage to lead to use it only where it changes something."""
    if origin is to:
        return False
    if verb is Verb.ADD:
        return origin not in OPEN
    if verb in {Verb.REPLY, Verb.CLASSIFY} and to is Stage.CONSULTATION:
        return origin is Stage.RECEIVED
    return not (verb is Verb.REPLY and origin is Stage.ANSWERED)


def verbs() -> str:
    """Every verb: from where, to where, who."""
    rows = ["| Verb | From | To | Who |", "| --- | --- | --- | --- |"]
    for move in MOVES.values():
        who = ", ".join(sorted(RIGHTS[move.verb])) if move.by_staff else "complainant or the house"
        rows.append(f"| `{move.verb}` | {_stages(move.origin)} | {_stages(move.to) or 'stays'} | {who} |")
    return "\n".join(rows)


def _stages(stages: frozenset[Stage]) -> str:
    if stages == ANY:
        return "any stage"
    if stages == OPEN:
        return "any open stage"
    if stages == ANY - {Stage.MERGED}:
        return "any stage but merged"
    return ", ".join(stage for stage in Stage if stage in stages)


def events() -> str:
    """Every event: what stands in the log for ever, and what may be erased."""
    rows = ["| Event | Facts | Personal, kept apart | Told to the complainant |", "| --- | --- | --- | --- |"]
    for kind in KINDS.values():
        told = kind.told if kind.seen_by is Audience.ALL else ""
        rows.append(f"| `{kind.code}` | {', '.join(kind.facts)} | {', '.join(kind.personal)} | {told} |")
    return "\n".join(rows)


DRAWN = {"way": way, "verbs": verbs, "events": events}
_PLACE = re.compile(r"(<!-- drawn: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def redrawn(text: str) -> str:
    """The page with every drawn part made anew."""
    return _PLACE.sub(lambda found: f"{found[1]}\n{DRAWN[found[2]]()}\n\n{found[3]}", text)


def main(arguments: list[str]) -> int:
    stale = []
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text("utf-8")
        if (new := redrawn(text)) != text:
            stale.append(page.name)
            if "--check" not in arguments:
                page.write_text(new, "utf-8")
    if stale:
        print(("differ: " if "--check" in arguments else "drawn: ") + ", ".join(stale))
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
