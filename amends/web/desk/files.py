"""Files and foreign HTML of messages: downloads under their own names, pictures only as we drew them anew, frames in a box."""

from __future__ import annotations

import base64

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from amends.core.models import Attachment, Complaint, Message
from amends.lib import html
from amends.lib.file_names import content_disposition
from amends.lib.files import Missing, Store
from amends.lib.media_types import HEAD, sniff
from amends.web.desk.entrance import note_reading, person_of, staff

DOWNLOAD_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
FRAME_POLICY = (
    "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
MOST_INLINE = 600_000


def _attachment(request: HttpRequest, pk: int) -> Attachment:
    at = timezone.now()
    visible = Complaint.objects.visible_to(person_of(request), at)
    found = get_object_or_404(Attachment.objects.select_related("complaint"), pk=pk)
    if not visible.filter(pk=found.complaint_id).exists():
        raise Http404
    note_reading(found.complaint, person_of(request), at, "file")
    return found


@staff
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes as they came, always as a download that no browser opens."""
    attachment = _attachment(request, pk)
    try:
        stream = Store(settings.FILES_DIR).open(attachment.stored)
    except Missing:
        raise Http404 from None
    response = FileResponse(stream, content_type="application/octet-stream")
    response["Content-Length"] = str(attachment.size)
    response["Content-Disposition"] = content_disposition(attachment.name)
    response["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


@staff
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Our own small picture of it, never the original."""
    attachment = _attachment(request, pk)
    data = _picture(attachment)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type=sniff(data[:HEAD]))
    response["Content-Security-Policy"] = DOWNLOAD_POLICY
    response["Cache-Control"] = "private, max-age=3600"
    return response


@staff
@require_safe
def foreign_html(request: HttpRequest, pk: int) -> HttpResponse:
    """A message as its sender laid it out, made harmless, for a sandboxed frame on the case page."""
    at = timezone.now()
    message = get_object_or_404(Message.objects.exclude(html=""), pk=pk)
    person = person_of(request)
    visible = Complaint.objects.visible_to(person, at)
    case = visible.filter(pk=message.complaint_id).first()
    if case is None:
        raise Http404
    note_reading(case, person, at, "html")
    try:
        source = Store(settings.FILES_DIR).read(message.html).decode("utf-8", "replace")
    except Missing:
        raise Http404 from None
    clean = html.clean(source, cid=_inline(message))
    page = f'<!doctype html><html dir="auto"><meta charset="utf-8"><meta name="referrer" content="no-referrer">{clean}'
    response = HttpResponse(page)
    response["Content-Security-Policy"] = FRAME_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _inline(message: Message) -> dict[str, str]:
    """Pictures within the text, as data: a frame without an origin of its own may not ask us for them."""
    made = {}
    for attachment in message.attachments.exclude(content_id="").exclude(preview="").order_by("pk"):
        data = _picture(attachment)
        if data is not None and len(data) <= MOST_INLINE:
            kind = sniff(data[:HEAD])
            made[attachment.content_id.strip("<>")] = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    return made


def _picture(attachment: Attachment) -> bytes | None:
    if not attachment.preview:
        return None
    try:
        data = Store(settings.FILES_DIR).read(attachment.preview)
    except Missing:
        return None
    return data if sniff(data[:HEAD]) in PICTURES else None
