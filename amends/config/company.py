"""The name of the company for every page: also for the accounts, whose views are not ours."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from amends.core.queries.office_facts import office_facts


def company(request: HttpRequest) -> dict[str, Any]:
    """Read only where a page shows it, in the language of the page; "Amends" until the office has a name."""
    return {"company": SimpleLazyObject(lambda: office_facts().office.name)}
