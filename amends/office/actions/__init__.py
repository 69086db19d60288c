"""The verbs by which an office is changed: each is one transaction, asks who may, and leaves a line in the log.

from amends.office import actions
actions.give_role(anna, Role.OPERATOR, by=boris, at=now)
"""

from amends.office.actions.activate_person import activate_person
from amends.office.actions.add_absence import add_absence
from amends.office.actions.add_shift import add_shift
from amends.office.actions.change_myself import change_myself
from amends.office.actions.change_office import change_office
from amends.office.actions.change_person import change_person
from amends.office.actions.create_person import create_person
from amends.office.actions.create_token import create_token
from amends.office.actions.deactivate_person import deactivate_person
from amends.office.actions.dismiss_step import dismiss_step
from amends.office.actions.end_role import end_role
from amends.office.actions.enter_by_invitation import enter_by_invitation
from amends.office.actions.give_role import give_role
from amends.office.actions.invite_again import invite_again
from amends.office.actions.invite_person import invite_person
from amends.office.actions.keep_department import keep_department
from amends.office.actions.keep_gateway import keep_gateway
from amends.office.actions.keep_product import keep_product
from amends.office.actions.keep_store import keep_store
from amends.office.actions.keep_team import keep_team
from amends.office.actions.open_feed import open_feed
from amends.office.actions.open_office import OfficeOpening, open_office
from amends.office.actions.publish_policy import publish_policy
from amends.office.actions.remove_absence import remove_absence
from amends.office.actions.remove_shift import remove_shift
from amends.office.actions.revoke_feed import revoke_feed
from amends.office.actions.revoke_token import revoke_token
from amends.office.actions.switch_mail import switch_mail
from amends.office.refused import NotAllowed, OfficeRefused

__all__ = [
    "NotAllowed",
    "OfficeOpening",
    "OfficeRefused",
    "activate_person",
    "add_absence",
    "add_shift",
    "change_myself",
    "change_office",
    "change_person",
    "create_person",
    "create_token",
    "deactivate_person",
    "dismiss_step",
    "end_role",
    "enter_by_invitation",
    "give_role",
    "invite_again",
    "invite_person",
    "keep_department",
    "keep_gateway",
    "keep_product",
    "keep_store",
    "keep_team",
    "open_feed",
    "open_office",
    "publish_policy",
    "remove_absence",
    "remove_shift",
    "revoke_feed",
    "revoke_token",
    "switch_mail",
]
