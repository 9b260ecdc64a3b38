"""What protocol an exchange used, in the identifiers of WARC-Protocol and WARC-Cipher-Suite (IIPC field proposals, issues 42 and 86)."""

from __future__ import annotations

import re

from archive.exchange import TlsFacts

_TLS = re.compile(r"(TLS|SSL)v(\d)(?:\.(\d))?", re.I)
_CIPHER = re.compile(r"(?:(?P<exchange>ECDHE|DHE)-(?P<signature>RSA|ECDSA|DSS)-)?(?P<cipher>AES128|AES256|CHACHA20|CAMELLIA128|CAMELLIA256)"
                     r"(?:-(?P<mode>GCM|CCM8|CCM|POLY1305))?(?:-(?P<hash>SHA256|SHA384|SHA))?")  # fmt: skip
_CIPHERS = {
    "AES128": "AES_128", "AES256": "AES_256", "CHACHA20": "CHACHA20", "CAMELLIA128": "CAMELLIA_128", "CAMELLIA256": "CAMELLIA_256",
}  # fmt: skip


def http_identifier(version: bytes | None) -> str:
    """`http/1.0` or `http/1.1`, from the version in a response's status line; requests are always sent as 1.1."""
    return "http/1.0" if version is not None and version.upper() == b"HTTP/1.0" else "http/1.1"


def tls_identifier(tls: TlsFacts) -> str | None:
    """`tls/1.3` for OpenSSL's "TLSv1.3"; None for a protocol that has no identifier."""
    found = _TLS.fullmatch(tls.protocol.strip())
    if not found:
        return None
    family, major, minor = found[1].lower(), found[2], found[3]
    return f"ssl/{major}" if family == "ssl" else f"tls/{major}.{minor or '0'}"


def cipher_suite(tls: TlsFacts) -> str | None:
    """The suite by its IANA name: TLS 1.3 suites have it in OpenSSL already, older ones are renamed.

    None where OpenSSL's name follows another pattern: no field is better than a name that is in no registry.
    """
    name = tls.cipher.strip()
    if re.fullmatch(r"TLS_[A-Z0-9_]+", name):
        return name
    found = _CIPHER.fullmatch(name)
    if not found:
        return None
    agreed = f"{found['exchange']}_{found['signature']}" if found["exchange"] else "RSA"
    mode, digest = found["mode"], found["hash"]
    if mode == "POLY1305":
        mode, digest = "POLY1305", "SHA256"
    elif mode in ("CCM", "CCM8"):
        mode, digest = mode.replace("CCM8", "CCM_8"), None
    elif mode is None:
        mode = "CBC"
    return "_".join(part for part in ("TLS", agreed, "WITH", _CIPHERS[found["cipher"]], mode, digest) if part)
