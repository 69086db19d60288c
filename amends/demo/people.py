"""The people of the demo office: accounts with passwords made at the first run, roles, teams and the duty roster."""

import os
import secrets
from datetime import datetime, time, timedelta
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from amends.lib.data_files import Entry, read_entry
from amends.office.models import Membership, Office, Person, RoleHeld, Shift, Team
from amends.office.roles import Role

ACCOUNTS_FILE = "demo-accounts.txt"


def engage(data_dir: Path) -> dict[str, Person]:
    """Everybody of people.yaml by the part of the e-mail before the @; passwords go into a file only the owner reads."""
    people = read_entry(resources.files(__package__).joinpath("people.yaml"))
    found: dict[str, Person] = {}
    accounts: list[str] = []
    for entry in people.entries("people"):
        email = entry.text("email")
        person = Person.objects.filter(email=email).first()
        if person is None:
            password = secrets.token_urlsafe(9)
            person = _engage(entry, email, password)
            accounts.append(f"{email:32}{password:16}{', '.join(entry['roles'])}")
        found[email.split("@")[0]] = person
    if accounts:
        _write(data_dir / ACCOUNTS_FILE, accounts)
    return found


def put_on_duty(first: datetime, last: datetime) -> None:
    """Fills the roster from one moment to another, every day alike, by the office's clock."""
    zone = ZoneInfo(Office.current().time_zone)
    rows = read_entry(resources.files(__package__).joinpath("people.yaml")).entries("roster")
    staff = {person.email: person for person in Person.objects.filter(email__in=[row.text("person") for row in rows])}
    shifts = []
    day = first.astimezone(zone).date() - timedelta(days=1)
    while day <= last.astimezone(zone).date():
        for row in rows:
            starts = datetime.combine(day, time.fromisoformat(row.text("from")), zone)
            ends = datetime.combine(day, time.fromisoformat(row.text("to")), zone)
            ends += timedelta(days=1) if ends <= starts else timedelta()
            shifts.append(Shift(person=staff[row.text("person")], starts_at=starts, ends_at=ends))
        day += timedelta(days=1)
    Shift.objects.bulk_create(shifts)


def _engage(entry: Entry, email: str, password: str) -> Person:
    entry.known("email", "language", "languages", "teams", "roles", "senior_for", "deputy_for", "time_zone", "names")
    names = dict(entry["names"])
    person = Person.objects.create_user(
        email,
        password,
        name=names[entry.text("language")],
        names=names,
        language=entry.text("language"),
        languages=list(entry["languages"]),
        time_zone=entry.get("time_zone", ""),
    )
    for role in entry["roles"]:
        if Role(role) is not Role.SENIOR:
            RoleHeld.objects.create(person=person, role=role)
    for field, is_deputy in (("senior_for", False), ("deputy_for", True)):
        for category in entry.get(field, []):
            RoleHeld.objects.create(person=person, role=Role.SENIOR, category=category, is_deputy=is_deputy)
    for code in entry.get("teams", []):
        Membership.objects.create(person=person, team=Team.objects.get(code=code))
    return person


def _write(file: Path, lines: list[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write("\n".join(["Demo accounts: e-mail, password, roles.", *lines, ""]))
