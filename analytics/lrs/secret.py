"""A credential's key and secret, and the hash of the secret that is stored.

Password hashing is slow on purpose, because people choose guessable passwords. A secret of 256 random bits cannot be
guessed however fast each guess is, and 80 ms a request would hold the store to a dozen statements a second. So the
hash is BLAKE2b, keyed with the server's secret: a stolen table alone lets nobody test anything.
"""

import secrets
from collections.abc import Iterator
from hashlib import blake2b

from django.conf import settings

_KEY_OCTETS = 10
_SECRET_OCTETS = 32
_PERSON = b"lrs-credential"


def new_key() -> str:
    """Return a new public name of a credential, such as "k3f9a…"."""
    return f"k{secrets.token_hex(_KEY_OCTETS)}"


def new_secret() -> str:
    """Return 256 random bits as 43 characters that need no escaping."""
    return secrets.token_urlsafe(_SECRET_OCTETS)


def hashed(key: str, secret: str) -> str:
    """Return what is stored for the secret of the credential with this key."""
    return _hashed(key, secret, settings.SECRET_KEY)


def matches(key: str, secret: str, stored: str) -> bool:
    """Tell in constant time whether the secret is the one stored, also after the server's own secret was changed."""
    return any(secrets.compare_digest(_hashed(key, secret, server), stored) for server in _server_secrets())


def _server_secrets() -> Iterator[str]:
    yield settings.SECRET_KEY
    yield from map(str, settings.SECRET_KEY_FALLBACKS)


def _hashed(key: str, secret: str, server: str) -> str:
    pepper = blake2b(server.encode(), person=_PERSON).digest()
    return blake2b(f"{key}:{secret}".encode(), key=pepper, digest_size=32, person=_PERSON).hexdigest()
