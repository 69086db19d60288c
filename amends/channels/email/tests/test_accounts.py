"""Mail accounts are set up by admin and head alone; passwords are sealed, never shown, never sent to another server."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from amends.__main__ import main
from amends.channels.email import staff_mail
from amends.channels.email.tests.build import mail
from amends.channels.email.tests.imap_server import PASSWORD, Postbox
from amends.channels.email.tests.smtp_server import Letterbox
from amends.channels.email.way_out import password_of
from amends.channels.models import Account
from amends.core import actions, make
from amends.core.models import Complaint, Receipt
from amends.lib.files import StoreFailed
from amends.office.models import Change, Office

pytestmark = pytest.mark.django_db
SECRET = "porridge and honey"
FIELDS = {
    "address": "care@x.example", "imap_host": "mail.x.example", "imap_security": "tls", "imap_user": "care",
    "imap_password": SECRET, "imap_folder": "INBOX", "smtp_host": "", "smtp_security": "tls",
}  # fmt: skip
Enter = Callable[[str], Client]


@pytest.fixture
def enter(office: Office, settings: Settings) -> Enter:
    settings.REQUIRE_MFA = "none"

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(
            make.person(role.title(), role), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return signed_in


def test_an_account_is_added_sealed_noted_and_its_password_never_shown(enter: Enter) -> None:
    client = enter("admin")
    answer = client.post(reverse("email:add"), FIELDS, follow=True)
    account = Account.objects.get()
    assert answer.status_code == 200 and SECRET not in answer.content.decode()
    assert account.settings["imap"] == "imaps://care@mail.x.example:993/INBOX" and account.is_default
    assert SECRET not in str(account.secrets) and password_of(account, "imap") == SECRET
    change = Change.objects.get(what="mail_account_added")
    assert SECRET not in str(change.after) and change.by is not None
    for name, args in (("email:accounts", []), ("email:account", [account.pk])):
        page = client.get(reverse(name, args=args))
        assert page.status_code == 200 and SECRET not in page.content.decode()


def test_an_empty_password_keeps_the_old_one_but_not_for_another_server(enter: Enter) -> None:
    client = enter("head")
    client.post(reverse("email:add"), FIELDS)
    account = Account.objects.get()
    url = reverse("email:account", args=[account.pk])
    assert client.post(url, FIELDS | {"imap_password": "", "imap_folder": "Care"}).status_code == 302
    account.refresh_from_db()
    assert password_of(account, "imap") == SECRET and account.settings["imap"].endswith("/Care")
    elsewhere = client.post(url, FIELDS | {"imap_password": "", "imap_host": "evil.example"})
    assert elsewhere.status_code == 422 and "Please type the password" in elsewhere.content.decode()


WRONG = [
    ("no address", {"address": "care"}, "address"),
    ("a path for a host", {"imap_host": "mail.x.example/inbox"}, "imap_host"),
    ("no encryption far away", {"imap_security": "none"}, "imap_security"),
    ("no port", {"imap_port": "99999"}, "imap_port"),
]


@pytest.mark.parametrize(("name", "fields", "field"), WRONG, ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    name: str, fields: dict[str, str], field: str, enter: Enter
) -> None:
    answer = enter("admin").post(reverse("email:add"), FIELDS | fields)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert 'value="care"' in answer.content.decode() and SECRET not in answer.content.decode()
    assert not Account.objects.exists()


@pytest.mark.parametrize("role", ["operator", "expert", "senior", "auditor"])
def test_others_may_not_even_look(role: str, enter: Enter, account: Account) -> None:
    client = enter(role)
    for name, args in (("accounts", []), ("add", []), ("account", [account.pk])):
        assert client.get(reverse(f"email:{name}", args=args)).status_code == 403
    for name in ("check", "switch", "again"):
        assert client.post(reverse(f"email:{name}", args=[account.pk])).status_code == 403
    assert Client().get(reverse("email:accounts")).status_code == 302


def test_switched_off_and_on_again(enter: Enter, account: Account) -> None:
    client = enter("admin")
    for on in (False, True):
        client.post(reverse("email:switch", args=[account.pk]), {"on": "1" if on else "0"})
        account.refresh_from_db()
        assert account.is_active is on


def test_the_list_shows_trouble_and_letters_that_did_not_leave(enter: Enter, account: Account) -> None:
    client = enter("admin")
    Account.objects.update(trouble="mail.x.example refused the login")
    letter = staff_mail.keep("olga@x.example", "Welcome", "x", language="en", at=make.MONDAY)
    type(letter).objects.update(next_attempt_at=None, failure="550 no such user")
    page = client.get(reverse("email:accounts")).content.decode()
    assert "refused the login" in page and "550 no such user" in page
    client.post(reverse("email:again", args=[letter.pk]))
    assert staff_mail.undelivered() == []


def test_the_check_is_done_from_the_page(enter: Enter, account: Account) -> None:
    client = enter("admin")
    with Postbox() as box, Letterbox() as out:
        account.settings = {
            "imap": f"imap://anna:{PASSWORD}@127.0.0.1:{box.server.port}".replace(" ", "%20"),
            "smtp": f"smtp://127.0.0.1:{out.server.port}",
        }
        account.save()
        url = reverse("email:check", args=[account.pk])
        assert "login works" in client.post(url).content.decode()
        box.faults.refuse_login = True
        assert "refused the name or the password" in client.post(url).content.decode()


# The command line -----------------------------------------------------------------------------------------------------


def pipe(raw: bytes, monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    return main(["mail", *args])


def test_a_mail_server_hands_a_mail_in(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = mail(b"The jar hissed.")
    assert pipe(raw, monkeypatch, "receive", "--account", "complaints+m1.abc@company-x.example") == 0
    assert pipe(raw, monkeypatch, "receive") == 0
    receipt = Receipt.objects.get()
    assert (receipt.account, receipt.state) == (account.address, Receipt.State.KEPT)
    assert not Complaint.objects.exists()


def test_what_cannot_be_kept_is_to_be_offered_again(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise StoreFailed("no room")

    monkeypatch.setattr(actions, "keep", full)
    assert pipe(mail(b"x"), monkeypatch, "receive") == 75
    assert pipe(b"", monkeypatch, "receive") == 65


def test_an_account_is_added_from_the_command_line(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Postbox() as box, Letterbox() as out:
        imap, smtp = f"imap://anna@127.0.0.1:{box.server.port}/INBOX", f"smtp://127.0.0.1:{out.server.port}"
        args = ["add", "--address", "a@x.example", "--imap", imap, "--smtp", smtp, "--password-stdin"]
        assert pipe(f"{PASSWORD}\n".encode(), monkeypatch, *args) == 0
        assert PASSWORD not in str(Account.objects.get().settings)
        assert pipe(b"x\n", monkeypatch, *args) == 1
        assert pipe(b"wrong\n", monkeypatch, *[arg.replace("a@", "b@") for arg in args]) == 1
        assert "refused the name or the password" in capsys.readouterr().err
    assert pipe(b"", monkeypatch, "add", "--address", "c@x.example", "--imap", "http://x.example") == 1
