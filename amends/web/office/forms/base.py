"""What every form of the office has: one act by a verb whose refusal becomes a word at the right field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from amends.office.models import Person
from amends.office.refused import OfficeRefused

LANGUAGE_NAMES = {"en": _("English"), "ru": _("Russian"), "fa": _("Persian"), "zh": _("Chinese")}


class OfficeForm(forms.Form):
    """A subclass says in `act` which verb it performs."""

    result: Any = None
    fields_of: ClassVar[dict[str, str]] = {"names": "name_en"}  # where a form calls a field otherwise than the verb

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def act(self, by: Person, at: datetime) -> Any:
        """Performs the verb with what was typed. Raises OfficeRefused."""
        raise NotImplementedError

    def perform(self, *, by: Person, at: datetime) -> bool:
        """Validates and acts; False: the form now says why not, and nothing typed is lost."""
        if not self.is_valid():
            return False
        try:
            self.result = self.act(by, at)
        except OfficeRefused as refused:
            self.refuse(refused)
            return False
        return True

    def refuse(self, refused: OfficeRefused) -> None:
        """Says why not at the field it is about."""
        field = self.fields_of.get(refused.field, refused.field)
        self.add_error(field if field in self.fields else None, str(refused))


class NamedForm(OfficeForm):
    """Names in the four languages; at least one of them is asked for by the verb."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts: dict[str, forms.Field] = {}
        for code, language in LANGUAGE_NAMES.items():
            texts[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language},
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs={"lang": code, "dir": "rtl" if code == "fa" else "ltr"}),
            )
        self.fields = texts | self.fields

    def names(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code in LANGUAGE_NAMES}


def first_names(names: Mapping[str, str]) -> dict[str, str]:
    """What stands in the name fields before anybody types."""
    return {f"name_{code}": names.get(code, "") for code in LANGUAGE_NAMES}


def languages(label: Any, *, required: bool = False, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=settings.LANGUAGES,
        required=required,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def language(label: Any, *, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=settings.LANGUAGES, help_text=help_text)


def time_zone(label: Any, *, required: bool = False, help_text: Any = "") -> forms.ChoiceField:
    """Any time zone this machine knows; the empty line stands for the office's own."""
    empty = [] if required else [("", _("As the office"))]
    return forms.ChoiceField(label=label, choices=lambda: [*empty, *_zones()], required=required, help_text=help_text)


@cache
def _zones() -> list[tuple[str, str]]:
    regions = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in regions)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]
