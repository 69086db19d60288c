"""The gateway of the alarms is set up or changed. Only an administrator: it is told whom to call, day and night."""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from amends.lib import outbound
from amends.lib.secrets import seal
from amends.office import changes
from amends.office.gateway import HEADER, KEY, SECRETS
from amends.office.models import Gateway, Person
from amends.office.refused import NotAllowed, OfficeRefused
from amends.office.roles import Role

SHORTEST_KEY = 16
HEADER_NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
OURS = frozenset({"host", "content-type", "content-length", "connection", "amends-signature", "idempotency-key"})
VISIBLE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")


def keep_gateway(
    *, url: str, header: str, header_value: str = "", key: str = "", on: bool = True, by: Person, at: datetime
) -> bool:
    """Whether anything was changed. An empty secret keeps the one that is sealed, but never for another server.

    Refuses an address that is none or (unless AMENDS_ALARM_ALLOW_PRIVATE) lies in this house, a header that is none or
    ours, a key of fewer than sixteen signs; and anybody who is no administrator.
    """
    with changes.changing(by, at):
        if not by.has_role({Role.ADMIN}, at.date()):
            raise NotAllowed(gettext("Only an administrator may do this."))
        gateway = Gateway.current() or Gateway()
        place = _place(url)
        known = outbound.place(gateway.url) if gateway.url else None
        kept = gateway.secrets if known and known.server == place.server else {}
        secrets = {KEY: _sealed_key(key, kept)} | _sealed_header(header, header_value, kept)
        values = {"url": url.strip(), "header": header.strip(), "secrets": secrets, "is_on": on}
        is_new = gateway.pk is None
        if not is_new and all(getattr(gateway, name) == value for name, value in values.items()):
            return False
        before = {} if is_new else _told(gateway)
        for name, value in values.items():
            setattr(gateway, name, value)
        gateway.save()
        told = _told(gateway) | ({"secrets": "set anew"} if header_value or key else {})
        changes.note("keep_gateway", gateway, by=by, at=at, before=before, after=told)
        return True


def _place(url: str) -> outbound.Place:
    try:
        return outbound.place(url.strip(), allow_private=settings.ALARM_ALLOW_PRIVATE)
    except outbound.PrivateAddress:
        words = gettext("This address lies inside the house; AMENDS_ALARM_ALLOW_PRIVATE would have to allow it.")
        raise OfficeRefused(words, "url") from None
    except outbound.BadAddress:
        raise OfficeRefused(gettext("Write it like https://gateway.example.org/call."), "url") from None


def _sealed_key(key: str, kept: dict[str, str]) -> str:
    if not key:
        if not kept.get(KEY):
            raise OfficeRefused(gettext("Please type the key: it is not known for this server yet."), "key")
        return kept[KEY]
    if len(key) < SHORTEST_KEY:
        raise OfficeRefused(gettext("The key needs at least %(least)s signs.") % {"least": SHORTEST_KEY}, "key")
    return seal(key, settings.SECRET_KEY, SECRETS)


def _sealed_header(header: str, value: str, kept: dict[str, str]) -> dict[str, str]:
    name = header.strip()
    if not name:
        return {}
    if not HEADER_NAME.fullmatch(name) or name.lower() in OURS:
        raise OfficeRefused(gettext("This cannot be the name of a header."), "header")
    if not value:
        if not kept.get(HEADER):
            raise OfficeRefused(gettext("Please type its value: it is not known for this server yet."), "header_value")
        return {HEADER: kept[HEADER]}
    if not VISIBLE.fullmatch(value):
        raise OfficeRefused(gettext("A header holds plain Latin signs in one line."), "header_value")
    return {HEADER: seal(value, settings.SECRET_KEY, SECRETS)}


def _told(gateway: Gateway) -> dict[str, object]:
    """What the log may know: everything but the secrets."""
    return {"url": gateway.url, "header": gateway.header, "is_on": gateway.is_on}
