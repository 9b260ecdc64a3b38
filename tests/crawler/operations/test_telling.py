"""Who looks after a crawl hears of it: at the address they gave and no other, and without the run waiting for them."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from aiosmtpd.handlers import Message
from aiosmtpd.smtp import SMTP
from scrapy.settings import BaseSettings

from crawler.exitcodes import ExitCode
from crawler.operations.addresses import AddressError, check_addresses, dead_mans_switch
from crawler.operations.blotting import keep_out_of_logs
from crawler.operations.channels import DeadMansSwitch, Webhook, beneath
from crawler.operations.mail import MailAlert, MailServer
from crawler.operations.notice import Notice
from crawler.operations.post import NotDelivered, host_of, post
from crawler.operations.teller import Teller
from pipelines.secrets import Secrets
from tests.crawler.operations.examples import notice
from tests.newspaper import Newspaper, answer
from tests.newspaper.script import Hold, Scripted

SECRET = "/hooks/T024B0815q7Hw2Lk9"


@pytest.fixture
def sink() -> Iterator[Newspaper]:
    with Newspaper(edition=False) as paper:
        for path in (SECRET, "/ping/1", "/ping/1/start", "/ping/1/fail"):
            paper.add(path, answer(200, b"ok"), method="POST")
        yield paper


def asked(sink: Newspaper) -> list[str]:
    return [f"{exchange.method} {exchange.target}" for exchange in sink.exchanges]


def settings(**values: Any) -> BaseSettings:
    usual = {"ALERT_ON": "1,2,3,4,6,7,8,9", "TELL_SECONDS": 5.0, "MAIL_HOST": "127.0.0.1", "MAIL_PORT": 25, "MAIL_FROM": "arsip@localhost"}
    return BaseSettings({**usual, **values})


def test_a_webhook_gets_the_summary_as_json_and_a_line_to_show(sink: Newspaper) -> None:
    Webhook(sink.url + SECRET, "Bearer kunci-gudang").send(notice(), timeout=5)
    (exchange,) = sink.exchanges
    head, _, body = exchange.request.partition(b"\r\n\r\n")
    assert b"authorization: bearer kunci-gudang" in head.lower()
    assert b"content-type: application/json" in head.lower()
    said = json.loads(body)
    assert said["text"] == "kumparan: blocked (exit 8) in 61.5 s: every seed answered 503 (gubuk)"
    assert (said["event"], said["exit_code"], said["verdict"], said["subject"]) == ("run_ended", 8, "blocked", "kumparan")
    assert said["summary"]["documents"] == {"new": 30, "changed": 4, "unchanged": 4}


def test_a_redirect_is_not_followed(sink: Newspaper) -> None:
    """Whoever answers does not decide where the operator's messages go."""
    sink.add("/pindah", answer(307, b"", f"Location: {sink.url}{SECRET}"), method="POST")
    with pytest.raises(NotDelivered, match="answered 307"):
        post(f"{sink.url}/pindah", b"", {}, timeout=5)
    assert asked(sink) == ["POST /pindah"]


def test_a_failure_names_the_host_and_no_more(sink: Newspaper) -> None:
    sink.add(SECRET, answer(500), method="POST")
    with pytest.raises(NotDelivered) as raised:
        post(sink.url + SECRET, b"", {}, timeout=5)
    assert str(raised.value) == f"{host_of(sink.url)} answered 500"


@pytest.mark.parametrize(
    ("code", "targets"),
    [(ExitCode.COMPLETE, ["/ping/1"]), (ExitCode.INTERRUPTED, ["/ping/1"]), (ExitCode.BLOCKED, ["/ping/1/fail"])],
)
def test_the_dead_man_s_switch_hears_of_start_and_end(sink: Newspaper, code: ExitCode, targets: list[str]) -> None:
    """A run that its own budget ended has done what it was asked to."""
    teller = Teller(switch=DeadMansSwitch(f"{sink.url}/ping/1"), seconds=5)
    teller.began()
    teller.ended(notice(code))
    assert asked(sink) == [f"POST {target}" for target in ("/ping/1/start", *targets)]


def test_a_run_that_a_signal_stopped_is_no_success_and_no_failure(sink: Newspaper) -> None:
    Teller(switch=DeadMansSwitch(f"{sink.url}/ping/1"), seconds=5).ended(notice(ExitCode.INTERRUPTED, was_stopped=True))
    assert asked(sink) == []


def test_other_services_have_other_addresses(sink: Newspaper) -> None:
    sink.add("/up?state=run", answer(200), method="POST")
    sink.add("/up?state=down", answer(200), method="POST")
    configured = settings(PING_URL=f"{sink.url}/up", PING_START_URL=f"{sink.url}/up?state=run", PING_FAIL_URL=f"{sink.url}/up?state=down")
    switch = dead_mans_switch(configured)
    assert switch is not None
    switch.start(timeout=5)
    switch.send(notice(), timeout=5)
    assert asked(sink) == ["POST /up?state=run", "POST /up?state=down"]


def test_a_ping_s_query_stays_behind_its_path() -> None:
    assert beneath("https://ping.example/abc/?rid=1", "start") == "https://ping.example/abc/start?rid=1"


@pytest.mark.parametrize(("code", "count"), [(ExitCode.COMPLETE, 0), (ExitCode.INTERRUPTED, 0), (ExitCode.DRIFT, 1)])
def test_alerts_go_out_for_the_codes_that_were_asked_for(sink: Newspaper, code: ExitCode, count: int) -> None:
    Teller.from_settings(settings(WEBHOOK_URL=sink.url + SECRET)).ended(notice(code))
    assert len(sink.exchanges) == count


@pytest.mark.parametrize("silent", [{"REPLAY": "x.warc.gz"}, {"PART_OF": "r-runall-1"}])
def test_a_replay_and_a_part_of_a_larger_run_tell_nobody(sink: Newspaper, silent: dict[str, str]) -> None:
    teller = Teller.from_settings(settings(WEBHOOK_URL=sink.url + SECRET, PING_URL=f"{sink.url}/ping/1", **silent))
    teller.began()
    teller.ended(notice())
    assert asked(sink) == []


def test_a_channel_that_hangs_or_breaks_neither_holds_nor_fails_the_run(caplog: pytest.LogCaptureFixture) -> None:
    never = threading.Event()

    class Hanging:
        name = "webhook"

        def send(self, notice: Notice, *, timeout: float) -> None:
            never.wait()

    class Broken:
        name = "mail"

        def send(self, notice: Notice, *, timeout: float) -> None:
            raise LookupError("nobody foresaw this")

    Teller([Hanging(), Broken()], alert_on=[ExitCode.BLOCKED], seconds=0.05).ended(notice())
    never.set()
    assert "The webhook had not been delivered in time and was given up" in caplog.text
    assert "The mail was not delivered" in caplog.text


def test_a_ping_that_hangs_holds_up_no_alert(sink: Newspaper) -> None:
    sink.add("/ping/1/start", Scripted(Hold()), method="POST")
    teller = Teller([Webhook(sink.url + SECRET)], alert_on=[ExitCode.BLOCKED], switch=DeadMansSwitch(f"{sink.url}/ping/1"), seconds=0.5)
    teller.began()
    teller.ended(notice())
    assert f"POST {SECRET}" in asked(sink)


def test_an_alert_is_mailed() -> None:
    letters: list[Any] = []

    class Box(Message):
        def handle_message(self, message: Any) -> None:
            letters.append(message)

    async def deliver() -> None:
        factory = partial(SMTP, Box(), hostname="localhost")
        async with await asyncio.get_running_loop().create_server(factory, "127.0.0.1", 0) as server:
            mail = MailServer(host="127.0.0.1", port=server.sockets[0].getsockname()[1])
            alert = MailAlert(mail, "arsip@desa.id", ("jaga@desa.id", "cadangan@desa.id"))
            await asyncio.to_thread(alert.send, notice(), timeout=5)

    asyncio.run(deliver())
    (letter,) = letters
    assert letter["Subject"] == "[arsip] kumparan: blocked (exit 8)"
    assert letter["To"] == "jaga@desa.id, cadangan@desa.id"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "every seed answered 503" in letter.get_payload()


def test_a_mail_server_that_is_not_there_is_named() -> None:
    with Newspaper(edition=False) as gone:
        port = gone.port
    with pytest.raises(NotDelivered, match=f"127.0.0.1:{port}: ConnectionRefusedError"):
        MailAlert(MailServer(host="127.0.0.1", port=port), "a@desa.id", ("b@desa.id",)).send(notice(), timeout=5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"WEBHOOK_URL": "file:///etc/passwd"},
        {"WEBHOOK_URL": "hooks.example/abc"},
        {"WEBHOOK_URL": "https://:8000"},
        {"WEBHOOK_URL": "https://tani:s4wah@hooks.example/"},
        {"WEBHOOK_URL": "https://hooks.example/a b"},
        {"WEBHOOK_AUTHORIZATION": "Bearer x\r\nHost: y"},
        {"PING_URL": "ftp://ping.example/"},
        {"PING_FAIL_URL": "https://ping.example/fail"},
        {"ALERT_MAIL_TO": "jaga"},
        {"ALERT_MAIL_TO": "a@desa.id;b@desa.id"},
        {"ALERT_ON": "1,11"},
        {"ALERT_ON": "semua"},
        {"METRICS_DIR": "/no/such/folder"},
    ],
)
def test_an_address_that_is_none_is_refused_before_the_run(wrong: dict[str, str]) -> None:
    """By its setting's name; the value may be a secret."""
    with pytest.raises(AddressError) as raised:
        check_addresses(settings(**wrong))
    ((name, value),) = wrong.items()
    assert name in str(raised.value)
    assert name in ("ALERT_ON", "METRICS_DIR") or value not in str(raised.value)


def test_addresses_of_one_s_own_machine_are_the_operator_s_choice() -> None:
    check_addresses(
        settings(WEBHOOK_URL="http://127.0.0.1:9000/x", PING_URL="http://[::1]:8000/ping/1", ALERT_MAIL_TO="a@desa.id, b@desa.id")
    )


def test_secrets_stay_out_of_log_lines_whoever_writes_them(caplog: pytest.LogCaptureFixture) -> None:
    before = logging.getLogRecordFactory()
    try:
        keep_out_of_logs(Secrets(["https://hooks.example" + SECRET, "kunci-gudang"]))
        logging.getLogger("scrapy.crawler").warning(
            "Overridden settings:\n%(settings)s", {"settings": {"WEBHOOK_AUTHORIZATION": "kunci-gudang"}}
        )
        try:
            raise ValueError(f"https://hooks.example{SECRET} refused")
        except ValueError:
            logging.getLogger("any").exception("told nobody")
        logging.getLogger("any").warning("from http://tani:s4wah@desa.id/")
    finally:
        logging.setLogRecordFactory(before)
    assert "told nobody" in caplog.text
    for secret in (SECRET, "kunci-gudang", "s4wah"):
        assert secret not in caplog.text
