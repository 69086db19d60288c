"""No text promises a look at danger that the roster does not cover: letter, form, page after it, published promise."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from amends.channels.web_form.tests.pages import hidden
from amends.core import make
from amends.core.models import Message
from amends.core.queries.office_facts import forget_office_facts
from amends.core.rules import letters
from amends.office.models import Person, Shift

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ru", "fa", "zh")
DANGER = {
    "en": "My child vomited after the puree.",
    "ru": "После пюре ребёнка вырвало.",
    "fa": "بچه‌ام بعد از خوردن آن استفراغ کرد.",
    "zh": "孩子吃完就呕吐了。",
}
PROMISE = {
    "en": ("A person looks at it by", "looked at before everything else"),
    "ru": ("Человек прочитает его не позже", "посмотрят раньше всего остального"),
    "fa": ("یک نفر حداکثر تا", "پیش از هر کار دیگری"),
    "zh": ("会有人查看", "将优先于其他一切"),
}
WITHIN = {"en": "within 1 hour", "ru": "в течение 1 часа", "fa": "ظرف ۱ ساعت", "zh": "在1小时内"}
ALWAYS = re.compile(
    "day and night|at any hour|around the clock|в любое время суток|круглосуточно|и ночью"
    "|شبانه‌روز|شب و روز|شب‌ها هم|不分昼夜|昼夜|夜间|24小时"
)


@pytest.fixture(autouse=True)
def _office() -> None:
    make.office()
    forget_office_facts()


def watch(hours: float) -> Person:
    """Somebody is on duty for some hours from now."""
    olga, now = make.person("Olga", "operator"), timezone.now()
    while hours > 0:
        shift = min(hours, 24)
        Shift.objects.create(person=olga, starts_at=now - timedelta(minutes=1), ends_at=now + timedelta(hours=shift))
        now, hours = now + timedelta(hours=shift), hours - shift
    forget_office_facts()
    return olga


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("hours", "kept"), [(8, True), (0.5, False), (0, False)])
def test_the_letter(language: str, hours: float, kept: bool) -> None:
    watch(hours) if hours else None
    at = timezone.now()
    case = make.complaint(text=DANGER[language], language=language, at=at)
    assert case.has_danger
    letter = Message.objects.get(complaint=case, direction="out")
    assert letter.letter == "acknowledgement_danger"
    promised, otherwise = PROMISE[language]
    assert (promised in letter.body, otherwise in letter.body) == (kept, not kept)
    assert not ALWAYS.search(letter.body)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("hours", "kept"), [(8, True), (0.5, False), (0, False)])
def test_the_form_and_the_page_after_it(language: str, hours: float, kept: bool) -> None:
    watch(hours) if hours else None
    client = Client(headers={"Accept-Language": language})
    page = client.post("/complain", hidden(client.get("/complain")) | {"go": "next", "text": DANGER[language]})
    form = _words(page.content.decode())
    assert (WITHIN[language] in form) is kept
    after = client.post("/complain", hidden(page) | {"go": "send", "step": "5"})
    done = _words(after.content.decode())
    assert after.status_code == 200
    due = re.search(r"<time", after.content.decode().split("next-steps")[1].split("</ol>")[0])
    assert bool(due) is kept
    assert not ALWAYS.search(form) and not ALWAYS.search(done)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("hours", "kept"), [(7 * 24 + 1, True), (6 * 24, False), (0, False)])
def test_our_promise(language: str, hours: float, kept: bool) -> None:
    watch(hours) if hours else None
    page = Client(headers={"Accept-Language": language}).get("/promise").content.decode()
    times = page.split('<dl class="facts">')[1].split("</dl>")[0]
    assert bool(ALWAYS.search(_words(times))) is kept


def test_no_letter_at_all_promises_it() -> None:
    for code in letters.codes():
        for language in LANGUAGES:
            known, _ = letters.placeholders(code)
            letter = letters.fill(code, language, **dict.fromkeys(known, "x"))
            assert not ALWAYS.search(letter.text), (code, language)


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
