"""All rows of a new complaint, made in memory from an intake; nothing is written here."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from django.conf import settings

from amends.core.actions import _acknowledgement, _letter
from amends.core.actions._access import ABOUT, PRAISED
from amends.core.actions._drafted import Draft
from amends.core.actions._from_rules import attachments_of, demands_of
from amends.core.actions._law import law_of
from amends.core.actions._record import build_event
from amends.core.actions._words import optional, short
from amends.core.actions.refused import ActionRefused
from amends.core.models import (
    Alarm,
    CaseAccess,
    Complaint,
    Consent,
    Deadline,
    Event,
    Issue,
    Message,
    Party,
    PersonalFacts,
)
from amends.core.queries.clock_rows import row_of
from amends.core.queries.office_facts import OfficeFacts, face_at, office_facts
from amends.core.rules import routing, safety
from amends.core.rules.alarms import Sign
from amends.core.rules.clocks import FRESH, Books, Happened, next_due, next_tick, step
from amends.core.rules.codes import Codes, code_hash, codes_of, token_hash
from amends.core.rules.hands import FACT as HANDS
from amends.core.rules.hands import NAMED, hands
from amends.core.rules.intake import Intake
from amends.core.rules.kinds import Delivery, Direction, Harm, PartyRole
from amends.core.rules.things import FACT as THINGS
from amends.core.rules.things import thing
from amends.core.rules.words import N_
from amends.lib.contacts import email_key, phone_key
from amends.lib.languages import language_of
from amends.office.models import Person
from amends.office.roles import Role


def draft(intake: Intake, *, at: datetime, by: Person | None) -> Draft:
    """Decides owner, team, danger, deadlines and texts of a new case. Refuses one without words and files."""
    statement = optional(intake.text, "text")
    if not statement.strip() and not intake.files:
        raise ActionRefused(N_("Please tell us what happened."), "text")
    office = office_facts()
    words = safety.danger(f"{intake.subject}\n{statement}") or []
    sign = Sign.WORDS if words else Sign.MARK if Harm.HEALTH in intake.harm else None
    complaint = _complaint(intake, statement, words, office, danger=sign is not None, at=at, by=by)
    codes = codes_of(intake.receipt, 0, settings.SECRET_KEY)
    parties = _parties(intake, complaint.language, codes)
    issue = _issue(intake, complaint)
    complaint.law = law_of(complaint, [issue], at=complaint.received_at)
    books = office.books(complaint.team_id)
    access = _access(intake, complaint, by)
    event, apart = _received(intake, complaint, parties, issue, access, books, at=at, by=by)
    raised, alarms = _alarm(complaint, sign, at=at, by=by)
    made = Draft(
        complaint=complaint,
        parties=parties,
        consents=[
            Consent(party=parties[0], kind=kind, text_version=version, given_at=at, recorded_by=by)
            for kind, version in _consents(intake).items()
        ],
        issues=[issue],
        deadlines=_deadlines(complaint, event, books),
        message=_message(intake, statement, parties[0], complaint),
        attachments=attachments_of(intake.files),
        access=access,
        event=event,
        apart=apart,
        raised=raised,
        alarms=alarms,
        codes=codes,
        office=office,
        at=at,
    )
    made.acknowledgement = _acknowledgement.acknowledgement(made, intake)
    return made


def _complaint(
    intake: Intake,
    statement: str,
    words: list[str],
    office: OfficeFacts,
    *,
    danger: bool,
    at: datetime,
    by: Person | None,
) -> Complaint:
    language = intake.language or language_of(statement)[0] or office.language
    owner = _face(intake, by, at)
    team = office.team(routing.route(language, office.routes))
    anonymous = intake.anonymous
    return Complaint(
        receipt=intake.receipt,
        kind=intake.kind,
        channel=intake.channel,
        account=short(intake.account, 254),
        language=language,
        subject=short(intake.subject, 500),
        statement=statement,
        essence=short(intake.subject or statement, 200),
        anger=intake.anger,
        has_danger=danger,
        danger_words=words[:20],
        is_confidential=intake.confidential or intake.complained_of is not None,
        is_anonymous=anonymous,
        contact_by=short(intake.contact_by, 30),
        contact_times=short(intake.contact_times, 300),
        accessibility=short(intake.accessibility, 300),
        jurisdictions=[office.jurisdiction] if office.jurisdiction else [],
        received_at=intake.received_at,
        presented_at=intake.presented_at or intake.received_at,
        occurred_on=intake.occurred_on,
        postmarked_on=intake.postmarked_on,
        last_event_at=at,
        # A sum that was named is reckoned by the worker, as if it had been since yesterday: receiving stays fast.
        exposure_on=_yesterday(at, office) if any(demand.amount_minor for demand in intake.demands) else None,
        team=team,
        owner=owner,
        handler=owner,
        complainant_name="" if anonymous else short(intake.author.name, 200),
    )


def _yesterday(at: datetime, office: OfficeFacts) -> date:
    return at.astimezone(office.zone).date() - timedelta(days=1)


def _face(intake: Intake, by: Person | None, at: datetime) -> Person | None:
    """Who typed it in, else whom the roster names at receipt (invariant 2); never whom it complains of (invariant 5)."""
    face = face_at(at) if by is None or by.pk == intake.complained_of else by
    return None if face is not None and face.pk == intake.complained_of else face


def _parties(intake: Intake, language: str, codes: Codes) -> list[Party]:
    author = intake.author
    secret = settings.SECRET_KEY
    complainant = Party(
        position=0,
        role=PartyRole.COMPLAINANT,
        capacity=intake.capacity or "",
        language=language,
        authority_proof=short(intake.authority_proof, 300),
        code_hash=code_hash(codes.code, secret),
        link_hash=token_hash(codes.token, secret),
    )
    if not intake.anonymous:
        complainant.name = short(author.name, 200)
        complainant.email = short(author.email, 254)
        complainant.phone = short(author.phone, 60)
        complainant.handle = short(author.handle, 200)
        complainant.email_key = email_key(complainant.email)
        complainant.phone_key = phone_key(complainant.phone)
    parties = [complainant]
    if intake.on_behalf_of.strip():
        parties.append(
            Party(
                position=1,
                role=PartyRole.BUYER,
                name=short(intake.on_behalf_of, 200),
                language=language,
                may_see=False,
            )
        )
    return parties


def _issue(intake: Intake, complaint: Complaint) -> Issue:
    return Issue(
        position=1,
        essence=complaint.essence,
        product=short(intake.product, 200),
        lot=short(intake.lot, 60),
        place=short(intake.store, 200),
        happened_on=intake.occurred_on,
        harm=list(intake.harm),
        employee_id=intake.employee,
        demands=demands_of(intake.demands),
    )


def _deadlines(complaint: Complaint, event: Event, books: Books) -> list[Deadline]:
    """The clocks that the receipt starts; the case is given its next moments."""
    clocks = step(FRESH, Happened(event.kind, event.at, event.seq, event.facts), books).clocks
    complaint.next_due_at, complaint.next_tick_at = next_due(clocks), next_tick(clocks)
    return [row_of(clock) for clock in clocks]


def _message(intake: Intake, statement: str, party: Party, complaint: Complaint) -> Message:
    return Message(
        direction=Direction.IN,
        channel=intake.channel,
        account=short(intake.account, 254),
        party=party,
        shown_as=complaint.complainant_name,
        at=intake.received_at,
        language=complaint.language,
        subject=complaint.subject,
        body=statement,
        quoted=optional(intake.quoted, "quoted"),
        html=intake.html,
        receipt=intake.receipt,
        foreign_id=short(intake.foreign_id, 500),
        is_automatic=intake.automatic,
    )


def _received(
    intake: Intake,
    complaint: Complaint,
    parties: list[Party],
    issue: Issue,
    access: list[CaseAccess],
    books: Books,
    *,
    at: datetime,
    by: Person | None,
) -> tuple[Event, PersonalFacts | None]:
    complainant, *others = parties
    facts = {
        "channel": intake.channel,
        "kind": complaint.kind,
        "language": complaint.language,
        "anonymous": intake.anonymous,
        "danger": complaint.has_danger,
        "route": complaint.team.code if complaint.team else "",
        "files": [file.digest for file in intake.files],
        "statement_digest": hashlib.sha256(complaint.statement.encode()).hexdigest(),
        "acknowledged": _acknowledged(intake, complaint, complainant),
        "persons": len(parties),
        "consents": _consents(intake),
        "law": complaint.law,
        "books": books.as_plain,
        HANDS: hands(complaint),
        NAMED: {str(row.person_id): row.is_granted for row in access},
    }
    personal = {
        "statement": complaint.statement,
        "name": complainant.name,
        "email": complainant.email,
        "phone": complainant.phone,
        "buyer": others[0].name if others else "",
        THINGS: [thing(issue.__dict__)],
        "demand": "; ".join(demand.text for demand in intake.demands if demand.text),
    }
    return build_event(complaint, "received", by=by, at=at, on_behalf_of="complainant", facts=facts, personal=personal)


def _consents(intake: Intake) -> dict[str, str]:
    """By kind the version of the text; of two for one kind the later counts."""
    return {consent.kind.value: consent.text_version for consent in intake.consents}


def _acknowledged(intake: Intake, complaint: Complaint, complainant: Party) -> str:
    """Whether the receipt itself tells the complainant that it arrived (the page, the operator), or a letter does later."""
    if intake.automatic:
        return "never"
    return "later" if _letter.way_to(complainant, complaint).delivery is Delivery.WAITING else "now"


def _alarm(
    complaint: Complaint, sign: Sign | None, *, at: datetime, by: Person | None
) -> tuple[Event | None, list[Alarm]]:
    """The alarm of a case that speaks of danger, and its event: written with the case, so that none is ever forgotten."""
    if sign is None:
        return None, []
    event, _ = build_event(
        complaint, "alarm_raised", by=by, at=at, on_behalf_of="", facts={"sign": sign}, personal=None
    )
    return event, [Alarm(sign=sign, raised_at=at, raised_by=by, next_at=at)]


def _access(intake: Intake, complaint: Complaint, by: Person | None) -> list[CaseAccess]:
    rows = []
    if complaint.owner is not None:
        rows.append(CaseAccess(person=complaint.owner, why="owner"))
    if intake.complained_of is not None:
        rows.append(CaseAccess(person_id=intake.complained_of, is_granted=False, why=ABOUT))
    elif intake.employee is not None and (complaint.owner is None or complaint.owner.pk != intake.employee):
        rows.append(CaseAccess(person_id=intake.employee, why=PRAISED))
    if complaint.owner is None and by is not None:
        # Who typed it in is complained of and nobody is on duty: nobody at all would see it.
        heads = Person.objects.filter(roles_held__role=Role.HEAD, is_active=True).exclude(pk=by.pk)
        rows += [CaseAccess(person=head, why="named") for head in heads.distinct()]
    return rows
