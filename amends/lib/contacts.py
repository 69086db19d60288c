"""Two spellings of one address or telephone number are one: keys to compare them by."""

import re

_DIGITS = re.compile(r"\d+")
MOST_DIGITS = 15


def email_key(email: str) -> str:
    """The address to compare by: no case, no space; empty for what is no address."""
    trimmed = email.strip().casefold()
    return trimmed[:254] if trimmed.count("@") == 1 and " " not in trimmed else ""


def phone_key(phone: str) -> str:
    """The last ten digits (trunk and country prefixes differ in how people write them); empty when fewer than six."""
    digits = "".join(str(int(sign)) for run in _DIGITS.findall(phone) for sign in run)[-MOST_DIGITS:]
    return digits[-10:] if len(digits) >= 6 else ""
