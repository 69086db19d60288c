"""Fields for days as people type them: in their own calendar and digits, one or many."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext

from amends.ui import typed_days


class DayField(forms.CharField):
    """A day; what stands in the box before is written in the reader's calendar. Nothing typed is None."""

    def __init__(self, **given: Any) -> None:
        attrs = {"class": "short ltr", "autocomplete": "off"}
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attrs), **given)

    def prepare_value(self, value: Any) -> Any:
        return typed_days.written(value, _language()) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        return day_typed(text) if text else None


def day_typed(text: str) -> date:
    """Refuses (ValidationError) what is no day, with an example."""
    try:
        return typed_days.day(text)
    except typed_days.NotADay:
        words = gettext("“%(text)s” is no day that exists; write it as %(example)s.")
        raise ValidationError(words % {"text": text[:60], "example": example()}) from None


def days_typed(text: str) -> frozenset[date]:
    """Days with commas between, or from one to another. Refuses (ValidationError) what is none."""
    try:
        return typed_days.days(text)
    except typed_days.NotADay as fault:
        words = gettext("“%(text)s” is not a day, nor days from one to another as %(example)s.")
        raise ValidationError(words % {"text": str(fault)[:60], "example": range_example()}) from None


def example() -> str:
    """A day as the reader would type it, kept in order within a sentence that runs from right to left."""
    return f"\u2066{typed_days.written(date(2026, 3, 5), _language())}\u2069"


def range_example() -> str:
    days = (date(2026, 2, 15), date(2026, 2, 23))
    return f"\u2066{'..'.join(typed_days.written(day, _language()) for day in days)}\u2069"


def _language() -> str:
    return get_language() or "en"
