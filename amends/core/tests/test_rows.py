"""Rows of ours are made and read as Django makes and reads them."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from amends.core import make
from amends.core.models import Complaint, Deadline, Event, Party
from amends.lib.row import Row
from amends.office.models import Person
from amends.office.names import Named

OURS = [model for model in apps.get_models() if model.__module__.startswith("amends.")]


def by_django(model: type[models.Model], *args: Any, **values: Any) -> dict[str, Any]:
    """What a row holds when Django's own constructor made it."""
    row = model.__new__(model)
    models.Model.__init__(row, *args, **values)
    return held(row)


def held(row: models.Model) -> dict[str, Any]:
    """Everything about a row but what is made by chance, each time anew."""
    chance = {field.attname for field in row._meta.concrete_fields if field.default not in (dict, list)}
    chance &= {field.attname for field in row._meta.concrete_fields if callable(field.default)}
    plain = {name: value for name, value in vars(row).items() if name != "_state"}
    plain |= {name: type(plain[name]) for name in chance & plain.keys()}
    state = row._state
    return plain | {"state": (state.db, state.adding, dict(state.fields_cache))}


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_table_of_ours_is_of_this_kind_and_blank_rows_are_django_s(model: type[models.Model]) -> None:
    assert issubclass(model, Row)
    assert held(model()) == by_django(model)
    assert model() is not model()
    for name, value in vars(model()).items():
        if isinstance(value, (dict, list)):
            assert value is not vars(model())[name], f"two rows share one {name}"


CASE, OLGA = Complaint(pk=7, number="A-1"), Person(pk=3, name="Olga")


@pytest.mark.parametrize(
    ("model", "args", "values"),
    [
        pytest.param(Party, (), {"name": "Anna", "language": "fa"}, id="columns"),
        pytest.param(Complaint, (), {"owner": OLGA, "handler": None}, id="a row referred to, and none"),
        pytest.param(Complaint, (), {"owner_id": 3}, id="its id"),
        pytest.param(Event, (), {"complaint": CASE, "by": OLGA, "facts": {"a": 1}}, id="two rows and a fact"),
        pytest.param(Person, (), {"pk": 4, "email": "a@b.example"}, id="pk, which is no column"),
        pytest.param(Event, (), {"complaint": CASE, "complaint_id": 9}, id="a row and another's id"),
        pytest.param(Event, (), {"complaint_id": 9, "complaint": CASE}, id="an id and another row"),
        pytest.param(Deadline, (None, 7), {}, id="by place"),
        pytest.param(Deadline, (None,), {"complaint": CASE}, id="by place and by name"),
    ],
)
def test_what_is_said_of_a_row_is_kept_as_django_keeps_it(
    model: type[models.Model], args: tuple[Any, ...], values: dict[str, Any]
) -> None:
    assert held(model(*args, **values)) == by_django(model, *args, **values)


@pytest.mark.parametrize(
    ("values", "error"),
    [({"nothing": 1}, TypeError), ({"owner": CASE}, ValueError)],
    ids=["unknown", "of another kind"],
)
def test_what_no_row_has_is_refused(values: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        Complaint(**values)


def test_what_is_no_table_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="bstract"):
        Named()


@pytest.mark.django_db
def test_rows_are_read_whole_in_part_and_with_those_they_refer_to() -> None:
    make.office()
    case = make.complaint()
    whole = Complaint.objects.get(pk=case.pk)
    assert held(whole) == held(models.Model.from_db.__func__(Complaint, "default", *_read(Complaint, case.pk)))  # type: ignore[attr-defined]
    part = Complaint.objects.only("number").get(pk=case.pk)
    assert part.get_deferred_fields() == {f.attname for f in Complaint._meta.concrete_fields} - {"id", "number"}
    assert part.statement == whole.statement
    party = Party.objects.select_related("complaint").get(complaint=case, position=0)
    assert party._state.fields_cache["complaint"] == whole
    party.name = "Another"
    party.save()
    assert Party.objects.get(pk=party.pk).name == "Another"


def _read(model: type[models.Model], pk: int) -> tuple[list[str], tuple[Any, ...]]:
    names = [field.attname for field in model._meta.concrete_fields]
    return names, tuple(model._default_manager.filter(pk=pk).values_list(*names)[0])
