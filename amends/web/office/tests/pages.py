"""What the tests of rules and calendars share: a page as a test reads it, and what is typed into it."""

import re
from html import unescape
from typing import Any

from django.test import Client

from tests.hostile.strings import STRINGS

OWN = """jurisdiction: "*"
laws:
  house: {en: House rules}
rules:
  - id: OWN-CALL
    title: {en: Call back}
    trigger: complaint_received
    obligation: update
    length: 2
    unit: CD
    from: 2026-01-01
    law: house
    certainty: policy
    binds: always
"""
"""A pack with one rule of the office."""

NO_TEXT = {"no text": b"\xff\xfe\x00", "nul": b"a\0b", "large": b"x" * 500_001, "empty": b""}
"""Files that hold no text anybody could keep."""

HOSTILE = [each[:20_000] for each in STRINGS[::16] if not re.search(r"[\ud800-\udfff]", each)]
"""A sixteenth of the hostile strings, without lone surrogates, which no browser sends."""


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def form_of(answer: Any) -> dict[str, Any]:
    """What stands in the form before anybody types."""
    form = answer.context["form"]
    return {field.html_name: value for field in form if (value := field.value()) is not None}


def in_language(client: Client, language: str) -> Client:
    client.cookies["django_language"] = language
    return client
