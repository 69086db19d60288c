"""The first password of an invited person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.office import actions
from amends.office.models import Person
from amends.web.office.forms.base import OfficeForm


def _password(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "ltr"})
    return forms.CharField(label=label, help_text=help_text, strip=False, max_length=1024, widget=widget)


class Enter(OfficeForm):
    password = _password(
        _("Your password"),
        _("At least 12 signs. A sentence only you would say is easy to keep in mind and hard to guess."),
    )
    again = _password(_("The same once more"))

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_again(self) -> str:
        again = self.cleaned_data["again"]
        if self.cleaned_data.get("password") not in {None, again}:
            raise forms.ValidationError(_("The two are not the same."))
        return str(again)

    def act(self, by: Person, at: datetime) -> Person:
        return actions.enter_by_invitation(self.secret, password=self.cleaned_data["password"], at=at)
