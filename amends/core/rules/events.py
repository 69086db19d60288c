"""Every kind of event: its wording, who may see it, and which of its facts are personal (kept apart, erasable)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from amends.core.rules.words import N_


class Audience(StrEnum):
    """ALL: also the complainant; STAFF: those who may see the case."""

    ALL = "all"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class EventKind:
    """`wording` is the desk's line, `told` the complainant's; both take %(by)s and the event's plain facts."""

    code: str
    wording: str
    facts: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    seen_by: Audience = Audience.STAFF
    told: str = ""


KINDS = {
    kind.code: kind
    for kind in (
        EventKind(
            "received",
            N_("Received by %(channel)s"),
            (
                "channel",
                "kind",
                "language",
                "anonymous",
                "danger",
                "route",
                "files",
                "statement_digest",
                "acknowledged",
                "persons",
                "consents",
                "law",
                "books",
            ),
            ("statement", "name", "email", "phone", "buyer", "things", "demand"),
            Audience.ALL,
            N_("Your complaint reached us"),
        ),
        EventKind(
            "added",
            N_("The complainant wrote again"),
            ("channel", "files", "party", "danger", "law", "books"),
            ("text",),
            Audience.ALL,
            N_("You wrote to us"),
        ),
        EventKind(
            "acknowledged",
            N_("Acknowledgement written"),
            ("channel", "language"),
            ("text",),
            Audience.ALL,
            N_("We confirmed that it arrived"),
        ),
        EventKind(
            "classified",
            N_("Classified by %(by)s"),
            ("category", "kind", "consequence", "issues", "before", "proposed", "why", "law", "books"),
            ("essence", "things"),
            Audience.ALL,
            N_("We looked at it for the first time"),
        ),
        EventKind(
            "kind_settled",
            N_("%(by)s looked whether it is a complaint"),
            ("kind", "agreed", "proposed_by", "law", "books"),
            ("why",),
        ),
        EventKind("taken", N_("%(by)s took the case"), ("handler", "owner"), (), Audience.STAFF),
        EventKind("assigned", N_("Assigned to %(to)s"), ("to", "team", "handler", "owner", "why"), (), Audience.STAFF),
        EventKind(
            "handed_over",
            N_("%(by)s handed over to %(to)s"),
            ("to", "handler", "team", "owner", "count"),
            ("why",),
            Audience.STAFF,
        ),
        EventKind(
            "restated",
            N_("%(by)s restated the problem"),
            ("books",),
            ("text",),
            Audience.ALL,
            N_("We put your problem in our words and asked whether that is right"),
        ),
        EventKind(
            "confirmed",
            N_("The restatement was answered"),
            ("right", "channel"),
            ("text",),
            Audience.ALL,
            N_("You answered whether we understood you"),
        ),
        EventKind(
            "asked",
            N_("%(by)s asked the complainant"),
            ("channel", "books"),
            ("text",),
            Audience.ALL,
            N_("We asked you"),
        ),
        EventKind("noted", N_("%(by)s wrote a note"), (), ("text",)),
        EventKind(
            "replied",
            N_("%(by)s replied"),
            ("channel", "final", "shown_as", "text_digest", "approval", "refused", "books"),
            ("text",),
            Audience.ALL,
            N_("We wrote to you"),
        ),
        EventKind(
            "decided",
            N_("%(by)s decided issue %(issue)s"),
            ("issue", "validity", "redress"),
            ("decision", "reasons", "factors"),
        ),
        EventKind(
            "declined",
            N_("%(by)s declined the case"),
            ("signpost",),
            ("reasons", "text"),
            Audience.ALL,
            N_("We told you who can help instead"),
        ),
        EventKind(
            "closed",
            N_("Closed by %(by)s"),
            ("outcome", "cause", "books"),
            ("why",),
            Audience.ALL,
            N_("Your complaint was closed"),
        ),
        EventKind(
            "reopened",
            N_("Reopened"),
            ("channel", "books"),
            ("why",),
            Audience.ALL,
            N_("Your complaint was opened again"),
        ),
        EventKind(
            "withdrawn", N_("Withdrawn"), ("channel",), ("why",), Audience.ALL, N_("You took your complaint back")
        ),
        EventKind(
            "merged",
            N_("Merged into %(into)s"),
            ("into", "into_key", "why"),
            (),
            Audience.ALL,
            N_("Joined with your other complaint"),
        ),
        EventKind("absorbed", N_("%(other)s was merged into this case"), ("other", "other_key", "law", "books")),
        EventKind("linked", N_("Linked with %(other)s"), ("other", "other_key", "sort"), ("why",)),
        EventKind(
            "corrected", N_("%(by)s corrected the record"), ("fields", "law", "books"), ("before", "after", "why")
        ),
        EventKind(
            "appraised",
            N_("%(by)s appraised what is at stake"),
            ("currency", "sums", "days", "ends", "circumstances", "exemptions", "probability"),
            ("why",),
        ),
        EventKind("protected", N_("%(by)s changed who may see the case"), ("confidential", "named", "about"), ("why",)),
        EventKind("danger_marked", N_("%(by)s marked danger to health"), ("law", "books"), ("why",)),
        EventKind("danger_cleared", N_("%(by)s removed the danger mark"), ("law", "books"), ("why",)),
        EventKind("alarm_raised", N_("Alarm raised: %(sign)s"), ("sign",)),
        EventKind("alarm_passed_on", N_("The alarm went to %(to)s"), ("to", "person", "round")),
        EventKind(
            "alarm_named", N_("%(to)s was named on the case: the alarm had nobody else to call"), ("to", "person")
        ),
        EventKind("alarm_called", N_("%(to)s was called by %(way)s"), ("to", "person", "way", "round")),
        EventKind("alarm_failed", N_("%(to)s could not be called by %(way)s"), ("to", "person", "way", "round")),
        EventKind("alarm_answered", N_("%(by)s answered the alarm"), ("how", "round")),
        EventKind("consented", N_("Consent recorded"), ("consent", "given", "text_version", "party"), ()),
        EventKind(
            "party_added", N_("%(by)s added a person to the case"), ("role", "may_see"), ("name", "email", "phone")
        ),
        EventKind("set_aside", N_("%(by)s set the case aside as spam"), (), ("why",)),
        EventKind("brought_back", N_("%(by)s brought the case back"), (), ("why",)),
        EventKind("message_sent", N_("Message left by %(channel)s"), ("channel", "message", "proof"), ()),
        EventKind("message_seen", N_("The follow page was opened, with what we wrote"), ("messages",), ()),
        EventKind(
            "told",
            N_("%(by)s told the complainant what we wrote: %(told_by)s"),
            ("message", "told_by", "told_at"),
            ("detail",),
        ),
        EventKind("message_failed", N_("Message could not be delivered"), ("channel", "message", "code"), ("detail",)),
        EventKind("message_bounced", N_("Message came back undelivered"), ("channel", "message", "code"), ("detail",)),
        EventKind(
            "deadline_near", N_("%(deadline)s: the deadline is near"), ("deadline", "key", "due", "level", "to"), ()
        ),
        EventKind(
            "deadline_missed",
            N_("%(deadline)s: the deadline was missed"),
            ("deadline", "key", "due", "level", "to"),
            (),
        ),
        EventKind(
            "escalated", N_("%(deadline)s: missed, and told further up"), ("deadline", "key", "due", "level", "to"), ()
        ),
        EventKind("window_passed", N_("%(deadline)s: the time for it has passed"), ("deadline", "key", "due"), ()),
        EventKind(
            "qualified", N_("%(by)s set the facts that the law asks about"), ("fields", "law", "books"), ("why",)
        ),
        EventKind(
            "extended",
            N_("%(by)s extended the deadline: %(deadline)s"),
            ("deadline", "key", "before", "due"),
            ("why",),
            Audience.ALL,
            N_("We told you that we need longer, as the law allows"),
        ),
        EventKind("paused", N_("%(by)s stopped the clock"), ("reason", "keys"), ("why",)),
        EventKind("resumed", N_("%(by)s let the clock run on"), ("reason", "keys"), ("why",)),
        EventKind(
            "fulfilled",
            N_("%(by)s noted as done: %(deadline)s"),
            ("deadline", "key", "done_at"),
            ("what", "proof"),
        ),
        EventKind(
            "interim",
            N_("%(by)s told the complainant that it takes longer"),
            ("key", "sent", "why_not", "due", "new_due", "channel", "books"),
            ("text", "why"),
            Audience.ALL,
            N_("We told you why it takes longer, and the new date"),
        ),
        EventKind("clocks_moved", N_("Deadlines moved with a calendar or a rule"), ("moved",), ()),
    )
}
