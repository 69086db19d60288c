"""Every room opens for whoever may enter, keeps what was typed, and says what was done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from amends.core import make
from amends.core.models import Category, Event, Reaction, TextBlock
from amends.office import tokens
from amends.office.models import Absence, Change, Department, Office, Person, Policy, Product, Shift, Store, Team

ROOMS = [
    "/office/", "/office/teams/", "/office/teams/add/", "/office/lists/", "/office/lists/stores/", "/office/lists/products/",
    "/office/lists/departments/add/", "/office/lists/stores/add/", "/office/lists/products/add/", "/office/roster/",
    "/office/roster/shifts/add/", "/office/roster/absences/add/", "/office/categories/", "/office/categories/add/",
    "/office/causes/", "/office/causes/add/", "/office/ready-words/", "/office/ready-words/add/", "/office/promise/",
    "/office/promise/new/", "/office/settings/", "/office/settings/mail/", "/office/doctor/", "/office/log/",
]  # fmt: skip


@pytest.mark.parametrize("address", ROOMS)
def test_only_those_who_set_up_the_office_enter(as_ada: Client, as_olga: Client, address: str) -> None:
    assert Client().get(address)["Location"].startswith("/accounts/login/")
    assert as_olga.get(address).status_code == 403
    assert as_olga.post(address, {"name_en": "x"}).status_code in {403, 405}
    assert as_ada.get(address).status_code == 200
    assert not Change.objects.exists()


@pytest.mark.parametrize("address", [address for address in ROOMS if address.endswith("/add/")])
def test_an_empty_form_says_what_is_missing(as_ada: Client, address: str) -> None:
    answer = as_ada.post(address, {})
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert not Change.objects.exists()


def test_departments_stores_and_products_are_kept(as_ada: Client) -> None:
    as_ada.post("/office/lists/departments/add/", {"code": "lab", "name_ru": "Лаборатория", "email": "lab@x.example"})
    as_ada.post("/office/lists/stores/add/", {"code": "s1", "name_en": "Store 1", "country": "ru", "is_active": "on"})
    product = {"code": "4600000000017", "name_en": "Puree", "price": "89.50", "currency": "RUB", "is_active": "on"}
    as_ada.post("/office/lists/products/add/", product)
    assert Department.objects.get(code="lab").names == {"ru": "Лаборатория"}
    assert Store.objects.get().country == "RU"
    made = Product.objects.get()
    assert (made.price_minor, made.currency) == (8950, "RUB")
    for kind, thing in (("departments", Department.objects.get(code="lab")), ("stores", Store.objects.get())):
        assert as_ada.get(f"/office/lists/{kind}/{thing.pk}/").status_code == 200
    as_ada.post(f"/office/lists/products/{made.pk}/", product | {"code": "other", "is_active": ""})
    made.refresh_from_db()
    assert (made.code, made.is_active) == ("4600000000017", False)
    assert as_ada.get("/office/lists/kings/").status_code == 404


def test_a_team_is_made_and_changed(as_ada: Client, olga: Person) -> None:
    given = {"code": "night", "name_en": "Night", "categories": ["quality"], "languages": ["fa"], "members": [olga.pk]}
    given["is_active"] = "on"
    assert as_ada.post("/office/teams/add/", given).status_code == 302
    team = Team.objects.get(code="night")
    assert (team.categories, team.languages, [one.person for one in team.memberships.all()]) == (
        ["quality"],
        ["fa"],
        [olga],
    )
    assert as_ada.post(f"/office/teams/{team.pk}/", given | {"members": []}).status_code == 302
    assert not team.memberships.exists()
    assert "Night" in as_ada.get("/office/teams/").content.decode()


# Roster ---------------------------------------------------------------------------------------------------------------


def test_a_week_of_nights_is_put_into_the_roster_at_once(as_ada: Client, olga: Person) -> None:
    first = timezone.localdate() + timedelta(days=2)
    last = first + timedelta(days=6)
    given = {"person": olga.pk, "day": first, "until": last, "starts": "20:00", "ends": "08:00"}
    assert as_ada.post("/office/roster/shifts/add/", given).status_code == 302
    assert Shift.objects.count() == 7
    shift = Shift.objects.order_by("starts_at").first()
    assert shift and shift.ends_at - shift.starts_at == timedelta(hours=12)
    assert shift.starts_at.astimezone(timezone.get_fixed_timezone(180)).hour == 20  # the office is in Moscow
    # One day of the second week meets the first: nothing of it is kept.
    again = as_ada.post("/office/roster/shifts/add/", given | {"day": last, "until": last + timedelta(days=3)})
    assert again.status_code == 400 and Shift.objects.count() == 7


def test_hours_without_anybody_are_told(as_ada: Client, olga: Person) -> None:
    now = timezone.now()
    assert as_ada.get("/office/roster/").context["holes"]
    week = as_ada.get(f"/office/roster/?week={now.date() + timedelta(days=7)}")
    start = week.context["holes"][0][0]
    for day in range(7):
        Shift.objects.create(
            person=olga, starts_at=start + timedelta(days=day), ends_at=start + timedelta(days=day + 1)
        )
    assert as_ada.get(f"/office/roster/?week={now.date() + timedelta(days=7)}").context["holes"] == []
    Absence.objects.create(person=olga, starts_at=start, ends_at=start + timedelta(hours=5))
    holes = as_ada.get(f"/office/roster/?week={now.date() + timedelta(days=7)}").context["holes"]
    assert holes == [(start, start + timedelta(hours=5))]


@pytest.mark.parametrize("week", ["x", "0001-01-01", "9999-12-31", "2026-13-40", "2026-03-02"])
def test_odd_weeks_do_no_harm(as_ada: Client, week: str) -> None:
    assert as_ada.get("/office/roster/", {"week": week}).status_code == 200


def test_an_absence_is_noted_and_ended(as_ada: Client, ada: Person, olga: Person) -> None:
    day = timezone.localdate() + timedelta(days=2)
    given = {"person": olga.pk, "first": day, "last": day, "deputy": ada.pk, "why": "holiday"}
    assert as_ada.post("/office/roster/absences/add/", given).status_code == 302
    absence = Absence.objects.get()
    assert absence.ends_at - absence.starts_at == timedelta(days=1)
    as_ada.post(f"/office/roster/absences/{absence.pk}/remove/")
    assert not Absence.objects.exists()


# Trees, words, promise ------------------------------------------------------------------------------------------------


def test_a_category_is_added_changed_and_ended_on_its_pages(as_ada: Client) -> None:
    as_ada.post("/office/categories/add/?under=quality", {"part": "smell", "name_en": "Smell", "is_danger": "on"})
    smell = Category.objects.get(code="quality.smell")
    assert smell.is_danger and smell.parent_code == "quality"
    as_ada.post(f"/office/categories/{smell.pk}/", {"name_en": "Odour", "name_fa": "بو"})
    new = Category.objects.get(code="quality.smell", valid_to=None)
    assert (new.version, new.names, new.is_danger) == (2, {"en": "Odour", "fa": "بو"}, False)
    stale = as_ada.post(f"/office/categories/{smell.pk}/", {"name_en": "Stench"})
    assert stale.status_code == 400 and "Stench" in stale.content.decode()
    assert as_ada.post(f"/office/categories/{new.pk}/end/", {"mapped_to": ""}).status_code == 400
    assert as_ada.post(f"/office/categories/{new.pk}/end/", {"mapped_to": "quality.spoil"}).status_code == 302
    page = as_ada.get("/office/categories/")
    assert [(node.code, following.code) for node, following, _ in page.context["ended"]] == [
        ("quality.smell", "quality.spoil")
    ]


def test_open_complaints_of_an_ended_category_are_counted_where_it_continues(as_ada: Client, office: Office) -> None:
    make.complaint(by=make.person("Boris", "operator"), until="classified", category="promo")
    promo = Category.objects.get(code="promo")
    as_ada.post(f"/office/categories/{promo.pk}/end/", {"mapped_to": "service"})
    assert [(node.code, count) for node, _, count in as_ada.get("/office/categories/").context["ended"]] == [
        ("promo", 1)
    ]


def test_ready_words_are_kept(as_ada: Client) -> None:
    given = {"code": "sorry", "name_en": "Sorry", "text_en": "We are sorry.", "text_fa": "متأسفیم.", "is_active": "on"}
    assert as_ada.post("/office/ready-words/add/", given).status_code == 302
    block = TextBlock.objects.get(code="sorry")
    assert block.texts["fa"] == "متأسفیم." and block.is_active
    as_ada.post(f"/office/ready-words/{block.pk}/", given | {"is_active": ""})
    block.refresh_from_db()
    assert not block.is_active
    assert "متأسفیم." in as_ada.get("/office/ready-words/").content.decode()


PROMISE = {
    "text_en": "We answer in {answer_days} days.\n\nAlways.",
    "text_ru": "Да.",
    "text_fa": "بله.",
    "text_zh": "是。",
}


def test_a_promise_is_looked_at_and_then_made(as_ada: Client, ada: Person) -> None:
    look = as_ada.post("/office/promise/new/", PROMISE | {"look": "1", "signed_by": ada.pk})
    assert look.status_code == 200 and "We answer in 10 days." in look.content.decode()
    assert not Policy.objects.exists()
    assert as_ada.post("/office/promise/new/", PROMISE | {"text_zh": "", "signed_by": ada.pk}).status_code == 400
    assert as_ada.post("/office/promise/new/", PROMISE | {"signed_by": ada.pk}).status_code == 302
    policy = Policy.objects.get()
    assert policy.signed_by == ada
    assert as_ada.get("/office/promise/").context["versions"][0][1] is True


# Settings, log, health ------------------------------------------------------------------------------------------------

SETTINGS = {
    "name_en": "Company Y", "assessment_hours": 3, "safety_hours": 1, "answer_days": 8, "language": "en",
    "time_zone": "Europe/Moscow", "jurisdiction": "", "currency": "EUR", "prefix": "py",
    "number_form": "{year}.{count:04d}-{prefix}",
}  # fmt: skip


def test_settings_are_kept_and_new_complaints_follow_them(as_ada: Client) -> None:
    assert as_ada.post("/office/settings/", SETTINGS).status_code == 302
    office = Office.current()
    assert (office.prefix, office.answer_days, office.names) == ("PY", 8, {"en": "Company Y"})
    case = make.complaint()
    assert case.number == "2026.0001-PY"


def test_a_persian_reader_reads_and_types_numbers_in_persian_digits(as_ada: Client) -> None:
    as_ada.cookies["django_language"] = "fa"
    assert 'value="۱۰"' in str(as_ada.get("/office/settings/").context["form"]["answer_days"])
    assert as_ada.post("/office/settings/", SETTINGS | {"answer_days": "۸"}).status_code == 302
    assert Office.current().answer_days == 8
    refused = as_ada.post("/office/settings/", SETTINGS | {"answer_days": "۸ روز"})
    assert refused.status_code == 400 and 'value="۸ روز"' in str(refused.context["form"]["answer_days"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("number_form", "{count}"), ("prefix", "№"), ("answer_days", 0), ("answer_days", "ten"), ("name_en", "")],
)
def test_settings_that_do_not_work_are_refused(as_ada: Client, field: str, value: Any) -> None:
    assert as_ada.post("/office/settings/", SETTINGS | {field: value}).status_code == 400
    assert Office.current().prefix == "PX"


def test_mail_is_held_back_only_with_a_reason(as_ada: Client) -> None:
    assert as_ada.post("/office/settings/mail/", {"reason": " "}).status_code == 400
    as_ada.post("/office/settings/mail/", {"reason": "We moved house"})
    assert not Office.current().outgoing_mail
    assert "We moved house" in as_ada.get("/office/log/").content.decode()


def test_dead_work_is_tried_again(as_ada: Client, office: Office) -> None:
    make.complaint()
    Reaction.objects.all().delete()
    dead = Reaction.objects.create(
        event=Event.objects.first(), name="index", due_at=timezone.now(), is_dead=True, tries=5
    )
    assert "index" in as_ada.get("/office/doctor/").content.decode()
    as_ada.post(f"/office/doctor/{dead.pk}/again/")
    dead.refresh_from_db()
    assert (dead.is_dead, dead.tries) == (False, 0)


def test_what_is_missing_is_said(as_ada: Client) -> None:
    words = " ".join(finding.words for finding in as_ada.get("/office/doctor/").context["findings"])
    for part in ("No mailbox", "operator", "on duty", "worker"):
        assert part in words


def test_the_log_goes_on_by_key(as_ada: Client, ada: Person) -> None:
    for _ in range(60):
        Change.objects.create(at=timezone.now(), by=ada, what="add_shift", thing="person", key=str(ada.pk))
    first = as_ada.get("/office/log/")
    following = as_ada.get(f"/office/log/?before={first.context['next_before']}")
    assert (len(first.context["log"]), len(following.context["log"]), following.context["next_before"]) == (50, 10, 0)
    assert as_ada.get("/office/log/?before=x&what=nothing").status_code == 200


def test_a_step_is_taken_off_the_list(as_ada: Client) -> None:
    codes = [row["step"].code for row in as_ada.get("/office/").context["steps"]]
    assert "promise" in codes
    as_ada.post("/office/next/promise/")
    assert "promise" not in [row["step"].code for row in as_ada.get("/office/").context["steps"]]
    assert as_ada.post("/office/next/world-peace/").status_code == 404


# Me -------------------------------------------------------------------------------------------------------------------


def test_everybody_sets_how_the_house_speaks_to_them(as_olga: Client, olga: Person) -> None:
    given = {
        "language": "fa",
        "languages": ["fa", "en"],
        "time_zone": "Asia/Tehran",
        "theme": "dark",
        "alarm_phone": "+۷ (۹۰۰) 123-45-67",
        "notices": ["near"],
    }
    answer = as_olga.post("/office/me/", given)
    assert answer.status_code == 302
    olga.refresh_from_db()
    assert (olga.language, olga.theme, olga.languages) == ("fa", "dark", ["en", "fa"])
    assert olga.notices_by_mail["near"] is True and olga.notices_by_mail["missed"] is False
    assert olga.alarm_phone == "+79001234567"
    assert not Change.objects.filter(after__icontains="9001234567").exists()
    assert (answer.cookies["django_language"].value, answer.cookies["theme"].value) == ("fa", "dark")
    assert 'dir="rtl"' in as_olga.get("/office/me/").content.decode()


def test_a_key_is_shown_once_and_taken_back(as_olga: Client, olga: Person) -> None:
    assert (
        as_olga.post("/office/me/keys/", {"key-label": "", "key-scopes": ["read"], "key-lasts": "30"}).status_code
        == 400
    )
    page = as_olga.post("/office/me/keys/", {"key-label": "till", "key-scopes": ["read"], "key-lasts": "30"})
    secret = page.context["secret"]
    assert secret in page.content.decode() and secret not in as_olga.get("/office/me/").content.decode()
    token = tokens.token_of(secret, timezone.now())
    assert token and (token.person, token.scopes) == (olga, ["read"])
    assert tokens.token_of(secret, timezone.now() + timedelta(days=31)) is None
    other = Client()
    other.force_login(make.person("Gleb", "admin"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.post(f"/office/me/keys/{token.pk}/").status_code == 404
    as_olga.post(f"/office/me/keys/{token.pk}/")
    assert tokens.token_of(secret, timezone.now()) is None
    assert secret not in str(list(Change.objects.values_list()))
