"""A rule is added on the screen: looked at first, refused where its code is taken, and bound by all that a file may ask for."""

from typing import Any

import pytest
from django.test import Client

from amends.core import make
from amends.core.models import Deadline, Rule
from amends.core.queries.own_rules import own_rules
from amends.core.rules.law.rule import FACTS
from amends.web.office.forms.new_rule import MORE
from amends.web.office.tests.pages import form_of, text_of

ADD = "/office/rules/add/"


def given(client: Client, **changed: Any) -> dict[str, Any]:
    """A filled form, ready to be kept."""
    return form_of(client.get(ADD)) | {
        "rule": "OWN-REPAIR", "name_en": "Repair", "length": "3", "unit": "WD", "from_day": "2026-01-01",
        "article_en": "House rules", "go": "keep", **changed,
    }  # fmt: skip


def kept(client: Client, **changed: Any) -> None:
    page = client.post(ADD, given(client, **changed))
    assert page.status_code == 302, page.context["form"].errors


def test_a_rule_is_added_and_binds_new_cases(as_vera: Client) -> None:
    for code in ("POL-ACK", "no spaces"):
        assert as_vera.post(ADD, given(as_vera, rule=code)).status_code == 400
    kept(as_vera, kinds=["complaint"])
    assert Deadline.objects.filter(complaint=make.complaint(), rule="OWN-REPAIR").exists()
    assert "House rules" in text_of(as_vera.get("/office/rules/of/OWN-REPAIR/"))


def test_the_form_asks_for_every_fact_a_file_may_name() -> None:
    assert set(FACTS) == {"kind", "demands", *MORE}


@pytest.mark.parametrize("name", MORE)
def test_what_is_chosen_is_what_a_file_would_say(name: str, as_vera: Client) -> None:
    kept(as_vera, **{name: list(MORE[name])})
    (rule,) = own_rules()
    assert rule.binds == ({name: frozenset(MORE[name])},)


def test_more_conditions_hold_for_the_cases_that_meet_them_all(as_vera: Client) -> None:
    kept(as_vera, rule="OWN-WEB", channel=["web_form", "email"], marks=["has_danger"])
    kept(as_vera, rule="OWN-CALL", channel=["phone_desk"])
    kept(as_vera, rule="OWN-GOODS", channel=["web_form"], subject=["goods", "unknown"])
    calm, grave = make.complaint(), make.complaint(text="My child vomited blood after it and is in hospital.")
    assert grave.has_danger and not calm.has_danger
    own = Deadline.objects.filter(rule__startswith="OWN-").order_by("rule")
    assert list(own.filter(complaint=calm).values_list("rule", flat=True)) == ["OWN-GOODS"]
    assert list(own.filter(complaint=grave).values_list("rule", flat=True)) == ["OWN-GOODS", "OWN-WEB"]


def test_more_conditions_lie_folded_until_one_is_chosen_and_are_told_before_they_are_kept(as_vera: Client) -> None:
    fold = '<details class="fold" open><summary>More conditions'
    assert fold not in as_vera.get(ADD).content.decode()
    asked = given(as_vera, channel=["paper"], harms=["health"])
    assert fold in as_vera.post(ADD, asked | {"go": "change"}).content.decode()
    assert fold in as_vera.post(ADD, asked | {"go": "look", "harms": ["bad luck"]}).content.decode()
    words = text_of(as_vera.post(ADD, asked | {"go": "look"}))
    assert "Channel: Letter; Harm: Health" in words and not Rule.objects.exists()
