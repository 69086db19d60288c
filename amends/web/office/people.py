"""Everybody who works here: found, filtered, invited."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from amends.office.models import Person, Team
from amends.office.roles import Role
from amends.web.office.entrance import done, performed, person_of, sent, setting_up, show, show_form
from amends.web.office.forms.person import Invite
from amends.web.office.letters import send_invitation
from amends.web.office.role_names import ROLE_CHOICES, ROLE_NAMES

PAGE = 50


@setting_up
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """By name, fifty a page. Query: q (name or e-mail), role, team, state (here, invited, left), after (a number)."""
    at = timezone.now()
    asked = {name: request.GET.get(name, "")[:200] for name in ("q", "role", "team", "state")}
    found = [person for person in _found(asked, at) if _answers_to(person, asked["q"])]
    start = int(request.GET["from"]) if request.GET.get("from", "").isdecimal() else 0
    rows = found[start : start + PAGE + 1]
    facts = {
        "people": [(person, _roles(person, at)) for person in rows[:PAGE]],
        "asked": asked,
        "next_from": start + PAGE if len(rows) > PAGE else 0,
        "role_choices": ROLE_CHOICES,
        "teams": Team.objects.filter(is_active=True).order_by("code"),
        "states": _states(),
    }
    return show(request, "office/people.html", facts, at)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Makes the account and sends the letter."""
    at = timezone.now()
    form = Invite(sent(request), initial={"language": request.LANGUAGE_CODE})
    if performed(request, form, at):
        person, secret = form.result
        send_invitation(person, secret, by=person_of(request), at=at)
        words = gettext("%(name)s is invited. The letter to %(email)s is on its way.")
        return done(request, words % {"name": person.name, "email": person.email}, "office:person", person.pk)
    return show_form(
        request,
        form,
        at,
        title=gettext("Invite a person"),
        words=gettext("They get a letter with a link, good for seven days, and choose a password there."),
        button=gettext("Send the invitation"),
        back=reverse("office:people"),
    )


def _states() -> list[tuple[str, str]]:
    return [("here", gettext("Here")), ("invited", gettext("Invited, not here yet")), ("left", gettext("Left"))]


def _found(asked: dict[str, str], at: datetime) -> QuerySet[Person]:
    found = Person.objects.prefetch_related("roles_held__team", "memberships__team").order_by("name", "pk")
    if asked["role"] in set(Role):
        today = at.date()
        found = found.filter(
            Q(roles_held__from_on=None) | Q(roles_held__from_on__lte=today),
            Q(roles_held__to_on=None) | Q(roles_held__to_on__gte=today),
            roles_held__role=asked["role"],
        ).distinct()
    if asked["team"]:
        found = found.filter(memberships__team__code=asked["team"])
    if asked["state"] == "left":
        return found.filter(is_active=False)
    found = found.filter(is_active=True)
    return found.filter(password__startswith="!") if asked["state"] == "invited" else found


def _roles(person: Person, at: datetime) -> list[str]:
    """Names of the roles held today, each once; read from what was fetched together."""
    held = {Role(one.role) for one in person.roles_held.all() if one.holds_on(at.date())}
    return [str(name) for role, name in ROLE_NAMES.items() if role in held]


def _answers_to(person: Person, words: str) -> bool:
    """Whether each word is in a name or the address, large or small. An office has hundreds of people, not thousands."""
    text = " ".join([person.name, person.email, *map(str, person.names.values())]).casefold()
    return all(word in text for word in words.casefold().split())
