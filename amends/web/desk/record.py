"""Recording a call, a talk at the counter or a letter; afterwards the number and the code, to be read aloud."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from amends.core import actions, inbox
from amends.core.models import Complaint, Party, Receipt
from amends.core.rules.intake import File
from amends.core.rules.rights import MAY_RECORD
from amends.lib.contacts import email_key, phone_key
from amends.lib.file_names import safe_file_name
from amends.lib.files import Store, StoreFailed, TooLarge
from amends.lib.languages import language_of
from amends.lib.media_types import HEAD, sniff
from amends.office.models import Person
from amends.web.desk.counts import receipts_to_look_at
from amends.web.desk.entrance import person_of, show, staff
from amends.web.desk.forms.base import retyped
from amends.web.desk.forms.record import Record
from amends.web.desk.readable import readable
from amends.web.desk.set_aside import bytes_of

MOST_KNOWN = 5


class NotKept(Exception):
    """A file was too large or the disk refused it; the text says so to the operator."""


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Saves once, however often the form is sent (its key sees to it)."""
    at, person = timezone.now(), person_of(request)
    if not person.has_role(MAY_RECORD, at.date()):
        raise PermissionDenied
    if request.method != "POST":
        return _form(request, Record(initial=_from_receipt(request, person, at)), at)
    form = Record(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, at, status=422)
    origin = _receipt(str(form.cleaned_data["receipt"] or ""), person, at)
    try:
        files = [_kept(file) for file in form.cleaned_data["scans"]]
        intake = form.intake(files, at, channel=origin.channel if origin else "")
        accepted = inbox.accept(intake, key=f"desk:{form.cleaned_data['key']}", at=at, by=person)
    except NotKept as fault:
        form.add_error("scans", str(fault))
        return _form(request, form, at, status=422)
    except actions.OtherContent:
        form.data = retyped(form.data, key=uuid.uuid4().hex)
        form.add_error(
            None, gettext("This was saved already, with other words. Send it again to make a second case of it.")
        )
        return _form(request, form, at, status=409)
    except actions.ActionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return _form(request, form, at, status=422)
    if origin is not None:
        why = gettext("Recorded by %(name)s") % {"name": person.name}
        actions.settle(origin, Receipt.State.DONE, complaint=accepted.complaint, why=why)
    return told(request, accepted.complaint, accepted.codes.code, at, done="record")


def told(
    request: HttpRequest, case: Complaint, code: str, at: datetime, *, name: str = "", done: str = ""
) -> HttpResponse:
    """Number and code to read aloud or print. Shown once: the house keeps only a digest of the code."""
    facts = {
        "case": case,
        "code": code,
        "name": name or case.complainant_name,
        "follow": f"{settings.BASE_URL}/follow",
        "done": done,
    }
    return show(request, "desk/told.html", facts, at)


def _form(request: HttpRequest, form: Record, at: datetime, *, status: int = 200) -> HttpResponse:
    return show(request, "desk/record.html", {"form": form}, at, status=status)


def _receipt(pk: str, person: Person, at: datetime) -> Receipt | None:
    return receipts_to_look_at(person, at).filter(pk=int(pk[:18])).first() if pk.isdecimal() else None


def _from_receipt(request: HttpRequest, person: Person, at: datetime) -> dict[str, object]:
    """The words of a mail that was set aside, to start from."""
    origin = _receipt(request.GET.get("receipt", ""), person, at)
    if origin is None:
        phone, name = request.GET.get("phone", ""), request.GET.get("name", "")
        return {"phone": phone[:60], "name": name[:200]}
    text = readable(bytes_of(origin)).text
    return {
        "receipt": origin.pk,
        "text": text,
        "subject": origin.subject[:200],
        "email": origin.sender,
        "language": language_of(text)[0],
    }


def _kept(upload: UploadedFile) -> File:
    """The file in the store, known by its first bytes. Raises NotKept."""
    name = safe_file_name(upload.name)
    head = upload.read(HEAD)
    upload.seek(0)
    try:
        kept = Store(settings.FILES_DIR).keep(upload, limit=settings.FILE_LIMIT)
    except TooLarge as fault:
        limit = fault.limit // 1024 // 1024
        raise NotKept(gettext("“%(name)s” is larger than %(limit)s MB.") % {"name": name, "limit": limit}) from fault
    except StoreFailed as fault:
        text = gettext("“%(name)s” could not be stored. Nothing was saved; your words are still here.")
        raise NotKept(text % {"name": name}) from fault
    return File(name=name, stored=kept.name, digest=kept.digest, size=kept.size, media_type=sniff(head))


@staff
@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """Earlier cases of the telephone number or mail address that is being typed, as far as they are in sight."""
    at, person = timezone.now(), person_of(request)
    same = Q()
    if key := phone_key(request.GET.get("phone", "")):
        same |= Q(phone_key=key)
    if key := email_key(request.GET.get("email", "")):
        same |= Q(email_key=key)
    cases: list[Complaint] = []
    if same:
        ids = Party.objects.filter(same, position=0).values("complaint_id")
        cases = list(Complaint.objects.visible_to(person, at).filter(pk__in=ids).order_by("-pk")[:MOST_KNOWN])
    return show(request, "desk/parts/known.html", {"cases": cases, "worklist": reverse("desk:worklist")}, at)
