"""Mails written by hand for the tests: fields and bodies as bytes, without the library that would mend them."""

import binascii
import quopri
from base64 import b64encode

CRLF = b"\r\n"


def encode_word(text: str, codec: str = "utf-8", kind: str = "b", name: str = "") -> str:
    """One RFC 2047 word, however long."""
    raw = text.encode(codec)
    if kind == "b":
        payload = b64encode(raw).decode("ascii")
    else:
        payload = "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"={byte:02X}" for byte in raw)
    return f"=?{name or codec}?{kind.upper()}?{payload}?="


def fields(**extra: str | bytes) -> list[tuple[bytes, bytes]]:
    """The usual fields; a value of `b""` leaves one out, underscores become hyphens."""
    usual: dict[str, str | bytes] = {
        "From": "Anna <anna@example.org>",
        "To": "complaints@company-x.example",
        "Subject": "Apple puree",
        "Message-ID": "<1@example.org>",
        "Date": "Mon, 2 Mar 2026 22:40:00 +0300",
    }
    usual |= {name.replace("_", "-"): value for name, value in extra.items()}
    return [
        (name.encode(), value if isinstance(value, bytes) else value.encode())
        for name, value in usual.items()
        if value != b""
    ]


def mail(body: bytes, head: list[tuple[bytes, bytes]] | None = None, **extra: str | bytes) -> bytes:
    """A mail of these fields and this body."""
    lines = [name + b": " + value for name, value in (head or fields(**extra))]
    return CRLF.join(lines) + CRLF + CRLF + body


def transfer(raw: bytes, encoding: str) -> bytes:
    """The bytes in this transfer encoding."""
    if encoding == "base64":
        letters = b64encode(raw)
        return CRLF.join(letters[at : at + 76] for at in range(0, len(letters), 76))
    if encoding == "quoted-printable":
        return quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return raw


def text_mail(text: str, codec: str, declared: str | None, encoding: str = "8bit", **extra: str | bytes) -> bytes:
    """A text/plain mail in this charset, which may be declared rightly, wrongly or not at all."""
    raw = text.replace("\n", "\r\n").encode(codec)
    content_type = "text/plain" if declared is None else f"text/plain; charset={declared}"
    return mail(transfer(raw, encoding), Content_Type=content_type, Content_Transfer_Encoding=encoding, **extra)


def part(body: bytes, content_type: str, encoding: str = "7bit", **extra: str) -> bytes:
    """One part of a multipart."""
    head = [f"Content-Type: {content_type}", f"Content-Transfer-Encoding: {encoding}"]
    head += [f"{name.replace('_', '-')}: {value}" for name, value in extra.items()]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + transfer(body, encoding)


def multipart(parts: list[bytes], boundary: bytes = b"edge", closed: bool = True) -> bytes:
    """The body of a multipart."""
    out = b"".join(b"\r\n--" + boundary + b"\r\n" + one for one in parts)
    return out + (b"\r\n--" + boundary + b"--\r\n" if closed else b"\r\n")


def uuencode(name: str, content: bytes) -> bytes:
    """A uuencoded file."""
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    return b"begin 644 " + name.encode() + b"\n" + b"".join(lines) + b"`\nend\n"
