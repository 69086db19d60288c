"""What was set aside: spam cases that can come back, and mail nobody has made a case of, with its bytes readable."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from amends.core import actions, inbox
from amends.core.models import Receipt
from amends.core.rules.intake import Contact, Intake
from amends.lib.files import Store, StoreFailed
from amends.web.desk.counts import receipts_to_look_at, set_aside_cases
from amends.web.desk.entrance import person_of, show, staff
from amends.web.desk.forms.other_case import other_case
from amends.web.desk.readable import MOST, readable

PAGE = 50


@staff
@require_safe
def set_aside(request: HttpRequest) -> HttpResponse:
    """Both lists, newest first; the mail only for those who may bring back."""
    at, person = timezone.now(), person_of(request)
    facts = {
        "cases": list(set_aside_cases(person, at).order_by("-pk")[:PAGE]),
        "receipts": list(receipts_to_look_at(person, at).defer("body")[:PAGE]),
    }
    return show(request, "desk/set_aside.html", facts, at)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One kept mail: look at it, then make a complaint of it, add it to a case, try again, or let it be."""
    at = timezone.now()
    found = receipts_to_look_at(person_of(request), at).filter(pk=pk).first()
    if found is None:
        raise Http404
    fault = _acted(request, found) if request.method == "POST" else ""
    if request.method == "POST" and not fault:
        return HttpResponseRedirect(reverse("desk:set_aside"))
    facts = {
        "receipt": found,
        "seen": readable(bytes_of(found)),
        "fault": fault,
        "number": request.POST.get("number", ""),
    }
    return show(request, "desk/receipt.html", facts, at, status=422 if fault else 200)


def bytes_of(receipt: Receipt) -> bytes:
    """As many of the kept bytes as are shown; a missing file is told in its place."""
    if not receipt.stored:
        return bytes(receipt.body)
    try:
        with Store(settings.FILES_DIR).open(receipt.stored) as stream:
            return stream.read(MOST + 1)
    except StoreFailed as fault:
        return str(fault).encode()


def _acted(request: HttpRequest, receipt: Receipt) -> str:
    """Does what was asked; gives the reason when it cannot."""
    at, person = timezone.now(), person_of(request)
    way = request.POST.get("way")
    if way == "again":
        actions.look_again(receipt, at=at)
        messages.success(request, gettext("It is read again within a minute."))
    elif way == "ignore":
        why = gettext("Let be by %(name)s") % {"name": person.name}
        actions.settle(receipt, Receipt.State.IGNORED, why=why)
        messages.success(request, gettext("It is kept, and no longer waits."))
    elif way == "add":
        return _added(request, receipt)
    else:
        return gettext("Choose what to do.")
    return ""


def _added(request: HttpRequest, receipt: Receipt) -> str:
    """The words go to the case as a further message of its complainant; the bytes stay with the receipt."""
    at, person = timezone.now(), person_of(request)
    try:
        case = other_case(request.POST.get("number", ""), by=person, at=at)
        intake = Intake(
            receipt="",
            channel=receipt.channel,
            account=receipt.account,
            received_at=receipt.received_at,
            text=readable(bytes_of(receipt)).text,
            subject=receipt.subject,
            author=Contact(email=receipt.sender),
            case=str(case.key),
        )
        inbox.accept(intake, key=f"looked-at:{receipt.key}", at=at, by=person)
    except forms.ValidationError as fault:
        return " ".join(fault.messages)
    except actions.ActionRefused as refused:
        return str(refused)
    why = gettext("Added by %(name)s") % {"name": person.name}
    actions.settle(receipt, Receipt.State.DONE, complaint=case, why=why)
    messages.success(request, gettext("Added to %(number)s.") % {"number": case.number})
    return ""
