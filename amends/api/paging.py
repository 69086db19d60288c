"""Cursors: where a page ends, opaque to the caller. The thousandth page costs what the first does."""

import base64
import binascii
from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Query

from amends.api.problems import wrong

BIGGEST = 2**63 - 1

CursorQuery = Annotated[str, Query(alias="cursor", max_length=60, description="`next` of the page before")]


def cursor(after: int | None) -> str | None:
    return None if after is None else base64.urlsafe_b64encode(f"at:{after}".encode()).decode().rstrip("=")


def place(given: str) -> int | None:
    """The key in a cursor; None for the first page. 422 for what is no cursor of ours."""
    if not given:
        return None
    try:
        word = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode("ascii")
        if word.startswith("at:") and 0 < (key := int(word[3:])) <= BIGGEST:
            return key
    except (ValueError, binascii.Error):
        pass
    raise wrong("cursor", _("This is no cursor of ours; leave it out for the first page."))
