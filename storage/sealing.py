"""Sealing what people typed: encrypted at rest, and bound to the row that holds it.

AES-256-GCM. The name of the place is authenticated with the text, so that a sealed text copied into another row does
not open there. Every sealed text names its key, so that keys can be changed while the bot runs.
"""

import hmac
import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import NotAllowed

KEY_BYTES = 32
NONCE_BYTES = 12
SALT_BYTES = 16


class NotAKey(ValueError):
    """A key cannot be used. The message says what is wrong and never quotes it."""


class CannotOpen(NotAllowed):
    """A sealed text does not open: its key is not at hand, or somebody altered or moved it.

    The words are for whoever wanted to read it; `key_id` names the key that is not at hand.
    """

    def __init__(self, reason: str, key_id: str = "") -> None:
        super().__init__(f"What was typed cannot be read: {reason}. Please tell whoever runs Handrail.")
        self.key_id = key_id


@dataclass(frozen=True)
class Sealed:
    """A text as the database holds it: which key opens it, and the sealed text as base64."""

    key_id: str
    token: str


class Keyring:
    """Keys by their names; the first one seals, each opens what it sealed."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise NotAKey("has no key")
        self.current = next(iter(keys))
        self.names = tuple(keys)
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self._marking = hmac.new(keys[self.current], b"marks", sha256).digest()

    @classmethod
    def read(cls, setting: str) -> "Keyring":
        """Read "name:key,name:key", keys being 32 bytes as base64. Raises NotAKey and never quotes one."""
        keys: dict[str, bytes] = {}
        for part in filter(None, (each.strip() for each in setting.split(","))):
            name, _, key = part.partition(":")
            if not (name.isalnum() and len(name) <= 20) or name in keys:
                raise NotAKey("names its keys wrongly: each needs a name of its own, of letters and digits")
            keys[name] = secret_bytes(key)
        return cls(keys)

    def seal(self, text: str, place: str) -> Sealed:
        """Seal a text for one place, with the current key."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._keys[self.current].encrypt(nonce, text.encode(), place.encode())
        return Sealed(self.current, b64encode(nonce + sealed).decode())

    def mark(self, text: str) -> bytes:
        """Return 32 bytes that nobody without the current key can work out from the text, nor the text from them."""
        return hmac.new(self._marking, text.encode(), sha256).digest()

    def open(self, sealed: Sealed, place: str) -> str:
        """Open a text of one place, or raise CannotOpen."""
        key = self._keys.get(sealed.key_id)
        if key is None:
            raise CannotOpen(f"the key named {sealed.key_id} is not set", sealed.key_id)
        try:
            token = b64decode(sealed.token, validate=True)
            return key.decrypt(token[:NONCE_BYTES], token[NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, NotBase64, ValueError) as error:
            raise CannotOpen("it was altered in the database, or moved from another place") from error


@dataclass(frozen=True)
class Keys:
    """The three secrets that are never in the database: for what was typed, for sealed names, and for the seals.

    `chain` signs the heads of the chronology's chains (storage/seals.py).
    """

    narratives: Keyring
    speak_up: Keyring
    chain: bytes


def secret_bytes(text: str) -> bytes:
    """Return 32 bytes written as base64, or raise NotAKey."""
    try:
        key = b64decode(text.strip(), validate=True)
    except (NotBase64, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise NotAKey("holds something that is not a key: make one with python -m bot keys make")
    return key


def new_key() -> str:
    """Return a new key as base64."""
    return b64encode(os.urandom(KEY_BYTES)).decode()


def new_salt() -> bytes:
    """Return a new salt for one text's fingerprint."""
    return os.urandom(SALT_BYTES)


def fingerprint(salt: bytes, text: str, place: str = "") -> str:
    """Return what the chain keeps of a text in its place.

    Without the salt, which goes with the text, it says nothing about it.
    """
    return hmac.new(salt, f"{place}\n{text}".encode(), sha256).hexdigest()
