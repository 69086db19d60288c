"""The parts of a mail: multiparts taken apart by their boundaries, right, wrong or missing."""

import re
from dataclasses import dataclass, field

from amends.channels.email import header
from amends.channels.email.mail import Limits

GUESSED = re.compile(rb"^--([^\s-][^\r\n]{0,100}?|-[^\r\n]{1,100}?)[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """One entity: its header, its body bytes as sent, and its parts when it is a multipart."""

    headers: header.Headers
    body: bytes
    media_type: str
    params: dict[str, str]
    children: list["Part"] = field(default_factory=list)
    preamble: bytes = b""

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)


@dataclass(slots=True)
class Budget:
    """What may still be spent on this mail, and what was noticed on the way."""

    limits: Limits
    parts: int = 0
    defects: list[str] = field(default_factory=list)


def read(raw: bytes, budget: Budget, depth: int = 0, default: str = "text/plain") -> Part:
    """The tree of parts. Beyond the limits a multipart stays one part with its bytes unread."""
    budget.parts += 1
    headers, start = header.split(raw)
    if any(len(value) > budget.limits.header for _, value in headers):
        budget.defects.append("header: a field too long was cut")
        headers = [(name, value[: budget.limits.header]) for name, value in headers]
    declared = header.first(headers, "content-type")
    media_type, params = header.parameters(declared) if declared else (default, {})
    media_type = media_type.partition("(")[0].strip()
    if media_type in ("", "text", "plain", "text/"):
        media_type = default
    elif media_type.count("/") != 1 or not media_type.isascii():
        media_type = "application/octet-stream"
    part = Part(headers, raw[start:], media_type, params)
    if media_type.startswith("multipart/"):
        _take_apart(part, budget, depth)
    return part


def _take_apart(part: Part, budget: Budget, depth: int) -> None:
    if depth >= budget.limits.depth or budget.parts >= budget.limits.parts:
        budget.defects.append("structure: too deep or too many parts, the rest is kept as a file")
        part.media_type, part.params = "application/octet-stream", {"name": "unread-part.eml"}
        return
    boundary = part.params.get("boundary", "").encode("utf-8", "replace").rstrip()
    preamble, pieces, is_closed = pieces_of(part.body, boundary) if boundary else (part.body, [], False)
    if not pieces:
        guess = GUESSED.search(part.body)
        if guess is not None:
            budget.defects.append("structure: boundary missing or wrong, another one found")
            preamble, pieces, is_closed = pieces_of(part.body, guess[1])
    if not pieces:
        budget.defects.append("structure: a multipart without parts, read as text")
        part.media_type, part.params = "text/plain", {}
        part.body = preamble or part.body
        return
    if not is_closed:
        budget.defects.append("structure: cut off before its last boundary")
    part.preamble = preamble
    default = "message/rfc822" if part.media_type == "multipart/digest" else "text/plain"
    for index, piece in enumerate(pieces):
        if budget.parts >= budget.limits.parts:
            budget.defects.append("structure: too many parts, the rest is kept as a file")
            rest = b"\r\n".join(pieces[index:])
            part.children.append(Part([], rest, "application/octet-stream", {"name": "unread-parts.eml"}))
            return
        part.children.append(read(piece, budget, depth + 1, default))


def pieces_of(body: bytes, boundary: bytes) -> tuple[bytes, list[bytes], bool]:
    """What stands before the first boundary, the pieces between them, and whether the last one closes."""
    mark = b"--" + boundary
    preamble, pieces = b"", []
    begin = position = 0
    is_inside = False
    while (found := body.find(mark, position)) >= 0:
        position = found + len(mark)
        line_end = body.find(b"\n", position)
        line_end = len(body) if line_end < 0 else line_end
        tail = body[position : min(line_end, position + 80)].strip()
        if (found and body[found - 1 : found] != b"\n") or tail not in (b"", b"--"):
            continue
        piece = _without_last_break(body[begin:found])
        if is_inside:
            pieces.append(piece)
        else:
            preamble = piece
        begin = position = min(line_end + 1, len(body))
        is_inside = True
        if tail == b"--":
            # Some mailers close too early and go on: another boundary line opens again.
            if body.find(b"\n" + mark, max(0, begin - 1)) < 0:
                return preamble, pieces, True
            is_inside = False
    if is_inside and (begin < len(body) or not pieces):
        pieces.append(_without_last_break(body[begin:]))
    return preamble, pieces, not is_inside


def _without_last_break(piece: bytes) -> bytes:
    """The line break before a boundary belongs to the boundary."""
    if piece.endswith(b"\r\n"):
        return piece[:-2]
    return piece[:-1] if piece.endswith(b"\n") else piece
