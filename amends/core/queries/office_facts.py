"""What a new case needs to know of the office, read together and kept for some seconds: it changes a few times a year."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import DEFAULT_DB_ALIAS, connections

from amends.core.queries.books import OF_OFFICE, OF_TEAM, newest_edition, own_numbers, read_library
from amends.core.rules.clocks import Books, Library
from amends.core.rules.routing import Route
from amends.lib.beside import beside
from amends.office.duty import Roster, roster
from amends.office.models import Office, Person, Team

SECONDS_KEPT = 5.0
ROSTER_LENGTH = timedelta(hours=26)
"""Longer than the longest clock of danger (24 hours), so that one reading tells whether it is watched."""


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    office: Office
    routes: tuple[Route, ...]
    teams: Mapping[str, Team]
    edition: int
    library: Library
    code_of_team: Mapping[int, str]

    @property
    def language(self) -> str:
        return self.office.language

    @property
    def jurisdiction(self) -> str:
        return self.office.jurisdiction

    def jurisdiction_in(self, language: str) -> str:
        """Whose emergency number and authority a reader of LANGUAGE is told: the office's own, else that of the language."""
        return self.office.jurisdiction if language == self.office.language else ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.office.time_zone)

    def books(self, team: int | None) -> Books:
        """What the promises of a case of a team (its id) are reckoned with."""
        return self.books_in(self.library, self.edition, team)

    def books_in(self, library: Library, edition: int, team: int | None) -> Books:
        """The same in another library: of a change that somebody tries out."""
        codes = library.codes()
        of_team = f"{OF_TEAM}{self.code_of_team.get(team or 0, '')}"
        calendar = of_team if of_team in codes else OF_OFFICE if OF_OFFICE in codes else ""
        return library.books(edition, own_numbers(self.office, calendar))

    def team(self, code: str) -> Team | None:
        return self.teams.get(code)


class _Kept:
    """What was read last through one connection."""

    facts: OfficeFacts | None = None
    library: tuple[str, int, Library] | None = None
    roster: Roster | None = None
    until: float = 0.0
    database: str = ""


def _kept() -> _Kept:
    return beside(connections[DEFAULT_DB_ALIAS], _Kept)


def office_facts() -> OfficeFacts:
    """The office as it stands, at most five seconds old."""
    kept, database = _kept(), str(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    # A monotonic clock only bounds the age of the copy; no rule sees it.
    if kept.facts is None or kept.database != database or time.monotonic() > kept.until:
        kept.facts, kept.until, kept.database = _read(database), time.monotonic() + SECONDS_KEPT, database
        kept.roster = None
    return kept.facts


def face_at(at: datetime) -> Person | None:
    """Who is on duty at a moment, by a roster at most as old as the other facts."""
    return _roster(at, at).on_duty(at)


def is_watched(start: datetime, end: datetime) -> bool:
    """Whether somebody is on duty all the time between two moments of a day: only then may a text promise it."""
    return _roster(start, end).is_covered(start, end)


def forget_office_facts() -> None:
    """For whoever changed the office, its rules or its calendars: the next question reads anew."""
    kept = _kept()
    kept.facts = None
    kept.library = None


def _roster(start: datetime, end: datetime) -> Roster:
    office_facts()
    kept = _kept()
    if kept.roster is None or not (kept.roster.covers(start) and end <= kept.roster.until):
        kept.roster = roster(start, ROSTER_LENGTH)
    return kept.roster


def _read(database: str) -> OfficeFacts:
    office = Office.current()
    teams = list(Team.objects.filter(is_active=True).order_by("-is_default", "code"))
    edition = newest_edition()
    library = _library(database, edition)
    return OfficeFacts(
        office=office,
        routes=tuple(
            Route(team.code, frozenset(team.categories), frozenset(team.languages), team.is_default) for team in teams
        ),
        teams={team.code: team for team in teams},
        edition=edition,
        library=library,
        code_of_team={team.pk: team.code for team in teams},
    )


def _library(database: str, edition: int) -> Library:
    """Kept until somebody adds a rule or a calendar: reading it costs more than a hundred complaints."""
    kept = _kept()
    if kept.library is None or kept.library[:2] != (database, edition):
        kept.library = (database, edition, read_library())
    return kept.library[2]
