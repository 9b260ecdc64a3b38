"""SIGTERM while twenty hosts stall, each in its own way: the run ends in time, and the next one completes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import ROOT
from tests.crash_trials import Holding
from tests.newspaper import Authority
from tests.newspaper.stalling import StallingHost, stalling

HOSTS = 20
END_SECONDS = 15.0  # from SIGTERM to the end: 10 are promised, on a machine that does nothing else


@pytest.fixture
def hosts() -> Iterator[list[StallingHost]]:
    authority = Authority()
    with stalling(HOSTS, authority.context) as found:
        yield found
    authority.close()


def start(folder: Path, name: str, hosts: list[StallingHost]) -> subprocess.Popen[str]:
    listed = folder / "urls.txt"
    listed.write_text("".join(f"{host.url}\n" for host in hosts))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ARSIP_")}
    environment |= {
        "ARSIP_DATA_DIR": str(folder / name),
        "ARSIP_NETWORK_ALLOW": ",".join(host.netloc for host in hosts),
        "ARSIP_CONCURRENT_REQUESTS": str(HOSTS),
        "ARSIP_DOWNLOAD_VERIFY_CERTIFICATES": "0",  # the certificate is for 127.0.0.1 alone
    }
    command = [str(Path(sys.executable).with_name("scrapy")), "crawl", "news", "-a", f"urls={listed}", "-L", "INFO"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_until_stalled(process: subprocess.Popen[str], hosts: list[StallingHost]) -> None:
    """Until every host that takes connections has one, as the kernel says; the others are met in the same breath."""
    assert process.stderr is not None
    for line in process.stderr:
        if "Spider opened" in line:
            break
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(3)


def test_twenty_stalling_hosts_do_not_keep_a_run_from_ending_and_the_next_one_has_it_all(tmp_path: Path, hosts: list[StallingHost]) -> None:
    process = start(tmp_path, "stalled", hosts)
    wait_until_stalled(process, hosts)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=END_SECONDS)
    assert process.returncode == 5, (out, err)
    assert Holding.of(tmp_path / "stalled").damages == ()
    for host in hosts:
        host.heal()
    for name in ("stalled", "whole"):
        process = start(tmp_path, name, hosts)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, (out, err)
    found, whole = Holding.of(tmp_path / "stalled"), Holding.of(tmp_path / "whole")
    assert len(whole.documents) == HOSTS
    assert found.documents == whole.documents
    assert found.captures >= whole.captures
    assert found.left_open == ()


def test_a_second_sigterm_aborts_on_the_spot(tmp_path: Path, hosts: list[StallingHost]) -> None:
    process = start(tmp_path, "stalled", hosts)
    wait_until_stalled(process, hosts)
    process.send_signal(signal.SIGTERM)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=2)
    assert process.returncode == 5
    assert "SIGTERM again: aborted" in err
