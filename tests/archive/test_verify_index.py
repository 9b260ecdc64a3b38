"""What an index or a package says of its records is checked against them, and a flaw is named with its place."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.cdxj import write_cdxj
from archive.finding import Finding, Severity
from archive.multiwacz import part_paths, write_listing
from archive.signature import SigningKey
from archive.verify_cdxj import verify_cdxj
from archive.verify_manifest import verify_listing
from archive.verify_wacz import verify_wacz
from archive.wacz import pack
from tests.archive.building import exchange, foreign, gzipped, response, write
from tests.archive.test_wacz import ABOUT, key_file

HTML = b"Content-Type: text/html"


def warc(folder: Path) -> Path:
    sent = [exchange(response(b"<p>%d" % number, HTML), f"https://koran.example/{number}", after=number) for number in range(3)]
    return write(folder, sent)[0]


def codes(findings: Iterable[Finding]) -> set[str]:
    return {found.code for found in findings}


# -- CDXJ --------------------------------------------------------------------------------------


def test_an_index_of_ours_is_sound(tmp_path: Path) -> None:
    assert list(verify_cdxj(write_cdxj(warc(tmp_path)), {})) == []


def test_an_index_of_a_plain_file_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "uji.warc"
    path.write_bytes(foreign(response()) + foreign(b"{}", "Content-Type: application/json", record_type="resource"))
    assert list(verify_cdxj(write_cdxj(path), {})) == []


def changed(line: bytes, **fields: object) -> bytes:
    head, _, told = line.partition(b" {")
    return head + b" " + json.dumps(json.loads(b"{" + told) | fields).encode()


@pytest.mark.parametrize(("change", "code"), [
    (lambda line: changed(line, offset="1"), "index-record"),
    (lambda line: changed(line, url="https://koran.example/lain").replace(b")/1 ", b")/lain "), "index-record"),
    (lambda line: line.replace(b" 2026", b" 2027", 1), "index-record"),
    (lambda line: changed(line, length="10"), "index-length"),
    (lambda line: changed(line, status="404"), "index-status"),
    (lambda line: changed(line, mime="warc/revisit"), "index-mime"),
    (lambda line: changed(line, digest="sha256:" + "0" * 64), "index-digest"),
    (lambda line: changed(line, digest="bukan"), "index-digest"),
    (lambda line: changed(line, recordDigest="sha256:" + "0" * 64), "index-record-digest"),
    (lambda line: changed(line, filename="lain.warc.gz"), "warc-missing"),
    (lambda line: changed(line, offset=1 << 70), "index-line"),
    (lambda line: changed(line, offset=10**17), "index-record"),
    (lambda line: changed(line, offset=float("inf")), "index-line"),
    (lambda line: changed(line, length=float("-inf")), "index-line"),
    (lambda line: line.replace(b")/1 ", b")/1x ", 1), "index-key"),
    (lambda line: line[:40], "index-line"),
    (lambda line: b"", "not-indexed"),
    (lambda line: b"a" + line, "index-order"),
])  # fmt: skip
def test_a_line_that_is_not_so_is_found(tmp_path: Path, change: Callable[[bytes], bytes], code: str) -> None:
    index = write_cdxj(warc(tmp_path))
    lines = index.read_bytes().splitlines()
    lines[1] = change(lines[1])
    index.write_bytes(b"\n".join(lines) + b"\n")
    findings = list(verify_cdxj(index, {}))
    assert code in codes(findings)
    found = next(found for found in findings if found.code == code)
    assert found.offset == (len(lines[0]) + 1 if found.path == index else found.offset)


def test_an_index_finds_its_file_elsewhere(tmp_path: Path) -> None:
    """Beside it first, else among those that are looked at."""
    path = warc(tmp_path)
    index = write_cdxj(path)
    away = tmp_path / "lain"
    away.mkdir()
    index = index.rename(away / index.name)
    assert list(verify_cdxj(index, {path.name: path})) == []
    assert codes(verify_cdxj(index, {})) == {"warc-missing"}


def test_a_file_cut_since_is_found(tmp_path: Path) -> None:
    path = warc(tmp_path)
    index = write_cdxj(path)
    path.write_bytes(path.read_bytes()[:1500])
    assert "index-record" in codes(verify_cdxj(index, {}))


def test_several_records_in_one_member_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "satu.warc.gz"
    path.write_bytes(gzipped(b"".join(foreign(response(b"%d" % n), uri=f"https://koran.example/{n}") for n in range(3))))
    index = write_cdxj(path)
    line = index.read_bytes()
    index.write_bytes(line + line.replace(b"/0", b"/2"))  # as tools write that list each of them
    assert list(verify_cdxj(index, {})) == []


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_index_is_too_broken_to_be_checked(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Any bytes in it: findings, never an error."""
    path = tmp_path_factory.getbasetemp() / "rusak" / "satu.warc"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(foreign(response()))
    index = write_cdxj(path)
    octets = bytearray(index.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(octets) - 1))
        octets[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4)) or b"\n"
    index.write_bytes(octets if data.draw(st.booleans()) else gzip.compress(octets)[: data.draw(st.integers(10, 400))])
    for found in verify_cdxj(index, {}):
        assert str(index) in str(found) or str(path) in str(found)


# -- WACZ --------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return pack(tmp_path / "koran.wacz", [warc(tmp_path / "warc"), warc(tmp_path / "warc")], ABOUT).path


def remade(package: Path, change: Callable[[str, bytes], bytes | None], *, method: int | None = None) -> Path:
    """The package with other contents, and lists that agree with these."""
    old = ZipFile(package)
    contents = {name: octets for name in old.namelist() if (octets := change(name, old.read(name))) is not None}
    with ZipFile(package, "w") as new:
        for name, octets in contents.items():
            kind = ZIP_STORED if name.startswith("archive/") or name.endswith(".gz") else ZIP_DEFLATED
            new.writestr(name, octets, kind if method is None else method)
    return package


def test_a_package_of_ours_is_sound(package: Path) -> None:
    assert list(verify_wacz(package)) == []


def test_a_signed_package_is_sound(tmp_path: Path) -> None:
    out = pack(tmp_path / "koran.wacz", [warc(tmp_path / "warc")], ABOUT, key=SigningKey.read(key_file(tmp_path))).path
    assert list(verify_wacz(out)) == []
    lie = (b'"hash": "sha256:', b'"hash": "sha256:0')
    remade(out, lambda name, octets: octets.replace(*lie) if name == "datapackage-digest.json" else octets)
    assert codes(verify_wacz(out)) == {"datapackage-digest", "signature"}


def flip(octets: bytes) -> bytes:
    middle = len(octets) // 2
    return octets[:middle] + bytes((octets[middle] ^ 1,)) + octets[middle + 1 :]


@pytest.mark.parametrize("ending", [".warc.gz", "index.cdx.gz", "index.idx", "pages.jsonl"])
def test_a_file_that_was_changed_is_found(package: Path, ending: str) -> None:
    """The ZIP's own checksums agree: only the digests in the list do not."""
    findings = list(verify_wacz(remade(package, lambda name, octets: flip(octets) if name.endswith(ending) else octets)))
    assert "file-digest" in codes(findings)
    assert all(found.path.is_relative_to(package) for found in findings)


def test_a_record_that_is_damaged_is_named_by_its_file_in_the_package(package: Path) -> None:
    findings = list(verify_wacz(remade(package, lambda name, octets: flip(octets) if name.endswith(".warc.gz") else octets)))
    damaged = [found for found in findings if found.code in ("damage", "torn")]
    assert {found.path.parent for found in damaged} == {package / "archive"}
    assert all(found.offset is not None for found in damaged)


@pytest.mark.parametrize(("drop", "code"), [
    ("datapackage.json", "datapackage"), ("datapackage-digest.json", "datapackage-digest"), ("pages/pages.jsonl", "pages-missing"),
    ("indexes/index.cdx.gz", "index-missing"), ("indexes/index.cdx.gz", "file-missing"), ("indexes/index.cdx.gz", "index-block"),
    ("archive/", "archive-missing"),
])  # fmt: skip
def test_a_file_that_is_missing_is_found(package: Path, drop: str, code: str) -> None:
    remade(package, lambda name, octets: None if name.startswith(drop) else octets)
    assert code in codes(verify_wacz(package))


@pytest.mark.parametrize(("name", "octets"), [
    ("datapackage.json", b"[]"), ("datapackage.json", b"{"), ("datapackage.json", b'{"resources": [1]}'),
    ("datapackage.json", b"[" * 100_000), ("datapackage-digest.json", b"null"), ("datapackage-digest.json", b'{"signedData": 1}'),
    ("datapackage-digest.json", b'{"signedData": {}}'),
    ("pages/pages.jsonl", b"x\n{}\n[]"), ("pages/pages.jsonl", b'{"url": 1, "ts": 2}\n'), ("indexes/index.idx", b"x\n"),
    ("indexes/index.idx", b'a 1 {"offset": -5, "length": 99999999999}'), ("indexes/index.cdx.gz", b"\x1f\x8b\x08"),
    ("indexes/index.idx", b'a 1 {"offset": 1%b, "length": 5}' % (b"0" * 30)), ("indexes/index.idx", b'a 1 {"offset": 1e999, "length": 5}'),
    ("indexes/index.cdx.gz", b"x" * 3_000_000),
])  # fmt: skip
def test_nonsense_is_found_and_the_rest_still_checked(package: Path, name: str, octets: bytes) -> None:
    assert codes(verify_wacz(remade(package, lambda each, old: octets if each == name else old)))


@pytest.mark.parametrize(("said", "code"), [
    (b"md5:" + b"0" * 32, Severity.ERROR), (b"blake9:00", Severity.WARNING), (b"", Severity.WARNING),
])  # fmt: skip
def test_a_digest_of_another_kind_is_checked_where_it_can_be(package: Path, said: bytes, code: Severity) -> None:
    def lie(name: str, octets: bytes) -> bytes:
        return re.sub(rb'"sha256:[0-9a-f]+"', b'"' + said + b'"', octets, count=1) if name == "datapackage.json" else octets

    assert ("file-digest", code) in {(found.code, found.severity) for found in verify_wacz(remade(package, lie))}


def test_a_page_that_was_not_captured_is_found(package: Path) -> None:
    remade(package, lambda name, octets: octets.replace(b"koran.example/1", b"koran.example/9", 1) if name.endswith(".jsonl") else octets)
    assert "page-not-captured" in codes(verify_wacz(package))


def test_a_compressed_warc_is_against_the_standard_only(package: Path) -> None:
    findings = list(verify_wacz(remade(package, lambda name, octets: octets, method=ZIP_DEFLATED)))
    assert {(found.code, found.severity) for found in findings} == {("zip-compressed", Severity.WARNING)}


def test_a_file_that_is_not_listed_is_found(package: Path) -> None:
    with ZipFile(package, "a") as archive:
        archive.writestr("logs/catatan.log", "x")
    assert codes(verify_wacz(package)) == {"file-unlisted"}


@pytest.mark.parametrize("name", [
    "../keluar.warc.gz", "/etc/x", "archive/../../x.warc.gz", "archive/" + "x" * 300 + ".warc.gz", "archive\\x.warc",
])  # fmt: skip
def test_a_name_that_leads_out_is_not_followed(package: Path, name: str) -> None:
    with ZipFile(package, "a") as archive:
        archive.writestr(name, foreign(response()))
    assert "zip-name" in codes(verify_wacz(package))
    assert not (package.parent / "keluar.warc.gz").exists()


def test_entries_that_overlap_are_not_read(package: Path) -> None:
    """As in ZIP files that are made to be read without end."""
    octets = package.read_bytes()
    directory = octets.rindex(b"PK\x01\x02")
    package.write_bytes(octets[: directory + 42] + bytes(4) + octets[directory + 46 :])  # the last entry begins where the first does
    assert codes(verify_wacz(package)) == {"zip"}


@pytest.mark.parametrize("octets", [b"", b"bukan zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_package_is_said(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "x.wacz"
    path.write_bytes(octets)
    assert codes(verify_wacz(path)) & {"zip", "datapackage"}


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_any_damage_to_a_package_is_survived(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.getbasetemp() / "paket"
    folder.mkdir(exist_ok=True)
    whole = folder / "utuh.wacz"
    if not whole.exists():
        pack(whole, [warc(folder / "warc")], ABOUT)
    octets = bytearray(whole.read_bytes())
    at = data.draw(st.integers(0, len(octets) - 1))
    octets[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    broken = folder / "rusak.wacz"
    broken.write_bytes(octets)
    for found in verify_wacz(broken):
        assert str(found)


# -- listings ----------------------------------------------------------------------------------


def test_a_listing_is_checked_against_its_packages(tmp_path: Path) -> None:
    out = tmp_path / "koran.wacz"
    paths = part_paths(out, 2)
    for path in paths:
        pack(path, [warc(tmp_path / "warc")], ABOUT)
    listing = write_listing(out, paths, ABOUT)
    assert list(verify_listing(listing)) == []
    paths[0].write_bytes(flip(paths[0].read_bytes()))
    paths[1].unlink()
    assert codes(verify_listing(listing)) == {"file-digest", "file-missing"}
    listing.write_text("{}")
    assert codes(verify_listing(listing)) == {"listing"}
