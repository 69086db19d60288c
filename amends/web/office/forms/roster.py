"""Forms of the roster: a shift (on several days at once), an absence."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from amends.office import actions
from amends.office.models import Person
from amends.web.office.forms.base import OfficeForm
from amends.web.office.forms.person import DAY

CLOCK = forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")
MOST_DAYS = 62


def _people() -> Any:
    return Person.objects.filter(is_active=True).order_by("name", "pk")


class AddShift(OfficeForm):
    """Typed by the office's clock. An end that is not after the beginning is on the next day."""

    person = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none())
    day = forms.DateField(label=_("Day"), widget=DAY)
    until = forms.DateField(
        label=_("And every day until"), required=False, widget=DAY, help_text=_("Empty: only that day.")
    )
    starts = forms.TimeField(label=_("From"), widget=CLOCK)
    ends = forms.TimeField(
        label=_("To"), widget=CLOCK, help_text=_("An hour not after the beginning is on the next day: 20:00 to 8:00.")
    )

    fields_of = {"starts_at": "day", "ends_at": "ends"}

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["person"].queryset = _people()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        day, until = given.get("day"), given.get("until")
        if day and until and not day <= until <= day + timedelta(days=MOST_DAYS):
            self.add_error("until", _("Please choose a day within two months after the first."))
        return given

    def act(self, by: Person, at: datetime) -> Any:
        given = self.cleaned_data
        day, last = given["day"], given["until"] or given["day"]
        # All the days or none of them.
        with transaction.atomic():
            for number in range((last - day).days + 1):
                starts, ends = self._span(day + timedelta(days=number), given["starts"], given["ends"])
                actions.add_shift(given["person"], starts_at=starts, ends_at=ends, by=by, at=at)

    def _span(self, day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
        last = day if ends > starts else day + timedelta(days=1)
        return datetime.combine(day, starts, self.zone), datetime.combine(last, ends, self.zone)


class AddAbsence(OfficeForm):
    person = forms.ModelChoiceField(label=_("Who is away"), queryset=Person.objects.none())
    first = forms.DateField(label=_("First day away"), widget=DAY)
    last = forms.DateField(label=_("Last day away"), widget=DAY)
    deputy = forms.ModelChoiceField(
        label=_("Deputy"),
        queryset=Person.objects.none(),
        required=False,
        empty_label="–",
        help_text=_("Acts for them meanwhile, and is named to complainants."),
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=200,
        required=False,
        help_text=_("Only a word, such as holiday; nothing about health."),
    )

    fields_of = {"starts_at": "first", "ends_at": "last"}

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        for name in ("person", "deputy"):
            self.fields[name].queryset = _people()  # type: ignore[attr-defined]

    def act(self, by: Person, at: datetime) -> Any:
        given = self.cleaned_data
        starts = datetime.combine(given["first"], time(), self.zone)
        ends = datetime.combine(given["last"] + timedelta(days=1), time(), self.zone)
        return actions.add_absence(
            given["person"], starts_at=starts, ends_at=ends, deputy=given["deputy"], why=given["why"], by=by, at=at
        )
