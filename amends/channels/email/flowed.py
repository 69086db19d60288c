"""The text of a text/plain part: format=flowed joined again (RFC 3676), signed text taken out of its armour."""

import re

PGP_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
PGP_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
PGP_END = "-----END PGP SIGNATURE-----"
BREAKS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")


def lines_of(text: str) -> str:
    """One kind of line break, no NUL, no other control character that a database or a page would stumble over."""
    if "\r" in text or not text.isascii() or "\x0c" in text or "\x0b" in text:
        text = BREAKS.sub("\n", text)
    return text.replace("\0", "\ufffd") if "\0" in text else text


def unflow(text: str, delete_space: bool) -> str:
    """Join the soft-broken lines of a flowed text, quote depth by quote depth."""
    out: list[str] = []
    previous_depth, is_open = -1, False
    for raw in text.split("\n"):
        content = raw.lstrip(">")
        depth = len(raw) - len(content)
        content = content[1:] if content.startswith(" ") else content
        is_signature = content == "-- "
        if is_open and depth == previous_depth and not is_signature:
            out[-1] += content
        else:
            out.append(f"{'>' * depth} {content}" if depth else content)
        is_open = content.endswith(" ") and not is_signature
        if is_open and delete_space:
            out[-1] = out[-1][:-1]
        previous_depth = depth
    return "\n".join(line if line.endswith("-- ") else line.rstrip(" ") for line in out)


def without_armour(text: str) -> str:
    """The clear text of a PGP-signed message; any other text unchanged."""
    start = text.find(PGP_BEGIN)
    middle = text.find(PGP_SIGNATURE, start)
    if start < 0 or middle < 0:
        return text
    _, _, signed = text[start:middle].partition("\n\n")
    if not signed:
        return text
    end = text.find(PGP_END, middle)
    below = text[end + len(PGP_END) :] if end >= 0 else ""
    clear = re.sub(r"^- ", "", signed, flags=re.MULTILINE)
    return (text[:start] + clear.rstrip("\n") + "\n" + below).strip("\n")
