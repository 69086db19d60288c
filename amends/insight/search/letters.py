"""One written form for letters that people write in several ways. Pure; knows scripts, not words."""

import re
import unicodedata

HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
"""Scripts written without spaces, or nearly so: found by pairs of neighbouring characters."""

ZWNJ = "\u200c"

_ALIKE = {
    "ё": "е",
    "ي": "ی",
    "ى": "ی",
    "ې": "ی",
    "ئ": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ة": "ه",
    "ۀ": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "أ": "ا",
    "إ": "ا",
    "ٱ": "ا",
    "آ": "ا",
    "ؤ": "و",
    "’": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "−": "-",
    "٫": ".",
    "٬": ",",
}

_DROPPED = (
    "\u00ad\u0621\u0640\u0670\u200b\u200d\u200e\u200f\u2060\ufeff"  # soft hyphen, hamza, tatweel, invisible marks
    + "".join(map(chr, range(0x0300, 0x0370)))  # accents left after composing, among them Russian stress
    + "".join(map(chr, range(0x0610, 0x061B)))
    + "".join(map(chr, range(0x064B, 0x0660)))  # harakat
    + "".join(map(chr, range(0x06D6, 0x06DD)))
    + "".join(map(chr, range(0x202A, 0x202F)))
    + "".join(map(chr, range(0x2066, 0x206A)))
    + "".join(map(chr, range(0xFE00, 0xFE10)))  # variation selectors of emoji
)


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(letter): same for letter, same in _ALIKE.items()}
    table |= {ord(mark): None for mark in _DROPPED}
    for zero in (0x0660, 0x06F0, 0x0966):  # Arabic, Persian, Devanagari digits
        table |= {zero + digit: str(digit) for digit in range(10)}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):  # é as e: most keyboards lack it
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base
    return table


_TABLE = _table()
_APOSTROPHE = re.compile("[’ʼ´`]")


def plain(text: str) -> str:
    """The text in its one searchable spelling. Keeps the zero-width non-joiner, which still tells where words join."""
    if text.isascii():
        return text.lower().replace("`", "'")
    # ´ would come apart into a space and an accent under NFKC, so apostrophes go first.
    whole = _APOSTROPHE.sub("'", text)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", whole).casefold()).translate(_TABLE)


def is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


def is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[0] <= "\u052f"
