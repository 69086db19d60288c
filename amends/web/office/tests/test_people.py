"""People are invited, come in, get roles and leave; whoever may not is refused."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from amends.core import make
from amends.office import actions, tokens
from amends.office.models import Change, Person, RoleHeld
from amends.web.office.tests.conftest import PASSWORD, signed_in

INVITE = {
    "name_en": "Ivan Expert",
    "name_fa": "ایوان",
    "email": "Ivan@x.example",
    "language": "fa",
    "roles": ["expert"],
}


def link_of(letter: Any) -> str:
    found = re.search(r"/invitation/[\w-]+/", letter.body)
    assert found
    return found[0]


def invited(client: Client) -> tuple[Person, str]:
    answer = client.post("/office/people/invite/", INVITE)
    assert answer.status_code == 302, answer.context["form"].errors
    return Person.objects.get(email="ivan@x.example"), link_of(mail.outbox[-1])


PAGES = ["/office/", "/office/people/", "/office/people/invite/", "/office/people/{pk}/", "/office/people/{pk}/change/",
         "/office/people/{pk}/roles/", "/office/people/{pk}/close/"]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_only_those_who_set_up_the_office_enter(as_ada: Client, as_olga: Client, olga: Person, address: str) -> None:
    where = address.format(pk=olga.pk)
    assert Client().get(where)["Location"].startswith("/accounts/login/")
    assert as_olga.get(where).status_code == 403
    assert as_olga.post(where, INVITE).status_code == 403
    assert as_ada.get(where).status_code == 200
    assert signed_in(make.person("Vera", "head")).get(where).status_code == 200
    assert not Change.objects.exists()


def test_an_invited_person_chooses_a_password_and_is_inside(as_ada: Client) -> None:
    ivan, link = invited(as_ada)
    letter = mail.outbox[-1]
    assert letter.to == ["ivan@x.example"] and "ایوان" in letter.body and "http://localhost:8000/" in letter.body
    assert not ivan.has_usable_password() and [held.role for held in ivan.held] == ["expert"]
    assert link.split("/")[2] not in str(list(Change.objects.values_list()))
    browser = Client()
    page = browser.get(link)
    assert page.status_code == 200 and 'dir="rtl"' in page.content.decode()
    weak = browser.post(link, {"password": "short", "again": "short"})
    assert weak.status_code == 400
    other = browser.post(link, {"password": PASSWORD, "again": PASSWORD + "!"})
    assert other.status_code == 400
    assert browser.post(link, {"password": PASSWORD, "again": PASSWORD})["Location"] == "/desk/"
    ivan.refresh_from_db()
    assert ivan.check_password(PASSWORD)
    assert str(ivan.pk) == browser.session["_auth_user_id"]
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"password": PASSWORD + "2", "again": PASSWORD + "2"}).status_code == 410
    ivan.refresh_from_db()
    assert ivan.check_password(PASSWORD)


def test_links_that_are_old_replaced_or_foreign_open_nothing(as_ada: Client, ada: Person) -> None:
    ivan, first = invited(as_ada)
    as_ada.post(f"/office/people/{ivan.pk}/invite-again/")
    second = link_of(mail.outbox[-1])
    key = tokens.create_token(ada, at=timezone.now())
    assert [Client().get(link).status_code for link in (first, f"/invitation/{key}/", "/invitation/x/")] == [410] * 3
    assert Client().get(second).status_code == 200
    ivan.invitations.filter(used_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(second).status_code == 410


def test_a_closed_account_cannot_be_entered_by_its_letter(as_ada: Client) -> None:
    ivan, link = invited(as_ada)
    as_ada.post(f"/office/people/{ivan.pk}/close/")
    assert Client().get(link).status_code == 410


def test_an_address_is_used_once_and_what_was_typed_is_kept(as_ada: Client, olga: Person) -> None:
    answer = as_ada.post("/office/people/invite/", INVITE | {"email": "OLGA@x.example"})
    assert answer.status_code == 400
    assert answer.context["form"].errors["email"]
    assert "Ivan Expert" in answer.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("query", "names"),
    [("", ["Ada", "Ivan Expert", "Olga"]), ("?q=olg", ["Olga"]), ("?role=expert", ["Ivan Expert"]),
     ("?state=invited", ["Ivan Expert"]), ("?state=left", []), ("?team=none", []), ("?q=ایوان", ["Ivan Expert"])],
)  # fmt: skip
def test_people_are_found(as_ada: Client, olga: Person, query: str, names: list[str]) -> None:
    Person.objects.create_user("ivan@x.example", None, name="Ivan Expert", names={"fa": "ایوان"})
    RoleHeld.objects.create(person=Person.objects.get(email="ivan@x.example"), role="expert")
    found = as_ada.get("/office/people/" + query).context["people"]
    assert [person.name for person, _ in found] == names


def test_the_list_asks_the_same_number_of_questions_however_long(
    as_ada: Client, django_assert_num_queries: Any
) -> None:
    as_ada.get("/office/people/")
    counts = []
    for _ in range(2):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as questions:
            as_ada.get("/office/people/")
        counts.append(len(questions))
        for number in range(20):
            make.person(f"Person {number} {len(counts)}", "operator")
    assert counts[0] == counts[1]


# Sessions end ---------------------------------------------------------------------------------------------------------


def is_in(client: Client) -> bool:
    return client.get("/accounts/2fa/").status_code == 200


def test_a_role_given_or_ended_ends_the_sessions_of_its_holder(as_ada: Client, olga: Person) -> None:
    hers = signed_in(olga)
    assert is_in(hers)
    as_ada.post(f"/office/people/{olga.pk}/roles/", {"role": "expert"})
    assert not is_in(hers)
    olga.refresh_from_db()
    hers = signed_in(olga)
    held = olga.roles_held.get(role="expert")
    as_ada.post(f"/office/people/{olga.pk}/roles/{held.pk}/end/", {"last_day": ""})
    assert not is_in(hers)
    held.refresh_from_db()
    assert not held.holds_on(timezone.now().date())


def test_a_closed_account_is_out_at_once_and_so_are_its_keys(as_ada: Client, olga: Person) -> None:
    hers, key = signed_in(olga), tokens.create_token(olga, at=timezone.now())
    as_ada.post(f"/office/people/{olga.pk}/close/")
    assert not is_in(hers)
    assert tokens.token_of(key, timezone.now()) is None
    as_ada.post(f"/office/people/{olga.pk}/open/")
    assert not is_in(hers)
    assert tokens.token_of(key, timezone.now()) is None
    olga = Person.objects.get(pk=olga.pk)
    assert olga.is_active and not olga.roles_on(timezone.now().date())


def test_a_new_password_ends_the_other_sessions(olga: Person) -> None:
    one, other = signed_in(olga), signed_in(olga)
    new = {"oldpassword": PASSWORD, "password1": "another sentence 9", "password2": "another sentence 9"}
    one.post("/accounts/password/change/", new)
    assert is_in(one)
    assert not is_in(other)


def test_a_new_address_ends_the_sessions_a_new_name_does_not(as_ada: Client, olga: Person) -> None:
    hers = signed_in(olga)
    change = {"name_en": "Olga P", "email": olga.email, "language": "en", "languages": ["en"], "time_zone": ""}
    assert as_ada.post(f"/office/people/{olga.pk}/change/", change).status_code == 302
    assert is_in(hers)
    as_ada.post(f"/office/people/{olga.pk}/change/", change | {"email": "olga2@x.example"})
    assert not is_in(hers)


def test_cases_are_listed_before_an_account_is_closed(office: Any, olga: Person) -> None:
    case = make.complaint(by=make.person("Boris", "operator"), until="classified")
    case.handler = olga
    case.save()
    vera = signed_in(make.person("Vera", "head", password=PASSWORD))
    assert case.number in vera.get(f"/office/people/{olga.pk}/close/").content.decode()
    # An administrator sees no case by that role, but how many there are.
    ada = signed_in(make.person("Ada", "admin", password=PASSWORD))
    page = ada.get(f"/office/people/{olga.pk}/close/")
    assert case.number not in page.content.decode()
    assert page.context["cases_in_all"] == 1


def test_the_page_of_a_person_names_languages_and_tells_what_the_owner_of_the_machine_did(as_ada: Client) -> None:
    dina = actions.create_person(
        email="dina@x.example", name="Dina", password=PASSWORD, roles=["head"], at=timezone.now()
    )
    Person.objects.filter(pk=dina.pk).update(languages=["ru", "en"])
    page = as_ada.get(f"/office/people/{dina.pk}/").content.decode()
    assert "<dt>Answers in</dt><dd>Russian, English</dd>" in page
    assert "<b>The owner of the machine</b> made an account" in page
