"""What every verb form has: the version of the case its reader saw, what the button says, and one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext

from amends.core import actions
from amends.core.models import Complaint
from amends.core.rules.rights import WORKERS
from amends.core.rules.states import Verb
from amends.office.models import Person

Choices = list[tuple[str, str]]


class VerbForm(forms.Form):
    """A subclass names its verb, its words (marked texts) and what it does in `act`."""

    verb: ClassVar[Verb]
    title: ClassVar[str]
    button: ClassVar[str]
    hint: ClassVar[str] = ""
    done: ClassVar[str]
    is_grave: ClassVar[bool] = False
    template: ClassVar[str] = "desk/verbs/plain.html"

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Complaint, by: Person, at: datetime, **kwargs: Any) -> None:
        self.case, self.by, self.at = case, by, at
        self.stale: actions.Stale | None = None
        self.code_to_tell = self.told_to = ""
        kwargs["initial"] = {"version": case.version} | self.first_values() | (kwargs.get("initial") or {})
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.arrange()

    def first_values(self) -> dict[str, Any]:
        """What stands in the fields before anybody types; asked before the fields exist."""
        return {}

    def arrange(self) -> None:
        """Fits the fields to the case, once they exist."""

    def act(self) -> object:
        """Performs the verb with what was typed. Raises ActionRefused."""
        raise NotImplementedError

    def perform(self) -> bool:
        """Validates and acts on the version the person saw. False: the form now says why not; nothing typed is lost.

        Raises actions.NotFound when the case is out of sight by now.
        """
        if not self.is_valid():
            return False
        self.case.version = self.cleaned_data["version"]
        try:
            self.act()
        except actions.Stale as stale:
            self._meanwhile(stale)
        except actions.NotFound:
            raise
        except actions.ActionRefused as refused:
            self.add_error(refused.field if refused.field in self.fields else None, str(refused))
        else:
            return True
        return False

    def _meanwhile(self, stale: actions.Stale) -> None:
        """The case changed: keep the words, say who did what, and let the next try count from the new version."""
        self.stale = stale
        self.data = retyped(self.data, version=stale.version)


def retyped(data: object, **changed: object) -> QueryDict:
    """What was typed, with some fields set anew by us."""
    copy = cast(QueryDict, data).copy()
    for name, value in changed.items():
        copy[name] = str(value)
    return copy


def offer(form: forms.Form, field: str, rows: QuerySet[Any]) -> None:
    """The rows a field lets one choose from; asked only when the form is made."""
    cast("forms.ModelChoiceField[Any]", form.fields[field]).queryset = rows


def choose(form: forms.Form, field: str, choices: Choices) -> None:
    """The choices of a field that are known only when the form is made."""
    cast(forms.ChoiceField, form.fields[field]).choices = choices


def named(names: Mapping[Any, str], *, empty: str = "") -> Choices:
    """Choices of a closed list in the reader's language, with a first line for none where `empty` says how."""
    first: Choices = [("", gettext(empty))] if empty else []
    return first + [(str(code), gettext(name)) for code, name in names.items()]


def people(*, roles: Iterable[str] = WORKERS, but: Person | None = None) -> QuerySet[Person]:
    """Who works here in one of these roles, by name."""
    found = Person.objects.filter(is_active=True, roles_held__role__in=sorted(roles)).distinct().order_by("name", "pk")
    return found.exclude(pk=but.pk) if but else found


def words(label: Any, *, rows: int = 3, help_text: Any = "", required: bool = True, **attrs: Any) -> forms.CharField:
    """A box for more than a line."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"} | attrs)
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget, strip=False)


def when(label: Any, *, help_text: Any) -> forms.DateTimeField:
    """A box for a day and a time in the reader's zone, which may stay empty."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, help_text=help_text, widget=widget)


def line(
    label: Any, *, limit: int = 200, required: bool = False, help_text: Any = "", css: str = "", **attrs: Any
) -> forms.CharField:
    """A box for a line."""
    if css:
        attrs["class"] = css
    return forms.CharField(
        label=label, max_length=limit, required=required, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )
