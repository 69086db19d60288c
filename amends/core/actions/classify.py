"""Classify: the first assessment (ISO 10002, 7.5): category per issue, kind, gravity; the case begins its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from amends.core.actions._access import ABOUT, PRAISED, tell_apart
from amends.core.actions._alarm import raise_alarm
from amends.core.actions._from_rules import demands_of
from amends.core.actions._record import Act, recording
from amends.core.actions._words import short
from amends.core.actions.refused import ActionRefused
from amends.core.models import Category, Complaint, Event, Issue
from amends.core.queries.office_facts import office_facts
from amends.core.rules import routing
from amends.core.rules.alarms import Sign
from amends.core.rules.intake import Demand
from amends.core.rules.kinds import COMPLAINTS, Harm, Kind
from amends.core.rules.states import Stage, Verb
from amends.core.rules.things import FACT as THINGS
from amends.core.rules.things import thing
from amends.core.rules.words import N_
from amends.office.models import Person, Product, Store


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What is known of one issue; the category is a code of the present tree."""

    category: str
    essence: str = ""
    product: str = ""
    gtin: str = ""
    lot: str = ""
    best_before: str = ""
    store: str = ""
    place: str = ""
    happened_on: date | None = None
    quantity: str = ""
    price_minor: int | None = None
    currency: str = ""
    proof: str = ""
    harm: tuple[Harm, ...] = ()
    demands: tuple[Demand, ...] = ()
    employee: Person | None = None


def classify(
    complaint: Complaint,
    *,
    issues: Sequence[IssueFacts],
    by: Person,
    at: datetime,
    kind: Kind | None = None,
    anger: int | None = None,
    consequence: str = "",
    essence: str = "",
    why: str = "",
) -> Event:
    """Says what the case is about. Issues already decided keep their decision; the list replaces the others in order.

    Turning a complaint into a question, a suggestion or praise needs a reason and a second person: until a colleague
    agrees (`second`) it stays a complaint (nothing may be argued away, ISO 10002 4.3). Refuses no issue, an unknown
    category, anger outside 1-5 and such a proposal without a reason.
    """
    if not issues:
        raise ActionRefused(N_("Name at least one issue."), "category")
    if anger is not None and not 1 <= anger <= 5:
        raise ActionRefused(N_("Anger is a number from 1 to 5."), "anger")
    categories = _categories(issues)
    with recording(complaint, Verb.CLASSIFY, by=by, at=at) as act:
        new_kind, proposed = _kinds(Kind(act.case.kind), kind, why)
        before = act.case.category.code if act.case.category else ""
        written = [
            _write_issue(act.case, position, facts, categories[facts.category])
            for position, facts in enumerate(issues, start=1)
        ]
        act.case.issues.filter(position__gt=len(issues), validity="").delete()
        main = categories[issues[0].category]
        act.set(
            category=main,
            root=main.code.split(".")[0],
            kind=new_kind,
            proposed_kind=proposed,
            proposed_by=by if proposed else None,
            anger=anger if anger is not None else act.case.anger,
            consequence=consequence[:20] or act.case.consequence,
            essence=short(essence, 200) or act.case.essence,
        )
        _guard_named(act, issues, categories)
        _route(act)
        if act.case.stage == Stage.RECEIVED:
            act.move_to(Stage.CONSULTATION)
        found = _see_danger(act, issues, categories)
        event = act.event(
            "classified",
            {
                "category": main.code,
                "kind": new_kind,
                "consequence": act.case.consequence,
                "issues": [facts.category for facts in issues],
                "before": before,
                "proposed": proposed,
                "why": short(why, 300),
            },
            {"essence": act.case.essence, THINGS: [thing(issue.__dict__) for issue in written]},
        )
        if found:
            raise_alarm(act, Sign.MARK)
        return event


def _see_danger(act: Act, issues: Sequence[IssueFacts], categories: dict[str, Category]) -> bool:
    """A category of danger marks the case; who finds that it is one has looked, but the alarm reaches who is on duty."""
    if act.case.has_danger or not any(categories[facts.category].is_danger for facts in issues):
        return False
    act.see_danger()
    return True


def _categories(issues: Sequence[IssueFacts]) -> dict[str, Category]:
    codes = {facts.category for facts in issues}
    found = {category.code: category for category in Category.objects.filter(code__in=codes, valid_to=None)}
    if missing := codes - found.keys():
        raise ActionRefused(N_("There is no category “%(code)s”."), "category", code=", ".join(sorted(missing)))
    return found


def _kinds(old: Kind, wished: Kind | None, why: str) -> tuple[Kind, str]:
    """The kind from now on, and the one that is only proposed until a colleague agrees."""
    new = wished or old
    if old not in COMPLAINTS or new in COMPLAINTS:
        return new, ""
    if not why.strip():
        raise ActionRefused(N_("Say why this is not a complaint."), "why")
    return old, new


def _write_issue(case: Complaint, position: int, facts: IssueFacts, category: Category) -> Issue:
    values: dict[str, Any] = {
        "category": category,
        "essence": short(facts.essence, 200) or case.essence,
        "product": short(facts.product, 200),
        "product_ref": Product.objects.filter(code=facts.gtin).first() if facts.gtin else None,
        "lot": short(facts.lot, 60),
        "best_before": short(facts.best_before, 30),
        "store": Store.objects.filter(code=facts.store).first() if facts.store else None,
        "place": short(facts.place, 200),
        "happened_on": facts.happened_on,
        "quantity": short(facts.quantity, 40),
        "price_minor": facts.price_minor,
        "currency": short(facts.currency, 3).upper(),
        "proof": short(facts.proof, 200),
        "harm": list(facts.harm),
        "employee": facts.employee,
        "demands": demands_of(facts.demands),
    }
    return Issue.objects.update_or_create(complaint=case, position=position, defaults=values)[0]


def _guard_named(act: Act, issues: Sequence[IssueFacts], categories: dict[str, Category]) -> None:
    """A complaint about a person is confidential and invisible to that person; praise is shown to them instead."""
    named = [facts.employee for facts in issues if facts.employee is not None]
    if act.case.kind == Kind.PRAISE:
        for person in named:
            tell_apart(act, person, granted=True, why=PRAISED)
        return
    for person in named:
        tell_apart(act, person, granted=False, why=ABOUT)
        if act.case.handler_id == person.pk:
            act.set(handler=None)
        if act.case.owner_id == person.pk:
            act.set(owner=None)
    if named or any(categories[facts.category].is_confidential for facts in issues):
        act.set(is_confidential=True)
        if act.by is not None and act.case.owner_id is None and act.case.handler_id is None:
            # As with `protect`: else nobody at all would see the case any more.
            tell_apart(act, act.by, granted=True, why="named")


def _route(act: Act) -> None:
    facts = office_facts()
    team = facts.team(routing.route(act.case.language, facts.routes, act.case.root))
    if team is not None:
        act.set(team=team)
