"""How allauth signs people in here: nobody signs up alone, and links in letters bear the office's own address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


class Adapter(DefaultAccountAdapter):
    """Accounts are made by invitation only (amends.office.tokens)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Built from AMENDS_BASE_URL, never from the Host header of whoever asked for the letter."""
        where = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + where.replace("UID-KEY", key)

    def is_safe_url(self, url: str | None) -> bool:
        """Ways within this house. What cannot even be read as an address is none; allauth would fail on it."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address TrueAddress found."""
        return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")

    def render_mail(self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None) -> Any:
        """A letter of the house says that a machine wrote it (RFC 3834)."""
        return super().render_mail(
            template_prefix, email, context, {**(headers or {}), "Auto-Submitted": "auto-generated"}
        )
