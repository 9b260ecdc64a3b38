"""Protocols and ciphers go into records under the names that registries have for them."""

from __future__ import annotations

import pytest

from archive.exchange import TlsFacts
from archive.protocol import cipher_suite, http_identifier, tls_identifier


@pytest.mark.parametrize(("openssl", "iana"), [
    ("TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256"),
    ("ECDHE-RSA-AES256-GCM-SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"),
    ("ECDHE-ECDSA-CHACHA20-POLY1305", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"),
    ("DHE-RSA-AES128-SHA", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"),
    ("AES128-GCM-SHA256", "TLS_RSA_WITH_AES_128_GCM_SHA256"),
    ("ECDHE-ECDSA-AES256-CCM8", "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8"),
    ("SRP-AES-128-CBC-SHA", None),
    ("x\r\nWARC-Type: response", None),
])  # fmt: skip
def test_a_cipher_has_its_registered_name_or_none(openssl: str, iana: str | None) -> None:
    assert cipher_suite(TlsFacts("TLSv1.2", openssl)) == iana


@pytest.mark.parametrize(("openssl", "identifier"), [("TLSv1.3", "tls/1.3"), ("TLSv1", "tls/1.0"), ("SSLv3", "ssl/3"), ("QUIC", None)])
def test_a_protocol_has_its_identifier_or_none(openssl: str, identifier: str | None) -> None:
    assert tls_identifier(TlsFacts(openssl, "")) == identifier


def test_http_has_its_version() -> None:
    assert [http_identifier(version) for version in (b"HTTP/1.1", b"HTTP/1.0", None, b"ICY")] == [
        "http/1.1",
        "http/1.0",
        "http/1.1",
        "http/1.1",
    ]
