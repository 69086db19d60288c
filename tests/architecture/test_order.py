"""The house checks its own order: who imports whom, back doors, names, captions, direction of writing."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "amends"
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "manager"}
# Marks that silence a check, by file, each with its reason beside it in the code.
SILENCED = {"amends/config/gate.py": 1, "amends/lib/_picture_process.py": 1}
WRITERS = ("amends/core/actions/", "amends/core/outbox.py")
CORE_MODELS = ("Complaint", "Issue", "Event", "Personal", "Message", "Deadline", "Party")


def _python(folder: Path = HOUSE, *, with_tests: bool = False) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        if with_tests or not ({"tests", "migrations"} & set(path.relative_to(ROOT).parts)):
            yield path


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_go_one_way() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_check_is_silenced_but_by_name() -> None:
    found = {
        _name(path): count
        for path in _python()
        if (count := len(re.findall(r"#\s*noqa", path.read_text(encoding="utf-8"))))
    }
    assert found == SILENCED, "a `noqa` needs its file and reason in SILENCED; in the core there is none at all"


def test_the_core_imports_at_the_top() -> None:
    inside = [
        f"{_name(path)}:{node.lineno}"
        for path in _python(HOUSE / "core")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside, "an import inside a function hides who needs whom"


def test_every_module_says_what_lives_there() -> None:
    silent = [
        _name(path)
        for path in _python()
        if (text := path.read_text(encoding="utf-8")).strip() and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent, "open each of these with one to three lines: what lives here, and what does not"


def test_no_file_has_a_name_without_meaning() -> None:
    assert [_name(path) for path in _python(with_tests=True) if path.stem in FORBIDDEN_NAMES] == []


def test_complaints_are_written_by_verbs_alone() -> None:
    writing = re.compile(
        rf"\b({'|'.join(CORE_MODELS)})\.objects\.(create|bulk_create|update|get_or_create|update_or_create)\("
    )
    found = [
        f"{_name(path)}: {hit.group()}"
        for path in _python()
        if not _name(path).startswith(WRITERS)
        for hit in writing.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found, "write through a verb of amends/core/actions"


@pytest.mark.parametrize("path", sorted(HOUSE.rglob("*.css")), ids=lambda path: path.name)
def test_styles_know_no_left_and_right(path: Path) -> None:
    physical = re.compile(
        r"(?:^|[;{\s])((?:margin|padding|border|inset)-(?:left|right)|left|right|(?:text-align|float|clear):\s*(?:left|right))\s*[:;}]"
    )
    found = [
        f"{number}: {line.strip()}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if physical.search(line)
    ]
    assert not found, "use the logical property (margin-inline-start, text-align: start), so that Persian reads right"


def test_templates_hold_no_style_and_no_script_of_their_own() -> None:
    inline = re.compile(
        r"\sstyle=|<style|<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)|\son\w+=|hx-on|javascript:"
    )
    found = [
        f"{_name(path)}: {hit.group().strip()}"
        for path in sorted(HOUSE.rglob("*.html"))
        if "recorded" not in path.parts and "tests" not in path.parts
        for hit in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found, "the content security policy would not run it; put it in a file"
