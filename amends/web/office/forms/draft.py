"""A form that is looked at before it is kept: what would change, and which open cases would move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from amends.core.queries.moving import Trial
from amends.core.queries.own_rules import LARGEST_FILE, reason_in_words
from amends.core.queries.rule_words import Difference
from amends.lib.data_files import DataFault
from amends.office.models import Person
from amends.office.refused import OfficeRefused
from amends.web.office.forms.base import OfficeForm

Keep = Callable[[Person, datetime, bool], Any]
"""Performs the verb: by whom, when, and whether open cases follow."""


@dataclass(frozen=True, slots=True)
class Section:
    """What would change about one thing: a rule, a calendar."""

    title: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Draft:
    """A change that nobody has kept yet."""

    sections: list[Section]
    trial: Trial
    keep: Keep


class DraftForm(OfficeForm):
    """A subclass says in `draft` what was typed would change."""

    data: QueryDict

    def draft(self, at: datetime) -> Draft:
        """Raises OfficeRefused for what cannot be kept."""
        raise NotImplementedError

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be sent once more with the decision."""
        names = [name for name, field in self.fields.items() if not isinstance(field, forms.FileField)]
        return [(name, value) for name in names for value in self.data.getlist(name)]


class FileForm(DraftForm):
    """A file that is chosen or pasted. Its text is kept in the box, so that it can be mended there."""

    file = forms.FileField(label=_("A file (YAML or JSON)"), required=False, help_text=_("Or paste its text below."))
    text = forms.CharField(
        label=_("Its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "file-text", "dir": "ltr", "spellcheck": "false"}),
    )
    name = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    fault: DataFault | None = None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file = given.get("file")
        if file is not None:
            if file.size > LARGEST_FILE:
                raise forms.ValidationError(_("This file is larger than any of rules or calendars."))
            given |= {"text": _decoded(file.read()), "name": str(file.name)[:100]}
            # What came in a file stands in the box from now on, where it can be mended.
            self.data = self.data.copy()
            self.data["text"], self.data["name"] = given["text"], given["name"]
        given["text"] = (given.get("text") or "").replace("\r\n", "\n")
        given["name"] = given.get("name") or "pasted.yaml"
        if not given["text"].strip():
            self.add_error("text", _("Choose a file, or paste its text."))
        elif len(given["text"]) > LARGEST_FILE:
            self.add_error("text", _("This file is larger than any of rules or calendars."))
        return given

    def refuse_fault(self, fault: DataFault) -> OfficeRefused:
        """The refusal of a file by its line; the page shows that line."""
        self.fault = fault
        said = reason_in_words(fault)
        return OfficeRefused(f"\u2066{fault.place}\u2069: {said}" if fault.place else said, "text")

    @property
    def excerpt(self) -> list[tuple[int, str, bool]]:
        """The faulty line between its neighbours: number, text, whether it is the one."""
        if self.fault is None or not self.fault.line:
            return []
        lines = self.data.get("text", "").replace("\r\n", "\n").split("\n")
        first, last = max(1, self.fault.line - 2), min(len(lines), self.fault.line + 2)
        return [(number, lines[number - 1], number == self.fault.line) for number in range(first, last + 1)]


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise forms.ValidationError(_("This file is no text in UTF-8.")) from None
    if "\0" in text:
        raise forms.ValidationError(_("This file is no text in UTF-8."))
    return text
