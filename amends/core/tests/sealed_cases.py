"""Cases with a history, sealed: what the tests of tampering change behind the house's back."""

from datetime import timedelta
from pathlib import Path

from amends.core import actions, inbox, make, sealer
from amends.core.models import Complaint, Party
from amends.core.rules.intake import ConsentGiven, Contact, Demand, File
from amends.core.rules.kinds import ConsentKind, DemandType, PartyRole
from amends.lib.files import Store
from amends.office.models import Person

TALK = "Two jars of the box leaked."


def talk(vera: Person) -> None:
    """A third case, kept by its receipt, with every sort of message and person."""
    at = make.MONDAY + timedelta(hours=1)
    bought = make.intake(
        text=TALK,
        author=Contact(name="Boris", email="boris@mail.example"),
        on_behalf_of="Old Rita",
        consents=(ConsentGiven(ConsentKind.CONTACT, "2026-1"),),
    )
    case = inbox.accept(bought, at=at).complaint
    actions.take(case, by=vera, at=at)
    actions.ask(case, text="Which lot is it?", by=vera, at=at)
    first = Party.objects.get(complaint=case, position=0)
    inbox.accept(make.intake(text="Lot 26-0147.", case=str(case.key), party=0), at=at)
    actions.add(case, make.intake(text="And the lid is dented."), party=first, at=at)
    about_her = make.person("Nadia", "operator")
    actions.protect(case, confidential=False, why="It names her", about=[about_her], by=vera, at=at)
    actions.note(case, text="The lot is known to quality.", by=vera, at=at)
    two = [
        actions.IssueFacts(
            category="quality.spoil", lot="26-0148", demands=(Demand(DemandType.APOLOGY, text="Say sorry"),)
        ),
        actions.IssueFacts(category="quality.spoil", lot="26-0147"),
    ]
    for issues in (two, two[:1]):
        actions.classify(case, issues=issues, by=vera, at=at)
    actions.restate(case, text="Two jars leaked at the lid.", by=vera, at=at)
    actions.confirm(case, right=False, text="Three jars.", at=at)
    actions.add_party(case, role=PartyRole.PAYEE, contact=Contact(name="Zoya", phone="+7 900"), by=vera, at=at)
    actions.correct(case, changes={"anger": 2}, party={"name": "Boris  Orlov"}, why="As he says", by=vera, at=at)
    for given in (True, False, True):
        agreed = {"kind": ConsentKind.PUBLISH, "text_version": "2026-2", "party": first}
        actions.consent(case, **agreed, given=given, by=vera, at=at)
    case.refresh_from_db()


def sealed_cases(vera: Person, tmp_path: Path, settings: object) -> Complaint:
    """Two cases with a history, sealed twice."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.FILES_DIR = tmp_path / "files"  # type: ignore[attr-defined]
    make.complaint(by=vera, until="decided")
    sealer.seal(make.MONDAY + timedelta(hours=1))
    kept = Store(tmp_path / "files").keep(b"a photo", limit=100)
    photo = File("photo.jpg", kept.name, kept.digest, kept.size)
    case = make.complaint(by=vera, until="closed", files=(photo,))
    talk(vera)
    sealer.seal(make.MONDAY + timedelta(hours=2))
    return case
