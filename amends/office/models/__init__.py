"""The people and places of the office. Nothing here knows what a complaint is."""

from amends.office.models.access import Feed, Invitation, Token
from amends.office.models.change import Change
from amends.office.models.duty import Absence, Shift
from amends.office.models.gateway import Gateway
from amends.office.models.limits import Counted
from amends.office.models.office import Office, Policy
from amends.office.models.person import Person, RoleHeld
from amends.office.models.places import Department, Membership, Product, Store, Team

__all__ = [
    "Absence",
    "Change",
    "Counted",
    "Department",
    "Feed",
    "Gateway",
    "Invitation",
    "Membership",
    "Office",
    "Person",
    "Policy",
    "Product",
    "RoleHeld",
    "Shift",
    "Store",
    "Team",
    "Token",
]
