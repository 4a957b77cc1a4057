"""Text messages are handed to one service, which can lead nowhere else."""

from pathlib import Path
from typing import Any

import pytest

from resource_dir.config import load_settings
from resource_dir.errors import BadInput, NotReady
from resource_dir.operations.sending import outbox
from resource_dir.operations.sending.texting import Texter, TextMessage, TextService, deliver_text

MESSAGE = TextMessage("+16615550142", "3 free?")


def test_a_message_is_posted_as_json_with_the_token(text_service: Any) -> None:
    deliver_text(TextService(text_service.url, "a token"), MESSAGE)

    ((headers, body),) = text_service.asked
    assert body == {"to": "+16615550142", "text": "3 free?"}
    assert headers["Authorization"] == "Bearer a token"
    assert headers["Content-Type"] == "application/json"


def test_a_retry_has_the_same_key(text_service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "PAUSES_SECONDS", (0.0, 0.0))
    text_service.statuses = [500, 429]
    texter = Texter(TextService(text_service.url))

    texter.send(MESSAGE)
    while len(text_service.asked) < 3:
        pass
    texter.finish()

    assert {headers["Idempotency-Key"] for headers, _ in text_service.asked} == {MESSAGE.key}


def test_after_three_tries_it_is_let_go_without_number_or_text(
    text_service: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(outbox, "PAUSES_SECONDS", (0.0, 0.0))
    text_service.statuses = [500] * 9
    texter = Texter(TextService(text_service.url, "a token"))

    texter.send(MESSAGE)
    while len(text_service.asked) < 3:
        pass
    texter.finish()

    logged = capsys.readouterr().err
    assert len(text_service.asked) == 3
    assert logged.count("text_not_sent") == 3
    assert "555" not in logged
    assert "a token" not in logged


@pytest.mark.parametrize("status", [302, 400, 401, 500])
def test_what_is_not_taken_is_an_error_and_no_redirect_is_followed(
    text_service: Any, status: int
) -> None:
    text_service.statuses = [status]

    with pytest.raises(OSError, match=str(status)):
        deliver_text(TextService(text_service.url), MESSAGE)

    assert len(text_service.asked) == 1


def test_a_command_is_told_that_nobody_took_it() -> None:
    with pytest.raises(NotReady, match="was not sent"):
        Texter(TextService("http://127.0.0.1:1/send")).send_now(MESSAGE)


def test_a_proxy_of_the_environment_is_not_asked(
    text_service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")

    deliver_text(TextService(text_service.url), MESSAGE)

    assert len(text_service.messages) == 1


@pytest.mark.parametrize(
    "environ",
    [
        {"TEXT_WEBHOOK_URL": "http://texts.example.org/send"},
        {"TEXT_WEBHOOK_URL": "ftp://127.0.0.1/send"},
        {"TEXT_WEBHOOK_URL": "https://user:secret@texts.example.org/send"},
        {"TEXT_WEBHOOK_URL": "https://texts.example.org/send#there"},
        {"TEXT_WEBHOOK_URL": "https://texts.example.org/a b"},
        {"TEXT_WEBHOOK_URL": "https://[x"},
        {"TEXT_WEBHOOK_URL": "texts.example.org"},
        {"MAIL_REPLY_TO": "beds"},
        {"MAIL_REPLY_TO": "a@example.org, b@example.org"},
        {"MAIL_REPLY_TOKEN": "short"},
    ],
)
def test_a_setting_that_can_not_be_used_is_named(environ: dict[str, str], tmp_path: Path) -> None:
    more = {"RESOURCE_DIR_DATA": str(tmp_path), "PUBLIC_URL": "https://directory.example.org"}

    with pytest.raises(BadInput) as refused:
        load_settings({**more, **environ})

    assert refused.value.field in environ


@pytest.mark.parametrize(
    "url", ["https://texts.example.org/v1/send?account=7", "http://127.0.0.1:8080/", "http://[::1]"]
)
def test_tls_or_this_very_machine_is_taken(url: str, tmp_path: Path) -> None:
    environ = {"RESOURCE_DIR_DATA": str(tmp_path), "PUBLIC_URL": "https://directory.example.org"}

    assert load_settings({**environ, "TEXT_WEBHOOK_URL": url}).text_webhook_url == url


def test_texts_with_links_need_an_address_of_ours(tmp_path: Path) -> None:
    environ = {"RESOURCE_DIR_DATA": str(tmp_path), "TEXT_WEBHOOK_URL": "http://127.0.0.1/"}

    with pytest.raises(BadInput) as refused:
        load_settings(environ)

    assert refused.value.field == "PUBLIC_URL"
