"""Reads settings from the environment. Fails loudly on nonsense, so that a typing error never becomes a silent default."""

import os
from pathlib import Path


class BadSetting(ValueError):
    """A setting has a value that means nothing; the message names the setting and what was expected."""


def text(name: str, default: str = "") -> str:
    """The value of NAME, else the content of the file that NAME_FILE names, else the default."""
    if (value := os.environ.get(name)) is not None:
        return value.strip()
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE names {path}, which cannot be read: {error.strerror}") from error
    return default


def flag(name: str, default: bool) -> bool:
    value = text(name, "on" if default else "off").lower()
    if value in {"on", "true", "yes", "1"}:
        return True
    if value in {"off", "false", "no", "0", ""}:
        return False
    raise BadSetting(f"{name} is {value!r}; write on or off")


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name, str(default))
    try:
        found = int(value)
    except ValueError:
        raise BadSetting(f"{name} is {value!r}; write a whole number") from None
    if found < least:
        raise BadSetting(f"{name} is {found}; it must be at least {least}")
    return found


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    value = text(name, default).lower()
    if value not in options:
        raise BadSetting(f"{name} is {value!r}; choose one of {', '.join(options)}")
    return value


def load_dotenv(path: Path, *, is_named: bool = False) -> None:
    """Reads KEY=VALUE lines of a .env file; what the environment already says wins.

    Refuses one that cannot be read, or that was named and is not there: without it another, empty office would answer.
    """
    try:
        if not is_named and not path.is_file():
            return
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadSetting(f"the file of settings {path} cannot be read: {error.strerror}") from error
    for line in lines:
        line = line.strip()
        if line and not line.startswith("#") and "=" in line:
            key, _, value = line.partition("=")
            os.environ.setdefault(key.strip(), value.strip().strip("\"'"))
