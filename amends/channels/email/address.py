"""Mailboxes in a header field, with names, groups and comments; international domains in their ASCII form."""

import re
from collections.abc import Iterable

from amends.channels.email import header
from amends.channels.email.mail import Address

BARE = re.compile(r"[^\s<>()\[\],;:\"\\]+@[^\s<>()\[\],;:\"\\]+")
ANGLE = re.compile(r"<([^<>]*)>?")
TRAILING = ".,;:'\"<>"
MAX_ADDRESSES = 200


def read(fields: Iterable[bytes], hint: str = "") -> tuple[Address, ...]:
    """Every mailbox in these fields, in order. What holds no address but a name is kept as a name."""
    found: list[Address] = []
    for raw in fields:
        for piece in _pieces(_decoded(raw, hint)):
            if len(found) == MAX_ADDRESSES:
                return tuple(found)
            mailbox = one(piece)
            if mailbox.address or mailbox.name:
                found.append(mailbox)
    return tuple(found)


def _decoded(raw: bytes, hint: str) -> str:
    # Words are decoded after splitting, so that a comma inside a decoded name cannot make a second sender.
    return header.one_line(header.charset.decode(raw, "", hint)[0])


def _pieces(text: str) -> list[str]:
    """Split at commas and semicolons outside quotes, comments and angle brackets; a group's name falls away."""
    pieces: list[str] = []
    start, quoted, comment, angle, position = 0, False, 0, False, 0
    while position < len(text):
        char = text[position]
        if char == "\\":
            position += 1
        elif char == '"' and not comment:
            quoted = not quoted
        elif not quoted and char in "()":
            comment = max(0, comment + (1 if char == "(" else -1))
        elif not quoted and not comment:
            if char in "<>":
                angle = char == "<"
            elif char in ",;" and not angle:
                pieces.append(text[start:position])
                start = position + 1
            elif char == ":" and not angle and "@" not in text[start:position]:
                start = position + 1
        position += 1
    pieces.append(text[start:])
    if quoted and len(pieces) == 1 and text.count("@") > 1:
        return text.replace('"', "").split(",")
    return pieces


def one(piece: str) -> Address:
    """One mailbox out of `name <address>`, `address (name)` or what comes near it."""
    angles = ANGLE.findall(piece)
    inside = next((content for content in reversed(angles) if "@" in content), None)
    if inside is not None:
        name = piece[: piece.rfind("<" + inside)]
        if not name.strip():
            name = piece[piece.rfind(inside) + len(inside) :].strip("> ")
        return Address(
            _name(name.strip("< ")), _normal(inside.rpartition(":")[2] if inside.startswith("@") else inside)
        )
    found = BARE.search(piece)
    if found is None:
        return Address(_name(ANGLE.sub("", piece)), "")
    rest = piece[: found.start()] + piece[found.end() :]
    return Address(_name(rest.strip().strip("()")), _normal(found[0]))


def _name(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == '"':
        text = text[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")
    return header.one_line(header.words(text)).strip("'\" ")[:300]


def _normal(address: str) -> str:
    """The address without blanks; the domain small and in ASCII, the local part as written."""
    text = header.one_line(header.words(address)).replace(" ", "").strip(TRAILING)
    local, _, domain = text.rpartition("@")
    if not local or not domain:
        return ""
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except (UnicodeError, ValueError):
            domain = domain.lower()
    return f"{local}@{domain.lower()}"[:320]
