"""The form of a calendar: its week, its days off, its make-up days, days with hours of their own; or a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amends.core.catalogue import keep_calendar
from amends.core.queries import calendar_words, known_calendars, moving, place_names
from amends.core.rules import calendar_data, calendar_file
from amends.core.rules.calendars import Calendar, CalendarFault, Name, Spans
from amends.core.rules.law.rule import said
from amends.lib.data_files import DataFault
from amends.office.models import Person
from amends.office.refused import OfficeRefused
from amends.ui import typed_days
from amends.ui.day_fields import DayField, day_typed, days_typed, example, range_example
from amends.ui.numbers import digits
from amends.web.office.forms.base import time_zone
from amends.web.office.forms.draft import Draft, DraftForm, FileForm, Section

_ONE_DAY = timedelta(days=1)
_LONGEST_NAME = 100


def _lines(label: Any, rows: int) -> forms.CharField:
    attrs = {"rows": rows, "dir": "auto", "spellcheck": "false"}
    return forms.CharField(label=label, required=False, max_length=40_000, widget=forms.Textarea(attrs=attrs))


class CalendarForm(DraftForm):
    """`base` is the calendar it begins with; days before `since` have no line in the form and stay as they are."""

    fields_of: ClassVar[dict[str, str]] = {"zone": "zone"}

    from_day = DayField(label=_("Valid from"), help_text=_("For deadlines that begin on this day or later."))
    zone = time_zone(_("Time zone"), required=True)
    weekend = forms.MultipleChoiceField(
        label=pgettext_lazy("day", "Weekend"), required=False, widget=forms.CheckboxSelectMultiple
    )
    holidays = _lines(_("Days off"), 14)
    workdays = _lines(_("Make-up working days"), 3)
    special = _lines(_("Days with hours of their own"), 4)
    known_to = DayField(
        label=_("Public holidays are known until"),
        required=False,
        help_text=_("Dates beyond say so. Left empty: always."),
    )

    def __init__(self, *args: Any, base: Calendar, today: date, **kwargs: Any) -> None:
        self.base, self.since = base, date(today.year - 1, 1, 1)
        language = get_language() or "en"
        names = calendar_words.weekdays(language)
        super().__init__(*args, initial=self._initial(today, language), **kwargs)
        week = calendar_words.week(language)
        self.fields["weekend"].choices = [(str(day), names[day]) for day in week]  # type: ignore[attr-defined]
        hours = {f"hours_{day}": _hours_field(names[day]) for day in week}
        first = {name: self.fields[name] for name in ("from_day", "zone", "weekend")}
        self.fields = first | hours | {name: field for name, field in self.fields.items() if name not in first}
        self.fields["holidays"].help_text = gettext(
            "One line a day or a stretch of days, with its name: %(example)s New Year."
        ) % {"example": range_example()}
        self.fields["workdays"].help_text = gettext(
            "Days that are worked although they are off, such as %(example)s."
        ) % {"example": example()}
        self.fields["special"].help_text = gettext(
            "One line a day: %(example)s 09:00-15:00. A dash instead of hours: closed."
        ) % {"example": example()}

    def _initial(self, today: date, language: str) -> dict[str, Any]:
        base, since = self.base, self.since
        named = {day: _named(name, language) for day, name in base.holidays.items() if day >= since}
        special = [(day, calendar_file.hours_in_words(spans)) for day, spans in base.special.items() if day >= since]
        return {
            "from_day": today,
            "zone": base.zone,
            "weekend": [str(day) for day in sorted(base.weekend)],
            "holidays": "\n".join(f"{days} {name}".strip() for days, name in _stretches(named, language)),
            "workdays": "\n".join(typed_days.written(day, language) for day in sorted(base.workdays) if day >= since),
            "special": "\n".join(f"{typed_days.written(day, language)} {hours}" for day, hours in sorted(special)),
            "known_to": base.known_to,
            **{f"hours_{day}": _hours_written(base.hours.get(day), language) for day in range(7)},
        }

    def clean_workdays(self) -> frozenset[date]:
        return days_typed(self.cleaned_data["workdays"])

    def clean_holidays(self) -> dict[date, str]:
        found: dict[date, str] = {}
        for days, rest in _typed_lines(self.cleaned_data["holidays"]):
            if len(rest) > _LONGEST_NAME:
                raise ValidationError(gettext("A name has at most %(most)s letters.") % {"most": _LONGEST_NAME})
            found |= dict.fromkeys(days, rest)
        return found

    def clean_special(self) -> dict[date, Spans]:
        found: dict[date, Spans] = {}
        for days, rest in _typed_lines(self.cleaned_data["special"]):
            found |= dict.fromkeys(days, _spans(rest))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for day in range(7):
            try:
                given[f"hours_{day}"] = _spans(given.get(f"hours_{day}", ""))
            except ValidationError as fault:
                self.add_error(f"hours_{day}", fault)
        return given

    def made(self) -> Calendar:
        """The calendar that was typed. Refuses hours that overlap."""
        given = self.cleaned_data
        hours = {day: given[f"hours_{day}"] for day in range(7) if given[f"hours_{day}"]}
        try:
            return replace(
                self.base,
                zone=given["zone"],
                weekend=frozenset(int(day) for day in given["weekend"]),
                holidays=self._before(self.base.holidays) | self._with_all_names(given["holidays"]),
                workdays=frozenset(day for day in self.base.workdays if day < self.since) | given["workdays"],
                hours=hours,
                special=self._before(self.base.special) | given["special"],
                known_to=given["known_to"],
            )
        except CalendarFault as fault:
            raise OfficeRefused(gettext(fault.reason.text) % fault.reason.values) from None

    def draft(self, at: datetime) -> Draft:
        definition = calendar_data.to_plain(self.made())
        return draft_of(self.base.code, definition, self.cleaned_data["from_day"], at)

    def _before(self, days: Mapping[date, Any]) -> dict[date, Any]:
        return {day: value for day, value in days.items() if day < self.since}

    def _with_all_names(self, typed: Mapping[date, str]) -> dict[date, Name]:
        """A name that nobody changed keeps its other languages."""
        language = get_language() or "en"
        known = self.base.holidays
        return {
            day: known[day] if day in known and _named(known[day], language) == name else name
            for day, name in typed.items()
        }


class CalendarFile(FileForm):
    """A calendar from a file; the file says whose it is and from which day on."""

    def draft(self, at: datetime) -> Draft:
        try:
            written = calendar_file.read(self.cleaned_data["text"], self.cleaned_data["name"])
        except DataFault as fault:
            raise self.refuse_fault(fault) from fault
        return draft_of(written.code, written.definition, written.valid_from, at)


def draft_of(code: str, definition: Mapping[str, Any], valid_from: date, at: datetime) -> Draft:
    """Refuses a code that is nobody's, and a calendar in which nobody ever works."""
    if not known_calendars.is_known(code):
        raise OfficeRefused(gettext("There is no calendar “%(code)s”.") % {"code": code})
    try:
        trial = moving.with_calendar(code, definition, valid_from=valid_from)
        after = calendar_data.from_plain(code, 1, definition)
    except CalendarFault as fault:
        raise OfficeRefused(gettext(fault.reason.text) % fault.reason.values) from None
    language = get_language() or "en"
    before = known_calendars.counts(code, at.date(), known_calendars.kept())
    title = place_names.calendar_name(code, language)
    differences = calendar_words.differences(before, after, language)
    return Draft([Section(title, differences)], trial, partial(_keep, code, definition, valid_from))


def _keep(
    code: str, definition: Mapping[str, Any], valid_from: date, by: Person, at: datetime, then_follow: bool
) -> None:
    keep_calendar(code, definition, valid_from=valid_from, by=by, at=at, then_follow=then_follow)


def _hours_field(name: str) -> forms.CharField:
    attrs = {"class": "ltr", "autocomplete": "off", "placeholder": "09:00-13:00, 14:00-18:00"}
    return forms.CharField(label=name, required=False, max_length=200, widget=forms.TextInput(attrs=attrs))


def _hours_written(spans: Spans | None, language: str) -> str:
    return digits(calendar_file.hours_in_words(spans), language) if spans else ""


def _spans(text: str) -> Spans:
    spans = calendar_file.hours_typed(text)
    if spans is None:
        words = gettext("“%(text)s” is no hours; write them as %(example)s.")
        raise ValidationError(words % {"text": text[:60], "example": "\u206609:00-13:00, 14:00-18:00\u2069"})
    return spans


def _typed_lines(text: str) -> Iterator[tuple[list[date], str]]:
    """The days at the head of each line, and what stands behind them."""
    for line in filter(None, map(str.strip, text.splitlines())):
        head, _, rest = line.partition(" ")
        if ".." in head or not rest:
            yield sorted(days_typed(head)), rest.strip()
        else:
            yield [day_typed(head)], rest.strip()


def _stretches(named: Mapping[date, str], language: str) -> Iterator[tuple[str, str]]:
    """Days of one name in a row as one stretch."""
    days = sorted(named)
    while days:
        first = last = days.pop(0)
        while days and days[0] == last + _ONE_DAY and named[days[0]] == named[first]:
            last = days.pop(0)
        written = typed_days.written(first, language)
        yield (written if first == last else f"{written}..{typed_days.written(last, language)}"), named[first]


def _named(name: Name, language: str) -> str:
    return " ".join((name if isinstance(name, str) else said(name, language)).split())
