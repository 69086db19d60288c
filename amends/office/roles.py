"""The roles of the office and what sort of sight each gives. Codes are public: scripts and the API use them."""

from enum import StrEnum


class Role(StrEnum):
    OPERATOR = "operator"
    EXPERT = "expert"
    SENIOR = "senior"
    SPECIALIST = "specialist"
    EXAMINER = "examiner"
    RESPONDER = "responder"
    CONTROLLER = "controller"
    REDRESS = "redress"
    REVIEWER = "reviewer"
    HEAD = "head"
    QUALITY = "quality"
    AUDITOR = "auditor"
    TRAINER = "trainer"
    TOP = "top"
    PR = "pr"
    DPO = "dpo"
    ADMIN = "admin"


SEE_THEIR_AREA = frozenset({Role.OPERATOR, Role.EXPERT, Role.SENIOR, Role.HEAD})
"""See the cases of their teams and categories; held without a team or category, of the whole office."""

SEE_ALL_BUT_CONFIDENTIAL = frozenset({Role.QUALITY, Role.AUDITOR, Role.TOP})

READ_ONLY = frozenset({Role.AUDITOR, Role.TOP, Role.QUALITY})

PRIVILEGED = frozenset({Role.ADMIN, Role.HEAD, Role.DPO, Role.REDRESS, Role.TOP})
"""Asked for a second proof at login by default (AMENDS_REQUIRE_MFA=privileged)."""

MAY_SET_UP_THE_OFFICE = frozenset({Role.ADMIN, Role.HEAD})
