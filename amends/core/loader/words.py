"""Texts for loaded complaints: our own words of four languages, some frequent, most rare, as in any language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import accumulate, product
from random import Random

LANGUAGES, SHARES = ("ru", "en", "zh", "fa"), (45, 25, 15, 15)
VOCABULARY = 6_000

_COMMON = {
    "en": "the jar was and puree lid my child not we it from store money back please bought open smell sour today had lot"
    " box label pouch yogurt answer help wrong found inside after week return baby spoon taste price paid receipt seller",
    "ru": "банка пюре и не в крышка ребёнок мы на купили магазин деньги прошу вернуть открыли запах кислый сегодня была"
    " партия коробка этикетка пауч йогурт ответ помогите внутри после неделя мама ложка вкус цена чек продавец нашли",
    "fa": "قوطی پوره و در از کودک من ما فروشگاه پول لطفا برگردانید خریدیم باز بوی ترش امروز بود سری جعبه برچسب ماست پاسخ"
    " کمک اشتباه داخل بعد هفته مادر قاشق مزه قیمت رسید فروشنده دیدیم",
    "zh": "产品 果泥 盖子 孩子 我们 商店 退款 购买 打开 气味 今天 批号 盒子 标签 酸奶 回复 帮助 里面 之后 星期 妈妈 勺子 味道"
    " 价格 收据 店员 发现 没有 可以 非常",
}
_SYLLABLES = {
    "en": (
        "bra cor del fen gri hol jun kel lum mor nib pol qua rus ten vor",
        "a en il or um ast ev ing",
        "t ner d s k lo",
    ),
    "ru": (
        "бар вел гон дру жел зор кир лом мер нос пру рал сун тол фер хват",
        "а ен ил ор ум аст ев ин",
        "т нер д с к ло",
    ),
    "fa": ("بار تان جور خیر دال رست زیب سور شین فام کار گل مهر نام هنر یاد", "ا ان ور ید وم اس", "ک ش ند ت ر گر"),
    "zh": ("云 山 水 石 林 田 星 海 河 风", "光 明 清 正 平 和 安 乐", "车 书 门 城 桥 塔 灯 船"),
}
RARE = {"en": "zyqolint", "ru": "жыхрофель", "fa": "ژخچگپوش", "zh": "麒麟琥珀"}
RARE_EVERY = 20_000
"""One complaint in so many holds the rare word of its language; FREQUENT stands in most of its language."""

FREQUENT = {language: words.split()[0] for language, words in _COMMON.items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    words: tuple[str, ...]
    weights: tuple[float, ...]
    joint: str
    stop: str


@cache
def vocabulary(language: str) -> Vocabulary:
    """Words by falling frequency: the n-th is used about 1/n as often as the first (Zipf)."""
    made = ("".join(parts) for parts in product(*(part.split() for part in _SYLLABLES[language])))
    words = (*_COMMON[language].split(), *made)[:VOCABULARY]
    weights = tuple(accumulate(1 / (rank + 2) for rank in range(len(words))))
    return Vocabulary(words, weights, "" if language == "zh" else " ", "。" if language == "zh" else ". ")


def text(random: Random, language: str, sentences: int) -> str:
    """Some sentences in one language."""
    known = vocabulary(language)
    drawn = random.choices(known.words, cum_weights=known.weights, k=sentences * 9)
    return known.stop.join(known.joint.join(drawn[at : at + 9]) for at in range(0, len(drawn), 9)) + known.stop.strip()


def name(random: Random, language: str) -> str:
    first, last, _ = _SYLLABLES[language]
    return f"{random.choice(first.split()).title()}{random.choice(last.split())} {random.choice(first.split()).title()}"
