"""From settings to channels: whom the operator wants told, and by which address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from crawler.exitcodes import ExitCode
from crawler.operations.channels import Channel, DeadMansSwitch, Webhook

URLS = ("WEBHOOK_URL", "PING_URL", "PING_START_URL", "PING_FAIL_URL")


class AddressError(ValueError):
    """A setting that says who is told makes no sense. Names the setting, never its value: that may be a secret."""


def check_addresses(settings: BaseSettings) -> None:
    """Before a run. Raises AddressError."""
    for name in URLS:
        if settings.get(name):
            _check_url(name, settings[name])
    if not settings.get("PING_URL") and (settings.get("PING_START_URL") or settings.get("PING_FAIL_URL")):
        raise AddressError("PING_START_URL and PING_FAIL_URL go beside PING_URL, which is not set")
    authorization = settings.get("WEBHOOK_AUTHORIZATION") or ""
    if not (authorization.isascii() and (authorization.isprintable() or not authorization)):
        raise AddressError("WEBHOOK_AUTHORIZATION is no value of a header: printable ASCII on one line")
    for address in mail_addresses(settings):
        if "@" not in address.strip("@") or not address.isprintable() or any(c in address for c in ' ,;<>"'):
            raise AddressError("ALERT_MAIL_TO is no list of mail addresses, as in a@desa.id, b@desa.id")
    alert_codes(settings)
    folder = settings.get("METRICS_DIR")
    if folder and not Path(folder).is_dir():
        raise AddressError(f"METRICS_DIR={folder}: no such folder")


def _check_url(name: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good or not url.isascii() or not url.isprintable() or " " in url:
        raise AddressError(f"{name} is no address like https://example.org/path")
    if parts.username is not None or parts.password is not None:
        hint = "; WEBHOOK_AUTHORIZATION holds a credential" if name == "WEBHOOK_URL" else ""
        raise AddressError(f"{name} holds a user name or password, which would not be sent{hint}")


def alert_codes(settings: BaseSettings) -> frozenset[ExitCode]:
    """The exit codes in ALERT_ON. Raises AddressError."""
    try:
        return frozenset(ExitCode(int(code)) for code in settings.getlist("ALERT_ON") if str(code).strip())
    except ValueError:
        raise AddressError(f"ALERT_ON={settings.get('ALERT_ON')!r} is no list of exit codes, as in 1,3,8") from None


def mail_addresses(settings: BaseSettings) -> tuple[str, ...]:
    return tuple(address.strip() for address in settings.getlist("ALERT_MAIL_TO") if address.strip())


def channels(settings: BaseSettings) -> list[Channel]:
    """Those that hear of what needs a person."""
    found: list[Channel] = []
    if settings.get("WEBHOOK_URL"):
        found.append(Webhook(settings["WEBHOOK_URL"], settings.get("WEBHOOK_AUTHORIZATION") or None))
    to = mail_addresses(settings)
    if to:
        from crawler.operations.mail import MailAlert, MailServer  # here: mail takes 10 ms to import

        server = MailServer(
            host=settings["MAIL_HOST"],
            port=settings.getint("MAIL_PORT"),
            user=settings.get("MAIL_USER") or None,
            password=settings.get("MAIL_PASS") or None,
            starttls=settings.getbool("MAIL_TLS"),
            ssl=settings.getbool("MAIL_SSL"),
        )
        found.append(MailAlert(server, settings["MAIL_FROM"], to))
    return found


def dead_mans_switch(settings: BaseSettings) -> DeadMansSwitch | None:
    """What hears of every run. A failure there is what alerts are sent for here."""
    if not settings.get("PING_URL"):
        return None
    start, fail = settings.get("PING_START_URL") or None, settings.get("PING_FAIL_URL") or None
    return DeadMansSwitch(settings["PING_URL"], start, fail, alert_codes(settings))
