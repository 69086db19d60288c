"""Hands one mail to an SMTP server and says truly what became of it."""

from __future__ import annotations

import smtplib

from amends.channels.email.servers import Server


class Undelivered(Exception):
    """The server did not take the mail: for now, or (`final`) for good."""

    def __init__(self, text: str, *, final: bool, code: str = "") -> None:
        super().__init__(text)
        self.final = final
        self.code = code


def send(server: Server, sender: str, recipient: str, raw: bytes) -> str:
    """The server's words on taking the mail. Raises Undelivered; a refusal of login or sender is never final.

    A connection lost after the last byte leaves open whether the mail was taken: it is sent again with the same
    Message-ID, by which the other side can tell.
    """
    try:
        with _connect(server) as smtp:
            return _hand_over(smtp, sender, recipient, raw)
    except Undelivered:
        raise
    except smtplib.SMTPResponseException as error:
        raise Undelivered(_words(error.smtp_code, error.smtp_error), final=False, code=str(error.smtp_code)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(f"the mail server cannot be reached: {type(error).__name__}", final=False) from error


def greet(server: Server) -> None:
    """Connects and logs in, for the check of an account. Raises Undelivered."""
    try:
        with _connect(server) as smtp:
            smtp.noop()
    except smtplib.SMTPResponseException as error:
        raise Undelivered(_words(error.smtp_code, error.smtp_error), final=False, code=str(error.smtp_code)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Undelivered(f"the mail server cannot be reached: {type(error).__name__}", final=False) from error


def _connect(server: Server) -> smtplib.SMTP:
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.timeout, context=server.context()
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        if server.security == "starttls":
            smtp.starttls(context=server.context())
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _hand_over(smtp: smtplib.SMTP, sender: str, recipient: str, raw: bytes) -> str:
    smtp.ehlo_or_helo_if_needed()
    _expect(smtp.mail(sender, [f"size={len(raw)}"] if smtp.has_extn("size") else []), is_about_the_mail=False)
    _expect(smtp.rcpt(recipient), is_about_the_mail=True)
    code, answer = smtp.data(raw)
    _expect((code, answer), is_about_the_mail=True)
    return _words(code, answer)


def _expect(answer: tuple[int, bytes], *, is_about_the_mail: bool) -> None:
    """A 5xx about recipient or content is final; about us (sender, login, policy of the door) a person mends it."""
    code, words = answer
    if not 200 <= code < 300:
        raise Undelivered(_words(code, words), final=is_about_the_mail and 500 <= code < 600, code=str(code))


def _words(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:500]
