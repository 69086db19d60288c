"""What every request meets: whose word is believed, which headers go out, what is too much."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from amends.config import databases, env, health, mail, proxies, secret_key

TRUSTED = proxies.networks("127.0.0.1, 10.0.0.0/8")


@pytest.mark.parametrize(
    ("name", "peer", "chain", "found"),
    [
        ("a stranger's word is not believed", "198.51.100.7", "203.0.113.1", "198.51.100.7"),
        ("our proxy's word is", "127.0.0.1", "203.0.113.1", "203.0.113.1"),
        ("what the client forged further left is ignored", "127.0.0.1", "6.6.6.6, 203.0.113.1", "203.0.113.1"),
        ("two proxies of ours", "127.0.0.1", "203.0.113.1, 10.1.2.3", "203.0.113.1"),
        ("nonsense ends the search", "127.0.0.1", "203.0.113.1, nonsense", "127.0.0.1"),
        ("IPv6", "127.0.0.1", "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_of_the_client(name: str, peer: str, chain: str, found: str) -> None:
    assert proxies.client_address(peer, chain, TRUSTED) == found


@pytest.mark.django_db
def test_headers_say_what_our_pages_never_do(client: Client) -> None:
    headers = client.get("/accounts/login/").headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/accounts/login/", headers={"host": "evil.example"}).status_code == 400


def test_too_much_is_refused_in_words(client: Client, settings: Any) -> None:
    settings.REQUEST_LIMIT = 10
    answer = client.post("/accounts/login/", {"login": "x" * 100})
    assert answer.status_code == 413
    assert "larger than we accept" in answer.content.decode()


def test_alive_without_anything_else(client: Client) -> None:
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_says_that_no_worker_runs(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "start amends worker" in str(answer.json()["faults"])


@pytest.mark.django_db
def test_metrics_need_a_token(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "t" * 40
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    answer = client.get("/metrics", headers={"authorization": f"Bearer {'t' * 40}"})
    assert b"amends_ready" in answer.content


@pytest.mark.parametrize("url", ["mysql://x", "oracle:y"])
def test_other_databases_are_refused(url: str, tmp_path: object) -> None:
    with pytest.raises(env.BadSetting, match="sqlite"):
        databases.from_url(url, tmp_path)  # type: ignore[arg-type]


@pytest.mark.parametrize(("query", "told"), [("", 5), ("?prepare_threshold=0", 0), ("?prepare_threshold=none", None)])
def test_the_driver_is_told_as_it_wants_when_to_prepare(query: str, told: int | None, tmp_path: Path) -> None:
    options = databases.from_url(f"postgresql://amends@/amends{query}", tmp_path)["OPTIONS"]
    assert options["prepare_threshold"] == told


def test_a_word_for_when_to_prepare_is_refused(tmp_path: Path) -> None:
    with pytest.raises(env.BadSetting, match="whole number"):
        databases.from_url("postgresql://amends@/amends?prepare_threshold=often", tmp_path)


def test_mail_urls() -> None:
    good = "smtp://me%40x:p%3Aw@mail.example.org:587"
    assert mail.checked(good) == good and mail.checked("") == ""
    for bad in ("http://mail.example.org", "imaps://mail.example.org", "smtp://", "smtp://mail.example.org:99999"):
        with pytest.raises(env.BadSetting, match="AMENDS_EMAIL_URL"):
            mail.checked(bad)


@pytest.mark.parametrize("key", ["short", "a" * 60])
def test_weak_keys_are_refused(key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("AMENDS_SECRET_KEY", key)
    with pytest.raises(env.BadSetting, match="weak"):
        secret_key.of_this_office(tmp_path)  # type: ignore[arg-type]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/desk/?q=a%00b", "/follow?number=%00", "/desk/complaints/PX%00/"])
def test_a_nul_in_an_address_is_refused_in_words(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400


@pytest.mark.django_db
def test_what_is_amiss_is_said_in_the_reader_s_language_and_to_machines_in_english(client: Client) -> None:
    cache.delete(health.HEARTBEAT)
    with translation.override("ru"):
        assert health.faults() == ["Фоновая работа не идёт: запустите amends worker."]
    answer = client.get("/readyz", headers={"accept-language": "ru"})
    assert answer.json()["faults"] == ["No worker is running: start amends worker."]
