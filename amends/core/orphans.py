"""Files that no row knows: left by a process killed between writing the file and writing the row. Removed after a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from amends.core.models import Attachment, Message, Receipt
from amends.lib.files import Store
from amends.office.models import Office

OLDER_THAN = timedelta(hours=24)


def sweep(at: datetime) -> int:
    """Removes orphans; always says 0, for there is no more to do before tomorrow."""
    Store(settings.FILES_DIR).sweep(known_files, OLDER_THAN, at)
    return 0


def known_files(names: list[str]) -> set[str]:
    """Which of these stored names some row still needs."""
    found: set[str] = set()
    found.update(Attachment.objects.filter(stored__in=names).values_list("stored", flat=True))
    found.update(Attachment.objects.filter(preview__in=names).values_list("preview", flat=True))
    found.update(Receipt.objects.filter(stored__in=names).values_list("stored", flat=True))
    found.update(Message.objects.filter(html__in=names).values_list("html", flat=True))
    found.update(Office.objects.filter(logo__in=names).values_list("logo", flat=True))
    # A submission that was kept but not yet received names its files only in its own bytes.
    for body in Receipt.objects.filter(state=Receipt.State.KEPT).values_list("body", flat=True).iterator():
        text = bytes(body)
        found.update(name for name in names if name.encode() in text)
    return found
