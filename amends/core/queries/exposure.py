"""What a case may cost, from its rows: gathered for the rules, reckoned, summed over a list. Read only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from django.db.models import Count, Q, Sum

from amends.core.models import Appraisal, Complaint, Deadline, Issue, Stake
from amends.core.models.complaint import ComplaintQuerySet
from amends.core.queries.calendars import PLACES
from amends.core.queries.office_facts import office_facts
from amends.core.rules.clocks import Clock as Running
from amends.core.rules.clocks.facts import bodies_of_law
from amends.core.rules.deadlines import NEVER
from amends.core.rules.exposure import Asked, AtStake, Clock, Exposure, exposures
from amends.core.rules.law.book import RuleBook
from amends.core.rules.law.rule import Rule


@dataclass(frozen=True, slots=True)
class Stood:
    """The exposure of a case on a day: in the office's currency, and the others apart. `on` is none with nothing to reckon."""

    on: date | None
    minor: int = 0
    day_minor: int = 0
    apart: tuple[Exposure, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """What the cases of a list may cost together. `apart` by currency: today and for one more day, never converted."""

    cases: int
    minor: int
    day_minor: int
    apart: Mapping[str, tuple[int, int]]


def book() -> RuleBook:
    """The laws as shipped, and what the office keeps of its own."""
    return office_facts().books(None).book


def today(at: datetime) -> date:
    """The day of the office: an exposure changes at its midnight."""
    return at.astimezone(office_facts().zone).date()


def exposures_of(case: Complaint, on: date) -> tuple[Exposure, ...]:
    """Every line of what the case may cost on a day; reads issues, clocks and the appraisal."""
    facts = at_stake(case, case.issues.all(), case.deadlines.all(), Appraisal.objects.filter(complaint=case).first())
    return _exposures(facts, on)


def stood(case: Complaint, on: date) -> Stood:
    """What the row of the case keeps. An ended case owes nothing more; it is reckoned again when it is reopened."""
    return _stood(case, exposures_of(case, on), on)


def stood_in_memory(
    case: Complaint,
    issues: Iterable[Issue],
    deadlines: Iterable[Deadline | Running],
    on: date,
    appraisal: Appraisal | None = None,
) -> Stood:
    """The same for what is at hand already or not written yet."""
    return _stood(case, _exposures(at_stake(case, issues, deadlines, appraisal), on), on)


def _exposures(facts: AtStake | None, on: date) -> tuple[Exposure, ...]:
    return exposures(facts, book(), on, get_currency_precision) if facts else ()


def _stood(case: Complaint, found: tuple[Exposure, ...], on: date) -> Stood:
    if not found:
        return Stood(None)
    if not case.is_open:
        return Stood(on)
    currency = office_facts().office.currency
    ours = next((one for one in found if one.currency == currency), None)
    apart = tuple(one for one in found if one.currency != currency and (one.today_minor or one.one_more_day_minor))
    return Stood(on, ours.today_minor if ours else 0, ours.one_more_day_minor if ours else 0, apart)


def at_stake(
    case: Complaint, issues: Iterable[Issue], deadlines: Iterable[Deadline | Running], appraisal: Appraisal | None
) -> AtStake | None:
    """The facts for the rules; None where no sum is known at all, which is cheap to learn."""
    issues = sorted(issues, key=lambda issue: issue.position)
    asked = tuple(_asked(demand) for issue in issues for demand in issue.demands)
    prices = [(issue.currency, issue.price_minor) for issue in issues if issue.price_minor is not None]
    if appraisal is None and not prices and not any(demand.minor for demand in asked):
        return None
    named = [appraisal.currency if appraisal else "", *(code for code, _ in prices), *(one.currency for one in asked)]
    currency = next(filter(None, named), office_facts().office.currency)
    sums = {"price": sum(minor for code, minor in prices if code == currency)} if prices else {}
    zone = office_facts().zone
    days = {"claim_presented": case.presented_at.astimezone(zone).date()}
    return AtStake(
        currency=currency,
        jurisdictions=bodies_of_law(case.jurisdictions),
        kind=case.kind,
        demands=asked,
        clocks=tuple(_clock(row, book(), zone) for row in deadlines if row.rule in book() and row.due_at < NEVER),
        sums=sums | (appraisal.sums if appraisal else {}),
        days=days | _days(appraisal.days if appraisal else {}),
        ends=_days(appraisal.ends if appraisal else {}),
        circumstances=frozenset(appraisal.circumstances if appraisal else ()),
        exemptions=frozenset(appraisal.exemptions if appraisal else ()),
        probability=appraisal.probability if appraisal else None,
    )


def total(cases: ComplaintQuerySet) -> Total:
    """The sum over a list: exactly that of its cases, each as its row keeps it."""
    plain = cases.order_by()
    ours = plain.filter(at_stake_now()).aggregate(
        cases=Count("pk"), minor=Sum("exposure_minor"), day=Sum("exposure_day_minor")
    )
    stakes = Stake.objects.filter(complaint__in=plain.values("pk")).order_by().values("currency")
    apart = stakes.annotate(minor=Sum("today_minor"), day=Sum("day_minor")).order_by("currency")
    return Total(
        ours["cases"],
        ours["minor"] or 0,
        ours["day"] or 0,
        {row["currency"]: (row["minor"], row["day"]) for row in apart},
    )


def at_stake_now() -> Q:
    """The cases behind a sum: those that cost something today or for one more day, in any currency."""
    apart = Q(pk__in=Stake.objects.order_by().values("complaint_id"))
    # The first condition says nothing new; it is the one an index of few rows answers.
    return Q(exposure_on__isnull=False) & (Q(exposure_minor__gt=0) | Q(exposure_day_minor__gt=0) | apart)


def _asked(demand: Mapping[str, object]) -> Asked:
    minor = demand.get("amount_minor")
    return Asked(str(demand.get("type")), minor if isinstance(minor, int) else None, str(demand.get("currency") or ""))


def _clock(row: Deadline | Running, known: RuleBook, office: ZoneInfo) -> Clock:
    """A clock ends on the day of the place where its law holds, whatever the office's own zone."""
    rule = known.versions(row.rule)[-1]
    zone = _zone(rule, office)
    ended = row.met_at or row.ended_at
    return Clock(
        row.rule,
        row.rule_version,
        row.due_at.astimezone(zone).date(),
        ended.astimezone(zone).date() if ended else None,
    )


def _zone(rule: Rule, office: ZoneInfo) -> ZoneInfo:
    place = PLACES.get(rule.jurisdiction)
    name = rule.zone or (place.zone if place and place.zone != UTC.tzname(None) else "")
    return ZoneInfo(name) if name else office


def _days(kept: Mapping[str, str]) -> dict[str, date]:
    return {name: date.fromisoformat(day) for name, day in kept.items()}
