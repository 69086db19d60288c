"""The styles and behaviours of every page, each delivered as one file with its digest in the name; a few styles stand apart.

The parts stay small files to read; joined once a process, so that a page costs two requests and never sees an old copy.
"""

import gzip
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "ui"
STYLES = (
    *("reset", "tokens", "base", "layout", "forms", "buttons", "marks", "list", "timeline", "composer"),
    *("cards", "public", "dialogs", "tables", "desk", "prefer", "print"),
)
APART = ("due",)
"""Styles that only a few pages need; these ask for them by name."""
BEHAVIOURS = (
    *("theme", "keyboard", "palette", "dialogs", "menus", "tabs", "toasts", "copy", "files", "autosize"),
    *("drafts", "unsaved", "once", "relative", "insert", "place", "chosen", "printing", "watch"),
)


@dataclass(frozen=True)
class Joined:
    name: str
    kind: str
    body: bytes
    zipped: bytes


@cache
def styles() -> Joined:
    """All styles, without comments and needless space."""
    return _styles(STYLES)


@cache
def styles_apart(part: str) -> Joined:
    """The styles of one of the parts that stand apart."""
    if part not in APART:
        raise ValueError(f"{part} is not among the styles that stand apart")
    return _styles((part,))


def _styles(parts: Sequence[str]) -> Joined:
    text = "\n".join((STATIC / "css" / f"{part}.css").read_text(encoding="utf-8") for part in parts)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(": ", ":").replace(";}", "}").strip()
    return _joined(text, "css", "text/css; charset=utf-8")


@cache
def sign() -> Joined:
    """The small picture in the browser's tab."""
    return _joined((STATIC / "sign.svg").read_text(encoding="utf-8"), "svg", "image/svg+xml")


@cache
def behaviours() -> Joined:
    """All behaviours, each in a block of its own, so that their names never meet."""
    parts = ((STATIC / "js" / f"{part}.js").read_text(encoding="utf-8") for part in BEHAVIOURS)
    text = "".join(f"{{\n{_without_margin(part)}\n}}\n" for part in parts)
    return _joined(text, "js", "text/javascript; charset=utf-8")


def _without_margin(script: str) -> str:
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _joined(text: str, ending: str, kind: str) -> Joined:
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Joined(f"look-{digest}.{ending}", kind, body, gzip.compress(body, 9, mtime=0))
