"""Who stands between us and the world: the reverse proxies whose word about the client's address is believed."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from amends.config.env import BadSetting

Networks = Sequence[IPv4Network | IPv6Network]


def networks(text: str) -> Networks:
    """Addresses and networks from AMENDS_TRUSTED_PROXIES, parted by commas or spaces."""
    try:
        return [ip_network(word, strict=False) for word in text.replace(",", " ").split()]
    except ValueError as error:
        raise BadSetting(f"AMENDS_TRUSTED_PROXIES: {error}; write addresses like 127.0.0.1, 10.0.0.0/8") from None


def client_address(peer: str, forwarded_for: str, trusted: Networks) -> str:
    """The nearest address that is no proxy of ours, read from the right; what a stranger wrote further left is ignored."""
    here = peer
    for hop in reversed(forwarded_for.split(",")):
        if not _is_in(here, trusted) or not hop.strip():
            break
        try:
            here = str(ip_address(hop.strip()))
        except ValueError:
            break
    return here


def _is_in(address: str, trusted: Networks) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in trusted)
