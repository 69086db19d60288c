"""What the explorer asks: a rule, a moment, a calendar and days typed into it, a price. Faults are sentences at their field."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from amends.core.queries import calendars as ready
from amends.core.queries import place_names
from amends.core.queries.what_if import TypedDays
from amends.ui import typed_days
from amends.ui.numbers import digits

WEEKENDS = {
    "": (None, _("As the calendar has it")),
    "sat,sun": (frozenset({5, 6}), _("Saturday and Sunday")),
    "fri": (frozenset({4}), _("Friday")),
    "thu,fri": (frozenset({3, 4}), _("Thursday and Friday")),
    "fri,sat": (frozenset({4, 5}), _("Friday and Saturday")),
    "sun": (frozenset({6}), _("Sunday")),
    "none": (frozenset[int](), _("Every day is worked")),
}


class _Days(forms.CharField):
    def clean(self, value: Any) -> frozenset[date]:
        try:
            return typed_days.days(super().clean(value))
        except typed_days.NotADay as fault:
            words = gettext("“%(text)s” is not a day, nor days from one to another as %(example)s.")
            raise ValidationError(words % {"text": str(fault)[:60], "example": _range()}) from None


class Explorer(forms.Form):
    rule = forms.CharField(
        label=_("Rule"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "rules", "autocomplete": "off", "dir": "auto"}),
    )
    moment = forms.CharField(label=_("Moment"), max_length=60, widget=forms.TextInput(attrs={"class": "ltr"}))
    calendar = forms.ChoiceField(label=_("Calendar"), required=False)
    holidays = _Days(
        label=_("Days off besides"), max_length=1000, required=False, widget=forms.TextInput(attrs={"class": "ltr"})
    )
    workdays = _Days(
        label=_("Working days besides"), max_length=1000, required=False, widget=forms.TextInput(attrs={"class": "ltr"})
    )
    weekend = forms.ChoiceField(
        label=pgettext_lazy("day", "Weekend"), required=False, choices=[(code, name) for code, (_off, name) in WEEKENDS.items()]
    )  # fmt: skip
    extended = forms.BooleanField(label=_("With the extension the rule allows"), required=False)
    price = forms.CharField(
        label=_("Price"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "short ltr", "inputmode": "decimal"}),
    )
    until = forms.CharField(
        label=_("Paid on"), max_length=30, required=False, widget=forms.TextInput(attrs={"class": "short ltr"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        names = [(code, place_names.calendar_name(code, language)) for code in ready.PLACES]
        self.fields["calendar"].choices = [("", _("Of the rule’s own country")), *names]  # type: ignore[attr-defined]
        example = typed_days.written(date(2026, 3, 5), language)
        self.fields["moment"].help_text = gettext(
            "A day as %(day)s, or with the hour: %(moment)s. For a penalty the day that was missed."
        ) % {"day": _apart(example), "moment": _apart(digits(f"{example} 10:00", language))}
        self.fields["holidays"].help_text = gettext("With commas between, or from one to another: %(example)s.") % {
            "example": _range()
        }
        self.fields["price"].help_text = gettext("For penalties by the day alone, with the day they are reckoned to.")

    @property
    def typed(self) -> TypedDays:
        given = self.cleaned_data
        return TypedDays(given["holidays"], given["workdays"], WEEKENDS[given["weekend"]][0])

    def clean_moment(self) -> date | datetime:
        return self._moment("moment")

    def clean_until(self) -> date | None:
        if not self.cleaned_data["until"]:
            return None
        found = self._moment("until")
        return found.date() if isinstance(found, datetime) else found

    def clean_price(self) -> Decimal | None:
        text = self.cleaned_data["price"].strip()
        if not text:
            return None
        try:
            found = Decimal(text.replace("٫", ".").replace(",", ".").replace(" ", "").replace("\u00a0", ""))
        except InvalidOperation:
            found = Decimal(-1)
        if not found.is_finite() or not 0 <= found < 10**15:
            raise ValidationError(
                gettext("“%(text)s” is no sum of money; write it as 1200 or 1200.50.") % {"text": text}
            )
        return found

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        for missing, other in (("price", "until"), ("until", "price")):
            if given.get(other) is not None and given.get(missing) is None and missing not in self.errors:
                self.add_error(missing, gettext("A penalty needs both: the price and the day it is reckoned to."))
        return given

    def _moment(self, name: str) -> date | datetime:
        text = self.cleaned_data[name]
        try:
            return typed_days.moment(text)
        except typed_days.NotADay:
            example = typed_days.written(date(2026, 3, 5), get_language() or "en")
            words = gettext("“%(text)s” is no day that exists; write it as %(example)s.")
            raise ValidationError(words % {"text": text, "example": _apart(example)}) from None


def _range() -> str:
    language = get_language() or "en"
    return _apart("..".join(typed_days.written(day, language) for day in (date(2026, 2, 15), date(2026, 2, 23))))


def _apart(text: str) -> str:
    """Numbers that keep their order within a sentence that runs from right to left."""
    return f"\u2066{text}\u2069"
