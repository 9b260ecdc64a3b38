"""Log lines without secrets, whoever wrote them: a framework that lists its settings, an error that names its address."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from pipelines.secrets import Secrets


def keep_out_of_logs(secrets: Secrets) -> None:
    """From now on, for the whole process. The last call counts."""

    class Blotted(logging.LogRecord):
        """A record whose words are blotted when a handler asks for them: most records are below every handler's level."""

        def __init__(self, *arguments: Any, **keywords: Any) -> None:
            super().__init__(*arguments, **keywords)
            if self.exc_info and self.exc_info[1] is not None and not self.exc_text:
                self.exc_text = secrets.blot("".join(traceback.format_exception(*self.exc_info)).rstrip("\n"))

        def getMessage(self) -> str:
            return secrets.blot(super().getMessage())

    logging.setLogRecordFactory(Blotted)
