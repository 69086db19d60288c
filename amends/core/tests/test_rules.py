"""The pure rules as tables of named cases: moves, rights, numbers, codes, deadlines, routing, chain, seals, submissions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.core.rules import chain, codes, history, numbers, rights, routing, seals, submission
from amends.core.rules.events import KINDS
from amends.core.rules.intake import ConsentGiven, Contact, Demand, File, Intake
from amends.core.rules.kinds import Capacity, ConsentKind, DemandType, Harm, Kind
from amends.core.rules.routing import Route
from amends.core.rules.states import ANY, MOVES, OPEN, Stage, Verb

AT = datetime(2026, 3, 2, 19, 40, tzinfo=UTC)


# The table of moves ---------------------------------------------------------------------------------------------------


def test_every_verb_has_a_move() -> None:
    assert set(MOVES) == set(Verb)


def test_every_staff_verb_has_a_right_and_no_other() -> None:
    assert {verb for verb, move in MOVES.items() if move.by_staff} == set(rights.RIGHTS)


def test_nothing_leads_out_of_merged() -> None:
    leaving = [verb for verb, move in MOVES.items() if Stage.MERGED in move.origin and move.to]
    assert leaving == []


def test_every_stage_but_those_of_later_releases_can_be_reached() -> None:
    reached = {stage for move in MOVES.values() for stage in move.to}
    assert ANY - reached == {Stage.INVESTIGATION, Stage.REMEDIATION, Stage.REFERRED}


WRONG_MOMENTS = {
    "an answered case takes no second decision": (Verb.DECIDE, Stage.ANSWERED, False, True),
    "a received case is not decided before somebody looked": (Verb.DECIDE, Stage.RECEIVED, False, True),
    "a consulted case is decided": (Verb.DECIDE, Stage.CONSULTATION, False, False),
    "only an answered case closes": (Verb.CLOSE, Stage.CONSULTATION, False, True),
    "an answered case closes": (Verb.CLOSE, Stage.ANSWERED, False, False),
    "a closed case reopens": (Verb.REOPEN, Stage.CLOSED, False, False),
    "an open case need not reopen": (Verb.REOPEN, Stage.CONSULTATION, False, True),
    "an answered case is no longer declined": (Verb.DECLINE, Stage.ANSWERED, False, True),
    "spam is not answered": (Verb.REPLY, Stage.RECEIVED, True, True),
    "spam may be noted on": (Verb.NOTE, Stage.RECEIVED, True, False),
    "spam comes back": (Verb.BRING_BACK, Stage.RECEIVED, True, False),
    "what is not aside cannot come back": (Verb.BRING_BACK, Stage.RECEIVED, False, True),
    "a merged case takes no note": (Verb.NOTE, Stage.MERGED, False, True),
}


@pytest.mark.parametrize("name", WRONG_MOMENTS)
def test_the_right_moment(name: str) -> None:
    verb, stage, aside, refused = WRONG_MOMENTS[name]
    assert (rights.wrong_moment(verb, stage, is_set_aside=aside) is not None) is refused


RIGHTS = {
    "an operator replies": ("operator", Verb.REPLY, False),
    "an auditor only reads": ("auditor", Verb.NOTE, True),
    "a trainer does nothing": ("trainer", Verb.NOTE, True),
    "an administrator does nothing with cases": ("admin", Verb.REPLY, True),
    "top management does not reply": ("top", Verb.REPLY, True),
    "a specialist investigates but does not write to the complainant": ("specialist", Verb.REPLY, True),
    "a specialist asks nothing less": ("specialist", Verb.ASK, False),
    "an expert decides": ("expert", Verb.DECIDE, False),
    "an operator does not decide": ("operator", Verb.DECIDE, True),
    "an expert does not decline": ("expert", Verb.DECLINE, True),
    "the data-protection officer guards sight": ("dpo", Verb.PROTECT, False),
}


@pytest.mark.parametrize("name", RIGHTS)
def test_who_may(name: str) -> None:
    role, verb, refused = RIGHTS[name]
    answer = rights.refusal(verb, rights.Standing(frozenset({role})), Stage.CONSULTATION)
    assert (answer is not None) is refused


@pytest.mark.parametrize("verb", [verb for verb, move in MOVES.items() if move.by_staff])
def test_nobody_judges_a_case_about_themselves(verb: Verb) -> None:
    every_role = frozenset().union(*rights.RIGHTS.values())
    standing = rights.Standing(every_role, is_about_them=True)
    assert all(rights.refusal(verb, standing, stage) is not None for stage in Stage)


# Events ---------------------------------------------------------------------------------------------------------------


def test_personal_and_plain_facts_are_apart_in_every_kind() -> None:
    for kind in KINDS.values():
        assert not set(kind.facts) & set(kind.personal), kind.code


WHERE_EVENTS_LEAD = {
    "received": ("", "received", {}, "received"),
    "a reply that is not final begins the talk": ("received", "replied", {"final": False}, "consultation"),
    "the final reply answers": ("consultation", "replied", {"final": True}, "answered"),
    "a note moves nothing": ("answered", "noted", {}, "answered"),
    "classified later moves nothing": ("answered", "classified", {}, "answered"),
    "reopened": ("closed", "reopened", {}, "consultation"),
}


@pytest.mark.parametrize("name", WHERE_EVENTS_LEAD)
def test_stage_by_events(name: str) -> None:
    stage, kind, facts, expected = WHERE_EVENTS_LEAD[name]
    assert history.stage_after(stage, kind, facts) == expected


# Numbers and codes ----------------------------------------------------------------------------------------------------


def test_a_number_of_the_usual_form() -> None:
    assert numbers.number("{prefix}-{year}-{count:06d}", prefix="PX", year=2026, count=412) == "PX-2026-000412"


BAD_FORMS = [
    "{prefix}-{count}",
    "{year}",
    "plain",
    "{year}-{count}-{secret}",
    "{year}-{count:q}",
    "{0}{year}{count}",
    "{",
]


@pytest.mark.parametrize("form", [*BAD_FORMS, "{year.__class__}{count}", "{year}{count!r:>{prefix}}"])
def test_a_form_that_could_repeat_or_leak_is_refused(form: str) -> None:
    with pytest.raises(numbers.BadNumberForm):
        numbers.number(form, prefix="PX", year=2026, count=1)


def test_codes_are_derived_again_and_differ_for_each_party_and_secret() -> None:
    first = codes.codes_of("abc", 0, "s" * 40)
    assert first == codes.codes_of("abc", 0, "s" * 40)
    others = [
        codes.codes_of("abc", 1, "s" * 40),
        codes.codes_of("abd", 0, "s" * 40),
        codes.codes_of("abc", 0, "t" * 40),
    ]
    assert len({first.code, *(other.code for other in others)}) == 4
    assert len(first.code.replace("-", "")) == 16
    assert len(first.token) >= 22


def test_a_code_typed_at_night_is_the_same_code() -> None:
    made = codes.codes_of("abc", 0, "s" * 40).code
    assert codes.code_hash(made.lower().replace("-", " "), "s" * 40) == codes.code_hash(made, "s" * 40)
    assert codes.code_hash("not a code", "s" * 40) == ""


# Routing --------------------------------------------------------------------------------------------------------------

ROUTES = [
    Route("persian", frozenset(), frozenset({"fa"}), is_default=False),
    Route("packaging", frozenset({"packaging"}), frozenset({"fa", "ru"}), is_default=False),
    Route("front", frozenset(), frozenset(), is_default=True),
]


@pytest.mark.parametrize(
    ("language", "root", "team"),
    [("ru", "", "front"), ("fa", "", "persian"), ("ru", "packaging", "packaging"), ("fa", "packaging", "packaging")],
)
def test_route(language: str, root: str, team: str) -> None:
    assert routing.route(language, ROUTES, root) == team


def test_an_office_without_teams_routes_nowhere() -> None:
    assert routing.route("ru", []) == ""


# Chain and seals ------------------------------------------------------------------------------------------------------


def test_each_part_of_an_event_counts_in_its_digest() -> None:
    base = chain.Link("k", 1, "noted", AT, 7, "", {"a": 1}, b"p")
    variants = [
        chain.Link("x", 1, "noted", AT, 7, "", {"a": 1}, b"p"),
        chain.Link("k", 2, "noted", AT, 7, "", {"a": 1}, b"p"),
        chain.Link("k", 1, "asked", AT, 7, "", {"a": 1}, b"p"),
        chain.Link("k", 1, "noted", AT + timedelta(microseconds=1), 7, "", {"a": 1}, b"p"),
        chain.Link("k", 1, "noted", AT, None, "", {"a": 1}, b"p"),
        chain.Link("k", 1, "noted", AT, 7, "clock", {"a": 1}, b"p"),
        chain.Link("k", 1, "noted", AT, 7, "", {"a": 2}, b"p"),
        chain.Link("k", 1, "noted", AT, 7, "", {"a": 1}, b"q"),
    ]
    start = chain.genesis("k")
    digests = {chain.digest(start, link) for link in [base, *variants]}
    assert len(digests) == 9
    assert chain.digest(chain.genesis("other"), base) not in digests


@given(st.sets(st.integers(1, 10**12)))
def test_ranges_and_members_are_one_another_undone(ids: set[int]) -> None:
    assert list(seals.members(seals.ranges(sorted(ids)))) == sorted(ids)


def test_a_torn_line_of_the_log_is_passed_over_and_the_first_of_two_counts() -> None:
    whole = seals.anchor_line(1, AT, 3, b"a" * 32)
    again = seals.anchor_line(1, AT, 3, b"b" * 32)
    assert seals.read_anchor([whole, again, whole[:-10]]) == {1: b"a" * 32}


# Submissions ----------------------------------------------------------------------------------------------------------

FULL = Intake(
    receipt="r1",
    channel="web_form",
    received_at=AT,
    text="Слова с “кавычками” و فارسی 和中文 \x07",
    author=Contact("Анна", "a@x.example", "+7", "vk1"),
    kind=Kind.CLAIM,
    capacity=Capacity.PARENT,
    files=(File("a.jpg", "0" * 32, "d" * 64, 5),),
    demands=(Demand(DemandType.REFUND, 8900, "RUB", "деньги"),),
    harm=(Harm.HEALTH,),
    consents=(ConsentGiven(ConsentKind.CONTACT, "v1"),),
    occurred_on=date(2026, 3, 1),
    presented_at=AT,
)


def test_a_submission_comes_back_as_it_was() -> None:
    assert submission.decode(submission.encode(FULL), receipt="r1", received_at=AT) == FULL


@given(st.text())
def test_any_words_survive(text: str) -> None:
    intake = Intake(receipt="r", channel="api", received_at=AT, text=text)
    assert submission.decode(submission.encode(intake), receipt="r", received_at=AT).text == text


def test_the_random_name_of_a_stored_file_does_not_make_a_replay_another_submission() -> None:
    again = Intake(**{**_fields(FULL), "files": (File("a.jpg", "1" * 32, "d" * 64, 5),)})
    other = Intake(**{**_fields(FULL), "files": (File("a.jpg", "0" * 32, "e" * 64, 5),)})
    digest, of_again, of_other = (submission.encode_and_digest(each)[1] for each in (FULL, again, other))
    assert of_again == digest != of_other


@pytest.mark.parametrize("files", [(), (File("a.jpg", "1" * 32, "d" * 64, 5),)], ids=["words", "and a file"])
def test_kept_bytes_tell_the_digest_again(files: tuple[File, ...]) -> None:
    intake = Intake(**{**_fields(FULL), "files": files})
    body, digest = submission.encode_and_digest(intake)
    assert body == submission.encode(intake)
    assert submission.digest_of(body) == digest


def _fields(intake: Intake) -> dict[str, object]:
    return {name: getattr(intake, name) for name in Intake.__slots__}


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"{}", b'{"author": 5}', b"null"])
def test_foreign_bytes_are_no_submission(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        submission.decode(body, receipt="r", received_at=AT)


def test_open_and_ended_stages_are_all_stages() -> None:
    assert OPEN < ANY
