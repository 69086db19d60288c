"""A digest of what rules say, by which a newer text is noticed. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields, is_dataclass
from hashlib import sha256
from typing import Any

from amends.core.rules.law.rule import Rule, said

_WORDS = frozenset({"title", "scope", "note", "roll_article", "consequence_words", "article"})
_STANDING = frozenset({"reviewed_by", "reviewed_on", "place"})


def imprint(versions: Iterable[Rule]) -> str:
    """64 hex signs, the same for the same law: translations, reviews and the place in a file change nothing.

    What a rule leaves at its default is left out, so that a release which knows more of rules imprints the old ones alike.
    """
    plain = json.dumps([_plain(rule) for rule in versions], default=_value, sort_keys=True)
    return sha256(plain.encode()).hexdigest()


def _plain(rule: Rule) -> dict[str, Any]:
    named = ((each.name, getattr(rule, each.name), each.default) for each in fields(rule))
    told = {name: value for name, value, default in named if name not in _WORDS | _STANDING and value != default}
    return told | {"article": said(rule.article, "en")}


def _value(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
