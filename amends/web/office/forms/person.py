"""Forms about people: invite, change, give a role, end one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core.models import Category
from amends.office import actions
from amends.office.models import Person, RoleHeld, Team
from amends.web.office.forms.base import NamedForm, OfficeForm, first_names, language, languages, time_zone
from amends.web.office.role_names import ROLE_CHOICES, ROLE_NAMES, ROLE_WORDS

DAY = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def teams() -> Any:
    return Team.objects.filter(is_active=True).order_by("code")


def categories() -> list[tuple[str, str]]:
    """Every category that is valid today, its place in the tree shown by its code."""
    valid = Category.objects.filter(valid_to=None).order_by("code")
    return [("", str(_("The whole office"))), *((one.code, f"{one.name} ({one.code})") for one in valid)]


class Invite(NamedForm):
    """A name in one language is enough; the rest can be added later."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation goes there, and one signs in with it."))
    language = language(_("Language of the letter and of the desk"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        choices=[(role.value, f"{name}: {ROLE_WORDS[role]}") for role, name in ROLE_NAMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    teams = forms.ModelMultipleChoiceField(
        label=_("Teams"), queryset=Team.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lazy = self.fields["roles"]
        lazy.choices = [(role.value, _line(role)) for role in ROLE_NAMES]  # type: ignore[attr-defined]
        self.fields["teams"].queryset = teams()  # type: ignore[attr-defined]

    def act(self, by: Person, at: datetime) -> Any:
        given = self.cleaned_data
        return actions.invite_person(
            email=given["email"],
            names=self.names(),
            language=given["language"],
            roles=given["roles"],
            teams=given["teams"],
            by=by,
            at=at,
        )


def _line(role: Any) -> str:
    return f"{ROLE_NAMES[role]}: {ROLE_WORDS[role]}"


class ChangePerson(NamedForm):
    email = forms.EmailField(label=_("E-mail"), help_text=_("A new address ends the person's sessions."))
    language = language(_("Language of the desk"))
    languages = languages(_("Languages this person answers in"))
    time_zone = time_zone(_("Time zone"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        names = person.names or {person.language: person.name}
        initial = first_names(names) | {
            name: getattr(person, name) for name in ("email", "language", "languages", "time_zone")
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.person = person

    def act(self, by: Person, at: datetime) -> Any:
        given = {name: self.cleaned_data[name] for name in ("email", "language", "languages", "time_zone")}
        return actions.change_person(self.person, names=self.names(), by=by, at=at, **given)


class GiveRole(OfficeForm):
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    team = forms.ModelChoiceField(
        label=_("Only for the team"), queryset=Team.objects.none(), required=False, empty_label=_("The whole office")
    )
    category = forms.ChoiceField(label=_("Only for the category"), required=False)
    is_deputy = forms.BooleanField(
        label=_("As deputy"), required=False, help_text=_("Of the senior expert of that category.")
    )
    from_on = forms.DateField(label=_("First day"), required=False, widget=DAY, help_text=_("Empty: at once."))
    to_on = forms.DateField(
        label=_("Last day"), required=False, widget=DAY, help_text=_("Empty: until further notice.")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["team"].queryset = teams()  # type: ignore[attr-defined]
        self.fields["category"].choices = categories()  # type: ignore[attr-defined]

    def act(self, by: Person, at: datetime) -> Any:
        return actions.give_role(self.person, by=by, at=at, **self.cleaned_data)


class EndRole(OfficeForm):
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=DAY, help_text=_("Empty: the role ends at once.")
    )

    def __init__(self, *args: Any, held: RoleHeld, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held

    def act(self, by: Person, at: datetime) -> Any:
        return actions.end_role(self.held, by=by, at=at, last_day=self.cleaned_data["last_day"])
