"""The names and the limit that everybody who speaks of deadlines shares. What runs and until when is in `clocks`."""

from __future__ import annotations

from datetime import UTC, datetime

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""`next_due_at` of a case that owes nothing; keeps the column sortable on both databases."""

ASSESSMENT, ANSWER = "assessment", "answer"
"""The office's own promises as letters, portal and lists ask for them."""
