"""Keys, codes and seals made from one office secret. Random bytes are passed in; nothing here keeps a secret."""

import base64
import binascii
import hashlib
import hmac
import os
import unicodedata
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs that are hard to confuse by ear or eye: no 0 and O, no 1 and I."""

_CODE_BYTES, _CODE_SIGNS, _GROUP = 10, 16, 4
_MOST_TYPED = 200
_LOOKALIKES = str.maketrans("АВЕКМНРСТУХ", "ABEKMHPCTYX")  # Cyrillic capitals that look the same on paper
_JOINERS = {"Pd", "Zs", "Cf", "Cc"}  # dashes, spaces, invisible marks, tabs and line ends
_NONCE_BYTES, _SEAL_VERSION = 12, "a1"


class Unsealable(ValueError):
    """The sealed text cannot be opened."""


class KeyChanged(Unsealable):
    """It was sealed with another office secret: put the old secret back, or type the value again."""


class Damaged(Unsealable):
    """It was altered, cut short, sealed for another purpose, or is no sealed text at all."""


def derive(secret: str, purpose: str, data: bytes = b"", length: int = 32) -> bytes:
    """A key of its own for each purpose and data: HKDF with SHA-256 (RFC 5869). Refuses an empty secret or purpose."""
    if not secret or not purpose or "\0" in purpose:
        raise ValueError("a key needs a secret and a purpose without NUL")
    if not 1 <= length <= 255 * 32:
        raise ValueError("a key is 1 to 8160 bytes long")
    info = purpose.encode() + b"\0" + data
    extracted = hmac.digest(b"amends", secret.encode(), "sha256")
    block = made = b""
    for count in range(1, -(-length // 32) + 1):
        block = hmac.digest(extracted, block + info + bytes([count]), "sha256")
        made += block
    return made[:length]


def keyed_hash(secret: str, purpose: str, value: str | bytes) -> str:
    """64 hex signs that only the office can make: to store and compare a code or an address without keeping it."""
    given = value.encode(errors="surrogatepass") if isinstance(value, str) else value
    return hmac.new(_hash_key(secret, purpose), given, hashlib.sha256).hexdigest()


def same(one: str | bytes, other: str | bytes) -> bool:
    """Whether two secrets are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(_as_bytes(one), _as_bytes(other))


def seal(text: str, secret: str, purpose: str) -> str:
    """The text encrypted and signed (AES-256-GCM): how a foreign password is kept. It opens for its purpose only."""
    key = derive(secret, f"seal:{purpose}")
    nonce = os.urandom(_NONCE_BYTES)
    closed = nonce + AESGCM(key).encrypt(nonce, text.encode(errors="surrogatepass"), purpose.encode())
    return f"{_SEAL_VERSION}.{_key_id(secret)}.{base64.urlsafe_b64encode(closed).decode()}"


def unseal(sealed: str, *secrets: str, purpose: str) -> str:
    """The text again; give the present secret, then earlier ones. Refuses with KeyChanged or Damaged."""
    version, _, rest = sealed.partition(".")
    key_id, _, body = rest.partition(".")
    if version != _SEAL_VERSION or not body:
        raise Damaged("this is not a sealed text")
    for secret in secrets:
        if same(_key_id(secret), key_id):
            return _open(body, secret, purpose)
    raise KeyChanged("sealed with another office secret (AMENDS_SECRET_KEY has changed)")


def stretched(passphrase: str, salt: str) -> str:
    """A secret from a passphrase a person chose, made slow to guess (scrypt, RFC 7914: 32 MB and some 0.1 s a guess)."""
    made = hashlib.scrypt(passphrase.encode(), salt=salt.encode(), n=2**15, r=8, p=1, maxmem=64 * 1024 * 1024)
    return made.hex()


def readable_code(entropy: bytes) -> str:
    """80 bits as XXXX-XXXX-XXXX-XXXX, to be read aloud and typed. Refuses anything but exactly ten bytes."""
    if len(entropy) != _CODE_BYTES:
        raise ValueError(f"a code is made from {_CODE_BYTES} random bytes")
    number = int.from_bytes(entropy)
    return _grouped("".join(ALPHABET[number >> shift & 31] for shift in range(75, -1, -5)))


def normalise_code(typed: str) -> str | None:
    """The code as readable_code writes it, however it was typed; None when it cannot be one.

    Small letters, any spaces and dashes, full-width signs, Persian and Arabic digits and Cyrillic capitals of the same
    shape are accepted. 0, O, 1 and I are never guessed: each could stand for several letters.
    """
    if len(typed) > _MOST_TYPED:
        return None
    signs = (_sign(sign) for sign in unicodedata.normalize("NFKC", typed) if unicodedata.category(sign) not in _JOINERS)
    bare = "".join(signs)
    code = bare.upper().translate(_LOOKALIKES)
    if not len(bare) == len(code) == _CODE_SIGNS or not set(code) <= set(ALPHABET):
        return None
    return _grouped(code)


def link_token(entropy: bytes) -> str:
    """Random bytes as text for an address. Refuses fewer than sixteen bytes: a link must not be guessable."""
    if len(entropy) < 16:
        raise ValueError("a link needs at least 16 random bytes")
    return base64.urlsafe_b64encode(entropy).rstrip(b"=").decode()


@lru_cache(maxsize=64)
def _hash_key(secret: str, purpose: str) -> bytes:
    return derive(secret, f"hash:{purpose}")


def _as_bytes(value: str | bytes) -> bytes:
    return value.encode(errors="surrogatepass") if isinstance(value, str) else value


def _key_id(secret: str) -> str:
    return derive(secret, "key id", length=6).hex()


def _open(body: str, secret: str, purpose: str) -> str:
    try:
        closed = base64.b64decode(body, altchars=b"-_", validate=True)
        opened = AESGCM(derive(secret, f"seal:{purpose}")).decrypt(
            closed[:_NONCE_BYTES], closed[_NONCE_BYTES:], purpose.encode()
        )
    except (binascii.Error, InvalidTag, ValueError) as error:
        raise Damaged("the sealed text was altered or belongs to another purpose") from error
    return opened.decode(errors="surrogatepass")


def _sign(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, _CODE_SIGNS, _GROUP))
