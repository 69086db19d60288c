"""Forms for the trees, the ready words and the promise."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from amends.core import catalogue
from amends.core.models import Category, Cause, TextBlock
from amends.core.queries import trees
from amends.office import actions
from amends.office.models import Department, Person
from amends.web.office.forms.base import LANGUAGE_NAMES, NamedForm, OfficeForm, first_names
from amends.web.office.forms.person import DAY, categories

Node = Category | Cause


class NodeForm(NamedForm):
    """Adds a node (with `part`) or changes one; a category has an owner and marks besides."""

    def __init__(self, *args: Any, tree: trees.Tree, node: Node | None = None, under: str = "", **kwargs: Any) -> None:
        initial = first_names(node.names) if node else {}
        marks = _category_fields() if tree is Category else {}
        initial |= {name: getattr(node, name) for name in marks} if node else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.tree, self.node, self.under, self.marks = tree, node, under, list(marks)
        self.fields |= marks
        if node is None:
            self.fields = {"part": _part(under)} | self.fields

    def act(self, by: Person, at: datetime) -> Any:
        marks = {name: self.cleaned_data[name] for name in self.marks}
        if self.node is not None:
            return catalogue.change_node(self.node, names=self.names(), by=by, at=at, **marks)
        part = self.cleaned_data["part"]
        return catalogue.add_node(self.tree, part=part, under=self.under, names=self.names(), by=by, at=at, **marks)


def _part(under: str) -> forms.Field:
    words = _("It stands after “%(code)s.” and stays for ever.") % {"code": under} if under else _("It stays for ever.")
    widget = forms.TextInput(attrs={"class": "short ltr", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=_("Code"), max_length=40, help_text=words, widget=widget)


def _category_fields() -> dict[str, forms.Field]:
    return {
        "department": forms.ModelChoiceField(
            label=_("Department that is asked"),
            queryset=Department.objects.order_by("code"),
            required=False,
            empty_label="–",
        ),
        "standard_remedy": forms.CharField(label=_("Usual remedy"), max_length=40, required=False),
        "is_danger": forms.BooleanField(
            label=_("Danger to health"), required=False, help_text=_("Such complaints are looked at within the hour.")
        ),
        "is_confidential": forms.BooleanField(
            label=_("Confidential"), required=False, help_text=_("Only those named on the case see it.")
        ),
    }


class EndNode(OfficeForm):
    mapped_to = forms.ChoiceField(
        label=_("It continues as"), help_text=_("Its complaints are shown and counted there.")
    )

    def __init__(self, *args: Any, node: Node, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.node = node
        others = [place.node for place in trees.valid(type(node)) if place.node.code != node.code]
        self.fields["mapped_to"].choices = [("", "–"), *((one.code, f"{one.name} ({one.code})") for one in others)]  # type: ignore[attr-defined]

    def act(self, by: Person, at: datetime) -> Any:
        return catalogue.end_node(self.node, mapped_to=self.cleaned_data["mapped_to"], by=by, at=at)


def _texts(rows: int, label: Any) -> dict[str, forms.Field]:
    return {
        f"text_{code}": forms.CharField(
            label=label % {"language": language},
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": rows, "lang": code, "dir": "rtl" if code == "fa" else "ltr"}),
        )
        for code, language in LANGUAGE_NAMES.items()
    }


class TextBlockForm(NamedForm):
    category = forms.ChoiceField(label=_("Only for the category"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args: Any, block: TextBlock, **kwargs: Any) -> None:
        initial = first_names(block.names) | {f"text_{code}": text for code, text in block.texts.items()}
        initial |= {"category": block.category, "is_active": block.is_active}
        super().__init__(*args, initial=initial, **kwargs)
        self.block = block
        known = [("", _("All categories")), *categories()[1:]]
        if block.category and block.category not in dict(known):
            known.append((block.category, block.category))
        self.fields["category"].choices = known  # type: ignore[attr-defined]
        rest = {name: self.fields.pop(name) for name in ("category", "is_active")}
        self.fields |= _texts(4, _("Text in %(language)s")) | rest
        if not block.pk:
            self.fields = {"code": _part("")} | self.fields

    def texts(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code in LANGUAGE_NAMES}

    def act(self, by: Person, at: datetime) -> Any:
        given = {name: self.cleaned_data.get(name, "") for name in ("code", "category", "is_active")}
        return catalogue.keep_text_block(self.block, names=self.names(), texts=self.texts(), by=by, at=at, **given)


class PromiseForm(OfficeForm):
    valid_from = forms.DateField(label=_("Valid from"), required=False, widget=DAY, help_text=_("Empty: from now on."))
    signed_by = forms.ModelChoiceField(label=_("Signed by"), queryset=Person.objects.none())

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["signed_by"].queryset = Person.objects.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]
        self.fields = _texts(12, _("The promise in %(language)s")) | self.fields

    def texts(self) -> dict[str, str]:
        return {code: str(self[f"text_{code}"].value() or "") for code in LANGUAGE_NAMES}

    def act(self, by: Person, at: datetime) -> Any:
        day = self.cleaned_data["valid_from"]
        begins = datetime.combine(day, time(), self.zone) if day else at
        if day == at.astimezone(self.zone).date():
            begins = at
        signer = self.cleaned_data["signed_by"]
        return actions.publish_policy(texts=self.texts(), valid_from=begins, signed_by=signer, by=by, at=at)
