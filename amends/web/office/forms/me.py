"""What a person sets for themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import notify
from amends.office import actions
from amends.office.models import Person, Team
from amends.office.roles import Role
from amends.web.office.forms.base import OfficeForm, language, languages, time_zone

THEMES = [("auto", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]
NOTICES = {
    notify.ASSIGNED: _("A complaint is given to me"),
    notify.WROTE: _("The complainant has written"),
    notify.UNDELIVERED: _("A message could not be delivered"),
    notify.NEAR: _("A date comes near"),
    notify.MISSED: _("A date was missed"),
}
SCOPES = [("read", _("Read what I may see")), ("write", _("Do what I may do"))]
LASTS = [("30", _("A month")), ("90", _("Three months")), ("365", _("A year"))]


class Me(OfficeForm):
    language = language(_("Language of the desk and of letters to me"))
    languages = languages(_("Languages I answer in"))
    time_zone = time_zone(_("Time zone"))
    theme = forms.ChoiceField(label=_("Theme"), choices=THEMES)
    alarm_phone = forms.CharField(
        label=_("Telephone for alarms"),
        max_length=40,
        required=False,
        help_text=_("Called when health is in danger and you are on duty. With the country, like +7 900 123-45-67."),
        widget=forms.TextInput(attrs={"class": "ltr", "type": "tel", "autocomplete": "tel"}),
    )
    notices = forms.MultipleChoiceField(
        label=_("Tell me by mail too when"),
        choices=list(NOTICES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In the desk you are told of all of it. Letters hold only the number and a link."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        wishes = person.notices_by_mail
        wanted = [kind for kind in NOTICES if wishes.get(kind, kind in notify.BY_MAIL_UNLESS_REFUSED)]
        names = ("language", "languages", "time_zone", "theme", "alarm_phone")
        initial = {name: getattr(person, name) for name in names} | {"notices": wanted}
        super().__init__(*args, initial=initial, **kwargs)

    def act(self, by: Person, at: datetime) -> Any:
        given = {
            name: self.cleaned_data[name] for name in ("language", "languages", "time_zone", "theme", "alarm_phone")
        }
        wishes = {kind: kind in self.cleaned_data["notices"] for kind in NOTICES}
        return actions.change_myself(by, notices_by_mail=wishes, at=at, **given)


class NewKey(OfficeForm):
    label = forms.CharField(label=_("What it is for"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=SCOPES, initial=["read"], widget=forms.CheckboxSelectMultiple
    )
    lasts = forms.ChoiceField(label=_("It lasts"), choices=LASTS, initial="90")

    def act(self, by: Person, at: datetime) -> str:
        given = self.cleaned_data
        lasts = timedelta(days=int(given["lasts"]))
        return actions.create_token(by, label=given["label"], scopes=given["scopes"], lasts=lasts, by=by, at=at)


class OpenFeed(OfficeForm):
    """Whose deadlines a calendar address shows: one's own, or, for heads, those of a team."""

    team = forms.ModelChoiceField(
        label=_("Of whom"), queryset=Team.objects.none(), required=False, empty_label=_("Mine")
    )

    def __init__(self, *args: Any, person: Person, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person.has_role((Role.HEAD,), at.date()):
            self.fields["team"].queryset = Team.objects.filter(is_active=True).order_by("code")  # type: ignore[attr-defined]
        else:
            del self.fields["team"]

    def act(self, by: Person, at: datetime) -> str:
        return actions.open_feed(by, team=self.cleaned_data.get("team"), at=at)
