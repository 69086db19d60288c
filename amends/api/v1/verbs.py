"""An address for each verb of the staff: POST /complaints/{number}/{verb}."""

from collections.abc import Callable
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Body, Header, Router
from pydantic import BaseModel, Field

from amends.api.answers import answer
from amends.api.bearer import WRITE, caller
from amends.api.problems import Problem
from amends.api.v1 import found, shown
from amends.api.v1.orders import ORDERS, Order
from amends.core import actions
from amends.core.rules.states import MOVES

router = Router(tags=["verbs"], auth=WRITE)

BIGGEST_VERSION = 2**31 - 1


class Done(BaseModel):
    """The case after the verb. `access_code` and `status_url` are there when a person was added who may see."""

    number: str
    version: int
    stage: str
    event: shown.EventShown
    access_code: str = Field("", description="Tell it to the person added; it is shown once")
    status_url: str = ""


def _address(order: type[Order]) -> Callable[..., HttpResponse]:
    needless = all(not field.is_required() for field in order.model_fields.values())
    body: Any = order if not needless else Annotated[order, Body(default=order())]

    def perform(request: HttpRequest, number: str, given: Any, version: str = "") -> HttpResponse:
        at, by = timezone.now(), caller(request)
        case = found.case(number, by, at)
        if order.goes_stale:
            case.version = _version(version)
        elif version.strip():
            found.must_be_at(_version(version), case)
        result = getattr(actions, order.verb)(case, **given.arguments(case, by, at), by=by, at=at)
        added = result if isinstance(result, actions.PartyAdded) else None
        told = {
            "number": str(case.number),
            "version": case.version,
            "stage": str(case.stage),
            "event": shown.event(added.event if added else result),
        }
        if added and added.codes:
            told["access_code"] = added.codes.code
            told["status_url"] = f"{settings.BASE_URL}/follow/{added.codes.token}"
        return answer(told, version=case.version)

    needed = "Needed: " if order.goes_stale else "If you wish: "
    header = Header(
        alias="If-Match", max_length=40, description=f'{needed}the version read, like "3"', examples=['"3"']
    )
    perform.__annotations__ |= {"given": body, "version": Annotated[str, header]}
    perform.__name__ = str(order.verb)
    return perform


def _version(given: str) -> int:
    """The version in If-Match. 428 without one: a verb on a case that has moved on would undo somebody's work unseen."""
    word = given.strip()
    if not word:
        raise Problem(428, _('Send the version you read in the header If-Match, like “"3"”.'))
    bare = word[1:-1] if len(word) > 2 and word[0] == word[-1] == '"' else word
    if not (bare.isascii() and bare.isdecimal() and int(bare[:11]) <= BIGGEST_VERSION):
        raise Problem(400, _('If-Match holds no version; it looks like “"3"”.'))
    return int(bare)


for _order in ORDERS:
    router.post(
        f"/complaints/{{number}}/{_order.verb}",
        response={200: Done},
        url_name=str(_order.verb),
        operation_id=str(_order.verb),
        summary=MOVES[_order.verb].label,
        description=(getattr(actions, _order.verb).__doc__ or "").strip().replace("\n    ", "\n"),
    )(_address(_order))
