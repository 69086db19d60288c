"""Forms of complaint numbers an office may choose from; the core fills them (amends/core/rules/numbers.py)."""

import re
import string

from django.utils.translation import gettext

FORMS = (
    "{prefix}-{year}-{count:06d}",
    "{prefix}{year}{count:05d}",
    "{year}-{count:05d}-{prefix}",
    "{prefix}-{count:05d}-{year}",
)
"""Offered on the screens; any other that passes `problem_of` may be typed."""

_LONGEST = 40
_SPEC = re.compile(r"(0[1-9]d|[1-9]?d|)")
_SAFE = re.compile(r"[A-Za-z0-9._-]*")  # it stands in addresses and in names of files
_PREFIX_AT_COUNT = re.compile(r"\{prefix\}\{count|\{count(:[^}]*)?\}\{prefix")


def problem_of(form: str) -> str:
    """What is wrong with a form, in the reader's language; "" when it gives each complaint a number of its own."""
    try:
        parts = list(string.Formatter().parse(form))
    except ValueError:
        return gettext("The braces do not match.")
    fields = [(name, spec, mark) for _, name, spec, mark in parts if name is not None]
    found = {name for name, _, _ in fields}
    if found - {"prefix", "year", "count"}:
        return gettext("Only {prefix}, {year} and {count} can stand in braces.")
    if not {"year", "count"} <= found:
        return gettext("{year} and {count} are both needed: otherwise two complaints could get one number.")
    if any(mark for _, _, mark in fields) or not all(
        _SPEC.fullmatch(spec or "") if name == "count" else not spec for name, spec, _ in fields
    ):
        return gettext("Only the count may have a form, such as {count:06d}: six digits.")
    if not all(_SAFE.fullmatch(text) for text, *_ in parts):
        return gettext("Besides the braces there may be Latin letters, digits, dots and dashes.")
    if _PREFIX_AT_COUNT.search(form):
        # With prefix A, 12 would read A12; with prefix A1 later, 2 would too.
        return gettext("Please put a sign between prefix and count.")
    if len(form.format(prefix="X" * 12, year=2026, count=1)) > _LONGEST:
        return gettext("The number would be longer than %(most)s signs.") % {"most": _LONGEST}
    return ""
