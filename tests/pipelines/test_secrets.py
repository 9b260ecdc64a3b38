"""Secrets stay out of what a run leaves behind."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.secrets import BLOT, LEAST_LENGTH, Secrets, is_untold

HOOK = "https://hooks.desa.id/services/T024/B0815/q7Hw2Lk9"
SETTINGS = {
    "WEBHOOK_URL": HOOK,
    "PING_URL": "https://ping.desa.id/0b5f6a4e-3d5c-4c62-9a36-f1c9ce0a1f11",
    "WEBHOOK_AUTHORIZATION": "Bearer kunci-gudang-77",
    "MAIL_PASS": "rahasia dapur",
    "MAIL_HOST": "localhost",
    "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html", "X-Api-Key": "lumbung-padi-12", "Cookie": "sesi=abcdefgh"},
    "HTTPPROXY_AUTH_ENCODING": "latin-1",
    "FEEDS": {"ftp://tani:s4wah@berkas.desa.id/a.jsonl": {"format": "jsonl"}},
    "DATA_DIR": "data",
}


@pytest.mark.parametrize(
    "name", ["WEBHOOK_URL", "PING_URL", "MAIL_PASS", "ALERT_MAIL_TO", "AWS_SECRET_ACCESS_KEY", "Authorization", "Set-Cookie"]
)
def test_a_name_that_may_hold_a_secret_is_untold(name: str) -> None:
    assert is_untold(name)


@pytest.mark.parametrize("name", ["DATA_DIR", "OPERATOR", "AUTOTHROTTLE_ENABLED", "FEEDS", "ITEM_PIPELINES", "METRICS_DIR"])
def test_an_ordinary_name_is_told(name: str) -> None:
    assert not is_untold(name)


def test_a_credential_is_blotted_out_wherever_it_turns_up() -> None:
    secrets = Secrets.among(SETTINGS)
    assert secrets.blot(f"POST {HOOK} failed") == f"POST {BLOT} failed"
    assert secrets.blot("no route: /services/T024/B0815/q7Hw2Lk9") == f"no route: {BLOT}"
    assert secrets.blot("token kunci-gudang-77 refused") == f"token {BLOT} refused"
    assert secrets.blot("535 rahasia dapur") == f"535 {BLOT}"


def test_user_names_and_passwords_in_addresses_are_blotted_out_whoever_configured_them() -> None:
    assert Secrets().blot("see http://tani:s4w@h@desa.id/a?b=c@d and https://desa.id/@akun") == (
        f"see http://{BLOT}@desa.id/a?b=c@d and https://desa.id/@akun"
    )


def test_words_that_are_no_secrets_stay() -> None:
    secrets = Secrets.among(SETTINGS)
    for text in ("localhost refused", "latin-1", "https://desa.id/services", "text/html"):
        assert secrets.blot(text) == text


def test_settings_are_told_without_secrets_however_deep_they_lie() -> None:
    told = json.dumps(Secrets.among(SETTINGS).told({"settings": SETTINGS, "arguments": {"url": f"https://u:p@desa.id/?next={HOOK}"}}))
    for secret in (HOOK, "0b5f6a4e", "gudang", "dapur", "lumbung", "abcdefgh", "s4wah", "u:p"):
        assert secret not in told
    assert json.loads(told)["settings"]["DATA_DIR"] == "data"
    assert "berkas.desa.id/a.jsonl" in told


LETTERS = "ab/:@."


@given(st.lists(st.text(LETTERS, min_size=LEAST_LENGTH, max_size=12), max_size=4), st.text(LETTERS, max_size=60))
def test_no_secret_survives_however_secrets_overlap(values: list[str], around: str) -> None:
    pieces = Secrets(values).blot(around.join(["", *values, ""])).split(BLOT)
    assert not any(value in piece for value in values for piece in pieces)
