"""Consent: a person heard it given or withdrawn."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.models import Party
from amends.core.rules.kinds import CONSENT_NAMES, PARTY_NAMES, ConsentKind, PartyRole
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.base import VerbForm, line, named, offer


class PartyChoice(forms.ModelChoiceField):
    """A person of the case, by name and part in it."""

    def label_from_instance(self, party: Party) -> str:
        role = gettext(PARTY_NAMES[PartyRole(party.role)])
        return f"{party.name} · {role}" if party.name else role


class Consent(VerbForm):
    verb: ClassVar[Verb] = Verb.CONSENT
    title: ClassVar[str] = N_("Record consent")
    button: ClassVar[str] = N_("Record it")
    hint: ClassVar[str] = N_("Nobody needs to consent to anything in order to complain.")
    done: ClassVar[str] = N_("The consent is recorded.")

    party = PartyChoice(label=_("Who"), queryset=Party.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("To what"), choices=lambda: named(CONSENT_NAMES))
    given = forms.TypedChoiceField(
        label=_("Given or withdrawn"),
        choices=lambda: [("yes", gettext("Given")), ("no", gettext("Withdrawn"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    text_version = line(_("Version of the text that was read out"), limit=40, required=True, css="short")

    def arrange(self) -> None:
        offer(self, "party", self.case.parties.all())

    def act(self) -> object:
        chosen = self.cleaned_data
        return actions.consent(
            self.case,
            party=chosen["party"],
            kind=ConsentKind(chosen["kind"]),
            given=chosen["given"],
            text_version=chosen["text_version"],
            by=self.by,
            at=self.at,
        )
