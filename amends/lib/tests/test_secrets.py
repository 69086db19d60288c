"""Keys match the published vectors, codes survive every way of typing, seals open only for their purpose and secret."""

import base64

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from amends.lib import secrets

SECRET, OTHER = "s" * 40, "t" * 40
CODE = "2345-6789-ABCD-EFGH"


@given(st.text(min_size=1), st.binary(max_size=50), st.integers(1, 200))
def test_derive_is_hkdf(secret: str, data: bytes, length: int) -> None:
    try:
        key = secret.encode()
    except UnicodeEncodeError:
        return
    theirs = HKDF(SHA256(), length, salt=b"amends", info=b"links\0" + data).derive(key)
    assert secrets.derive(secret, "links", data, length) == theirs


def test_each_purpose_and_data_has_its_own_key() -> None:
    made = {
        secrets.derive(SECRET, "a", b"bc"),
        secrets.derive(SECRET, "ab", b"c"),
        secrets.derive(SECRET, "abc", b""),
        secrets.derive(OTHER, "abc", b""),
    }
    assert len(made) == 4


@pytest.mark.parametrize(
    ("secret", "purpose", "length"), [("", "p", 32), (SECRET, "", 32), (SECRET, "a\0b", 32), (SECRET, "p", 0)]
)
def test_derive_refuses(secret: str, purpose: str, length: int) -> None:
    with pytest.raises(ValueError):
        secrets.derive(secret, purpose, b"", length)


def test_keyed_hash_tells_nothing_apart_but_equal_values() -> None:
    first = secrets.keyed_hash(SECRET, "access code", CODE)
    assert first == secrets.keyed_hash(SECRET, "access code", CODE.encode())
    assert len(first) == 64
    assert first != secrets.keyed_hash(SECRET, "address", CODE)
    assert first != secrets.keyed_hash(OTHER, "access code", CODE)


def test_same_compares_text_of_any_script() -> None:
    assert secrets.same("код", "код".encode())
    assert not secrets.same("код", "кода")
    assert not secrets.same("\udc80", "\udc81")


@given(st.binary(min_size=10, max_size=10))
def test_a_code_comes_back_however_it_is_typed(entropy: bytes) -> None:
    code = secrets.readable_code(entropy)
    bare = code.replace("-", "")
    assert len(code) == 19
    assert set(bare) <= set(secrets.ALPHABET)
    full_width = bare.translate({sign: sign + 0xFEE0 for sign in range(0x21, 0x7F)})
    persian = code.translate({ord("0") + digit: 0x6F0 + digit for digit in range(10)})
    arabic = code.translate({ord("0") + digit: 0x660 + digit for digit in range(10)})
    cyrillic = code.translate(str.maketrans("ABEKMHPCTYX", "АВЕКМНРСТУХ"))
    for typed in (code, bare, bare.lower(), f"  {code}\n", code.replace("-", " – "), full_width, persian, arabic):
        assert secrets.normalise_code(typed) == code
    assert secrets.normalise_code(cyrillic) == secrets.normalise_code(cyrillic.lower()) == code
    assert secrets.normalise_code("\u200f" + code.replace("-", "\u2011")) == code


def test_codes_use_all_eighty_bits() -> None:
    assert secrets.readable_code(bytes(10)) == "2222-2222-2222-2222"
    assert secrets.readable_code(b"\xff" * 10) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert len({secrets.readable_code((1 << bit).to_bytes(10)) for bit in range(80)}) == 80


@pytest.mark.parametrize("length", [0, 9, 11])
def test_a_code_needs_ten_bytes(length: int) -> None:
    with pytest.raises(ValueError):
        secrets.readable_code(bytes(length))


NO_CODES = ["", "2345", CODE + "2", CODE[:-1], *(sign + CODE[1:] for sign in "0O1Iо"), "\0" * 16, "'; drop table--ab"]
NO_CODES += ["你" * 16, "2" * 10_000, "ﷺ" * 16, "ß" * 8, "²" * 3, "\ud800" * 16]


@pytest.mark.parametrize("typed", NO_CODES, ids=range(len(NO_CODES)))
def test_what_cannot_be_a_code(typed: str) -> None:
    assert secrets.normalise_code(typed) is None


@given(st.text())
def test_normalise_never_fails_and_settles(typed: str) -> None:
    code = secrets.normalise_code(typed)
    assert code is None or secrets.normalise_code(code) == code


def test_link_token() -> None:
    token = secrets.link_token(b"\xfb\xff" * 8)
    assert len(token) == 22
    assert not set(token) & set("+/=")
    with pytest.raises(ValueError):
        secrets.link_token(bytes(15))


@given(st.text())
def test_sealed_text_opens_again(text: str) -> None:
    sealed = secrets.seal(text, SECRET, "mailbox")
    assert sealed.isascii()
    assert secrets.unseal(sealed, SECRET, purpose="mailbox") == text
    assert secrets.unseal(sealed, OTHER, SECRET, purpose="mailbox") == text


def test_a_seal_shows_nothing_and_never_repeats() -> None:
    one, two = (secrets.seal("password", SECRET, "mailbox") for _ in range(2))
    assert one != two
    assert "password" not in one


def test_a_changed_office_secret_is_said_clearly() -> None:
    with pytest.raises(secrets.KeyChanged, match="AMENDS_SECRET_KEY"):
        secrets.unseal(secrets.seal("x", SECRET, "mailbox"), OTHER, purpose="mailbox")


def test_another_purpose_does_not_open() -> None:
    with pytest.raises(secrets.Damaged):
        secrets.unseal(secrets.seal("x", SECRET, "mailbox"), SECRET, purpose="webhook")


@given(st.data())
def test_every_altered_byte_is_seen(data: st.DataObject) -> None:
    version, key_id, body = secrets.seal("a password", SECRET, "mailbox").split(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(secrets.Damaged):
        secrets.unseal(f"{version}.{key_id}.{base64.urlsafe_b64encode(raw).decode()}", SECRET, purpose="mailbox")


@pytest.mark.parametrize("cut", ["", "a1", "a1.", "plain password", "a1..", "a1.zz.abc", "b9.zz.abc"])
def test_what_is_no_seal(cut: str) -> None:
    with pytest.raises(secrets.Unsealable):
        secrets.unseal(cut, SECRET, purpose="mailbox")


@pytest.mark.parametrize("body", ["", "AAAA", "*" * 40, "й" * 40, "A"])
def test_a_cut_body_is_damage(body: str) -> None:
    version, key_id, _ = secrets.seal("x", SECRET, "mailbox").split(".")
    with pytest.raises(secrets.Damaged):
        secrets.unseal(f"{version}.{key_id}.{body}", SECRET, purpose="mailbox")
