"""Real texts through form, mail and API, each found again by its number, sign for sign. Needs the corpus; skips without it."""

import gzip
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from amends.channels import tasks
from amends.channels.email.channel import keep
from amends.channels.email.tests.build import text_mail
from amends.channels.models import Account
from amends.core import make
from amends.core.models import Complaint, Message
from amends.core.queries.office_facts import forget_office_facts
from amends.lib.text import tidy
from amends.office import limits

FOLDER = os.environ.get("AMENDS_CORPUS_DIR", "")
LANGUAGES = ("en", "ru", "fa", "zh")
CHARSETS = {
    "ru": ("utf-8", "windows-1251", "koi8-r"),
    "zh": ("utf-8", "gb18030"),
    "en": ("utf-8", "iso-8859-1"),
    "fa": ("utf-8",),
}
_C1 = re.compile("[\x80-\x9f]")
FORM = {"step": "5", "go": "send", "whole": "yes", "kind": "complaint"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not FOLDER, reason="AMENDS_CORPUS_DIR names no folder with real texts"),
]


def draw(count: int) -> Iterator[tuple[str, str]]:
    """Language and text, in turn from every file of every language, the same ones each time."""
    files = [path for language in LANGUAGES for path in sorted(Path(FOLDER).glob(f"{language}_*.jsonl.gz"))]
    assert files, f"no texts in {FOLDER}"
    turns = zip_longest(*map(_shuffled, files))
    return islice((pair for turn in turns for pair in turn if pair), count)


def _shuffled(file: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        texts = [text for text in dict.fromkeys(json.loads(line)["text"] for line in lines) if text.strip()]
    random.Random(11).shuffle(texts)
    return ((file.name[:2], text) for text in texts)


def test_a_few_hundred(settings: Any) -> None:
    _all_are_found_again(300, settings)


@pytest.mark.hard
def test_five_thousand(settings: Any) -> None:
    _all_are_found_again(5000, settings)


def _all_are_found_again(count: int, settings: Any) -> None:
    settings.RATE_LIMITS = False
    limits.here.cache_clear()
    forget_office_facts()
    make.office()
    forget_office_facts()
    make.person("Ada", "admin")
    account = Account.objects.create(channel="email", address="complaints@company-x.example", is_default=True)
    counts: Counter[str] = Counter()
    for place, (language, text) in enumerate(draw(count)):
        door = ("form", "mail", "api")[place % 3]
        number = {"form": _by_form, "mail": _by_mail, "api": _by_api}[door](place, language, text, account)
        case = Complaint.objects.get(number=number)
        message = Message.objects.get(complaint=case, direction="in")
        assert case.statement == message.body, (door, text)
        if door == "mail":
            # The tail that answers an older letter is folded away, not cut; nothing else may differ.
            assert _letters(case.statement + message.quoted) == _letters(text), (place, text)
        else:
            assert case.statement == tidy(text), (door, text)
        counts[f"{language} by {door}"] += 1
    limits.here.cache_clear()
    assert counts.total() == count
    print(f"\n{counts.total()} real texts found again: {dict(sorted(counts.items()))}")


def _letters(text: str) -> str:
    """Where a mail folds its lines says nothing; every other sign does."""
    return re.sub(r"\s+", "", text)


def _by_form(place: int, language: str, text: str, account: Account) -> str:
    answer = Client().post("/complain", {**FORM, "key": f"{place:032d}", "text": text})
    found = re.search(r"PX-\d{4}-\d{6}", answer.content.decode())
    assert answer.status_code == 200 and found, (answer.status_code, text)
    return found[0]


def _by_api(place: int, language: str, text: str, account: Account) -> str:
    client = Client()
    answer = client.post("/api/v1/public/complaints", json.dumps({"text": text}), content_type="application/json")
    assert answer.status_code == 201, (answer.content, text)
    told = answer.json()
    seen = client.get(f"/api/v1/public/complaints/{told['number']}", headers={"Access-Code": told["access_code"]})
    assert tidy(text) in [entry["text"] for entry in seen.json()["entries"]]
    return str(told["number"])


def _by_mail(place: int, language: str, text: str, account: Account) -> str:
    charset = CHARSETS[language][place // 3 % len(CHARSETS[language])]
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    if _C1.search(text):
        charset = "utf-8"  # under the name iso-8859-1 these bytes are quotation marks to every mail program (WHATWG)
    at = timezone.now()
    raw = text_mail(
        tidy(text), charset, charset, "base64", From="anna@mail.example", Message_ID=f"<{place}@mail.example>"
    )
    receipt = keep(raw, account.address, at)
    assert bytes(receipt.body) == raw
    tasks.take_in(receipt, at)
    receipt.refresh_from_db()
    assert receipt.complaint is not None, (receipt.state, receipt.why, text)
    return str(receipt.complaint.number)
