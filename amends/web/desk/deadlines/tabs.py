"""The pages about deadlines, side by side."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from amends.core.rules.words import N_

PAGES = {
    "desk:deadlines": N_("Month"),
    "desk:deadline_report": N_("Report"),
    "desk:deadline_explorer": N_("What if"),
}


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """Address, name, and whether it is this one."""
    return [(reverse(name), gettext(label), name == here) for name, label in PAGES.items()]
