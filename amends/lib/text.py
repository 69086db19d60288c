"""Words of people: kept as typed, shortened without breaking a sign, made harmless for a line of mail or a table."""

import re
import unicodedata
from typing import Any

_FSI, _PDI, _ISOLATES = "\u2068", "\u2069", "\u2066\u2067\u2068"
_JOINER = "\u200d"
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def tidy(text: str) -> str:
    """The text as it is stored: exactly as typed, but for three things no database or page could keep.

    Line ends become LF; NUL and lone surrogates become the visible U+FFFD. Nothing is normalised, trimmed or cut:
    the complainant's words are evidence. Comparing and searching make their own normal forms.
    """
    if text.isascii() and "\r" not in text and "\0" not in text:
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def tidied(value: Any) -> Any:
    """A value as JSON may hold it, each text in it tidy; tuples become lists."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {name: tidied(part) for name, part in value.items()}
    return [tidied(part) for part in value] if isinstance(value, list | tuple) else value


def one_line(text: str, limit: int) -> str:
    """The text on one line, at most `limit` signs; a cut shows as "…" and never parts a letter from its marks."""
    if limit < 1:
        raise ValueError("a line has room for one sign at least")
    if not text:
        return ""
    line = _BREAKS.sub(" ", tidy(text[: limit * 50])).strip()
    if len(line) <= limit:
        return line
    at = limit - 1
    while at > 0 and _belongs_together(line, at):
        at -= 1
    return line[:at].rstrip() + "…"


def isolate(text: str) -> str:
    """The text set apart from its neighbours in a plain-text line, so that its direction cannot turn theirs (UAX 9).

    A closing mark without an opening one is dropped, an open one is closed: nothing inside can end our own isolate.
    """
    kept, open_isolates = [], 0
    for sign in text:
        if sign in _ISOLATES:
            open_isolates += 1
        elif sign == _PDI:
            if not open_isolates:
                continue
            open_isolates -= 1
        kept.append(sign)
    return _FSI + "".join(kept) + _PDI * (open_isolates + 1)


def csv_safe(cell: str) -> str:
    """The cell with an apostrophe before it where a spreadsheet would take it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip(" \u00a0\ufeff\u200b\0").startswith(_FORMULA) else cell


def _belongs_together(line: str, at: int) -> bool:
    """Whether a cut before this place would part a letter from its marks, an emoji from its parts, or a flag."""
    sign = line[at]
    if unicodedata.category(sign)[0] == "M" or sign == _JOINER or line[at - 1] == _JOINER:
        return True
    if "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f":
        return True
    flags = 0
    while flags < at and "\U0001f1e6" <= line[at - 1 - flags] <= "\U0001f1ff":
        flags += 1
    return flags % 2 == 1 and "\U0001f1e6" <= sign <= "\U0001f1ff"
