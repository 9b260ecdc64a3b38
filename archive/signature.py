"""Signs packages, and checks signatures: the anonymous signature of WACZ Signing and Verification 0.1.0, ECDSA over P-384 with SHA-256.

It says that whoever holds the key made the package, and that nothing in it was changed since. Who that is must be known from elsewhere:
the public key is told to those who are to check it. Keys and signatures are those of ArchiveWeb.page, so that ReplayWeb.page checks them.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP384R1, EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key, load_pem_private_key

from archive import __version__
from archive.errors import UnusableKey

NUMBER_BYTES = 48  # of each of the two numbers in a P-384 signature
VERSION = "0.1.0"  # of the specification
KEY_BYTES = 64 << 10  # 64 KiB: a key in PEM has less than one


class SigningKey:
    """A private key."""

    def __init__(self, key: EllipticCurvePrivateKey) -> None:
        self._key = key

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a key in PEM, as `openssl ecparam -name secp384r1 -genkey -noout` makes it. Raises UnusableKey."""
        try:
            with path.open("rb") as file:
                key = load_pem_private_key(file.read(KEY_BYTES), password=None)
        except OSError as error:
            raise UnusableKey(error.strerror or str(error), path=str(path)) from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise UnusableKey("no private key in PEM, or one that a password protects", path=str(path)) from error
        if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP384R1):
            raise UnusableKey("not a key for ECDSA over P-384 (secp384r1)", path=str(path))
        return cls(key)

    @property
    def public(self) -> str:
        """The public key, in base64 of its DER form (SubjectPublicKeyInfo)."""
        return base64.b64encode(self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode("ascii")

    def sign(self, digest: str, created: str) -> dict[str, str]:
        """The `signedData` for a labelled digest of datapackage.json, which itself says the same `created`."""
        r, s = decode_dss_signature(self._key.sign(digest.encode("utf-8"), ECDSA(SHA256())))
        numbers = r.to_bytes(NUMBER_BYTES, "big") + s.to_bytes(NUMBER_BYTES, "big")
        return {
            "hash": digest,
            "created": created,
            "software": f"Arsip/{__version__}",
            "version": VERSION,
            "signature": base64.b64encode(numbers).decode("ascii"),
            "publicKey": self.public,
        }


def signature_holds(signed: Mapping[str, object]) -> bool:
    """Was the digest in a `signedData` signed with the private half of the public key in it?

    Raises UnusableKey where there is no public key that this can check: a domain's certificate asks for trusted roots.
    """
    public = signed.get("publicKey")
    if not isinstance(public, str):
        raise UnusableKey("no publicKey: not an anonymous signature")
    try:
        key = load_der_public_key(base64.b64decode(public, validate=True))
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableKey("publicKey is no public key") from error
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP384R1):
        raise UnusableKey("publicKey is none for ECDSA over P-384")
    try:
        numbers = base64.b64decode(str(signed.get("signature")), validate=True)
        if len(numbers) != 2 * NUMBER_BYTES:
            return False
        halves = (int.from_bytes(half, "big") for half in (numbers[:NUMBER_BYTES], numbers[NUMBER_BYTES:]))
        key.verify(encode_dss_signature(*halves), str(signed.get("hash")).encode("utf-8"), ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True
