"""Mixed mails read, threaded and received: `python -m tests.speed.mails COUNT` prints mails a second and what became of them.

Letters in four languages and the charsets people write them in, one in four with a photo; a quarter of all are answers
to our acknowledgements. Hostile and broken mails have tests of their own (amends/channels/email/tests).
"""

import json
import random
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice

import django

django.setup()

from django.utils import timezone  # noqa: E402

from amends.channels import tasks  # noqa: E402
from amends.channels.email import reading, token  # noqa: E402
from amends.channels.email.tests.build import mail, multipart, part, transfer  # noqa: E402
from amends.core import actions  # noqa: E402
from amends.core.models import Complaint, Message, Receipt  # noqa: E402

TEXTS = {
    "ru": "Здравствуйте! Банка пюре шипела при вскрытии, ребёнка стошнило. Прошу вернуть деньги.",
    "fa": "سلام، در شیشهٔ پوره باز بود و بوی ترش می‌داد. لطفاً پول من را برگردانید.",
    "zh": "您好，果泥罐子打开时有嘶嘶声，孩子吐了一次。请退款。",
    "en": "Hello, the jar hissed when we opened it and the puree smelled sour. Please refund me.",
}
CHARSETS = (
    ("ru", "utf-8"), ("ru", "windows-1251"), ("ru", "koi8-r"), ("zh", "utf-8"), ("zh", "gb18030"), ("zh", "gb2312"),
    ("fa", "utf-8"), ("en", "us-ascii"), ("en", "utf-8"), ("ru", "iso-8859-5"),
)  # fmt: skip
ENCODINGS = ("8bit", "base64", "quoted-printable")
PHOTO = random.Random(1).randbytes(40_000)


def main() -> None:
    """Each mail is kept as it came, then worked off as the worker does; afterwards every text is compared."""
    count, tag = int(sys.argv[1]), uuid.uuid4().hex[:12]
    answers = count // 4
    texts = dict(_letters(tag, count - answers))
    seconds = _work_off(tag, {sender: raw for sender, (_, raw) in texts.items()})
    replies = dict(_answers(tag, answers))
    seconds += _work_off(f"{tag}-re", replies)
    states = Counter(Receipt.objects.filter(foreign_id__startswith=f"bench:{tag}").values_list("state", flat=True))
    print(json.dumps({"rate": count / seconds, "states": states, "wrong": _wrong(tag, texts, len(replies))}))


def _letters(tag: str, count: int) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Sender → the text and the mail."""
    for number, (language, charset) in enumerate(islice(cycle(CHARSETS), count)):
        encoding = ENCODINGS[number % 3]
        text = f"{TEXTS[language]} ({tag}-{number})"
        sender = f"{tag}-{number}@mail.example"
        head = {
            "From": f"Anna <{sender}>",
            "Message_ID": f"<{uuid.uuid4().hex}@mail.example>",
            "Subject": f"Fall {number}",
        }
        kind, body = f"text/plain; charset={charset}", text.encode(charset)
        if number % 4 == 0:
            parts = [part(body, kind, encoding), part(PHOTO, "image/jpeg; name=jar.jpg", "base64")]
            raw = mail(multipart(parts), Content_Type="multipart/mixed; boundary=edge", **head)
        else:
            raw = mail(transfer(body, encoding), Content_Type=kind, Content_Transfer_Encoding=encoding, **head)
        yield sender, (text, raw)


def _answers(tag: str, count: int) -> Iterator[tuple[str, bytes]]:
    """What the first senders answer to the acknowledgement of their case."""
    sent = Message.objects.filter(party__email__startswith=f"{tag}-", direction="out").order_by("pk")[:count]
    for message in sent.select_related("party"):
        assert message.party is not None
        ours = token.message_id(reading.secret(), reading.key_of(message), "localhost")
        fields = {
            "From": message.party.email,
            "Message_ID": f"<{uuid.uuid4().hex}@mail.example>",
            "In_Reply_To": f"<{ours}>",
        }
        text = f"It was lot 26-0147. Это партия 26-0147. ({message.pk})"
        yield message.party.email, mail(text.encode(), Content_Type="text/plain; charset=utf-8", **fields)


def _work_off(tag: str, mails: dict[str, bytes]) -> float:
    for sender, raw in mails.items():
        actions.keep(raw, channel="email", foreign_id=f"bench:{tag}:{sender}", at=timezone.now(), grace=timedelta(0))
    began = time.perf_counter()
    while tasks.work_off(timezone.now()):
        pass
    return time.perf_counter() - began


def _wrong(tag: str, texts: dict[str, tuple[str, bytes]], answers: int) -> int:
    """Letters that are lost or not as they were written, and answers that are not in their case."""
    cases = Complaint.objects.filter(parties__email__startswith=f"{tag}-").values_list("parties__email", "statement")
    found = dict(cases)
    garbled = sum(found.get(sender) != text for sender, (text, _) in texts.items())
    threaded = Message.objects.filter(party__email__startswith=f"{tag}-", body__startswith="It was lot").count()
    return garbled + answers - threaded


if __name__ == "__main__":
    main()
