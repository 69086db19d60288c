"""Tags for every template: dates, numbers, names, signs. The thinking is in dates.py and numbers.py."""

from datetime import date, datetime
from functools import cache

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from amends.ui import dates, icons, look, numbers

register = template.Library()


def _language() -> str:
    return get_language() or "en"


def _now(context: Context) -> datetime:
    given = context.get("now")
    return given if isinstance(given, datetime) else timezone.now()


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime | None) -> str:
    """{% moment event.at %}: today 14:05, the exact moment on hover; a dash for none."""
    if not at:
        return "—"
    zone = timezone.get_current_timezone()
    return _time(at, dates.moment_words(at, now=_now(context), zone=zone, language=_language()))


@register.simple_tag
def clock(at: datetime | None) -> str:
    """{% clock event.at %}: 14:05, the exact moment on hover."""
    return _time(at, dates.time_words(at, zone=timezone.get_current_timezone(), language=_language())) if at else "—"


@register.simple_tag(takes_context=True)
def day(context: Context, on: date | datetime | None) -> str:
    """{% day person.from_on %}: today, Mon 2 March, 2 March 2025; moments are read in the reader's zone."""
    if not on:
        return "—"
    zone = timezone.get_current_timezone()
    on_day = on.astimezone(zone).date() if isinstance(on, datetime) else on
    words = dates.day_words(on_day, today=_now(context).astimezone(zone).date(), language=_language())
    full = dates.full_day(on_day, _language())
    return format_html('<time datetime="{}" title="{}">{}</time>', on_day.isoformat(), full, words)


@register.simple_tag
def full_day(on: date | datetime) -> str:
    """{% full_day day %}: Monday 2 March 2026, as plain text."""
    on_day = on.astimezone(timezone.get_current_timezone()).date() if isinstance(on, datetime) else on
    return dates.full_day(on_day, _language())


@register.simple_tag(takes_context=True)
def ago(context: Context, at: datetime | None) -> str:
    """{% ago message.sent_at %}: 3 hours ago; kept fresh in the browser."""
    if not at:
        return "—"
    words = dates.distance_words(at, now=_now(context), language=_language())
    return _time(at, words, relative=True)


@register.simple_tag(takes_context=True)
def until(context: Context, at: datetime | None) -> str:
    """{% until deadline.due_at %}: in 47 minutes; kept fresh in the browser."""
    return ago(context, at)


def _time(at: datetime, words: str, *, relative: bool = False) -> SafeString:
    exact = dates.exact_moment(at, zone=timezone.get_current_timezone(), language=_language())
    mark = mark_safe(" data-relative") if relative else ""
    return format_html('<time datetime="{}" title="{}"{}>{}</time>', at.isoformat(), exact, mark, words)


@register.filter
def digits(value: object) -> str:
    """{{ page|digits }}: ۱۲ in Persian, 12 elsewhere."""
    return numbers.digits(value, _language())


@register.filter
def number(value: int | float | None) -> str:
    """{{ count|number }}: 12,480 as the language groups it."""
    return "—" if value is None else numbers.number(value, _language())


@register.simple_tag
def money(minor: int | None, currency: str) -> str:
    """{% money offer.amount offer.currency %}: minor units with the sign of the currency."""
    return "—" if minor is None else format_html("<bdi>{}</bdi>", numbers.money(minor, currency, _language()))


@register.filter
def filesize(count: int) -> str:
    """{{ file.size|filesize }}: 2.4 MB."""
    return format_html("<bdi>{}</bdi>", numbers.size(count, _language()))


@register.filter
def bidi(value: object) -> str:
    """{{ number|bidi }}: a name, number or code that must not disturb the direction of the sentence around it."""
    return format_html("<bdi>{}</bdi>", conditional_escape(str(value)))


@register.filter
def initials(name: str | None) -> str:
    """{{ person.name|initials }}: AS for Anna Sokolova, OL for Olga, 李 for 李晓梅."""
    words = (name or "").split()
    if not words:
        return "?"
    if "\u3400" <= words[0][0] <= "\u9fff":
        return words[0][0]
    joiner = "\u200c" if "\u0600" <= words[0][0] <= "\u06ff" else ""
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else list(words[0][:2])
    return joiner.join(letters).upper()


@register.simple_tag
def face(name: str | None, tone: str = "", *, large: bool = False) -> str:
    """{% face person.name %}, {% face complainant.name "warm" %}: initials in a circle, the name on hover."""
    classes = " ".join(filter(None, ["face", tone if name else "none", "large" if large else ""]))
    title = name or _("Nobody yet")
    return format_html(
        '<span class="{}" title="{}" role="img" aria-label="{}">{}</span>', classes, title, title, initials(name)
    )


@register.simple_tag
def anger(level: int | None) -> str:
    """{% anger complaint.anger %}: five rising bars with the words; nothing when nobody judged it."""
    if not level:
        return ""
    words = _("Anger %(level)s of 5") % {"level": numbers.digits(level, _language())}
    bars = mark_safe("<i></i>" * 5)
    return format_html(
        '<span class="anger anger-{}" role="img" aria-label="{}" title="{}">{}</span>', level, words, words, bars
    )


@register.simple_tag
def mark(words: str, tone: str = "") -> str:
    """{% mark _("Health") "health" %}: tones health, risk, broken, thanks, ours, kept, or none."""
    return format_html('<span class="{}">{}</span>', f"mark {tone}".strip(), words)


@register.simple_tag
def between() -> str:
    """{{ due }}{% between %}{{ left }}: what stands between two facts of one line in the reader's language."""
    return numbers.between(_language())


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """{% icon "reply" %}: decoration beside words; with a label it speaks for itself. Unknown names are refused."""
    return _picture(name, format_html('role="img" aria-label="{}"', label)) if label else _decoration(name)


@cache
def _decoration(name: str) -> SafeString:
    return _picture(name, mark_safe('aria-hidden="true"'))


def _picture(name: str, speaks: SafeString) -> SafeString:
    turns = " turns" if name in icons.TURNS else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" {}><path d="{}"/></svg>', turns, speaks, icons.PATHS[name]
    )


@register.simple_block_tag
def empty(content: str, title: str, picture: str = "inbox") -> str:
    """{% empty _("Nobody waits for you") %}<p>…</p>{% endempty %}: what would be here and how it gets here."""
    return render_to_string(
        "ui/parts/empty.html", {"title": title, "icon_name": picture, "content": mark_safe(content)}
    )


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """<a href="{% query cursor=next %}">: this page's query with some parameters changed; None takes one away."""
    asked = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None or value == "":
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}"


@register.simple_tag
def direction() -> str:
    """rtl or ltr, by the language of the page."""
    return "rtl" if get_language_bidi() else "ltr"


@register.simple_tag
def look_styles() -> str:
    """The links to the styles and to the sign in the browser's tab."""
    styles, sign = (reverse("ui:joined", args=[file.name]) for file in (look.styles(), look.sign()))
    return format_html(
        '<link rel="stylesheet" href="{}"><link rel="icon" href="{}" type="image/svg+xml">', styles, sign
    )


@register.simple_tag
def look_apart(part: str) -> str:
    """{% look_apart "due" %}: the link to styles that only a few pages need."""
    return format_html('<link rel="stylesheet" href="{}">', reverse("ui:joined", args=[look.styles_apart(part).name]))


@register.simple_tag
def look_behaviours() -> str:
    """All behaviours, as one module."""
    address = reverse("ui:joined", args=[look.behaviours().name])
    return format_html('<script type="module" src="{}"></script>', address)
