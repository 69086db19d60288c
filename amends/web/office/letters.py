"""The letter of invitation; it leaves by Django's mail like every letter to staff."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import formats, timezone, translation

from amends.core.rules import letters
from amends.office.models import Office, Person
from amends.office.tokens import INVITATION_LASTS


def invitation_link(secret: str) -> str:
    """Built from AMENDS_BASE_URL, never from the Host header of whoever invites."""
    return str(settings.BASE_URL) + reverse("office:invitation", args=[secret])


def send_invitation(person: Person, secret: str, *, by: Person, at: datetime) -> None:
    """Writes in the invited person's language. The secret is in the letter and nowhere else."""
    office = Office.current()
    with translation.override(person.language):
        until = formats.date_format(timezone.localtime(at + INVITATION_LASTS), "DATE_FORMAT")
    letter = letters.fill(
        "invitation",
        person.language,
        name=person.name_in(person.language),
        company=office.name_in(person.language),
        inviter=by.name_in(person.language),
        link=invitation_link(secret),
        until=until,
    )
    mail = EmailMessage(letter.subject, letter.text, to=[person.email], headers={"Auto-Submitted": "auto-generated"})
    mail.send()
