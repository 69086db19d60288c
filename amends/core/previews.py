"""Makes small re-encoded pictures of attached photos, in a limited process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from amends.core.models import Attachment, Event
from amends.lib.files import Store
from amends.lib.pictures import preview

LARGEST = 30 * 1024 * 1024
LARGEST_PREVIEW = 5 * 1024 * 1024


def react(events: Sequence[Event], at: datetime) -> None:
    """Previews for what came with these events. A file that is no picture is marked as tried and left alone."""
    cases = {event.complaint_id for event in events}
    store = Store(settings.FILES_DIR)
    for attachment in Attachment.objects.filter(complaint__in=cases, preview_tried=False, preview="").order_by("pk"):
        name = ""
        if attachment.size <= LARGEST:
            small = preview(store.read(attachment.stored))
            if small is not None:
                name = store.keep(small, limit=LARGEST_PREVIEW).name
        Attachment.objects.filter(pk=attachment.pk).update(preview=name, preview_tried=True)
