"""The catalogue says what the WARCs say, no more and no less, whether told capture by capture or made from the files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.catalogue import Catalogue, KnownCaptures, add_file
from archive.database import FILE, Database, Snapshots
from archive.errors import CatalogueDamaged, OutOfSpace
from archive.exchange import Exchange, Truncation
from archive.http import ResponseFramer
from tests.archive.building import URI, exchange, of_type, response, writer

OTHER = "https://koran.example/berita/2"
PAGE = response(b"<p>Air pasang</p>", b'ETag: "a1"', b"Last-Modified: Mon, 23 Nov 2026 01:00:00 GMT")
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "a1"\r\n\r\n'


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / FILE)
    yield opened
    opened.close()


def crawl(catalogue: Catalogue, folder: Path, *exchanges: Exchange) -> list[Path]:
    """Write exchanges as a crawl does: written, synced, catalogued, committed, one by one."""
    assert catalogue.database.path is not None
    snapshots = Snapshots(catalogue.database.path)
    known = KnownCaptures(snapshots)
    folder.mkdir(exist_ok=True)
    warc = writer(folder, known=known.by_payload, known_by_uri=known.by_uri)
    name = warc.path.name.removesuffix(".open")
    for each in exchanges:
        framer = ResponseFramer(each.method)
        framer.feed(each.response.read())
        ref = warc.write_exchange(each)
        warc.sync()
        if ref is not None:
            catalogue.add(ref, framer.head, folder.name)
        catalogue.database.commit()
    warc.close()
    snapshots.close()
    catalogue.mark_complete(name, folder.name)
    catalogue.database.commit()
    return [folder / name]


def tables(database: Database) -> list[tuple[object, ...]]:
    """Every capture with its file, whatever its number."""
    capture = "url, surt, fetched_at, status, digest, record_id, kind, offset, length, etag, last_modified, truncated"
    joined = "capture JOIN warc_file ON warc_file.id = file"
    return [tuple(row) for row in database.execute(f"SELECT {capture}, name, folder, is_complete FROM {joined} ORDER BY record_id")]


def test_a_catalogue_made_from_the_warcs_is_the_one_the_crawl_kept(tmp_path: Path, database: Database) -> None:
    catalogue = Catalogue(database)
    files = crawl(
        catalogue,
        tmp_path / "koran",
        exchange(PAGE),
        exchange(PAGE, OTHER, after=1),
        exchange(NOT_MODIFIED, after=2),
        exchange(response(b"hilang", status=b"404 Not Found"), "https://koran.example/berita/3?a=b c", after=3),
        exchange(PAGE[:-4], "https://koran.example/berita/4", after=4, truncated=Truncation.DISCONNECT, closed=True),
        exchange(b"", "https://koran.example/berita/5", after=5, failure="no answer"),
    )
    again = Catalogue(Database(tmp_path / "again.sqlite"))
    for path in files:
        assert len(add_file(again, path, path.parent.name)) == 5
    assert tables(again.database) == tables(database)
    assert len(tables(database)) == 5
    again.database.close()


def test_adding_a_file_again_changes_nothing(tmp_path: Path, database: Database) -> None:
    catalogue = Catalogue(database)
    (path,) = crawl(catalogue, tmp_path / "koran", exchange(PAGE), exchange(NOT_MODIFIED, after=1))
    before = tables(database)
    assert add_file(catalogue, path, "koran") == []
    assert tables(database) == before
    assert catalogue.is_complete(path.name)


def test_the_same_payload_in_a_later_run_is_a_revisit(tmp_path: Path, database: Database) -> None:
    catalogue = Catalogue(database)
    crawl(catalogue, tmp_path / "hari-1", exchange(PAGE))
    (path,) = crawl(catalogue, tmp_path / "hari-2", exchange(PAGE, OTHER, after=86400))
    (revisit,) = of_type(path, "revisit")
    assert revisit.refers_to_target_uri == URI
    assert "identical-payload-digest" in (revisit.fields.get("WARC-Profile") or "")


def test_a_304_is_a_revisit_of_the_page_whose_validators_were_sent(tmp_path: Path, database: Database) -> None:
    catalogue = Catalogue(database)
    crawl(catalogue, tmp_path / "hari-1", exchange(PAGE), exchange(PAGE, OTHER, after=1))
    asked = catalogue.validators(OTHER)
    assert asked is not None
    assert (asked.etag, asked.last_modified) == ('"a1"', "Mon, 23 Nov 2026 01:00:00 GMT")
    (path,) = crawl(catalogue, tmp_path / "hari-2", exchange(NOT_MODIFIED, OTHER, after=86400))
    (revisit,) = of_type(path, "revisit")
    (first,) = of_type(next((tmp_path / "hari-1").iterdir()), "response")
    assert "server-not-modified" in (revisit.fields.get("WARC-Profile") or "")
    assert revisit.refers_to == first.record_id
    payload = catalogue.payload_of(asked.capture)
    assert payload is not None
    assert payload.ref.record_id == first.record_id


def test_a_page_cut_short_is_referred_to_by_nobody(tmp_path: Path, database: Database) -> None:
    catalogue = Catalogue(database)
    cut = exchange(response(b"<p>Air", b'ETag: "x"').replace(b": 6", b": 60"), closed=True, truncated=Truncation.DISCONNECT)
    crawl(catalogue, tmp_path / "hari-1", cut)
    assert catalogue.validators(URI) is None


def test_a_revisit_refers_to_nothing_that_is_not_committed(tmp_path: Path, database: Database) -> None:
    """What a crash could take back must not be what another record stands on."""
    catalogue = Catalogue(database)
    snapshots = Snapshots(tmp_path / FILE)
    known = KnownCaptures(snapshots)
    folder = tmp_path / "koran"
    folder.mkdir()
    warc = writer(folder, known=known.by_payload)
    first = warc.write_exchange(exchange(PAGE))
    assert first is not None
    catalogue.add(first, None, "koran")
    second = warc.write_exchange(exchange(PAGE, OTHER, after=1))
    database.commit()
    third = warc.write_exchange(exchange(PAGE, OTHER, after=2))
    warc.close()
    snapshots.close()
    assert second is not None
    assert third is not None
    assert [second.is_revisit, third.is_revisit] == [False, True]


def test_a_validator_that_could_not_be_sent_back_is_none(tmp_path: Path, database: Database) -> None:
    catalogue = Catalogue(database)
    odd, long = response(b"a", b'ETag: "\xe9"'), response(b"b", b"ETag: " + b"x" * 2000)
    crawl(catalogue, tmp_path / "koran", exchange(odd), exchange(long, OTHER))
    assert catalogue.validators(URI) is None
    assert catalogue.validators(OTHER) is None


def test_captures_are_found_by_their_record_and_read_back(tmp_path: Path, database: Database) -> None:
    catalogue = Catalogue(database)
    (path,) = crawl(catalogue, tmp_path / "koran", exchange(PAGE))
    records = [record.record_id for record in of_type(path, "response")]
    found = catalogue.capture(records[0])
    assert found is not None
    assert found.folder == "koran"
    assert found.ref.target_uri == URI
    assert [each.ref.record_id for each in catalogue.captures()] == records


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    database.make_tables("CREATE TABLE t (a INTEGER)")

    def half() -> None:
        with database.transaction():
            database.execute("INSERT INTO t VALUES (1)")
            raise KeyError("setengah")

    with pytest.raises(KeyError):
        half()
    assert database.one("SELECT * FROM t") is None


def test_a_full_disk_is_named_and_takes_back_the_transaction(database: Database) -> None:
    database.make_tables("CREATE TABLE t (a BLOB)")
    database.execute("INSERT INTO t VALUES (x'00')")
    database.execute("PRAGMA max_page_count=20")
    with pytest.raises(OutOfSpace, match=r"catalogue\.sqlite"), database.transaction():
        database.execute("INSERT INTO t VALUES (zeroblob(500000))")
    row = database.one("SELECT count(*) AS n FROM t")
    assert row is not None
    assert row["n"] == 1


def test_a_file_that_is_no_catalogue_says_how_to_make_it_again(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"bukan basis data" * 500)
    with pytest.raises(CatalogueDamaged, match="scrapy reindex"):
        Database(tmp_path / FILE)


def test_tables_of_another_version_say_how_to_make_them_again(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE)
    other.execute("PRAGMA user_version=999")
    other.close()
    with pytest.raises(CatalogueDamaged, match="version 999"):
        Database(tmp_path / FILE)


def test_a_log_cut_anywhere_holds_the_transactions_that_were_whole(tmp_path: Path) -> None:
    """What the trials of tests.fault_trials rest on: of a transaction the last frame decides, wherever the log ends."""
    made = sqlite3.connect(tmp_path / "made", isolation_level=None)
    for pragma in ("page_size=512", "journal_mode=WAL", "wal_autocheckpoint=0"):
        made.execute(f"PRAGMA {pragma}")
    made.execute("CREATE TABLE told (number INTEGER, word TEXT)")
    log, ends = tmp_path / "made-wal", []
    for number in range(3):
        made.execute("INSERT INTO told VALUES (?, ?)", (number, "x" * 700))
        ends.append(log.stat().st_size)
    file, written = (tmp_path / "made").read_bytes(), log.read_bytes()
    made.close()
    cut = tmp_path / "cut"
    for k in range(ends[0], len(written) + 1, 29):
        cut.write_bytes(file)
        cut.with_name("cut-wal").write_bytes(written[:k])
        with closing(sqlite3.connect(cut)) as opened:
            assert opened.execute("SELECT count(*) FROM told").fetchone()[0] == sum(end <= k for end in ends)
            assert opened.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        cut.with_name("cut-wal").unlink(missing_ok=True)
        cut.with_name("cut-shm").unlink(missing_ok=True)
