"""Every address of the house and who may enter it. An address that is not here fails the test; add it with its rule.

Read a line as: the address as the URL map writes it, the methods it knows, the rule. The rules:

OPEN        anybody; nothing private is there (410: a used or unknown invitation)
ACCOUNTS    signing in and one's own account: allauth's pages, never an error, nothing of any case
PARTY       the complainant's room: only with the code or link of that very case
HOUSE       everyone who works here; others are sent to the login page
RECORDING   who may take in a complaint: operator, expert, senior, head; other staff 403
SETTING_UP  administrator and head of office; other staff 403
ADMINISTER  administrator; other staff 403
CASE        staff who may see the case (SIGHT); for all others it does not exist
API         a token; without one 401
API_CASE    a token, and sight of the case
HIDDEN      404 unless a secret is shown
WATCH       anybody; 503 while something is amiss
"""

from enum import Enum, auto

from amends.core.rules.states import MOVES

EVERYONE = (
    "operator", "expert", "senior", "specialist", "examiner", "responder", "controller", "redress", "reviewer", "head",
    "quality", "auditor", "trainer", "top", "pr", "dpo", "admin",
)  # fmt: skip


class Rule(Enum):
    OPEN = auto()
    ACCOUNTS = auto()
    PARTY = auto()
    HOUSE = auto()
    RECORDING = auto()
    SETTING_UP = auto()
    ADMINISTER = auto()
    CASE = auto()
    API = auto()
    API_CASE = auto()
    HIDDEN = auto()
    WATCH = auto()


OPEN, ACCOUNTS, PARTY, HOUSE, CASE = Rule.OPEN, Rule.ACCOUNTS, Rule.PARTY, Rule.HOUSE, Rule.CASE
RECORDING, SETTING_UP, ADMINISTER, API, API_CASE, HIDDEN, WATCH = (
    Rule.RECORDING,
    Rule.SETTING_UP,
    Rule.ADMINISTER,
    Rule.API,
    Rule.API_CASE,
    Rule.HIDDEN,
    Rule.WATCH,
)

READ, BOTH, ACT = ("GET",), ("GET", "POST"), ("POST",)

ROUTES: dict[str, tuple[tuple[str, ...], Rule]] = {
    # machines that watch, the look
    "healthz": (READ, OPEN),
    "readyz": (READ, WATCH),
    "metrics": (READ, HIDDEN),
    "look/language/": (ACT, OPEN),
    "look/theme/": (ACT, OPEN),
    "look/<str:name>": (READ, OPEN),
    # the complainant
    "": (READ, OPEN),
    "complain": (BOTH, OPEN),
    "complain/danger": (ACT, OPEN),
    "promise": (READ, OPEN),
    "follow": (BOTH, OPEN),
    "follow/message": (ACT, PARTY),
    "follow/confirm": (ACT, PARTY),
    "follow/withdraw": (BOTH, PARTY),
    "follow/consent": (ACT, PARTY),
    "follow/leave": (ACT, PARTY),
    "follow/files/<int:pk>": (READ, PARTY),
    "^follow/(?P<token>[A-Za-z0-9_-]{20,64})$": (READ, PARTY),
    "api/v1/public/complaints": (ACT, OPEN),
    "api/v1/public/complaints/<number>": (READ, PARTY),
    "api/v1/public/complaints/<number>/messages": (ACT, PARTY),
    "api/v1/public/complaints/<number>/files": (ACT, PARTY),
    # the desk
    "desk/": (READ, HOUSE),
    "desk/together/": (ACT, HOUSE),
    "desk/search/": (READ, HOUSE),
    "desk/notices/": (READ, HOUSE),
    "desk/notices/read/": (ACT, HOUSE),
    "desk/deadlines/": (READ, HOUSE),
    "desk/deadlines/list/": (READ, HOUSE),
    "desk/deadlines/report/": (READ, HOUSE),
    "desk/deadlines/explorer/": (READ, HOUSE),
    "calendar/<str:token>.ics": (READ, HIDDEN),
    "desk/record/": (BOTH, RECORDING),
    "desk/record/known/": (READ, HOUSE),
    "desk/alarms/": (READ, HOUSE),
    "desk/alarms/try/": (ACT, SETTING_UP),
    "desk/undelivered/": (READ, HOUSE),
    "desk/undelivered/<int:pk>/": (ACT, CASE),
    "desk/set-aside/": (READ, HOUSE),
    "desk/set-aside/<int:pk>/": (BOTH, HIDDEN),
    "desk/files/<int:pk>/": (READ, CASE),
    "desk/files/<int:pk>/preview/": (READ, CASE),
    "desk/messages/<int:pk>/html/": (READ, CASE),
    "desk/complaints/<str:number>/": (READ, CASE),
    "desk/complaints/<str:number>/changes/": (READ, CASE),
    "desk/complaints/<str:number>/text-blocks/": (READ, CASE),
    "desk/complaints/<str:number>/<str:name>/": (BOTH, CASE),
    # whoever was called, by the secret of that call
    "alarm/<str:token>": (BOTH, HIDDEN),
    "api/v1/alarms/<token>": (ACT, HIDDEN),
    # the API of the staff
    "api/v1/": (READ, HIDDEN),
    "api/v1/openapi.json": (READ, OPEN),
    "api/v1/complaints": (BOTH, API),
    "api/v1/complaints/<number>": (READ, API_CASE),
    "api/v1/complaints/<number>/events": (READ, API_CASE),
    "api/v1/complaints/<number>/messages": (READ, API_CASE),
    **{f"api/v1/complaints/<number>/{move.verb}": (ACT, API_CASE) for move in MOVES.values() if move.by_staff},
    "api/v1/categories": (READ, API),
    "api/v1/teams": (READ, API),
    "api/v1/people": (READ, API),
    "api/v1/products": (READ, API),
    "api/v1/stores": (READ, API),
    # setting up
    "welcome/": (BOTH, HIDDEN),
    "invitation/<str:secret>/": (BOTH, OPEN),
    "office/": (READ, SETTING_UP),
    "office/next/<slug:step>/": (ACT, SETTING_UP),
    "office/log/": (READ, SETTING_UP),
    "office/people/": (READ, SETTING_UP),
    "office/people/invite/": (BOTH, SETTING_UP),
    "office/people/<int:pk>/": (READ, SETTING_UP),
    "office/people/<int:pk>/change/": (BOTH, SETTING_UP),
    "office/people/<int:pk>/roles/": (BOTH, SETTING_UP),
    "office/people/<int:pk>/roles/<int:held>/end/": (ACT, SETTING_UP),
    "office/people/<int:pk>/invite-again/": (ACT, SETTING_UP),
    "office/people/<int:pk>/close/": (BOTH, SETTING_UP),
    "office/people/<int:pk>/open/": (ACT, SETTING_UP),
    "office/people/<int:pk>/keys/<int:key>/": (ACT, SETTING_UP),
    # the rooms of the office
    "office/teams/": (READ, SETTING_UP),
    "office/teams/add/": (BOTH, SETTING_UP),
    "office/teams/<int:pk>/": (BOTH, SETTING_UP),
    "office/lists/": (READ, SETTING_UP),
    "office/lists/<slug:kind>/": (READ, SETTING_UP),
    "office/lists/<slug:kind>/add/": (BOTH, SETTING_UP),
    "office/lists/<slug:kind>/<int:pk>/": (BOTH, SETTING_UP),
    "office/roster/": (READ, SETTING_UP),
    "office/roster/shifts/add/": (BOTH, SETTING_UP),
    "office/roster/shifts/<int:pk>/remove/": (ACT, SETTING_UP),
    "office/roster/absences/add/": (BOTH, SETTING_UP),
    "office/roster/absences/<int:pk>/remove/": (ACT, SETTING_UP),
    "office/ready-words/": (READ, SETTING_UP),
    "office/ready-words/add/": (BOTH, SETTING_UP),
    "office/ready-words/<int:pk>/": (BOTH, SETTING_UP),
    "office/promise/": (READ, SETTING_UP),
    "office/promise/new/": (BOTH, SETTING_UP),
    **{
        f"office/{tree}/{rest}": (methods, SETTING_UP)
        for tree in ("categories", "causes")
        for rest, methods in (("", READ), ("add/", BOTH), ("<int:pk>/", BOTH), ("<int:pk>/end/", BOTH))
    },
    "office/rules/": (READ, SETTING_UP),
    "office/rules/add/": (BOTH, SETTING_UP),
    "office/rules/file/": (BOTH, SETTING_UP),
    "office/rules/file/<str:name>.yaml": (READ, SETTING_UP),
    "office/rules/follow/": (BOTH, SETTING_UP),
    "office/rules/of/<str:rule>/": (BOTH, SETTING_UP),
    "office/rules/of/<str:rule>/change/": (BOTH, SETTING_UP),
    "office/calendars/": (READ, SETTING_UP),
    "office/calendars/file/": (BOTH, SETTING_UP),
    "office/calendars/of/<str:code>/": (READ, SETTING_UP),
    "office/calendars/of/<str:code>/change/": (BOTH, SETTING_UP),
    "office/calendars/of/<str:code>/file.yaml": (READ, SETTING_UP),
    "office/settings/": (BOTH, SETTING_UP),
    "office/settings/mail/": (BOTH, SETTING_UP),
    "office/alarms/": (BOTH, SETTING_UP),
    "office/gateway/": (BOTH, ADMINISTER),
    "office/doctor/": (READ, SETTING_UP),
    "office/doctor/<int:pk>/again/": (ACT, SETTING_UP),
    "office/me/": (BOTH, HOUSE),
    "office/me/calendar/": (ACT, HOUSE),
    "office/me/calendar/<int:pk>/": (ACT, HOUSE),
    "office/me/keys/": (ACT, HOUSE),
    "office/me/keys/<int:pk>/": (ACT, HOUSE),
    "office/mail/": (READ, SETTING_UP),
    "office/mail/new/": (BOTH, SETTING_UP),
    "office/mail/<int:pk>/": (BOTH, SETTING_UP),
    "office/mail/<int:pk>/check/": (ACT, SETTING_UP),
    "office/mail/<int:pk>/switch/": (ACT, SETTING_UP),
    "office/mail/letters/<int:pk>/again/": (ACT, SETTING_UP),
}

PREFIXES: dict[str, Rule] = {"accounts/": ACCOUNTS}
"""Whole neighbourhoods that belong to a package."""

ALL = frozenset({"own", "other", "data"})
SIGHT: dict[str, frozenset[str]] = {
    **dict.fromkeys(("operator", "expert", "senior", "head"), frozenset({"own"})),
    **dict.fromkeys(("quality", "auditor", "top"), ALL),
    "dpo": frozenset({"data"}),
    **dict.fromkeys(
        ("specialist", "examiner", "responder", "controller", "redress", "reviewer", "trainer", "pr", "admin"),
        frozenset(),
    ),
}
"""Which of the cases of world.py each role sees. All are members of the team of `own` and of no other; nobody is named on
any of them. `data` is a request about personal data, in another team; `confidential` and `about` (about all of them) are
seen by nobody here."""

MAY_RECORD = {"operator", "expert", "senior", "head"}
MAY_SET_UP = {"admin", "head"}
MAY_ADMINISTER = {"admin"}


def rule_of(pattern: str) -> tuple[tuple[str, ...], Rule] | None:
    """The line of an address; None when nobody has thought about it yet."""
    if pattern in ROUTES:
        return ROUTES[pattern]
    return next((((), rule) for prefix, rule in PREFIXES.items() if pattern.startswith(prefix)), None)
