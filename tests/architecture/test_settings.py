"""Every setting is read in one way and documented in one place."""

import re

from amends.commands import WORDS
from tests.architecture.test_order import HOUSE, ROOT, _name, _python

PAGE = ROOT / "docs" / "running" / "settings.md"
READ = re.compile(
    r"env\.(?:text|flag|number|choice)\(\s*\"(AMENDS_\w+)\"|environ\.(?:get|setdefault)\(\"(AMENDS_\w+)\""
)


def _read() -> set[str]:
    return {
        name for path in _python() for pair in READ.findall(path.read_text(encoding="utf-8")) for name in pair if name
    }


def _documented() -> set[str]:
    return set(re.findall(r"^\| `(AMENDS_\w+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_is_documented_and_no_other() -> None:
    assert _read() == _documented()


def test_the_environment_is_read_in_config_alone() -> None:
    found = [
        _name(path)
        for path in _python()
        if re.search(r"os\.environ\b.*AMENDS_|getenv", path.read_text(encoding="utf-8"))
        and not _name(path).startswith(("amends/config/", "amends/commands/run.py"))
    ]
    assert found == []


def test_every_command_has_its_module() -> None:
    modules = {path.stem for path in (HOUSE / "commands").glob("*.py")} - {"__init__"}
    assert set(WORDS) == modules
