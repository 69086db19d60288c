"""Where a mail account lives: servers written as addresses like imaps://anna@mail.example.org:993/INBOX."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 25}
TIMEOUT = 20.0


class BadAddress(ValueError):
    """Not the address of a mail server."""


@dataclass(frozen=True, slots=True)
class Server:
    """One mail server with the account on it. `security` is tls (from the first byte), starttls or none."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    timeout: float = TIMEOUT

    def context(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def server(url: str, password: str = "") -> Server:
    """Reads a server's address. Refuses another scheme or no host with BadAddress; a password given apart wins."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise BadAddress("write it like imaps://user@mail.example.org:993/INBOX or smtp://user@mail.example.org:587")
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise BadAddress("the port is a number up to 65535") from error
    wishes = dict(parse_qsl(parts.query))
    starttls = wishes.get("starttls", "on" if port == 587 else "off") == "on"
    return Server(
        host=parts.hostname,
        port=port,
        security="tls" if parts.scheme.endswith("s") else "starttls" if starttls else "none",
        user=unquote(parts.username or ""),
        password=password or unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def address_of(kind: str, place: Server) -> str:
    """The server as `server` reads it again, without the password."""
    host = f"[{place.host}]" if ":" in place.host else place.host
    user = f"{quote(place.user, safe='')}@" if place.user else ""
    folder = f"/{quote(place.folder, safe='')}" if kind == "imap" else ""
    scheme, wish = (f"{kind}s", "") if place.security == "tls" else (kind, "off")
    if place.security == "starttls":
        wish = "on"
    return f"{scheme}://{user}{host}:{place.port}{folder}{f'?starttls={wish}' if wish else ''}"
