"""The verbs of the office, as a table of who may and what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from amends.core import make
from amends.office import actions
from amends.office.models import Change, Department, Office, Person, Policy, Product, RoleHeld, Shift, Store, Team
from amends.office.number_form import problem_of
from amends.office.refused import NotAllowed, OfficeRefused

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TEXTS = {"en": "We answer.", "ru": "Мы отвечаем.", "fa": "پاسخ می‌دهیم.", "zh": "我们答复。"}


@pytest.fixture
def ada(db: None) -> Person:
    make.office()
    return make.person("Ada", "admin", password="porridge and honey 7")


@pytest.fixture
def olga(ada: Person) -> Person:
    return make.person("Olga", "operator", password="porridge and honey 7")


def every_verb(ada: Person, olga: Person, by: Person) -> dict[str, Callable[[], Any]]:
    """Each verb of the office once, tried by BY."""
    held = olga.roles_held.first()
    shift = Shift.objects.create(person=olga, starts_at=NOW + 9 * DAY, ends_at=NOW + 9.5 * DAY)
    assert held
    return {
        "invite_person": lambda: actions.invite_person(
            email="i@x.example", names={"en": "I"}, language="en", by=by, at=NOW
        ),
        "invite_again": lambda: actions.invite_again(make.person("New"), by=by, at=NOW),
        "change_person": lambda: actions.change_person(
            olga, names={"en": "O"}, email="o@x.example", language="en", languages=["en"], time_zone="", by=by, at=NOW
        ),
        "give_role": lambda: actions.give_role(olga, "expert", by=by, at=NOW),
        "end_role": lambda: actions.end_role(held, by=by, at=NOW),
        "deactivate_person": lambda: actions.deactivate_person(olga, by=by, at=NOW),
        "keep_department": lambda: actions.keep_department(Department(), code="d", names={"en": "D"}, by=by, at=NOW),
        "keep_store": lambda: actions.keep_store(Store(), code="s", names={"en": "S"}, by=by, at=NOW),
        "keep_product": lambda: actions.keep_product(Product(), code="p", names={"en": "P"}, by=by, at=NOW),
        "keep_team": lambda: actions.keep_team(Team(), code="t", names={"en": "T"}, members=[olga], by=by, at=NOW),
        "add_shift": lambda: actions.add_shift(olga, starts_at=NOW, ends_at=NOW + DAY / 2, by=by, at=NOW),
        "remove_shift": lambda: actions.remove_shift(shift, by=by, at=NOW),
        "add_absence": lambda: actions.add_absence(
            ada, starts_at=NOW, ends_at=NOW + DAY, deputy=None, why="", by=by, at=NOW
        ),
        "change_office": lambda: actions.change_office(answer_days=7, by=by, at=NOW),
        "switch_mail": lambda: actions.switch_mail(on=False, reason="a test", by=by, at=NOW),
        "publish_policy": lambda: actions.publish_policy(texts=TEXTS, valid_from=NOW, signed_by=ada, by=by, at=NOW),
        "dismiss_step": lambda: actions.dismiss_step("mail", by=by, at=NOW),
    }


VERBS = ["invite_person", "invite_again", "change_person", "give_role", "end_role", "deactivate_person",
         "keep_department", "keep_store", "keep_product", "keep_team", "add_shift", "remove_shift", "add_absence",
         "change_office", "switch_mail", "publish_policy", "dismiss_step"]  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_an_operator_may_not_and_leaves_no_line(ada: Person, olga: Person, verb: str) -> None:
    act = every_verb(ada, olga, make.person("Boris", "operator"))[verb]
    with pytest.raises(NotAllowed):
        act()
    assert not Change.objects.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_an_administrator_may_and_the_log_says_so(ada: Person, olga: Person, verb: str) -> None:
    # The absence is of Ada herself, so the head notes it.
    by = make.person("Vera", "head", password="x") if verb == "add_absence" else ada
    every_verb(ada, olga, by)[verb]()
    line = Change.objects.filter(what=verb).get()
    assert (line.by, line.at) == (by, NOW)


def test_a_role_that_ended_yesterday_sets_up_nothing(ada: Person, olga: Person) -> None:
    RoleHeld.objects.create(person=olga, role="admin", to_on=NOW.date() - DAY)
    with pytest.raises(NotAllowed):
        actions.change_office(answer_days=3, by=olga, at=NOW)


def test_the_log_cannot_be_rewritten(ada: Person) -> None:
    actions.change_office(answer_days=7, by=ada, at=NOW)
    line = Change.objects.get()
    assert (line.before, line.after) == ({"answer_days": 10}, {"answer_days": 7})
    for act in (lambda: Change.objects.update(what="nothing"), lambda: Change.objects.all()._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert Change.objects.get().what == "change_office"


def test_what_stays_as_it_was_leaves_no_line(ada: Person) -> None:
    assert actions.change_office(answer_days=10, by=ada, at=NOW) is False
    assert not Change.objects.exists()


# Roles ----------------------------------------------------------------------------------------------------------------

MARCH, MAY = date(2026, 3, 20), date(2026, 5, 1)
SENIORS = [
    ("a second one is refused", {}, {}, True),
    ("a deputy beside is welcome", {}, {"is_deputy": True}, False),
    ("a second deputy is refused", {"is_deputy": True}, {"is_deputy": True}, True),
    ("one after the other", {"to_on": MARCH}, {"from_on": MARCH + DAY}, False),
    ("on one day two are refused", {"to_on": MARCH}, {"from_on": MARCH}, True),
    ("before the one to come", {"from_on": MAY}, {"to_on": MAY - DAY}, False),
    ("open end meets the one to come", {"from_on": MAY}, {}, True),
    ("another category", {}, {"category": "promo"}, False),
]


@pytest.mark.parametrize(("first", "second", "refused"), [row[1:] for row in SENIORS], ids=[row[0] for row in SENIORS])
def test_one_senior_expert_a_category(ada: Person, olga: Person, first: Any, second: Any, refused: bool) -> None:
    marina = make.person("Marina")
    actions.give_role(marina, "senior", **({"category": "quality"} | first), by=ada, at=NOW)
    if refused:
        with pytest.raises(OfficeRefused, match="Marina") as caught:
            actions.give_role(olga, "senior", **({"category": "quality"} | second), by=ada, at=NOW)
        assert caught.value.field == "category"
    else:
        actions.give_role(olga, "senior", **({"category": "quality"} | second), by=ada, at=NOW)


def test_who_left_makes_room_for_the_next_senior_expert(ada: Person, olga: Person) -> None:
    marina = make.person("Marina")
    actions.give_role(marina, "senior", category="quality", by=ada, at=NOW)
    actions.deactivate_person(marina, by=ada, at=NOW)
    actions.give_role(olga, "senior", category="quality", by=ada, at=NOW)


@pytest.mark.parametrize(
    ("role", "fields", "field"),
    [
        ("king", {}, "role"),
        ("operator", {}, "role"),
        ("expert", {"is_deputy": True}, "is_deputy"),
        ("expert", {"from_on": MAY, "to_on": MARCH}, "to_on"),
        ("admin", {"category": "quality"}, "role"),
    ],
)
def test_roles_that_cannot_be(ada: Person, olga: Person, role: str, fields: Any, field: str) -> None:
    with pytest.raises(OfficeRefused) as caught:
        actions.give_role(olga, role, **fields, by=ada, at=NOW)
    assert caught.value.field == field


def test_the_last_administrator_stays(ada: Person, olga: Person) -> None:
    mine = ada.roles_held.get()
    with pytest.raises(OfficeRefused):
        actions.end_role(mine, by=ada, at=NOW)
    actions.give_role(olga, "head", by=ada, at=NOW)
    actions.end_role(mine, by=ada, at=NOW)
    with pytest.raises(NotAllowed):
        actions.change_office(answer_days=3, by=ada, at=NOW)
    with pytest.raises(OfficeRefused):
        actions.deactivate_person(olga, by=olga, at=NOW)


# Places, roster, promise ----------------------------------------------------------------------------------------------


def test_what_fits_no_other_team_goes_somewhere(ada: Person, olga: Person) -> None:
    front = Team.objects.get(code="front")
    for fields in ({"is_default": False}, {"is_default": True, "is_active": False}):
        with pytest.raises(OfficeRefused):
            actions.keep_team(front, names={"en": "Front"}, **fields, by=ada, at=NOW)
    other = actions.keep_team(Team(), code="o", names={"en": "O"}, is_default=True, members=[olga], by=ada, at=NOW)
    front.refresh_from_db()
    assert (front.is_default, other.is_default) == (False, True)
    assert [one.person for one in other.memberships.all()] == [olga]


@pytest.mark.parametrize("code", ["", "with space", "../x", "ключ", "front"])
def test_codes_that_cannot_be(ada: Person, code: str) -> None:
    with pytest.raises(OfficeRefused) as caught:
        actions.keep_team(Team(), code=code, names={"en": "T"}, by=ada, at=NOW)
    assert caught.value.field == "code"


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [(0, 0, "ends_at"), (2, 1, "ends_at"), (0, 25, "ends_at"), (-9, -1, "starts_at"), (3, 5, "person")],
)
def test_shifts_that_cannot_be(ada: Person, olga: Person, starts: int, ends: int, field: str) -> None:
    hour = timedelta(hours=1)
    actions.add_shift(olga, starts_at=NOW + 4 * hour, ends_at=NOW + 12 * hour, by=ada, at=NOW)
    with pytest.raises(OfficeRefused) as caught:
        actions.add_shift(olga, starts_at=NOW + starts * hour, ends_at=NOW + ends * hour, by=ada, at=NOW)
    assert caught.value.field == field


def test_a_running_shift_ends_now_and_a_past_one_stays(ada: Person, olga: Person) -> None:
    shift = Shift.objects.create(person=olga, starts_at=NOW - DAY / 4, ends_at=NOW + DAY / 4)
    actions.remove_shift(shift, by=ada, at=NOW)
    assert Shift.objects.get().ends_at == NOW
    with pytest.raises(OfficeRefused):
        actions.remove_shift(shift, by=ada, at=NOW)


def test_everybody_notes_their_own_absence(ada: Person, olga: Person) -> None:
    own = actions.add_absence(olga, starts_at=NOW, ends_at=NOW + DAY, deputy=ada, why="", by=olga, at=NOW)
    with pytest.raises(OfficeRefused):
        actions.add_absence(ada, starts_at=NOW, ends_at=NOW + DAY, deputy=olga, why="", by=ada, at=NOW)
    actions.remove_absence(own, by=olga, at=NOW)


def test_a_promise_is_made_in_four_languages_and_kept_as_it_was(ada: Person) -> None:
    with pytest.raises(OfficeRefused):
        actions.publish_policy(texts=TEXTS | {"fa": " "}, valid_from=NOW, signed_by=ada, by=ada, at=NOW)
    with pytest.raises(OfficeRefused):
        actions.publish_policy(texts=TEXTS, valid_from=NOW - DAY, signed_by=ada, by=ada, at=NOW)
    versions = [
        actions.publish_policy(texts=TEXTS, valid_from=NOW, signed_by=ada, by=ada, at=NOW).version for _ in range(2)
    ]
    assert versions == [1, 2] == sorted(Policy.objects.values_list("version", flat=True))


# Numbers and settings -------------------------------------------------------------------------------------------------

FORMS = [
    ("{prefix}-{year}-{count:06d}", True), ("{year}.{count}", True), ("{prefix}{year}{count:05d}", True),
    ("{prefix}-{count}", False), ("{year}", False), ("{prefix}{count}-{year}", False), ("{count}{prefix}{year}", False),
    ("{year}/{count}", False), ("{year}-{count}-{name}", False), ("{year.__class__}-{count}", False),
    ("{year!r}-{count}", False), ("{year}-{count:>99999999d}", False), ("{year}-{count", False), ("", False),
    ("{year}-{count:s}", False), ("{}-{}", False), ("№{year}-{count}", False), ("{year}-{count}" + "-" * 40, False),
]  # fmt: skip


@pytest.mark.parametrize(("form", "good"), FORMS)
def test_forms_of_numbers(form: str, good: bool) -> None:
    assert (problem_of(form) == "") is good


@pytest.mark.parametrize(
    ("field", "value"),
    [("prefix", "a b"), ("currency", "EURO"), ("jurisdiction", "RUS"), ("time_zone", "../etc"), ("language", "de"),
     ("assessment_hours", 0), ("answer_days", 366), ("names", {"en": "  "}), ("number_form", "{count}")],
)  # fmt: skip
def test_settings_that_cannot_be(ada: Person, field: str, value: Any) -> None:
    with pytest.raises(OfficeRefused) as caught:
        actions.change_office(**{field: value}, by=ada, at=NOW)
    assert caught.value.field == field
    assert not Change.objects.exists()


@pytest.mark.parametrize("switch", ["approval_required", "cause_required", "outgoing_mail", "is_set_up"])
def test_switches_without_anything_behind_them_are_no_settings(ada: Person, switch: str) -> None:
    with pytest.raises(TypeError):
        actions.change_office(**{switch: True}, by=ada, at=NOW)
    assert not Office.objects.get().approval_required


def test_the_owner_of_the_machine_makes_accounts_and_keys_and_the_log_says_so(db: None) -> None:
    make.office()
    person = actions.create_person(
        email="Dina@Example.org ", name="Dina", password="porridge and honey 7", roles=["head", "head"], at=NOW
    )
    assert person.email == "dina@example.org"
    assert person.check_password("porridge and honey 7")
    assert [held.role for held in person.roles_held.all()] == ["head"]
    secret = actions.create_token(person, label="command line", scopes=("read",), lasts=None, by=None, at=NOW)
    assert [(line.what, line.by, line.key) for line in Change.objects.order_by("pk")] == [
        ("create_person", None, str(person.pk)),
        ("create_token", None, str(person.pk)),
    ]
    assert "porridge" not in str(Change.objects.values_list())
    assert secret not in str(Change.objects.values_list())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"email": "olga@example.org"}, "email", id="taken"),
        pytest.param({"email": "olga"}, "email", id="no address"),
        pytest.param({"password": "12345678"}, "password", id="weak"),
        pytest.param({"roles": ["king"]}, "role", id="unknown role"),
        pytest.param({"name": " "}, "name", id="no name"),
    ],
)
def test_accounts_that_cannot_be_made(olga: Person, changed: dict[str, Any], field: str) -> None:
    changed = {"email": olga.email} if changed == {"email": "olga@example.org"} else changed
    facts = {"email": "new@example.org", "name": "New", "password": "porridge and honey 7", "roles": ["head"]} | changed
    with pytest.raises(OfficeRefused) as refused:
        actions.create_person(**facts, at=NOW)
    assert refused.value.field == field
    assert not Person.objects.filter(name="New").exists()
    assert not Change.objects.exists()
