"""A guarded POST to one configured server: no redirects, a bound on time and answer, no private address unless allowed."""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

TIMEOUT = 10.0
MOST_READ = 4096
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")


class BadAddress(ValueError):
    """Not the address of a web server."""


class PrivateAddress(BadAddress):
    """The address of a machine inside the house, which is not allowed."""


class Unreached(Exception):
    """The server could not be asked, or said no. `final`: asking again would not help."""

    def __init__(self, text: str, *, final: bool = False) -> None:
        super().__init__(text)
        self.final = final


@dataclass(frozen=True, slots=True)
class Place:
    """A web address, taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def server(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port


def place(url: str, *, allow_private: bool = True) -> Place:
    """Reads an address. Refuses other schemes, names and passwords in it, fragments, signs that no address has.

    Unless ALLOW_PRIVATE it refuses what is plainly inside the house; names are looked up only when asked (`post`).
    """
    if len(url) > 500 or not url.isascii() or not url.isprintable() or any(sign in url for sign in " \\#"):
        raise BadAddress("a web address is short and plain")
    parts = urlsplit(url)
    try:
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (KeyError, ValueError):
        raise BadAddress("it begins with https:// or http://, and its port is a number") from None
    host = (parts.hostname or "").rstrip(".")
    if not host or "@" in parts.netloc or not (_literal(host) or _HOST.fullmatch(host)):
        raise BadAddress("it names one server, without user and password")
    literal = _literal(host)
    inside = literal is not None and not _is_public(literal)
    if not allow_private and (inside or host == "localhost" or host.endswith(".localhost")):
        raise PrivateAddress(host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, host, port, path)


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool = False, timeout: float = TIMEOUT
) -> str:
    """Sends BODY; what the server said with its 2xx. Raises Unreached for everything else, a redirect included.

    The name is looked up once, and the very address that was looked at is asked. The whole exchange ends after TIMEOUT.
    """
    try:
        there = place(url, allow_private=allow_private)
    except PrivateAddress:
        raise Unreached("the address lies inside the house, which is not allowed", final=True) from None
    except BadAddress as fault:
        raise Unreached(str(fault), final=True) from fault
    connection = _Connection(there, _address(there, allow_private), timeout)
    end = threading.Timer(timeout, connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("POST", there.path, body, dict(headers))
        answer = connection.getresponse()
        said = answer.read(MOST_READ)
    except ssl.SSLCertVerificationError as fault:
        raise Unreached(f"its certificate is not right: {fault.verify_message}") from fault
    except (OSError, http.client.HTTPException) as fault:
        if connection.is_cut or isinstance(fault, TimeoutError):
            raise Unreached(f"no answer within {timeout:g} seconds") from fault
        raise Unreached(f"it cannot be reached: {type(fault).__name__}") from fault
    finally:
        end.cancel()
        connection.close()
    if connection.is_cut:
        raise Unreached(f"no whole answer within {timeout:g} seconds")
    return _taken(answer.status, said)


def _taken(status: int, said: bytes) -> str:
    words = f"{status} {' '.join(said[:200].decode('utf-8', 'replace').split())}".strip()
    if 200 <= status < 300:
        return words
    if 300 <= status < 400:
        raise Unreached(f"it sent us elsewhere ({status}), where nobody goes", final=True)
    raise Unreached(f"it said no: {words}", final=status in {400, 401, 403, 404, 405, 410, 422})


class _Connection(http.client.HTTPConnection):
    """Speaks to the address that was looked at, by the name that was meant."""

    def __init__(self, there: Place, address: str, timeout: float) -> None:
        super().__init__(there.host, there.port, timeout=timeout)
        self._there, self._address = there, address
        self._line: socket.socket | None = None
        self.is_cut = False

    def connect(self) -> None:
        self._line = self.sock = socket.create_connection((self._address, self._there.port), self.timeout)
        if self._there.scheme == "https":
            context = ssl.create_default_context()
            # The handshake comes after, so that `cut` ends it too.
            wrapped = context.wrap_socket(self.sock, server_hostname=self._there.host, do_handshake_on_connect=False)
            self._line = self.sock = wrapped
            wrapped.do_handshake()
        if self.is_cut:
            raise TimeoutError

    def cut(self) -> None:
        """Ends the exchange from another thread: a server that sends a sign now and then holds nobody for ever."""
        self.is_cut = True
        if self._line is not None:
            try:
                self._line.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def _address(there: Place, allow_private: bool) -> str:
    try:
        found = socket.getaddrinfo(there.host, there.port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise Unreached(f"its name is not known: {there.host}") from fault
    for *_, (address, *_rest) in found:
        literal = _literal(str(address).partition("%")[0])
        if literal is not None and (allow_private or _is_public(literal)):
            return str(address)
    raise Unreached("its name leads inside the house, which is not allowed", final=True)


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return address.is_global and not address.is_multicast
