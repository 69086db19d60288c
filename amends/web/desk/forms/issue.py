"""The part of a form that describes one issue: category, object, harm, demands. Used by classify."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.core.actions import IssueFacts
from amends.core.models import Category, Issue
from amends.core.rules.intake import Demand
from amends.core.rules.kinds import DEMAND_NAMES, HARM_NAMES, DemandType, Harm
from amends.office.models import Person, Product, Store
from amends.web.desk.amounts import BadAmount, to_minor, typed
from amends.web.desk.forms.base import Choices, choose, line, named, offer

MOST_DEMANDS = 6
SPARE_DEMANDS = 2


class IssueFields(forms.Form):
    """One issue of the case; demands are lines of type, amount and words."""

    category = forms.ChoiceField(label=_("Category"), choices=())
    essence = line(_("In one line"), limit=200, dir="auto")
    product = line(_("Product"), dir="auto")
    gtin = forms.ChoiceField(label=_("Product in our list"), choices=(), required=False)
    lot = line(_("Lot"), limit=60, css="short ltr")
    best_before = line(_("Best before"), limit=30, css="short ltr")
    store = forms.ChoiceField(label=_("Store in our list"), choices=(), required=False)
    place = line(_("Place"), dir="auto")
    happened_on = forms.DateField(
        label=_("Day it happened"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    quantity = line(_("Quantity"), limit=40, css="short")
    price = line(_("Price paid"), limit=20, inputmode="decimal", css="short ltr")
    currency = line(_("Currency"), limit=3, css="short ltr")
    proof = line(_("Proof of purchase"), limit=200, dir="auto")
    harm = forms.MultipleChoiceField(
        label=_("Harm"), required=False, choices=lambda: named(HARM_NAMES), widget=forms.CheckboxSelectMultiple
    )
    employee = forms.ModelChoiceField(
        label=_("It is about this colleague"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody of us"),
        help_text=_("Unless it is praise, the case becomes confidential then, and they cannot see it."),
    )

    def __init__(self, *args: Any, tree: Choices, goods: Choices, stores: Choices, demands: int, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        choose(self, "category", tree)
        choose(self, "gtin", goods)
        choose(self, "store", stores)
        offer(self, "employee", Person.objects.filter(is_active=True).order_by("name"))
        self.demand_count = demands
        for number in range(demands):
            self.fields |= _demand_fields(number)

    def demand_rows(self) -> list[tuple[Any, Any, Any]]:
        """The bound fields of each demand, for the template."""
        return [
            (self[f"demand{n}_type"], self[f"demand{n}_amount"], self[f"demand{n}_text"])
            for n in range(self.demand_count)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        currency = cleaned.get("currency", "").upper()
        cleaned["price_minor"] = self._minor("price", currency)
        for n in range(self.demand_count):
            cleaned[f"demand{n}_minor"] = self._minor(f"demand{n}_amount", currency)
            if not cleaned.get(f"demand{n}_type") and (
                cleaned.get(f"demand{n}_amount") or cleaned.get(f"demand{n}_text")
            ):
                self.add_error(f"demand{n}_type", gettext("Say what is demanded."))
        return cleaned

    def _minor(self, name: str, currency: str) -> int | None:
        try:
            return to_minor(self.cleaned_data.get(name, ""), currency)
        except BadAmount:
            self.add_error(name, gettext("This is not an amount. Write it like 89 or 89.50."))
            return None

    def facts(self) -> IssueFacts:
        """What the verb takes of this issue."""
        chosen = self.cleaned_data
        currency = chosen["currency"].upper()
        demands = [
            Demand(
                type=DemandType(chosen[f"demand{n}_type"]),
                amount_minor=chosen[f"demand{n}_minor"],
                currency=currency if chosen[f"demand{n}_minor"] is not None else "",
                text=chosen[f"demand{n}_text"],
            )
            for n in range(self.demand_count)
            if chosen[f"demand{n}_type"]
        ]
        plain = ("category", "essence", "product", "gtin", "lot", "best_before", "store", "place", "happened_on")
        return IssueFacts(
            **{name: chosen[name] for name in plain},
            quantity=chosen["quantity"],
            proof=chosen["proof"],
            price_minor=chosen["price_minor"],
            currency=currency if chosen["price_minor"] is not None else "",
            harm=tuple(Harm(harm) for harm in chosen["harm"]),
            demands=tuple(demands),
            employee=chosen["employee"],
        )


def _demand_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"demand{number}_type": forms.ChoiceField(
            label=_("Demand"), required=False, choices=lambda: named(DEMAND_NAMES, empty="—")
        ),
        f"demand{number}_amount": line(_("Amount"), limit=20, inputmode="decimal", css="short ltr"),
        f"demand{number}_text": line(_("In their words"), limit=500, dir="auto"),
    }


def first_values(issue: Issue, currency: str) -> dict[str, Any]:
    """An issue as it stands, as values of the fields."""
    plain = (
        "essence",
        "product",
        "lot",
        "best_before",
        "place",
        "happened_on",
        "quantity",
        "proof",
        "harm",
        "employee",
    )
    values: dict[str, Any] = {name: getattr(issue, name) for name in plain}
    own = issue.currency or next((d["currency"] for d in issue.demands if d.get("currency")), "") or currency
    values |= {
        "category": issue.category.code if issue.category else "",
        "gtin": issue.product_ref.code if issue.product_ref else "",
        "store": issue.store.code if issue.store else "",
        "price": typed(issue.price_minor, own),
        "currency": own,
    }
    for number, demand in enumerate(issue.demands):
        values[f"demand{number}_type"] = demand["type"]
        values[f"demand{number}_amount"] = typed(demand.get("amount_minor"), demand.get("currency") or own)
        values[f"demand{number}_text"] = demand.get("text", "")
    return values


def category_tree(categories: Iterable[Category]) -> Choices:
    """The valid categories, parents before children, each level moved in."""
    ordered = sorted(categories, key=lambda category: category.code.split("."))
    indent = "\N{EM SPACE}"
    return [("", "—"), *((one.code, indent * one.code.count(".") + one.name) for one in ordered)]


def goods_and_stores() -> tuple[Choices, Choices]:
    goods = Product.objects.filter(is_active=True).order_by("code")
    stores = Store.objects.filter(is_active=True).order_by("code")
    return (
        [("", "—"), *((product.code, " ".join(filter(None, (product.name, product.size)))) for product in goods)],
        [("", "—"), *((store.code, store.name) for store in stores)],
    )
