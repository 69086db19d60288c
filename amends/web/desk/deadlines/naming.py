"""What a promise is called in the reader's language, and how it stands."""

from __future__ import annotations

from amends.core.queries.due_days import AT_RISK, DROPPED, KEPT, MISSED, RUNNING
from amends.core.queries.office_facts import office_facts
from amends.core.rules.law.rule import said
from amends.core.rules.words import N_

STATE_NAMES = {
    KEPT: N_("kept"),
    MISSED: N_("missed"),
    AT_RISK: N_("at risk"),
    RUNNING: N_("running"),
    DROPPED: N_("ended before it was due"),
}
TONES = {KEPT: "kept", MISSED: "broken", AT_RISK: "risk", RUNNING: "ours", DROPPED: ""}
"""The mark of a state; its shape is drawn by the class of the same code (due.css)."""


def newest_title(rule_id: str, language: str) -> str:
    """The title of the newest version of a rule; the bare id of one that is no longer known."""
    book = office_facts().books(None).book
    return said(book.versions(rule_id)[-1].title, language) if rule_id in book.ids() else rule_id
