"""Files of the party's own messages and letters, always as downloads that no browser runs."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from amends.core import files
from amends.core.queries import portal
from amends.lib.file_names import content_disposition
from amends.lib.files import Missing
from amends.web.portal import session
from amends.web.portal.privately import privately

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@privately
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One file. Foreign, unknown and internal ones are not there, and so is everything for who is not in."""
    party = session.party(request)
    found = portal.attachment(party, pk) if party is not None else None
    if found is None:
        raise Http404
    try:
        stream = files.store().open(found.stored)
    except Missing:
        raise Http404 from None
    response = FileResponse(stream, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition(found.name)
    for name, value in HEADERS.items():
        response[name] = value
    return response
