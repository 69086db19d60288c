"""A category that has ended: its cases keep it and are shown where it continues."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from amends.core import actions, make
from amends.core.models import Category, Complaint
from amends.office.models import Person
from amends.web.desk.tests.conftest import Enter

pytestmark = pytest.mark.django_db


def test_the_case_is_shown_where_its_category_continues(boris: Person, enter: Enter, case: Complaint) -> None:
    old, new = make.category("packing"), make.category("lids")
    Category.objects.filter(pk=old.pk).update(names={"en": "Packing"})
    Category.objects.filter(pk=new.pk).update(names={"en": "Lids & jars"})
    actions.classify(case, issues=[actions.IssueFacts("packing")], by=boris, at=make.MONDAY)
    client, address = enter(boris), f"/desk/complaints/{case.number}/"
    assertNotContains(client.get(address), "Lids &amp; jars")
    Category.objects.filter(pk=old.pk).update(valid_to=make.MONDAY, mapped_to="lids")
    assertContains(client.get(address), "Lids &amp; jars (then: Packing)")
