"""Rows made from what the rules speak of (files, demands), the same way for every verb that writes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from amends.core.actions._words import short
from amends.core.models import Attachment
from amends.core.rules.intake import Demand, File


def attachments_of(files: Iterable[File]) -> list[Attachment]:
    """One row a file, unsaved, not yet tied to a case and a message."""
    return [
        Attachment(
            name=short(file.name, 255),
            stored=file.stored,
            digest=file.digest,
            size=file.size,
            media_type=short(file.media_type, 120),
            content_id=short(file.content_id, 255),
            is_inline=file.is_inline,
        )
        for file in files
    ]


def demands_of(demands: Iterable[Demand]) -> list[dict[str, Any]]:
    """Demands as the JSON column of an issue keeps them."""
    return [
        {
            "type": demand.type,
            "amount_minor": demand.amount_minor,
            "currency": demand.currency,
            "text": short(demand.text, 500),
        }
        for demand in demands
    ]
