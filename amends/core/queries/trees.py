"""Reads the versioned trees: what is valid, in the order of the tree, and what an ended node continues as."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from amends.core.models import Category, Cause

Tree = type[Category] | type[Cause]
Branch = Category | Cause


class Place(NamedTuple):
    """A node and how deep it stands."""

    node: Branch
    depth: int


def valid(tree: Tree) -> list[Place]:
    """Every node that is valid now, parents before their parts. A part whose parent has ended stands at the top."""
    nodes = {node.code: node for node in tree.objects.filter(valid_to=None).order_by("code")}
    parts: dict[str, list[str]] = {}
    for code, node in nodes.items():
        parts.setdefault(node.parent_code if node.parent_code in nodes else "", []).append(code)
    return list(_walk(nodes, parts, "", 0))


def _walk(nodes: dict[str, Branch], parts: dict[str, list[str]], under: str, depth: int) -> Iterable[Place]:
    for code in parts.get(under, []):
        yield Place(nodes[code], depth)
        yield from _walk(nodes, parts, code, depth + 1)


def ended(tree: Tree) -> list[Branch]:
    """The last version of each code that is not valid any more."""
    living = tree.objects.filter(valid_to=None).values("code")
    found: dict[str, Branch] = {}
    for node in tree.objects.exclude(code__in=living).order_by("code", "version"):
        found[node.code] = node
    return list(found.values())


def forward(node: Branch) -> Branch | None:
    """The node that is valid now in the place of any version of any code; None when its line ends."""
    code, seen = node.code, set[str]()
    while code and code not in seen:
        seen.add(code)
        last = type(node).objects.filter(code=code).order_by("-version").first()
        if last is None or last.valid_to is None:
            return last
        code = last.mapped_to
    return None
