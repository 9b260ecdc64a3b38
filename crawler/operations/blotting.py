"""Log lines without secrets, whoever wrote them: a framework that lists its settings, an error that names its address."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from pipelines.secrets import Secrets

_plain = logging.getLogRecordFactory()


def keep_out_of_logs(secrets: Secrets) -> None:
    """From now on, for the whole process. The last call counts."""

    def blotted(*arguments: Any, **keywords: Any) -> logging.LogRecord:
        record = _plain(*arguments, **keywords)
        try:
            said = record.getMessage()
        except (TypeError, ValueError, KeyError):  # arguments that do not fit: logging says so itself when it writes the line
            return record
        blotted_out = secrets.blot(said)
        if blotted_out != said:
            record.msg, record.args = blotted_out, ()
        if record.exc_info and record.exc_info[1] is not None and not record.exc_text:
            record.exc_text = secrets.blot("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
        return record

    logging.setLogRecordFactory(blotted)
