"""What leaves the house: read by the standard library and by ourselves as it was meant; no header can be added."""

import email
import email.policy
import random
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from amends.channels.email.compose import File, Outgoing, Unwritable, compose, mailbox
from amends.channels.email.mail import Address
from amends.channels.email.parse import parse

AT = datetime(2026, 3, 2, 19, 40, tzinfo=UTC)
LETTER = Outgoing(
    sender=Address("Company X", "complaints@company-x.example"),
    to=Address("Anna", "anna@example.org"),
    subject="Your complaint PX-2026-000412",
    text="Dear Anna,\n\nwe have your complaint.\n",
    message_id="am.k12.abcdefghijklmnopqrst@company-x.example",
    at=AT,
)
TEXTS = {
    "en": ("Your complaint PX-2026-000412 has arrived", "Dear Anna,\n\nwe have your complaint.\n.\nFrom here on Olga answers."),
    "ru": ("Ваше обращение PX-2026-000412 принято, мы уже разбираемся в случившемся", "Здравствуйте, Анна!\n\nМы получили ваше обращение."),
    "fa": ("شکایت شما PX-2026-000412 دریافت شد و بررسی می‌شود", "مشتری گرامی،\n\nشکایت شما به ما رسید."),
    "zh": ("您的投诉 PX-2026-000412 已收到，我们正在处理，请您放心等待我们的答复", "您好：\n\n您的投诉我们已收到。"),
}  # fmt: skip
NAMES = {"en": "Anna Petrova", "ru": "Анна Петрова", "fa": "آنا پترووا", "zh": "安娜"}


def _standard(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


@pytest.mark.parametrize("language", TEXTS)
def test_subject_name_text_and_files_arrive_in_every_language(language: str) -> None:
    subject, text = TEXTS[language]
    file = File(f"{subject}.pdf", "application/pdf", b"%PDF-1.7")
    raw = compose(
        replace(
            LETTER,
            subject=subject,
            text=text,
            language=language,
            to=Address(NAMES[language], "anna@example.org"),
            files=(file,),
        )
    )
    standard, ours = _standard(raw), parse(raw)
    body = standard.get_body(("plain",))
    assert body is not None
    assert (standard["Subject"], body.get_content().replace("\r\n", "\n").rstrip("\n")) == (subject, text)
    assert standard["To"].addresses[0].display_name == NAMES[language]
    assert [part.get_filename() for part in standard.iter_attachments()] == [file.name]
    assert (ours.subject, ours.full_text, ours.to[0].name) == (subject, text, NAMES[language])
    assert [(one.name, one.content) for one in ours.attachments] == [(file.name, file.content)]
    assert ours.defects == ()


@pytest.mark.parametrize("language", TEXTS)
def test_lines_are_short_and_end_as_they_must(language: str) -> None:
    subject, text = TEXTS[language]
    raw = compose(replace(LETTER, subject=subject, text=f"{text}\n{text * 300}", language=language))
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))


def test_the_same_message_gives_the_same_bytes() -> None:
    file = File("a.pdf", "application/pdf", b"%PDF")
    assert compose(replace(LETTER, files=(file,))) == compose(replace(LETTER, files=(file,)))


def test_an_automatic_mail_says_so_and_a_person_s_does_not() -> None:
    automatic, person = _standard(compose(LETTER)), _standard(compose(replace(LETTER, is_automatic=False)))
    assert automatic["Auto-Submitted"] == "auto-replied"
    assert "OOF" in automatic["X-Auto-Response-Suppress"] and "NDR" not in automatic["X-Auto-Response-Suppress"].split(
        ", "
    )
    assert person["Auto-Submitted"] is None and person["X-Auto-Response-Suppress"] is None


def test_a_letter_in_persian_brings_a_page_that_runs_from_right_to_left() -> None:
    raw = compose(replace(LETTER, text="سلام <b>آنا</b>", language="fa"))
    page = parse(raw).html
    assert '<html lang="fa" dir="rtl">' in page and "&lt;b&gt;" in page and "<b>" not in page


def test_a_thread_is_named_by_its_ids() -> None:
    raw = compose(
        replace(LETTER, in_reply_to="<b@x.example>", references=("a@x.example", "b@x.example", "not an id\r\nBcc: x"))
    )
    standard = _standard(raw)
    assert standard["In-Reply-To"] == "<b@x.example>"
    assert standard["References"].split() == ["<a@x.example>", "<b@x.example>"]
    assert standard["Bcc"] is None


def test_a_stranger_with_an_odd_name_for_the_mail_is_answered_without_it() -> None:
    standard = _standard(compose(replace(LETTER, in_reply_to="<\0@\0>", references=("<\0@\0>", "é@x.example"))))
    assert standard["In-Reply-To"] is None and standard["References"] is None


INJECTIONS = ["\r\nBcc: v@x.example", "\nBcc: v@x.example", "\rBcc: v@x.example", "\x0bBcc: v", "\x85Bcc: v", "\u2028Bcc: v@x.example",
              "\r\n\r\nbody", "\0", "=?utf-8?Q?=0D=0ABcc:_v@x.example?=", '"\r\n"', "\ud800"]  # fmt: skip


@pytest.mark.parametrize("injection", INJECTIONS)
def test_no_value_adds_a_header(injection: str) -> None:
    expected = list(dict(_standard(compose(LETTER)).items()))
    raw = compose(
        replace(
            LETTER,
            subject=f"jar{injection}",
            sender=Address(f"X{injection}", LETTER.sender.address),
            to=Address(f"Anna{injection}", LETTER.to.address),
            text=f"text{injection}",
            files=(File(f"jar{injection}.pdf", f"application/pdf{injection}", b"x"),),
        )
    )
    assert [
        name for name in dict(_standard(raw).items()) if name not in ("Content-Type", "Content-Transfer-Encoding")
    ] == [name for name in expected if name not in ("Content-Type", "Content-Transfer-Encoding")]


def test_ten_thousand_mails_have_no_header_too_many() -> None:
    chance = random.Random(1)
    pieces = [
        "\r",
        "\n",
        "\r\n",
        ":",
        "Bcc: v@x.example",
        " ",
        "jar",
        "ж",
        "苹",
        "\0",
        "=?",
        "?=",
        "<",
        ">",
        '"',
        ",",
        ";",
        "\u2029",
    ]
    allowed = {"date", "from", "to", "subject", "message-id", "content-language", "auto-submitted", "x-auto-response-suppress",
               "precedence", "mime-version", "content-type", "content-transfer-encoding"}  # fmt: skip
    for _ in range(10_000):
        value = "".join(chance.choice(pieces) for _ in range(chance.randint(1, 14)))
        raw = compose(replace(LETTER, subject=value, to=Address(value, "anna@example.org")))
        head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
        names = [line.partition(b":")[0].decode().lower() for line in head if not line.startswith(b" ")]
        assert set(names) <= allowed and len(names) == len(set(names))


@pytest.mark.parametrize("address", ["", "anna", "anna@", "@x.example", "a b@x.example", "a@x.example\r\nBcc: v@x", "анна@x.example", "a@b@c.example",
                                     "a@x..example", "a,b@x.example", "<a@x.example>", "a" * 80 + "@x.example"])  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Unwritable):
        compose(replace(LETTER, to=Address("Anna", address)))


def test_a_message_id_that_is_none_is_refused() -> None:
    with pytest.raises(Unwritable, match="Message-ID"):
        compose(replace(LETTER, message_id="a@b>\r\nBcc: <v@x.example"))


def test_an_international_domain_is_written_in_ascii() -> None:
    assert mailbox("anna@пример.рф") == "anna@xn--e1afmkfd.xn--p1ai"


PIECES = ["\r", "\n", "\r\n", "\r\n\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\0", ":", "Bcc: v@x.example", " ", "\t", "=?utf-8?q?",
          "?=", "<", ">", "@", '"', ",", ";", "\ud800"]  # fmt: skip
NASTY = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=14).map("".join)
FIELDS = {"date", "from", "to", "subject", "message-id", "reply-to", "in-reply-to", "references", "content-language",
          "auto-submitted", "x-auto-response-suppress", "precedence", "mime-version", "content-type",
          "content-transfer-encoding"}  # fmt: skip


def _check(value: str, name: str, text: str) -> None:
    raw = compose(
        replace(
            LETTER,
            subject=value,
            sender=Address(name, LETTER.sender.address),
            to=Address(value, LETTER.to.address),
            text=text,
            references=(value, name),
            files=(File(value, name, b"x"),),
        )
    )
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    names = [line.partition(b":")[0].decode().lower() for line in head if line[:1] not in b" \t"]
    assert set(names) <= FIELDS and len(names) == len(set(names))
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    standard = _standard(raw)
    assert standard["Auto-Submitted"] == "auto-replied" and standard["Message-ID"] == f"<{LETTER.message_id}>"


@given(NASTY, NASTY, NASTY)
@hypothesis_settings(max_examples=200, deadline=None)
def test_no_words_of_a_customer_become_a_header(value: str, name: str, text: str) -> None:
    _check(value, name, text)


@pytest.mark.hard
@given(NASTY, NASTY, NASTY)
@hypothesis_settings(max_examples=10_000, deadline=None)
def test_no_words_of_a_customer_become_a_header_in_ten_thousand_mails(value: str, name: str, text: str) -> None:
    _check(value, name, text)
