"""The one-time code by which the first administrator is let in from another machine. It lies in the data folder."""

import os
from pathlib import Path

from django.conf import settings

from amends.lib.secrets import normalise_code, readable_code, same
from amends.office.models import Person

FILE = "setup-code"


def setup_code() -> str:
    """The code of this data folder; made at the first question, readable by its owner alone."""
    path = _path()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(code := readable_code(os.urandom(10)))
    return code


def how_to_begin() -> str:
    """Where the first administrator is made, for whoever starts the office; "" once there is somebody."""
    if Person.objects.exists():
        return ""
    address = f"{settings.BASE_URL}/welcome/?code={setup_code()}"
    return f"Nobody has an account yet. The first administrator is made at {address}"


def is_setup_code(typed: str) -> bool:
    """Whether this is the code, however it was typed; never while no code was made."""
    code = normalise_code(typed)
    return code is not None and _path().exists() and same(code, setup_code())


def forget_setup_code() -> None:
    """The code has done its work."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return Path(settings.DATA_DIR) / FILE
