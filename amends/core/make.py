"""Builds test and demo complaints by performing real verbs, so that every row has a true history."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from amends.core import actions
from amends.core.models import Category, Complaint
from amends.core.rules.intake import Contact, Intake
from amends.core.rules.kinds import Validity
from amends.office.models import Membership, Office, Person, RoleHeld, Team
from amends.office.roles import Role

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning on which test complaints arrive."""

STEPS = ("received", "classified", "decided", "answered", "closed")


def office(**fields: Any) -> Office:
    """The one office with a team that takes everything, and a small category tree."""
    fields = {"names": {"en": "Company X"}, "prefix": "PX", "time_zone": "Europe/Moscow", "is_set_up": True} | fields
    made, _ = Office.objects.update_or_create(pk=1, defaults=fields)
    Team.objects.get_or_create(code="front", defaults={"names": {"en": "Front desk"}, "is_default": True})
    for code in ("quality", "quality.spoil", "packaging", "promo", "service"):
        category(code)
    return made


def category(code: str, **fields: Any) -> Category:
    parent = code.rpartition(".")[0]
    defaults = {"names": {"en": code}, "parent_code": parent, "valid_from": MONDAY - timedelta(days=400)} | fields
    return Category.objects.get_or_create(code=code, version=1, defaults=defaults)[0]


def person(name: str, *roles: str, team: Team | None = None, category: str = "", **fields: Any) -> Person:
    """A person with roles; with a team, member of it."""
    made = Person.objects.create_user(
        email=fields.pop("email", f"{name.lower().replace(' ', '.')}@x.example"),
        name=name,
        password=fields.pop("password", None),
        **fields,
    )
    for role in roles:
        RoleHeld.objects.create(person=made, role=Role(role), category=category)
    if team is not None:
        Membership.objects.create(person=made, team=team)
    return made


def intake(**fields: Any) -> Intake:
    """What a complainant wrote; every field may be given."""
    defaults: dict[str, Any] = {
        "receipt": uuid.uuid4().hex,
        "channel": "web_form",
        "received_at": MONDAY,
        "text": "The lid of the jar was loose and the puree had dried at the rim.",
        "language": "en",
        "author": Contact(name="Anna Sokolova", email="anna@mail.example", phone="+7 900 123-45-67"),
    }
    return Intake(**(defaults | fields))


def complaint(
    *,
    by: Person | None = None,
    until: str = "received",
    at: datetime = MONDAY,
    category: str = "quality",
    **fields: Any,
) -> Complaint:
    """A complaint brought to a step of STEPS by BY's own verbs; the delivery of its final reply is proven on the way."""
    made = actions.receive(intake(received_at=at, **fields), at=at).complaint
    steps = STEPS[1 : STEPS.index(until) + 1]
    if steps and by is None:
        raise AssertionError("somebody must do these verbs: give `by`")
    for minutes, step in enumerate(steps, start=1):
        assert by is not None
        _STEP[step](made, by, at + timedelta(minutes=10 * minutes), category)
    return made


def _classify(made: Complaint, by: Person, at: datetime, category: str) -> None:
    actions.classify(made, issues=[actions.IssueFacts(category)], by=by, at=at)


def _decide(made: Complaint, by: Person, at: datetime, category: str) -> None:
    actions.decide(
        made,
        issue=1,
        validity=Validity.UPHELD,
        decision="We return the price of the jar.",
        reasons="The seal of the lot did not hold.",
        by=by,
        at=at,
    )


def _answer(made: Complaint, by: Person, at: datetime, category: str) -> None:
    actions.reply(made, text="We return the price, because the seal did not hold.", final=True, by=by, at=at)


def _close(made: Complaint, by: Person, at: datetime, category: str) -> None:
    for message in made.messages.filter(is_final=True, delivery="waiting"):
        actions.message_sent(message, proof="250 OK", at=at)
    made.refresh_from_db()
    actions.close(made, by=by, at=at)


_STEP = {"classified": _classify, "decided": _decide, "answered": _answer, "closed": _close}
