"""A field for a whole number as people type it: in their own digits, which a browser's number box does not take."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language

from amends.ui.numbers import digits


class CountField(forms.IntegerField):
    """A whole number; what stands in the box before is written in the reader's digits."""

    def __init__(self, **given: Any) -> None:
        attrs = {"class": "short ltr", "inputmode": "numeric", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **given)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None else digits(value, get_language() or "en")
