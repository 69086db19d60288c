"""What stands on the tab of a browser: the page, then the company, so that the tabs of two offices can be told apart."""

import re
from pathlib import Path

AMENDS = Path(__file__).parents[2] / "amends"
PAGE = re.compile(r'{% extends "ui/(?:desk|entrance|public|print)\.html" %}')
TITLE = re.compile(r"^{% block title %}(.*){% endblock %}$", re.MULTILINE)


def test_every_title_ends_with_the_company() -> None:
    pages = {path: words for path in AMENDS.rglob("templates/**/*.html") if PAGE.match(words := path.read_text())}
    ours = {path.relative_to(AMENDS): words for path, words in pages.items() if "tests" not in path.parts}
    assert len(ours) > 60
    without = [str(path) for path, words in ours.items() if not _title(words).endswith("{{ company }}")]
    assert without == []


def _title(words: str) -> str:
    found = TITLE.search(words)
    return found[1] if found else ""
