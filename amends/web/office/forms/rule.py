"""The form of a rule: a later version of one there is; and its review by a lawyer of the office."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from amends.core.catalogue import review_rule
from amends.core.queries import moving
from amends.core.queries.office_book import office_book
from amends.core.queries.own_rules import own_rules, reason_in_words
from amends.core.rules.law import reading, writing
from amends.core.rules.law.rule import (
    CERTAINTY_NAMES,
    CLOCK_UNITS,
    DAY_UNITS,
    PAUSES,
    ROLL_NAMES,
    UNIT_NAMES,
    Certainty,
    Roll,
    Rule,
    Unit,
    Words,
)
from amends.lib.data_files import DataFault
from amends.office import words
from amends.office.models import Person
from amends.office.refused import OfficeRefused
from amends.ui.count_fields import CountField
from amends.ui.day_fields import DayField
from amends.ui.numbers import digits
from amends.web.office.forms.base import LANGUAGE_NAMES, NamedForm, OfficeForm, first_names
from amends.web.office.forms.draft import Draft, DraftForm
from amends.web.office.forms.rule_file import keeping, section


def choices(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(code), gettext(name)) for code, name in names.items()]


class RuleForm(NamedForm, DraftForm):
    """What people change of a rule. `base` is the version it begins with; all that has no field stays as it is there."""

    fields_of: ClassVar[dict[str, str]] = NamedForm.fields_of | {
        "from": "from_day",
        "to": "to_day",
        "unit": "length",
        "title": "name_en",
        "article": "article_en",
        "law": "article_en",
        "id": "rule",
        "pack": "",
    }

    length = forms.CharField(
        label=_("Length"), max_length=12, required=False, widget=forms.TextInput(attrs={"class": "short ltr"})
    )
    unit = forms.ChoiceField(label=_("Unit"))
    extended = CountField(label=_("Whole length with the extension"), required=False, min_value=0, max_value=100_000)
    roll = forms.ChoiceField(label=_("When the last day is a day off"), choices=lambda: choices(ROLL_NAMES))
    pauses = forms.MultipleChoiceField(
        label=_("May stand still for"),
        required=False,
        choices=lambda: choices(PAUSES),
        widget=forms.CheckboxSelectMultiple,
    )
    from_day = DayField(label=_("In force from"), help_text=_("Cases that begin on this day or later."))
    to_day = DayField(label=_("Last day"), required=False, help_text=_("Only if it is known already."))
    certainty = forms.ChoiceField(label=_("Reading of the law"), choices=lambda: choices(CERTAINTY_NAMES))
    reviewed_by = forms.CharField(label=_("Lawyer of the office who reviewed it"), required=False, max_length=200)
    reviewed_on = DayField(label=_("Reviewed on"), required=False)

    def __init__(self, *args: Any, base: Rule, today: date, **kwargs: Any) -> None:
        self.base = base
        initial = _initial(base, today) | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["unit"].choices = _units(base)  # type: ignore[attr-defined]
        for code, language in LANGUAGE_NAMES.items():
            self.fields[f"name_{code}"].label = _("Title in %(language)s") % {"language": language}
            attrs = {"lang": code, "dir": "rtl" if code == "fa" else "ltr"}
            label = _("Article in %(language)s") % {"language": language}
            self.fields[f"article_{code}"] = forms.CharField(
                label=label, max_length=200, required=False, widget=forms.TextInput(attrs=attrs)
            )

    def made(self) -> Rule:
        """The version that was typed. Refuses a rule without title or article."""
        given = self.cleaned_data
        unit = Unit(given["unit"])
        article = words.names({code: given[f"article_{code}"] for code in LANGUAGE_NAMES}, field="article")
        by_days = unit in DAY_UNITS
        return replace(
            self.base,
            version=_next_number(self.base.id),
            title=_texts(self.base.title, words.names(self.names(), field="title")),
            length=self._length(unit),
            unit=unit,
            extended=given["extended"],
            roll=Roll(given["roll"]) if by_days else Roll.NONE,
            roll_article=self.base.roll_article if by_days and given["roll"] != Roll.NONE else {},
            pauses=tuple(given["pauses"]),
            in_force_from=given["from_day"],
            in_force_to=given["to_day"],
            article=_texts(self.base.article, article),
            certainty=Certainty(given["certainty"]),
            reviewed_by=given["reviewed_by"].strip() or None,
            reviewed_on=given["reviewed_on"] if given["reviewed_by"].strip() else None,
        )

    def draft(self, at: datetime) -> Draft:
        rule = self.made()
        pack, name = writing.text_of(writing.pack_of([rule])), rule.id
        try:
            trial = moving.with_rules(pack, name)
        except DataFault as fault:
            raise OfficeRefused(reason_in_words(fault), fault.key) from fault
        return Draft([section(rule, office_book(at))], trial, keeping(pack, name))

    def _length(self, unit: Unit) -> int | Decimal | None:
        typed = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in self.cleaned_data["length"])
        if unit in {Unit.AT_ONCE, Unit.NONE} or not typed:
            return None
        try:
            found = Decimal(typed.replace("٫", ".").replace(",", "."))
        except InvalidOperation:
            found = Decimal(-1)
        if not found.is_finite() or not 0 <= found <= 100_000:
            raise OfficeRefused(gettext("Write the length as a number."), "length")
        if unit not in CLOCK_UNITS:
            return found
        if found != found.to_integral_value():
            raise OfficeRefused(gettext("A term has whole numbers only."), "length")
        return int(found)


class ReviewForm(OfficeForm):
    """A name and a day for one version of a rule."""

    reviewed_by = forms.CharField(
        label=_("Lawyer of the office who reviewed it"),
        required=False,
        max_length=200,
        help_text=_("Left empty, the review is taken back."),
    )
    reviewed_on = DayField(label=_("Reviewed on"), required=False)

    def __init__(self, *args: Any, rule: Rule, today: date, **kwargs: Any) -> None:
        self.rule = rule
        initial = {"reviewed_by": rule.reviewed_by or "", "reviewed_on": rule.reviewed_on or today}
        super().__init__(*args, initial=initial, **kwargs)

    def act(self, by: Person, at: datetime) -> Any:
        given = self.cleaned_data
        name, on = given["reviewed_by"], given["reviewed_on"]
        return review_rule(self.rule.id, self.rule.version, reviewed_by=name, reviewed_on=on, by=by, at=at)


def _next_number(rule_id: str) -> int:
    return 1 + max((rule.version for rule in (*reading.shipped(), *own_rules()) if rule.id == rule_id), default=0)


def _initial(base: Rule, today: date) -> dict[str, Any]:
    articles = _by_language(base.article)
    return first_names(_by_language(base.title)) | {
        "length": "" if base.length is None else digits(base.length, get_language() or "en"),
        "unit": base.unit.value,
        "extended": base.extended,
        "roll": base.roll.value,
        "pauses": list(base.pauses),
        "from_day": today,
        "certainty": base.certainty.value,
        **{f"article_{code}": articles.get(code, "") for code in LANGUAGE_NAMES},
    }


def _by_language(text: Words) -> dict[str, str]:
    """One text for all languages stands in each box."""
    return dict.fromkeys(LANGUAGE_NAMES, text[""]) if "" in text else dict(text)


def _texts(before: Words, typed: Mapping[str, str]) -> Words:
    """What was typed; what stood there for all languages stays so when nobody changed it."""
    return before if dict(typed) == _by_language(before) else dict(typed)


def _units(base: Rule) -> list[tuple[str, str]]:
    """Terms for a rule with a clock; a rule of another sort keeps its unit."""
    if base.unit not in CLOCK_UNITS:
        return [(base.unit.value, gettext(UNIT_NAMES[base.unit]))]
    return [(unit.value, gettext(name)) for unit, name in UNIT_NAMES.items() if unit in CLOCK_UNITS]
