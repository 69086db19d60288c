"""Content files are complete, refused by line when wrong, and never overwrite what an office made of them."""

from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

from amends.core import content
from amends.core.models import Category, TextBlock
from amends.lib.data_files import DataFault
from amends.office import bodies
from amends.office.models import Policy, Team

AT = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = "names: {en: A, ru: Б, fa: پ, zh: 中}"


@pytest.mark.parametrize(("package", "name"), [("amends.office.base", "base.yaml"), ("amends.demo", "company_x.yaml")])
def test_the_files_that_ship_are_sound(package: str, name: str) -> None:
    assert content.read(resources.files(package).joinpath(name)).entries("categories")


@pytest.mark.django_db
def test_a_clean_start_is_given_once_and_then_left_alone() -> None:
    Category.objects.all().delete()
    assert content.load_base(at=AT)
    harm = Category.objects.get(code="health.harm")
    assert harm.is_danger and harm.parent_code == "health" and set(harm.names) == set(content.LANGUAGES)
    assert Team.objects.filter(is_default=True).exists()
    assert "{answer_days}" in Policy.objects.get(version=1).texts["fa"]
    TextBlock.objects.filter(code="thanks").update(names={"en": "Ours now"})
    assert not content.load_base(at=AT)
    assert TextBlock.objects.get(code="thanks").name == "Ours now"


@pytest.mark.parametrize("jurisdiction", ["RU", "IR", "CN", "GB", "EU", "US"])
def test_outside_bodies_are_named_in_four_languages(jurisdiction: str) -> None:
    found = bodies.bodies(jurisdiction)
    assert found and all(set(body.names) == set(content.LANGUAGES) and body.site for body in found)
    assert bodies.bodies("somewhere else") == []


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        (f"things:\n  - code: a\n    {NAMES}\n", "x.yaml:1: “things” is not known here"),
        ("departments:\n  - code: a\n    names: {en: A}\n", "x.yaml:3: “ru” must be a text"),
        (
            f"departments:\n  - code: a\n    {NAMES}\n  - code: a\n    {NAMES}\n",
            "x.yaml:4: the code “a” is there twice",
        ),
        (f"categories:\n  - code: a\n    department: b\n    {NAMES}\n", "x.yaml:3: there is no department “b”"),
        (f"categories:\n  - code: a\n    {NAMES}\n    marks: [dire]\n", "x.yaml:4: “dire” is no mark"),
        (
            f"categories:\n  - code: a\n    {NAMES}\n    children:\n      - code: b.c\n        {NAMES}\n",
            "x.yaml:5: “b.c” must begin with the code of what it is part of",
        ),
    ],
)
def test_wrong_content_is_refused_by_line(tmp_path: Path, written: str, complaint: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(DataFault, match=complaint):
        content.read(file)
