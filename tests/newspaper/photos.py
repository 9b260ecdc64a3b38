"""Pictures made of nothing: the smallest real JPEG and PNG files."""

from __future__ import annotations

import struct
import zlib
from functools import cache

SIDE = 8  # pixels: one block of a JPEG


@cache
def jpeg(grey: int = 128) -> bytes:
    """A square of one grey (0 to 255), as baseline JPEG (ITU-T T.81), 8 by 8 pixels.

    With all quantizers 8 the block's only coefficient is the grey's distance from 128, in the size category of its bits.
    """
    level = grey - 128
    category = abs(level).bit_length()
    value = level if level >= 0 else level + (1 << category) - 1  # negative values are written in ones' complement
    bits = "0" + (f"{value:0{category}b}" if category else "") + "0"  # code of the category, its bits, end of block
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    one_code = bytes([1] + [0] * 15)  # a Huffman table with a single code of one bit
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            _segment(0xDB, b"\0" + bytes([8] * 64)),
            _segment(0xC0, struct.pack(">BHHBBBB", 8, SIDE, SIDE, 1, 1, 0x11, 0)),
            _segment(0xC4, b"\x00" + one_code + bytes([category])),
            _segment(0xC4, b"\x10" + one_code + b"\0"),
            _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            scan,
            b"\xff\xd9",
        )
    )


@cache
def png(grey: int = 128) -> bytes:
    """A square of one grey, as PNG, 8 by 8 pixels."""
    rows = (b"\0" + bytes([grey] * SIDE)) * SIDE
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
