"""For the staff's machines: record a complaint, find complaints, read one with its events and messages."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Query, Router
from pydantic import BaseModel, Field, StrictBool, StrictInt

from amends.api.answers import answer
from amends.api.bearer import READ, WRITE, caller
from amends.api.paging import CursorQuery, cursor, place
from amends.api.problems import Problem, wrong
from amends.api.reading import (
    Address,
    Body,
    Day,
    Language,
    Line30,
    Line40,
    Line60,
    Line200,
    Line300,
    Line500,
    Moment,
    Text,
    primary,
)  # fmt: skip
from amends.api.v1 import found, shown
from amends.core import inbox
from amends.core.models import Attachment, Complaint, Event, Message
from amends.core.rules import rights
from amends.core.rules.intake import ConsentGiven, Contact, Demand, Intake
from amends.core.rules.kinds import Capacity, ConsentKind, DemandType, Harm, Kind
from amends.core.rules.states import Stage
from amends.insight.search.search import matching
from amends.office.models import Person

router = Router(tags=["complaints"])

PAGE = 50
BIGGEST_AMOUNT = 10**15


class DemandGiven(Body):
    type: DemandType
    amount_minor: Annotated[StrictInt, Field(ge=0, le=BIGGEST_AMOUNT)] | None = None
    currency: str = Field("", pattern="^([A-Z]{3})?$", examples=["RUB"])
    text: Line500 = ""

    def demand(self) -> Demand:
        return Demand(self.type, self.amount_minor, self.currency, self.text)


class ConsentHeard(Body):
    kind: ConsentKind
    text_version: Line40


class Recorded(Body):
    """What an operator heard or opened. The person of the token becomes the complainant's contact."""

    text: Text = Field(min_length=1, examples=["She says that the jar hissed when she opened it."])
    channel: Literal["phone_desk", "counter", "paper", "api"] = "api"
    received_at: Moment | None = Field(None, description="When it reached the office; now, when not given")
    subject: Line500 = ""
    name: Line200 = ""
    email: Address = ""
    phone: Line60 = ""
    language: Language = ""
    kind: Kind = Kind.COMPLAINT
    capacity: Capacity | None = None
    on_behalf_of: Line200 = ""
    authority_proof: Line300 = ""
    anonymous: StrictBool = False
    confidential: StrictBool = False
    product: Line200 = ""
    lot: Line60 = ""
    store: Line200 = ""
    occurred_on: Day | None = None
    postmarked_on: Day | None = None
    demands: list[DemandGiven] = Field([], max_length=20)
    harm: list[Harm] = Field([], max_length=4)
    consents: list[ConsentHeard] = Field([], max_length=10)
    contact_times: Line300 = ""
    contact_by: Line30 = ""
    accessibility: Line300 = ""
    anger: Annotated[StrictInt, Field(ge=1, le=5)] | None = None
    employee: StrictInt | None = Field(None, ge=1, le=2**31, description="Id of the person it is about")


class RecordedReceipt(BaseModel):
    """Tell the complainant the number and the code."""

    number: str
    access_code: str
    status_url: str
    version: int


class Wanted(BaseModel):
    """The filters; all that are given must hold."""

    q: str = Field("", max_length=500, description="Number, name or words; newest first")
    stage: Stage | None = None
    category: str = Field("", max_length=80, description="A category with all that is in it")
    overdue: bool | None = None
    team: str = Field("", max_length=80, description="Code of a team")
    handler: int | None = Field(None, ge=1, le=2**31, description="Id of a person")
    channel: str = Field("", max_length=30)
    language: str = Field("", max_length=8)
    kind: Kind | None = None
    cursor: str = Field("", max_length=60, description="`next` of the page before")


class CasePage(BaseModel):
    complaints: list[shown.Case]
    next: str | None = Field(description="For `cursor`; null on the last page")


class EventPage(BaseModel):
    events: list[shown.EventShown]
    next: str | None


class MessagePage(BaseModel):
    messages: list[shown.MessageShown]
    next: str | None


@router.post(
    "/complaints",
    response={201: RecordedReceipt},
    auth=WRITE,
    operation_id="record",
    url_name="record",
    summary="Record a complaint",
)
def record(
    request: HttpRequest, given: Recorded, key: Annotated[str, Header(alias="Idempotency-Key", max_length=255)] = ""
) -> HttpResponse:
    """Records a call, a talk or a letter as its operator. The same `Idempotency-Key` twice is one complaint."""
    at, by = timezone.now(), caller(request)
    if by.roles_on(at.date()).isdisjoint(rights.MAY_RECORD):
        raise Problem(403, _("Your role does not allow this."))
    if given.received_at and given.received_at > at:
        raise wrong("received_at", _("This moment has not come yet."))
    intake = _intake(given, received_at=given.received_at or at)
    accepted = inbox.accept(intake, key=key and f"person:{by.pk}:{key}", at=at, by=by)
    case = accepted.complaint
    told = {
        "number": str(case.number),
        "access_code": accepted.codes.code,
        "status_url": f"{settings.BASE_URL}/follow/{accepted.codes.token}",
        "version": case.version,
    }
    where = f"/api/v1/complaints/{case.number}"
    return answer(told, 201, version=case.version, location=where, replayed=not accepted.is_new)


@router.get(
    "/complaints",
    response=CasePage,
    auth=READ,
    operation_id="complaints",
    url_name="complaints",
    summary="Find complaints",
)
def find(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """Fifty complaints a page, newest first, of those this person may see."""
    if unknown := sorted(set(request.GET) - set(Wanted.model_fields)):
        raise wrong(unknown[0][:80], _("There is no such filter."))
    at = timezone.now()
    cases = _narrowed(Complaint.objects.visible_to(caller(request), at), wanted, at)
    before = place(wanted.cursor)
    if wanted.q:
        hits = matching(cases, wanted.q, before=before, limit=PAGE)
        rows = {row.pk: row for row in Complaint.objects.filter(pk__in=hits.ids).select_related(*found.SHOWN)}
        ordered, following = [rows[pk] for pk in hits.ids if pk in rows], hits.before
    else:
        if before is not None:
            cases = cases.filter(pk__lt=before)
        ordered = list(cases.select_related(*found.SHOWN).order_by("-pk")[: PAGE + 1])
        following = ordered[PAGE - 1].pk if len(ordered) > PAGE else None
    return answer({"complaints": [shown.case(one, at) for one in ordered[:PAGE]], "next": cursor(following)})


@router.get(
    "/complaints/{number}",
    response=shown.CaseWhole,
    auth=READ,
    operation_id="complaint",
    url_name="complaint",
    summary="Read a complaint",
)
def read(request: HttpRequest, number: str) -> HttpResponse:
    """The case as it stands, with the verbs this person may use now. `ETag` holds its version for `If-Match`."""
    at, reader = timezone.now(), caller(request)
    case = found.case_to_read(number, reader, at)
    return answer(shown.whole(case, reader, at), version=case.version)


@router.get(
    "/complaints/{number}/events",
    response=EventPage,
    auth=READ,
    operation_id="events",
    url_name="events",
    summary="Read its events",
)
def events(request: HttpRequest, number: str, cursor_: CursorQuery = "") -> HttpResponse:
    """What happened, oldest first: a chain in which each event carries the hash of all before it."""
    case = found.case_to_read(number, caller(request), timezone.now())
    rows = Event.objects.filter(complaint=case, seq__gt=place(cursor_) or 0).select_related("by", "personal")
    some = list(rows.order_by("seq")[: PAGE + 1])
    following = some[PAGE - 1].seq if len(some) > PAGE else None
    return answer({"events": [shown.event(one) for one in some[:PAGE]], "next": cursor(following)})


@router.get(
    "/complaints/{number}/messages",
    response=MessagePage,
    auth=READ,
    operation_id="messages",
    url_name="messages",
    summary="Read its messages",
)
def messages(request: HttpRequest, number: str, cursor_: CursorQuery = "") -> HttpResponse:
    """Messages in and out and notes, oldest first."""
    case = found.case_to_read(number, caller(request), timezone.now())
    rows = Message.objects.filter(complaint=case, pk__gt=place(cursor_) or 0).select_related("author", "complaint")
    rows = rows.prefetch_related(Prefetch("attachments", Attachment.objects.order_by("pk")))
    some = list(rows.order_by("pk")[: PAGE + 1])
    following = some[PAGE - 1].pk if len(some) > PAGE else None
    return answer({"messages": [shown.message(one) for one in some[:PAGE]], "next": cursor(following)})


def _intake(given: Recorded, *, received_at: Any) -> Intake:
    employee: Person | None = found.person(given.employee, "employee")
    alike = given.model_dump(
        include={
            "text", "channel", "subject", "kind", "capacity", "on_behalf_of", "authority_proof", "anonymous",
            "confidential", "product", "lot", "store", "occurred_on", "postmarked_on", "contact_times", "contact_by",
            "accessibility", "anger",
        }
    )  # fmt: skip
    return Intake(
        receipt="",
        received_at=received_at,
        language=primary(given.language),
        author=Contact() if given.anonymous else Contact(name=given.name, email=given.email, phone=given.phone),
        demands=tuple(demand.demand() for demand in given.demands),
        harm=tuple(given.harm),
        consents=tuple(ConsentGiven(consent.kind, consent.text_version) for consent in given.consents),
        employee=employee.pk if employee else None,
        **alike,
    )


def _narrowed(cases: Any, wanted: Wanted, at: Any) -> Any:
    exact = {"stage": wanted.stage, "team__code": wanted.team, "handler": wanted.handler, "channel": wanted.channel,
             "language": wanted.language, "kind": wanted.kind}  # fmt: skip
    cases = cases.filter(**{name: value for name, value in exact.items() if value})
    if wanted.category:
        inside = Q(category__code=wanted.category) | Q(category__code__startswith=f"{wanted.category}.")
        cases = cases.filter(inside, root=wanted.category.split(".")[0])
    if wanted.overdue is not None:
        late = Q(is_open=True, next_due_at__lt=at)
        cases = cases.filter(late) if wanted.overdue else cases.exclude(late)
    return cases
