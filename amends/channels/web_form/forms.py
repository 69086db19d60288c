"""The whole complaint form. Every step draws some of these fields and carries the others; all are checked each time."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amends.channels.web_form.fields import Amount, Day, Line, Words
from amends.core.rules.kinds import CAPACITY_NAMES, DEMAND_NAMES, HARM_NAMES, Capacity, DemandType, Harm, Kind

KINDS = (
    (Kind.COMPLAINT, _("A complaint: something went wrong")),
    (Kind.QUESTION, _("A question")),
    (Kind.SUGGESTION, _("A suggestion")),
    (Kind.PRAISE, _("Praise")),
)
DEMANDS = (
    DemandType.REFUND,
    DemandType.REPLACEMENT,
    DemandType.DAMAGES,
    DemandType.MORAL_DAMAGES,
    DemandType.PRIZE,
    DemandType.EXPLANATION,
    DemandType.APOLOGY,
    DemandType.OTHER,
)
IN_MONEY = (DemandType.REFUND, DemandType.DAMAGES, DemandType.MORAL_DAMAGES)
WAYS = (
    ("", _("As it suits you")),
    ("email", _("By e-mail")),
    ("phone", _("By telephone")),
    ("portal", _("I will look on the follow page")),
)
OF_THE_SENDER = ("name", "email", "phone", "contact_by", "contact_times")
"""What an anonymous sender's form drops."""

CAPACITIES = (Capacity.BUYER, Capacity.CONSUMER, Capacity.PARENT, Capacity.REPRESENTATIVE, Capacity.PARTNER)


def _names(members: Any, names: Any) -> Any:
    """Choices read at the moment of drawing, in the reader's language."""
    return lambda: [(member.value, gettext(names[member])) for member in members]


class Complaint(forms.Form):
    """Nothing but words (or a file) is required. `currency` says in what money amounts are; `today` bounds the day."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=KINDS, required=False, widget=forms.RadioSelect, initial=Kind.COMPLAINT
    )
    text = Words(
        label=_("What happened?"),
        widget=forms.Textarea(attrs={"rows": 7, "data-watch": "/complain/danger", "data-watch-into": "danger"}),
    )

    product = Line(label=_("Which product or service?"), max_length=200)
    lot = Line(label=_("Lot and date on the pack"), max_length=60, help_text=_("Often stamped beside “best before”."))
    store = Line(label=_("Where did you buy or use it?"), max_length=200, help_text=_("Shop, site or town."))
    occurred_on = Day(label=_("When was it?"), widget=forms.DateInput(attrs={"class": "short"}))

    demands = forms.MultipleChoiceField(
        label=_("What would put this right?"),
        choices=_names(DEMANDS, DEMAND_NAMES),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wish = Line(label=_("In your own words"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    harm = forms.MultipleChoiceField(
        label=_("Did it do harm?"),
        choices=_names(Harm, HARM_NAMES),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    anonymous = forms.BooleanField(
        label=_("Stay anonymous"),
        required=False,
        help_text=_("Then we keep neither name nor address nor telephone, and no one here can find out who you are."),
    )
    name = Line(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = Line(
        label=_("E-mail"),
        max_length=254,
        validators=[EmailValidator(_("This address cannot be right. It looks like anna@example.org."))],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = Line(
        label=_("Telephone"), max_length=60, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )
    contact_by = forms.ChoiceField(
        label=_("How shall we answer?"), choices=WAYS, required=False, widget=forms.RadioSelect, initial=""
    )
    contact_times = Line(
        label=_("When may we call?"), max_length=300, help_text=_("For instance: after 20:00, not on Fridays.")
    )
    capacity = forms.ChoiceField(
        label=_("You are"),
        choices=lambda: [("", gettext("Not said")), *_names(CAPACITIES, CAPACITY_NAMES)()],
        required=False,
    )
    on_behalf_of = Line(label=_("For whom do you write?"), max_length=200)
    authority_proof = Line(
        label=_("What allows you to speak for them?"),
        max_length=300,
        help_text=_("For instance: I am the mother; a letter of authority is attached."),
    )
    accessibility = Line(
        label=_("What would make it easier for you?"),
        max_length=300,
        help_text=_("Large print, no telephone calls, sign language, a simple wording: say it and we will do it."),
    )
    website = Line(label=_("Leave this empty"), max_length=200)

    def __init__(self, *args: Any, currency: str, today: date, has_files: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.has_files = today, has_files
        places = get_currency_precision(currency)
        for demand in IN_MONEY:
            self.fields[amount_of(demand)] = Amount(
                label=_("How much, in %(currency)s?") % {"currency": currency},
                places=places,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
            )
        if get_language() != "fa":  # elsewhere the phone's own calendar helps; it knows no Persian one
            self.fields["occurred_on"].widget = forms.DateInput(attrs={"type": "date", "class": "short"})
        else:
            self.fields["occurred_on"].help_text = _("For instance 1404/12/11 or 2026-03-02.")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip() and not self.has_files:
            raise ValidationError(_("Please tell us what happened, or add a photo that shows it."))
        return text

    def clean_occurred_on(self) -> date | None:
        on: date | None = self.cleaned_data["occurred_on"]
        if on is not None and on > self.today:
            raise ValidationError(Day.default_error_messages["ahead"])
        return on

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("The hidden field “Leave this empty” was filled in. Empty it, then send again."))
        return ""


def amount_of(demand: DemandType) -> str:
    return f"amount_{demand.value}"
