"""`amends deadline`: what is typed decides the calendar, what comes out is exact, and bad input is a sentence."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from amends.__main__ import main

UK = ["--holiday", "2026-04-03", "--holiday", "2026-04-06", "--holiday", "2026-05-04", "--holiday", "2026-05-25"]

ANSWERS = {
    "typed holidays": (["UK-DISP-1.5", "2026-04-02", *UK], "2026-04-09"),
    "the same from the jurisdiction's own": (["UK-DISP-1.5", "2026-04-02"], "2026-04-09"),
    "a typed holiday is all there is": (["UK-DISP-1.5", "2026-04-02", "--holiday", "2026-12-25"], "2026-04-07"),
    "with a calendar typed days are added": (
        ["UK-DISP-1.5", "2026-04-02", "--calendar", "UK", "--holiday", "2026-04-07"], "2026-04-10",
    ),
    "another country's calendar": (["UK-DISP-1.5", "2026-04-02", "--calendar", "EU"], "2026-04-07"),
    "a stretch of holidays and make-up days": (
        ["CN-SAMR20-7", "2026-02-11", "--holiday", "2026-02-15..2026-02-23", "--workday", "2026-02-14,2026-02-28"],
        "2026-02-27",
    ),
    "Friday alone": (["IR-ECL37-7", "2026-11-21", "--weekend", "Fri"], "2026-11-29"),
    "Thursday and Friday": (["IR-ECL37-7", "2026-11-21", "--weekend", "thu,fri"], "2026-11-30"),
    "no day off": (["IR-ECL37-7", "2026-11-21", "--weekend", "none"], "2026-11-28"),
    "extended": (["EU-PSD2-101", "2026-04-02", "--extended"], "2026-05-21"),
    "hours keep the offset": (["CN-RECALL-1", "2026-05-01T10:00+08:00"], "2026-05-02T10:00+08:00"),
    "a moment without offset is the calendar's": (["CN-RECALL-1", "2026-05-01T10:00"], "2026-05-02T10:00+08:00"),
    "a moment late at night is the day it is there": (["RU-ZPP-22", "2026-03-04T22:30Z"], "2026-03-16"),
}  # fmt: skip


def _ask(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["deadline", *words, "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize(("words", "stated"), ANSWERS.values(), ids=ANSWERS.keys())
def test_due(capsys: pytest.CaptureFixture[str], words: list[str], stated: str) -> None:
    assert _ask(capsys, *words)["due"] == stated


def test_the_whole_answer(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _ask(capsys, "RU-ZPP-22", "2026-03-05")
    assert answer.pop("steps")[3] == "Day 10, 15 March 2026, is a Sunday."
    assert answer == {
        "rule": "RU-ZPP-22",
        "version": 1,
        "start": "2026-03-05",
        "due": "2026-03-16",
        "due_at": "2026-03-16T23:59:59+03:00",
        "certainty": "high",
        "reviewed_by": None,
        "reviewed_on": None,
        "article": "Russian Consumer Protection Law (ZoZPP), art. 22",
    }


def test_a_penalty(capsys: pytest.CaptureFixture[str]) -> None:
    answer = _ask(capsys, "RU-ZPP-23", "2026-03-16", "--price", "1200", "--until", "2026-03-26")
    assert (answer["amount"], answer["days"]) == ("120.00", 10)


def test_in_words_and_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "RU-ZPP-22", "2026-03-05", "--language", "ru"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "2026-03-16"
    assert shown[4] == "  10-й день, 15 марта 2026 года, — воскресенье."


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deadline", "--list"]) == 0
    shown = capsys.readouterr().out
    assert "RU-ZPP-22\t10 CD\t1992-02-07 – …\tSatisfy the demand for money" in shown.splitlines()


REFUSED = {
    "an unknown rule": (["RU-XYZ", "2026-03-05"], 1, "There is no rule RU-XYZ."),
    "a day that does not exist": (["RU-ZPP-22", "2026-02-30"], 1, "'2026-02-30' is neither a day nor a moment"),
    "not in force then": (["CN-SAMR20-7", "2026-04-15"], 1, "not in force on 2026-04-15; it is in force 2020-01-01"),
    "no working day": (["UK-DISP-1.5", "2026-04-02", "--weekend", "mon,tue,wed,thu,fri,sat,sun"], 1, "no working day"),
    "no such calendar": (["RU-ZPP-22", "2026-03-05", "--calendar", "ATLANTIS"], 1, "There is no calendar ATLANTIS"),
    "a holiday that does not exist": (["RU-ZPP-22", "2026-03-05", "--holiday", "1 May"], 1, "'1 May' is not a day"),
    "a stretch the wrong way round": (
        ["RU-ZPP-22", "2026-03-05", "--holiday", "2026-03-09..2026-03-01"], 1, "no stretch of days",
    ),
    "a weekend of nothing": (["RU-ZPP-22", "2026-03-05", "--weekend", "freitag,x"], 2, "--weekend takes weekdays"),
    "beyond time": (["UK-DISP-2.8.2b", "9998-03-05"], 1, "beyond what a calendar can hold"),
    "at the end of time": (["POL-SCREEN", "9999-12-31T23:00"], 1, "beyond what a calendar can hold"),
    "at its beginning": (["IR-BYLAW6-10", "0001-01-01"], 1, "beyond what a calendar can hold"),
    "before its beginning": (["POL-SCREEN", "0001-01-01T00:30+05:00"], 1, "beyond what a calendar can hold"),
    "no rule": ([], 2, "needs RULE and MOMENT"),
    "half a penalty": (["RU-ZPP-23", "2026-03-16", "--price", "1200"], 2, "go together"),
    "a penalty without its sum": (["RU-ZPP-23", "2026-03-16"], 2, "say --price and --until"),
    "a sum for what is no penalty": (
        ["RU-ZPP-22", "2026-03-16", "--price", "1", "--until", "2026-03-26"], 2, "no penalty by the day",
    ),
    "a sum that is none": (["RU-ZPP-23", "2026-03-16", "--price", "NaN", "--until", "2026-03-26"], 1, "no sum of money"),
    "an end before the miss": (
        ["RU-ZPP-23", "2026-03-16", "--price", "1", "--until", "2026-03-01"], 1, "is before the missed day",
    ),
    "a delay of ages": (
        ["RU-ZPP-23", "2026-03-16", "--price", "1", "--until", "9999-12-31"], 1, "more than a hundred years",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("words", "status", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_input_is_a_sentence(capsys: pytest.CaptureFixture[str], words: list[str], status: int, said: str) -> None:
    assert main(["deadline", *words]) == status
    shown = capsys.readouterr()
    assert said in shown.err and not shown.out


OWN = """\
jurisdiction: "*"
laws:
  house: {en: House rules of 2026}
rules:
  - id: POL-ANSWER
    version: 2
    title: {en: Answer}
    trigger: complaint_received
    obligation: answer
    length: 7
    unit: CD
    from: 2026-07-01
    law: house
    certainty: policy
    binds: always
"""


def test_an_offices_own_file_stands_on_top_of_the_law(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN, encoding="utf-8")
    before = _ask(capsys, "POL-ANSWER", "2026-06-30", "--rules", str(file))
    after = _ask(capsys, "POL-ANSWER", "2026-07-01", "--rules", str(file))
    assert (before["version"], before["due"], after["version"], after["due"]) == (1, "2026-07-10", 2, "2026-07-08")
    assert after["article"] == "House rules of 2026"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("length: 7", "length: soon", "own.yaml:10: “length” must be a whole number"),
        ("version: 2", "version: 1", "own.yaml:5: POL-ANSWER version 1 is there twice; first at office.yaml:"),
    ],
)
def test_a_fault_in_the_offices_file_is_named_by_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, was: str, becomes: str, said: str
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN.replace(was, becomes), encoding="utf-8")
    assert main(["deadline", "POL-ANSWER", "2026-07-01", "--rules", str(file)]) == 1
    assert said in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["deadline", "--list", "--rules", str(tmp_path / "none.yaml")]) == 1
    assert "none.yaml" in capsys.readouterr().err


def test_it_starts_fast_and_wakes_no_django() -> None:
    code = (
        "import sys; from amends.__main__ import main; main(['deadline', 'RU-ZPP-22', '2026-03-05', '--weekend', 'sun']);"
        "print('django.apps' in sys.modules and sys.modules['django.apps'].apps.ready, 'holidays' in sys.modules)"
    )
    begun = _spent()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False False"
    assert _spent() - begun < 5, "half a second on a machine of its own"


def _spent() -> float:
    """Seconds of the processor, which does not count the time it worked for others, that programs of ours have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
