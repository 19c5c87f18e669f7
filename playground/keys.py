"""The keys of the playground: everybody may know them, since nobody in Alderwick House is real."""

from base64 import b64encode
from hashlib import sha256

from storage.sealing import Keyring, Keys, secret_bytes


def _key(use: str) -> str:
    return b64encode(sha256(f"Alderwick House: {use}".encode()).digest()).decode()


NARRATIVE_KEYS = f"demo:{_key('what was typed')}"
SPEAK_UP_KEYS = f"demo:{_key('sealed names')}"
CHAIN_KEY = _key("the seals")

KEYS = Keys(Keyring.read(NARRATIVE_KEYS), Keyring.read(SPEAK_UP_KEYS), secret_bytes(CHAIN_KEY))
