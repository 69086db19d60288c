"""The address a request came from, which nobody can make up."""

import ipaddress
from collections.abc import Iterable, Mapping, Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN = ""


def networks(given: Iterable[str]) -> list[Network]:
    """The trusted proxies as networks. Refuses with ValueError what is no address and no network."""
    return [ipaddress.ip_network(one.strip(), strict=False) for one in given if one.strip()]


def address(meta: Mapping[str, object], trusted: Sequence[Network]) -> str:
    """The caller's address; IPv6 as its /64, since one caller owns all of it. "" when there is none (a Unix socket).

    X-Forwarded-For is read from the right, and only past proxies in `trusted`: whatever the caller wrote stands left.
    """
    seen = _parsed(str(meta.get("REMOTE_ADDR", "")))
    if seen is None or not _within(seen, trusted):
        return _written(seen)
    for hop in reversed(str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-20:]):
        earlier = _parsed(hop)
        if earlier is None:
            break  # nonsense was written left of here: the last proxy we trust is all we know
        seen = earlier
        if not _within(seen, trusted):
            break
    return _written(seen)


def _parsed(text: str) -> Address | None:
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found


def _within(one: Address, trusted: Sequence[Network]) -> bool:
    return any(one in network for network in trusted if network.version == one.version)


def _written(one: Address | None) -> str:
    if one is None:
        return UNKNOWN
    if isinstance(one, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(one), 64), strict=False))
    return str(one)
