"""What `verify` says of one thing that does not hold."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One bad entry: where, and what is wrong with it, for the person who ran the check."""

    where: str
    what: str

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)
