"""The form of a mail account: two servers, each with its way of encryption; a password is typed, never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.channels.email.accounts import Wanted, keeps_password
from amends.channels.email.servers import BadAddress, Server, server
from amends.channels.email.way_out import SLUG
from amends.channels.models import Account

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SECURITY = [
    ("tls", _("TLS from the first word (usual)")),
    ("starttls", _("STARTTLS")),
    ("none", _("None: only for a server on this machine")),
]
PORTS = {("imap", "tls"): 993, ("smtp", "tls"): 465, ("imap", "starttls"): 143, ("smtp", "starttls"): 587}
PLAIN_PORTS = {"imap": 143, "smtp": 25}
HERE = {"localhost", "127.0.0.1", "::1"}


def _host(label: StrOrPromise, words: StrOrPromise) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=253, required=False, help_text=words, widget=forms.TextInput(attrs={"class": "ltr"})
    )


def _port() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Port"),
        min_value=1,
        max_value=65535,
        required=False,
        help_text=_("Empty: the usual one."),
        widget=forms.NumberInput(attrs={"class": "short ltr"}),
    )


def _security() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Encryption"), choices=SECURITY, initial="tls")


def _user() -> forms.CharField:
    words = _("Often the whole address.")
    field = forms.TextInput(attrs={"class": "ltr", "autocomplete": "off"})
    return forms.CharField(label=_("User name"), max_length=254, required=False, help_text=words, widget=field)


def _password() -> forms.CharField:
    return forms.CharField(
        label=_("Password"),
        max_length=500,
        required=False,
        strip=False,
        help_text=_("Kept sealed. Empty: the one that is kept already."),
        widget=forms.PasswordInput(attrs={"class": "ltr", "autocomplete": "new-password"}),
    )


class AccountForm(forms.Form):
    """One mail account. `wish()` after is_valid()."""

    address = forms.EmailField(
        label=_("Address"),
        max_length=254,
        help_text=_("People write to it, and our answers come from it."),
        widget=forms.EmailInput(attrs={"class": "ltr"}),
    )
    is_default = forms.BooleanField(
        label=_("Answers to complaints that came another way leave from this address"), required=False
    )
    imap_host = _host(_("Server for incoming mail (IMAP)"), _("Empty: a mail server hands the mail in by itself."))
    imap_port = _port()
    imap_security = _security()
    imap_user = _user()
    imap_password = _password()
    imap_folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX", required=False)
    smtp_host = _host(_("Server for outgoing mail (SMTP)"), _("Empty: the office's own server is used."))
    smtp_port = _port()
    smtp_security = _security()
    smtp_user = _user()
    smtp_password = _password()

    def __init__(self, *args: Any, account: Account | None = None, **kwargs: Any) -> None:
        self.account = account
        kwargs["initial"] = _first_values(account) | (kwargs.get("initial") or {})
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        others = Account.objects.filter(channel=SLUG, address__iexact=address)
        if self.account is not None:
            others = others.exclude(pk=self.account.pk)
        if others.exists():
            raise forms.ValidationError(gettext("There is an account with this address already."))
        return address

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        for kind in ("imap", "smtp"):
            self._clean_server(kind)
        return facts

    def wish(self) -> Wanted:
        """What was typed, as an account to save."""
        facts = self.cleaned_data
        return Wanted(facts["address"], self._server("imap"), self._server("smtp"), facts["is_default"])

    def _clean_server(self, kind: str) -> None:
        facts = self.cleaned_data
        host, security = facts.get(f"{kind}_host", ""), facts.get(f"{kind}_security")
        if not host or any(name.startswith(kind) for name in self.errors):
            return
        try:
            same = server(f"{kind}://{f'[{host}]' if ':' in host else host}").host == host.lower()
        except (BadAddress, ValueError):
            same = False
        if not same or not host.isascii() or any(sign in host for sign in " /@?#\\"):
            self.add_error(f"{kind}_host", gettext("Write only the name of the server, like mail.example.org."))
            return
        if security == "none" and host not in HERE:
            self.add_error(
                f"{kind}_security",
                gettext("Without encryption the password and every complaint could be read on the way."),
            )
        place = self._server(kind)
        is_kept = self.account is not None and place is not None and keeps_password(self.account, kind, place)
        if place is not None and place.user and not place.password and not is_kept:
            self.add_error(
                f"{kind}_password", gettext("Please type the password: it is not known for this server yet.")
            )

    def _server(self, kind: str) -> Server | None:
        facts = self.cleaned_data
        host, security = facts.get(f"{kind}_host", ""), facts.get(f"{kind}_security", "tls")
        if not host:
            return None
        return Server(
            host=host.lower(),
            port=facts.get(f"{kind}_port") or PORTS.get((kind, security)) or PLAIN_PORTS[kind],
            security=security,
            user=facts.get(f"{kind}_user", ""),
            password=facts.get(f"{kind}_password", ""),
            folder=facts.get("imap_folder") or "INBOX",
        )


def _first_values(account: Account | None) -> dict[str, Any]:
    """What stands in the fields before anybody types: everything but the passwords."""
    if account is None:
        return {}
    values: dict[str, Any] = {"address": account.address, "is_default": account.is_default}
    for kind in ("imap", "smtp"):
        url = account.settings.get(kind, "")
        if not url:
            continue
        known = server(url)
        names = (
            ("host", "port", "security", "user", "folder") if kind == "imap" else ("host", "port", "security", "user")
        )
        values |= {f"{kind}_{name}": getattr(known, name) for name in names}
    return values
