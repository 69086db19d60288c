"""What cases refer to: categories, teams, people, products, stores."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from amends.api.answers import answer
from amends.api.bearer import READ
from amends.api.v1 import shown
from amends.core.models import Category
from amends.office.models import Person, Product, Store, Team

router = Router(tags=["reference lists"], auth=READ)


class CategoryShown(shown.Coded):
    parent: str = Field(description="Code of the category it is part of; empty at the top")
    version: int
    is_danger: bool
    is_confidential: bool


class Categories(BaseModel):
    categories: list[CategoryShown]


class Teams(BaseModel):
    teams: list[shown.Coded]


class People(BaseModel):
    people: list[shown.PersonShown]


class ProductShown(shown.Coded):
    line: str
    size: str
    price_minor: int | None
    currency: str


class Products(BaseModel):
    products: list[ProductShown]


class Stores(BaseModel):
    stores: list[shown.Coded]


@router.get(
    "/categories", response=Categories, operation_id="categories", url_name="categories", summary="The category tree"
)
def categories(request: HttpRequest) -> HttpResponse:
    """The valid version of each category."""
    rows = Category.objects.filter(valid_to=None).order_by("code")
    return answer({"categories": [_category(row) for row in rows]})


@router.get("/teams", response=Teams, operation_id="teams", url_name="teams", summary="Teams")
def teams(request: HttpRequest) -> HttpResponse:
    rows = Team.objects.filter(is_active=True).order_by("code")
    return answer({"teams": [shown.coded(row) for row in rows]})


@router.get("/people", response=People, operation_id="people", url_name="people", summary="People who work here")
def people(request: HttpRequest) -> HttpResponse:
    rows = Person.objects.filter(is_active=True).order_by("pk")
    return answer({"people": [shown.person(row) for row in rows]})


@router.get("/products", response=Products, operation_id="products", url_name="products", summary="Products")
def products(request: HttpRequest) -> HttpResponse:
    """`code` is the GTIN; prices are in minor units."""
    rows = Product.objects.filter(is_active=True).order_by("code")
    return answer({"products": [_product(row) for row in rows]})


@router.get("/stores", response=Stores, operation_id="stores", url_name="stores", summary="Stores")
def stores(request: HttpRequest) -> HttpResponse:
    rows = Store.objects.filter(is_active=True).order_by("code")
    return answer({"stores": [{"code": row.code, "name": row.name} for row in rows]})


def _category(row: Category) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "parent": row.parent_code,
        "version": row.version,
        "is_danger": row.is_danger,
        "is_confidential": row.is_confidential,
    }


def _product(row: Product) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "line": row.line,
        "size": row.size,
        "price_minor": row.price_minor,
        "currency": row.currency,
    }
