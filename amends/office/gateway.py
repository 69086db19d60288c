"""Opens the secrets of the gateway. Only its caller and the verb that keeps it need them."""

from __future__ import annotations

from django.conf import settings

from amends.lib.secrets import unseal
from amends.office.models import Gateway

SECRETS = "alarm-gateway"
HEADER, KEY = "header", "key"


def secret_of(gateway: Gateway, name: str) -> str:
    """The value of HEADER or KEY; empty when there is none. Raises Unsealable when the office's secret has changed."""
    sealed = gateway.secrets.get(name, "")
    return unseal(sealed, settings.SECRET_KEY, purpose=SECRETS) if sealed else ""
