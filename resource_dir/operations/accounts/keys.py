"""Random tokens and their digests, and what is made from SECRET_KEY.

A random token has 256 bits: its plain SHA-256 can't be turned back. What people type or have (an
e-mail, a network, a recovery code) is guessed easily, and so digested with a key.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken

TOKEN_BYTES = 32


def new_token() -> str:
    """43 characters that nobody guesses, fit for a cookie or a URL."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """What is stored of a random token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def keyed_digest(secret_key: str, purpose: str, /, *, text: str) -> str:
    """A digest that can't be tried out without the key; another for each purpose."""
    key = _derived(secret_key, purpose)
    return hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256").hex()


def sealed(secret_key: str, purpose: str, /, *, data: bytes) -> bytes:
    """Encrypted and authenticated, with a key of this purpose."""
    return _cipher(secret_key, purpose).encrypt(data)


def opened(secret_key: str, purpose: str, /, *, data: bytes) -> bytes | None:
    """What was sealed; None when SECRET_KEY is another one now, or somebody changed it."""
    try:
        return _cipher(secret_key, purpose).decrypt(data)
    except InvalidToken:
        return None


def _cipher(secret_key: str, purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(_derived(secret_key, purpose)))


def _derived(secret_key: str, purpose: str) -> bytes:
    return hmac.digest(secret_key.encode(), f"resource_dir {purpose}".encode(), "sha256")
