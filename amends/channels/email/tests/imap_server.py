"""A real IMAP4rev1 server on loopback, as small as our client needs, with switches for what servers do wrong."""

from __future__ import annotations

import re
import socket
import socketserver
import ssl
import threading
from dataclasses import dataclass, field
from types import TracebackType

from amends.channels.email.servers import Server

PASSWORD = "correct horse"
PATIENCE = 60.0
"""Seconds after which our client gives a server up. No test waits for them, so they may be many on a slow machine."""
LITERAL = re.compile(r"\{(\d+)\+?\}$")


@dataclass
class Faults:
    """What goes wrong. Counters run over all connections."""

    drop_every: int = 0
    cut_fetches: int = 0
    refuse_login: bool = False
    refuse_marks: bool = False


@dataclass
class Letter:
    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


class Postbox(socketserver.ThreadingTCPServer):
    """The folder and its letters. Use as a context manager; `server` is how a client finds it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, security: str = "none", context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.security, self.context = security, context
        self.folder = "INBOX"
        self.faults = Faults()
        self.validity = 1
        self.letters: list[Letter] = []
        self.next_uid = 1
        self.commands = self.logins = 0
        self.lock = threading.Lock()

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self.server_address[1], self.security, "anna", PASSWORD, timeout=PATIENCE)

    def put(self, *raws: bytes) -> None:
        for raw in raws:
            self.letters.append(Letter(self.next_uid, raw))
            self.next_uid += 1

    def made_anew(self) -> None:
        """The server lost its index: other UIDs, another UIDVALIDITY, every mail unseen again."""
        self.validity += 1
        raws = [letter.raw for letter in self.letters]
        self.letters, self.next_uid = [], 1
        self.put(*raws)

    def unseen(self) -> int:
        return sum(1 for letter in self.letters if "\\Seen" not in letter.flags)

    def __enter__(self) -> Postbox:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()


class _Hangup(Exception):
    pass


class _Talk(socketserver.StreamRequestHandler):
    server: Postbox
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.is_in = self.is_open = False
        try:
            if self.server.security == "tls":
                self._encrypt()
            self._say("* OK ready")
            while line := self._line():
                tag, _, rest = line.partition(" ")
                if not self._obey(tag, rest):
                    return
        except (_Hangup, OSError):
            self.connection.close()
        finally:
            if self.server.security != "none":
                # The server closes the bare socket only, which gave its descriptor to this one.
                self.rfile.close()
                self.connection.close()

    def _encrypt(self) -> None:
        assert self.server.context is not None
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", buffering=0)

    def _line(self) -> str:
        line = self.rfile.readline(65536).decode("utf-8", "replace").rstrip("\r\n")
        while (literal := LITERAL.search(line)) is not None:
            self._say("+ go on")
            line = (
                line[: literal.start()]
                + self.rfile.read(int(literal[1])).decode()
                + self.rfile.readline().decode().rstrip("\r\n")
            )
        return line

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _obey(self, tag: str, rest: str) -> bool:
        box, faults = self.server, self.server.faults
        with box.lock:
            box.commands += 1
            if faults.drop_every and box.commands % faults.drop_every == 0:
                self.connection.shutdown(socket.SHUT_RDWR)
                raise _Hangup
        verb, _, words = rest.partition(" ")
        match verb.upper():
            case "CAPABILITY":
                more = " STARTTLS" if self.server.security == "starttls" else ""
                self._say(f"* CAPABILITY IMAP4rev1 UIDPLUS{more}")
            case "STARTTLS":
                self._say(f"{tag} OK begin")
                self._encrypt()
                return True
            case "LOGIN":
                box.logins += 1
                if faults.refuse_login or PASSWORD not in words:
                    self._say(f"{tag} NO [AUTHENTICATIONFAILED] wrong name or password")
                    return True
                self.is_in = True
            case "SELECT" if self.is_in:
                return self._select(tag, words.strip('"'))
            case "UID" if self.is_open:
                return self._uid(tag, words)
            case "LOGOUT":
                self._say("* BYE")
                self._say(f"{tag} OK bye")
                return False
            case "NOOP":
                pass
            case _:
                self._say(f"{tag} BAD not now")
                return True
        self._say(f"{tag} OK done")
        return True

    def _select(self, tag: str, folder: str) -> bool:
        if folder != self.server.folder:
            self._say(f"{tag} NO [NONEXISTENT] no such folder")
            return True
        self.is_open = True
        self._say(f"* {len(self.server.letters)} EXISTS")
        self._say("* FLAGS (\\Seen \\Deleted)")
        self._say(f"* OK [UIDVALIDITY {self.server.validity}] kept")
        self._say(f"* OK [UIDNEXT {self.server.next_uid}] next")
        self._say(f"{tag} OK done")
        return True

    def _uid(self, tag: str, words: str) -> bool:
        verb, _, rest = words.partition(" ")
        match verb.upper():
            case "SEARCH":
                found = [str(letter.uid) for letter in self.server.letters if self._is_meant(letter, rest)]
                self._say(f"* SEARCH {' '.join(found)}".rstrip())
            case "FETCH":
                self._fetch(int(rest.split()[0]))
            case "STORE":
                if self.server.faults.refuse_marks:
                    self._say(f"{tag} NO read-only")
                    return True
                for letter in self.server.letters:
                    if letter.uid == int(rest.split()[0]):
                        letter.flags.add("\\Seen")
        self._say(f"{tag} OK done")
        return True

    def _is_meant(self, letter: Letter, criterion: str) -> bool:
        if criterion.upper() == "UNSEEN":
            return "\\Seen" not in letter.flags
        start = re.fullmatch(r"UID (\d+):\*", criterion)
        # RFC 3501: `*` is the last mail, so `9:*` means it even when its UID is 5.
        last = max((one.uid for one in self.server.letters), default=0)
        return bool(start) and min(int(start[1]) if start else 0, last) <= letter.uid

    def _fetch(self, uid: int) -> None:
        for number, letter in enumerate(self.server.letters, 1):
            if letter.uid != uid:
                continue
            head = f"* {number} FETCH (UID {uid} RFC822.SIZE {len(letter.raw)} BODY[] {{{len(letter.raw)}}}\r\n"
            self.wfile.write(head.encode())
            if self.server.faults.cut_fetches:
                self.server.faults.cut_fetches -= 1
                self.wfile.write(letter.raw[: len(letter.raw) // 2])
                self.connection.shutdown(socket.SHUT_RDWR)
                raise _Hangup
            self.wfile.write(letter.raw)
            self._say(")")
