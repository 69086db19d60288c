"""Trees change by versions: nothing is lost, nothing is changed behind a complaint's back."""

from datetime import timedelta
from typing import Any

import pytest

from amends.core import catalogue, make
from amends.core.models import Category, Cause, TextBlock
from amends.core.queries import trees
from amends.office.models import Change, Person, RoleHeld, Team
from amends.office.refused import NotAllowed, OfficeRefused

NOW = make.MONDAY + timedelta(days=1)


@pytest.fixture
def ada(office: object) -> Person:
    return make.person("Ada", "admin")


def valid(code: str) -> Category:
    return Category.objects.get(code=code, valid_to=None)


def test_a_change_begins_a_new_version_and_the_case_keeps_the_old(ada: Person, boris: Person) -> None:
    case = make.complaint(by=boris, until="classified", category="promo")
    old = valid("promo")
    new = catalogue.change_node(old, names={"en": "Promotions", "ru": "Акции"}, is_danger=True, by=ada, at=NOW)
    assert (new.code, new.version, new.valid_from, new.is_danger) == ("promo", old.version + 1, NOW, True)
    old.refresh_from_db()
    assert (old.valid_to, old.names, old.is_danger) == (NOW, {"en": "promo"}, False)
    case.refresh_from_db()
    assert case.category == old
    assert trees.forward(old) == new
    line = Change.objects.get()
    assert (line.what, line.key, line.before["is_danger"], line.after["is_danger"]) == (
        "change_node",
        "promo",
        False,
        True,
    )


def test_nothing_changed_is_no_version(ada: Person) -> None:
    old = valid("promo")
    assert catalogue.change_node(old, names={"en": "promo"}, by=ada, at=NOW) == old
    assert not Change.objects.exists()


def test_of_two_changes_the_second_is_told(ada: Person) -> None:
    seen = valid("promo")
    catalogue.change_node(seen, names={"en": "A"}, by=ada, at=NOW)
    with pytest.raises(OfficeRefused):
        catalogue.change_node(seen, names={"en": "B"}, by=ada, at=NOW)
    assert valid("promo").names == {"en": "A"}


def test_an_ended_node_continues_as_another(ada: Person) -> None:
    catalogue.end_node(valid("packaging"), mapped_to="promo", by=ada, at=NOW)
    catalogue.end_node(valid("promo"), mapped_to="service", by=ada, at=NOW)
    first = Category.objects.get(code="packaging")
    assert trees.forward(first) == valid("service")
    assert [node.code for node in trees.ended(Category)] == ["packaging", "promo"]
    assert "packaging" not in [place.node.code for place in trees.valid(Category)]


@pytest.mark.parametrize(
    ("code", "to", "field"),
    [
        ("quality", "promo", ""),
        ("promo", "promo", "mapped_to"),
        ("promo", "", "mapped_to"),
        ("promo", "none", "mapped_to"),
    ],
)
def test_ends_that_cannot_be(ada: Person, code: str, to: str, field: str) -> None:
    with pytest.raises(OfficeRefused) as caught:
        catalogue.end_node(valid(code), mapped_to=to, by=ada, at=NOW)
    assert caught.value.field == field


def test_a_category_somebody_needs_does_not_end(ada: Person) -> None:
    team = Team.objects.get()
    team.categories = ["promo"]
    team.save()
    with pytest.raises(OfficeRefused, match="Front desk"):
        catalogue.end_node(valid("promo"), mapped_to="service", by=ada, at=NOW)
    RoleHeld.objects.create(person=make.person("Marina"), role="senior", category="packaging")
    with pytest.raises(OfficeRefused, match="Marina"):
        catalogue.end_node(valid("packaging"), mapped_to="service", by=ada, at=NOW)


@pytest.mark.parametrize(
    ("part", "under"),
    [("", ""), ("Late", ""), ("a.b", ""), ("a b", ""), ("x", "none"), ("spoil", "quality"), ("promo", "")],
)
def test_nodes_that_cannot_be(ada: Person, part: str, under: str) -> None:
    before = Category.objects.count()
    with pytest.raises(OfficeRefused):
        catalogue.add_node(Category, part=part, under=under, names={"en": "N"}, by=ada, at=NOW)
    assert Category.objects.count() == before


def test_the_code_of_an_ended_node_is_not_used_again(ada: Person) -> None:
    catalogue.end_node(valid("promo"), mapped_to="service", by=ada, at=NOW)
    with pytest.raises(OfficeRefused):
        catalogue.add_node(Category, part="promo", names={"en": "N"}, by=ada, at=NOW)


def test_causes_are_a_tree_of_their_own(ada: Person) -> None:
    top = catalogue.add_node(Cause, part="process", names={"en": "Process"}, by=ada, at=NOW)
    catalogue.add_node(Cause, part="missing", under="process", names={"en": "None"}, by=ada, at=NOW)
    assert [(place.node.code, place.depth) for place in trees.valid(Cause)] == [("process", 0), ("process.missing", 1)]
    assert catalogue.change_node(top, names={"en": "Processes"}, by=ada, at=NOW).version == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"code": "Big"}, "code"), ({"code": ""}, "code"), ({"texts": {}}, "text_en"), ({"names": {}}, "names"),
     ({"category": "none"}, "category"), ({"texts": {"fa": "x" * 5001}}, "text_fa")],
)  # fmt: skip
def test_ready_words_that_cannot_be(ada: Person, fields: Any, field: str) -> None:
    given: dict[str, Any] = {"code": "sorry", "names": {"en": "Sorry"}, "texts": {"en": "We are sorry."}} | fields
    with pytest.raises(OfficeRefused) as caught:
        catalogue.keep_text_block(TextBlock(), **given, by=ada, at=NOW)
    assert caught.value.field == field


def test_an_operator_may_not(ada: Person, boris: Person) -> None:
    with pytest.raises(NotAllowed):
        catalogue.change_node(valid("promo"), names={"en": "A"}, by=boris, at=NOW)
    with pytest.raises(NotAllowed):
        catalogue.keep_text_block(TextBlock(), code="a", names={"en": "A"}, texts={"en": "A"}, by=boris, at=NOW)
