"""The acknowledgement of a new contact, written with the case itself, in the complainant's language (ISO 10002, 7.3)."""

from __future__ import annotations

from datetime import datetime

from amends.core.actions import _letter
from amends.core.actions._drafted import Draft
from amends.core.models import Message
from amends.core.queries.office_facts import is_watched
from amends.core.rules import deadlines, letter_dates, letters
from amends.core.rules.intake import Intake


def acknowledgement(draft: Draft, intake: Intake) -> Message | None:
    """The message, unsaved; None for what a machine sent, which is never answered by a machine (RFC 3834)."""
    if intake.automatic:
        return None
    case, facts = draft.complaint, draft.office
    language = case.language if case.language in letters.LANGUAGES else facts.language
    marks = _letter.new_marks()
    code = letters.acknowledgement_for(case.kind, danger=case.has_danger, anonymous=case.is_anonymous)
    due = {deadline.kind: deadline.due_at for deadline in draft.deadlines}
    first, answer = due.get(deadlines.ASSESSMENT), due.get(deadlines.ANSWER)
    jurisdiction = _letter.jurisdiction_for(language, facts.office)
    known, _ = letters.placeholders(code)
    values: dict[str, str | None] = {
        "name": case.complainant_name,
        "number": _letter.number_mark(marks),
        "problem": letters.own_words(case.statement),
        "owner": case.owner.name_in(language) if case.owner else None,
        "next_date": letter_dates.moment(first, language, facts.zone) if first else None,
        "look_by": _look_by(draft, first, language) if first else None,
        "due_date": letter_dates.day(answer.astimezone(facts.zone).date(), language) if answer else None,
        "link": _letter.link_mark(marks),
        "access_code": _letter.code_mark(marks),
        "authority": letters.authority(language, jurisdiction),
        "emergency": letters.emergency(language, jurisdiction),
        "company": facts.office.name_in(language),
    }
    letter = letters.fill(code, language, **{name: value for name, value in values.items() if name in known})
    return _letter.letter_message(
        case, letter, code=code, at=draft.at, office=facts.office, marks=marks, party=draft.parties[0]
    )


def _look_by(draft: Draft, due: datetime, language: str) -> str | None:
    """By when somebody looks at a danger; promised only when somebody is on duty all that time."""
    if not draft.complaint.has_danger or not is_watched(draft.at, due):
        return None
    return letter_dates.moment(due, language, draft.office.zone)
