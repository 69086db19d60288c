"""The desk in a real browser: a case from the worklist to the end, by keys, with what axe has to say."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from amends.core import actions, alarms, make
from amends.core.models import Alarm, AlarmCall, Complaint, Deadline
from amends.core.queries.office_facts import forget_office_facts
from amends.office.models import Person, Shift, Team
from tests.browser import follow, sign_in
from tests.looks import Looks, in_looks

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "porridge and honey 7"


@pytest.fixture
def house(live_server: Any, settings: Any, tmp_path: Any) -> str:
    settings.REQUIRE_MFA = "none"
    settings.FILES_DIR = tmp_path / "files"
    make.office()
    front = Team.objects.get(code="front")
    make.person("Boris", "operator", "expert", team=front, email="boris@x.example", password=PASSWORD)
    make.person("Vera", "head")
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def case(house: str) -> Complaint:
    return make.complaint(text="The jar hissed and the child vomited.", at=timezone.now())


@pytest.fixture
def desk(page: Page, house: str, case: Complaint) -> Page:
    sign_in(page, house, as_whom="boris@x.example", password=PASSWORD)
    return page


def test_a_case_goes_its_whole_way_by_keys_and_dialogs(desk: Page, house: str, case: Complaint) -> None:
    desk.goto(f"{house}/desk/?view=nobodys")
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(desk.get_by_text("Done for 1 case.")).to_be_visible()
    desk.goto(f"{house}/desk/")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/desk/complaints/{case.number}/")
    expect(desk.get_by_text("There may be danger to health.")).to_be_visible()

    desk.keyboard.press("c")
    dialog = desk.locator("#verb")
    dialog.get_by_label("Category").select_option("quality.spoil")
    follow(dialog.get_by_role("button", name="Keep the classification"))
    expect(desk.get_by_text("The case is classified.")).to_be_visible()

    desk.keyboard.press("n")
    desk.keyboard.type("She called; the child is well.")
    follow(desk.get_by_role("button", name="Keep the note"))
    expect(desk.locator(".entry.note")).to_contain_text("the child is well")

    desk.keyboard.press("d")
    dialog.get_by_label("Upheld", exact=True).check()
    dialog.get_by_role("button", name="Record the decision").click()
    dialog.get_by_label("Decision", exact=True).fill("We pay the price back.")
    dialog.get_by_label("Reasons").fill("The seal did not hold.")
    follow(dialog.get_by_role("button", name="Record the decision"))
    expect(desk.get_by_text("The decision is recorded.")).to_be_visible()

    desk.keyboard.press("f")
    desk.keyboard.type("Dear Anna, we pay the price back, because the seal did not hold.")
    follow(desk.get_by_role("button", name="Send the final reply to Anna"))
    expect(desk.locator(".way [aria-current]")).to_have_text("Answered")
    actions.message_sent(case.messages.get(is_final=True), proof="250 OK", at=timezone.now())
    desk.keyboard.press("z")
    follow(dialog.get_by_role("button", name="Close it"))
    expect(desk.locator(".way [aria-current]")).to_have_text("Closed")


def test_words_survive_a_change_by_somebody_else(desk: Page, house: str, case: Complaint) -> None:
    desk.goto(f"{house}/desk/complaints/{case.number}/")
    desk.keyboard.press("r")
    desk.keyboard.type("My careful words.")
    expect(desk.locator("#write-reply [data-saved]")).to_have_text("Kept on this device")
    desk.reload()
    expect(desk.locator("#reply-text")).to_have_value("My careful words.")
    vera = Person.objects.get(name="Vera")
    actions.take(Complaint.objects.get(pk=case.pk), by=vera, at=timezone.now())
    follow(desk.get_by_role("button", name="Send to Anna"))
    expect(desk.get_by_role("alert")).to_contain_text("Vera took the case")
    expect(desk.locator("#reply-text")).to_have_value("My careful words.")
    follow(desk.get_by_role("button", name="I have looked; send it"))
    expect(desk.locator(".entry.out").last).to_contain_text("My careful words.")
    desk.reload()
    expect(desk.locator("#reply-text")).to_have_value("")


def test_rows_refresh_and_the_chosen_stay_chosen(desk: Page, house: str, case: Complaint) -> None:
    desk.goto(f"{house}/desk/?view=all")
    box = desk.get_by_label(f"Choose {case.number}")
    take = desk.locator("#together").get_by_role("button", name="Take")
    expect(take).to_be_disabled()
    box.check()
    expect(take).to_be_enabled()
    later = make.complaint(text="Another one", at=timezone.now())
    desk.evaluate("htmx.trigger('#rows', 'htmx:abort')")
    desk.evaluate(
        "htmx.ajax('GET', location.pathname + location.search, {source: '#rows', target: '#rows', swap: 'outerHTML'})"
    )
    expect(desk.locator(f"#row-{later.number}")).to_be_visible()
    expect(box).to_be_checked()
    expect(take).to_be_enabled()


def test_a_call_is_recorded_and_its_code_read_aloud(desk: Page, house: str, case: Complaint) -> None:
    desk.goto(f"{house}/desk/")
    desk.keyboard.press("c")
    desk.wait_for_url("**/desk/record/")
    desk.get_by_label("Telephone if you like").press_sequentially("8 900 123 45 67")
    expect(desk.locator("#known")).to_contain_text(case.number)
    desk.locator("[name=text]").fill("She says the porridge was lumpy.")
    follow(desk.get_by_role("button", name="Save and get the number"))
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Please read this aloud")
    assert len(desk.locator(".code").last.inner_text().replace("-", "")) == 16
    follow(desk.get_by_role("link", name="Open the case"))
    expect(desk.locator(".entry.in")).to_contain_text("lumpy")


def test_the_alarm_is_answered_by_one_key(desk: Page, house: str, case: Complaint) -> None:
    desk.goto(f"{house}/desk/complaints/{case.number}/")
    desk.keyboard.press("y")
    expect(desk.get_by_text("You have the alarm.")).to_be_visible()
    assert Alarm.objects.get().answered_by == Person.objects.get(name="Boris")


def _called(person: Person) -> str:
    """The page behind the link of a call."""
    now = timezone.now()
    Shift.objects.create(person=person, starts_at=now, ends_at=now + timedelta(hours=8))
    alarms.pass_on(now)
    return "/alarm/" + alarms.link_of(AlarmCall.objects.all()[0]).rpartition("/")[2]


@in_looks
def test_axe_finds_nothing(desk: Page, house: str, case: Complaint, looks: Looks) -> None:
    boris = Person.objects.get(name="Boris")
    actions.classify(case, issues=[actions.IssueFacts("quality")], by=boris, at=timezone.now(), anger=4)
    actions.reply(case, text="We look into it.", final=False, by=boris, at=timezone.now())
    _missed(case, boris)
    number = case.number
    addresses = ["/desk/", "/desk/?q=jar+x:y", "/desk/?sort=waiting&view=all", f"/desk/complaints/{number}/",
                 f"/desk/complaints/{number}/appraise/", f"/desk/complaints/{number}/classify/",
                 f"/desk/complaints/{number}/decide/", f"/desk/complaints/{number}/protect/", "/desk/record/",
                 "/desk/search/?q=jar", "/desk/notices/", "/desk/undelivered/", "/desk/set-aside/",
                 "/desk/alarms/", _called(boris)]  # fmt: skip
    for place, address in enumerate(addresses):
        for look in looks(place):
            look.take(desk, house)
            desk.goto(house + address)
            for details in desk.locator("details:has(.stake-lines)").all():
                details.evaluate("it => it.open = true")
            look.judge(desk)


def _missed(case: Complaint, by: Person) -> None:
    """A legal clock is missed and the money is appraised, so that something is at stake."""
    make.office(currency="RUB", jurisdiction="RU")
    forget_office_facts()
    Complaint.objects.filter(pk=case.pk).update(jurisdictions=["RU"])
    missed = timezone.now() - timedelta(days=150)
    Deadline.objects.create(
        complaint=case, kind="satisfy", rule="RU-ZPP-22", start_at=missed, warn_at=missed, due_at=missed
    )
    facts = actions.Appraised("RUB", {"price": 123_450}, probability=30)
    actions.appraise(case, facts=facts, why="The receipt", by=by, at=timezone.now())
