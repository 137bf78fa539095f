"""Signed statements: the signature is an attachment that holds the statement once more, as a JWS (xAPI-Data 2.6).

Checking it against the certificate that it brings along catches mistakes, as the specification says; it does not tell who
signed. So certificates may have expired, and no chain is followed.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from analytics.lrs.attachments.declared import Declared
from analytics.xapi import json_text
from analytics.xapi.equality import same
from analytics.xapi.errors import StatementError
from analytics.xapi.normalise import normalised
from analytics.xapi.statement import validate
from analytics.xapi.versions import Version

ALGORITHMS = ("RS256", "RS384", "RS512")
CONTENT_TYPE = "application/octet-stream"
LONGEST = 1_000_000
"""How many octets a signature may have: the largest statement that anyone signs, with its certificates, many times over."""

_RULE = "xAPI-Data 2.6"

_jws = jwt.PyJWS(algorithms=ALGORITHMS)


class _Refused(ValueError):
    """The signature breaks a rule; the message says which."""


def opened(each: Declared, data: bytes, version: Version) -> Mapping[str, Any]:
    """Return the statement that `data` signs, valid and normalised; raise StatementError at the attachment if it is none."""
    try:
        return _statement_in(_payload(data), version)
    except _Refused as error:
        raise StatementError(f"is the hash of a signature that {error}", _RULE, (*each.path, "sha2")) from None


def check(each: Declared, signed: Mapping[str, Any], statement: Mapping[str, Any], version: Version) -> None:
    """Make sure that what is signed is the valid statement to which it is attached; raise StatementError if it is not."""
    content_type = str(each.what["contentType"]).partition(";")[0].strip().lower()
    if content_type != CONTENT_TYPE:
        raise StatementError(f'must be "{CONTENT_TYPE}", for a signature', _RULE, (*each.path, "contentType"))
    if not same(signed, normalised(statement, version)):
        message = "is the hash of a signature that holds another statement than the one it is attached to"
        raise StatementError(message, _RULE, (*each.path, "sha2"))


def _payload(data: bytes) -> bytes:
    """Return the payload of a JWS in compact form, its signature checked where it brings a certificate."""
    try:
        found = _jws.decode_complete(data, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError):
        raise _Refused("is no JSON web signature in compact form") from None
    header, signature = found["header"], found["signature"]
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise _Refused(f"uses another algorithm than {', '.join(ALGORITHMS)}")
    if not signature:
        raise _Refused("is empty")
    if "x5c" in header:
        signed = data.rpartition(b".")[0]
        if not _jws.get_algorithm_by_name(algorithm).verify(signed, _key_of(header["x5c"]), signature):
            raise _Refused("was not made with the key of the certificate that it brings (x5c)")
    return bytes(found["payload"])


def _key_of(chain: object) -> RSAPublicKey:
    """Return the key of the first certificate of a chain, which is the signer's (RFC 7515, 4.1.6)."""
    first = chain[0] if isinstance(chain, list) and chain else None
    if not isinstance(first, str):
        raise _Refused("has an x5c that is no array of certificates")
    try:
        key = x509.load_der_x509_certificate(b64decode(first, validate=True)).public_key()
    except (NotBase64, ValueError, UnsupportedAlgorithm):
        raise _Refused("has an x5c whose first entry is no certificate") from None
    if not isinstance(key, RSAPublicKey):
        raise _Refused("has a certificate whose key is not for RSA")
    return key


def _statement_in(payload: bytes, version: Version) -> Mapping[str, Any]:
    try:
        signed = json_text.loads(payload)
        validate(signed, version)
    except StatementError as error:
        raise _Refused(f"holds no valid statement: {error}") from None
    return normalised(signed, version)
