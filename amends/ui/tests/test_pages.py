"""Every template compiles; every page draws in four languages; error pages need nothing."""

from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client, override_settings
from django.utils import translation

from amends.office.models import Person
from amends.ui import errors

TEMPLATES = Path(errors.__file__).parent / "templates"
LANGUAGES = ("en", "ru", "fa", "zh")
ACCOUNT_PAGES = (
    "login",
    "password/reset",
    "password/reset/done",
    "password/reset/key/1-set-password",
    "signup",
    "inactive",
)
OWN_PAGES = ("logout", "password/change", "2fa", "2fa/webauthn", "2fa/recovery-codes/generate")
pytestmark = [pytest.mark.urls("amends.ui.tests.house"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _with_pages_of_the_tests(settings: object) -> None:
    templates = [dict(settings.TEMPLATES[0])]  # type: ignore[attr-defined]
    templates[0]["DIRS"] = [*templates[0].get("DIRS", []), Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates  # type: ignore[attr-defined]
    settings.RAIL = [("Work", "Worklist", "ui_tests:desk", ()), ("Work", "Elsewhere", "no:such", ())]  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")))
def test_every_template_compiles(path: str) -> None:
    get_template(path)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=str)
def test_no_style_and_no_script_inside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert " style=" not in text
    assert "<style" not in text
    assert "hx-on" not in text
    assert " onclick" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", errors.PAGES)
def test_an_error_page_needs_neither_request_nor_database(name: str, language: str) -> None:
    with translation.override(language):
        response = errors.page(None, int(name[:3]), name)
    text = response.content.decode()
    assert response.status_code == int(name[:3])
    assert f'lang="{language}"' in text
    assert ('dir="rtl"' in text) == (language == "fa")
    assert "<h1>" in text


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_desk_and_public_pages_draw(language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    client.force_login(Person.objects.create_user("olga@example.org", "porridge and honey 7", name="Olga"))
    with translation.override(language):
        desk, public = client.get("/desk/"), client.get("/public/")
    assert desk.status_code == public.status_code == 200
    text = desk.content.decode()
    assert 'aria-current="page">Worklist' in text
    assert "Elsewhere" not in text
    assert "on-duty" in text


@pytest.mark.django_db
@pytest.mark.parametrize("page", ACCOUNT_PAGES)
def test_entrance_pages_draw(page: str) -> None:
    response = Client().get(f"/accounts/{page}/")
    assert response.status_code == 200, response
    assert 'class="entrance"' in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", OWN_PAGES)
def test_pages_about_oneself_draw(page: str) -> None:
    client = Client()
    client.force_login(Person.objects.create_user("olga@example.org", "porridge and honey 7", name="Olga"))
    response = client.get(f"/accounts/{page}/", follow=True)
    assert response.status_code == 200
    assert "look-" in response.content.decode()


def test_a_wrong_form_keeps_what_was_typed_and_ties_the_error_to_its_field() -> None:
    text = Client().post("/public/", {"text": "", "email": "anna", "name": "Anna"}).content.decode()
    assert 'value="anna"' in text
    assert 'id="id_email_error"' in text
    assert 'aria-describedby="id_email_error"' in text
    assert 'aria-invalid="true"' in text


@pytest.mark.django_db
@override_settings(REQUIRE_MFA="none")
def test_signing_in_by_name_of_fields_and_out_again() -> None:
    Person.objects.create_user("olga@example.org", "porridge and honey 7", name="Olga")
    client = Client()
    wrong = client.post("/accounts/login/", {"login": "olga@example.org", "password": "wrong"})
    assert wrong.status_code == 200
    assert "error-summary" in wrong.content.decode()
    assert (
        client.post("/accounts/login/", {"login": "olga@example.org", "password": "porridge and honey 7"}).status_code
        == 302
    )
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
