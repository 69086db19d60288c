"""The filter box: what people type and what it means."""

import pytest

from amends.web.desk.filters import Filter, parse

MEANT = {
    "": Filter(),
    "   ": Filter(),
    "overdue": Filter(flags=frozenset({"overdue"})),
    "is:missed": Filter(flags=frozenset({"overdue"})),
    "at-risk is:risk": Filter(flags=frozenset({"at-risk"})),
    "missed": Filter(words="missed"),
    "Overdue DANGER": Filter(flags=frozenset({"overdue", "danger"})),
    "is:confidential": Filter(flags=frozenset({"confidential"})),
    "is:repeat is:anonymous": Filter(flags=frozenset({"repeat", "anonymous"})),
    "category:packaging": Filter(categories=("packaging",)),
    "category:quality category:service": Filter(categories=("quality", "service")),
    "stage:consultation": Filter(stages=("consultation",)),
    "Stage:Closed": Filter(stages=("closed",)),
    "channel:email": Filter(channels=("email",)),
    "channel:phone channel:letter": Filter(channels=("phone_desk", "paper")),
    "channel:web_form": Filter(channels=("web_form",)),
    "language:ru": Filter(languages=("ru",)),
    "kind:question": Filter(kinds=("question",)),
    "kind:trade-claim": Filter(kinds=("trade_claim",)),
    'handler:"Olga P"': Filter(handlers=("olga p",)),
    "handler:«Ольга П»": Filter(handlers=("ольга п",)),
    "handler:olga owner:me": Filter(handlers=("olga",), owners=("me",)),
    "team:front": Filter(teams=("front",)),
    "anger:4": Filter(anger=(4,)),
    "anger:4+": Filter(anger=(4, 5)),
    "anger:۴": Filter(anger=(4,)),
    "jar hissed": Filter(words="jar hissed"),
    '"sour milk"': Filter(words="sour milk"),
    "category：包装": Filter(categories=("包装",)),
    "overdue jar stage:received": Filter(flags=frozenset({"overdue"}), stages=("received",), words="jar"),
    "https://example.org": Filter(words="https://example.org"),
    "20:00": Filter(words="20:00"),
    "category:": Filter(words="category:"),
    '"overdue"': Filter(words="overdue"),
    "\x00\n": Filter(),
}

FAULTY = {
    "colour:red": ("There is no filter", {"key": "colour:"}),
    "stage:nowhere": ("There is no stage", {"value": "nowhere"}),
    "channel:pigeon": ("There is no channel", {"value": "pigeon"}),
    "kind:rant": ("There is no kind", {"value": "rant"}),
    "anger:9": ("Anger is a number", {"value": "9"}),
    "anger:very": ("Anger is a number", {"value": "very"}),
    "is:purple": ("is not known", {"value": "purple"}),
    "language:russian": ("A language is written", {"value": "russian"}),
}


@pytest.mark.parametrize("text", MEANT)
def test_what_is_typed_is_understood(text: str) -> None:
    assert parse(text) == MEANT[text]


@pytest.mark.parametrize("text", FAULTY)
def test_what_cannot_be_understood_is_said_and_left_out(text: str) -> None:
    (fault,) = parse(text).faults
    words, values = FAULTY[text]
    assert words in fault.text
    assert values.items() <= fault.values.items()


def test_one_fault_spoils_nothing_else() -> None:
    asked = parse("overdue colour:red jar")
    assert asked.flags == {"overdue"} and asked.words == "jar" and len(asked.faults) == 1


def test_no_text_is_too_odd() -> None:
    for text in (":::", '"""', "a" * 100_000, "is:" * 5000, "\ud800:x", "«»“”", "anger:+"):
        parse(text)
