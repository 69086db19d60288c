"""What a case owes, as machines of the staff read it: every clock with its derivation, and what the case may cost."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.utils.translation import get_language
from pydantic import BaseModel, Field

from amends.core.models import Complaint, Deadline
from amends.core.queries.clock_rows import standing
from amends.core.queries.clock_words import clock_name, why
from amends.core.queries.exposure import exposures_of, today
from amends.core.queries.exposure_words import told
from amends.core.rules.deadlines import NEVER
from amends.core.rules.exposure import Exposure


class PauseShown(BaseModel):
    begins_at: str
    ends_at: str | None = Field(description="None while it lasts")
    reason: str


class DeadlineShown(BaseModel):
    key: str = Field(description="Names the clock within its case, for extend and fulfil")
    kind: str
    rule: str
    rule_version: int
    jurisdiction: str = Field(description="Whose law it is; * for the office's own promises")
    title: str = Field(description="In the language of Accept-Language")
    is_promise: bool = Field(description="False: what others may do until then")
    state: Literal["running", "at_risk", "missed", "kept", "paused", "dropped"] = Field(
        description="At the moment of reading; dropped: ended before it was due"
    )
    start_at: str
    warn_at: str | None = Field(description="From then on it is at risk; None while the clock stands still")
    due_at: str | None = Field(description="None while the clock stands still")
    extended: bool
    pauses: list[PauseShown]
    met_at: str | None
    met_by: int | None = Field(description="The event that kept it, by its seq")
    missed_at: str | None
    ended_at: str | None
    why_ended: str
    why: list[str] = Field(description="The derivation, a sentence each, in the language of Accept-Language")


class StakeShown(BaseModel):
    """One line of the reckoning."""

    key: str = Field(description="`demand`, or the rule that adds the sum")
    title: str = Field(description="In the language of Accept-Language")
    amount_minor: int
    day_minor: int = Field(description="What one more day adds")
    steps: list[str] = Field(description="How it is reckoned, a sentence each")
    standing: list[str] = Field(description="How sure the reading of the law is, and who of the office reviewed it")


class ExposureShown(BaseModel):
    currency: str
    as_of: str = Field(description="The day of the office for which it is reckoned")
    today_minor: int
    one_more_day_minor: int
    full_minor: int = Field(description="When everything goes against the office")
    lines: list[StakeShown]


def deadlines(case: Complaint, at: datetime) -> list[dict[str, Any]]:
    """Every clock of the case, running or ended, by due moment."""
    language = get_language() or "en"
    return [_deadline(row, at, language) for row in case.deadlines.all()]


def exposure(case: Complaint, at: datetime) -> list[dict[str, Any]]:
    """What the case may cost as of this day; nothing is asked where no sum is known or nobody owes anything any more."""
    if case.exposure_on is None or not case.is_open:
        return []
    language, on = get_language() or "en", today(at)
    return [_exposure(one, on.isoformat(), language) for one in exposures_of(case, on)]


def _deadline(row: Deadline, at: datetime, language: str) -> dict[str, Any]:
    return {
        "key": row.key,
        "kind": row.kind,
        "rule": row.rule,
        "rule_version": row.rule_version,
        "jurisdiction": row.jurisdiction,
        "title": clock_name(row, language),
        "is_promise": row.is_promise,
        "state": standing(row, at),
        "start_at": row.start_at.isoformat(),
        "warn_at": _moment(row.warn_at),
        "due_at": _moment(row.due_at),
        "extended": row.extended,
        "pauses": [{"begins_at": begins, "ends_at": ends, "reason": reason} for begins, ends, reason in row.pauses],
        "met_at": _moment(row.met_at),
        "met_by": row.met_seq,
        "missed_at": _moment(row.missed_at),
        "ended_at": _moment(row.ended_at),
        "why_ended": row.why_ended,
        "why": why(row, language),
    }


def _exposure(one: Exposure, as_of: str, language: str) -> dict[str, Any]:
    return {
        "currency": one.currency,
        "as_of": as_of,
        "today_minor": one.today_minor,
        "one_more_day_minor": one.one_more_day_minor,
        "full_minor": one.full_minor,
        "lines": [
            {
                "key": line.key,
                "title": words.title,
                "amount_minor": line.amount_minor,
                "day_minor": line.day_minor,
                "steps": list(words.steps),
                "standing": list(words.standing),
            }
            for line, words in zip(one.lines, told(one, language), strict=True)
        ],
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment and moment < NEVER else None
