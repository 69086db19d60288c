"""The demo office can be built from nothing by real verbs, in four languages, and never over a real office."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from amends.core.models import Alarm, Complaint, Event
from amends.core.rules.states import Stage
from amends.demo import crowd
from amends.demo.load import DemoRefused, load
from amends.office.models import Person

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_small_demo_tells_its_stories(tmp_path: Path) -> None:
    loaded = load("small", AT, data_dir=tmp_path)
    cases = Complaint.objects.all()
    assert loaded.complaints == cases.count() == 64 + 10
    assert {"ru", "en", "fa", "zh"} <= set(cases.values_list("language", flat=True))
    stages = set(cases.values_list("stage", flat=True))
    assert {Stage.RECEIVED, Stage.CONSULTATION, Stage.ANSWERED, Stage.CLOSED, Stage.WITHDRAWN} <= stages
    anna = cases.order_by("received_at").first()
    assert anna is not None and anna.stage == Stage.CLOSED and anna.has_danger
    assert anna.owner is not None and anna.owner.email == "olga@company-x.example"
    assert Event.objects.filter(complaint=anna, kind="decided").count() == 4
    assert not cases.filter(messages__delivery="waiting").exists()
    assert Alarm.objects.exists() and not Alarm.objects.filter(answered_at=None).exists()
    timur = Person.objects.get(email="timur@company-x.example")
    about_timur = cases.get(access__person=timur, access__is_granted=False)
    assert not Complaint.objects.visible_to(timur, AT).filter(pk=about_timur.pk).exists()
    accounts = loaded.accounts
    assert accounts.stat().st_mode & 0o777 == 0o600
    password = re.search(r"^olga@company-x.example\s+(\S+)", accounts.read_text(), re.MULTILINE)
    assert password and Person.objects.get(email="olga@company-x.example").check_password(password.group(1))
    with pytest.raises(DemoRefused):
        load("small", AT, data_dir=tmp_path)


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_every_language_has_forty_texts_of_its_own(language: str) -> None:
    texts = [piece.text for piece in crowd.pieces(language)]
    assert len(texts) >= 40
    assert len(set(texts)) == len(texts)
