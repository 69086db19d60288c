"""Forms of the alarms: the minutes to answer and the weekly test; the gateway that calls telephones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.office import actions
from amends.office.models import Gateway, Office, Person
from amends.ui.count_fields import CountField
from amends.web.office.forms.base import OfficeForm

DAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
KEPT = ("alarm_minutes", "alarm_test_day", "alarm_test_hour")


class AlarmSettings(OfficeForm):
    alarm_minutes = CountField(
        label=_("Minutes to answer"),
        min_value=1,
        max_value=60,
        help_text=_("Whoever is called and does not answer by then: the next person is called."),
    )
    alarm_test_day = forms.TypedChoiceField(label=_("Day of the weekly test"), choices=DAYS, coerce=int)
    alarm_test_hour = CountField(
        label=_("Hour of the weekly test"), min_value=0, max_value=23, help_text=_("By the clock of the office.")
    )

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, initial={name: getattr(office, name) for name in KEPT}, **kwargs)

    def act(self, by: Person, at: datetime) -> Any:
        return actions.change_office(**{name: self.cleaned_data[name] for name in KEPT}, by=by, at=at)


def _secret(label: Any, words: Any) -> forms.CharField:
    field = forms.PasswordInput(attrs={"class": "ltr", "autocomplete": "new-password"})
    return forms.CharField(label=label, max_length=500, required=False, strip=False, help_text=words, widget=field)


class GatewayForm(OfficeForm):
    url = forms.CharField(
        label=_("Address of the gateway"),
        max_length=500,
        help_text=_("It is told by a POST whom to call and what to say; nothing of the complainant."),
        widget=forms.TextInput(attrs={"class": "ltr", "inputmode": "url", "autocomplete": "off"}),
    )
    header = forms.CharField(
        label=_("Header it knows us by"),
        max_length=60,
        required=False,
        help_text=_("Such as Authorization. Empty: none."),
        widget=forms.TextInput(attrs={"class": "ltr", "autocomplete": "off"}),
    )
    header_value = _secret(_("Value of that header"), _("Kept sealed. Empty: the one that is kept already."))
    key = _secret(
        _("Key that signs each call"),
        _("At least sixteen signs, known to the gateway too. Kept sealed. Empty: the one that is kept already."),
    )
    on = forms.BooleanField(label=_("Call people by it"), required=False)

    def __init__(self, *args: Any, gateway: Gateway | None, **kwargs: Any) -> None:
        known = {"url": gateway.url, "header": gateway.header, "on": gateway.is_on} if gateway else {"on": True}
        super().__init__(*args, initial=known, **kwargs)

    def act(self, by: Person, at: datetime) -> Any:
        return actions.keep_gateway(**self.cleaned_data, by=by, at=at)
