"""The web form as a channel: its receipts are submissions; answers go by mail or stand on the follow page."""

from __future__ import annotations

from typing import ClassVar

from amends.channels.base import Channel, NewCase, Reading
from amends.core.models import Receipt
from amends.core.rules import submission
from amends.core.rules.words import N_


class Door(Channel):
    slug: ClassVar[str] = "web_form"
    title: ClassVar[str] = N_("Web form")
    can_attach: ClassVar[bool] = True

    def read(self, body: bytes, receipt: Receipt) -> Reading:
        return NewCase(submission.decode(body, receipt=receipt.key, received_at=receipt.received_at))
