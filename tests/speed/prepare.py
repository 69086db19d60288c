"""Fills the ground in a process of its own: `python -m tests.speed.prepare COUNT`. Prints who works there, as JSON.

Eight teams of five; complaints by the loader; then sealed, indexed, and the clock's work done, as an office would stand.
"""

import json
import sys
import time

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.utils import timezone  # noqa: E402

from amends.commands import init  # noqa: E402
from amends.core import make, sealer, tasks  # noqa: E402
from amends.core.loader.load import load  # noqa: E402
from amends.core.models import Complaint  # noqa: E402
from amends.insight.search import index  # noqa: E402
from amends.office.models import Person, Team  # noqa: E402

TEAMS, OF_EACH = 8, 5


def main() -> None:
    count = int(sys.argv[1])
    init.prepare()
    if not Team.objects.filter(code="team1").exists():
        _people()
    took = {}
    if count and not Complaint.objects.exists():
        began = time.perf_counter()
        load(count, at=timezone.now(), told=_told)
        took["loaded"] = time.perf_counter() - began
        began = time.perf_counter()
        while sealer.seal_minute(timezone.now()):
            pass
        took["sealed"] = time.perf_counter() - began
        began = time.perf_counter()
        index.rebuild()
        took["indexed"] = time.perf_counter() - began
        while tasks.tick(timezone.now()):
            while tasks.react(timezone.now()):
                pass
    people = {name: _session(name) for name in ("operator1", "expert", "auditor", "head", "specialist")}
    prefix = f"PX-{timezone.now().year}-"
    print(
        json.dumps(
            {"people": people, "took": took, "count": count, "stored": Complaint.objects.count(), "prefix": prefix}
        )
    )


def _told(done: int) -> None:
    if done % 10_000 == 0:
        print(f"  {done:,} loaded", file=sys.stderr, flush=True)


def _people() -> None:
    make.office()
    for number in range(1, TEAMS + 1):
        team = Team.objects.create(code=f"team{number}", names={"en": f"Team {number}"})
        for of_team in range(OF_EACH):
            make.person(f"operator{number}" if not of_team else f"member{number}{of_team}", "operator", team=team)
    Team.objects.exclude(code__startswith="team").update(is_active=False)
    make.person("expert", "expert", category="quality")
    make.person("auditor", "auditor")
    make.person("head", "head")
    make.person("specialist", "specialist")


def _session(name: str) -> str:
    """The cookie of a signed-in person."""
    person = Person.objects.get(name=name)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
