"""Odd mails, second third: parts, boundaries, files, forms of the same text, quotes."""

from base64 import b64encode
from collections.abc import Iterator

from amends.channels.email.tests.build import mail, multipart, part, text_mail, uuencode
from amends.channels.email.tests.sample import Sample, named

TEXT = "The jar hissed and smelled sour."
PLAIN = part(TEXT.encode(), "text/plain; charset=utf-8")
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
PICTURE_PART = part(PICTURE, "image/png; name=jar.png", "base64", Content_Disposition="attachment; filename=jar.png")
JAR = named("jar.png", PICTURE)
MIXED = {"Content_Type": "multipart/mixed; boundary=edge"}
# how the name of a file is written, what it must be
NAMES = [
    ("token", "filename=jar.png", "jar.png"),
    ("quoted", 'filename="my jar.png"', "my jar.png"),
    ("unquoted with spaces", "filename=my jar.png", "my jar.png"),
    ("2231", "filename*=utf-8''%D0%B1%D0%B0%D0%BD%D0%BA%D0%B0.png", "банка.png"),
    ("2231 windows-1251", "filename*=windows-1251''%E1%E0%ED%EA%E0.png", "банка.png"),
    ("2231 pieces", "filename*0*=utf-8''%D0%B1%D0%B0; filename*1*=%D0%BD%D0%BA%D0%B0; filename*2=.png", "банка.png"),
    ("2231 pieces cut in a character", "filename*0*=utf-8''%D0%B1%D0; filename*1*=%B0.png", "ба.png"),
    ("2231 out of order", 'filename*1="r.png"; filename*0="ja"', "jar.png"),
    ("2231 without charset", "filename*=%D0%B1%D0%B0.png", "ба.png"),
    ("word", 'filename="=?utf-8?B?0LHQsNC90LrQsC5wbmc=?="', "банка.png"),
    ("word unquoted", "filename==?utf-8?B?0LHQsNC90LrQsC5wbmc=?=", "банка.png"),
    ("word koi8-r", 'filename="=?koi8-r?B?wsHOy8EucG5n?="', "банка.png"),
    ("both ways", "filename=x.png; filename*=utf-8''%D0%B1.png", "б.png"),
    ("path", 'filename="../../etc/passwd"', "passwd"),
    ("windows path", 'filename="C:\\temp\\jar.png"', "jar.png"),
    ("direction mark", "filename*=utf-8''jar%E2%80%AEgnp.exe", "jargnp.exe"),
    ("newline", "filename*=utf-8''jar%0D%0AX: y.png", "jar X: y.png"),
    ("NUL", "filename*=utf-8''jar%00.png", "jar .png"),
    ("dots", 'filename=".."', "attachment-3.png"),
    ("empty", 'filename=""', "attachment-3.png"),
    ("long", f'filename="{"j" * 400}.png"', "j" * 196 + ".png"),
    ("semicolon", 'filename="a;b.png"', "a;b.png"),
    ("single quotes", "filename='jar.png'", "'jar.png'"),
    ("chinese", "filename*=gb2312''%C6%BB%B9%FB.png", "苹果.png"),
    ("persian", "filename*=UTF-8''%D8%B9%DA%A9%D8%B3.png", "عکس.png"),
]  # fmt: skip
# base64 gone wrong: as sent, as it must be read
BASE64 = [
    ("no padding", b64encode(b"jar 12").rstrip(b"="), b"jar 12"),
    ("no padding 2", b64encode(b"jar 1").rstrip(b"="), b"jar 1"),
    ("spaces", b" ".join(b64encode(b"jar 12")[at : at + 1] for at in range(8)), b"jar 12"),
    ("rubbish", b"!!" + b64encode(b"jar 12") + b"#\x80", b"jar 12"),
    ("one line", b64encode(PICTURE), PICTURE),
    ("bare CR", b64encode(PICTURE).replace(b"A", b"A\r"), PICTURE),
    ("two texts", b64encode(b"jar 1") + b"\r\n" + b64encode(b"jar 2"), b"jar 1jar 2"),
    ("a letter too many", b64encode(b"jar 12") + b"A", b"jar 12"),
    ("empty", b"", b""),
]  # fmt: skip


def samples() -> Iterator[Sample]:
    """Structures gone wrong or merely rich."""
    for name, written, shown in NAMES:
        body = multipart([PLAIN, part(PICTURE, "image/png", "base64", Content_Disposition=f"attachment; {written}")])
        yield Sample(f"file name/{name}", mail(body, **MIXED), text=TEXT, files=(named(shown, PICTURE),))
    for name, sent, meant in BASE64:
        head = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        yield Sample(
            f"base64/{name}", mail(multipart([PLAIN, head + sent]), **MIXED), text=TEXT, files=(named("a.pdf", meant),)
        )
    yield from _boundaries()
    yield from _forms()
    yield from _files()
    yield from _quotes()
    yield from _pages()
    yield from _big()


def _boundaries() -> Iterator[Sample]:
    parts = [PLAIN, PICTURE_PART]
    good = multipart(parts)
    cases = {
        "good": (good, "multipart/mixed; boundary=edge"),
        "quoted": (good, 'multipart/mixed; boundary="edge"'),
        "not declared": (good, "multipart/mixed"),
        "wrong": (good, "multipart/mixed; boundary=other"),
        "empty": (good, 'multipart/mixed; boundary=""'),
        "unclosed": (multipart(parts, closed=False), "multipart/mixed; boundary=edge"),
        "blanks after": (good.replace(b"--edge\r\n", b"--edge  \t\r\n"), "multipart/mixed; boundary=edge"),
        "only LF": (good.replace(b"\r\n", b"\n"), "multipart/mixed; boundary=edge"),
        "preamble": (b"This is a multi-part message in MIME format.\r\n" + good, "multipart/mixed; boundary=edge"),
        "epilogue": (good + b"--edge-of-nothing\r\nbye", "multipart/mixed; boundary=edge"),
        "prefix of another": (good.replace(b"The jar", b"--edgewise\r\nThe jar", 1), "multipart/mixed; boundary=edge"),
        "equals and slashes": (multipart(parts, b"=_a/b?c:d"), 'multipart/mixed; boundary="=_a/b?c:d"'),
        "capitals in the type": (good, "MULTIPART/Mixed; BOUNDARY=edge"),
        "unknown kind": (good, "multipart/strange; boundary=edge"),
        "report kind": (good, "multipart/x-report; boundary=edge"),
    }
    for name, (body, declared) in cases.items():
        text = "--edgewise\n" + TEXT if name == "prefix of another" else TEXT
        yield Sample(f"boundary/{name}", mail(body, Content_Type=declared), text=text, files=(JAR,))
    yield Sample("boundary/never used", mail(TEXT.encode(), **MIXED), text=TEXT, files=())
    yield Sample("boundary/only preamble", mail(TEXT.encode() + b"\r\n--edge--\r\n", **MIXED), text=TEXT)
    for depth in (5, 60, 99, 150, 3000):
        inner, kind = PLAIN, ""
        for level in range(depth):
            kind = f"multipart/mixed; boundary=e{level}x"
            inner = (
                part(multipart([inner], f"e{level}x".encode()), kind)
                if level < depth - 1
                else multipart([inner], f"e{level}x".encode())
            )
        expected = {"text": TEXT} if depth < 100 else {}
        yield Sample(f"boundary/{depth} deep", mail(inner, Content_Type=kind), seconds=2, **expected)  # type: ignore[arg-type]
    many = multipart([PLAIN, *[part(b"x", "application/x-thing", Content_Disposition="attachment; filename=x")] * 5000])
    yield Sample("boundary/five thousand parts", mail(many, **MIXED), text=TEXT, seconds=2)


def _forms() -> Iterator[Sample]:
    page = part(f"<p>{TEXT}</p><img src=cid:jar1>".encode(), "text/html; charset=utf-8")
    inline = part(
        PICTURE,
        "image/png; name=jar.png",
        "base64",
        Content_ID="<jar1>",
        Content_Disposition="inline; filename=jar.png",
    )
    related = part(multipart([page, inline], b"rel"), "multipart/related; boundary=rel")
    alternative = multipart([PLAIN, related], b"alt")
    yield Sample(
        "form/related", mail(alternative, Content_Type="multipart/alternative; boundary=alt"), text=TEXT, files=(JAR,)
    )
    empty = part(b"\r\n", "text/plain")
    yield Sample(
        "form/empty plain",
        mail(multipart([empty, page]), Content_Type="multipart/alternative; boundary=edge"),
        text=TEXT,
    )
    stub = part(b"Your mail program does not show HTML.", "text/plain")
    long_page = part(f"<p>{TEXT * 6}</p>".encode(), "text/html")
    yield Sample(
        "form/stub plain",
        mail(multipart([stub, long_page]), Content_Type="multipart/alternative; boundary=edge"),
        text=TEXT * 6,
    )
    yield Sample(
        "form/page first",
        mail(multipart([page, PLAIN]), Content_Type="multipart/alternative; boundary=edge"),
        text=TEXT,
    )
    yield Sample(
        "form/page called plain",
        mail(f"<html><body>{TEXT}</body></html>".encode(), Content_Type="text/plain"),
        text=TEXT,
    )
    around = multipart([PLAIN, PICTURE_PART, part(b"Second part.", "text/plain")])
    yield Sample("form/text around a picture", mail(around, **MIXED), text=f"{TEXT}\n\nSecond part.", files=(JAR,))
    flowed = "The jar hissed \r\nand smelled sour.\r\n> old \r\n> words\r\n-- \r\nAnna"
    yield Sample(
        "form/flowed",
        mail(flowed.encode(), Content_Type="text/plain; format=flowed"),
        contains=("The jar hissed and smelled sour.",),
    )
    delsp = "苹果泥 \r\n有酸味"
    yield Sample(
        "form/delsp",
        text_mail(delsp.replace("\r", ""), "utf-8", "utf-8; format=flowed; delsp=yes"),
        text="苹果泥有酸味",
    )
    pgp = f"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n{TEXT}\r\n- -- dash\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nabc\r\n-----END PGP SIGNATURE-----\r\n"
    yield Sample("form/PGP inline", mail(pgp.encode()), text=f"{TEXT}\n-- dash")
    signed = multipart([PLAIN, part(b"0\x80", "application/pkcs7-signature; name=smime.p7s", "base64")])
    kind = 'multipart/signed; protocol="application/pkcs7-signature"; boundary=edge'
    yield Sample(
        "form/S-MIME signed", mail(signed, Content_Type=kind), text=TEXT, files=(named("smime.p7s", b"0\x80"),)
    )
    for declared in (
        "",
        "text",
        "text/",
        "plain",
        "text/plain; charset",
        "text/plain;;;charset=utf-8;",
        "TEXT/PLAIN; CHARSET=UTF-8",
        ";",
        "text/plain (a comment)",
    ):
        expected = TEXT if "(" not in declared else None
        yield Sample(
            f"form/type {declared or 'empty'}", mail(TEXT.encode(), Content_Type=declared or " "), text=expected
        )
    for encoding in ("7bit", "8BIT", "Binary", '"7bit"', "x-unknown", "quoted-printable", "QUOTED-PRINTABLE", ""):
        yield Sample(
            f"form/encoding {encoding or 'empty'}",
            mail(TEXT.encode(), Content_Transfer_Encoding=encoding or " "),
            text=TEXT,
        )
    yield Sample(
        "form/broken quoted-printable",
        mail(b"100=\r\n% sour =ZZ =", Content_Transfer_Encoding="quoted-printable"),
        contains=("100% sour",),
    )
    yield Sample(
        "form/base64 that is none", mail(TEXT.encode() + b" !?", Content_Transfer_Encoding="base64"), seconds=1
    )
    yield Sample("form/empty body", mail(b""), text="", files=())
    yield Sample("form/empty body with a file", mail(multipart([PICTURE_PART]), **MIXED), text="", files=(JAR,))
    yield Sample(
        "form/body is a picture",
        mail(b64encode(PICTURE), Content_Type="image/png; name=jar.png", Content_Transfer_Encoding="base64"),
        text="",
        files=(JAR,),
    )


def _files() -> Iterator[Sample]:
    calendar = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"
    invite = multipart([PLAIN, part(calendar, "text/calendar; method=REQUEST; name=invite.ics")])
    yield Sample(
        "file/calendar",
        mail(invite, Content_Type="multipart/alternative; boundary=edge"),
        text=TEXT,
        files=(named("invite.ics", calendar),),
    )
    tnef = b"\x78\x9f\x3e\x22" + b"x" * 100
    winmail = multipart([PLAIN, part(tnef, "application/ms-tnef; name=winmail.dat", "base64")])
    yield Sample("file/winmail", mail(winmail, **MIXED), text=TEXT, files=(named("winmail.dat", tnef),))
    uu = TEXT.encode() + b"\n\n" + uuencode("jar.png", PICTURE)
    yield Sample("file/uuencode inline", mail(uu), text=TEXT, files=(JAR,))
    yield Sample(
        "file/begin in prose",
        mail(b"begin 644 words\nwithout an end"),
        text="begin 644 words\nwithout an end",
        files=(),
    )
    inner = mail("Внутри: банка шипела.".encode(), Content_Type="text/plain; charset=utf-8", Subject="inner")
    forwarded = multipart([PLAIN, part(inner, "message/rfc822")])
    yield Sample("file/forwarded", mail(forwarded, **MIXED), text=TEXT, files=(named("inner.eml", inner),))
    only = multipart([part(inner, "message/rfc822")])
    yield Sample(
        "file/only forwarded", mail(only, **MIXED), text="Внутри: банка шипела.", files=(named("inner.eml", inner),)
    )
    yield Sample(
        "file/forwarded in base64",
        mail(multipart([part(inner, "message/rfc822", "base64")]), **MIXED),
        text="Внутри: банка шипела.",
    )
    digest = multipart([b"\r\n" + inner], b"edge")
    yield Sample(
        "file/digest", mail(digest, Content_Type="multipart/digest; boundary=edge"), text="Внутри: банка шипела."
    )
    bomb = b"PK\x03\x04" + b"\0" * 1000
    zipped = multipart(
        [PLAIN, part(bomb, "application/zip; name=bomb.zip", "base64", Content_Disposition="attachment")]
    )
    yield Sample("file/zip is not opened", mail(zipped, **MIXED), text=TEXT, files=(named("bomb.zip", bomb),))
    two = multipart([PLAIN, PICTURE_PART, PICTURE_PART])
    yield Sample("file/same name twice", mail(two, **MIXED), text=TEXT, files=(JAR, JAR))
    note = multipart(
        [PLAIN, part(b"my note", "text/plain; name=note.txt", Content_Disposition="attachment; filename=note.txt")]
    )
    yield Sample("file/text file", mail(note, **MIXED), text=TEXT, files=(named("note.txt", b"my note"),))
    page = multipart([PLAIN, part(b"<p>x</p>", "text/html", Content_Disposition="attachment; filename=x.html")])
    yield Sample("file/page file", mail(page, **MIXED), text=TEXT, files=(named("x.html", b"<p>x</p>"),))
    nameless = multipart([PLAIN, part(PICTURE, "image/png", "base64")])
    yield Sample("file/nameless", mail(nameless, **MIXED), text=TEXT, files=(named("attachment-3.png", PICTURE),))
    empty = multipart([PLAIN, part(b"", "application/pdf; name=empty.pdf", "base64")])
    yield Sample("file/no bytes", mail(empty, **MIXED), text=TEXT, files=(named("empty.pdf", b""),))


NEW = "Спасибо, но деньги не пришли."
OLD = "Ваше обращение принято."
QUOTES = {
    "english": f"On Mon, 2 Mar 2026 at 22:40, Olga <o@x.example> wrote:\n> {OLD}",
    "english wrapped": f"On Mon, 2 Mar 2026 at 22:40, Olga Very Long Name\n<o@x.example> wrote:\n> {OLD}",
    "gmail russian": f"пн, 2 мар. 2026 г. в 22:40, Ольга <o@x.example>:\n> {OLD}",
    "russian": f"2 марта 2026 г., 22:40, Ольга написала:\n> {OLD}",
    "thunderbird russian": f"02.03.2026 22:40, Ольга пишет:\n> {OLD}",
    "mail.ru": f"Понедельник, 2 марта 2026, 22:40 +03:00 от Ольга <o@x.example>:\n{OLD}",
    "yandex": f'02.03.2026, 22:40, "Ольга" <o@x.example>:\n> {OLD}',
    "outlook": f"-----Original Message-----\nFrom: Olga\nSent: Monday\nTo: Anna\nSubject: jar\n\n{OLD}",
    "outlook russian": f"-----Исходное сообщение-----\nОт: Ольга\nОтправлено: понедельник\nКому: Анна\nТема: банка\n\n{OLD}",
    "outlook block": f"________________________________\nFrom: Olga <o@x.example>\nSent: Monday\nTo: Anna\nSubject: jar\n\n{OLD}",
    "outlook block russian": f"От: Ольга <o@x.example>\nДата: понедельник\nКому: Анна\nТема: банка\n\n{OLD}",
    "apple": f"> 2 марта 2026 г., в 22:40, Ольга <o@x.example> написал(а):\n> \n> {OLD}",
    "persian": f"در تاریخ دوشنبه ۲ مارس ۲۰۲۶ ساعت ۲۲:۴۰ اولگا <o@x.example> نوشت:\n> {OLD}",
    "chinese": f"在 2026年3月2日 22:40，Olga <o@x.example> 写道：\n> {OLD}",
    "qq": f"------------------ 原始邮件 ------------------\n发件人: \"Olga\"\n发送时间: 2026年3月2日\n收件人: \"Anna\"\n主题: jar\n\n{OLD}",
    "163": f"在 2026-03-02 22:40:00，\"Olga\" <o@x.example> 写道：\n{OLD}",
    "foxmail": f"发件人： Olga\n发送时间： 2026-03-02 22:40\n收件人： Anna\n主题： jar\n{OLD}",
    "traditional": f"Olga <o@x.example> 於 2026年3月2日 寫道：\n> {OLD}",
    "only marks": f"> {OLD}\n> more",
}  # fmt: skip
NOT_QUOTES = {
    "wrote in prose": "Ваш сотрудник мне написал:\nприходите завтра. Я пришла, а закрыто.",
    "from in prose": "From: the shop on the corner I expected better.\nIt was closed.",
    "dashes": "Товар:\n-----\nбанка\n-----\nСпасибо",
    "date list": "02.03.2026 купила банку\n03.03.2026 написала вам:\nнет ответа",
    "answers between quotes": "> Когда купили?\nВчера.\n> Где?\nВ Казани.",
    "nothing new": f"-----Original Message-----\nFrom: Olga\nSent: x\nTo: y\nSubject: z\n\n{OLD}",
    "all quoted": "> one\n> two",
    "arrow": "a > b\n >not at the start",
    "he said": "他昨天写道：\n我们不退款。这就是你们的态度。",
}  # fmt: skip


def _quotes() -> Iterator[Sample]:
    for name, old in QUOTES.items():
        yield Sample(f"quote/{name}", text_mail(f"{NEW}\n\n{old}", "utf-8", "utf-8"), text=NEW, quoted=old)
    for name, text in NOT_QUOTES.items():
        yield Sample(f"no quote/{name}", text_mail(text, "utf-8", "utf-8"), text=text, quoted="")
    below = f"> {OLD}\n\n{NEW}"
    yield Sample("quote/answer below", text_mail(below, "utf-8", "utf-8"), text=NEW, quoted=f"> {OLD}")
    page = f"<div>{NEW}</div><div>On Mon, 2 Mar 2026, Olga &lt;o@x.example&gt; wrote:<br></div><blockquote>{OLD}</blockquote>"
    yield Sample("quote/gmail page", mail(page.encode(), Content_Type="text/html; charset=utf-8"), text=NEW)


PAGES = {
    "entities": ("<p>caf&eacute; &amp; &lt;tea&gt; &#1041;&#x431; &nbsp;x</p>", "café & <tea> Бб  x"),
    "breaks": ("a<br>b<br/>c<BR />d", "a\nb\nc\nd"),
    "paragraphs": ("<p>a</p><p>b</p>", "a\n\nb"),
    "list": ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    "numbered": ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
    "nested list": ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c"),
    "table": ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
    "link": ('<a href="https://x.example/a">here</a>', "here <https://x.example/a>"),
    "link with itself": ('<a href="https://x.example/">https://x.example</a>', "https://x.example"),
    "script": ("a<script>alert('<b>x</b>')</script>b", "ab"),
    "style": ("<style>p{color:red}</style>a", "a"),
    "style unclosed": ("a<style>b", "ab"),
    "comment": ("a<!-- x <b>y</b> -->b", "ab"),
    "comment unclosed": ("a<!-- b", "a b"),
    "outlook conditions": ("<!--[if gte mso 9]><xml>x</xml><![endif]-->a", "a"),
    "lone brackets": ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    "unclosed tag": ("a<b", "a<b"),
    "bracket in attribute": ('<a title="x > y" href="https://x.example">z</a>', "z <https://x.example>"),
    "picture": ('<img alt="jar" src="cid:1">', "[jar]"),
    "pre": ("<pre>a  b\n  c</pre>", "a  b\n  c"),
    "headings": ("<h1>a</h1>b", "a\n\nb"),
    "blanks": ("<p>  a \n b\t c </p>", "a b c"),
    "javascript link": ('<a href="javascript:alert(1)">x</a>', "x"),
    "title": ("<head><title>t</title></head><body>a</body>", "a"),
    "head unclosed": ("<head><meta charset=utf-8>a", "a"),
}  # fmt: skip


def _pages() -> Iterator[Sample]:
    for name, (page, text) in PAGES.items():
        yield Sample(
            f"page/{name}", mail(page.encode(), Content_Type="text/html; charset=utf-8"), text=text.replace("\xa0", " ")
        )
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Банка шипела</p>'
    yield Sample("page/charset in meta", mail(meta.encode("cp1251"), Content_Type="text/html"), text="Банка шипела")
    for name, unit in {"tags": "<a ", "quotes": '<a x="', "comments": "<!--", "styles": "<style>", "ends": "</p", "brackets": '<a x=">',
                       "deep": "<div>", "quotes deep": "<blockquote>", "links": "<a href=https://x.example>", "entities": "&amp", "items": "<ul><li>"}.items():  # fmt: skip
        yield Sample(
            f"page/a million of {name}",
            mail((unit * (1_000_000 // len(unit))).encode(), Content_Type="text/html"),
            seconds=4,
        )


def _big() -> Iterator[Sample]:
    scan = bytes(range(256)) * (30 * 4096)
    body = multipart([PLAIN, part(scan, "application/pdf; name=scan.pdf", "base64", Content_Disposition="attachment")])
    yield Sample(
        "big/scan of thirty megabytes", mail(body, **MIXED), text=TEXT, files=(named("scan.pdf", scan),), seconds=4
    )
    yield Sample("big/line of a megabyte", mail(b"x" * 1_000_000), text="x" * 1_000_000, seconds=2)
    lines = "\n".join(["Банка шипела."] * 50_000)
    yield Sample("big/fifty thousand lines", text_mail(lines, "cp1251", "windows-1251"), text=lines, seconds=3)
    quotes = ">" * 500_000
    yield Sample("big/quote marks", mail(quotes.encode()), text=quotes, seconds=2)
    yield Sample("big/attributions", mail(b"On 1 wrote:\r\n" * 50_000), seconds=4)
    yield Sample("big/words in subject", mail(b"x", Subject=b"=?utf-8?Q?" * 20_000), text="x", seconds=3)
    yield Sample("big/addresses", mail(b"x", To=b"a@b.example, " * 20_000), text="x", seconds=3)
