"""Forms for teams, departments, stores and products."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core.models import Category
from amends.office import actions
from amends.office.models import Department, Person, Product, Store, Team
from amends.office.names import Named
from amends.web.office.forms.base import NamedForm, first_names, languages, time_zone
from amends.web.office.forms.welcome import CURRENCIES


class ThingForm(NamedForm):
    """A thing with a code; the code is asked for once and then stays."""

    model: ClassVar[type[Named]]
    kept: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, thing: Any, **kwargs: Any) -> None:
        self.thing = thing
        initial = first_names(thing.names) | {name: getattr(thing, name) for name in self.kept}
        super().__init__(*args, initial=initial | (kwargs.pop("initial", None) or {}), **kwargs)
        if thing.pk is None:
            code = forms.CharField(
                label=_("Code"),
                max_length=80,
                help_text=self.code_help,
                widget=forms.TextInput(attrs={"class": "short ltr", "autocomplete": "off", "spellcheck": "false"}),
            )
            self.fields = {"code": code} | self.fields

    code_help: ClassVar[Any] = _("Short, in Latin letters and digits. It stays for ever.")

    def given(self) -> dict[str, Any]:
        named = {"code": self.cleaned_data.get("code", ""), "names": self.names()}
        return named | {name: self.cleaned_data[name] for name in self.kept}


class DepartmentForm(ThingForm):
    model, kept = Department, ("email",)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Questions to the department go there."))

    def act(self, by: Person, at: datetime) -> Any:
        return actions.keep_department(self.thing, **self.given(), by=by, at=at)


class StoreForm(ThingForm):
    model, kept = Store, ("sort", "country", "time_zone", "is_active")
    sort = forms.CharField(label=_("Sort"), max_length=20, required=False, help_text=_("Such as shop or market place."))
    country = forms.CharField(
        label=_("Country"), max_length=2, required=False, widget=forms.TextInput(attrs={"class": "short ltr"})
    )
    time_zone = time_zone(_("Time zone"))
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def act(self, by: Person, at: datetime) -> Any:
        return actions.keep_store(self.thing, **self.given(), by=by, at=at)


class ProductForm(ThingForm):
    model, kept = Product, ("line", "size", "currency", "is_active")
    code_help = _("The GTIN, or the article number.")
    line = forms.CharField(label=_("Line"), max_length=40, required=False)
    size = forms.CharField(label=_("Size"), max_length=40, required=False)
    price = forms.DecimalField(label=_("Price"), required=False, max_digits=12, decimal_places=2)
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", "–"), *((code, code) for code in CURRENCIES)]
    )
    is_active = forms.BooleanField(label=_("In use"), required=False)

    fields_of = NamedForm.fields_of | {"price_minor": "price"}

    def __init__(self, *args: Any, thing: Product, **kwargs: Any) -> None:
        price = None if thing.price_minor is None else Decimal(thing.price_minor) / 100
        super().__init__(*args, thing=thing, initial={"price": price}, **kwargs)

    def act(self, by: Person, at: datetime) -> Any:
        price = self.cleaned_data["price"]
        minor = None if price is None else int(price * 100)
        return actions.keep_product(self.thing, **self.given(), price_minor=minor, by=by, at=at)


class TeamForm(ThingForm):
    model, kept = Team, ("department", "categories", "languages", "is_default", "is_active")
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label="–"
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories it handles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("With all their parts."),
    )
    languages = languages(_("Languages it answers in"), help_text=_("None chosen: every language."))
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_default = forms.BooleanField(label=_("What fits no other team comes here"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, thing: Team, **kwargs: Any) -> None:
        members = [one.person_id for one in thing.memberships.all()] if thing.pk else []
        super().__init__(*args, thing=thing, initial={"members": members}, **kwargs)
        tops = Category.objects.filter(valid_to=None, parent_code="").order_by("code")
        known = [(one.code, one.name) for one in tops]
        # A code whose category has ended stays ticked until somebody takes it away, or it would vanish unseen.
        known += [(code, code) for code in thing.categories if code not in dict(known)]
        self.fields["categories"].choices = known  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.order_by("code")  # type: ignore[attr-defined]
        people = Person.objects.filter(is_active=True) | Person.objects.filter(pk__in=members)
        self.fields["members"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]

    def act(self, by: Person, at: datetime) -> Any:
        return actions.keep_team(self.thing, **self.given(), members=self.cleaned_data["members"], by=by, at=at)
