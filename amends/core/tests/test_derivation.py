"""A due date is explained in four languages, each step in a whole sentence, dates in the reader's calendar."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from amends.core.queries import calendars as ready
from amends.core.queries import derivation
from amends.core.rules.calendars import Calendar
from amends.core.rules.law.penalty import penalty
from amends.core.rules.law.reading import shipped
from amends.core.rules.law.reckoning import Due, Pause, Step, due
from amends.core.rules.law.rule import Certainty, DayZero, Obligation, Roll, Rule, Unit

AT = datetime(2026, 3, 5, 12, tzinfo=UTC)
CLAIM = {
    "en": [
        "Russian Consumer Protection Law (ZoZPP), art. 22: Satisfy the demand for money.",
        "Claim presented: 5 March 2026.",
        "Counting starts on 6 March 2026.",
        "Day 10, 15 March 2026, is a Sunday.",
        "Russian Civil Code, art. 193: due on Monday, 16 March 2026.",
        "This reading of the law is certain.",
        "No lawyer of the office has reviewed this rule.",
    ],
    "ru": [
        "Закон РФ «О защите прав потребителей», ст. 22: Удовлетворить денежное требование.",
        "Требование предъявлено: 5 марта 2026 года.",
        "Отсчёт начинается 6 марта 2026 года.",
        "10-й день, 15 марта 2026 года, — воскресенье.",
        "ГК РФ, ст. 193: срок — понедельник, 16 марта 2026 года.",
        "Такое прочтение закона достоверно.",
        "Юрист офиса это правило не проверял.",
    ],
    "fa": [
        "قانون حمایت از مصرف‌کنندگان روسیه، مادهٔ ۲۲: پرداخت خواستهٔ مالی.",
        "طرح ادعا: ۱۴ اسفند ۱۴۰۴.",
        "شمارش از ۱۵ اسفند ۱۴۰۴ آغاز می‌شود.",
        "روز ۱۰، ۲۴ اسفند ۱۴۰۴، یکشنبه است.",
        "قانون مدنی روسیه، مادهٔ ۱۹۳: مهلت دوشنبه، ۲۵ اسفند ۱۴۰۴ است.",
        "این برداشت از قانون قطعی است.",
        "هیچ حقوق‌دان دفتر این قاعده را بازبینی نکرده است.",
    ],
    "zh": [
        "俄罗斯《消费者权益保护法》第22条：满足退款或赔偿要求。",
        "提出请求：2026年3月5日。",
        "自2026年3月6日起算。",
        "第10天（2026年3月15日）是星期日。",
        "俄罗斯《民法典》第193条：期限为2026年3月16日，星期一。",
        "对法律的这一理解是确定的。",
        "本办公室尚无律师审核此规则。",
    ],
}


def _reckoned(rule_id: str, start: datetime, *, extended: bool = False) -> tuple[Due, Rule, Calendar]:
    rule = shipped().rule(rule_id, start.date())
    calendar = ready.around(rule.jurisdiction, start.date())
    return due(rule, start, calendar, extended=extended), rule, calendar


@pytest.mark.parametrize("language", CLAIM)
def test_a_claim_is_explained_step_by_step(language: str) -> None:
    found, rule, calendar = _reckoned("RU-ZPP-22", AT)
    assert derivation.lines(found, rule, language, calendar) == CLAIM[language]


def test_holidays_are_named_where_the_calendar_knows_them() -> None:
    found, rule, calendar = _reckoned("UK-DISP-1.5", datetime(2026, 4, 2, 9, tzinfo=UTC))
    line = "Days off not counted: 3 April 2026 (Good Friday), 6 April 2026 (Easter Monday)."
    assert line in derivation.lines(found, rule, "en", calendar)
    assert "Days off not counted: 3 April 2026, 6 April 2026." in derivation.lines(found, rule, "en")


def test_make_up_days_and_a_holiday_at_the_end_are_told() -> None:
    found, rule, calendar = _reckoned("CN-SAMR20-7", datetime(2026, 2, 11, 9, tzinfo=UTC))
    assert "计入的调休上班日：2026年2月14日。" in derivation.lines(found, rule, "zh", calendar)
    found, rule, calendar = _reckoned("RU-ZPP-21a", datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert any(
        line.startswith("Day 7, 9 March 2026 (") and line.endswith(", is a public holiday.")
        for line in derivation.lines(found, rule, "en", calendar)
    )


def test_an_extension_counts_in_the_plural_of_the_language() -> None:
    found, rule, calendar = _reckoned("RU-152FZ-20", datetime(2026, 2, 20, 9, tzinfo=UTC), extended=True)
    assert "Срок продлён: 10 рабочих дней → 15 рабочих дней." in derivation.lines(found, rule, "ru", calendar)
    found, rule, calendar = _reckoned("EU-GDPR-12.3", datetime(2026, 1, 31, 9, tzinfo=UTC), extended=True)
    assert "Срок продлён: 1 месяц → 3 месяца." in derivation.lines(found, rule, "ru", calendar)
    assert "Extended: 1 month → 3 months." in derivation.lines(found, rule, "en", calendar)


def test_hours_are_told_in_the_offset_they_came_with() -> None:
    found, rule, calendar = _reckoned("CN-RECALL-1", datetime.fromisoformat("2026-05-01T10:00+08:00"))
    assert derivation.lines(found, rule, "en", calendar)[1:3] == [
        "Danger known: 1 May 2026, 10:00.",
        "24 hours: due by 2 May 2026, 10:00.",
    ]


def test_who_reviewed_a_rule_is_named() -> None:
    rule = Rule(
        "X", 1, "*", {"en": "x"}, "event", Obligation.ANSWER, Unit.DAYS, reviewed_by="Lidia", article={"en": "y"}
    )
    assert derivation.standing(rule, "en") == [derivation.SURE[Certainty.LOW], "Reviewed by Lidia."]


def test_a_penalty_is_explained() -> None:
    book = shipped()
    found = penalty(book, "RU-ZPP-23", date(2026, 3, 16), date(2026, 8, 13), Decimal(1200))
    told = derivation.penalty_lines(found, book.rule("RU-ZPP-23", date(2026, 8, 13)), "en")
    assert told[1:5] == [
        "Missed on 16 March 2026, reckoned to 13 August 2026: 150 days late.",
        "1 % of 1200 a day, for 150 days.",
        "From 25 June 2026 on nothing is added above 1200.",
        "Together: 1200.00.",
    ]


def _every_step() -> list[Step]:
    """Reckonings that together take every step there is."""
    base = Rule("X", 1, "*", {"en": "x"}, "event", Obligation.ANSWER, Unit.DAYS, length=3, article={"en": "y"})
    calendar = Calendar("c", "UTC", known_to=date(2026, 3, 1), holidays={date(2026, 3, 9): "x"},
                        workdays=frozenset({date(2026, 3, 7)}))  # fmt: skip
    changes: list[dict[str, object]] = [
        {}, {"day_zero": DayZero.EVENT}, {"roll": Roll.NEXT, "length": 4}, {"unit": Unit.WORKING_DAYS, "extended": 5},
        {"unit": Unit.MONTHS, "roll": Roll.PREVIOUS}, {"unit": Unit.HOURS}, {"unit": Unit.WORKING_HOURS},
        {"unit": Unit.AT_ONCE}, {"unit": Unit.NONE}, {"unit": Unit.WEEKS}, {"unit": Unit.YEARS}, {"pauses": ("agreed",)},
    ]  # fmt: skip
    starts = (AT, datetime(2026, 1, 31, tzinfo=UTC))
    pauses = [Pause(AT, AT.replace(hour=13), "agreed")]
    standing = [Pause(AT, None, "agreed")]
    steps: list[Step] = []
    for change in changes:
        rule = Rule(**{name: getattr(base, name) for name in Rule.__dataclass_fields__} | change)  # type: ignore[arg-type]
        for start in starts:
            for stops in (pauses, standing):
                steps += due(rule, start, calendar, extended=True, pauses=stops).steps
    return [*steps, *due(base, AT, calendar, typed=date(2026, 3, 9)).steps]


@pytest.mark.parametrize("language", derivation.LANGUAGES)
def test_every_step_has_its_sentence(language: str) -> None:
    steps = _every_step()
    penalties = {"late", "per_cent", "capped", "amount"}
    assert {step.code for step in steps} == set(derivation._WORDING) - penalties
    rule = Rule("X", 1, "*", {"en": "x"}, "event", Obligation.ANSWER, Unit.DAYS, article={"en": "y"})
    for line in derivation.lines(Due(AT, None, None, tuple(steps)), rule, language):
        assert line.endswith((".", "。")) and "%(" not in line
