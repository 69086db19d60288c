"""Names of files for people: shown and offered for download, never used as a place on the disk."""

import re
import unicodedata
from urllib.parse import quote

_EMPTY = "file"
_MOST_SIGNS, _MOST_BYTES, _LONGEST_ENDING = 120, 200, 12
_ZWNJ = "\u200c"  # belongs to the spelling of Persian words; every other invisible sign goes
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_FORBIDDEN = re.compile(r'[<>:"|?*\u2044\u2215\uff0f\uff3c\u29f8\u29f9]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)


def safe_file_name(given: str | None) -> str:
    """The last part of a given name, harmless on every system, at most 120 signs and 200 bytes, the ending kept.

    Path parts, control and direction marks, reserved names and leading dots or dashes go. Nothing left: "file".
    """
    last = re.split(r"[/\\]", (given or "").replace("\0", ""))[-1][-10_000:]
    seen = "".join(sign for sign in last if sign == _ZWNJ or unicodedata.category(sign) not in _UNSEEN)
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", seen)).lstrip(f" .-~{_ZWNJ}").rstrip(f" .{_ZWNJ}")
    if _RESERVED.fullmatch(name.split(".")[0].strip()):
        name = f"_{name}"
    return _shortened(name) or _EMPTY


def content_disposition(name: str) -> str:
    """The header that makes a browser save the file (RFC 6266), the true name in RFC 8187 beside a plain one."""
    safe = safe_file_name(name)
    plain = unicodedata.normalize("NFKD", safe).encode("ascii", "replace").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()+,=@#-]", "_", plain)  # "%" too: some browsers decode it
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(safe, safe='')}"


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING or not stem:
        stem, dot, ending = name, "", ""
    ending = dot + ending
    stem = stem[: _MOST_SIGNS - len(ending)]
    while len((stem + ending).encode()) > _MOST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(f" .{_ZWNJ}") + ending
