"""The verbs by which the office changes its trees, its ready words, its calendars and rules. Nothing is ever deleted."""

from amends.core.catalogue.add_node import add_node
from amends.core.catalogue.change_node import change_node
from amends.core.catalogue.end_node import end_node
from amends.core.catalogue.keep_calendar import keep_calendar
from amends.core.catalogue.keep_rule import keep_rules
from amends.core.catalogue.keep_text_block import keep_text_block
from amends.core.catalogue.let_follow import let_follow
from amends.core.catalogue.review_rule import review_rule

__all__ = [
    "add_node",
    "change_node",
    "end_node",
    "keep_calendar",
    "keep_rules",
    "keep_text_block",
    "let_follow",
    "review_rule",
]
