"""A command ends by an exit code that tells the truth, and a sentence."""

from __future__ import annotations

import argparse
import errno
import signal
from collections.abc import Iterator

import pytest
from scrapy.commands import ScrapyCommand

from archive.errors import CatalogueDamaged, OutOfSpace, WriteFailed
from crawler.outcome import truthful


class Ending(ScrapyCommand):
    """A command that ends by an error."""

    error: BaseException

    def short_desc(self) -> str:
        return "ends"

    @truthful
    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        raise self.error


@pytest.fixture(autouse=True)
def _handler() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def end_by(error: BaseException) -> int:
    command = Ending()
    command.error = error
    command.run([], argparse.Namespace())
    return int(command.exitcode)


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (KeyboardInterrupt(), 5, "interrupted"),
        (OutOfSpace("no room", path="a.warc.gz"), 3, "no room [a.warc.gz]"),
        (WriteFailed("the disk fails"), 3, "the disk fails"),
        (OSError(errno.ENOSPC, "No space left on device", "x"), 3, "No space left on device"),
        (CatalogueDamaged("scrapy reindex makes it again"), 1, "scrapy reindex"),
    ],
)
def test_what_was_foreseen_has_its_code_and_a_sentence(
    error: BaseException, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert end_by(error) == code
    assert says in capsys.readouterr().err


def test_what_nobody_foresaw_is_shown_whole() -> None:
    with pytest.raises(PermissionError):
        end_by(PermissionError(errno.EACCES, "Permission denied"))


def test_sigterm_ends_a_command_as_ctrl_c_does() -> None:
    command = Ending()
    command.error = KeyboardInterrupt()
    command.run([], argparse.Namespace())
    assert signal.getsignal(signal.SIGTERM) is signal.default_int_handler
