"""Names of IMAP folders as they travel: modified UTF-7 (RFC 3501, 5.1.3)."""

from base64 import b64encode


def encode(name: str) -> str:
    """The name in ASCII: “Претензии” becomes `&BB8...-`, and `&` itself `&-`."""
    out: list[str] = []
    foreign = ""
    for letter in [*name, ""]:
        if letter and not " " <= letter <= "~":
            foreign += letter
            continue
        if foreign:
            coded = b64encode(foreign.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")
            out.append(f"&{coded}-")
            foreign = ""
        out.append("&-" if letter == "&" else letter)
    return "".join(out)
