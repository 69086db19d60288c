"""For complainants and whoever files for them: no account, an access code instead."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Router
from pydantic import Field, StrictBool

from amends.api.answers import answer
from amends.api.problems import Problem, refuse_if_too_many, wrong
from amends.api.reading import Address, Body, Language, Line60, Line200, Line500, Text, primary
from amends.api.v1 import follow
from amends.core import actions, files, inbox
from amends.core.models import Party
from amends.core.queries import portal
from amends.core.rules.intake import Contact, Demand, File, Intake
from amends.core.rules.kinds import DemandType
from amends.lib.files import StoreFailed, TooLarge
from amends.office import limits

router = Router(tags=["public"])

CHANNEL = "api"
MOST_FILES = 20

Key = Annotated[
    str, Header(alias="Idempotency-Key", max_length=255, description="The same key twice is one complaint.")
]
AccessCode = Annotated[str, Header(alias="Access-Code", max_length=200, description="The code told at filing.")]


class Filed(Body):
    """A complaint. Only `text` is needed. With `anonymous`, name, e-mail and telephone number are not stored."""

    text: Text = Field(min_length=1, examples=["The jar hissed when I opened it and the puree smelled sour."])
    subject: Line500 | None = None
    name: Line200 | None = Field(None, examples=["Anna Sokolova"])
    email: Address | None = Field(None, examples=["anna@mail.example"])
    phone: Line60 | None = None
    language: Language | None = Field(None, description="BCP 47; found from the text when not given", examples=["en"])
    product: Line200 | None = Field(None, examples=["Apple puree, 100 g"])
    lot: Line60 | None = Field(None, examples=["26-0147"])
    demand: Line500 | None = Field(None, description="A code such as refund, or in own words", examples=["refund"])
    anonymous: StrictBool = False


class Receipt(Body):
    """Where the complaint can be found again. The code is told here and in the acknowledgement only."""

    number: str = Field(examples=["PX-2026-000412"])
    access_code: str = Field(examples=["7K3M-92QX-WD4T-H6ZP"])
    status_url: str = Field(examples=["https://complaints.example/follow/rT0kX…"])
    anonymous: bool = False
    note: str = Field("", description="Said when nothing personal was stored")


class Said(Body):
    """A further message."""

    text: Text = Field(min_length=1, examples=["I found the lid too; it is bent."])


class Taken(Body):
    """The message or the files are part of the case now."""

    number: str
    received_at: str
    files: list[follow.FileShown] = []


@router.post(
    "/public/complaints", response={201: Receipt}, operation_id="file", url_name="file", summary="File a complaint"
)
def file(request: HttpRequest, given: Filed, key: Key = "") -> HttpResponse:
    """201 only when the complaint is durably stored. The same `Idempotency-Key` and body give the same answer, with the
    header `Idempotent-Replayed: true`; the same key with another body gives 409."""
    at = timezone.now()
    refuse_if_too_many(limits.intake(limits.caller(request.META), at=at))
    intake = Intake(
        receipt="",
        channel=CHANNEL,
        received_at=at,
        text=given.text,
        language=primary(given.language or ""),
        subject=given.subject or "",
        author=Contact() if given.anonymous else Contact(given.name or "", given.email or "", given.phone or ""),
        anonymous=given.anonymous,
        product=given.product or "",
        lot=given.lot or "",
        demands=_demands(given.demand or ""),
    )
    accepted = inbox.accept(intake, key=key and f"public:{key}", at=at)
    number = str(accepted.complaint.number)
    told: dict[str, Any] = {
        "number": number,
        "access_code": accepted.codes.code,
        "status_url": f"{settings.BASE_URL}/follow/{accepted.codes.token}",
        "anonymous": given.anonymous,
    }
    if given.anonymous:
        told["note"] = _(
            "Name, e-mail and telephone number were not stored. Keep the access code: it is the only way back."
        )
    return answer(told, 201, location=f"/api/v1/public/complaints/{number}", replayed=not accepted.is_new)


@router.get(
    "/public/complaints/{number}",
    response=follow.Followed,
    operation_id="follow",
    url_name="follow",
    summary="Follow a complaint",
)
def look(request: HttpRequest, number: str, code: AccessCode = "") -> HttpResponse:
    """What the complainant may see: own words, our letters, what happened, what is promised."""
    return answer(follow.told(_party(request, number, code), at=timezone.now()))


@router.post(
    "/public/complaints/{number}/messages",
    response={201: Taken},
    operation_id="say",
    url_name="say",
    summary="Add a message",
)
def say(request: HttpRequest, number: str, given: Said, code: AccessCode = "", key: Key = "") -> HttpResponse:
    """Adds a message to the case; one that has ended is opened again."""
    return _add(request, _party(request, number, code), key, text=given.text)


@router.post(
    "/public/complaints/{number}/files",
    response={201: Taken},
    operation_id="send_files",
    url_name="send-files",
    summary="Add files",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "file": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1},
                            "text": {"type": "string"},
                        },
                        "required": ["file"],
                    }
                }
            },
        }
    },
)
def send_files(request: HttpRequest, number: str, code: AccessCode = "", key: Key = "") -> HttpResponse:
    """Adds files (form field `file`, once for each), with a word to them in `text` if wished. Larger than allowed: 413."""
    party = _party(request, number, code)
    if request.content_type != "multipart/form-data":
        raise Problem(415, _("Send the files as multipart/form-data."))
    uploads = request.FILES.getlist("file") + request.FILES.getlist("files")
    if not uploads:
        raise wrong("file", _("Send at least one file."))
    if len(uploads) > MOST_FILES:
        raise Problem(413, _("Too many files at once."))
    refuse_if_too_many(limits.files(limits.caller(request.META), at=timezone.now()))
    text = request.POST.get("text", "")
    kept: list[File] = []
    used = False
    try:
        for upload in uploads:
            kept.append(files.keep(upload.name, upload))
        response = _add(request, party, key, text=text, sent=tuple(kept))
        used = "Idempotent-Replayed" not in response.headers
        return response
    except (TooLarge, StoreFailed, Problem, actions.ActionRefused):
        raise
    except Exception:
        used = True  # the inbox has kept the words that name them and will go on from there
        raise
    finally:
        if not used:
            _forget(kept)


def _forget(kept: list[File]) -> None:
    """Files that nobody will ever name: refused together, or sent before."""
    for one in kept:
        files.store().remove(one.stored)


def _party(request: HttpRequest, number: str, code: str) -> Party:
    """Whom the code belongs to. The same answer, after the same work, for a wrong code and for a number that is none."""
    if not code:
        raise Problem(401, _("Send the access code in the header Access-Code."), code="access_code")
    caller = limits.caller(request.META)
    refuse_if_too_many(limits.code_tried(caller, number, at=timezone.now()))
    party = portal.by_code(number, code)
    if party is None:
        raise Problem(404, _("There is no complaint with this number and access code."))
    limits.code_right(caller, number)
    return party


def _add(request: HttpRequest, party: Party, key: str, *, text: str, sent: tuple[File, ...] = ()) -> HttpResponse:
    at = timezone.now()
    refuse_if_too_many(limits.intake(limits.caller(request.META), at=at))
    case = party.complaint
    intake = Intake(
        receipt="",
        channel=CHANNEL,
        received_at=at,
        text=text,
        language=case.language,
        files=sent,
        case=str(case.key),
        party=party.position,
    )
    scoped = key and f"public:{case.key}:{party.position}:{key}"
    accepted = inbox.accept(intake, key=scoped, at=at)
    told = {"number": str(party.complaint.number), "received_at": at.isoformat(), "files": follow.names(sent)}
    return answer(told, 201, replayed=not accepted.is_new)


def _demands(text: str) -> tuple[Demand, ...]:
    if not text.strip():
        return ()
    if text in set(DemandType):
        return (Demand(DemandType(text)),)
    return (Demand(DemandType.OTHER, text=text),)
