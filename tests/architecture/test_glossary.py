"""The glossary calls roles and stages what the screens call them, in every language."""

from pathlib import Path

import pytest
from django.utils import translation

from amends.core.rules.states import STAGE_NAMES
from amends.web.office.role_names import ROLE_NAMES

GLOSSARY = (Path(__file__).parents[2] / "docs/glossary.md").read_text()


def _in(language: str, words: object) -> str:
    with translation.override(language):
        return translation.gettext(str(words)).lower()


@pytest.mark.parametrize("role", ROLE_NAMES)
def test_a_role_is_called_as_on_the_screen(role: str) -> None:
    names = [_in(language, ROLE_NAMES[role]) for language in ("en", "ru", "fa", "zh")]
    assert " | ".join(["", f"`{role}`", *names, ""]).strip() in GLOSSARY


@pytest.mark.parametrize("stage", STAGE_NAMES)
def test_a_stage_is_called_as_on_the_screen(stage: str) -> None:
    english, *others = [_in(language, STAGE_NAMES[stage]) for language in ("en", "ru", "fa", "zh")]
    assert f"{english} ({', '.join(others)})" in GLOSSARY
