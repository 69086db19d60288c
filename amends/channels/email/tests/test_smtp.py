"""Sending to a real server that refuses, tempts and cuts the line: what is final is final, all else is tried again."""

import pytest

from amends.channels.email.smtp import Undelivered, greet, send
from amends.channels.email.tests.smtp_server import Letterbox

RAW = b"From: a@x.example\r\nTo: b@x.example\r\nSubject: jar\r\nMessage-ID: <1@x.example>\r\n\r\nhello\r\n.\r\n"
FAULTS = [
    ("recipient unknown", {"rcpt": "550 5.1.1 no such user"}, True, "550"),
    ("recipient later", {"rcpt": "450 4.2.1 greylisted"}, False, "450"),
    ("door closed", {"mail": "421 4.3.2 closing"}, False, "421"),
    ("sender refused", {"mail": "553 5.7.1 not you"}, False, "553"),
    ("content refused", {"data": "554 5.6.0 spam"}, True, "554"),
    ("content later", {"data": "451 4.3.0 try later"}, False, "451"),
    ("full", {"data": "552 5.2.2 mailbox full"}, True, "552"),
    ("cut in the data", {"cut_before_data": True}, False, ""),
]


def test_a_mail_arrives_byte_for_byte_and_the_server_s_words_are_the_proof() -> None:
    with Letterbox() as box:
        assert send(box.server, "a@x.example", "b@x.example", RAW) == "250 2.0.0 taken as 12AB"
        assert box.taken == [("a@x.example", ["b@x.example"], RAW)]


@pytest.mark.parametrize(("name", "faults", "is_final", "code"), FAULTS, ids=[case[0] for case in FAULTS])
def test_a_failure_says_whether_it_is_final(name: str, faults: dict[str, object], is_final: bool, code: str) -> None:
    with Letterbox() as box:
        for key, value in faults.items():
            setattr(box.faults, key, value)
        with pytest.raises(Undelivered) as caught:
            send(box.server, "a@x.example", "b@x.example", RAW)
        assert (caught.value.final, caught.value.code) == (is_final, code)
        assert box.taken == []


def test_taken_but_cut_is_sent_again_with_the_same_message_id() -> None:
    with Letterbox() as box:
        box.faults.cut_after_data = 1
        with pytest.raises(Undelivered) as caught:
            send(box.server, "a@x.example", "b@x.example", RAW)
        assert not caught.value.final
        send(box.server, "a@x.example", "b@x.example", RAW)
        assert [raw for _, _, raw in box.taken] == [RAW, RAW]


def test_a_server_that_is_not_there_is_a_passing_failure() -> None:
    with Letterbox() as box:
        gone = box.server
    for call in (lambda: send(gone, "a@x.example", "b@x.example", RAW), lambda: greet(gone)):
        with pytest.raises(Undelivered) as caught:
            call()
        assert not caught.value.final
