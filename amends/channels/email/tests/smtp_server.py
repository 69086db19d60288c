"""A real SMTP server on loopback with switches for what servers do wrong."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from amends.channels.email.servers import Server
from amends.channels.email.tests.imap_server import PATIENCE
from tests.ports import free_port


@dataclass
class Faults:
    """The answers to each step; an empty one is the usual OK."""

    mail: str = ""
    rcpt: str = ""
    data: str = ""
    cut_before_data: bool = False
    cut_after_data: int = 0


@dataclass
class Letterbox:
    """Takes mails and keeps them in `taken` as (from, to, bytes). Use as a context manager."""

    faults: Faults = field(default_factory=Faults)
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    security: str = "none"
    context: ssl.SSLContext | None = None
    password: str = ""
    port: int = 0

    @property
    def server(self) -> Server:
        user = "anna" if self.password else ""
        return Server("127.0.0.1", self.controller.port, self.security, user, self.password, timeout=PATIENCE)

    def __enter__(self) -> Letterbox:
        port = self.port or free_port()
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=port,
            ready_timeout=PATIENCE,
            ssl_context=self.context if self.security == "tls" else None,
            tls_context=self.context if self.security == "starttls" else None,
            authenticator=self._authenticate if self.password else None,
            auth_require_tls=False,
        )
        self.controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.controller.stop(no_assert=True)

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
    ) -> AuthResult:
        is_right = isinstance(given, LoginPassword) and given.password == self.password.encode()
        return AuthResult(success=is_right, handled=False)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.faults.mail:
            return self.faults.mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.faults.rcpt:
            return self.faults.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.faults.cut_before_data and server.transport:
            server.transport.abort()
            return "451 cut"
        if self.faults.data:
            return self.faults.data
        self.taken.append((envelope.mail_from or "", list(envelope.rcpt_tos), bytes(envelope.original_content or b"")))
        if self.faults.cut_after_data and server.transport:
            self.faults.cut_after_data -= 1
            server.transport.abort()
        return "250 2.0.0 taken as 12AB"
