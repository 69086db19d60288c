"""Messages that did not arrive: send again, or note that the complainant was told by telephone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from amends.core import actions, outbox
from amends.core.models import Complaint, Message
from amends.core.queries.possible import may
from amends.core.rules.deliveries import ToldBy
from amends.core.rules.states import Verb
from amends.web.desk.counts import undelivered as not_arrived
from amends.web.desk.entrance import person_of, show, staff

PAGE = 50


@staff
@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    at, person = timezone.now(), person_of(request)
    rows = not_arrived(person, at).select_related("complaint", "party")
    before = request.GET.get("cursor", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    page = list(rows[: PAGE + 1])
    following = str(page[PAGE - 1].pk) if len(page) > PAGE else ""
    shown = [(message, outbox.veiled(message)[:200]) for message in page[:PAGE]]
    return show(request, "desk/undelivered.html", {"rows": shown, "next": following}, at)


@staff
@require_POST
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts the message into the outbox anew, or notes that a person told the complainant by telephone."""
    at, person = timezone.now(), person_of(request)
    message = get_object_or_404(Message.objects.select_related("complaint", "party"), pk=pk)
    case = Complaint.objects.visible_to(person, at).filter(pk=message.complaint_id).first()
    if case is None:
        raise Http404
    target = HttpResponseRedirect(reverse("desk:case", args=[case.number]) + f"#message-{message.pk}")
    if request.POST.get("way") == "told":
        return _told(request, case, message, target)
    if not may(case, person, Verb.NOTE, at):
        messages.error(request, gettext("Your role does not allow this."))
        return target
    if outbox.send_again(message, at=at):
        messages.success(request, gettext("It is on its way again."))
    else:
        messages.info(request, gettext("It is already on its way."))
    return target


def _told(request: HttpRequest, case: Complaint, message: Message, target: HttpResponse) -> HttpResponse:
    at, person = timezone.now(), person_of(request)
    try:
        actions.tell(case, message=message.pk, told_by=ToldBy.CALLED, by=person, at=at)
    except actions.ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, gettext("Noted that you told them by telephone."))
    return target
