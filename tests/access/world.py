"""A small office for the matrix: one person of each role, five cases with canaries in every word, all addresses of the house."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from amends.channels.models import Account
from amends.core import actions, make
from amends.core.models import Attachment, CaseAccess, Category, Cause, Complaint, Message, TextBlock
from amends.core.queries.office_facts import forget_office_facts
from amends.core.rules.codes import Codes, codes_of
from amends.core.rules.intake import Contact, File
from amends.core.rules.kinds import Kind
from amends.lib.files import Store
from amends.office import models as office
from amends.office.models import Person, Team
from amends.office.tokens import create_token
from tests.access.table import EVERYONE

CASES = ("own", "other", "data", "confidential", "about")
COMMON = "zitronengras"
"""A word that stands in every case, so that a search for it asks for all of them without naming a canary."""


@dataclass
class Case:
    """One case and what must never be seen of it by those who may not."""

    name: str
    row: Complaint
    codes: Codes
    message: int
    file: int
    undelivered: int

    @property
    def canaries(self) -> tuple[str, ...]:
        return tuple(f"canary{part}{self.name}" for part in ("name", "mail", "text", "note", "file", "lot"))


@dataclass
class World:
    """The office. `at` is the moment it was made."""

    at: datetime
    people: dict[str, Person] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)

    def client(self, role: str, **more: Any) -> Client:
        client = Client(raise_request_exception=False, **more)
        if role in self.people:
            client.force_login(self.people[role])
        return client

    def bearer(self, role: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[role]}"} if role in self.tokens else {}


def build() -> World:
    """Real verbs make the cases; the head of another office part writes the notes."""
    at = timezone.now() - timedelta(hours=1)
    forget_office_facts()
    make.office(time_zone="UTC")
    forget_office_facts()
    front = Team.objects.get(code="front")
    elsewhere = Team.objects.create(code="elsewhere", names={"en": "Elsewhere"})
    clerk = make.person("Clerk of all", "head")
    world = World(at)
    for role in EVERYONE:
        world.people[role] = make.person(f"Person {role}", role, team=front, email=f"{role}@staff.example")
        world.tokens[role] = create_token(world.people[role], at=at)
    for name in CASES:
        world.cases[name] = _case(name, clerk, at)
    for name in ("other", "data"):
        Complaint.objects.filter(pk=world.cases[name].row.pk).update(team=elsewhere)
    Complaint.objects.filter(pk=world.cases["confidential"].row.pk).update(is_confidential=True)
    about = world.cases["about"].row
    CaseAccess.objects.bulk_create(
        CaseAccess(complaint=about, person=person, is_granted=False, why="about") for person in world.people.values()
    )
    Account.objects.create(channel="email", address="complaints@x.example", is_default=True)
    return world


def _case(name: str, clerk: Person, at: datetime) -> Case:
    kept = Store(settings.FILES_DIR).keep(f"canaryfile{name}".encode(), limit=1000)
    row = make.complaint(
        at=at,
        text=f"canarytext{name} {COMMON} was in the jar.",
        lot=f"canarylot{name}",
        kind=Kind.DATA_REQUEST if name == "data" else Kind.COMPLAINT,
        author=Contact(name=f"canaryname{name}", email=f"canarymail{name}@mail.example", phone="+7 900 765-43-21"),
        files=(File(f"canaryfile{name}.txt", kept.name, kept.digest, kept.size, "text/plain"),),
    )
    actions.note(row, text=f"canarynote{name} {COMMON}", by=clerk, at=at)
    outgoing = Message.objects.get(complaint=row, direction="out")
    actions.message_failed(outgoing, detail="550 no such user", at=at)
    incoming = Message.objects.get(complaint=row, direction="in")
    html = Store(settings.FILES_DIR).keep(f"<p>canarytext{name}</p>".encode(), limit=1000)
    Message.objects.filter(pk=incoming.pk).update(html=html.name)
    row.refresh_from_db()
    file = Attachment.objects.get(complaint=row)
    return Case(name, row, codes_of(row.receipt, 0, settings.SECRET_KEY), incoming.pk, file.pk, outgoing.pk)


# Addresses ------------------------------------------------------------------------------------------------------------


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """Every address of the house, as the URL map writes it."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(found: list[Any], before: str) -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        whole = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, whole)
        else:
            yield whole, one


ROWS_OF_ROOMS: dict[str, Any] = {
    "office/teams/": Team,
    "office/lists/": office.Store,
    "office/ready-words/": TextBlock,
    "office/categories/": Category,
    "office/causes/": Cause,
}
"""Whose rows stand behind <int:pk> in the rooms of the office."""


def address(pattern: str, world: World, case: Case | None) -> str:
    """A real address of a pattern: of this case, of one that does not exist (None), with harmless values elsewhere."""
    number = str(case.row.number) if case else "PX-2026-999999"
    row = case.message if case else 99999999
    if pattern.startswith(("desk/files/", "follow/files")):
        row = case.file if case else 99999999
    elif pattern.startswith("desk/undelivered"):
        row = case.undelivered if case else 99999999
    elif pattern.startswith("office/people"):
        row = world.people["trainer"].pk
    elif room := next((room for room in ROWS_OF_ROOMS if pattern.startswith(room)), ""):
        row = ROWS_OF_ROOMS[room].objects.values_list("pk", flat=True).order_by("pk").first() or 1
    elif pattern.startswith("office/mail/<"):
        row = Account.objects.values_list("pk", flat=True)[0]
    token = case.codes.token if case else "A" * 22
    plain = re.sub(r"^(.*?)\^", r"\1", pattern).rstrip("$")
    plain = re.sub(r"\(\?P<token>[^)]*\)", token, plain)
    plain = re.sub(r"\(\?P<(\w+)>[^)]*\)", "1", plain)
    plain = re.sub(r"<(?:str:)?number>", number, plain)
    plain = (
        plain.replace("<int:pk>", str(row))
        .replace("<str:name>", "note")
        .replace("<str:secret>", "wrong-secret")
        .replace("<str:token>", "A" * 22)
    )
    plain = (
        plain.replace("look/note", "look/look-000000000000.css")
        .replace("<slug:step>", "team")
        .replace("<slug:kind>", "stores")
        .replace("<str:rule>", "POL-ANSWER")
        .replace("<str:code>", "office")
    )
    return "/" + re.sub(r"<int:\w+>", "1", plain)


NOISE = re.compile(r'(name="csrfmiddlewaretoken" value="|"csrf": ")[^"]+|PX-\d{4}-\d{6}|\b[0-9]{1,8}\b')


def alike(body: bytes) -> str:
    """A body without what differs between any two answers: proofs, the number that was asked for."""
    return NOISE.sub("", body.decode("utf-8", "replace"))
