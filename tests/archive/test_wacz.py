"""A package holds the WARCs as they are, an index that opens every capture, pages, and a digest of each of these."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from archive.cdxj import read_cdxj
from archive.errors import NotPackable, UnusableKey, WriteFailed
from archive.multiwacz import part_paths, split, write_listing
from archive.pages import PageText
from archive.reader import read_at
from archive.signature import SigningKey, signature_holds
from archive.wacz import About, Packed, check_names, pack
from archive.zipnum import BLOCK_LINES, compress_index, parse_blocks
from tests.archive.building import exchange, response, write

ABOUT = About(datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC), "Koran", "Semua *berita*")
HTML = b"Content-Type: text/html; charset=utf-8"


@pytest.fixture
def warcs(tmp_path: Path) -> list[Path]:
    """Two files: two pages, a photo, an error page, a redirect."""
    one = [
        exchange(response(b"<p>Satu", HTML), "https://koran.example/1"),
        exchange(response(b"GIF", b"Content-Type: image/gif"), "https://koran.example/a.gif"),
    ]
    other = [
        exchange(response(b"<p>Dua", HTML), "https://koran.example/2", after=60),
        exchange(response(b"<p>Hilang", HTML, status=b"404 Not Found"), "https://koran.example/3", after=61),
        exchange(response(b"<p>Pindah", HTML, status=b"301 Moved"), "https://koran.example/4", after=62),
    ]
    return [write(tmp_path / "warc", one)[0], write(tmp_path / "warc", other)[0]]


def packed(tmp_path: Path, warcs: Sequence[Path], **more: Any) -> tuple[Packed, ZipFile]:
    made = pack(tmp_path / "koran.wacz", warcs, ABOUT, **more)
    return made, ZipFile(made.path)


def told(package: ZipFile, name: str) -> Any:
    return json.loads(package.read(name))


def test_warcs_are_stored_as_they_are(tmp_path: Path, warcs: list[Path]) -> None:
    """A reader over HTTP takes one record out of the middle: that cannot be where the ZIP compresses."""
    made, package = packed(tmp_path, warcs)
    assert made.warcs == 2
    for warc in warcs:
        entry = package.getinfo(f"archive/{warc.name}")
        assert entry.compress_type == ZIP_STORED
        assert package.read(entry) == warc.read_bytes()
    assert package.getinfo("indexes/index.cdx.gz").compress_type == ZIP_STORED


def test_the_index_opens_every_capture(tmp_path: Path, warcs: list[Path]) -> None:
    made, package = packed(tmp_path, warcs)
    package.extract("indexes/index.cdx.gz", tmp_path)
    entries = list(read_cdxj(tmp_path / "indexes" / "index.cdx.gz"))
    assert made.captures == len(entries) == 5
    for entry in entries:
        assert entry.length is not None
        octets = package.read(f"archive/{entry.filename}")[entry.offset : entry.offset + entry.length]
        assert entry.record_digest == f"sha256:{hashlib.sha256(octets).hexdigest()}"
        assert read_at(tmp_path / "warc" / entry.filename, entry.offset).target_uri == entry.url


def test_pages_are_what_a_person_browses_by(tmp_path: Path, warcs: list[Path]) -> None:
    """HTML that was found; with title and text where a document was read from the capture."""

    def text_of(name: str, offset: int) -> PageText | None:
        return PageText("Dua", "Teks dua\n✓") if name == warcs[1].name and offset < 1000 else None

    made, package = packed(tmp_path, warcs, text_of=text_of)
    about, *pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
    assert about == {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
    assert [(page["url"], page["ts"], page.get("title")) for page in pages] == [
        ("https://koran.example/1", "2026-11-23T01:02:03Z", None), ("https://koran.example/2", "2026-11-23T01:03:03Z", "Dua"),
    ]  # fmt: skip
    assert pages[1]["text"] == "Teks dua\n✓"
    assert len({page["id"] for page in pages}) == 2
    assert (made.pages, made.with_text) == (2, 1)


def test_everything_is_listed_with_its_digest(tmp_path: Path, warcs: list[Path]) -> None:
    _, package = packed(tmp_path, warcs)
    datapackage = told(package, "datapackage.json")
    assert {name: datapackage[name] for name in ("profile", "wacz_version", "title", "description", "created")} == {
        "profile": "data-package", "wacz_version": "1.1.1", "title": "Koran", "description": "Semua *berita*",
        "created": "2026-11-23T04:05:06Z",
    }  # fmt: skip
    listed = {resource["path"]: resource for resource in datapackage["resources"]}
    assert set(listed) == set(package.namelist()) - {"datapackage.json", "datapackage-digest.json"}
    for path, resource in listed.items():
        octets = package.read(path)
        assert (resource["bytes"], resource["hash"]) == (len(octets), f"sha256:{hashlib.sha256(octets).hexdigest()}")
    assert told(package, "datapackage-digest.json") == {
        "path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package.read('datapackage.json')).hexdigest()}",
    }  # fmt: skip


def test_resources_have_names_that_data_packages_allow(tmp_path: Path) -> None:
    """Lower case, without spaces, each once; the path keeps the file's own name."""
    first, _ = write(tmp_path / "warc", [exchange(response())])
    named = [first.rename(first.with_name("Koran Pagi (1).warc.gz")), write(tmp_path / "warc", [exchange(response())])[0]]
    named[1] = named[1].rename(named[1].with_name("koran pagi -1-.warc.gz"))
    _, package = packed(tmp_path, named)
    resources = told(package, "datapackage.json")["resources"]
    assert [resource["path"] for resource in resources[:2]] == ["archive/Koran Pagi (1).warc.gz", "archive/koran pagi -1-.warc.gz"]
    names = [resource["name"] for resource in resources]
    assert len(set(names)) == len(names)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-") for name in names)


def test_damage_is_packed_as_it_is_and_named(tmp_path: Path, warcs: list[Path]) -> None:
    octets = bytearray(warcs[0].read_bytes())
    octets[len(octets) // 2] ^= 0xFF
    warcs[0].write_bytes(octets)
    made, package = packed(tmp_path, warcs)
    assert package.read(f"archive/{warcs[0].name}") == octets
    assert made.problems
    assert all(str(warcs[0]) in problem for problem in made.problems)


def test_a_package_is_whole_or_not_there(tmp_path: Path, warcs: list[Path]) -> None:
    """Where a WARC cannot be read the earlier package stays, and nothing half made beside it."""
    made, _ = packed(tmp_path, warcs)
    before = made.path.read_bytes()
    with pytest.raises(WriteFailed):
        packed(tmp_path, [*warcs, tmp_path / "tidak-ada.warc.gz"])
    assert made.path.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["koran.wacz", "warc"]


@pytest.mark.parametrize(("names", "words"), [
    ([], "no WARC"), (["a.warc.gz.open"], "finished"), (["a.arc.gz"], "finished"), (["x/a.warc", "y/a.warc"], "same name"),
])  # fmt: skip
def test_what_cannot_stand_in_a_package_is_refused(names: list[str], words: str) -> None:
    with pytest.raises(NotPackable, match=words):
        check_names(map(Path, names))


# -- blocks ------------------------------------------------------------------------------------


def test_a_large_index_is_found_block_by_block() -> None:
    lines = [b'example,koran)/%06d 20260101000000 {"offset": "1"}\n' % number for number in range(2 * BLOCK_LINES + 1)]
    blocks, over = compress_index(lines, "index.cdx.gz")
    assert b'"filename": "index.cdx.gz"' in over.read().splitlines()[0]
    found = list(parse_blocks(over.read().splitlines()))
    assert [block.prefix for block in found] == [f"example,koran)/{number * BLOCK_LINES:06d} 20260101000000" for number in range(3)]
    for block in found:
        coded = blocks.read(block.offset, block.offset + block.length)
        assert block.digest == f"sha256:{hashlib.sha256(coded).hexdigest()}"
    assert sum(block.length for block in found) == blocks.size


# -- signatures --------------------------------------------------------------------------------


def key_file(folder: Path, curve: ec.EllipticCurve | None = None) -> Path:
    path = folder / "kunci.pem"
    key = ec.generate_private_key(curve or ec.SECP384R1())
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def test_a_signature_holds_for_what_was_signed_alone(tmp_path: Path, warcs: list[Path]) -> None:
    _, package = packed(tmp_path, warcs, key=SigningKey.read(key_file(tmp_path)))
    digest = told(package, "datapackage-digest.json")
    signed = digest["signedData"]
    assert signed["hash"] == digest["hash"]
    assert signed["created"] == told(package, "datapackage.json")["created"]
    assert set(signed) == {"hash", "created", "software", "version", "signature", "publicKey"}
    assert signature_holds(signed)
    assert not signature_holds(signed | {"hash": "sha256:" + "0" * 64})
    assert not signature_holds(signed | {"publicKey": SigningKey.read(key_file(tmp_path)).public})
    assert not signature_holds(signed | {"signature": "AAAA"})


def test_only_a_key_of_the_right_kind_signs(tmp_path: Path) -> None:
    (tmp_path / "bukan.pem").write_text("bukan kunci")
    for path in (tmp_path / "tidak-ada.pem", tmp_path / "bukan.pem", key_file(tmp_path, ec.SECP256R1())):
        with pytest.raises(UnusableKey):
            SigningKey.read(path)


def test_a_signature_of_another_kind_is_not_judged() -> None:
    with pytest.raises(UnusableKey):
        signature_holds({"hash": "sha256:1", "domain": "koran.example", "domainCert": "...", "signature": "AAAA"})


# -- several packages --------------------------------------------------------------------------


def test_a_collection_is_split_between_files(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.warc.gz" for number in range(4)]
    for file, size in zip(files, (40, 50, 200, 10), strict=True):
        file.write_bytes(bytes(size))
    assert split(files, 100) == [files[:2], files[2:3], files[3:]]
    assert split([], 100) == []


def test_the_listing_names_every_package_with_its_digest(tmp_path: Path, warcs: list[Path]) -> None:
    out = tmp_path / "koran.wacz"
    paths = part_paths(out, 2)
    assert [path.name for path in paths] == ["koran-00001.wacz", "koran-00002.wacz"]
    for path, warc in zip(paths, warcs, strict=True):
        pack(path, [warc], ABOUT)
    listing = write_listing(out, paths, ABOUT)
    listed = json.loads(listing.read_bytes())
    assert (listing.name, listed["profile"]) == ("koran.wacz.json", "multi-wacz-package")
    assert [(resource["path"], resource["bytes"], resource["hash"]) for resource in listed["resources"]] == [
        (path.name, path.stat().st_size, f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}") for path in paths
    ]
    assert not stat.S_IMODE(listing.stat().st_mode) & 0o111
