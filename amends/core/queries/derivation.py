"""A due moment explained in words: every step of its reckoning as one line, in the reader's language and calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import NamedTuple

from babel.dates import get_day_names
from django.utils.translation import gettext, ngettext, override

from amends.core.rules import letter_dates
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.penalty import Penalty
from amends.core.rules.law.reckoning import Due, Step
from amends.core.rules.law.rule import PAUSES, TRIGGERS, Certainty, Rule, Unit, said
from amends.core.rules.words import N_

LANGUAGES = ("en", "ru", "fa", "zh")

SURE = {
    Certainty.HIGH: N_("This reading of the law is certain."),
    Certainty.MEDIUM: N_("This reading of the law is fairly certain."),
    Certainty.LOW: N_("This reading of the law is uncertain: have it checked."),
    Certainty.POLICY: N_("This is the office's own promise."),
}
NOT_REVIEWED = N_("No lawyer of the office has reviewed this rule.")

_PERSIAN_DIGITS = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫")
_day = lru_cache(maxsize=4096)(letter_dates.day)


def lines(due: Due, rule: Rule, language: str, calendar: Calendar | None = None) -> list[str]:
    """The derivation, a sentence a line: the article, each step, how sure the reading is, and who reviewed it.

    With the calendar the holidays are named. ISO 10002, 4.4: the complainant can follow why.
    """
    return _told(due.steps, _Voice(language, rule, calendar))


def penalty_lines(found: Penalty, rule: Rule, language: str) -> list[str]:
    """The same for what a missed day has cost."""
    return _told(found.steps, _Voice(language, rule, None))


def standing(rule: Rule, language: str) -> list[str]:
    """How sure the reading of the rule is, and who of the office reviewed it."""
    with _tongue(language):
        return _standing(_Voice(language, rule, None))


def term(unit: Unit, length: int, language: str) -> str:
    """A length in words: “10 working days”. Refuses a unit that is no length of time (KeyError)."""
    with _tongue(language):
        digits = str(length).translate(_PERSIAN_DIGITS) if language == "fa" else str(length)
        return _TERMS[unit](_counted if language == "en" else ngettext, length) % {"n": digits}


def _told(steps: tuple[Step, ...], voice: _Voice) -> list[str]:
    with _tongue(voice.language):
        heading = voice.say(
            N_("%(article)s: %(title)s."),
            article=said(voice.rule.article, voice.language),
            title=said(voice.rule.title, voice.language),
        )
        return [heading, *[_WORDING[step.code](voice, step) for step in steps], *_standing(voice)]


def _standing(voice: _Voice) -> list[str]:
    return [voice.say(SURE[voice.rule.certainty]), _reviewed(voice)]


def _reviewed(voice: _Voice) -> str:
    name, on = voice.rule.reviewed_by, voice.rule.reviewed_on
    if not name:
        return voice.say(NOT_REVIEWED)
    if on is None:
        return voice.say(N_("Reviewed by %(name)s."), name=name)
    return voice.say(N_("Reviewed by %(name)s on %(day)s."), name=name, day=_day(on, voice.language))


def _tongue(language: str) -> AbstractContextManager[object]:
    # English is what the texts are written in: it needs no catalogue, and a command no Django.
    return nullcontext() if language == "en" else override(language)


class _Voice(NamedTuple):
    """Who speaks of what: the language, the rule, and the calendar that knows the names of holidays."""

    language: str
    rule: Rule
    calendar: Calendar | None

    def say(self, text: str, **values: object) -> str:
        return (text if self.language == "en" else gettext(text)) % values

    def day(self, step: Step, key: str = "day") -> str:
        """A day of a step, with the name of its holiday where the calendar knows one."""
        return self._named(date.fromisoformat(str(step.values[key])))

    def days(self, step: Step) -> str:
        comma = {"fa": "، ", "zh": "、"}.get(self.language, ", ")
        return comma.join(self._named(date.fromisoformat(day)) for day in str(step.values["days"]).split())

    def weekday(self, step: Step, key: str = "day") -> str:
        return _weekdays(self.language)[date.fromisoformat(str(step.values[key])).weekday()]

    def moment(self, step: Step, key: str = "moment") -> str:
        at = datetime.fromisoformat(str(step.values[key]))
        return letter_dates.moment(at, self.language, at.tzinfo or UTC)

    def number(self, step: Step, key: str = "n") -> str:
        return self.digits(step.values[key])

    def digits(self, number: object) -> str:
        return str(number).translate(_PERSIAN_DIGITS) if self.language == "fa" else str(number)

    def term(self, step: Step, key: str = "n") -> str:
        """“10 working days”."""
        number = int(step.values[key])
        count = _counted if self.language == "en" else ngettext
        return _TERMS[Unit(str(step.values["unit"]))](count, number) % {"n": self.digits(number)}

    def trigger(self, step: Step) -> str:
        return self.say(TRIGGERS.get(str(step.values["trigger"]), str(step.values["trigger"])))

    def reason(self, step: Step) -> str:
        return self.say(PAUSES.get(str(step.values["reason"]), str(step.values["reason"])))

    def _named(self, day: date) -> str:
        holiday = self.calendar.holidays.get(day) if self.calendar else None
        name = holiday if isinstance(holiday, str) else said(holiday or {}, self.language)
        return f"{_day(day, self.language)} ({name})" if name else _day(day, self.language)


@cache
def _weekdays(language: str) -> Mapping[int, str]:
    return dict(get_day_names("wide", "stand-alone", locale=language if language in LANGUAGES else "en"))


def _counted(one: str, many: str, number: int) -> str:
    return one if number == 1 else many


# The parameter is named after Django's own, so that the texts are collected as plurals.
_TERMS: Mapping[Unit, Callable[[Callable[[str, str, int], str], int], str]] = {
    Unit.HOURS: lambda ngettext, n: ngettext("%(n)s hour", "%(n)s hours", n),
    Unit.WORKING_HOURS: lambda ngettext, n: ngettext("%(n)s working hour", "%(n)s working hours", n),
    Unit.DAYS: lambda ngettext, n: ngettext("%(n)s day", "%(n)s days", n),
    Unit.WORKING_DAYS: lambda ngettext, n: ngettext("%(n)s working day", "%(n)s working days", n),
    Unit.WEEKS: lambda ngettext, n: ngettext("%(n)s week", "%(n)s weeks", n),
    Unit.MONTHS: lambda ngettext, n: ngettext("%(n)s month", "%(n)s months", n),
    Unit.YEARS: lambda ngettext, n: ngettext("%(n)s year", "%(n)s years", n),
}


def _term_of(voice: _Voice, step: Step) -> str:
    return voice.say(
        N_("%(term)s: due on %(weekday)s, %(day)s."),
        term=voice.term(step), weekday=voice.weekday(step), day=voice.day(step),
    )  # fmt: skip


def _last_day(voice: _Voice, step: Step) -> str:
    values = {"n": voice.number(step), "day": voice.day(step), "weekday": voice.weekday(step)}
    if step.values["unit"] != Unit.DAYS:
        text = N_("The last day, %(day)s, is a %(weekday)s.")
        return voice.say(N_("The last day, %(day)s, is a public holiday.") if _is_holiday(step) else text, **values)
    text = N_("Day %(n)s, %(day)s, is a %(weekday)s.")
    return voice.say(N_("Day %(n)s, %(day)s, is a public holiday.") if _is_holiday(step) else text, **values)


def _is_holiday(step: Step) -> bool:
    return step.values["why"] == "holiday"


def _rolled(voice: _Voice, step: Step) -> str:
    values = {"weekday": voice.weekday(step, "to"), "day": voice.day(step, "to")}
    if not voice.rule.roll_article:
        return voice.say(N_("Due on %(weekday)s, %(day)s."), **values)
    article = said(voice.rule.roll_article, voice.language)
    return voice.say(N_("%(article)s: due on %(weekday)s, %(day)s."), article=article, **values)


def _extended(voice: _Voice, step: Step) -> str:
    return voice.say(N_("Extended: %(before)s → %(term)s."), term=voice.term(step), before=voice.term(step, "before"))


def _paused(voice: _Voice, step: Step) -> str:
    return voice.say(
        N_("The clock stood still from %(since)s to %(until)s: %(reason)s."),
        since=voice.moment(step, "since"), until=voice.moment(step, "until"), reason=voice.reason(step),
    )  # fmt: skip


def _late(voice: _Voice, step: Step) -> str:
    return voice.say(
        N_("Missed on %(day)s, reckoned to %(until)s: %(term)s late."),
        day=voice.day(step), until=voice.day(step, "until"), term=voice.term(step),
    )  # fmt: skip


def _per_cent(voice: _Voice, step: Step) -> str:
    return voice.say(
        N_("%(rate)s %% of %(base)s a day, for %(term)s."),
        rate=voice.number(step, "rate"), base=voice.number(step, "base"), term=voice.term(step),
    )  # fmt: skip


_WORDING: Mapping[str, Callable[[_Voice, Step], str]] = {
    "started": lambda voice, step: voice.say(
        N_("%(trigger)s: %(day)s."), trigger=voice.trigger(step), day=voice.day(step)
    ),
    "started_at": lambda voice, step: voice.say(
        N_("%(trigger)s: %(moment)s."), trigger=voice.trigger(step), moment=voice.moment(step)
    ),
    "counting_from": lambda voice, step: voice.say(N_("Counting starts on %(day)s."), day=voice.day(step)),
    "event_counts": lambda voice, step: voice.say(N_("That day is counted as the first.")),
    "extended": _extended,
    "not_extendable": lambda voice, step: voice.say(N_("The rule knows no extension.")),
    "days_off": lambda voice, step: voice.say(N_("Days off not counted: %(days)s."), days=voice.days(step)),
    "make_up_days": lambda voice, step: voice.say(
        N_("Counted, being make-up working days: %(days)s."), days=voice.days(step)
    ),
    "clamped": lambda voice, step: voice.say(
        N_("That month has no day %(wanted)s: %(day)s counts instead."),
        wanted=voice.number(step, "wanted"), day=voice.day(step),
    ),
    "paused": _paused,
    "standing_still": lambda voice, step: voice.say(
        N_("The clock stands still since %(since)s: %(reason)s."),
        since=voice.moment(step, "since"), reason=voice.reason(step),
    ),
    "pause_refused": lambda voice, step: voice.say(
        N_("The rule knows no pause for this reason: %(reason)s."), reason=voice.reason(step)
    ),
    "beyond_known": lambda voice, step: voice.say(
        N_("Public holidays and moved days are known only until %(day)s."), day=voice.day(step)
    ),
    "last_day": _last_day,
    "rolled": _rolled,
    "due": _term_of,
    "hours": lambda voice, step: voice.say(
        N_("%(term)s: due by %(moment)s."), term=voice.term(step), moment=voice.moment(step)
    ),
    "at_once": lambda voice, step: voice.say(N_("Due at once.")),
    "no_term": lambda voice, step: voice.say(N_("The rule names no term.")),
    "typed": lambda voice, step: voice.say(N_("Due on %(day)s, the day that was set."), day=voice.day(step)),
    "late": _late,
    "per_cent": _per_cent,
    "capped": lambda voice, step: voice.say(
        N_("From %(day)s on nothing is added above %(base)s."), day=voice.day(step), base=voice.number(step, "base")
    ),
    "amount": lambda voice, step: voice.say(N_("Together: %(amount)s."), amount=voice.number(step, "amount")),
}  # fmt: skip
