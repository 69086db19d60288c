"""Tells administrators and heads, once, when an account has not been able to fetch its mail for a quarter of an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from amends.channels.email import staff_mail
from amends.channels.email.way_out import SLUG
from amends.channels.models import Account
from amends.office.models import Person, RoleHeld
from amends.office.roles import MAY_SET_UP_THE_OFFICE

TOO_LONG = timedelta(minutes=15)


def tell(at: datetime) -> int:
    """Writes a letter to each of them for each account that fell silent; returns for how many accounts."""
    told = 0
    for account in silent(at):
        # Another worker may have read the same row: the state as read decides who tells.
        same = Account.objects.filter(pk=account.pk, state=account.state)
        if same.update(state={**account.state, "told_at": at.isoformat()}):
            _write(account, at)
            told += 1
    return told


def silent(at: datetime) -> list[Account]:
    """Accounts that are silent for too long and of which nobody was told yet."""
    broken = Account.objects.filter(channel=SLUG, is_active=True, failures__gt=0).order_by("pk")
    return [account for account in broken if "told_at" not in account.state and _since(account) <= at - TOO_LONG]


def _since(account: Account) -> datetime:
    return datetime.fromisoformat(str(account.state["silent_since"]))


def _write(account: Account, at: datetime) -> None:
    today = RoleHeld.objects.filter(role__in=MAY_SET_UP_THE_OFFICE).values("person")
    for person in Person.objects.filter(pk__in=today, is_active=True).order_by("pk"):
        if not person.has_role(MAY_SET_UP_THE_OFFICE, at.date()):
            continue
        with override(person.language):
            facts = {"address": account.address, "trouble": account.trouble}
            subject = _("%(address)s: no mail can be fetched") % facts
            text = _(
                "For a quarter of an hour no mail to %(address)s could be fetched. Complaints may be waiting there."
            )
            said = _("What the mail server said: %(trouble)s") % facts
            link = f"{settings.BASE_URL}{reverse('email:accounts')}"
            words = f"{text % facts}\n\n{said}\n\n{link}"
        staff_mail.keep(person.email, subject, words, language=person.language, at=at)
