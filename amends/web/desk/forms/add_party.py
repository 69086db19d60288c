"""Add a person: buyer, child, representative, payee."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import actions
from amends.core.rules.intake import Contact
from amends.core.rules.kinds import PARTY_NAMES, PartyRole
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.ui.count_fields import CountField
from amends.web.desk.forms.base import VerbForm, line, named

OTHERS = {role: name for role, name in PARTY_NAMES.items() if role is not PartyRole.COMPLAINANT}


class AddParty(VerbForm):
    verb: ClassVar[Verb] = Verb.ADD_PARTY
    title: ClassVar[str] = N_("Add a person to the case")
    button: ClassVar[str] = N_("Add the person")
    hint: ClassVar[str] = N_("A child is kept without a name, by age in months only.")
    done: ClassVar[str] = N_("The person is added.")

    role = forms.ChoiceField(label=_("Who it is"), choices=lambda: named(OTHERS))
    name = line(_("Name"), autocomplete="off")
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = line(_("Telephone"), limit=60, type="tel", autocomplete="off", css="ltr")
    age_months = CountField(label=_("Age of the child in months"), required=False, min_value=0, max_value=216)
    authority_proof = line(_("Proof of authority"), limit=300, help_text=_("Letter of attorney, birth certificate …"))
    may_see = forms.BooleanField(
        label=_("May follow the case"),
        required=False,
        help_text=_("Gets an access code of their own, which you read out once."),
    )

    def act(self) -> object:
        chosen = self.cleaned_data
        added = actions.add_party(
            self.case,
            role=PartyRole(chosen["role"]),
            contact=Contact(name=chosen["name"], email=chosen["email"], phone=chosen["phone"]),
            age_months=chosen["age_months"],
            authority_proof=chosen["authority_proof"],
            may_see=chosen["may_see"],
            by=self.by,
            at=self.at,
        )
        if added.codes is not None:
            self.code_to_tell, self.told_to = added.codes.code, added.party.name
        return added.event
