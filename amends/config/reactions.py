"""Who reacts to what: event kind → dotted names of functions (events, at), run by the worker after the event. The only list."""

INDEX = "amends.insight.search.index.react"
NOTIFY = "amends.core.notify.react"
PREVIEW = "amends.core.previews.react"

REACTIONS: dict[str, tuple[str, ...]] = {
    "received": (INDEX, NOTIFY, PREVIEW),
    "added": (INDEX, NOTIFY, PREVIEW),
    "assigned": (NOTIFY,),
    "handed_over": (NOTIFY,),
    "classified": (INDEX, NOTIFY),
    "kind_settled": (INDEX, NOTIFY),
    "restated": (INDEX,),
    "confirmed": (INDEX, NOTIFY),
    "asked": (INDEX,),
    "noted": (INDEX,),
    "replied": (INDEX,),
    "declined": (INDEX,),
    "corrected": (INDEX,),
    "decided": (INDEX,),
    "protected": (INDEX,),
    "party_added": (INDEX,),
    "withdrawn": (NOTIFY,),
    "reopened": (NOTIFY,),
    "alarm_passed_on": (NOTIFY,),
    "message_failed": (NOTIFY,),
    "message_bounced": (NOTIFY,),
    "deadline_near": (NOTIFY,),
    "deadline_missed": (NOTIFY,),
    "escalated": (NOTIFY,),
    "interim": (INDEX,),
    "extended": (INDEX,),
}

TO_FILES = frozenset({PREVIEW})
"""Those that have nothing to do where an event brought no file: most complaints bring none."""
