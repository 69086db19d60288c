"""The trees of categories and causes, and the ready words."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from amends.core.models import Category, Cause, Complaint, TextBlock
from amends.core.queries import trees
from amends.core.rules.states import OPEN
from amends.web.office.entrance import done, performed, sent, setting_up, show, show_form
from amends.web.office.forms.words import EndNode, NodeForm, TextBlockForm

TREES: dict[str, trees.Tree] = {"categories": Category, "causes": Cause}
TITLES = {"categories": _("Categories"), "causes": _("Causes")}
WORDS = {
    "categories": _("What complaints are about. A change begins a new version; complaints keep the one they had."),
    "causes": _("Why things went wrong. A change begins a new version; what was found keeps the one it had."),
}


@setting_up
@require_safe
def tree(request: HttpRequest, name: str) -> HttpResponse:
    """What is valid now, and what has ended with what it continues as."""
    model = TREES[name]
    open_cases = _open_cases() if model is Category else {}
    facts = {
        "name": name,
        "title": TITLES[name],
        "words": WORDS[name],
        "places": [
            {
                "node": node,
                "depth": min(depth, 3),
                "open": open_cases.get(node.code, 0),
                "change": reverse(f"office:change_{name}", args=[node.pk]),
                "end": reverse(f"office:end_{name}", args=[node.pk]),
            }
            for node, depth in trees.valid(model)
        ],
        "ended": [(node, trees.forward(node), open_cases.get(node.code, 0)) for node in trees.ended(model)],
        "is_categories": model is Category,
        "add_url": reverse(f"office:add_{name}"),
    }
    return show(request, "office/tree.html", facts, timezone.now())


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def add_node(request: HttpRequest, name: str) -> HttpResponse:
    """Query: under (the code of what it becomes a part of)."""
    at, under = timezone.now(), request.GET.get("under", "")[:80]
    parent = get_object_or_404(TREES[name], code=under, valid_to=None) if under else None
    form = NodeForm(sent(request), tree=TREES[name], under=under)
    if performed(request, form, at):
        return done(request, gettext("It is in the tree."), f"office:{name}")
    title = gettext("Add to “%(name)s”") % {"name": parent.name if parent else TITLES[name]}
    return show_form(request, form, at, title=title, button=gettext("Add it"), back=reverse(f"office:{name}"))


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def change_node(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """A version that has ended is no page any more: the tree shows the one that is valid."""
    at, node = timezone.now(), _node(name, pk)
    form = NodeForm(sent(request), tree=TREES[name], node=node)
    if performed(request, form, at):
        return done(request, gettext("The new version is valid from now on."), f"office:{name}")
    words = gettext("%(code)s, version %(version)s") % {"code": node.code, "version": node.version}
    button, back = gettext("Begin the new version"), reverse(f"office:{name}")
    return show_form(request, form, at, title=node.name, words=words, button=button, back=back)


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def end_node(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    at, node = timezone.now(), _node(name, pk)
    form = EndNode(sent(request), node=node)
    if performed(request, form, at):
        return done(request, gettext("It has ended; its complaints are shown where it continues."), f"office:{name}")
    title = gettext("End “%(name)s”") % {"name": node.name}
    words = gettext("Nothing is deleted: complaints keep it, and its code is never used again.")
    back = reverse(f"office:{name}")
    return show_form(request, form, at, title=title, words=words, button=gettext("End it"), back=back, is_grave=True)


@setting_up
@require_safe
def text_blocks(request: HttpRequest) -> HttpResponse:
    """All ready words, with what they say in the reader's language."""
    facts = {"blocks": TextBlock.objects.order_by("-is_active", "category", "code")}
    return show(request, "office/text_blocks.html", facts, timezone.now())


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def text_block(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    at = timezone.now()
    block = get_object_or_404(TextBlock, pk=pk) if pk else TextBlock()
    form = TextBlockForm(sent(request), block=block)
    if performed(request, form, at):
        return done(request, gettext("The words are kept."), "office:text_blocks")
    title = block.name if pk else gettext("Add ready words")
    words = gettext("What stands in braces, such as {date}, is a place to fill while writing.")
    back = reverse("office:text_blocks")
    return show_form(request, form, at, title=title, words=words, button=gettext("Keep the words"), back=back)


def _node(name: str, pk: int) -> trees.Branch:
    """Any version, one that has ended too: the verb says what is wrong with it."""
    node = TREES[name].objects.filter(pk=pk).first()
    if node is None:
        raise Http404
    return node


def _open_cases() -> dict[str, int]:
    """How many open complaints each category has; only numbers, whoever looks."""
    rows = Complaint.objects.filter(stage__in=OPEN).exclude(category=None).order_by()
    return {row["category__code"]: row["n"] for row in rows.values("category__code").annotate(n=Count("pk"))}
