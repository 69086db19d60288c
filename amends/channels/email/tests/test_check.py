"""The connection check: TLS with its certificate looked at, logins and folders tried, every failure in words."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from amends.channels.email import imap, smtp
from amends.channels.email.check import check, words
from amends.channels.email.folder_names import encode
from amends.channels.email.servers import Server, address_of, server
from amends.channels.email.smtp import greet
from amends.channels.email.tests.authority import Authority
from amends.channels.email.tests.imap_server import PASSWORD, Postbox
from amends.channels.email.tests.smtp_server import Letterbox
from amends.channels.email.way_out import SECRETS
from amends.channels.models import Account
from amends.lib.secrets import seal
from tests.ports import free_port


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.pem))
    return made


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_from_the_first_word_and_later_both_ways(security: str, authority: Authority) -> None:
    with (
        Postbox(security, authority.context("127.0.0.1")) as box,
        Letterbox(security=security, context=authority.context("127.0.0.1"), password="one two") as out,
    ):
        box.put(b"Subject: x\r\n\r\nhello")
        kept: list[bytes] = []
        assert imap.visit(box.server, imap.Place(), kept.append).kept == 1
        assert smtp.send(out.server, "a@x.example", "b@x.example", b"Subject: y\r\n\r\nhi\r\n").startswith("250")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_for_another_name_or_of_a_stranger_stops_everything(
    security: str, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        Postbox(security, authority.context("mail.example.org")) as box,
        Letterbox(security=security, context=authority.context("mail.example.org"), password="one two") as out,
    ):
        with pytest.raises(imap.Broken):
            imap.visit(box.server, imap.Place(), lambda raw: None)
        with pytest.raises(smtp.Undelivered) as caught:
            greet(out.server)
        assert "certificate" in words(caught.value, out.server)
        assert box.logins == 0
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(smtp.Undelivered):
            greet(replace(out.server, host="localhost"))


@pytest.mark.django_db
def test_the_check_says_what_does_not_work() -> None:
    account = Account.objects.create(channel="email", address="complaints@x.example")
    with Postbox() as box, Letterbox(password="one two") as out:
        free = free_port()
        good = {"imap": address_of("imap", box.server), "smtp": address_of("smtp", out.server)}
        sealed = {
            "imap": seal(PASSWORD, _key(), SECRETS),
            "smtp": seal("one two", _key(), SECRETS),
        }
        table = [
            ("all is well", {}, {}, []),
            ("wrong password in", {}, {"imap": seal("no", _key(), SECRETS)}, ["Incoming mail", "refused the name"]),
            ("wrong password out", {}, {"smtp": seal("no", _key(), SECRETS)}, ["Outgoing mail", "refused the name"]),
            ("no folder", {"imap": good["imap"].replace("INBOX", "Other")}, {}, ["folder “Other” cannot be opened"]),
            ("nobody there", {"imap": f"imap://anna@127.0.0.1:{free}/INBOX"}, {}, ["Nobody answers"]),
            ("no TLS here", {"smtp": good["smtp"].replace("smtp://", "smtps://")}, {}, ["does not speak TLS"]),
            ("no STARTTLS", {"smtp": good["smtp"].replace("=off", "=on")}, {}, ["does not offer"]),
            ("another secret", {}, {"imap": seal("x", "k" * 40, SECRETS)}, ["AMENDS_SECRET_KEY"]),
            ("no server at all", {"imap": "", "smtp": ""}, {}, ["only laid into a folder"]),
        ]
        for name, places, secrets, expected in table:
            account.settings, account.secrets = good | places, sealed | secrets
            said = " ".join(check(account))
            assert all(part in said for part in expected) and bool(said) == bool(expected), (name, said)


def _key() -> str:
    return str(settings.SECRET_KEY)


WORDS = [
    ("no such name", socket.gaierror("x"), "no server named"),
    ("silence", TimeoutError(), "did not answer within 20 seconds"),
    ("something else", OSError("odd"), "said: odd"),
]


@pytest.mark.parametrize(("name", "error", "expected"), WORDS, ids=[row[0] for row in WORDS])
def test_words(name: str, error: Exception, expected: str) -> None:
    assert expected in words(error, Server("mail.example.org", 993, "tls"))


FOLDERS = [
    ("INBOX", "INBOX"),
    ("Претензии", "&BB8EQAQ1BEIENQQ9BDcEOAQ4-"),
    ("A & B", "A &- B"),
    ("台北", "&U,BTFw-"),
    ("a~é", "a~&AOk-"),
]


@pytest.mark.parametrize(("name", "coded"), FOLDERS, ids=[row[1] for row in FOLDERS])
def test_folder_names_travel_in_modified_utf_7(name: str, coded: str) -> None:
    assert encode(name) == coded


def test_a_folder_with_a_foreign_name_is_opened() -> None:
    with Postbox() as box:
        box.folder = "&BB8EQAQ1BEIENQQ9BDcEOAQ4-"
        box.put(b"Subject: x\r\n\r\nhello")
        kept: list[bytes] = []
        imap.visit(replace(box.server, folder="Претензии"), imap.Place(), kept.append)
        assert len(kept) == 1


PLACES = [
    Server("mail.example.org", 993, "tls", "anna@x.example", folder="Претензии/2"),
    Server("::1", 143, "starttls", "a"),
    Server("127.0.0.1", 587, "none"),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.host)
def test_an_address_is_read_as_it_was_written(place: Server) -> None:
    assert server(address_of("imap", place)) == place
