"""The fast form of an operator: what was said on the telephone, at the counter or in a letter, as one intake."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.core.queries.office_facts import office_facts
from amends.core.rules.intake import ConsentGiven, Contact, Demand, File, Intake
from amends.core.rules.kinds import (
    CAPACITY_NAMES,
    CONSENT_NAMES,
    DEMAND_NAMES,
    HARM_NAMES,
    KIND_NAMES,
    Capacity,
    ConsentKind,
    DemandType,
    Harm,
    Kind,
)
from amends.core.rules.words import N_
from amends.office.models import Person
from amends.web.desk.amounts import BadAmount, to_minor
from amends.web.desk.forms.base import line, named, offer, when, words

CHANNELS = {"phone_desk": N_("On the telephone"), "counter": N_("At the counter"), "paper": N_("In a letter")}
DEMANDS = 3
MOST_FILES = 20


class ManyFiles(forms.FileField):
    """Several files in one field; each is judged by its size later, when it is kept."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(gettext("At most %(count)s files at once.") % {"count": MOST_FILES})
        return [super(ManyFiles, self).clean(one, initial) for one in given]


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class Record(forms.Form):
    """Only the words, or a file, are needed. Everything else helps."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    receipt = forms.IntegerField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=_("How it came"), choices=lambda: named(CHANNELS), widget=forms.RadioSelect)
    name = line(_("Name"), autocomplete="off", dir="auto")
    phone = line(_("Telephone"), limit=60, type="tel", autocomplete="off", css="ltr")
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Speaks"), choices=lambda: list(settings.LANGUAGES))
    capacity = forms.ChoiceField(
        label=_("Speaks as"), required=False, choices=lambda: named(CAPACITY_NAMES, empty=N_("Not known"))
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=lambda: named(KIND_NAMES))
    text = words(_("In their words"), rows=6, required=False)
    subject = line(_("In one line"), dir="auto")
    product = line(_("Product"), dir="auto")
    lot = line(_("Lot"), limit=60, css="short ltr")
    store = line(_("Where it was bought"), dir="auto")
    occurred_on = forms.DateField(
        label=_("Day it happened"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    presented_at = when(_("When it was said or arrived"), help_text=_("Empty: now."))
    postmarked_on = forms.DateField(
        label=_("Day of the postmark"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    harm = forms.MultipleChoiceField(
        label=_("Harm"), required=False, choices=lambda: named(HARM_NAMES), widget=forms.CheckboxSelectMultiple
    )
    anger = forms.ChoiceField(
        label=_("Anger"),
        required=False,
        choices=lambda: [("", "—"), *((str(level), str(level)) for level in range(1, 6))],
    )
    contact_times = line(_("When to call"), limit=300, dir="auto", help_text=_("Evenings, after 20:00 …"))
    accessibility = line(_("What they need to be able to talk with us"), limit=300, dir="auto")
    on_behalf_of = line(_("On behalf of"), dir="auto")
    authority_proof = line(_("Proof of authority"), limit=300)
    employee = forms.ModelChoiceField(
        label=_("It is about this colleague"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody of us"),
        help_text=_("Unless it is praise, it is confidential then, and they cannot see it."),
    )
    anonymous = forms.BooleanField(
        label=_("Anonymous"), required=False, help_text=_("Name, e-mail and telephone are not stored.")
    )
    confidential = forms.BooleanField(label=_("Confidential"), required=False)
    consent = forms.ChoiceField(
        label=_("Consent given"), required=False, choices=lambda: named(CONSENT_NAMES, empty=N_("None was asked for"))
    )
    consent_version = line(_("Version of the text that was read out"), limit=40, css="short")
    scans = ManyFiles(
        label=_("Scan, photos, files"),
        required=False,
        widget=ManyFilesInput(attrs={"data-files": "", "multiple": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = {"key": uuid.uuid4().hex, "channel": "phone_desk", "kind": Kind.COMPLAINT}
        first["language"] = office_facts().language
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        offer(self, "employee", Person.objects.filter(is_active=True).order_by("name"))
        limit = settings.FILE_LIMIT
        self.fields["scans"].widget.attrs |= {
            "data-most": limit,
            "data-too-large": gettext("%%s is larger than %(limit)s MB.") % {"limit": limit // 1024 // 1024},
        }
        for n in range(DEMANDS):
            self.fields[f"demand{n}_type"] = forms.ChoiceField(
                label=_("Demand"), required=False, choices=lambda: named(DEMAND_NAMES, empty="—")
            )
            self.fields[f"demand{n}_amount"] = line(_("Amount"), limit=20, inputmode="decimal", css="short ltr")
            self.fields[f"demand{n}_text"] = line(_("In their words"), limit=500, dir="auto")

    def demand_rows(self) -> list[tuple[Any, Any, Any]]:
        return [(self[f"demand{n}_type"], self[f"demand{n}_amount"], self[f"demand{n}_text"]) for n in range(DEMANDS)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        currency = office_facts().office.currency
        for n in range(DEMANDS):
            try:
                cleaned[f"demand{n}_minor"] = to_minor(cleaned.get(f"demand{n}_amount") or "", currency)
            except BadAmount:
                self.add_error(f"demand{n}_amount", gettext("This is not an amount. Write it like 89 or 89.50."))
            if not cleaned.get(f"demand{n}_type") and (
                cleaned.get(f"demand{n}_amount") or cleaned.get(f"demand{n}_text")
            ):
                self.add_error(f"demand{n}_type", gettext("Say what is demanded."))
        if cleaned.get("consent") and not cleaned.get("consent_version"):
            self.add_error("consent_version", gettext("Say which text was read out."))
        if not (cleaned.get("text") or "").strip() and not cleaned.get("scans"):
            self.add_error("text", gettext("Write what was said, or add the letter as a file."))
        return cleaned

    def intake(self, files: Sequence[File], at: datetime, *, channel: str = "") -> Intake:
        """What was typed, made equal to what every channel hands in."""
        chosen = self.cleaned_data
        consent = ConsentGiven(ConsentKind(chosen["consent"]), chosen["consent_version"]) if chosen["consent"] else None
        plain = ("text", "subject", "language", "product", "lot", "store", "occurred_on", "postmarked_on")
        more = ("presented_at", "contact_times", "accessibility", "on_behalf_of", "authority_proof")
        return Intake(
            receipt="",
            channel=channel or chosen["channel"],
            received_at=at,
            **{name: chosen[name] for name in (*plain, *more)},
            author=Contact(name=chosen["name"], email=chosen["email"], phone=chosen["phone"]),
            kind=Kind(chosen["kind"]),
            capacity=Capacity(chosen["capacity"]) if chosen["capacity"] else None,
            anonymous=chosen["anonymous"],
            confidential=chosen["confidential"],
            files=tuple(files),
            demands=self._demands(),
            harm=tuple(Harm(harm) for harm in chosen["harm"]),
            consents=(consent,) if consent else (),
            anger=int(chosen["anger"]) if chosen["anger"] else None,
            employee=chosen["employee"].pk if chosen["employee"] else None,
        )

    def _demands(self) -> tuple[Demand, ...]:
        chosen, currency = self.cleaned_data, office_facts().office.currency
        return tuple(
            Demand(
                DemandType(chosen[f"demand{n}_type"]),
                chosen[f"demand{n}_minor"],
                currency if chosen[f"demand{n}_minor"] is not None else "",
                chosen[f"demand{n}_text"],
            )
            for n in range(DEMANDS)
            if chosen[f"demand{n}_type"]
        )
