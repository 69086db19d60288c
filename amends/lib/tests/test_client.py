"""Whatever a caller writes into headers, only proxies we trust are believed."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.lib.client import address, networks

TRUSTED = networks(["10.0.0.0/8", " 127.0.0.1 ", "", "fd00::/8"])
CALLER = "203.0.113.7"

CASES: list[tuple[str, str, str | None, str]] = [
    ("direct", CALLER, None, CALLER),
    ("direct with a forged header", CALLER, "1.2.3.4", CALLER),
    ("one proxy", "10.0.0.1", CALLER, CALLER),
    ("two proxies", "127.0.0.1", f"{CALLER}, 10.0.0.2", CALLER),
    ("forged left of the truth", "10.0.0.1", f"1.2.3.4, {CALLER}", CALLER),
    ("forged trusted address", "10.0.0.1", f"127.0.0.1, 10.0.0.9, {CALLER}, 10.0.0.2", CALLER),
    ("caller inside", "10.0.0.1", "10.1.1.1", "10.1.1.1"),
    ("no header", "10.0.0.1", None, "10.0.0.1"),
    ("empty header", "10.0.0.1", "", "10.0.0.1"),
    ("nonsense", "10.0.0.1", "unknown", "10.0.0.1"),
    ("nonsense last", "10.0.0.1", f"{CALLER}, ' or 1=1", "10.0.0.1"),
    ("nonsense left of the truth", "10.0.0.1", f"<script>, {CALLER}", CALLER),
    ("with a port", "10.0.0.1", f"{CALLER}:4711", CALLER),
    ("v6 with a port", "10.0.0.1", "[2001:db8:1:2:3::4]:443", "2001:db8:1:2::/64"),
    ("v6 is its network", "2001:db8:1:2:ffff::1", None, "2001:db8:1:2::/64"),
    ("v6 proxy", "fd00::1", CALLER, CALLER),
    ("v4 in v6", "::ffff:203.0.113.7", None, CALLER),
    ("trusted v4 in v6", "::ffff:10.0.0.1", CALLER, CALLER),
    ("zone", "fe80::1%eth0", None, "fe80::/64"),
    ("unix socket", "", CALLER, ""),
    ("octal is nonsense", "10.0.0.1", "0313.0.0161.07", "10.0.0.1"),
]


@pytest.mark.parametrize(("remote", "forwarded", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_address(remote: str, forwarded: str | None, expected: str) -> None:
    meta = {"REMOTE_ADDR": remote} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    assert address(meta, TRUSTED) == expected


@given(st.text() | st.lists(st.ip_addresses().map(str)).map(", ".join))
def test_a_stranger_cannot_change_his_address(header: str) -> None:
    assert address({"REMOTE_ADDR": CALLER, "HTTP_X_FORWARDED_FOR": header}, TRUSTED) == CALLER
    through = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": f"{header}, {CALLER}"}
    assert address(through, TRUSTED) == CALLER


@given(st.ip_addresses(v=6))
def test_a_whole_v6_network_is_one_caller(one: ipaddress.IPv6Address) -> None:
    neighbour = ipaddress.IPv6Address(int(one) ^ 1)
    if one.ipv4_mapped is None:
        assert address({"REMOTE_ADDR": str(one)}, []) == address({"REMOTE_ADDR": str(neighbour)}, [])


def test_a_wrong_setting_is_refused() -> None:
    with pytest.raises(ValueError):
        networks(["10.0.0.0/8", "proxy.example"])
