"""What happens beside Anna's story: a partner's claim, a rude operator, a serial claimer, a store that hides complaints."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from amends.core import actions
from amends.core.models import Complaint
from amends.core.rules.intake import Contact, Demand, Intake
from amends.core.rules.kinds import Capacity, DemandType, Kind
from amends.demo.story import alarm_heard, delivered
from amends.office.models import Person

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def happen(people: Mapping[str, Person], *, at: datetime) -> int:
    """Plays them in the weeks before a moment. Returns how many complaints came."""
    _torn_at_the_distributor(people, at - 12 * _DAY)
    _rude_operator(people, at - 4 * _DAY)
    _mashhad_and_shanghai(people, at - 3 * _DAY)
    return 4 + _serial_claimer(people, at - 20 * _DAY) + _store_that_hides(people, at - 8 * _DAY)


def _torn_at_the_distributor(people: Mapping[str, Person], at: datetime) -> None:
    case = _come(
        "Приняли 40 коробов гречневой каши, в шести порваны углы, внутренние пакеты целы. Акт и фото приложим. "
        "Просим заменить шесть коробов.",
        at,
        name="Дистрибьютор «Сибирь»",
        kind=Kind.TRADE_CLAIM,
        capacity=Capacity.PARTNER,
        demands=(Demand(DemandType.REPLACEMENT, text="Заменить шесть коробов"),),
    )
    facts = actions.IssueFacts(category="packaging.whole.broken", store="S06", gtin="9524600200017", quantity="6")
    actions.assign(case, handler=people["timur"], by=people["vera"], at=at + _HOUR)
    actions.classify(case, issues=[facts], anger=2, by=people["timur"], at=at + 2 * _HOUR)


def _rude_operator(people: Mapping[str, Person], at: datetime) -> None:
    """Confidential: Timur, whom it names, neither sees it nor is shown that it exists."""
    case = actions.receive(
        Intake(
            receipt=actions.new_receipt_key(),
            channel="web_form",
            received_at=at,
            language="ru",
            text="Оператор Тимур говорил со мной так, будто я мешаю ему жить, и повесил трубку. Имя своё называть не хочу.",
            anonymous=True,
            employee=people["timur"].pk,
        ),
        at=at,
    ).complaint
    vera = people["vera"]
    if case.owner is not None:
        actions.protect(case, confidential=True, named=[vera], why="Жалоба на сотрудника", by=case.owner, at=at + _HOUR)


def _mashhad_and_shanghai(people: Mapping[str, Person], at: datetime) -> None:
    persian = "از پخش خراسان در مشهد فرنی برنج خریدم و تاریخ روی بسته خوانا نیست. لطفاً بگویید قابل مصرف است یا نه."
    chinese = "在平台上海旗舰店买的米粉，收到时外箱被压扁，里面两盒封口开了，请退款。"
    writers = (("fa", persian, "فاطمه احمدی", "shirin"), ("zh", chinese, "郑华", "mei"))
    for name, words, author, face in writers:
        case = _come(words, at, name=author, language=name)
        actions.assign(case, handler=people[face], by=people["vera"], at=at + _HOUR)


def _serial_claimer(people: Mapping[str, Person], at: datetime) -> int:
    """The third claim of one person with the same words: treated with the same respect, and linked as repeats."""
    first: Complaint | None = None
    for number in range(3):
        begins = at + number * 5 * _DAY
        case = _come(
            "Опять ваша каша с комками! Верните деньги за десять пачек, иначе я вам устрою. Чеков нет и не будет.",
            begins,
            name="Эдуард Крюков",
        )
        facts = actions.IssueFacts(category="quality.sense.texture", gtin="9524600200031", quantity="10")
        actions.assign(case, handler=people["olga"], by=people["vera"], at=begins + _HOUR)
        actions.classify(case, issues=[facts], anger=5, by=people["vera"], at=begins + 2 * _HOUR)
        if first is not None:
            why = "Те же слова, другая дата"
            actions.link(case, other=first, sort="repeat", why=why, by=people["vera"], at=begins + 3 * _HOUR)
        first = first or case
    return 3


def _store_that_hides(people: Mapping[str, Person], at: datetime) -> int:
    """Three customers of one supermarket say that it refused to take their complaint; the store itself reported none."""
    texts = (
        "В «Радуге» на Пермь-14 отказались записать мою жалобу на просроченный сок. Сказали, журнал потеряли.",
        "Администратор супермаркета «Радуга» № 14 порвал моё заявление у меня на глазах.",
        "В «Радуге» в Перми сказали, что претензии на детское питание принимает только завод.",
    )
    for number, text in enumerate(texts):
        begins = at + number * 2 * _DAY
        case = _come(text, begins, name="", email=f"perm{number}@mail.example")
        facts = actions.IssueFacts(category="service.access.refused", store="S03")
        actions.classify(case, issues=[facts], anger=4, by=people["vera"], at=begins + 2 * _HOUR)
    return len(texts)


def _come(
    text: str,
    at: datetime,
    *,
    name: str,
    language: str = "ru",
    email: str = "",
    kind: Kind = Kind.COMPLAINT,
    capacity: Capacity = Capacity.BUYER,
    demands: tuple[Demand, ...] = (),
) -> Complaint:
    address = email or f"{name.encode().hex()[:12]}@mail.example"
    case = actions.receive(
        Intake(
            receipt=actions.new_receipt_key(),
            channel="email",
            received_at=at,
            language=language,
            text=text,
            author=Contact(name=name, email=address),
            kind=kind,
            capacity=capacity,
            demands=demands,
        ),
        at=at,
    ).complaint
    delivered(case, at + timedelta(minutes=1))
    alarm_heard(case)
    return case
