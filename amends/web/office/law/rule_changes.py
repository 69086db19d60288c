"""A rule is changed from a day on, added, or read from a file; and what the office keeps is taken home as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from amends.core.catalogue import let_follow
from amends.core.queries import moving
from amends.core.queries.own_rules import own_rules
from amends.core.rules.law import writing
from amends.core.rules.law.rule import said
from amends.web.office.entrance import done, person_of, sent, setting_up, show
from amends.web.office.forms.new_rule import NewRule
from amends.web.office.forms.rule import RuleForm
from amends.web.office.forms.rule_file import RulesFile
from amends.web.office.law.files import as_file
from amends.web.office.law.present import today, under_way
from amends.web.office.law.rules import base_of
from amends.web.office.law.steps import movement, walk


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, rule: str) -> HttpResponse:
    """A later version, filled in with the one in force."""
    at = timezone.now()
    base = base_of(rule, at)
    form = RuleForm(sent(request), base=base, today=today(at))
    title = gettext("Change “%(rule)s” from a day on") % {"rule": said(base.title, get_language() or "en")}
    words = gettext("Cases that began before keep the version they have, until you let them follow.")
    return walk(request, form, title=title, words=words, back=reverse("office:rule", args=[rule]))


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = NewRule(sent(request), today=today(timezone.now()))
    back = reverse("office:rules")
    return walk(request, form, title=gettext("Add a rule"), back=back, template="office/law/add_rule.html")


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def by_file(request: HttpRequest) -> HttpResponse:
    form = RulesFile(sent(request), request.FILES or None)
    packs = writing.packs_of(own_rules())
    return walk(
        request,
        form,
        title=gettext("Rules by file"),
        words=gettext("All rules of the file are kept, or none. What is kept already word for word is passed over."),
        back=reverse("office:rules"),
        template="office/law/file.html",
        downloads=[(reverse("office:own_rules", args=[name]), f"{name}.yaml") for name in packs],
    )


@setting_up
@require_safe
def download(request: HttpRequest, name: str) -> HttpResponse:
    """The office's own rules of a jurisdiction as a pack that can be kept elsewhere."""
    packs = writing.packs_of(own_rules())
    if name not in packs:
        raise Http404
    return as_file(writing.text_of(packs[name]), f"rules-{name}")


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """What of the open cases stands by older rules and calendars, and lets it follow. Query: page."""
    at = timezone.now()
    if request.method == "POST":
        let_follow(by=person_of(request), at=at)
        return done(request, gettext("Open cases follow now, one after the other."), "office:follow")
    found = movement(moving.foresee(moving.as_kept()), person_of(request), at, request.GET.get("page", ""))
    return show(request, "office/law/follow.html", {"found": found, "following": under_way()}, at)
