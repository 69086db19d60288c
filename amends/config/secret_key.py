"""The one secret from which all others of this office are derived."""

import contextlib
import os
import secrets
from pathlib import Path

from amends.config import env

LEAST = 32


def of_this_office(folder: Path) -> str:
    """Given by AMENDS_SECRET_KEY, or made at the first start and kept in the data folder, readable by its owner alone.

    Refuses a short or monotonous key: whoever guesses it can sign in as anybody.
    """
    if given := env.text("AMENDS_SECRET_KEY"):
        return _worthy(given, "AMENDS_SECRET_KEY")
    path = folder / "secret-key"
    if not path.exists():
        _make(path)
    return _worthy(path.read_text(encoding="ascii").strip(), str(path))


def _worthy(key: str, origin: str) -> str:
    if len(key) < LEAST or len(set(key)) < 10:
        raise env.BadSetting(f"{origin} is too weak; write at least {LEAST} random characters")
    return key


def _make(path: Path) -> None:
    """Written aside and linked into place, so that two first starts at once agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secret-key.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
