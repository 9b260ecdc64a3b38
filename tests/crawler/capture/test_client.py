"""What the client keeps of an exchange is what the server sent and got, byte for byte."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from scrapy.exceptions import DownloadConnectionRefusedError

from archive.errors import OutOfSpace
from archive.exchange import Exchange, Truncation
from archive.spool import Spool
from crawler.capture.client import CertificateRefused, Client
from crawler.capture.connection import Limits, Transfer
from crawler.capture.gate import ForbiddenAddress, Gate
from crawler.capture.message import Order, Proxy
from tests.crawler.capture.odd import BODY, CUT_SHORT, WHOLE
from tests.newspaper import Close, Hold, Newspaper, Pause, Repeat, Scripted, Turns, answer, head
from tests.newspaper import Exchange as Logged

_sent: list[Transfer] = []


@pytest.fixture(autouse=True)
def _close_spools() -> Iterator[None]:
    yield
    while _sent:
        _sent.pop().exchange.close()


LINE = b"HTTP/1.1 200 OK\r\n"
LIMITS = Limits(5, 5, 5, 20, lambda head: 1 << 30)


@pytest.fixture(params=["http", "https"])
def paper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newspaper]:
    with Newspaper(edition=False, tls=request.param == "https") as paper:
        if request.param == "https":
            monkeypatch.setenv("SSL_CERT_FILE", str(paper.ca_file))
        yield paper


@pytest.fixture
def plain() -> Iterator[Newspaper]:
    with Newspaper(edition=False) as paper:
        yield paper


def order(paper: Newspaper, path: str, *, method: str = "GET", body: bytes = b"", limits: Limits = LIMITS) -> Order:
    return Order(method, paper.url + path, [(b"User-Agent", b"uji"), (b"X-ODD-case", b"a  b")], body, limits)


def send(paper: Newspaper, *orders: Order, verify: bool = True, at_once: bool = False) -> list[list[Transfer]]:
    async def run() -> list[list[Transfer]]:
        client = Client(Gate({("127.0.0.1", paper.port)}), verify_certificates=verify)
        try:
            if at_once:
                return await asyncio.gather(*(client.send(each) for each in orders))
            return [await client.send(each) for each in orders]
        finally:
            await client.close()

    answers = asyncio.run(run())
    _sent.extend(transfer for transfers in answers for transfer in transfers)
    return answers


def on_the_wire(transfer: Transfer) -> tuple[bytes, bytes]:
    return transfer.exchange.request.read(), transfer.exchange.response.read()


def logged(exchange: Logged) -> tuple[bytes, bytes]:
    return exchange.request, exchange.response


def test_every_odd_response_is_kept_as_sent_one_after_the_other(paper: Newspaper) -> None:
    for name, script in WHOLE.items():
        paper.add(f"/{name}?a=b&c", script)
    answers = send(paper, *(order(paper, f"/{name}?a=b&c") for name in WHOLE))
    for name, (transfer,) in zip(WHOLE, answers, strict=True):
        (exchange,) = paper.asked(f"/{name}?a=b&c")
        assert on_the_wire(transfer) == logged(exchange), name
        assert transfer.exchange.truncated is None, name
        assert transfer.framer.complete, name


def test_every_odd_response_is_kept_as_sent_sixteen_at_a_time(paper: Newspaper) -> None:
    names = list(WHOLE) * 2
    for name in WHOLE:
        paper.add(f"/{name}", WHOLE[name])
    answers = send(paper, *(order(paper, f"/{name}") for name in names), at_once=True)
    kept = sorted(on_the_wire(transfer) for transfers in answers for transfer in transfers)
    assert kept == sorted(logged(exchange) for exchange in paper.exchanges)


@pytest.mark.parametrize("name", CUT_SHORT)
def test_a_response_cut_short_is_kept_with_the_reason(paper: Newspaper, name: str) -> None:
    script, reason = CUT_SHORT[name]
    paper.add("/cut", script)
    ((transfer,),) = send(paper, order(paper, "/cut"))
    assert transfer.exchange.truncated == reason
    assert paper.asked("/cut")[0].response.startswith(transfer.exchange.response.read())
    assert transfer.exchange.failure


def test_a_connection_is_kept_for_the_next_request(paper: Newspaper) -> None:
    paper.add("/a", answer(200, BODY))
    send(paper, *(order(paper, "/a") for _ in range(5)))
    assert {exchange.connection for exchange in paper.exchanges} == {1}


def test_a_kept_connection_that_died_is_noticed_and_the_request_asked_again(plain: Newspaper) -> None:
    """The server closes after its first answer without saying so; both attempts are exchanges, and both are kept."""
    plain.add("/a", Turns(Scripted(answer(200, b"satu"), Pause(0.05), Close()), answer(200, b"dua")))

    async def run() -> list[list[Transfer]]:
        client = Client(Gate({("127.0.0.1", plain.port)}))
        first = await client.send(order(plain, "/a"))
        connection = next(iter(client._idle.values()))[0]
        second = asyncio.ensure_future(client.send(order(plain, "/a")))
        await asyncio.sleep(0)
        if not connection.lost:
            connection.data_received(b"")
        result = [first, await second]
        await client.close()
        return result

    _, second = asyncio.run(run())
    assert second[-1].payload(100) == b"dua"
    assert all(not transfer.exchange.response.size for transfer in second[:-1])


@pytest.mark.parametrize("method", ["HEAD", "POST", "DELETE"])
def test_other_methods_are_sent_as_they_are(paper: Newspaper, method: str) -> None:
    body = b"kata=berita" if method == "POST" else b""
    paper.add("/form", head("HTTP/1.1 200 OK", "Content-Length: 3") + (b"" if method == "HEAD" else b"oke"))
    ((transfer,),) = send(paper, order(paper, "/form", method=method, body=body))
    assert on_the_wire(transfer) == logged(paper.exchanges[0])
    assert paper.exchanges[0].request.endswith(b"\r\n\r\n" + body)


def test_a_response_larger_than_allowed_is_cut_by_length(plain: Newspaper) -> None:
    plain.add("/big", Scripted(head("HTTP/1.1 200 OK", f"Content-Length: {64 << 20}"), Repeat(b"x" * 65536, 1024)))
    ((transfer,),) = send(plain, order(plain, "/big", limits=Limits(5, 5, 5, 20, lambda head: 100_000)))
    assert transfer.exchange.truncated == Truncation.LENGTH
    assert 100_000 < transfer.framer.payload_length < 2 << 20
    assert transfer.payload(50_000) == b"x" * 50_000


@pytest.mark.parametrize(
    ("script", "limits", "kept"),
    [
        (Scripted(Hold()), Limits(5, 0.1, 5, 20, lambda head: 1 << 20), b""),
        (Scripted(LINE, Hold()), Limits(5, 5, 0.1, 20, lambda head: 1 << 20), LINE),
        (Scripted(LINE, Hold()), Limits(5, 5, 5, 0.1, lambda head: 1 << 20), LINE),
    ],
    ids=["no first byte", "idle", "too long in all"],
)
def test_a_stalled_response_is_cut_by_time(plain: Newspaper, script: Scripted, limits: Limits, kept: bytes) -> None:
    plain.add("/stall", script)
    ((transfer,),) = send(plain, order(plain, "/stall", limits=limits))
    assert (transfer.exchange.truncated, transfer.exchange.response.read()) == (Truncation.TIME, kept)


def test_tls_facts_and_peer_are_known(paper: Newspaper) -> None:
    paper.add("/a", answer(200, b"ok"))
    ((transfer,),) = send(paper, order(paper, "/a"))
    assert transfer.exchange.peer_address == "127.0.0.1"
    assert (transfer.exchange.tls is not None) == paper.url.startswith("https")


def test_a_certificate_nobody_vouches_for_is_refused_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    with Newspaper(edition=False, tls=True) as paper:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        paper.add("/a", answer(200, b"ok"))
        with pytest.raises(CertificateRefused):
            send(paper, order(paper, "/a"))
        ((transfer,),) = send(paper, order(paper, "/a"), verify=False)
        assert transfer.exchange.tls is not None
        assert transfer.exchange.tls.certificate_error


def test_nobody_there_is_said_in_scrapys_words() -> None:
    with Newspaper(edition=False) as paper:
        pass
    with pytest.raises(DownloadConnectionRefusedError, match=str(paper.port)):
        send(paper, order(paper, "/"))


def test_the_gate_stands_before_every_connection(plain: Newspaper) -> None:
    other = Order("GET", f"http://127.0.0.2:{plain.port}/", [], b"", LIMITS)
    with pytest.raises(ForbiddenAddress):
        send(plain, other)
    assert plain.exchanges == []


@pytest.mark.parametrize("value", [b"a\r\nX-Smuggled: 1", b"a\nb", b"a\0b"])
def test_a_field_that_would_smuggle_another_is_not_sent(plain: Newspaper, value: bytes) -> None:
    with pytest.raises(ValueError, match="control character"):
        send(plain, Order("GET", plain.url + "/", [(b"X-A", value)], b"", LIMITS))


def test_proxy_credentials_are_sent_but_not_kept(plain: Newspaper) -> None:
    """A plain request through a proxy: absolute form, no peer address, the secret replaced and said to be."""
    plain.add("http://berita.test/a", answer(200, b"ok"))
    proxied = Order("GET", "http://berita.test/a", [], b"", LIMITS, Proxy.parse(f"http://ani:rahasia@127.0.0.1:{plain.port}", None))
    ((transfer,),) = send(plain, proxied)
    assert b"Proxy-Authorization: Basic " in plain.exchanges[0].request
    kept = transfer.exchange.request.read()
    assert b"Proxy-Authorization: [redacted]\r\n" in kept
    assert (transfer.exchange.redacted, transfer.exchange.peer_address) == (("Proxy-Authorization",), None)


def test_a_server_that_says_more_than_it_was_asked_gets_a_connection_for_each_request(plain: Newspaper) -> None:
    """What came too much could be taken for the next request's answer: a whole page under another page's address."""
    plain.add("/a", answer(200, b"satu") + answer(200, b"palsu"))
    plain.add("/b", answer(200, b"dua"))
    answers = send(plain, order(plain, "/a"), order(plain, "/b"), order(plain, "/b"))
    assert [transfers[-1].payload(100) for transfers in answers] == [b"satu", b"dua", b"dua"]
    assert len({exchange.connection for exchange in plain.exchanges}) == 3


class FullSpool(Spool):
    def write(self, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_spool_that_cannot_grow_is_the_archives_failure() -> None:
    """Not the network's: Scrapy would fetch the page again."""

    async def receive() -> None:
        transfer = Transfer(Exchange("http://a.id/", "GET", datetime.now(UTC), response=FullSpool()), LIMITS)
        transfer.received(b"HTTP/1.1 200 OK\r\n")
        await transfer.done

    with pytest.raises(OutOfSpace):
        asyncio.run(receive())


@pytest.mark.parametrize("most", [0, 3, 7, 100])
@pytest.mark.parametrize(
    "response",
    [
        answer(200, b"tujuh b"),
        head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + b"3;a=b\r\ntuj\r\n4\r\nuh b\r\n0\r\nX: y\r\n\r\n",
        head("HTTP/1.1 103 Early Hints", "Link: </a.css>") + answer(200, b"tujuh b"),
    ],
    ids=["length", "chunked", "interim"],
)
def test_the_body_is_read_back_as_far_as_asked(plain: Newspaper, response: bytes, most: int) -> None:
    plain.add("/a", response)
    ((transfer,),) = send(plain, order(plain, "/a"))
    assert transfer.payload(most) == b"tujuh b"[:most]


def test_a_body_that_outgrows_memory_is_read_back_from_its_file(plain: Newspaper) -> None:
    plain.add("/a", Scripted(head("HTTP/1.1 200 OK", f"Content-Length: {3 << 20}"), Repeat(b"x" * 65536, 48)))
    ((transfer,),) = send(plain, order(plain, "/a"))
    assert transfer.payload(2 << 20) == b"x" * (2 << 20)
