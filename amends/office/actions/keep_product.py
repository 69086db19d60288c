"""A product is added or changed; one no longer made stays, because old cases speak of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext

from amends.office import changes
from amends.office.actions import _things
from amends.office.actions._office_fields import checked
from amends.office.models import Person, Product
from amends.office.refused import OfficeRefused


def keep_product(
    product: Product,
    *,
    code: str = "",
    names: Mapping[str, str],
    line: str = "",
    size: str = "",
    price_minor: int | None = None,
    currency: str = "",
    is_active: bool = True,
    by: Person,
    at: datetime,
) -> Product:
    """The product as it stands now. Refuses a taken code, a price below nothing, a price without a currency."""
    if price_minor is not None and price_minor < 0:
        raise OfficeRefused(gettext("A price is not below nothing."), "price")
    values = {
        "line": line.strip()[:40],
        "size": size.strip()[:40],
        "price_minor": price_minor,
        "currency": checked({"currency": currency})["currency"] if currency or price_minor is not None else "",
        "is_active": is_active,
    }
    with changes.changing(by, at):
        return _things.keep(product, code, names, values, what="keep_product", by=by, at=at)
