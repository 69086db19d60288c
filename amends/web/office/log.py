"""What was changed in the office, by whom, from what to what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from amends.office.models import Change
from amends.web.office.entrance import setting_up, show

PAGE = 50
SENTENCES = {
    "open_office": _("opened the office"),
    "load_base": _("loaded the first content"),
    "load_demo": _("loaded the demo office"),
    "create_person": _("made an account"),
    "invite_person": _("invited a person"),
    "invite_again": _("sent an invitation again"),
    "enter_by_invitation": _("came by invitation"),
    "change_person": _("changed what is known of a person"),
    "change_myself": _("changed own settings"),
    "deactivate_person": _("closed an account"),
    "activate_person": _("opened an account again"),
    "give_role": _("gave a role"),
    "end_role": _("ended a role"),
    "create_token": _("made an API key"),
    "revoke_token": _("took back an API key"),
    "open_feed": _("made a calendar address"),
    "revoke_feed": _("took back a calendar address"),
    "keep_department": _("kept a department"),
    "keep_store": _("kept a store"),
    "keep_product": _("kept a product"),
    "keep_team": _("kept a team"),
    "seat_team": _("changed who is in a team"),
    "add_shift": _("put a person on duty"),
    "remove_shift": _("took a shift out of the roster"),
    "add_absence": _("noted an absence"),
    "remove_absence": _("ended an absence"),
    "change_office": _("changed the settings of the office"),
    "switch_mail": _("switched outgoing mail"),
    "publish_policy": _("published a new version of the promise"),
    "add_node": _("added to a tree"),
    "change_node": _("changed a node of a tree"),
    "end_node": _("ended a node of a tree"),
    "keep_text_block": _("kept ready words"),
    "keep_rule": _("kept a rule of deadlines"),
    "review_rule": _("noted who reviewed a rule"),
    "keep_calendar": _("kept a calendar"),
    "let_follow": _("let open cases follow changed rules and calendars"),
    "mail_account_added": _("added a mail account"),
    "mail_account_changed": _("changed a mail account"),
    "mail_account_on": _("switched a mail account on"),
    "mail_account_off": _("switched a mail account off"),
    "dismiss_step": _("called a first step done"),
    "try_again": _("had something tried again"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A change as the screen shows it: fields side by side, before and after."""

    change: Change
    words: str
    differences: list[tuple[str, str, str]]


@setting_up
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Newest first, paged by key. Query: before (a number), what (a verb)."""
    found = Change.objects.select_related("by")
    if request.GET.get("before", "").isdecimal():
        found = found.filter(pk__lt=int(request.GET["before"][:18]))
    if (what := request.GET.get("what", "")) in SENTENCES:
        found = found.filter(what=what)
    rows = list(found[: PAGE + 1])
    facts = {
        "log": lines(rows[:PAGE]),
        "next_before": rows[PAGE - 1].pk if len(rows) > PAGE else 0,
        "sentences": SENTENCES.items(),
        "what": what,
    }
    return show(request, "office/log.html", facts, timezone.now())


def lines(changes: Iterable[Change]) -> list[Line]:
    return [Line(change, str(SENTENCES.get(change.what, change.what)), _differences(change)) for change in changes]


def _differences(change: Change) -> list[tuple[str, str, str]]:
    names = dict.fromkeys([*change.before, *change.after])
    return [(_field(name), _in_words(change.before.get(name)), _in_words(change.after.get(name))) for name in names]


def _field(name: str) -> str:
    return str(_FIELDS.get(name, name))


_FIELDS = {
    "names": _("Names"), "name": pgettext_lazy("thing", "Name"), "email": _("E-mail"),
    "language": _("Language"), "languages": _("Languages"),
    "time_zone": _("Time zone"), "role": _("Role"), "team": _("Team"), "category": _("Category"), "is_deputy": _("Deputy"),
    "from_on": _("First day"), "to_on": _("Last day"), "is_active": _("Active"), "label": _("Label"),
    "scopes": _("May"), "members": _("Members"), "from": _("From"), "to": _("To"), "deputy": _("Deputy"),
    "reason": _("Reason"), "outgoing_mail": _("Outgoing mail"), "version": _("Version"), "valid_from": _("Valid from"),
    "signed_by": _("Signed by"), "code": _("Code"), "prefix": _("Letters before the number"),
    "number_form": _("How a complaint's number looks"), "currency": _("Currency"), "jurisdiction": _("Country"),
    "assessment_hours": _("Hours to a first assessment"), "safety_hours": _("Hours when there is danger"),
    "answer_days": _("Days to an answer"), "theme": _("Theme"), "notices_by_mail": _("Notices by mail"),
    "sessions_ended": _("Sessions ended"), "categories": _("Categories"), "is_default": _("Default team"),
    "department": _("Department"), "step": _("Step"), "texts": _("Texts"), "mapped_to": _("Continues as"),
    "is_danger": _("Danger"), "is_confidential": _("Confidential"), "parent_code": _("Part of"),
    "price_minor": _("Price"), "line": _("Line"), "size": _("Size"), "sort": _("Sort"), "country": _("Country"),
    "is_set_up": _("Set up"), "reviewed_by": _("Reviewed by"), "reviewed_on": _("Reviewed on"),
}  # fmt: skip


def _in_words(value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_in_words(each)}" for key, each in value.items() if each not in {None, ""})
    if isinstance(value, list):
        return ", ".join(_in_words(each) for each in value)
    return str(value)
