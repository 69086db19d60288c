"""One line of words for an event, for the desk or for the complainant, in the reader's language."""

from __future__ import annotations

from collections import defaultdict

from django.utils.translation import get_language, gettext

from amends.core.models import Event
from amends.core.queries.clock_words import title_by_id
from amends.core.rules import events
from amends.core.rules.alarms import SIGN_NAMES, WAY_NAMES, Sign, Way
from amends.core.rules.deliveries import TOLD_BY_NAMES, ToldBy
from amends.core.rules.kinds import CHANNEL_NAMES, VALIDITY_NAMES, Validity
from amends.core.rules.words import N_
from amends.ui.numbers import digits

ACTORS = {"clock": N_("The clock"), "complainant": N_("The complainant"), "": "Amends"}


def line(event: Event) -> str:
    """The desk's line: who did what. A kind of an older release shows its code rather than failing."""
    kind = events.KINDS.get(event.kind)
    return gettext(kind.wording) % _values(event) if kind else event.kind


def told(event: Event) -> str:
    """The complainant's line; empty when the event is not for them."""
    kind = events.KINDS.get(event.kind)
    if kind is None or kind.seen_by is not events.Audience.ALL or not kind.told:
        return ""
    return gettext(kind.told)


def _values(event: Event) -> defaultdict[str, object]:
    values: defaultdict[str, object] = defaultdict(lambda: "…")
    language = get_language() or "en"
    values.update({name: digits(fact, language) if type(fact) is int else fact for name, fact in event.facts.items()})
    values["by"] = str(event.by) if event.by else gettext(ACTORS.get(event.on_behalf_of, "Amends"))
    if channel := event.facts.get("channel"):
        values["channel"] = gettext(CHANNEL_NAMES.get(channel, channel) or "…")
    if (sign := event.facts.get("sign")) in set(Sign):
        values["sign"] = gettext(SIGN_NAMES[Sign(sign)])
    if (way := event.facts.get("way")) in set(Way):
        values["way"] = gettext(WAY_NAMES[Way(way)])
    if (told_by := event.facts.get("told_by")) in set(ToldBy):
        values["told_by"] = gettext(TOLD_BY_NAMES[ToldBy(told_by)])
    if (validity := event.facts.get("validity")) in set(Validity):
        values["validity"] = gettext(VALIDITY_NAMES[Validity(validity)])
    if deadline := event.facts.get("deadline"):
        values["deadline"] = title_by_id(deadline, language)
    return values
