"""An outgoing mail as bytes: the same message always gives the same bytes, and no value can add a header."""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from urllib.parse import quote as percent

from amends.channels.email.mail import Address

UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
IDENTITY = re.compile(r"[^\s<>@]{1,200}@[^\s<>@]{1,255}")
MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}", re.IGNORECASE)
PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._()-]{1,60}")
RIGHT_TO_LEFT = ("fa", "ar", "he", "ur")
# Not `All`: that would also suppress the non-delivery report we want to see.
SUPPRESSED = "DR, RN, NRN, OOF, AutoReply"
WORD_BYTES = 45
LINE = 76
MAX_REFERENCES = 20


class Unwritable(ValueError):
    """A message that no mail can carry: an address that is none, a Message-ID that is none."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to send along."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is to be sent. `at` is the moment it was written, the same on every attempt."""

    sender: Address
    to: Address
    subject: str
    text: str
    message_id: str
    at: datetime
    language: str = "en"
    html: str = ""
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    is_automatic: bool = True


def compose(message: Outgoing) -> bytes:
    """The mail as RFC 5322 bytes with CRLF lines of at most 998. Raises Unwritable for addresses that are none."""
    page = message.html or (_page(message.text, message.language) if _is_rtl(message.language) else "")
    mark = sha256(message.message_id.encode("utf-8", "replace")).hexdigest()[:24]
    body = _text_part("text/plain", message.text)
    if page:
        body = _multipart("alternative", f"=_alt_{mark}", [body, _text_part("text/html", page)])
    if message.files:
        body = _multipart("mixed", f"=_mix_{mark}", [body, *(_file_part(file) for file in message.files)])
    lines = [*_headers(message), "MIME-Version: 1.0"]
    return "\r\n".join(lines).encode("ascii") + b"\r\n" + body


def mailbox(address: str) -> str:
    """An address as the wire needs it, the domain in ASCII. Raises Unwritable when it is none."""
    local, _, domain = address.strip().rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise Unwritable("the domain of the address cannot be written") from error
    written = f"{local}@{domain}"
    if not ADDRESS.fullmatch(written) or ".." in written:
        raise Unwritable("not an address a mail can be sent to")
    return written


def _headers(message: Outgoing) -> list[str]:
    lines = [
        f"Date: {format_datetime(message.at)}",
        f"From: {_address(message.sender)}",
        f"To: {_address(message.to)}",
        f"Subject: {_words(message.subject, first=9)}",
        f"Message-ID: {_identity(message.message_id)}",
    ]
    if message.reply_to:
        lines.append(f"Reply-To: <{mailbox(message.reply_to)}>")
    if _is_identity(message.in_reply_to):
        lines.append(f"In-Reply-To: {_identity(message.in_reply_to)}")
    known = [_identity(one) for one in message.references if _is_identity(one)]
    if known:
        lines.append("References: " + "\r\n ".join([*known[:1], *known[1:][-MAX_REFERENCES:]]))
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,8})?", message.language):
        lines.append(f"Content-Language: {message.language}")
    if message.is_automatic:
        lines += ["Auto-Submitted: auto-replied", f"X-Auto-Response-Suppress: {SUPPRESSED}", "Precedence: auto_reply"]
    return lines


def _is_identity(text: str) -> bool:
    """What a stranger's mail calls itself may be anything; an answer to it leaves as well without that name."""
    bare = text.strip("<> ")
    return bool(IDENTITY.fullmatch(bare)) and bare.isascii() and not UNSAFE.search(bare)


def _identity(text: str) -> str:
    if not _is_identity(text):
        raise Unwritable("not a Message-ID")
    return f"<{text.strip('<> ')}>"


def _address(address: Address) -> str:
    written = mailbox(address.address)
    name = one_line(address.name)
    if not name:
        return written
    if name.isascii() and len(name) <= 60 and "=?" not in name:
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}" <{written}>'
    return f"{_encoded(name, 6)}\r\n <{written}>"


def one_line(value: str) -> str:
    """The value with everything that could end a header line turned into a space."""
    return " ".join(UNSAFE.sub(" ", value).split(" ")).strip()[:900]


def _words(value: str, first: int) -> str:
    value = one_line(value)
    if value.isascii() and "=?" not in value and len(value) + first <= LINE:
        return value
    return _encoded(value, first)


def _encoded(value: str, first: int) -> str:
    """RFC 2047 words of at most 75 characters, cut between characters, each on its own line."""
    words: list[str] = []
    chunk = b""
    room = WORD_BYTES - first // 3 * 2
    for char in value:
        raw = char.encode("utf-8")
        if len(chunk) + len(raw) > room:
            words.append(_word(chunk))
            chunk, room = b"", WORD_BYTES
        chunk += raw
    return "\r\n ".join([*words, _word(chunk)])


def _word(chunk: bytes) -> str:
    return f"=?utf-8?B?{b64encode(chunk).decode('ascii')}?="


def _text_part(media_type: str, text: str) -> bytes:
    text = NOT_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n") + "\n"
    raw = text.replace("\n", "\r\n").encode("utf-8")
    head = f"Content-Type: {media_type}; charset=utf-8\r\nContent-Transfer-Encoding: "
    is_plain = raw.isascii() and max(map(len, text.split("\n"))) <= LINE and not re.search(r"^From |^\.", text, re.M)
    if is_plain:
        return f"{head}7bit\r\n\r\n".encode("ascii") + raw
    return f"{head}base64\r\n\r\n".encode("ascii") + _base64(raw)


def _base64(raw: bytes) -> bytes:
    """Lines of 76 letters, as RFC 2045 wants them."""
    letters = b64encode(raw)
    return b"\r\n".join(letters[at : at + LINE] for at in range(0, len(letters), LINE)) + b"\r\n"


def _multipart(kind: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    out = [f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode("ascii")]
    for part in parts:
        out.append(f"\r\n--{boundary}\r\n".encode("ascii") + part)
    out.append(f"\r\n--{boundary}--\r\n".encode("ascii"))
    return b"".join(out)


def _file_part(file: File) -> bytes:
    media_type = file.media_type.lower() if MEDIA_TYPE.fullmatch(file.media_type) else "application/octet-stream"
    if media_type.startswith(("multipart/", "message/")):
        # These may not be carried in base64; as plain bytes they can.
        media_type = "application/octet-stream"
    head = (
        f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment;{_file_name(one_line(file.name) or 'file')}\r\n\r\n"
    )
    return head.encode("ascii") + _base64(file.content)


def _file_name(name: str) -> str:
    """RFC 2231, in pieces short enough for a line; a plain name stands as it is."""
    if PLAIN_NAME.fullmatch(name):
        return f'\r\n filename="{name}"'
    pieces: list[str] = []
    piece = "utf-8''"
    for char in name[:200]:
        written = percent(char, safe="")
        if len(piece) + len(written) > 55:
            pieces.append(piece)
            piece = ""
        piece += written
    pieces.append(piece)
    if len(pieces) == 1:
        return f"\r\n filename*={pieces[0]}"
    return ";".join(f"\r\n filename*{number}*={piece}" for number, piece in enumerate(pieces))


def _is_rtl(language: str) -> bool:
    return language.partition("-")[0] in RIGHT_TO_LEFT


def _page(text: str, language: str) -> str:
    """The same words as a page that runs from right to left; each paragraph finds its own direction."""
    paragraphs = escape(NOT_TEXT.sub("\ufffd", text)).strip().split("\n\n")
    inner = "\n".join(f'<p dir="auto">{"<br>".join(part.split(chr(10)))}</p>' for part in paragraphs)
    head = f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="rtl"><head><meta charset="utf-8"></head>'
    return f'{head}\n<body dir="rtl">\n{inner}\n</body></html>\n'
