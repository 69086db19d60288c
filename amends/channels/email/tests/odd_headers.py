"""Odd mails, first third: broken words, raw bytes, strange senders, threads."""

from collections.abc import Iterator

from amends.channels.email.tests.build import encode_word, mail, text_mail
from amends.channels.email.tests.sample import Sample

LONG = "Банка пюре шипела и пахла кислым, прошу вернуть деньги и объяснить"
WORD = encode_word(LONG)
SPLIT = LONG.encode()
# what is written in the field, what must be read
SUBJECTS = [
    ("plain", b"Broken jar", "Broken jar"),
    ("absent", b"", ""),
    ("blank", b"   ", ""),
    ("base64 word", WORD.encode(), LONG),
    ("q word", encode_word(LONG, kind="q").encode(), LONG),
    ("raw utf-8", LONG.encode(), LONG),
    ("raw windows-1251", LONG.encode("cp1251"), LONG),
    ("raw koi8-r", LONG.encode("koi8_r"), LONG),
    ("raw gbk", "苹果泥打开以后有酸味，请退款并说明原因".encode("gb18030"), "苹果泥打开以后有酸味，请退款并说明原因"),
    ("raw big5", "蘋果泥打開以後有酸味，請退款並說明原因".encode("big5"), "蘋果泥打開以後有酸味，請退款並說明原因"),
    ("word and plain", b"Re: " + encode_word("банка").encode() + b" 12", "Re: банка 12"),
    ("two words folded", encode_word("Банка ").encode() + b"\r\n " + encode_word("пюре").encode(), "Банка пюре"),
    ("two words unspaced", encode_word("Банка ").encode() + encode_word("пюре").encode(), "Банка пюре"),
    ("two charsets", encode_word("Банка ", "koi8_r", name="koi8-r").encode() + b" " + encode_word("пюре", "cp1251", name="windows-1251").encode(), "Банка пюре"),
    ("lower case kind", WORD.replace("?B?", "?b?").encode(), LONG),
    ("language suffix", WORD.replace("=?utf-8?", "=?utf-8*ru?").encode(), LONG),
    ("no padding", encode_word("банка пюре", name="utf-8").replace("==", "").replace("=?=", "?=").encode(), "банка пюре"),
    ("space inside base64", WORD.replace("?B?", "?B? ").encode(), LONG),
    ("space inside q", b"=?utf-8?Q?the jar hissed?=", "the jar hissed"),
    ("question inside q", b"=?utf-8?Q?why? the_jar?=", "why? the jar"),
    ("underscores", b"=?utf-8?Q?the_jar_hissed?=", "the jar hissed"),
    ("bad hex", b"=?utf-8?Q?100=ZZ_jars?=", "100=ZZ jars"),
    ("unknown charset", encode_word("банка пюре", name="x-mystery").encode(), "банка пюре"),
    ("declared ascii", encode_word("банка пюре шипела", name="us-ascii").encode(), "банка пюре шипела"),
    ("nested", encode_word(encode_word("банка")).encode(), "банка"),
    ("not a word", b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
    ("half a word", b"=?utf-8?B?0JHQ", "=?utf-8?B?0JHQ"),
    ("empty word", b"a =?utf-8?B??= b", "a  b"),
    ("many equals", b"=?=?=?=?=", "=?=?=?=?="),
    ("quoted word", b'"' + WORD.encode() + b'"', f'"{LONG}"'),
    ("tabs", b"broken\tjar", "broken\tjar"),
    ("folded plain", b"broken\r\n jar", "broken jar"),
    ("folded with tab", b"broken\r\n\tjar", "broken jar"),
    ("injection in word", encode_word("jar\r\nBcc: victim@example.org").encode(), "jar Bcc: victim@example.org"),
    ("NUL", b"broken\0jar", "broken jar"),
    ("emoji", encode_word("банка 😡").encode(), "банка 😡"),
    ("persian half space", encode_word("می‌داد").encode(), "می‌داد"),
    ("bidi kept", encode_word("שלום 123").encode(), "שלום 123"),
    ("template words", b"{{ secret }} ${7*7} {% debug %}", "{{ secret }} ${7*7} {% debug %}"),
    ("utf-7 word", b"=?utf-7?Q?+BBEEMAQ9BDoEMA-?=", "Банка"),
    ("iso-2022-jp", encode_word("商品が壊れた", "iso2022_jp", name="iso-2022-jp").encode(), "商品が壊れた"),
    ("cut in a character b", encode_word("x").encode()[:0] + b"=?utf-8?B?0JHQsNC90Lo=?= =?utf-8?B?0LA=?=", "Банка"),
    ("cut in a character q", b"=?utf-8?Q?=D0=91=D0?= =?utf-8?Q?=B0=D0=BD=D0=BA=D0=B0?=", "Банка"),
    ("cut in a quantum", b"=?utf-8?B?0JHQs?= =?utf-8?B?NC90LrQsA==?=", "Банка"),
    ("folded inside base64", b"=?utf-8?B?0JHQsNC9\r\n 0LrQsA==?=", "Банка"),
    ("very long", b"jar " * 300, ("jar " * 300).strip()[:1000]),
]  # fmt: skip
# the From field, the address, the name
SENDERS = [
    ("plain", b"anna@example.org", "anna@example.org", ""),
    ("angle", b"Anna <anna@example.org>", "anna@example.org", "Anna"),
    ("quoted", b'"Petrova, Anna" <anna@example.org>', "anna@example.org", "Petrova, Anna"),
    ("escaped quote", b'"Anna \\"A\\" P" <anna@example.org>', "anna@example.org", 'Anna "A" P'),
    ("comment", b"anna@example.org (Anna P)", "anna@example.org", "Anna P"),
    ("word", encode_word("Анна Петрова").encode() + b" <anna@example.org>", "anna@example.org", "Анна Петрова"),
    ("word with comma", encode_word("Петрова, Анна").encode() + b" <anna@example.org>", "anna@example.org", "Петрова, Анна"),
    ("word with address", encode_word("boss@company-x.example").encode() + b" <anna@example.org>", "anna@example.org", "boss@company-x.example"),
    ("quoted word", b'"' + encode_word("Анна").encode() + b'" <anna@example.org>', "anna@example.org", "Анна"),
    ("raw utf-8", "Анна <anna@example.org>".encode(), "anna@example.org", "Анна"),
    ("raw windows-1251", "Анна Петрова <anna@example.org>".encode("cp1251"), "anna@example.org", "Анна Петрова"),
    ("capitals", b"Anna <Anna@EXAMPLE.ORG>", "Anna@example.org", "Anna"),
    ("idn", "Anna <anna@пример.рф>".encode(), "anna@xn--e1afmkfd.xn--p1ai", "Anna"),
    ("international local part", "<анна@пример.рф>".encode(), "анна@xn--e1afmkfd.xn--p1ai", ""),
    ("absent", b"", "", ""),
    ("empty angle", b"Anna <>", "", "Anna"),
    ("name only", b"Anna", "", "Anna"),
    ("group", b"Family: anna@example.org, ivan@example.org;", "anna@example.org", ""),
    ("undisclosed", b"undisclosed-recipients:;", "", ""),
    ("two senders", b"anna@example.org, ivan@example.org", "anna@example.org", ""),
    ("unclosed angle", b"Anna <anna@example.org", "anna@example.org", "Anna"),
    ("double angle", b"Anna <<anna@example.org>>", "anna@example.org", "Anna"),
    ("trailing dot", b"anna@example.org.", "anna@example.org", ""),
    ("spaces", b"  Anna   < anna@example.org >  ", "anna@example.org", "Anna"),
    ("name after", b"<anna@example.org> Anna", "anna@example.org", "Anna"),
    ("route", b"<@relay.example:anna@example.org>", "anna@example.org", ""),
    ("folded", b"Anna\r\n <anna@example.org>", "anna@example.org", "Anna"),
    ("injection", encode_word("Anna\r\nTo: x@y.example").encode() + b" <anna@example.org>", "anna@example.org", "Anna To: x@y.example"),
    ("apostrophes", b"'Anna' <anna@example.org>", "anna@example.org", "Anna"),
    ("plus", b"anna+shop@example.org", "anna+shop@example.org", ""),
    ("ip literal", b"anna@[192.0.2.1]", "", "anna@[192.0.2.1]"),
    ("only quotes", b'"', "", ""),
    ("nested comments", b"anna@example.org (Anna (of (the) shop))", "anna@example.org", "Anna (of (the) shop"),
]  # fmt: skip
# fields of a thread and the Message-IDs they name, oldest first
THREADS = [
    ("in-reply-to", {"In_Reply_To": "<a@x.example>"}, ("a@x.example",)),
    ("references", {"References": "<a@x.example> <b@x.example>"}, ("a@x.example", "b@x.example")),
    (
        "folded",
        {"References": "<a@x.example>\r\n <b@x.example>\r\n\t<c@x.example>"},
        ("a@x.example", "b@x.example", "c@x.example"),
    ),
    ("unspaced", {"References": "<a@x.example><b@x.example>"}, ("a@x.example", "b@x.example")),
    ("commas", {"References": "<a@x.example>, <b@x.example>"}, ("a@x.example", "b@x.example")),
    ("no brackets", {"In_Reply_To": "a@x.example"}, ("a@x.example",)),
    ("words around", {"In_Reply_To": "Your message of Monday <a@x.example>"}, ("a@x.example",)),
    ("doubled", {"References": "<a@x.example> <a@x.example>"}, ("a@x.example",)),
    ("empty", {"In_Reply_To": "<>"}, ()),
    ("five hundred", {"References": " ".join(f"<{number}@x.example>" for number in range(500))}, None),
]
DATES = ["Thu, 1 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 2099 23:59:59 +0000", b"", "yesterday", "Mon, 2 Mar 2026 22:40:00",
         "2026-03-02T22:40:00Z", "Mon, 99 Foo 2026 99:99:99 +9999", "1", "Mon, 2 Mar 99999 22:40:00 +0000", "\0", "Пн, 2 мар 2026",
         "Mon, 2 Mar 2026 22:40:00 +0000 (MSK (so called))"]  # fmt: skip


def samples() -> Iterator[Sample]:
    """Headers gone wrong; the text below them must survive each."""
    text = "The jar hissed."
    for name, raw, expected in SUBJECTS:
        yield Sample(f"subject/{name}", mail(text.encode(), Subject=raw), subject=expected, text=text)
    for name, raw, address, shown in SENDERS:
        yield Sample(f"from/{name}", mail(text.encode(), From=raw), sender=address, sender_name=shown, text=text)
    for name, extra, ids in THREADS:
        yield Sample(f"thread/{name}", mail(text.encode(), **extra), refers_to=ids, text=text)
    for number, date in enumerate(DATES):
        yield Sample(f"date/{number}", mail(text.encode(), Date=date), text=text)
    yield from _odd_lines(text)


def _odd_lines(text: str) -> Iterator[Sample]:
    head = b"From: anna@example.org\r\nSubject: jar\r\n"
    cases = {
        "only LF": head.replace(b"\r\n", b"\n") + b"\n" + text.encode(),
        "only CR": head.replace(b"\r\n", b"\r") + b"\r" + text.encode(),
        "CR CR LF": head.replace(b"\r\n", b"\r\r\n") + b"\r\r\n" + text.encode(),
        "mailbox line": b"From anna@example.org Mon Mar  2 22:40:00 2026\r\n" + head + b"\r\n" + text.encode(),
        "blank line of blanks": head + b"  \r\n" + text.encode(),
        "leading empty lines": b"\r\n\r\n" + head + b"\r\n" + text.encode(),
        "field without name": head + b": nothing\r\n\r\n" + text.encode(),
        "space before colon": head.replace(b"Subject:", b"Subject :") + b"\r\n" + text.encode(),
        "capitals": head.replace(b"Subject", b"SUBJECT").replace(b"From", b"FROM") + b"\r\n" + text.encode(),
        "no space after colon": head.replace(b": ", b":") + b"\r\n" + text.encode(),
        "body without empty line": head + text.encode(),
        "two subjects": head + b"Subject: other\r\n\r\n" + text.encode(),
        "huge field": head + b"X-Spam: " + b"x" * 2_000_000 + b"\r\n\r\n" + text.encode(),
        "ten thousand fields": head
        + b"".join(b"X-%d: y\r\n" % number for number in range(10_000))
        + b"\r\n"
        + text.encode(),
        "folded hundred thousand times": head + b"X-Long: a\r\n" + b" b\r\n" * 100_000 + b"\r\n" + text.encode(),
        "byte order mark in body": head
        + b"Content-Type: text/plain; charset=utf-8\r\n\r\n\xef\xbb\xbf"
        + text.encode(),
    }
    for name, raw in cases.items():
        yield Sample(f"lines/{name}", raw, text=text, subject="jar", sender="anna@example.org", seconds=2)
    yield Sample("lines/nothing at all", b"", text="", sender="")
    yield Sample("lines/one NUL", b"\0", sender="")
    yield Sample("lines/no header", b"\r\n\r\nThe jar hissed.", contains=("The jar hissed.",))
    yield Sample("lines/only text", b"The jar hissed.", contains=("The jar hissed.",))
    yield Sample("lines/NUL in text", text_mail("a\0b", "utf-8", "utf-8"), text="a\ufffdb")
    yield Sample("lines/other separators", text_mail("a\u2028b\u0085c", "utf-8", "utf-8"), text="a\nb\nc")
