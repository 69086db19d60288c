"""Builds the demo office: Company X, its people, Anna's story and everyday complaints, all by real verbs."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import transaction

from amends.core import content
from amends.core.models import Category, Cause, Complaint, TextBlock
from amends.core.queries.office_facts import forget_office_facts
from amends.demo import beside, crowd, people, story
from amends.lib.data_files import read_entry
from amends.office import changes
from amends.office.models import Department, Membership, Policy, Product, Store, Team

Size = Literal["small", "full"]
SIZES: dict[Size, int] = {"small": 60, "full": 600}
_BEFORE_EVERYTHING = datetime(2025, 1, 1, tzinfo=UTC)


class DemoRefused(Exception):
    """This office already has complaints of its own; a demo would mix made-up ones with them."""


@dataclass(frozen=True, slots=True)
class Loaded:
    complaints: int
    accounts: Path


def load(size: Size, at: datetime, *, data_dir: Path | None = None) -> Loaded:
    """Fills an empty office; all or nothing. Refuses one that holds a complaint. Account passwords go into a file."""
    if Complaint.objects.exists():
        raise DemoRefused("this office already has complaints; the demo needs an empty one")
    folder = data_dir or settings.DATA_DIR
    with transaction.atomic():
        _furnish()
        staff = people.engage(folder)
        begins = min(story.BEGINS, at - timedelta(days=60))
        people.put_on_duty(begins, begins + timedelta(days=15))
        people.put_on_duty(at - timedelta(days=60), at + timedelta(days=60))
        forget_office_facts()
        story.tell(staff, begins=begins)
        crowd.come(SIZES[size], staff, at=at)
        beside.happen(staff, at=at)
        changes.note("load_demo", "office", by=None, at=at)
    return Loaded(Complaint.objects.count(), folder / people.ACCOUNTS_FILE)


def _furnish() -> None:
    """Company X instead of the general content of a new office, which nothing refers to yet."""
    for model in (Category, Cause, TextBlock, Membership, Team, Department, Product, Store):
        model.objects.all().delete()
    company = content.read(resources.files(__package__).joinpath("company_x.yaml"))
    content.keep(company, at=_BEFORE_EVERYTHING)
    promise = read_entry(resources.files("amends.office.base").joinpath("promise.yaml"))
    Policy.objects.get_or_create(version=1, defaults={"valid_from": _BEFORE_EVERYTHING, "texts": dict(promise)})
