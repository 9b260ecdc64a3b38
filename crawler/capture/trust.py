"""Which certificates are believed: the system's, or those of SSL_CERT_FILE and SSL_CERT_DIR."""

from __future__ import annotations

import os
import ssl

import certifi


def tls_context() -> ssl.SSLContext:
    """A context that verifies. Reading the trust store takes 20 ms."""
    context = ssl.create_default_context()
    if not os.environ.get("SSL_CERT_FILE") and not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())  # a Python built without a system store
    return context
