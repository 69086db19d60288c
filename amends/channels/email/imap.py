"""Asks a mailbox for what is new. A mail is marked only after it was kept; whatever is cut off is asked for again."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from types import TracebackType

from amends.channels.email import folder_names
from amends.channels.email.servers import Server

UIDVALIDITY = re.compile(rb"(\d+)")
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
MOST_RECONNECTS = 50
PORTION = 500


@dataclass(frozen=True, slots=True)
class Place:
    """How far we are: the mailbox's incarnation, its last UID kept, and UIDs kept whose mark could not be stored."""

    validity: int = 0
    last: int = 0
    unmarked: tuple[int, ...] = ()


class Unreachable(Exception):
    """The visit ended early. `place` is how far it came, to be remembered all the same."""

    place = Place()


class Refused(Unreachable):
    """The server does not let us in: ask again later, more and more seldom."""


class NoFolder(Refused):
    """The login works, but the folder cannot be opened."""


class NotKept(Exception):
    """The mail could not be kept here, such as on a full disk."""


class Broken(Unreachable):
    """The connection went away before anything new was kept."""


@dataclass(slots=True)
class Visit:
    """What one visit brought. `place` is to be remembered for the next one."""

    place: Place
    kept: int = 0
    left: int = 0
    troubles: list[str] = field(default_factory=list)


def visit(
    server: Server, place: Place, keep: Callable[[bytes], None], remember: Callable[[Place], None] = lambda place: None
) -> Visit:
    """Keeps every new mail, each exactly once in a visit. `keep` must be durable when it returns; `remember` hears of

    each place reached, so that a killed process need not begin anew.

    A lost connection is opened again as long as each one brought something. Raises Refused when the login fails and
    Broken when a connection brought nothing. An error of `keep` ends the visit: that mail stays unmarked.
    """
    done = Visit(place)
    for _ in range(MOST_RECONNECTS):
        before = done.kept
        try:
            with Mailbox(server) as box:
                _work(box, done, keep, remember)
            return done
        except (imaplib.IMAP4.abort, OSError) as error:
            if done.kept == before:
                broken = Broken(f"the connection to the mail server was lost: {type(error).__name__}")
                broken.place = done.place
                raise broken from error
        except Refused as error:
            error.place = done.place
            raise
    done.troubles.append("the connection to the mail server was lost again and again")
    return done


def _work(box: Mailbox, done: Visit, keep: Callable[[bytes], None], remember: Callable[[Place], None]) -> None:
    validity, following = box.open()
    unseen = box.unseen()
    if validity != done.place.validity:
        # A first visit, or a mailbox made anew: what was read there before us is not ours to take.
        done.place = Place(validity=validity, last=max(0, following - 1))
        wanted = unseen
    else:
        wanted = sorted({*unseen, *box.after(done.place.last)})
    wanted = [uid for uid in wanted if uid not in done.place.unmarked]
    done.left = max(0, len(wanted) - PORTION)
    for uid in wanted[:PORTION]:
        raw = box.fetch(uid)
        if raw is None:
            continue
        try:
            keep(raw)
        except OSError as error:
            # A fault of this machine must not be taken for one of the connection, and tried again at once.
            raise NotKept(str(error)) from error
        done.kept += 1
        # Kept, and remembered as unmarked until it is marked: no mail is fetched again because the line broke between.
        # In rising order everything up to here is kept.
        done.place = replace(done.place, last=max(done.place.last, uid), unmarked=(*done.place.unmarked, uid))
        _mark(box, [uid], done)
        remember(done.place)
    _mark(box, [uid for uid in unseen if uid in done.place.unmarked], done)


def _mark(box: Mailbox, uids: list[int], done: Visit) -> None:
    """A mark that cannot be stored stays remembered, so that the mail is not fetched each minute for ever."""
    if done.troubles:
        return
    for uid in uids:
        try:
            box.mark(uid)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            done.troubles.append(f"the server does not mark mails as read: {error}"[:300])
            return
        done.place = replace(done.place, unmarked=tuple(one for one in done.place.unmarked if one != uid))


class Mailbox:
    """One connection to one folder. Speaks IMAP; knows nothing of complaints."""

    def __init__(self, server: Server) -> None:
        self.server = server
        if server.security == "tls":
            self.imap: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                server.host, server.port, ssl_context=server.context(), timeout=server.timeout
            )
        else:
            self.imap = imaplib.IMAP4(server.host, server.port, timeout=server.timeout)
        try:
            self._login()
        except BaseException:
            self._close()
            raise

    def _login(self) -> None:
        if self.server.security == "starttls":
            self.imap.starttls(self.server.context())
        try:
            self.imap.login(self.server.user, self.server.password)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            raise Refused(f"the mail server refused the login: {_said(error.args)}"[:300]) from error

    def __enter__(self) -> Mailbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        try:
            self.imap.logout()
        except (imaplib.IMAP4.error, OSError):
            self.imap.shutdown()

    def open(self) -> tuple[int, int]:
        """Opens the folder; its UIDVALIDITY and the UID the next mail will get (0 when the server does not say)."""
        name = folder_names.encode(self.server.folder).replace("\\", "\\\\").replace('"', '\\"')
        kind, answer = self.imap.select(f'"{name}"')
        if kind != "OK":
            raise NoFolder(f"the folder cannot be opened: {_said(answer)}"[:300])
        return self._number("UIDVALIDITY"), self._number("UIDNEXT")

    def _number(self, name: str) -> int:
        _, values = self.imap.response(name)
        found = UIDVALIDITY.search(values[0]) if values and isinstance(values[0], bytes) else None
        return int(found[1]) if found else 0

    def unseen(self) -> list[int]:
        return self._search("UNSEEN")

    def after(self, uid: int) -> list[int]:
        # `n:*` names the last mail even when its UID is smaller than n.
        return [found for found in self._search(f"UID {uid + 1}:*") if found > uid]

    def _search(self, criterion: str) -> list[int]:
        kind, answer = self.imap.uid("SEARCH", criterion)
        if kind != "OK":
            raise imaplib.IMAP4.abort(f"search failed: {answer!r}"[:300])
        return sorted(int(word) for line in answer if line for word in line.split() if word.isdigit())

    def fetch(self, uid: int) -> bytes | None:
        """The mail's bytes without marking it; None when it is gone. Fewer bytes than promised count as a lost connection."""
        kind, answer = self.imap.uid("FETCH", str(uid), "(RFC822.SIZE BODY.PEEK[])")
        if kind != "OK":
            return None
        for item in answer:
            if isinstance(item, tuple):
                promised = SIZE.search(item[0])
                if promised and int(promised[1]) > len(item[1]):
                    raise imaplib.IMAP4.abort("the mail was cut off")
                return bytes(item[1])
        return None

    def mark(self, uid: int) -> None:
        kind, answer = self.imap.uid("STORE", str(uid), "+FLAGS.SILENT", "(\\Seen)")
        if kind != "OK":
            raise imaplib.IMAP4.error(str(answer[0])[:200])


def _said(answer: Sequence[object]) -> str:
    """The server's words, of which imaplib gives the bytes."""
    first = answer[0] if answer else b""
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first)
