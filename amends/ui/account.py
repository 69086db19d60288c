"""allauth's sign-in in our words: its forms with plain labels, and its QR code without inline style."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from amends.ui import qr


class SecondProof(DefaultMFAAdapter):
    """allauth's second proof with a QR code that needs no inline style."""

    def build_totp_svg(self, url: str) -> str:
        return qr.picture(url)


class Plain(forms.Form):
    """Labels instead of placeholders: a placeholder vanishes as soon as one types."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, field.help_text)
            if name == "code":
                field.widget.attrs |= {"autocomplete": "one-time-code", "class": "short ltr", "autofocus": True}


class Login(Plain, account.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password"), "remember": _("Keep me signed in on this device")}


class ResetPassword(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ResetPasswordFromKey(Plain, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The new password once more")}


class ChangePassword(Plain, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Password until now"),
        "password1": _("New password"),
        "password2": _("The new password once more"),
    }
    helps = {"oldpassword": ""}


class Reauthenticate(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class Once(forms.Form):
    """A code proves once: allauth forgets a used one after its own thirty seconds, but takes it for thirty more on
    either side (`MFA_TOTP_TOLERANCE`), and somebody may have looked over the shoulder. RFC 6238, 5.2."""

    user: Any

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        bare = "".join(filter(str.isalnum, code)).upper()  # "123 456" and "123-456" are one code
        name = salted_hmac("amends.proof", f"{self.user.pk} {bare}").hexdigest()
        if not cache.add(f"proof:{name}", "used", timeout=settings.CODE_IS_GOOD_FOR):
            raise get_adapter().validation_error("incorrect_code")
        return code


class Authenticate(Once, Plain, second.AuthenticateForm):
    labels = {"code": pgettext_lazy("one-time", "Code")}
    helps = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}


class ReauthenticateByCode(Once, Plain, second.ReauthenticateForm):
    labels = {"code": pgettext_lazy("one-time", "Code")}
    helps = {"code": _("Six digits from your authenticator app, or one of your recovery codes.")}


class ActivateTotp(Once, Plain, totp.ActivateTOTPForm):
    labels = {"code": pgettext_lazy("one-time", "Code")}
    helps = {"code": _("Six digits the app shows now for this office.")}


class AddPasskey(Plain, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone, without a password")}
    helps = {
        "name": _("So that you know it again: “blue key”, “my phone”."),
        "passwordless": _("The key then asks for your finger, your face or its PIN."),
    }


class EditPasskey(Plain, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name of the key")}
