"""The rows of the worklist: every word of a row made once in Python, so that the template only writes them down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import cached_property

from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, gettext

from amends.core.models import Category, Complaint, Deadline, Issue, Message
from amends.core.queries.clock_words import title
from amends.core.rules.deadlines import NEVER
from amends.core.rules.kinds import CHANNEL_NAMES, KIND_NAMES, Delivery, Kind
from amends.core.rules.states import STAGE_NAMES, Stage
from amends.core.rules.words import N_
from amends.office.models import Person
from amends.office.names import in_language
from amends.ui import dates, numbers
from amends.web.desk.at_stake import a_day

COSTS, COSTS_NOTHING = N_("Waiting costs money"), N_("Waiting costs nothing")
STATE_WORDS = {"at-risk": N_("at risk"), "broken": N_("missed")}


SHOWN = (
    *("number", "version", "kind", "stage", "channel", "language", "subject", "essence", "anger", "complainant_name"),
    *("has_danger", "is_confidential", "is_anonymous", "is_repeat", "is_set_aside", "proposed_kind", "restated_right"),
    *("category_id", "owner_id", "handler_id"),
)
"""What a row needs of a case; to read the rest for fifty rows would cost more than everything else on the page."""


@dataclass(frozen=True, slots=True)
class Mark:
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A running promise as the worklist reads it."""

    rule: str
    rule_version: int
    start_at: datetime
    warn_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """What is owed next: what, when in words, how near, how much of the time is gone."""

    what: str
    due: str
    until: str
    exact: str
    iso: str
    state: str
    state_words: str
    used: int


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    version: int
    name: str
    channel: str
    essence: str
    language: str
    anger: int
    anger_words: str
    marks: list[Mark]
    promise: Promise | None
    worth: str
    face: str
    is_takeable: bool


@dataclass(slots=True)
class Group:
    """Rows due on the same day, or as near as matters."""

    title: str
    rows: list[Row] = field(default_factory=list)


class Words:
    """Dates and numbers in the reader's language; a day is put into words only once."""

    def __init__(self, at: datetime, zone: tzinfo) -> None:
        self.at, self.zone, self.language = at, zone, get_language() or "en"
        self.today = at.astimezone(zone).date()
        self._said: dict[str, str] = {}
        self._days: dict[object, str] = {}
        self._full: dict[object, str] = {}

    def say(self, text: str) -> str:
        """A marked text in the reader's language."""
        if text not in self._said:
            self._said[text] = gettext(text)
        return self._said[text]

    def day(self, moment: datetime) -> str:
        day = moment.astimezone(self.zone).date()
        if day not in self._days:
            self._days[day] = dates.day_words(day, today=self.today, language=self.language)
        return self._days[day]

    def due(self, moment: datetime) -> str:
        """today 18:00, tomorrow 9:00; further away the day is enough."""
        if abs((moment.astimezone(self.zone).date() - self.today).days) > 1:
            return self.day(moment)
        return self.say(N_("%(day)s %(time)s")) % {"day": self.day(moment), "time": self.time(moment)}

    def time(self, moment: datetime) -> str:
        return dates.time_words(moment, zone=self.zone, language=self.language)

    def exact(self, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        if local.date() not in self._full:
            self._full[local.date()] = dates.full_day(local.date(), self.language)
        return f"{self._full[local.date()]}, {self.time(moment)}"

    def until(self, moment: datetime) -> str:
        return dates.distance_words(moment, now=self.at, language=self.language)

    def digits(self, value: object) -> str:
        return numbers.digits(value, self.language)

    @cached_property
    def bounds(self) -> list[tuple[datetime, str]]:
        """Where the groups end."""
        midnight = datetime.combine(self.today, datetime.min.time(), self.zone)
        week_end = midnight + timedelta(days=7 - self.today.weekday())
        after_tomorrow = midnight + timedelta(days=2)
        today = gettext("Today, %(day)s") % {"day": dates.full_day(self.today, self.language)}
        return [
            (self.at, gettext("Overdue")),
            (midnight + timedelta(days=1), today),
            (after_tomorrow, gettext("Tomorrow")),
            (max(week_end, after_tomorrow), gettext("This week")),
            (NEVER, gettext("Later")),
        ]

    def group(self, moment: datetime) -> str:
        return next((title for end, title in self.bounds if moment < end), gettext("Nothing is due"))


def groups(cases: Sequence[Complaint], at: datetime, *, by_waiting: bool = False) -> list[Group]:
    """The rows of one page under headings of days, or of whether waiting costs. Five queries, however many rows."""
    words = Words(at, timezone.get_current_timezone())
    ids = [case.pk for case in cases]
    promises, worth, undelivered = _promises(ids), _worth(ids, words), _undelivered(ids)
    categories, faces = _categories(cases, words), _faces(cases, words)
    made: list[Group] = []
    for case in cases:
        if by_waiting:
            title = words.say(COSTS if case.exposure_day_minor else COSTS_NOTHING)
            worth[case.pk] = a_day(case.exposure_day_minor, words.language)
        else:
            title = words.group(case.next_due_at)
        if not made or made[-1].title != title:
            made.append(Group(title))
        marks = _marks(case, categories.get(case.category_id or 0, ""), case.pk in undelivered, words)
        face = faces.get(case.owner_id or case.handler_id or 0, "")
        made[-1].rows.append(_row(case, marks, face, promises.get(case.pk), worth.get(case.pk, ""), words))
    return made


def _row(case: Complaint, marks: list[Mark], face: str, promise: Due | None, worth: str, words: Words) -> Row:
    channel = words.say(CHANNEL_NAMES.get(case.channel, case.channel))
    if case.is_anonymous:
        channel = words.say(N_("%(channel)s, anonymous")) % {"channel": channel}
    return Row(
        number=case.number or str(case.key),
        version=case.version,
        name=case.complainant_name or words.say(N_("No name given")),
        channel=channel,
        essence=case.essence or case.subject,
        language=case.language,
        anger=case.anger or 0,
        anger_words=words.say(N_("Anger %(level)s of 5")) % {"level": words.digits(case.anger)} if case.anger else "",
        marks=marks,
        promise=_promise(promise, words) if promise else None,
        worth=worth,
        face=face,
        is_takeable=case.handler_id is None,
    )


def _marks(case: Complaint, category: str, undelivered: bool, words: Words) -> list[Mark]:
    """What stands under the essence, gravest first."""
    kind, stage, say = Kind(case.kind), Stage(case.stage), words.say
    wanted = (
        (case.has_danger, N_("Danger to health"), "health"),
        (undelivered, N_("Undelivered"), "broken"),
        (kind is not Kind.COMPLAINT, KIND_NAMES[kind], "thanks" if kind is Kind.PRAISE else ""),
        (case.is_confidential, N_("Confidential"), "ours"),
        (case.is_repeat, N_("Repeated"), "risk"),
        (case.restated_right is False, N_("We did not understand"), "risk"),
        (case.is_set_aside, N_("Set aside"), ""),
        (stage not in (Stage.RECEIVED, Stage.CONSULTATION), STAGE_NAMES[stage], "ours"),
    )
    made = [Mark(say(text), tone) for is_so, text, tone in wanted if is_so]
    if category:
        made.insert(min(len(made), case.has_danger + undelivered), Mark(category))
    return made


def _promise(promise: Due, words: Words) -> Promise:
    state = state_of(promise, words.at)
    return Promise(
        what=title(promise.rule, promise.rule_version, words.language),
        due=words.due(promise.due_at),
        until=words.until(promise.due_at),
        exact=words.exact(promise.due_at),
        iso=promise.due_at.isoformat(),
        state=state,
        state_words=words.say(STATE_WORDS[state]) if state else "",
        used=used_of(promise, words.at),
    )


def state_of(promise: Due, at: datetime) -> str:
    """How a running promise stands."""
    if promise.due_at <= at:
        return "broken"
    return "at-risk" if promise.warn_at <= at else ""


def used_of(promise: Due, at: datetime) -> int:
    """How much of the time is gone, 0 to 100."""
    whole = (promise.due_at - promise.start_at).total_seconds()
    gone = (at - promise.start_at).total_seconds()
    return max(0, min(100, round(100 * gone / whole))) if whole > 0 else 100


def _promises(ids: list[int]) -> dict[int, Due]:
    """The promise that breaks first, by case: of several due at the same moment the oldest."""
    running = Deadline.objects.filter(complaint__in=ids, met_at=None, ended_at=None, is_promise=True)
    first = running.filter(due_at=F("complaint__next_due_at")).order_by("-id")
    facts = first.values_list("complaint_id", "rule", "rule_version", "start_at", "warn_at", "due_at")
    return {pk: Due(rule, version, start, warn, due) for pk, rule, version, start, warn, due in facts}


def _categories(cases: Sequence[Complaint], words: Words) -> dict[int, str]:
    wanted = {case.category_id for case in cases if case.category_id}
    rows = Category.objects.filter(pk__in=wanted).order_by().values_list("pk", "names", "code")
    return {pk: in_language(names, words.language) or code for pk, names, code in rows}


def _faces(cases: Sequence[Complaint], words: Words) -> dict[int, str]:
    wanted = {pk for case in cases if (pk := case.owner_id or case.handler_id)}
    rows = Person.objects.filter(pk__in=wanted).order_by().values_list("pk", "name", "names")
    return {pk: names.get(words.language) or name for pk, name, names in rows}


def _worth(ids: list[int], words: Words) -> dict[int, str]:
    """The money that is asked for, by case, summed by currency."""
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for pk, demands in Issue.objects.filter(complaint__in=ids).order_by().values_list("complaint_id", "demands"):
        for demand in demands:
            if demand.get("amount_minor") and demand.get("currency"):
                sums[pk][demand["currency"]] += demand["amount_minor"]
    return {
        pk: " + ".join(numbers.money(minor, currency, words.language) for currency, minor in sorted(by.items()))
        for pk, by in sums.items()
    }


def _undelivered(ids: list[int]) -> set[int]:
    failed = Message.objects.filter(complaint__in=ids, delivery__in=[Delivery.FAILED, Delivery.BOUNCED])
    return set(failed.order_by().values_list("complaint_id", flat=True))
