"""Words of danger are found in four languages, near misses are not, and no text makes the search slow."""

import time
from pathlib import Path

import pytest

from amends.core.rules import safety
from amends.lib.data_files import DataFault

DANGER = {
    "en: vomiting": "He vomited all night after the puree",
    "en: threw up": "She threw up twice",
    "en: is throwing up": "my daughter keeps throwing up",
    "en: sick": "Baby was sick straight after it",
    "en: piece of glass": "There was a piece of GLASS in the jar",
    "en: bulging lid": "the lid was bulging when I bought it",
    "en: cannot breathe": "she can’t breathe properly",
    "en: rash": "a rash on her face",
    "en: hives": "hives all over",
    "en: mould, two spellings": "mouldy inside",
    "en: mold": "There is mold under the lid",
    "en: worm": "I found a worm",
    "en: hospital": "We are in hospital now",
    "en: burnt tongue": "it burnt her tongue",
    "en: no rash is found on purpose": "there is no rash so far",
    "en: capitals and full width": "ＶＯＭＩＴＥＤ",
    "ru: вырвало": "Ребёнка вырвало один раз",
    "ru: рвёт, с ё": "его рвёт с утра",
    "ru: рвет, с е": "его рвет с утра",
    "ru: ударение": "началась рво́та",
    "ru: отёк": "Появился отёк на губах",
    "ru: сыпь": "вся в сыпи",
    "ru: стекло": "в пюре было стекло",
    "ru: стёклышко": "маленькое стёклышко в ложке",
    "ru: осколок": "попался осколок",
    "ru: скорая": "вызывали  скорую\nночью",
    "ru: крышка вздулась": "Крышка ВЗДУЛАСЬ",
    "ru: личинки": "личинки в каше",
    "ru: температура": "поднялась температура",
    "fa: بالا آورد": "بچه‌ام بالا آورد",
    "fa: بالا می‌آورد": "از دیشب بالا می‌آورد",
    "fa: استفراغ": "دو بار استفراغ کرد",
    "fa: نیم‌فاصله": "نفس‌تنگی گرفت",
    "fa: ی و ک عربی": "بيمارستان هستيم",
    "fa: تب": "اسهال گرفت و تب دارد",
    "fa: ورم": "لبش ورم کرده",
    "fa: اعراب": "مَسموم شده",
    "fa: کپک": "کپک زده بود",
    "fa: کرم زده": "برنجش کرم‌زده بود",
    "zh: 呕吐": "孩子喝完就呕吐",
    "zh: 吐了": "宝宝吐了两次",
    "zh: 拉稀": "昨晚开始拉稀",
    "zh: 玻璃": "里面有玻璃碎片",
    "zh: 疹子": "脸上起了疹子",
    "zh: 急诊": "连夜送急诊",
    "zh: 胀罐": "买来就胀罐",
    "zh: 虫子": "米粉里有虫子",
    "mixed: Russian in an English form": "Please help, у сына рвота",
}

NO_DANGER = {
    "en: prize": "the prize is late",
    "en: sick of": "I am sick of waiting",
    "en: sick and tired": "I am sick and tired of your answers",
    "en: dead on": "your review is dead on",
    "en: burnt bread": "the bread was burnt",
    "en: sunglasses": "the sunglasses I won are broken",
    "en: glasses": "I cannot read it without my glasses",
    "en: moulded": "the moulded spoon does not fit",
    "en: crash": "the site crashes",
    "ru: приз": "Приз не доставлен",
    "ru: нервотрёпка": "одна нервотрёпка",
    "ru: рассыпчатая": "рассыпчатая каша",
    "ru: откуда": "откуда у вас мой номер",
    "ru: умеренная": "умеренная цена",
    "ru: величина": "величина и наличие",
    "ru: поносить": "не надо меня поносить",
    "ru: тошнотворно": "тошнотворно вежливый ответ",
    "fa: جایزه": "جایزه نرسید",
    "fa: خونسرد": "با خونسردی جواب داد",
    "fa: خانه": "خونه ما دور است",
    "fa: تبلیغ": "تبلیغ شما گمراه‌کننده است",
    "fa: کتاب": "کتاب نیامد",
    "fa: کرم دست": "کرم دست گرفتم",
    "fa: بوی سوختگی": "بوی سوختگی می‌دهد",
    "zh: 奖品": "奖品没有收到",
    "zh: 发烧友": "音乐发烧友",
    "zh: 破损": "包装袋破损",
    "zh: 客服": "客服态度不好",
    "empty": "",
    "only spaces": " \n\t ",
}


@pytest.mark.parametrize("text", DANGER.values(), ids=DANGER.keys())
def test_danger_is_found(text: str) -> None:
    assert safety.danger(text)


@pytest.mark.parametrize("text", NO_DANGER.values(), ids=NO_DANGER.keys())
def test_near_misses_are_not(text: str) -> None:
    assert safety.danger(text) is None


def test_the_words_come_whole_and_in_their_order() -> None:
    assert safety.danger("Сына вырвало, потом поднялась температура и появилась сыпь") == [
        "вырвало",
        "температура",
        "сыпь",
    ]


def _best_of(times: int, text: str) -> float:
    took = []
    for _ in range(times):
        start = time.process_time()
        safety.danger(text)
        took.append(time.process_time() - start)
    return min(took)


@pytest.mark.parametrize(
    "sentence",
    [
        "The prize has not come and nobody answers my letters. ",
        "Приз так и не привезли, на письма никто не отвечает. ",
        "جایزه هنوز نرسیده و کسی به نامه‌هایم پاسخ نمی‌دهد. ",
        "奖品一直没有收到，写信也没有人回复我。",
    ],
    ids=["en", "ru", "fa", "zh"],
)
def test_an_ordinary_text_takes_a_fraction_of_a_millisecond(sentence: str) -> None:
    text = (sentence * 100)[: 1000 if ord(sentence[0]) > 127 else 2000]
    safety.danger(text)
    assert _best_of(50, text) < 0.001  # aim 0.0002; a busy machine gets five times as long


HARD = {
    "a stem without an end": "вызвал" * 160_000,
    "stems and spaces": "can't " * 160_000,
    "one letter": "a" * 1_000_000,
    "all stems, no hit": "тошнотворно сыпаться раскров умерен " * 28_000,
    "marks": "\u0301" * 500_000,
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
def test_a_megabyte_of_malice_stays_linear(text: str) -> None:
    tenth = _best_of(2, text[: len(text) // 10])
    whole = _best_of(2, text)
    assert whole < 2.0
    assert whole < max(30 * tenth, 0.05)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("en:\n  a: b(\n", "words_file.yaml:2: the pattern of “a” is broken"),
        ("en:\n  ab: 'ab\\w*'\n", "words_file.yaml:2: the pattern of “ab” repeats without an upper bound"),
        ("en:\n  Ab:\n", "words_file.yaml:2: “Ab” must be folded"),
        ("en:\n  ab: cd\n", "words_file.yaml:2: “ab” does not stand in its own pattern"),
        ("en:\n  ab:\n  ab:\n", "words_file.yaml:3: “ab” is there twice; first at words_file.yaml:2"),
        ("en:\n  ab:\n", "words for “ru” are missing"),
        ("de:\n  ab:\n", "words_file.yaml:1: “de” is not known here"),
        ("- ab\n", "words_file.yaml:1: the file must be one mapping"),
        ("en: [\n", "words_file.yaml:2:"),
    ],
)
def test_a_wrong_words_file_is_refused_by_line(tmp_path: Path, content: str, complaint: str) -> None:
    file = tmp_path / "words_file.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataFault, match=complaint.replace("(", r"\(").replace("*", r"\*")):
        safety.load(file)
