"""The case page: one column of time, the composer under it, the facts beside it, every verb with its reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from amends.core.actions.close import lacking_to_close
from amends.core.actions.refused import in_words
from amends.core.actions.reply import lacking
from amends.core.models import Alarm, Complaint
from amends.core.queries.alarms import waiting_alarm
from amends.core.queries.at_hand import read_with
from amends.core.queries.office_facts import office_facts
from amends.core.queries.possible import possible
from amends.core.queries.timeline import events_of, merged_into, timeline
from amends.core.queries.wording import line
from amends.core.rules.kinds import CHANNEL_NAMES, KIND_NAMES, Kind
from amends.core.rules.states import Stage, Verb
from amends.lib.prepared import remembered
from amends.web.desk import at_stake, clocks, composer, entry_html, facts
from amends.web.desk.entrance import find, note_reading, person_of, show, staff
from amends.web.desk.entries import stretches
from amends.web.desk.forms import FORMS
from amends.web.desk.forms.base import VerbForm
from amends.web.desk.way import way

KEYS = {
    Verb.CLASSIFY: "c",
    Verb.TAKE: "a",
    Verb.ASSIGN: "s",
    Verb.HAND_OVER: "h",
    Verb.DECIDE: "d",
    Verb.CLOSE: "z",
    Verb.RESTATE: "b",
    Verb.LINK: "l",
    Verb.REOPEN: "o",
    Verb.ANSWER_ALARM: "y",
}


@dataclass(frozen=True, slots=True)
class Button:
    verb: str
    address: str
    words: str
    why_not: str
    key: str


@staff
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    at = timezone.now()
    with remembered():
        return page(request, find(request, number, at), at)


def page(
    request: HttpRequest, case: Complaint, at: datetime, *, typed: VerbForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; with `typed`, a form that was refused stands in its tab with the words and the reason."""
    person = person_of(request)
    note_reading(case, person, at)
    read_with(case)
    parties = list(case.parties.all())
    complainant = parties[0] if parties else None
    whys = {one.verb: in_words(one.why_not) if one.why_not else "" for one in possible(case, person, at)}
    office = office_facts().office
    events = events_of(case, also=clocks.met_by(case))
    merged = merged_into(case)
    entries, csrf = timeline(case, events, merged), get_token(request)
    earlier, linked = facts.others(case, complainant, person, at, merged)
    shown: dict[str, Any] = {
        "case": case,
        "title": case.essence or case.subject or case.statement[:120],
        "channel": gettext(CHANNEL_NAMES.get(case.channel, case.channel)),
        "kind": gettext(KIND_NAMES[Kind(case.kind)]) if case.kind != Kind.COMPLAINT else "",
        "way": way(case, entries),
        "timeline": entry_html.drawn(stretches(case, entries), _doors(case, csrf, whys)),
        "csrf_field": format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', csrf),
        "tabs": composer.tabs(case, whys, typed),
        "blocks": f"/desk/complaints/{case.number}/text-blocks/",
        "buttons": [_button(case, verb, whys[verb]) for verb in FORMS if verb not in composer.VERBS],
        "clocks": clocks.strip(case, events, at),
        "stakes": at_stake.of_case(case, at),
        "issues": facts.issues(case),
        "parties": facts.parties(parties),
        "consents": facts.consents(parties),
        "earlier": earlier,
        "linked": linked,
        "lacking": _lacking(case, at),
        "may_clear": not whys[Verb.CLEAR_DANGER],
        "alarm": _alarm(case),
        "may_answer": not whys[Verb.ANSWER_ALARM],
        "may_bring_back": not whys[Verb.BRING_BACK],
        "approval_off": not office.approval_required,
        "cause_off": not office.cause_required,
        "done": _done(request, case),
        "changes": f"/desk/complaints/{case.number}/changes/?version={case.version}",
    }
    return show(request, "desk/case.html", shown, at, status=status)


def _doors(case: Complaint, csrf: str, whys: Mapping[Verb, str]) -> entry_html.Doors:
    address = "" if whys[Verb.TELL] else f"/desk/complaints/{case.number}/{Verb.TELL.value}/"
    return entry_html.Doors(csrf, address, case.version)


def _alarm(case: Complaint) -> Alarm | None:
    """The alarm that waits; asked only where there can be one."""
    return waiting_alarm(case) if case.has_danger else None


def _button(case: Complaint, verb: Verb, why_not: str) -> Button:
    address = f"/desk/complaints/{case.number}/{verb.value}/"
    return Button(verb.value, address, gettext(FORMS[verb].title), why_not, KEYS.get(verb, ""))


def _lacking(case: Complaint, at: datetime) -> list[str]:
    """What the next end still needs: the final reply while it is owed, then the closing."""
    wanted = lacking_to_close(case, at) if case.stage == Stage.ANSWERED else lacking(case)
    return [gettext(reason) for reason in wanted]


def _done(request: HttpRequest, case: Complaint) -> str:
    """Which draft of this device the server has by now."""
    done = request.GET.get("done", "")
    return f"{done}-{case.number}" if done.replace("_", "").isalpha() and len(done) < 20 else ""


@staff
@require_safe
def changes(request: HttpRequest, number: str) -> HttpResponse:
    """Asked now and then by an open page: nothing while the case is as it was, else a line that it changed."""
    at = timezone.now()
    found = find(request, number, at)
    if request.GET.get("version", "") == str(found.version):
        return HttpResponse(status=204)
    last = found.events.select_related("by").order_by("-seq").first()
    return show(
        request, "desk/parts/changed.html", {"case": found, "last": last, "words": line(last) if last else ""}, at
    )
