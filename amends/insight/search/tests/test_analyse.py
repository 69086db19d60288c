"""Words written in several ways find one another, in four languages; whatever is typed, nothing fails."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.insight.search import analyse

NNJ = "\u200c"


def finds(asked: str, text: str) -> bool:
    """What both engines do, in plain Python."""
    tokens = analyse.index_tokens(text)
    query = analyse.query(asked)
    bag, line = set(tokens.stream) | tokens.extras, " " + " ".join(tokens.stream) + " "
    return bool(query) and all(
        any(f" {' '.join(phrase)} " in line if len(phrase) > 1 else phrase[0] in bag for phrase in group)
        for group in query.groups
    )


ALIKE = {
    "ё and е": ["ребёнок", "ребенок", "РЕБЁНОК"],
    "й composed and apart": ["чай", "чаи\u0306"],
    "é composed, apart, plain": ["café", "cafe\u0301", "CAFE"],
    "stress marks": ["замок", "за\u0301мок"],
    "Russian noun": ["банка", "банки", "банкой", "банок", "банках"],
    "Russian noun in -ть": ["кровать", "кровати", "кроватью", "кроватей"],
    "Russian fleeting vowel": ["упаковка", "упаковок", "упаковку"],
    "Russian day": ["день", "дня", "дню"],
    "Russian letters": ["письмо", "писем", "письма"],
    "Russian seller": ["продавец", "продавца", "продавцов"],
    "Russian smell": ["запах", "запаха", "запахом", "запахи"],
    "Russian sofa": ["диван", "дивана", "дивану", "диваном", "диваны", "диванов"],
    "Russian vanilla": ["ваниль", "ванили", "ванилью"],
    "Russian tea": ["чай", "чая", "чаем"],
    "Russian adjective": ["кислый", "кислого", "кислая", "кислыми"],
    "Russian verb": ["вернуть", "вернут", "вернул", "вернули"],
    "English stems": ["refund", "refunded", "refunds", "Refunding"],
    "English possessive": ["company", "company's", "company’s", "companies"],
    "Arabic and Persian yeh": ["شیر", "شير"],
    "Arabic and Persian kaf": ["کودک", "كودك"],
    "alef with madda": ["آب", "اب"],
    "heh with hamza": ["خانه", "خانة", "خانۀ"],
    "harakat": ["محصول", "مُحَصُول"],
    "tatweel": ["شکایت", "شکــایت"],
    "presentation forms": ["سلام", "\ufeb3\ufefc\ufee1"],
    "Persian plural": [f"کتاب{NNJ}ها", "کتاب ها", "کتابها", "کتاب", f"کتاب{NNJ}های"],
    "Persian present": [f"می{NNJ}شود", "می شود", "میشود"],
    "Persian negation": [f"نمی{NNJ}خواهم", "نمی خواهم", "نمیخواهم"],
    "Persian comparison": [f"بزرگ{NNJ}تر", "بزرگ تر", "بزرگتر", f"بزرگ{NNJ}ترین", "بزرگترین"],
    "Persian short comparison": [f"کم{NNJ}تر", "کم تر", "کمتر"],
    "Persian compound": [f"پیش{NNJ}بینی", "پیش بینی", "پیشبینی"],
    "Persian possession": ["شکایتم", "شکایت", "شکایت من"[:-3], f"شکایت{NNJ}ام"],
    "Persian family": [f"بچه{NNJ}هایم", "بچه هایم", "بچههایم", "بچه"],
    "Persian digits": ["۱۴۰۴", "١٤٠٤", "1404", "１４０４"],
    "full width": ["refund", "ｒｅｆｕｎｄ", "ＲＥＦＵＮＤ"],
    "half-width kana": ["カメラ", "ｶﾒﾗ"],
    "ligature": ["office", "oﬃce"],
    "German ss": ["Straße", "strasse", "STRASSE"],
    "case number": [
        "PX-2026-000412",
        "px-2026-000412",
        "PX‑2026‑000412",
        "px2026000412",
        "ＰＸ－２０２６－０００４１２",
    ],
    "lot": ["26-0147", "26–0147", "260147", "۲۶-۰۱۴۷", "26/0147"],
    "telephone": ["+7 (912) 345-67-89", "8 912 345 67 89", "89123456789", "9123456789", "+79123456789"],
    "Iranian telephone": ["0912 345 6789", "+98 912 345 6789", "۰۹۱۲۳۴۵۶۷۸۹"],
    "address": ["anna.petrova@example.org", "Anna.Petrova@Example.ORG"],
    "number and unit": ["500мл", "500 мл", "５００ мл"],
    "hyphen": ["e-mail", "email", "E‑Mail"],
    "thousands": ["2300", "2,300", "2\u066c300"],
    "soft hyphen and invisible marks": ["качество", "каче\u00adство", "\u200eкачество\u200f"],
}

PAIRS = [
    pytest.param(asked, written, id=f"{name}: {asked} in {written}")
    for name, group in ALIKE.items()
    for asked, written in itertools.permutations(dict.fromkeys(group), 2)
]


@pytest.mark.parametrize(("asked", "written"), PAIRS)
def test_writings_of_one_word_find_one_another(asked: str, written: str) -> None:
    assert finds(asked, f"А {written}, 好。")


FOUND = {
    "Chinese, two of four": ("质量", "产品质量问题很大"),
    "Chinese, across words": ("量问", "产品质量问题很大"),
    "Chinese, three": ("量问题", "产品质量问题很大"),
    "Chinese, the end": ("很大", "产品质量问题很大"),
    "Chinese, whole run": ("产品质量问题很大", "产品质量问题很大。"),
    "Chinese, one character": ("奶", "孩子喝了牛奶"),
    "Chinese, one alone": ("酸", "味道: 酸 !"),
    "Chinese, two words apart": ("牛奶 发酸", "发酸的牛奶"),
    "Chinese beside digits": ("第3批", "这是第3批产品"),
    "Chinese beside Latin": ("A4纸", "他买了A4纸两包"),
    "Chinese full stop inside quotes": ("“牛奶”", "他说牛奶坏了"),
    "part of a case number": ("000412", "PX-2026-000412"),
    "case number without zeros": ("412", "PX-2026-000412"),
    "part of an address": ("petrova", "anna.petrova@example.org"),
    "domain of an address": ("example.org", "anna.petrova@example.org"),
    "quoted words side by side": ('"sour smell"', "It had a sour smell."),
    "quoted, other endings": ("«кислый вкус»", "остался с кислым вкусом"),
    "a word of each language": ("jar банка شیشه 罐头", "The jar (банка) شیشه‌ای 罐头食品"),
    "word in an emoji crowd": ("вздулась", "😡😡вздулась😡"),
    "word in markup": ("sour", "<b>sour</b>"),
    "words of a web address": ("example.org", "see https://shop.example.org/item/7?x=1"),
    "apostrophe": ("dont", "I don't want it"),
    "before an apostrophe": ("they", "learn they're open"),
    "affix alone": ("ها", "کتاب ها"),
    "order does not matter": ("jar hissed", "it hissed, the jar"),
}
MISSED = {
    "other Chinese order": ("题问", "产品质量问题很大"),
    "Chinese not side by side": ("质题", "产品质量问题很大"),
    "Chinese across a comma": ("量问", "质量，问题"),
    "quoted words apart": ('"sour jar"', "a sour smell from the jar"),
    "number with zeros asks for itself": ("000412", "412"),
    "other case": ("PX-2026-000412", "PX-2026-000413"),
    "one word missing": ("jar spoon", "the jar"),
    "nothing asked": ("", "the jar"),
    "only punctuation asked": ('"" *() -- ;', "the jar"),
    "Persian plural is not any plural": (f"کتاب{NNJ}ها", f"شیشه{NNJ}ها"),
    "two Persian words": ("شیر خراب", "شیر تازه"),
}


@pytest.mark.parametrize(("asked", "written"), FOUND.values(), ids=FOUND)
def test_finds(asked: str, written: str) -> None:
    assert finds(asked, written)


@pytest.mark.parametrize(("asked", "written"), MISSED.values(), ids=MISSED)
def test_does_not_find(asked: str, written: str) -> None:
    assert not finds(asked, written)


@given(st.text(max_size=300))
def test_tokens_hold_nothing_an_engine_could_mistake(text: str) -> None:
    tokens = analyse.index_tokens(text)
    query = analyse.query(text)
    for token in [*tokens.stream, *tokens.extras, *query.tokens]:
        assert all(letter.isalnum() or letter > "\u3000" for letter in token)
        assert len(token) <= 8 * 64
        assert token.encode()


@given(st.text(alphabet="ابپتکگیمنهودش‌ ", min_size=1, max_size=30))
def test_a_persian_text_finds_itself(text: str) -> None:
    assert finds(text, text) or not analyse.query(text)


@given(st.text(max_size=60).filter(lambda text: '"' not in text))
def test_any_text_finds_itself(text: str) -> None:
    assert finds(text, text) or not analyse.query(text)


@pytest.mark.parametrize("letter", ["a", "я", "ی", "好", "1", "-", "a-", "\u200c", "1,", "😡", "(", "«"])
def test_a_line_of_a_megabyte_is_no_burden(letter: str) -> None:
    tokens = analyse.index_tokens(letter * (1_000_000 // len(letter)))
    assert all(len(token) <= 512 for token in tokens.extras.union(tokens.stream))
    assert len(analyse.query(letter * 1_000_000).groups) <= analyse.MOST_GROUPS
