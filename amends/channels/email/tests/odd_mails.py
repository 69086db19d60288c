"""The odd mails of this house: made, not found. Each sample says what must be read out of it."""

from collections.abc import Iterator

from amends.channels.email.tests import odd_headers, odd_machines, odd_structures
from amends.channels.email.tests.build import encode_word, mail, multipart, part, text_mail
from amends.channels.email.tests.sample import Sample

LETTERS = {
    "ru": "Здравствуйте! Купила у вас яблочное пюре.\nБанка шипела и пахла кислым, ребёнка стошнило.\nПрошу вернуть деньги.",
    "fa": "سلام، از فروشگاه شما پوره سیب خریدم.\nبوی ترش می‌داد و فرزندم بیمار شد.\nلطفاً پول من را برگردانید.",
    "zh": "您好，我在贵店买的苹果泥打开以后有酸味。\n孩子吃了就吐，请退款并说明原因。",
    "zh-hant": "您好，我在貴店買的蘋果泥打開以後有酸味。\n孩子吃了就吐，請退款並說明原因。",
    "ja": "こんにちは、買った商品が壊れていました。\n返金をお願いします。",
    "ko": "안녕하세요. 구매한 상품이 상했습니다.\n환불을 요청합니다.",
    "de": "Sehr geehrte Damen und Herren,\ndie Gläser waren schlecht verschlossen, größere Mengen müssen zurück.\nMit freundlichen Grüßen",
    "en": "Hello,\nthe jar hissed and smelled sour.\nPlease refund me.",
    "uk": "Добрий день! Купила у вас пюре,\nбанка шипіла й пахла кислим. Прошу повернути гроші.",
    "ar": "السلام عليكم اشتريت منكم عبوة\nوكانت فاسدة ارجو اعادة المبلغ الى حسابي",
    "he": "שלום, קניתי אצלכם מחית תפוחים\nוהיא הייתה מקולקלת. אנא החזירו לי את הכסף",
}  # fmt: skip
# language, the bytes' codec, the names it goes by in mail
CHARSETS = [
    ("ru", "utf-8", ("utf-8", "UTF8", '"utf-8"', "utf8mb4")),
    ("ru", "cp1251", ("windows-1251", "cp1251", "win-1251", "CP-1251", "x-cp1251")),
    ("ru", "koi8_r", ("koi8-r", "KOI8R", "x-koi8-r")),
    ("ru", "iso8859_5", ("iso-8859-5",)),
    ("ru", "cp866", ("cp866", "ibm866", "dos-866")),
    ("ru", "utf_16_le", ("utf-16le", "utf-16")),
    ("ru", "utf_16_be", ("utf-16be", "UTF-16")),
    ("ru", "utf_7", ("utf-7", "unicode-1-1-utf-7")),
    ("uk", "koi8_u", ("koi8-u", "koi8-ru")),
    ("uk", "cp1251", ("windows-1251",)),
    ("fa", "utf-8", ("utf-8",)),
    ("fa", "utf_16", ("utf-16",)),
    ("ar", "cp1256", ("windows-1256", "cp1256", "x-windows-1256")),
    ("ar", "iso8859_6", ("iso-8859-6", "iso-8859-6-i", "asmo-708")),
    ("he", "cp1255", ("windows-1255",)),
    ("he", "iso8859_8", ("iso-8859-8-i", "iso-8859-8", "logical")),
    ("zh", "gb18030", ("gb18030", "gbk", "gb2312", "GB_2312-80", "cp936", "x-gbk")),
    ("zh", "utf-8", ("utf-8",)),
    ("zh", "hz", ("hz-gb-2312", "hz")),
    ("zh-hant", "big5", ("big5", "x-x-big5", "big5-hkscs", "cn-big5")),
    ("ja", "cp932", ("shift_jis", "windows-31j", "sjis", "x-sjis", "ms_kanji")),
    ("ja", "iso2022_jp", ("iso-2022-jp", "csISO2022JP")),
    ("ja", "euc_jp", ("euc-jp",)),
    ("ko", "cp949", ("euc-kr", "ks_c_5601-1987", "korean")),
    ("de", "cp1252", ("iso-8859-1", "windows-1252", "latin1", "cp-1252")),
    ("de", "cp850", ("cp850", "cp-850", "ibm850")),
    ("en", "ascii", ("us-ascii", "ansi_x3.4-1968", "unknown-8bit")),
]  # fmt: skip
# language, the bytes' codec, what is declared instead
WRONG = [
    ("ru", "utf-8", "iso-8859-1"), ("ru", "utf-8", "us-ascii"), ("ru", "utf-8", "windows-1251"), ("ru", "utf-8", "koi8-r"),
    ("ru", "cp1251", "utf-8"), ("ru", "cp1251", "iso-8859-1"), ("ru", "cp1251", "us-ascii"), ("ru", "cp1251", "koi8-r"),
    ("ru", "koi8_r", "utf-8"), ("ru", "koi8_r", "windows-1251"), ("ru", "koi8_r", "unknown-8bit"), ("ru", "cp866", "x-user-defined"),
    ("fa", "utf-8", "windows-1256"), ("fa", "utf-8", "iso-8859-1"), ("fa", "utf-8", "us-ascii"),
    ("zh", "gb18030", "utf-8"), ("zh", "gb18030", "iso-8859-1"), ("zh", "gb18030", "us-ascii"), ("zh", "utf-8", "gb2312"),
    ("zh", "gb18030", "big5"), ("zh-hant", "big5", "utf-8"), ("zh-hant", "big5", "gb2312"), ("zh-hant", "utf-8", "big5"),
    ("ja", "cp932", "utf-8"), ("ja", "euc_jp", "us-ascii"), ("ko", "cp949", "us-ascii"), ("de", "cp1252", "utf-8"),
    ("de", "utf-8", "iso-8859-1"), ("de", "cp1252", "us-ascii"), ("ru", "utf-8", "nonsense-77"), ("ru", "cp1251", "base64"),
    ("ru", "cp1251", "x-unknown"), ("zh", "gb18030", "none"), ("ru", "utf-8", "utf-16"), ("en", "ascii", "utf-16"),
    ("he", "cp1255", "iso-8859-1"), ("ar", "cp1256", "utf-8"), ("ru", "utf-8", "rot13"), ("ru", "cp1251", ""),
]  # fmt: skip


def samples() -> Iterator[Sample]:
    """Every odd mail, in the same order and with the same bytes each time."""
    yield from _charsets()
    yield from odd_headers.samples()
    yield from odd_structures.samples()
    yield from odd_machines.samples()


def _charsets() -> Iterator[Sample]:
    for language, codec, names in CHARSETS:
        text = LETTERS[language]
        subject = text.split("\n", maxsplit=1)[0][:24]
        for name in names:
            for encoding in ("8bit", "base64", "quoted-printable"):
                if encoding != "base64" and codec.startswith("utf_16"):
                    continue
                word = encode_word(subject, codec, "q" if encoding == "quoted-printable" else "b", name.strip('"'))
                raw = text_mail(text, codec, name, encoding, Subject=word)
                yield Sample(f"charset/{language} {codec} as {name} in {encoding}", raw, text=text, subject=subject)
        if codec not in ("utf_7", "cp850", "utf_16"):
            raw = text_mail(text, codec, None, "base64")
            yield Sample(f"charset/{language} {codec} undeclared", raw, text=text)
    for language, codec, declared in WRONG:
        for encoding in ("8bit", "base64"):
            raw = text_mail(LETTERS[language], codec, declared, encoding)
            yield Sample(
                f"charset/{language} {codec} declared {declared or 'empty'} in {encoding}", raw, text=LETTERS[language]
            )
    for language in LETTERS:
        page = f"<html><body><p>{'<br>'.join(LETTERS[language].split(chr(10)))}</p></body></html>"
        raw = mail(page.encode(), Content_Type="text/html; charset=utf-8")
        yield Sample(f"html/{language} only", raw, text=LETTERS[language])
        both = multipart(
            [
                part(LETTERS[language].encode(), "text/plain; charset=utf-8", "base64"),
                part(page.encode(), "text/html; charset=utf-8", "quoted-printable"),
            ]
        )
        raw = mail(both, Content_Type="multipart/alternative; boundary=edge")
        yield Sample(f"html/{language} both ways", raw, text=LETTERS[language])
