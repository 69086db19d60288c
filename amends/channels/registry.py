"""Finds the channels that are switched on (settings.CHANNELS), by name and not by import."""

from __future__ import annotations

import importlib
from functools import cache

from django.conf import settings

from amends.channels.base import Channel


@cache
def channels() -> dict[str, Channel]:
    """Every channel by slug; each folder has a `channel.py` with a class `Door`."""
    found = [importlib.import_module(f"{folder}.channel").Door() for folder in settings.CHANNELS]
    return {channel.slug: channel for channel in found}
