"""Reads a company's content (departments, products, categories, causes, text blocks) from a data file and keeps it.

Used for the clean start of a new office and for the demo office. What the office has changed since is left alone.
"""

from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from django.db import transaction

from amends.core.models import Category, Cause, TextBlock
from amends.lib.data_files import Entry, read_entry
from amends.office import changes
from amends.office.models import Department, Office, Person, Policy, Product, Store, Team

LANGUAGES = ("en", "ru", "fa", "zh")
MARKS = ("danger", "confidential")

_PARTS = (
    "office", "departments", "teams", "products", "stores", "categories", "causes", "text_blocks", "checklists",
)  # fmt: skip


def read(file: Traversable) -> Entry:
    """A content file. Refuses, naming file and line: unknown keys, a missing language, a code that is there twice,
    a department or category nobody has defined."""
    content = read_entry(file)
    content.known(*_PARTS)
    departments = {entry.text("code") for entry in content.entries("departments")}
    roots = {entry.text("code") for entry in content.entries("categories")}
    for part in ("departments", "teams", "products", "stores", "text_blocks"):
        _check_codes(content.entries(part))
    for part in ("categories", "causes"):
        _check_codes([node for node, _ in _nodes(content.entries(part))])
    _check_references(content, departments, roots)
    return content


@transaction.atomic
def load_base(*, at: datetime, by: Person | None = None) -> bool:
    """Gives an office without any categories its first content and promise; BY is None at the command line.

    False when there was something already.
    """
    if Category.objects.exists():
        return False
    base = resources.files("amends.office.base")
    keep(read(base.joinpath("base.yaml")), at=at)
    promise = read_entry(base.joinpath("promise.yaml"))
    Policy.objects.get_or_create(version=1, defaults={"valid_from": at, "texts": _in_all_languages(promise)})
    changes.note("load_base", "office", by=by, at=at)
    return True


@transaction.atomic
def keep(content: Entry, *, at: datetime) -> None:
    """Stores what is not there yet, by code. Never changes or removes anything that is."""
    if "office" in content:
        _keep_office(content["office"])
    for entry in content.entries("departments"):
        _once(Department, entry)
    departments = {department.code: department for department in Department.objects.all()}
    for entry in content.entries("teams"):
        _once(
            Team,
            entry,
            department=departments.get(entry.get("department", "")),
            categories=list(entry.get("categories", [])),
            languages=list(entry.get("languages", [])),
            is_default=entry.get("default") == "yes",
        )
    _keep_goods(content)
    _keep_trees(content, departments, at)
    _keep_words(content)


def _keep_office(entry: Entry) -> None:
    office = Office.current()
    office.names = _names(entry)
    for field in ("prefix", "currency", "time_zone", "language", "jurisdiction"):
        setattr(office, field, entry.text(field))
    office.is_set_up = True
    office.save()


def _keep_goods(content: Entry) -> None:
    currency = content["office"].text("currency") if "office" in content else ""
    for entry in content.entries("products"):
        _once(
            Product,
            entry,
            line=entry.text("line"),
            size=entry.text("size"),
            price_minor=int(entry.text("price_minor")),
            currency=currency,
        )
    for entry in content.entries("stores"):
        _once(Store, entry, sort=entry.text("sort"), country=entry.text("country"), time_zone=entry.text("time_zone"))


def _keep_trees(content: Entry, departments: dict[str, Department], at: datetime) -> None:
    for node, parents in _nodes(content.entries("categories")):
        owner = next((parent["department"] for parent in (node, *parents) if "department" in parent), "")
        remedy = next((parent["remedy"] for parent in (node, *parents) if "remedy" in parent), "")
        marks = node.get("marks", [])
        _valid_once(
            Category,
            node,
            parents,
            at,
            department=departments.get(owner),
            is_danger="danger" in marks,
            is_confidential="confidential" in marks,
            standard_remedy=remedy,
        )
    for node, parents in _nodes(content.entries("causes")):
        _valid_once(Cause, node, parents, at)


def _keep_words(content: Entry) -> None:
    for entry in content.entries("text_blocks"):
        TextBlock.objects.get_or_create(
            code=entry.text("code"),
            defaults={"names": _names(entry), "texts": _in_all_languages(entry["texts"]), "category": ""},
        )
    for entry in content.entries("checklists"):
        category = entry.text("category")
        questions = {language: "\n".join(entry["questions"][language]) for language in LANGUAGES}
        TextBlock.objects.get_or_create(
            code=f"questions.{category}",
            defaults={"names": _CHECKLIST_NAMES, "texts": questions, "category": category},
        )


_CHECKLIST_NAMES = {"en": "Questions to ask", "ru": "Что спросить", "fa": "پرسش‌ها", "zh": "要问的问题"}


def _once(model: Any, entry: Entry, **fields: Any) -> None:
    model.objects.get_or_create(code=entry.text("code"), defaults={"names": _names(entry), **fields})


def _valid_once(model: Any, node: Entry, parents: tuple[Entry, ...], at: datetime, **fields: Any) -> None:
    parent = parents[0].text("code") if parents else ""
    defaults = {"names": _names(node), "parent_code": parent, "valid_from": at, **fields}
    model.objects.get_or_create(code=node.text("code"), version=1, defaults=defaults)


def _nodes(entries: list[Entry], parents: tuple[Entry, ...] = ()) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
    for entry in entries:
        yield entry, parents
        yield from _nodes(entry.entries("children"), (entry, *parents))


def _names(entry: Entry) -> dict[str, str]:
    names = entry.get("names")
    if not isinstance(names, Entry):
        raise entry.fault("“names” must be names by language", "names")
    return _in_all_languages(names)


def _in_all_languages(words: Entry) -> dict[str, str]:
    words.known(*LANGUAGES)
    return {language: words.text(language) for language in LANGUAGES}


def _check_codes(entries: list[Entry]) -> None:
    seen: dict[str, str] = {}
    for entry in entries:
        code = entry.text("code")
        if code in seen:
            raise entry.fault(f"the code “{code}” is there twice; first at {seen[code]}", "code")
        seen[code] = entry.place
        _names(entry)
        for mark in entry.get("marks", []):
            if mark not in MARKS:
                raise entry.fault(f"“{mark}” is no mark; marks are: {', '.join(MARKS)}", "marks")


def _check_references(content: Entry, departments: set[str], roots: set[str]) -> None:
    for entry in (*content.entries("teams"), *content.entries("categories")):
        if "department" in entry and entry["department"] not in departments:
            raise entry.fault(f"there is no department “{entry['department']}”", "department")
    for team in content.entries("teams"):
        for code in team.get("categories", []):
            if code not in roots:
                raise team.fault(f"there is no top category “{code}”", "categories")
    for node, parents in _nodes(content.entries("categories")):
        if parents and not node.text("code").startswith(parents[0].text("code") + "."):
            raise node.fault(f"“{node['code']}” must begin with the code of what it is part of", "code")
    for checklist in content.entries("checklists"):
        if checklist.text("category") not in roots:
            raise checklist.fault(f"there is no top category “{checklist['category']}”", "category")
