"""What a complainant sees of the own case, as JSON: nothing internal, nobody else (invariant 9)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from amends.api.reading import Body
from amends.core import actions, outbox
from amends.core.models import Party
from amends.core.queries import portal
from amends.core.rules.intake import File
from amends.core.rules.states import STAGE_NAMES, Stage


class FileShown(Body):
    name: str
    size: int


class EntryShown(Body):
    at: str
    sort: Literal["yours", "ours", "happened"] = Field(description="your words, our letter, or what happened")
    by: str = ""
    text: str
    files: list[FileShown] = []


class Followed(Body):
    number: str
    stage: str = Field(examples=["consultation"])
    stage_name: str = Field(description="The stage in the language of Accept-Language")
    received_at: str
    closed_at: str | None
    owner: str = Field(description="Your contact from here to the end")
    answer_due_at: str | None
    restated: str = Field(description="Your problem in our words, when we asked whether it is right")
    restated_right: bool | None
    entries: list[EntryShown]


def told(party: Party, *, at: datetime) -> dict[str, Any]:
    """The follow page of this party as plain data; what stands on it has been seen by whoever asked."""
    seen = portal.follow(party)
    actions.messages_seen(seen.messages, at=at)
    case = seen.complaint
    due = seen.promises[0].due_at if seen.promises else None
    return {
        "number": case.number,
        "stage": case.stage,
        "stage_name": _(STAGE_NAMES[Stage(case.stage)]),
        "received_at": case.received_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "owner": case.owner.name_in(party.language) if case.owner else "",
        "answer_due_at": due.isoformat() if due else None,
        "restated": case.restated,
        "restated_right": case.restated_right,
        "entries": [_entry(entry) for entry in seen.entries],
    }


def names(files: Iterable[File]) -> list[dict[str, Any]]:
    return [{"name": file.name, "size": file.size} for file in files]


def _entry(entry: portal.Told) -> dict[str, Any]:
    message = entry.message
    if message is None:
        return {"at": entry.at.isoformat(), "sort": "happened", "by": "", "text": entry.line, "files": []}
    return {
        "at": entry.at.isoformat(),
        "sort": "yours" if entry.is_theirs else "ours",
        "by": "" if entry.is_theirs else message.shown_as,
        "text": message.body if entry.is_theirs else outbox.filled(message),
        "files": [{"name": file.name, "size": file.size} for file in message.attachments.all()],
    }
