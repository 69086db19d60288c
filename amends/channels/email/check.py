"""Tries the servers of an account, and says in plain words what does not work and what to do."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _

from amends.channels.email import imap, smtp
from amends.channels.email.servers import BadAddress, Server
from amends.channels.email.way_out import server_of
from amends.channels.models import Account
from amends.lib.secrets import Unsealable

PATIENCE = 10.0


def check(account: Account) -> list[str]:
    """Logs in to both servers and opens the folder; what does not work, in words. Empty when all is well."""
    try:
        incoming, outgoing = server_of(account, "imap"), server_of(account, "smtp")
    except (BadAddress, Unsealable) as error:
        return [str(error)]
    missing = []
    if incoming is not None:
        missing += [_("Incoming mail: %(trouble)s") % {"trouble": word} for word in _try(incoming, _look_in)]
    if outgoing is not None:
        missing += [_("Outgoing mail: %(trouble)s") % {"trouble": word} for word in _try(outgoing, smtp.greet)]
    elif not settings.EMAIL_URL:
        missing.append(_("No server for outgoing mail is set: letters are only laid into a folder."))
    return missing


def _look_in(server: Server) -> None:
    with imap.Mailbox(server) as box:
        box.open()


def _try(server: Server, attempt: Callable[[Server], None]) -> list[str]:
    try:
        attempt(replace(server, timeout=PATIENCE))
    except (imap.Unreachable, smtp.Undelivered, imaplib.IMAP4.error, OSError) as error:
        return [words(error, server)]
    return []


def words(error: BaseException, server: Server) -> str:
    """The trouble as a person reads it. What the server itself said is kept."""
    cause = error.__cause__ or error
    facts = {"host": server.host, "port": server.port, "seconds": int(server.timeout), "said": str(error)[:300]}
    if isinstance(cause, socket.gaierror):
        return _("There is no server named %(host)s. Look for a typing error.") % facts
    if isinstance(cause, ssl.SSLCertVerificationError):
        facts["said"] = cause.verify_message
        return _("The certificate of %(host)s is not valid for it (%(said)s). Nothing was sent to it.") % facts
    if isinstance(cause, ssl.SSLError):
        return _("%(host)s does not speak TLS on port %(port)s. Try another port or way of encryption.") % facts
    if isinstance(cause, TimeoutError):
        return _("%(host)s did not answer within %(seconds)s seconds on port %(port)s.") % facts
    if isinstance(cause, ConnectionRefusedError):
        return _("Nobody answers at %(host)s on port %(port)s.") % facts
    if isinstance(cause, smtplib.SMTPNotSupportedError):
        return _("%(host)s does not offer what is asked of it: %(said)s") % {**facts, "said": str(cause)[:300]}
    if isinstance(error, imap.NoFolder):
        return _("The login works, but the folder “%(folder)s” cannot be opened.") % {"folder": server.folder}
    if isinstance(error, imap.Refused) or (isinstance(error, smtp.Undelivered) and error.code.startswith("53")):
        return _("%(host)s refused the name or the password. It said: %(said)s") % facts
    return _("%(host)s said: %(said)s") % facts
