"""A file of settings is read, or it is said that it was not: an office without its settings would be another office."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from amends.config.env import BadSetting, load_dotenv


def test_lines_are_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"AMENDS_LANGUAGE": "fa"})
    (tmp_path / "amends.env").write_text(
        "# the office\nAMENDS_LANGUAGE=ru\nAMENDS_TIME_ZONE='Europe/Moscow'\n", "utf-8"
    )
    load_dotenv(tmp_path / "amends.env", is_named=True)
    assert os.environ == {"AMENDS_LANGUAGE": "fa", "AMENDS_TIME_ZONE": "Europe/Moscow"}


def test_a_file_that_nobody_named_may_be_missing(tmp_path: Path) -> None:
    load_dotenv(tmp_path / ".env")


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "found"])
def test_a_file_that_cannot_be_read_is_refused(is_named: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*args: object, **kwargs: object) -> str:
        raise PermissionError(13, "Permission denied")

    (tmp_path / ".env").touch()
    monkeypatch.setattr(Path, "read_text", forbidden)
    with pytest.raises(BadSetting, match=r"\.env cannot be read: Permission denied"):
        load_dotenv(tmp_path / ".env", is_named=is_named)


def test_a_named_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="No such file"):
        load_dotenv(tmp_path / "amends.env", is_named=True)


@pytest.mark.parametrize(
    ("words", "status"), [(["doctor"], 2), (["mail", "receive"], 75)], ids=["doctor", "mail receive"]
)
def test_a_wrong_setting_stops_a_command_and_a_mail_server_keeps_its_mail(
    words: list[str], status: int, tmp_path: Path
) -> None:
    environment = os.environ | {"AMENDS_ENV_FILE": str(tmp_path / "amends.env")}
    done = subprocess.run(
        [sys.executable, "-m", "amends", *words], env=environment, input="", capture_output=True, text=True, check=False
    )
    assert done.returncode == status
    assert done.stderr.startswith("amends: ") and "amends.env cannot be read" in done.stderr
