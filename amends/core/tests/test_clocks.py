"""The promises of a case: what begins them, what meets them, who hears when they come near, and what the complainant is told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from amends.core import actions, make, tasks
from amends.core.models import Complaint, Deadline, Event, Message, Notice
from amends.core.queries import clock_words
from amends.core.rules.clocks import ladder
from amends.core.rules.clocks.facts import bodies_of_law, facts_of
from amends.core.rules.deadlines import NEVER
from amends.core.rules.intake import Contact, Demand
from amends.core.rules.kinds import DemandType, Kind, Validity
from amends.lib.data_files import DataFault
from amends.office.models import Office, Person
from amends.office.roles import Role

pytestmark = pytest.mark.django_db
AT = make.MONDAY
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REFUND = (Demand(DemandType.REFUND, 8900, "RUB"),)


@pytest.fixture
def russia(office: Office) -> Office:
    return make.office(jurisdiction="RU")


def clock(case: Complaint, key: str) -> Deadline:
    return Deadline.objects.get(complaint=case, key=key)


def keys(case: Complaint, **which: Any) -> set[str]:
    return set(Deadline.objects.filter(complaint=case, **which).values_list("key", flat=True))


RUNNING = {"met_at": None, "ended_at": None}

# What begins and meets them -------------------------------------------------------------------------------------------


def test_a_russian_consumer_has_five_clocks(russia: Office) -> None:
    case = make.complaint(demands=REFUND)
    assert keys(case) == {"POL-ACK", "POL-SCREEN", "POL-ANSWER", "POL-UPDATE", "RU-ZPP-22+refund"}
    assert clock(case, "RU-ZPP-22+refund").due_at == datetime(2026, 3, 12, 20, 59, 59, tzinfo=UTC)
    assert clock(case, "POL-ANSWER").interim_at is not None
    assert clock(case, "RU-ZPP-22+refund").interim_at is None


def test_the_page_the_operator_and_the_letter_acknowledge(office: Office) -> None:
    assert clock(make.complaint(author=Contact(name="Anna")), "POL-ACK").met_at == AT
    assert clock(make.complaint(channel="phone_desk", author=Contact()), "POL-ACK").met_at == AT
    case = make.complaint()
    assert clock(case, "POL-ACK").met_at is None
    actions.message_sent(case.messages.get(letter="acknowledgement"), proof="250 OK", at=AT + HOUR)
    met = clock(case, "POL-ACK")
    assert met.met_at == AT + HOUR
    assert Event.objects.get(complaint=case, seq=met.met_seq).kind == "acknowledged"


def test_what_a_machine_sent_is_owed_no_acknowledgement_and_no_interim_reply(office: Office) -> None:
    case = make.complaint(automatic=True)
    assert clock(case, "POL-ACK").why_ended == "machine"
    for days in range(12):
        tasks.tick(AT + days * DAY)
    assert not Message.objects.filter(complaint=case, direction="out").exists()
    assert Event.objects.get(complaint=case, kind="interim").facts["why_not"] == "machine"


def test_every_word_to_the_complainant_promises_news_anew(boris: Person) -> None:
    case = make.complaint()
    actions.ask(case, text="Which lot?", by=boris, at=AT + DAY)
    assert clock(case, "POL-UPDATE").met_at == AT + DAY
    assert clock(case, "POL-UPDATE/2").start_at == AT + DAY
    assert clock(case, "POL-SCREEN").met_at is None
    actions.reply(case, text="Soon", final=False, by=boris, at=AT + 2 * DAY)
    assert clock(case, "POL-SCREEN").met_at == AT + 2 * DAY
    assert keys(case, **RUNNING) == {"POL-ACK", "POL-ANSWER", "POL-UPDATE/3"}


def test_a_refusal_meets_what_is_refused_and_money_granted_is_still_owed(russia: Office, vera: Person) -> None:
    case = make.complaint(demands=REFUND)
    demands = (Demand(DemandType.REFUND, 8900, "RUB"),), (Demand(DemandType.DAMAGES, 100_000, "RUB"),)
    issues = [actions.IssueFacts("quality", demands=demands[0]), actions.IssueFacts("service", demands=demands[1])]
    actions.classify(case, issues=issues, by=vera, at=AT + HOUR)
    assert {"RU-ZPP-22+refund", "RU-ZPP-22+damages"} <= keys(case, **RUNNING)
    for issue, validity in ((1, Validity.UPHELD), (2, Validity.NOT_UPHELD)):
        actions.decide(case, issue=issue, validity=validity, decision="So", reasons="Because", by=vera, at=AT + HOUR)
    actions.reply(case, text="We return the price", final=True, by=vera, at=AT + DAY)
    assert keys(case, **RUNNING) == {"RU-ZPP-22+refund"}
    assert case.next_due_at == clock(case, "RU-ZPP-22+refund").due_at
    with pytest.raises(actions.ActionRefused, match="No such deadline"):
        actions.fulfil(case, key="POL-ANSWER", what="Answered", by=vera, at=AT + DAY)
    actions.fulfil(case, key="RU-ZPP-22+refund", what="Paid by card", proof="No. 5", by=vera, at=AT + 2 * DAY)
    assert case.next_due_at == NEVER


def test_an_answer_is_not_noted_as_done(russia: Office, vera: Person) -> None:
    with pytest.raises(actions.ActionRefused, match="by writing"):
        actions.fulfil(make.complaint(), key="POL-ANSWER", what="Answered", by=vera, at=AT)


def test_a_maker_owes_no_lower_price(russia: Office, vera: Person) -> None:
    case = make.complaint(demands=(Demand(DemandType.PRICE_REDUCTION),))
    assert "RU-ZPP-22+price_reduction" in keys(case)
    actions.qualify(case, changes={"presented_to": "maker"}, by=vera, at=AT + HOUR)
    assert clock(case, "RU-ZPP-22+price_reduction").why_ended == "unbound"
    actions.qualify(case, changes={"presented_to": "seller"}, by=vera, at=AT + 2 * HOUR)
    assert "RU-ZPP-22+price_reduction" in keys(case, **RUNNING)


def test_a_claim_presented_earlier_is_due_earlier_and_an_old_warning_counts_no_more(
    russia: Office, vera: Person
) -> None:
    case = make.complaint(demands=REFUND)
    tasks.tick(AT + 8 * DAY)
    assert clock(case, "RU-ZPP-22+refund").level == 1
    case.refresh_from_db()
    changes = {"presented_at": AT - DAY}
    actions.correct(case, changes=changes, why="The postmark", by=vera, at=AT + 8 * DAY)
    moved = clock(case, "RU-ZPP-22+refund")
    assert (moved.due_at.date().isoformat(), moved.level) == ("2026-03-11", 0)


def test_partners_have_the_days_of_their_contract_and_authorities_the_day_they_set(
    office: Office, vera: Person
) -> None:
    trade = make.complaint(kind=Kind.TRADE_CLAIM)
    assert "POL-ANSWER" in keys(trade, **RUNNING)
    actions.qualify(trade, changes={"contract_days": 30}, by=vera, at=AT)
    assert clock(trade, "POL-TRADE").due_at.date().isoformat() == "2026-04-01"
    assert "POL-ANSWER" not in keys(trade, **RUNNING)
    letter = make.complaint(kind=Kind.AUTHORITY)
    actions.qualify(letter, changes={"due_on": AT.date() + 20 * DAY}, by=vera, at=AT)
    assert clock(letter, "POL-AUTHORITY").due_at.date().isoformat() == "2026-03-22"


def test_recall_clocks_begin_when_staff_say_since_when_it_is_known(russia: Office, vera: Person) -> None:
    case = make.complaint()
    known = {"nonconformity_known": AT, "nonconformity_confirmed": AT + DAY}
    with pytest.raises(actions.ActionRefused, match="not come yet"):
        actions.qualify(case, changes={"moments": known}, by=vera, at=AT)
    actions.qualify(case, changes={"moments": known}, by=vera, at=AT + DAY)
    assert {"RU-184-37", "RU-184-38b"} <= keys(case, **RUNNING)
    for changes in ({"moments": {"closed": AT}}, {"subject": "tea"}, {"jurisdictions": ["Rus"]}, {"tea": 1}, {}):
        with pytest.raises(actions.ActionRefused):
            actions.qualify(case, changes=changes, by=vera, at=AT + DAY)


def test_danger_has_its_hour_and_removing_the_mark_is_a_look(office: Office, vera: Person) -> None:
    case = make.complaint(text="The child vomited and had a rash after the puree.")
    assert clock(case, "POL-SCREEN-SAFETY").due_at == AT + HOUR
    assert "POL-SCREEN" not in keys(case)
    actions.clear_danger(case, why="Called: all is well", by=vera, at=AT + HOUR / 2)
    assert clock(case, "POL-SCREEN-SAFETY").met_at == AT + HOUR / 2
    assert not Deadline.objects.filter(complaint=case, kind="assessment", **RUNNING).exists()


def test_danger_found_later_is_looked_at_in_the_same_act(office: Office, vera: Person) -> None:
    make.category("health", is_danger=True)
    case = make.complaint()
    actions.classify(case, issues=[actions.IssueFacts("health")], by=vera, at=AT + HOUR)
    assert {one.met_at for one in Deadline.objects.filter(complaint=case, kind="assessment")} == {AT + HOUR}


def test_after_closing_a_window_stands_open_and_owes_nothing(vera: Person) -> None:
    case = make.complaint(by=vera, until="closed")
    window = clock(case, "POL-REOPEN")
    assert (window.is_promise, case.next_due_at, case.next_tick_at) == (False, NEVER, window.due_at)
    assert keys(case, **RUNNING) == {"POL-REOPEN"}
    tasks.tick(window.due_at + HOUR)
    assert clock(case, "POL-REOPEN").ended_at == window.due_at
    assert Event.objects.filter(complaint=case, kind="window_passed").count() == 1
    case.refresh_from_db()
    assert case.next_tick_at == NEVER


def test_reopening_promises_an_answer_and_news_anew(vera: Person) -> None:
    case = make.complaint(by=vera, until="closed")
    actions.reopen(case, why="She is not content", by=vera, at=AT + 5 * DAY)
    assert clock(case, "POL-REOPEN").why_ended == "reopened"
    assert keys(case, **RUNNING) == {"POL-ANSWER/2", "POL-UPDATE/2"}


# The ladder -----------------------------------------------------------------------------------------------------------


def test_each_step_is_told_once_to_those_it_names(russia: Office, boris: Person, marina: Person, vera: Person) -> None:
    top = make.person("Tatiana", Role.TOP)
    case = make.complaint()
    actions.take(case, by=boris, at=AT)
    actions.classify(case, issues=[actions.IssueFacts("quality")], by=boris, at=AT)
    actions.message_sent(case.messages.get(letter="acknowledgement"), proof="250", at=AT)
    for hours in range(24 * 16):
        tasks.tick(AT + hours * HOUR)
        tasks.react(AT + hours * HOUR)
    steps = Event.objects.filter(complaint=case, facts__key="POL-ANSWER").order_by("seq")
    assert [(event.kind, event.facts.get("to")) for event in steps] == [
        ("deadline_near", "handler"), ("deadline_near", "senior"), ("interim", None), ("deadline_missed", "head"),
        ("escalated", "top"),
    ]  # fmt: skip
    told = [
        [notice.person.name for notice in Notice.objects.filter(event=event).order_by("person__name")]
        for event in steps
        if event.kind != "interim"
    ]
    assert told == [["Boris"], ["Marina"], ["Boris", "Marina", "Vera"], ["Tatiana"]]
    # One working day after Thursday, 12 March.
    assert steps[4].at == datetime(2026, 3, 13, 21, 0, tzinfo=UTC)
    assert top.notices.exists()


def test_nobody_is_troubled_about_spam_but_the_clock_runs_on(boris: Person, vera: Person) -> None:
    case = make.complaint()
    actions.set_aside(case, why="advertising", by=boris, at=AT)
    for days in range(14):
        tasks.tick(AT + days * DAY)
    tasks.react(AT + 14 * DAY)
    assert Event.objects.filter(complaint=case, kind="deadline_missed").count() == 4
    assert not Notice.objects.exclude(kind="assigned").exists()
    assert not Message.objects.filter(letter="interim").exists()


def test_a_second_look_at_the_same_moment_says_nothing(office: Office) -> None:
    case = make.complaint()
    stale = Complaint.objects.get(pk=case.pk)
    assert actions.warn(case, at=AT + 10 * HOUR) == 1
    assert actions.warn(stale, at=AT + 10 * HOUR) == 0
    late = AT + 10 * DAY
    assert actions.interim(case, at=late) is not None
    assert actions.interim(stale, at=late) is None


def test_the_worker_catches_up_in_order(russia: Office) -> None:
    case = make.complaint(demands=REFUND)
    tasks.tick(AT + 30 * DAY)
    said = Event.objects.filter(complaint=case, kind__in=["deadline_missed", "escalated"]).order_by("seq")
    dues = [event.facts["due"] for event in said]
    assert dues == sorted(dues)
    assert len({(event.facts["key"], event.facts["level"]) for event in said}) == len(said)


# The interim reply ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["12 March 2026", "22 March 2026", "sorted out what it is about", "your answer to our question"]),
        ("ru", ["12 марта 2026", "22 марта 2026"]),
        ("fa", ["۲۱ اسفند ۱۴۰۴", "۲ فروردین ۱۴۰۵"]),
        ("zh", ["2026年3月12日", "2026年3月22日"]),
    ],
)
def test_before_the_date_breaks_the_complainant_is_told_why_and_until_when(
    boris: Person, language: str, words: list[str]
) -> None:
    case = make.complaint(language=language)
    actions.classify(case, issues=[actions.IssueFacts("quality")], by=boris, at=AT + HOUR)
    actions.ask(case, text="Which lot?", by=boris, at=AT + DAY)
    for days in range(1, 14):
        tasks.tick(AT + days * DAY)
    letter = Message.objects.get(complaint=case, letter="interim")
    assert letter.at < clock(case, "POL-ANSWER").due_at
    for part in words:
        assert part in letter.body
    fresh = clock(case, "POL-ANSWER/2")
    assert (fresh.due_at.date().isoformat(), fresh.interim_at) == ("2026-03-22", None)
    assert clock(case, "POL-ANSWER").missed_at == clock(case, "POL-ANSWER").due_at
    for days in range(14, 40):
        tasks.tick(AT + days * DAY)
    assert Message.objects.filter(letter="interim").count() == 1


def test_a_person_may_tell_it_earlier_in_own_words_and_only_once(boris: Person) -> None:
    case = make.complaint()
    actions.interim(case, why="The laboratory needs a week longer", by=boris, at=AT + DAY)
    assert "The laboratory needs a week longer" in Message.objects.get(letter="interim").body
    with pytest.raises(actions.ActionRefused, match="said already"):
        actions.interim(case, by=boris, at=AT + DAY)


# Words and data -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_every_clock_says_what_it_is_and_why_this_date(russia: Office, language: str) -> None:
    case = make.complaint(demands=REFUND)
    for row in Deadline.objects.filter(complaint=case):
        assert clock_words.clock_name(row, language) != row.rule
        assert len(clock_words.why(row, language)) >= 4
    lines = clock_words.why(clock(case, "RU-ZPP-22+refund"), "en")
    assert lines[1:4] == [
        "Claim presented: 2 March 2026.",
        "Counting starts on 3 March 2026.",
        "10 days: due on Thursday, 12 March 2026.",
    ]


def test_countries_and_the_law_that_holds_there() -> None:
    assert bodies_of_law(["GB"]) == {"UK"}
    assert bodies_of_law(["DE", "RU"]) == {"DE", "EU", "RU"}
    assert bodies_of_law([]) == set()


def test_a_moment_out_of_all_calendars_starts_no_clock() -> None:
    law = {"kind": "claim", "received_at": "2026-03-02T09:00:00+00:00", "presented_at": "0001-01-01T00:00:00+00:00"}
    assert set(facts_of(law).moments) == {"complaint_received", "complaint_open"}


def test_a_ladder_says_what_is_wrong_with_it(tmp_path: Any) -> None:
    file = tmp_path / "ladder.yaml"
    for words, text in {
        "follow one another": "ladders: [{levels: [{share: 90, to: head}, {share: 75, to: head}]}]\ninterim: 90",
        "nobody on the ladder": "ladders: [{levels: [{share: 90, to: dog}]}]\ninterim: 90",
        "must be for all": "ladders: []\ninterim: 90",
        "whole number": "ladders: [{levels: [{share: 190, to: head}]}]\ninterim: 90",
    }.items():
        file.write_text(text)
        with pytest.raises(DataFault, match=words):
            ladder.read(file)
