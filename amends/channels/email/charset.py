"""Bytes to text, whatever charset a mail declares, and whatever it really is."""

import codecs
import re

from amends.channels.email import script

# Names met in real mail that Python does not know, or knows as something narrower than what senders mean by it.
ALIASES = {
    "unknown-8bit": "", "x-user-defined": "", "unknown": "", "8bit": "", "7bit": "", "none": "", "default": "",
    "default_charset": "", "binary": "", "x-unknown": "", "ansi": "", "us-ascii": "ascii", "ansi_x3.4-1968": "ascii",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "l1": "cp1252",
    "windows-1252": "cp1252", "cp-850": "cp850", "cp-866": "cp866", "cp-1251": "cp1251", "cp-1252": "cp1252",
    "win-1251": "cp1251", "win1251": "cp1251", "x-cp1251": "cp1251", "x-windows-1251": "cp1251", "dos-866": "cp866",
    "koi8r": "koi8_r", "koi8": "koi8_r", "x-koi8-r": "koi8_r", "koi8u": "koi8_u", "koi8-ru": "koi8_u",
    "x-mac-cyrillic": "mac_cyrillic", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
    "windows-31j": "cp932", "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932",
    "ms_kanji": "cp932", "iso-2022-jp": "iso2022_jp_ext", "csiso2022jp": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "gb18030": "gb18030", "euc-cn": "gb18030", "hz-gb-2312": "hz", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
    "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs", "cp950": "cp950", "ks_c_5601-1987": "cp949", "euc-kr": "cp949",
    "korean": "cp949", "iso-8859-6-i": "iso8859_6", "iso-8859-6-e": "iso8859_6", "asmo-708": "iso8859_6",
    "iso-8859-8-i": "iso8859_8", "iso-8859-8-e": "iso8859_8", "logical": "iso8859_8", "x-windows-1256": "cp1256",
    "cp-1256": "cp1256", "win-1256": "cp1256", "windows-874": "cp874", "tis-620": "cp874", "utf8": "utf_8",
    "utf-8": "utf_8", "utf8mb4": "utf_8", "x-utf-8": "utf_8", "unicode-1-1-utf-8": "utf_8", "unicode": "utf_16",
    "ucs-2": "utf_16", "iso-10646-ucs-2": "utf_16", "utf16": "utf_16", "utf-16": "utf_16", "utf32": "utf_32",
    "unicode-1-1-utf-7": "utf_7", "x-unicode-2-0-utf-7": "utf_7", "iso-8859-9": "cp1254", "iso-8859-11": "cp874",
}  # fmt: skip
# Codecs of Python that do not read text, or read a text no mail is written in.
NOT_TEXT = {
    "base64", "bz2", "hex", "quopri", "rot-13", "uu", "zlib", "idna", "punycode", "undefined", "mbcs", "oem",
    "unicode_escape", "raw_unicode_escape", "unicode-escape", "raw-unicode-escape",
}  # fmt: skip
STATEFUL = ("iso2022", "hz", "utf_7", "utf-7", "utf_16", "utf-16", "utf_32", "utf-32")
BOMS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF32_LE, "utf_32_le"),
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
CANDIDATES = ("cp1251", "koi8_u", "gb18030", "big5hkscs", "cp1256", "cp932", "cp949", "cp866", "iso8859_6",
              "iso8859_5", "euc_jp", "cp1255", "cp1252")  # fmt: skip
SINGLE_BYTE = re.compile(r"^(cp(12|8|4|7|1006)|iso8859|latin|koi8|mac|ascii|kz)")
SURROGATES = re.compile("[\ud800-\udfff]")
SAMPLE = 1024
READS_WELL = 0.75
CONTROLS = bytes(code for code in range(32) if code not in (9, 10, 12, 13, 27))


def codec_of(declared: str) -> str:
    """The Python codec a declared charset stands for; empty when it stands for none."""
    name = declared.strip().strip("\"'").lower().partition("*")[0][:60]
    if name in ALIASES:
        return ALIASES[name]
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        return ""
    found = ALIASES.get(found, found)
    return "" if found in NOT_TEXT else found


def decode(raw: bytes, declared: str = "", hint: str = "") -> tuple[str, str]:
    """Text and the defect met on the way (empty when none). Never raises, never drops a byte unseen.

    `hint` is the charset of the surrounding mail, tried when nothing is declared.
    """
    codec = codec_of(declared)
    if not codec:
        hinted = codec_of(hint)
        codec = "" if hinted.startswith(STATEFUL) else hinted
    stateful = codec.startswith(STATEFUL)
    if not stateful and raw.isascii() and not (b"\0" in raw and _may_be_wide(raw)):
        return _escaped(raw), ""
    for bom, by_bom in BOMS:
        if raw.startswith(bom):
            return _clean(raw[len(bom) :].decode(by_bom, "replace")), ""
    if stateful:
        return _stateful(raw, codec)
    return _eight_bit(raw, codec)


def _clean(text: str) -> str:
    return SURROGATES.sub("\ufffd", text)


def _escaped(raw: bytes) -> str:
    """Seven-bit bytes, possibly with Japanese or Chinese escapes that nobody declared."""
    codec = "iso2022_jp_ext" if b"\x1b$" in raw else "hz" if b"~{" in raw and b"~}" in raw else "ascii"
    text = _strict(raw, codec)
    return raw.decode("ascii") if text is None else text


def _stateful(raw: bytes, codec: str) -> tuple[str, str]:
    if codec in ("utf_16", "utf-16", "utf_32", "utf-32"):
        return _wide(raw, codec)
    if codec.startswith("utf") and not codec.endswith("7"):
        return _clean(raw.decode(codec, "replace")), ""
    if not raw.isascii():
        return _eight_bit(raw, "")
    text = raw.decode(codec, "replace")
    return _clean(text), "charset: bytes that are not of the declared charset" if "\ufffd" in text else ""


def _wide(raw: bytes, codec: str) -> tuple[str, str]:
    """UTF-16 or 32 without a byte order mark: the order that reads better; or not wide at all."""
    if b"\0" not in raw and raw.isascii():
        return raw.decode("ascii"), "charset: declared wide, was ASCII"
    base = codec.replace("-", "_")
    texts = [raw.decode(f"{base}_{order}", "replace") for order in ("le", "be")]
    best = max(texts, key=lambda text: script.score(text[:SAMPLE]))
    narrow = _strict(raw, "utf_8")
    if narrow is not None and script.score(narrow[:SAMPLE]) > script.score(best[:SAMPLE]):
        return narrow, "charset: declared wide, was UTF-8"
    return _clean(best), ""


def _may_be_wide(raw: bytes) -> bool:
    """Controls where no text has them, and two-byte units that read well."""
    if len(raw) < 8 or len(raw.translate(None, CONTROLS)) == len(raw):
        return False
    head = raw[: SAMPLE * 2]
    return max(script.score(head.decode(f"utf_16_{order}", "replace")) for order in ("le", "be")) > READS_WELL


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, ValueError, LookupError):
        return None


def _eight_bit(raw: bytes, codec: str) -> tuple[str, str]:
    if _may_be_wide(raw):
        return _wide(raw, "utf_16")[0], "charset: undeclared UTF-16"
    utf8 = _strict(raw, "utf_8")
    if utf8 is not None and _is_truly_utf8(raw, utf8, codec):
        return utf8, "" if codec in ("utf_8", "utf-8", "") else f"charset: declared {codec}, was UTF-8"
    if codec in ("utf_8", "utf-8"):
        mostly = raw.decode("utf_8", "replace")
        good = sum(1 for char in mostly if char > "\x7f" and char != "\ufffd")
        if good >= 3 * mostly.count("\ufffd"):
            return mostly, "charset: broken UTF-8"
        codec = ""
    declared_text = _strict(raw, codec) if codec and codec != "ascii" else None
    if declared_text is not None and script.score(declared_text[:SAMPLE]) > READS_WELL:
        return _clean(declared_text), ""
    best = _detect(raw)
    if declared_text is None:
        best = best or "cp1252"
        text = raw.decode(best, "replace")
        if codec and codec != "ascii" and not SINGLE_BYTE.match(codec) and best == "cp1252":
            text = raw.decode(codec, "replace")
        return _clean(text), f"charset: read as {best}"
    if best and best != codec and _is_clearly_better(raw, best, declared_text):
        return _clean(raw.decode(best, "replace")), f"charset: declared {codec}, was {best}"
    return _clean(declared_text), ""


def _is_truly_utf8(raw: bytes, utf8: str, codec: str) -> bool:
    """Valid UTF-8 by chance is rare; with a declared Cyrillic or Chinese charset ask for three letters of evidence."""
    if codec in ("utf_8", "utf-8", "", "ascii", "cp1252"):
        return True
    letters = sum(1 for char in utf8 if char > "\x7f")
    other = _strict(raw, codec)
    return letters >= 3 and (other is None or script.score(utf8[:SAMPLE]) > script.score(other[:SAMPLE]))


def _detect(raw: bytes) -> str:
    """The candidate whose text looks most like a language people write to us in; empty when none does."""
    sample = raw[: SAMPLE * 2]
    best, best_score = "", 0.05
    for codec in CANDIDATES:
        text = _strict(sample, codec)
        if text is None and len(raw) > len(sample):
            # the sample may have been cut inside a character
            text = _strict(sample[:-1], codec) or _strict(sample[:-2], codec)
        if text is None:
            continue
        score = script.score(text)
        if score > best_score:
            best, best_score = codec, score
    return best


def _is_clearly_better(raw: bytes, best: str, declared_text: str) -> bool:
    """A declaration that can be obeyed is obeyed unless it reads as nonsense and the other reads well."""
    high = sum(1 for byte in raw[:SAMPLE] if byte > 127)
    theirs = script.score(declared_text[: SAMPLE * 2])
    if high < (3 if theirs < 0 else 8):
        return False
    ours = script.score(_clean(raw[: SAMPLE * 2].decode(best, "replace")))
    return ours > 0.6 and theirs < 0.7 * ours
