"""Everything that can be known without running a test: form, faults, types, import contracts, missing migrations."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "types": ["mypy", "--no-error-summary"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "lint": ["ruff", "check", "--quiet"],
    "import contracts": ["lint-imports"],
    "missing migrations": ["django-admin", "makemigrations", "--check", "--dry-run"],
    "set-up for production": ["django-admin", "check", "--deploy", "--fail-level", "WARNING"],
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="amends-static-") as folder, ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda name: _check(name, Path(folder)), CHECKS))
    return 0 if all(results) else 1


def _check(name: str, folder: Path) -> bool:
    own = folder / name.replace(" ", "-")
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("AMENDS_")},
        "DJANGO_SETTINGS_MODULE": "amends.config.settings",
        "AMENDS_DATA_DIR": str(own),
        "AMENDS_ENV_FILE": "",
        "AMENDS_BASE_URL": "https://complaints.example.org",
    }
    begun = time.monotonic()
    program, *arguments = CHECKS[name]
    done = subprocess.run([BIN / program, *arguments], env=environment, capture_output=True, text=True, check=False)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name} ({time.monotonic() - begun:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
