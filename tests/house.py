"""Prepares the ground before Django wakes: a data folder of its own, a known secret, and the database that was asked for."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from amends.config import catalogues
from tests import postgres

KEPT = ("AMENDS_TEST_", "AMENDS_CORPUS_DIR", "AMENDS_BENCH_")
_running: list[postgres.PrivateServer] = []


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Runs before any other plugin reads the settings."""
    prepare()
    catalogues.compile_stale()
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """The few settings that no environment variable may change, so that no running office can ever have them."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MIGRATION_MODULES = _Only("insight")
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


class _Only(dict[str, None]):
    """MIGRATION_MODULES by which all tables but those of these apps come straight from the models.

    To walk every migration takes longer than a hundred tests; whole-house tests walk them, in `amends init`, and
    `make check` fails where models and migrations differ.
    """

    def __init__(self, *kept: str) -> None:
        self._kept = kept

    def __contains__(self, app: object) -> bool:
        return app not in self._kept

    def __missing__(self, app: str) -> None:
        return None


def pytest_unconfigure() -> None:
    while _running:
        _running.pop().stop()


def pytest_report_header() -> str:
    return f"database: {os.environ.get('AMENDS_DATABASE_URL', '').split(':')[0]}"


def prepare() -> None:
    """Sets the environment of this process; a helper process of xdist inherits the server and gets a folder of its own."""
    inherited = os.environ.get("AMENDS_DATABASE_URL", "") if "PYTEST_XDIST_WORKER" in os.environ else ""
    for name in [name for name in os.environ if name.startswith("AMENDS_") and not name.startswith(KEPT)]:
        del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="amends-tests-"))
    (folder / "static").mkdir()  # looked for at start; what lies there comes from the finders
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(
        AMENDS_ENV_FILE="",
        AMENDS_DATA_DIR=str(folder),
        AMENDS_SECRET_KEY="known-to-all-and-therefore-used-by-nothing-but-tests-0123456789",
        AMENDS_BASE_URL="http://localhost:8000",
        AMENDS_DATABASE_URL=_database_url(inherited, folder),
        DJANGO_SETTINGS_MODULE="amends.config.settings",
    )


def _database_url(inherited: str, folder: Path) -> str:
    if inherited.startswith("postgres"):
        return inherited
    if given := os.environ.get("AMENDS_TEST_DATABASE_URL"):
        return given
    kind = os.environ.get("AMENDS_TEST_DB", "sqlite")
    if kind == "sqlite":
        return f"sqlite://{folder / 'amends.sqlite3'}"
    if kind != "postgres":
        raise pytest.UsageError(f"AMENDS_TEST_DB is {kind!r}; write sqlite or postgres")
    _running.append(postgres.PrivateServer())
    return _running[0].start()
