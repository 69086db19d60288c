"""The five steps of the form: one question each, and the fields that answer it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from amends.channels.web_form.forms import IN_MONEY, amount_of


@dataclass(frozen=True, slots=True)
class Step:
    """`code` names its template and its draft; `question` is its headline."""

    code: str
    question: str | Promise
    fields: tuple[str, ...]

    @property
    def template(self) -> str:
        return f"web_form/steps/{self.code}.html"


STEPS = (
    Step("what", _("What happened?"), ("kind", "text", "website")),
    Step("where", _("What was it, where and when?"), ("product", "lot", "store", "occurred_on")),
    Step("wish", _("What would put this right?"), ("demands", *(amount_of(demand) for demand in IN_MONEY), "wish", "harm")),
    Step(
        "you",
        _("How do we reach you?"),
        ("anonymous", "name", "email", "phone", "contact_by", "contact_times", "capacity", "on_behalf_of",
         "authority_proof", "accessibility"),
    ),
    Step("check", _("Is everything right?"), ()),
)  # fmt: skip
LAST = len(STEPS)


def step_of(field: str) -> int:
    """The number (from 1) of the step that asks for a field."""
    return next((number for number, step in enumerate(STEPS, start=1) if field in step.fields), LAST)
