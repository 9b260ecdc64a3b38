"""Sitemaps that lie on the server as .gz files, unpacked within bounds."""

from __future__ import annotations

from archive.coding import decode_content

GZIP_MAGIC = b"\x1f\x8b"
LIST_BYTES = 50 << 20  # 50 MiB uncompressed is what sitemaps.org allows
MOST_RATIO = 200  # sitemaps pack 10 to 60 times; deflate can do 1,032
SMALL_BYTES = 1 << 20  # below 1 MiB no ratio hurts


def unpacked(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a list without a gzip coding around the file, at most LIST_BYTES, and what was wrong with it."""
    if not data.startswith(GZIP_MAGIC):
        if len(data) > LIST_BYTES:
            return data[:LIST_BYTES], (f"over {LIST_BYTES} bytes: the rest is not read",)
        return data, ()
    limit = min(LIST_BYTES, max(SMALL_BYTES, MOST_RATIO * len(data)))
    decoded = decode_content(data, ("gzip",), limit)
    if decoded.error and decoded.error.startswith("not gzip"):
        return b"", (f"a gzip file that cannot be unpacked: {decoded.error}",)
    if decoded.body.startswith(GZIP_MAGIC):
        return b"", ("a gzip file within a gzip file",)
    if decoded.error:
        return decoded.body, (f"a gzip file that cannot be unpacked to its end: {decoded.error}",)
    if decoded.truncated:
        return decoded.body, (f"a gzip file that unpacks to over {limit} bytes: the rest is not read",)
    return decoded.body, ()
