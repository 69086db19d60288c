"""Our four languages are told surely; their neighbours are not taken for them."""

import pytest

from amends.lib.languages import language_of

SURE = [
    ("The bottle was broken and I want my money back.", "en"),
    ("My order never arrived", "en"),
    ("Бутылка была разбита, верните деньги", "ru"),
    ("Заказ с iPhone 15 Pro Max не пришёл", "ru"),
    ("بطری شکسته بود و من پولم را پس می‌خواهم", "fa"),
    ("سلام سفارش من نرسید", "fa"),
    ("瓶子破了,我要退款", "zh"),
    ("我的 iPhone 订单没有到", "zh"),
]
UNSURE = [
    ("", 0.0),
    ("12345 !!!", 0.0),
    ("😀😀", 0.0),
    ("أريد استرداد المال لأن الزجاجة كانت مكسورة في الطريق", 0.5),
    ("Пляшка була розбита, поверніть мої гроші, їх немає", 0.5),
    ("Die Flasche war kaputt und ich möchte mein Geld zurück", 0.5),
    ("La botella estaba rota y quiero mi dinero", 0.5),
    ("瓶が割れていたので返金してください", 0.5),
    ("병이 깨져서 환불을 원합니다", 0.5),
    ("बोतल टूटी हुई थी", 0.5),
]


@pytest.mark.parametrize(("text", "code"), SURE)
def test_sure(text: str, code: str) -> None:
    found, sure = language_of(text)
    assert found == code
    assert sure >= 0.5


@pytest.mark.parametrize(("text", "most"), UNSURE)
def test_unsure(text: str, most: float) -> None:
    assert language_of(text)[1] <= most
