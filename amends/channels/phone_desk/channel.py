"""Telephone as a channel: an operator types it in; the answer goes by mail or by hand."""

from __future__ import annotations

from typing import ClassVar

from amends.channels.base import Channel, NewCase, Reading
from amends.core.models import Receipt
from amends.core.rules import submission
from amends.core.rules.words import N_


class Door(Channel):
    slug: ClassVar[str] = "phone_desk"
    title: ClassVar[str] = N_("Telephone")
    can_attach: ClassVar[bool] = True

    def read(self, body: bytes, receipt: Receipt) -> Reading:
        return NewCase(submission.decode(body, receipt=receipt.key, received_at=receipt.received_at))
