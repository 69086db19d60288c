"""Header lines: split, unfold, decode RFC 2047 words and RFC 2231 parameters, however broken."""

import binascii
import re
from base64 import b64decode
from urllib.parse import unquote_to_bytes

from amends.channels.email import charset

Headers = list[tuple[str, bytes]]
FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")
WORD = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,50}?)\?=", re.DOTALL)
CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]+")
NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
CONTINUED = re.compile(r"^(.+?)\*(\d{1,3})(\*)?$")


def split(raw: bytes) -> tuple[Headers, int]:
    """The header fields and where the body begins. A line that is no field ends the header."""
    fields: list[tuple[str, list[bytes]]] = []
    position, size, body = 0, len(raw), len(raw)
    while position < size:
        newline = raw.find(b"\n", position)
        after = size if newline < 0 else newline + 1
        line = raw[position:after].rstrip(b"\r\n")
        if not line.strip(b" \t"):
            body = after
            break
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line.strip(b" \t"))
        elif (field := FIELD.match(line)) is not None:
            fields.append((field[1].decode("ascii").lower(), [line[field.end() :]]))
        elif not _is_envelope_line(line, bool(fields)):
            body = position
            break
        position = after
    return [(name, b" ".join(pieces)) for name, pieces in fields], body


def _is_envelope_line(line: bytes, has_fields: bool) -> bool:
    """The `From ` line of a mailbox file, or a field without a name: neither says anything."""
    return line.startswith(b":") or (not has_fields and line.startswith((b"From ", b">From ")))


def first(headers: Headers, name: str) -> bytes:
    """The first field of this name, or nothing."""
    return next((value for field, value in headers if field == name), b"")


def every(headers: Headers, name: str) -> list[bytes]:
    """All fields of this name."""
    return [value for field, value in headers if field == name]


def text(raw: bytes, hint: str = "") -> str:
    """One line of text from a field: words decoded, controls gone, so it can never become two header lines."""
    decoded, _ = charset.decode(raw, "", hint)
    return one_line(words(decoded))


def one_line(value: str) -> str:
    """The value on one line, without control characters."""
    return CONTROLS.sub(" ", value).strip()


def words(value: str, depth: int = 0) -> str:
    """Decode the encoded words in a text; neighbours of one charset are joined first (split characters)."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    position = 0
    run: list[tuple[str, str, str]] = []
    for found in WORD.finditer(value):
        between = value[position : found.start()]
        if run and between.strip():
            pieces.append(_decode_run(run))
            run = []
        if between.strip() or not (run or not between):
            pieces.append(between)
        run.append((found[1], found[2].lower(), found[3]))
        position = found.end()
    if run:
        pieces.append(_decode_run(run))
    pieces.append(value[position:])
    whole = "".join(pieces)
    is_nested = depth == 0 and position and WORD.fullmatch(whole.strip())
    return words(whole, depth + 1) if is_nested else whole


def _decode_run(run: list[tuple[str, str, str]]) -> str:
    """Neighbouring words: bytes of the same charset are put together before they are read."""
    texts: list[str] = []
    group: list[tuple[str, str]] = []
    for index, (name, kind, payload) in enumerate(run):
        group.append((kind, payload))
        follows = run[index + 1] if index + 1 < len(run) else None
        if follows is None or follows[0].lower() != name.lower():
            texts.append(charset.decode(_payload(group), name)[0])
            group = []
    return "".join(texts)


def _payload(group: list[tuple[str, str]]) -> bytes:
    out: list[bytes] = []
    waiting = ""
    for kind, payload in group:
        if kind == "b":
            # A word whose base64 stops in mid-quantum goes on in the next one.
            waiting += NOT_BASE64.sub("", payload)
            if len(waiting) % 4 == 0 or payload.endswith("="):
                out.append(loose_base64(waiting))
                waiting = ""
            continue
        out.append(loose_base64(waiting))
        waiting = ""
        plain = payload.replace("_", " ").encode("utf-8", "surrogateescape")
        out.append(HEX.sub(lambda found: bytes((int(found[1], 16),)), plain))
    out.append(loose_base64(waiting))
    return b"".join(out)


def loose_base64(value: str) -> bytes:
    """Base64 letters with the padding missing, or one letter too many."""
    if len(value) % 4 == 1:
        value = value[:-1]
    try:
        return b64decode(value + "=" * (-len(value) % 4))
    except (binascii.Error, ValueError):
        return b""


def parameters(raw: bytes, hint: str = "") -> tuple[str, dict[str, str]]:
    """The value and the parameters of a structured field such as Content-Type."""
    decoded, _ = charset.decode(raw, "", hint)
    value, _, rest = CONTROLS.sub(" ", decoded).partition(";")
    plain: dict[str, str] = {}
    continued: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, content in _pairs(rest):
        part = CONTINUED.match(name)
        if part is not None:
            continued.setdefault(part[1], {})[int(part[2])] = (part[3] is not None, content)
        elif name.endswith("*"):
            continued.setdefault(name[:-1], {})[0] = (True, content)
        else:
            plain.setdefault(name, content)
    result = {name: one_line(words(content)) for name, content in plain.items()}
    for name, pieces in continued.items():
        result[name] = one_line(words(_joined(pieces)))
    return value.strip().lower(), result


def _joined(pieces: dict[int, tuple[bool, str]]) -> str:
    name, out = "", []
    for number in sorted(pieces):
        is_encoded, content = pieces[number]
        if number == 0 and is_encoded and content.count("'") >= 2:
            name, _, content = content.split("'", 2)
        raw = content.encode("utf-8", "surrogateescape")
        out.append(unquote_to_bytes(raw) if is_encoded else raw)
    return charset.decode(b"".join(out), name)[0]


def _pairs(rest: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    position, size = 0, len(rest)
    while position < size and len(pairs) < 200:
        equals = rest.find("=", position)
        if equals < 0:
            break
        name = rest[position:equals].strip("; \t").lower()
        position = equals + 1
        while position < size and rest[position] in " \t":
            position += 1
        if rest[position : position + 1] == '"':
            content, position = _quoted(rest, position + 1)
            semicolon = rest.find(";", position)
            position = size if semicolon < 0 else semicolon + 1
        else:
            # An encoded word may hold a semicolon of its own.
            start = rest.find("?=", position) + 2 if rest.startswith("=?", position) else position
            semicolon = rest.find(";", max(start, position))
            semicolon = size if semicolon < 0 else semicolon
            content, position = rest[position:semicolon].strip(), semicolon + 1
        pairs.append((name, content))
    return pairs


def _quoted(rest: str, start: int) -> tuple[str, int]:
    out: list[str] = []
    position = start
    while position < len(rest):
        char = rest[position]
        if char == '"':
            return "".join(out), position + 1
        if char == "\\" and rest[position + 1 : position + 2] in ('"', "\\"):
            position += 1
            char = rest[position]
        out.append(char)
        position += 1
    return "".join(out).strip(), position
