"""Every odd mail is read as its manifest says, in its time."""

import time

import pytest

from amends.channels.email.mail import Limits, Mail, Poisoned
from amends.channels.email.parse import parse
from amends.channels.email.tests.odd_mails import samples
from amends.channels.email.tests.sample import Sample

SAMPLES = list(samples())


def test_there_are_more_than_three_hundred_of_them_with_names_of_their_own() -> None:
    assert len(SAMPLES) >= 300
    assert len({sample.name for sample in SAMPLES}) == len(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_an_odd_mail_is_read(sample: Sample) -> None:
    mail, spent = _read(sample)
    assert _differences(mail, sample) == {}
    assert spent <= sample.seconds
    _is_sound(mail)


def _read(sample: Sample) -> tuple[Mail, float]:
    """The mail and the least processor time of three readings: what grows with the square stays slow, a busy machine passes."""
    spent = float("inf")
    for _ in range(3):
        started = time.process_time()
        mail = parse(sample.raw)
        spent = min(spent, time.process_time() - started)
        if spent <= sample.seconds:
            break
    return mail, spent


def _differences(mail: Mail, sample: Sample) -> dict[str, tuple[object, object]]:
    """What was asked about and read otherwise: name -> (expected, read)."""
    automatic, bounce = mail.automatic, mail.bounce
    read: dict[str, object] = {
        "text": mail.text,
        "subject": mail.subject,
        "sender": mail.sender.address,
        "sender_name": mail.sender.name,
        "files": tuple((file.name, file.digest) for file in mail.attachments),
        "quoted": mail.quoted,
        "is_automatic": automatic is not None,
        "is_response": automatic is not None and automatic.is_response,
        "bounce_of": bounce.original_message_id if bounce else None,
        "is_final": bounce.is_final if bounce else None,
        "status": bounce.status if bounce else None,
        "recipient": bounce.recipient if bounce else None,
        "refers_to": mail.references or mail.in_reply_to,
    }
    wrong = {
        name: (getattr(sample, name), value)
        for name, value in read.items()
        if getattr(sample, name) is not None and getattr(sample, name) != value
    }
    if any(piece not in mail.full_text for piece in sample.contains):
        wrong["contains"] = (sample.contains, mail.full_text)
    return wrong


def _is_sound(mail: Mail) -> None:
    """Holds for every mail: what is stored can be stored, shown on one line, and never makes two headers."""
    lines = [mail.subject, mail.sender.name, mail.sender.address, *mail.references, *mail.in_reply_to, mail.message_id]
    lines += [file.name for file in mail.attachments]
    assert not any(char in line for line in lines for char in "\r\n\0")
    for text in (mail.text, mail.quoted, mail.full_text, mail.html, *lines):
        assert "\0" not in text
        text.encode("utf-8")
    for half in (mail.text, mail.quoted):
        for line in half.split("\n")[:200]:
            assert line.strip() in mail.full_text


def test_a_mail_over_the_limit_is_poisoned_and_says_why() -> None:
    with pytest.raises(Poisoned, match="larger than 10 bytes"):
        parse(b"From: a@b.example\r\n\r\nThe jar hissed.", Limits(size=10))
