"""A message a person of the office writes to the complainant: under the owner's name, into the outbox."""

from __future__ import annotations

from django.utils.translation import gettext, override

from amends.core.actions import _letter
from amends.core.actions._record import Act
from amends.core.models import Message, Party
from amends.core.queries.office_facts import office_facts
from amends.core.rules.kinds import Delivery, Direction
from amends.core.rules.words import N_

FOR_OWNER = N_("%(deputy)s for %(owner)s")


def outgoing(act: Act, text: str, *, letter: str = "", final: bool = False, subject: str = "") -> Message:
    """Writes the message. Who speaks first with a complainant nobody has spoken to becomes the owner (invariant 2)."""
    if act.by is not None and act.case.owner_id is None:
        act.set(owner=act.by, handler=act.case.handler or act.by)
    party = act.case.parties.filter(position=0).first()
    language = (party.language if party else "") or act.case.language
    way = _letter.way_to(party, act.case)
    return act.message(
        direction=Direction.OUT,
        channel=way.channel,
        account=act.case.account if way.channel == act.case.channel else "",
        party=party,
        author=act.by,
        shown_as=signed_by(act, party, language),
        language=language,
        subject=subject or reply_subject(act),
        body=text,
        letter=letter,
        is_final=final,
        marks=_letter.new_marks(),
        delivery=way.delivery,
        next_attempt_at=act.at if way.delivery is Delivery.WAITING else None,
    )


def signed_by(act: Act, party: Party | None, language: str) -> str:
    """The owner's name; "Ivan for Olga" when another writes; the office's name for the house itself."""
    owner, writer = act.case.owner, act.by
    if owner is None:
        return office_facts().office.name_in(language)
    if writer is None or writer.pk == owner.pk:
        return owner.name_in(language)
    with override(language):
        return gettext(FOR_OWNER) % {"deputy": writer.name_in(language), "owner": owner.name_in(language)}


def reply_subject(act: Act) -> str:
    subject = act.case.subject
    if not subject:
        return str(act.case.number)
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"[:500]
