"""Which of our four languages a text is in, told by its script, its letters and its small words. No model to load."""

import re

_LOOKED_AT = 4000
_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _CYRILLIC = re.compile(r"[A-Za-zÀ-ɏ]"), re.compile(r"[Ѐ-ԯ]")
_ARABIC, _HAN = re.compile(r"[؀-ۿݐ-ݿﭐ-﷿ﹰ-ﻼ]"), re.compile(r"[㐀-䶿一-鿿]")
_ELSE = re.compile(r"[぀-ヿ가-힯ऀ-෿฀-๿֐-׿Ͱ-Ͽ԰-֏Ⴀ-ჿ]")
_NOT_RUSSIAN = re.compile(r"[іїєґўђјљњћџќѓѕқңғүұһөәӣӯҷҳԱҒ]", re.IGNORECASE)
_PERSIAN, _NOT_PERSIAN = re.compile(r"[پچژگکی\u200c]"), re.compile(r"[ةىكيأإٹڈڑںےہۆڵێ]")
_PERSIAN_WORDS = frozenset(_WORD.findall("از که در به را این است با برای من هم شد نیست بود خیلی ولی و می"))
_ARABIC_WORDS = frozenset(_WORD.findall("في من على أن إلى هذا هذه لا ما لم عن التي الذي كان مع ولا لكن"))
_ENGLISH_WORDS = frozenset(
    _WORD.findall(
        "the a an and or but of to in on at for with from by is are was were be been have has had do did not no i my me we"
        " our you your it its this that they he she his her as if so there when what would could can will just very please"
        " good bad service food order"
    )
)
_HAN_WEIGHT = 3  # one Chinese sign says about as much as three letters


def language_of(text: str) -> tuple[str, float]:
    """The likeliest of en, ru, fa, zh, and how sure from 0 to 1. Below 0.5 another language is as likely: ask, or keep
    the language of the form. Arabic, Ukrainian, Japanese, German and others come out as their nearest with a low figure.
    """
    look = text[:_LOOKED_AT]
    weights = {
        "en": len(_LATIN.findall(look)),
        "ru": len(_CYRILLIC.findall(look)),
        "fa": len(_ARABIC.findall(look)),
        "zh": len(_HAN.findall(look)) * _HAN_WEIGHT,
    }
    total = sum(weights.values()) + len(_ELSE.findall(look)) * _HAN_WEIGHT
    if not total:
        return "en", 0.0
    code = max(weights, key=weights.__getitem__)
    return code, round(weights[code] / total * _TRUST[code](look), 2)


def _trust_english(text: str) -> float:
    words = [word.lower() for word in _WORD.findall(text) if word[0] < "ɐ"]
    known = sum(word in _ENGLISH_WORDS for word in words) / max(len(words), 1)
    if len(words) < 4:
        return 0.9 if known else 0.5
    return min(1.0, 0.25 + known * 3)


def _trust_russian(text: str) -> float:
    foreign = len(_NOT_RUSSIAN.findall(text))
    return 1.0 if not foreign else max(0.1, 0.6 - foreign / 10)


def _trust_persian(text: str) -> float:
    words = _WORD.findall(text)
    persian = len(_PERSIAN.findall(text)) + 2 * sum(word in _PERSIAN_WORDS for word in words)
    foreign = len(_NOT_PERSIAN.findall(text)) + 2 * sum(word in _ARABIC_WORDS for word in words)
    foreign += 2 * sum(word.startswith("ال") for word in words)
    return float((persian + 0.5) / (persian + foreign + 0.6))


def _trust_chinese(text: str) -> float:
    return 0.2 if re.search(r"[ぁ-んァ-ン]", text) else 1.0


_TRUST = {"en": _trust_english, "ru": _trust_russian, "fa": _trust_persian, "zh": _trust_chinese}
