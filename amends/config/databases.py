"""Reads AMENDS_DATABASE_URL: SQLite in the data folder, or PostgreSQL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from amends.config.env import BadSetting

FILE_NAME = "amends.sqlite3"


def from_url(url: str, folder: Path) -> dict[str, Any]:
    """Django's description of the database. Refuses any other kind of database than these two."""
    kind, _, rest = url.partition(":")
    if is_sqlite(url):
        return _sqlite(Path(rest.removeprefix("//")) if rest.removeprefix("//") else folder / FILE_NAME)
    if kind in {"postgresql", "postgres"}:
        return _postgresql(url)
    raise BadSetting(f"AMENDS_DATABASE_URL begins with {kind!r}; write sqlite:// or postgresql://")


def is_sqlite(url: str) -> bool:
    """Known without waking Django."""
    return url.partition(":")[0] in {"", "sqlite"}


def _sqlite(path: Path) -> dict[str, Any]:
    path = path.resolve()
    return {
        "ENGINE": "amends.lib.sqlite",
        "NAME": str(path),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 60},
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": f"{path}.test"},
    }


def _postgresql(url: str) -> dict[str, Any]:
    """postgresql://user:password@host:port/name; what follows a question mark goes to the driver (sslmode=require)."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "amends.lib.postgres",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": options.pop("port", None) or str(parts.port or ""),
        # Django prepares no statement; those of receiving are (amends/lib/prepared.py, amends/core/actions/_insert_at_once.py).
        "OPTIONS": {
            "connect_timeout": "10",
            # Some connections rest for hours; whatever stands between may have forgotten them.
            "keepalives_idle": "60",
            "tcp_user_timeout": "30000",
            "application_name": "amends",
            "prepare_threshold": _threshold(options.pop("prepare_threshold", "5")),
            **options,
        },
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def _threshold(value: str) -> int | None:
    """The one option that the driver takes as a number, or as None."""
    if value == "none":
        return None
    if not value.isdecimal():
        raise BadSetting(f"AMENDS_DATABASE_URL has prepare_threshold={value}; write a whole number, or none")
    return int(value)
