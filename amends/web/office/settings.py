"""The settings of the office: its names, promises, numbers; outgoing mail; what is not there yet."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from amends.core.queries import rule_words
from amends.core.queries.office_book import instead_of_numbers
from amends.core.rules.law.rule import Rule
from amends.office.models import Office
from amends.office.number_form import problem_of
from amends.web.office.entrance import done, performed, sent, setting_up, show, show_form
from amends.web.office.forms.settings import OfficeSettings, SwitchMail
from amends.web.office.forms.welcome import example
from amends.web.office.law.present import today


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    at, office = timezone.now(), Office.current()
    form = OfficeSettings(sent(request), office=office, instead=_instead(today(at)))
    if performed(request, form, at):
        return done(request, gettext("The settings are kept."), "office:settings")
    typed = str(form["number_form"].value() or "")
    shown = "" if problem_of(typed) else example(typed, str(form["prefix"].value() or "")[:12].upper(), at.year)
    facts = {"form": form, "office": Office.current(), "number_example": shown}
    return show(request, "office/settings.html", facts, at, status=400 if form.errors else 200)


def _instead(day: date) -> dict[str, SafeString]:
    """By the number: the rules of the office that hold instead of it, each with a link."""
    language = get_language() or "en"

    def line(rule: Rule) -> tuple[str, str, str]:
        told = {"term": rule_words.term(rule, language), "times": rule_words.in_force(rule, language)}
        words = gettext("Instead of this number a rule of the office holds: %(term)s, %(times)s.") % told
        address = f"{reverse('office:rule', args=[rule.id])}?version={rule.version}"
        return words, address, gettext("See the rule")

    return {
        number: format_html_join("", '<p class="at-risk">{} <a href="{}">{}</a></p>', map(line, rules))
        for number, rules in instead_of_numbers(day).items()
    }


@setting_up
@require_http_methods(["GET", "HEAD", "POST"])
def switch_mail(request: HttpRequest) -> HttpResponse:
    """Turns outgoing mail the other way round."""
    at, is_on = timezone.now(), Office.current().outgoing_mail
    form = SwitchMail(sent(request), on=not is_on)
    if performed(request, form, at):
        words = gettext("Outgoing mail is held back.") if is_on else gettext("Outgoing mail leaves again.")
        return done(request, words, "office:settings")
    title = gettext("Hold back outgoing mail") if is_on else gettext("Let outgoing mail leave")
    words = (
        gettext(
            "Answers and acknowledgements wait in the office until it is let go. Complainants hear nothing meanwhile."
        )
        if is_on
        else gettext("Everything that waits leaves within minutes. After a restore, make sure it was not sent before.")
    )
    back = reverse("office:settings")
    return show_form(request, form, at, title=title, words=words, button=title, back=back, is_grave=is_on)
