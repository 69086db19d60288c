"""Takes the pictures of the README from a fresh demo office: `make pictures`. A picture that is not true is not shown."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

HOME = Path(__file__).parent.parent
OUT = HOME / "docs" / "pictures"
STAFF = "olga@company-x.example"
PATIENCE = 180

SHOTS = (
    ("worklist", "/desk/", "en", "light", "wide", True),
    ("case", "/desk/complaints/PX-2026-000001/", "en", "light", "wide", True),
    ("worklist-fa-dark", "/desk/", "fa", "dark", "wide", True),
    ("complain", "/complain", "ru", "light", "phone", False),
    ("complain-fa", "/complain", "fa", "dark", "phone", False),
    ("promise", "/promise", "zh", "light", "phone", False),
)
"""Name, address, language, theme, size, signed in."""


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, _office(Path(folder)) as base:
        password = Path(folder) / "password"
        password.write_text(_password(Path(folder)), "utf-8")
        for name, address, language, theme, size, signed_in in SHOTS:
            taken = Path(folder) / "taken" / name
            command = [
                sys.executable,
                str(HOME / "tools" / "pictures.py"),
                address,
                "--base",
                base,
                "--out",
                str(taken),
            ]
            command += ["--languages", language, "--themes", theme, "--sizes", size]
            command += ["--login", STAFF, "--password-file", str(password)] if signed_in else []
            subprocess.run(command, check=True)
            next(taken.glob("*.png")).replace(OUT / f"{name}.png")
    return 0


@contextmanager
def _office(folder: Path) -> Iterator[str]:
    """A demo office of its own on a free port; gone at the end."""
    port = free_port()
    base = f"http://localhost:{port}"
    surroundings = {**os.environ, "AMENDS_DATA_DIR": str(folder / "var"), "AMENDS_BASE_URL": base}
    command = [sys.executable, "-m", "amends", "run", "--port", str(port)]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, cwd=folder) as office:
        try:
            _wait(base)
            yield base
        finally:
            office.terminate()


def _wait(base: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{base}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError("the demo office did not come up")


def _password(folder: Path) -> str:
    for line in (folder / "var" / "demo-accounts.txt").read_text("utf-8").splitlines():
        if line.startswith(STAFF):
            return line.split()[1]
    raise LookupError(f"{STAFF} has no demo account")


if __name__ == "__main__":
    sys.exit(main())
