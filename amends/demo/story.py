"""Anna's story (the sour apple puree of March): received at night, answered in ten days, looked at again, closed."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from amends.core import actions
from amends.core.models import Complaint, Message
from amends.core.queries.alarms import waiting_alarm
from amends.core.rules.deliveries import ToldBy
from amends.core.rules.intake import Contact, Demand, Intake
from amends.core.rules.kinds import Capacity, Delivery, DemandType, Direction, Harm, Validity
from amends.office.models import Person

BEGINS = datetime(2026, 3, 2, 19, 40, tzinfo=UTC)
LOT = "26-0147"
PUREE = "9524600100010"
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def tell(people: Mapping[str, Person], *, begins: datetime = BEGINS) -> Complaint:
    """Plays the story with real verbs, at its own moments, beginning at a moment."""
    anna = _anna(begins)
    olga, marina, ivan, pavel = (people[name] for name in ("olga", "marina", "ivan", "pavel"))
    _first_evening(anna, olga, begins)
    others = [_other(words, town, begins + at) for words, town, at in _OTHERS]
    for other in others:
        actions.classify(other, issues=[_issue("quality.spoil.gas")], by=people["vera"], at=other.received_at + HOUR)
        alarm_heard(other)
        actions.link(
            anna, other=other, sort="incident", why=f"Партия {LOT}", by=marina, at=other.received_at + 2 * HOUR
        )
    call = begins + DAY - 2 * HOUR
    actions.hand_over(anna, to=ivan, why="Нужен знаток пюре; на связи с Анной остаюсь я.", by=olga, at=call - HOUR)
    actions.note(anna, text="Созвонились втроём в 20:00. Малыш здоров. Банку заберёт курьер.", by=ivan, at=call)
    actions.hand_over(
        anna, to=pavel, why="Разбор причины: банка и контрольный образец в лабораторию.", by=ivan, at=call + HOUR
    )
    actions.note(
        anna,
        text="Лаборатория: микротечь по крышке, дрожжи. Изношена укупорочная головка 3 на линии 2, обслуживание пропущено.",
        by=pavel,
        at=begins + 7 * DAY,
    )
    _answer(anna, olga, marina, begins + 8 * DAY + 16 * HOUR)
    _look_again(anna, olga, marina, begins + 10 * DAY + 14 * HOUR)
    return anna


_OTHERS = (
    ("Пюре «Яблоко» зашипело при открытии, пахнет кислым. Не кормили.", "Пермь", 10 * HOUR),
    ("Две банки яблочного пюре вздулись в шкафу.", "Самара", 14 * HOUR),
    ("Кислый запах у яблочного пюре, партия как в новостях чата.", "Тула", 60 * HOUR),
)


def _anna(at: datetime) -> Complaint:
    return actions.receive(
        Intake(
            receipt=actions.new_receipt_key(),
            channel="web_form",
            received_at=at,
            language="ru",
            subject="Яблочное пюре зашипело и прокисло",
            text="Открыла баночку яблочного пюре, она зашипела, запах кислый. Дала сыну две ложки, через час его один раз "
            "вырвало. Ему девять месяцев. Сейчас он спокоен. Банку сохранила. Партия 26-0147, годен до 11.2026.",
            author=Contact(name="Анна Белякова", email="anna@mail.example", phone="+79001234567"),
            capacity=Capacity.PARENT,
            product="Пюре «Яблоко», 100 г",
            lot=LOT,
            harm=(Harm.HEALTH,),
            demands=(
                Demand(DemandType.REFUND, 8900, "RUB", "Вернуть 89 рублей"),
                Demand(DemandType.EXPLANATION, text="Объяснить, что случилось"),
                Demand(DemandType.DAMAGES, 230000, "RUB", "Приём врача, 2300 рублей"),
                Demand(DemandType.MORAL_DAMAGES, 1000000, "RUB", "Моральный вред, 10 000 рублей"),
            ),
            contact_times="после 20:00",
            contact_by="phone",
        ),
        at=at,
    ).complaint


def _first_evening(anna: Complaint, olga: Person, begins: datetime) -> None:
    delivered(anna, begins + MINUTE)
    alarm_heard(anna)
    actions.note(
        anna,
        text="Позвонила Анне: ребёнок спит, рвоты больше не было. К врачу утром.",
        by=olga,
        at=begins + 25 * MINUTE,
    )
    actions.restate(
        anna,
        text="Баночка зашипела при открытии, пюре пахло кислым, после двух ложек сына один раз вырвало. Всё верно?",
        by=olga,
        at=begins + 30 * MINUTE,
    )
    actions.confirm(anna, right=True, text="Да, всё так.", at=begins + 35 * MINUTE)
    actions.classify(
        anna,
        issues=[
            _issue("quality.spoil.gas", "Пюре забродило", Demand(DemandType.REFUND, 8900, "RUB", "Вернуть 89 рублей")),
            _issue(
                "packaging.whole.seal", "Крышка негерметична", Demand(DemandType.EXPLANATION, text="Объяснить причину")
            ),
            _issue(
                "health.reaction.gut",
                "Ребёнка вырвало",
                Demand(DemandType.DAMAGES, 230000, "RUB", "Приём врача"),
                Demand(DemandType.MORAL_DAMAGES, 1000000, "RUB", "Моральный вред"),
            ),
        ],
        anger=4,
        essence="Яблочное пюре забродило, ребёнка один раз вырвало",
        by=olga,
        at=begins + 45 * MINUTE,
    )
    delivered(anna, begins + 46 * MINUTE)


def _answer(anna: Complaint, olga: Person, marina: Person, at: datetime) -> None:
    for issue, decision, reasons, redress in (
        (
            1,
            "Претензия обоснована.",
            "Лаборатория нашла дрожжи в банке и в контрольном образце.",
            "89 ₽, выплачены 3 марта",
        ),
        (2, "Претензия обоснована.", "Крышка пропускала воздух: изношена укупорочная головка.", "Причина объяснена"),
        (
            3,
            "Расходы на врача возмещаем. В компенсации морального вреда отказываем.",
            "Приём врача связан с продуктом и подтверждён. Рвота была однократной, врач нашёл ребёнка здоровым.",
            "2300 ₽ за приём врача",
        ),
    ):
        validity = Validity.PARTLY if issue == 3 else Validity.UPHELD
        actions.decide(
            anna, issue=issue, validity=validity, decision=decision, reasons=reasons, redress=redress, by=marina, at=at
        )
    actions.reply(
        anna,
        text="Анна, вы были правы. Пюре забродило, потому что крышка пропускала воздух: на линии износилась деталь. Её заменили, "
        "партию остановили. 89 рублей вы получили 3 марта, 2300 рублей за врача отправлены сегодня. В компенсации "
        "морального вреда мы отказываем: врач нашёл сына здоровым. Если вы не согласны, ответьте на это письмо, и дело "
        "посмотрит человек, который им не занимался. Можно также обратиться в Роспотребнадзор или в суд.",
        final=True,
        by=olga,
        at=at + HOUR,
    )
    delivered(anna, at + HOUR + MINUTE)


def _look_again(anna: Complaint, olga: Person, marina: Person, at: datetime) -> None:
    words = "Спасибо за честный ответ. С отказом по моральному вреду не согласна: ночь в страхе за ребёнка тоже чего-то стоит."
    intake = Intake(receipt=actions.new_receipt_key(), channel="email", received_at=at, text=words, language="ru")
    actions.add(anna, intake, party=anna.parties.first(), at=at)
    actions.reopen(anna, why="Анна просит пересмотреть отказ", by=olga, at=at + HOUR)
    actions.decide(
        anna,
        issue=3,
        validity=Validity.UPHELD,
        decision="Компенсируем моральный вред: 3000 рублей.",
        reasons="Тревога за девятимесячного ребёнка после вздувшейся банки понятна и вызвана нашей ошибкой.",
        redress="2300 ₽ за врача и 3000 ₽ компенсации",
        by=marina,
        at=at + DAY,
    )
    actions.reply(
        anna,
        text="Анна, мы посмотрели ещё раз и согласны с вами. 3000 рублей отправлены сегодня. Спасибо, что не промолчали.",
        final=True,
        by=olga,
        at=at + DAY + HOUR,
    )
    delivered(anna, at + DAY + HOUR + MINUTE)
    actions.close(anna, by=olga, at=at + 4 * DAY)


def _other(words: str, town: str, at: datetime) -> Complaint:
    complaint = actions.receive(
        Intake(
            receipt=actions.new_receipt_key(),
            channel="email",
            received_at=at,
            language="ru",
            text=f"{words} {town}.",
            author=Contact(name=f"Покупатель, {town}", email=f"buyer{town.encode().hex()[:6]}@mail.example"),
            product="Пюре «Яблоко», 100 г",
            lot=LOT,
        ),
        at=at,
    ).complaint
    delivered(complaint, at + MINUTE)
    alarm_heard(complaint)
    return complaint


def _issue(category: str, essence: str = "", *demands: Demand) -> actions.IssueFacts:
    return actions.IssueFacts(
        category=category,
        essence=essence,
        gtin=PUREE,
        product="Пюре «Яблоко»",
        lot=LOT,
        best_before="11.2026",
        demands=demands,
    )


def alarm_heard(case: Complaint) -> None:
    """Danger to health called the person on duty, who answered within minutes."""
    alarm = waiting_alarm(case)
    if alarm is None:
        return
    actions.call(alarm, at=alarm.raised_at)
    alarm.refresh_from_db()
    if alarm.person is not None:
        actions.answer_alarm(case, by=alarm.person, at=alarm.raised_at + 3 * MINUTE)
        case.refresh_from_db()


def delivered(complaint: Complaint, at: datetime) -> None:
    """What waits to leave counts as delivered, and what must be told was told: the people of the demo do not exist."""
    for message in Message.objects.filter(complaint=complaint, direction=Direction.OUT, delivery=Delivery.WAITING):
        actions.message_sent(message, proof="delivered inside the demo office", at=at)
    teller = complaint.handler or complaint.owner
    if teller is None:
        return
    for message in complaint.messages.to_tell().filter(delivery=Delivery.BY_HAND, at__lte=at):
        actions.tell(complaint, message=message.pk, told_by=ToldBy.CALLED, by=teller, at=at)
    actions.messages_seen(complaint.messages.select_related("complaint").filter(delivery=Delivery.PORTAL), at=at)
