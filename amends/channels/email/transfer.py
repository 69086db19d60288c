"""Content-Transfer-Encoding undone: base64 with rubbish in it, quoted-printable, uuencoded files inside a text."""

import binascii
import quopri
import re

NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,200})\r?$", re.MULTILINE)
UU_END = re.compile(rb"^end\r?$", re.MULTILINE)


def decode(raw: bytes, encoding: str) -> tuple[bytes, str]:
    """The bytes meant, and the defect met (empty when none). An unknown encoding leaves the bytes as they are."""
    encoding = encoding.strip().strip("\"'").lower()
    if encoding == "base64":
        return _base64(raw)
    if encoding in ("quoted-printable", "quotedprintable", "qp"):
        return quopri.decodestring(raw), ""
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        files = uuencoded(raw)[1]
        return (files[0][1], "") if files else (raw, "encoding: uuencode that is none")
    is_known = encoding in ("", "7bit", "8bit", "binary", "7-bit", "8-bit")
    return raw, "" if is_known else "encoding: unknown"


def _base64(raw: bytes) -> tuple[bytes, str]:
    # The usual case first: one strict pass of C code over lines that are what they should be.
    try:
        return binascii.a2b_base64(raw.translate(None, b"\r\n \t"), strict_mode=True), ""
    except binascii.Error:
        pass
    # Two encoded texts one after the other: each ends at its own padding.
    blocks = re.split(rb"=+", raw, maxsplit=20)
    decoded = b"".join(_block(block) for block in blocks)
    if not decoded and raw.strip():
        return raw, "encoding: base64 that is none"
    return decoded, "encoding: broken base64"


def _block(block: bytes) -> bytes:
    letters = NOT_BASE64.sub(b"", block)
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def uuencoded(raw: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The text without the uuencoded files in it, and the files as (name, content)."""
    if b"\nend" not in raw:
        return raw, []
    files: list[tuple[bytes, bytes]] = []
    kept: list[bytes] = []
    position = 0
    while (begin := UU_BEGIN.search(raw, position)) is not None and len(files) < 100:
        end = UU_END.search(raw, begin.end())
        content = None if end is None else _uu_lines(raw[begin.end() : end.start()])
        if end is None or content is None:
            break
        kept.append(raw[position : begin.start()])
        files.append((begin[1].strip(), content))
        position = end.end()
    kept.append(raw[position:])
    return b"".join(kept), files


def _uu_lines(block: bytes) -> bytes | None:
    out: list[bytes] = []
    for line in block.split(b"\n"):
        line = line.rstrip(b"\r")
        if not line or line in (b"`", b" "):
            continue
        length = (line[0] - 32) & 63
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            try:
                # Some encoders pad the line; take the letters its length asks for.
                out.append(binascii.a2b_uu(line[: 1 + (length + 2) // 3 * 4]))
            except binascii.Error:
                return None
    return b"".join(out)
