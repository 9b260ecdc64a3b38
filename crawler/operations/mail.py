"""Alerts by mail, over the operator's own server."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import localtime, make_msgid

from crawler.capture.trust import tls_context
from crawler.operations.notice import Notice
from crawler.operations.post import NotDelivered
from crawler.terminal import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Scrapy's settings MAIL_…"""

    host: str
    port: int
    user: str | None = None
    password: str | None = None
    starttls: bool = False
    ssl: bool = False


@dataclass(frozen=True, slots=True)
class MailAlert:
    """Mails a notice to some people."""

    server: MailServer
    sender: str
    to: tuple[str, ...]

    @property
    def name(self) -> str:
        return "mail"

    def send(self, notice: Notice, *, timeout: float) -> None:
        """`timeout` in seconds for each step. Raises NotDelivered."""
        try:
            self._send(self._message(notice), timeout)
        except (OSError, smtplib.SMTPException) as error:
            said = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
            raise NotDelivered(f"{self.server.host}:{self.server.port}: {type(error).__name__}{said}") from None

    def _message(self, notice: Notice) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = printable(f"[arsip] {notice.subject}: {notice.exit_code.words} (exit {notice.exit_code})")
        message["From"] = self.sender
        message["To"] = ", ".join(self.to)
        message["Date"] = localtime()
        message["Message-ID"] = make_msgid(domain=notice.host)  # by itself it would ask a name server who we are
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
        message.set_content(notice.text)
        return message

    def _send(self, message: EmailMessage, timeout: float) -> None:
        server, own_name = self.server, "localhost"  # as what we introduce ourselves: the default asks a name server
        if server.ssl:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, own_name, timeout=timeout, context=tls_context())
        else:
            connection = smtplib.SMTP(server.host, server.port, own_name, timeout=timeout)
        with connection:
            if server.starttls:
                connection.starttls(context=tls_context())
            if server.user:
                connection.login(server.user, server.password or "")
            connection.send_message(message)
