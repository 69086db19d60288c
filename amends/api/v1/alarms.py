"""The reply of the alarm gateway: the called person has answered by key or message. The secret in the address is the proof."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Router
from pydantic import BaseModel

from amends.api.answers import answer
from amends.api.problems import Problem, refuse_if_too_many
from amends.core import actions, alarms
from amends.core.models import Alarm
from amends.core.queries.alarms import call_of
from amends.core.rules.alarms import Answered
from amends.office import limits

router = Router(tags=["alarms"])

Token = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{20,64}$", description="The secret of one call")]


class AlarmAnswered(BaseModel):
    """`answered` is false for a test that is over; `is_first` is false when somebody had answered before."""

    answered: bool
    is_first: bool


@router.post(
    "/alarms/{token}",
    response={200: AlarmAnswered},
    operation_id="answer_call",
    url_name="answer-call",
    summary="The called person answers",
)
def reply(request: HttpRequest, token: Token) -> HttpResponse:
    """Answers the alarm for the person who was called. No body is needed; the address was in the call as `reply`."""
    at = timezone.now()
    call = call_of(token, at)
    if call is None:
        refuse_if_too_many(limits.alarm_link_wrong(limits.caller(request.META), at=at))
        raise Problem(404, _("There is no such call."))
    try:
        is_first = alarms.answer_call(call, how=Answered.REPLY, at=at)
    except actions.ActionRefused:
        raise Problem(404, _("There is no such call.")) from None
    answered = Alarm.objects.filter(pk=call.alarm_id, answered_at__isnull=False).exists()
    return answer({"answered": answered, "is_first": is_first})
