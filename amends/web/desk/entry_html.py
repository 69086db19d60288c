"""The timeline of a case as HTML. In Python, not in a template, for the same reason as the rows of the worklist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from amends.core.rules.deliveries import TOLD_BY_NAMES
from amends.core.rules.words import N_
from amends.ui import dates, numbers
from amends.ui.templatetags.ui import filesize, icon
from amends.web.desk.entries import Deed, Entry, File, Stretch

MOST_UNFOLDED = 3

_DAY = '\n<h3 class="day">{}</h3>'
_ENTRY = """
<article class="entry {tone}" id="message-{pk}">{face}<div class="entry-body"><p class="entry-meta"><b><bdi>{who}</bdi></b> \
<span>{meta}{between}{time}</span></p>
{subject}<div class="entry-text" lang="{language}" dir="auto">{text}</div>{more}</div></article>"""
_SUBJECT = '<p class="small quiet" dir="auto">{}</p>\n'
_QUOTED = """
<details class="quoted"><summary>{}</summary><div class="entry-text small quiet" dir="auto">{}</div></details>"""
_FOREIGN = """
<details class="quoted" data-frame><summary>{}</summary><iframe class="foreign" \
sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" title="{}" \
src="/desk/messages/{}/html/"></iframe></details>"""
_FILES = '\n<ul class="files">{}</ul>'
_FILE = '<li><a class="file" href="/desk/files/{}/">{}<bdi>{}</bdi> <span class="faint">{}</span></a></li>'
_PREVIEW = '<img src="/desk/files/{}/preview/" alt="" loading="lazy">'
_FAILURE = '\n<p class="small"><b>{}</b> <bdi>{}</bdi></p>'
_MEND = """
<form class="row" method="post" action="/desk/undelivered/{}/"><input type="hidden" name="csrfmiddlewaretoken" value="{}">\
<button class="button small" name="way" value="again">{}</button></form>"""
_TELL = """
<details class="telling"><summary class="button small">{summary}</summary><form class="form" method="post" action="{address}">\
<input type="hidden" name="csrfmiddlewaretoken" value="{csrf}"><input type="hidden" name="version" value="{version}">\
<input type="hidden" name="message" value="{pk}"><div class="fields">\
<div class="field"><label for="told-by-{pk}">{how}</label><select name="told_by" id="told-by-{pk}">{ways}</select></div>\
<div class="field"><label for="told-at-{pk}">{when}</label><input type="datetime-local" name="told_at" id="told-at-{pk}" \
aria-describedby="told-now-{pk}"><p class="field-help" id="told-now-{pk}">{now}</p></div></div>\
<div class="field"><label for="told-detail-{pk}">{word}</label><input type="text" name="detail" id="told-detail-{pk}" \
maxlength="300" dir="auto" aria-describedby="told-whom-{pk}"><p class="field-help" id="told-whom-{pk}">{whom}</p></div>\
<p class="form-foot"><button class="button small main">{button}</button></p></form></details>"""
_WAY = '<option value="{}">{}</option>'
_DEED = "<li>{}{}{}{}</li>"
_WHY = " <bdi>“{}”</bdi>"
_DEEDS = '\n<ul class="events">{}</ul>'
_FOLDED = '\n<details class="events"><summary>{}{}{}</summary><ul class="events">{}</ul></details>'


@dataclass(frozen=True, slots=True)
class Doors:
    """What the forms under messages need: the token, and where it is noted that one was told (nowhere: not allowed)."""

    csrf: str
    tell: str
    version: int


def drawn(stretches: Sequence[Stretch], doors: Doors) -> SafeString:
    """The whole column of time; every word a person wrote is escaped."""
    made: list[str] = []
    for stretch in stretches:
        made.append(_DAY.format(escape(_day(stretch.day))))
        made += [_entry(part, doors) if isinstance(part, Entry) else _deeds(part) for part in stretch.parts]
    return mark_safe("".join(made))


def _day(day: date) -> str:
    return dates.full_day(day, get_language() or "en")


def _entry(entry: Entry, doors: Doors) -> str:
    return _ENTRY.format(
        tone=escape(entry.tone),
        pk=entry.pk,
        face=entry.face,
        who=escape(entry.who),
        meta=escape(entry.meta),
        between=_between(),
        time=entry.time,
        subject=_SUBJECT.format(escape(entry.subject)) if entry.subject else "",
        language=escape(entry.language),
        text=escape(entry.text),
        more="" if entry.is_plain else _more(entry, doors),
    )


def _more(entry: Entry, doors: Doors) -> str:
    """What few messages have: a quotation, the mail as it was, files, a failure, and the ways to mend it."""
    made: list[str] = []
    if entry.quoted:
        made.append(_QUOTED.format(_said(N_("Quoted text")), escape(entry.quoted)))
    if entry.has_html:
        made.append(_FOREIGN.format(_said(N_("As it was sent")), _said(N_("The message as it was sent")), entry.pk))
    if entry.files:
        made.append(_FILES.format("".join(map(_file, entry.files))))
    if entry.failure:
        made.append(_FAILURE.format(_said(N_("Not delivered:")), escape(entry.failure)))
    if entry.is_mendable:
        made.append(_MEND.format(entry.pk, escape(doors.csrf), _said(N_("Send it again"))))
    if entry.is_to_tell and doors.tell:
        made.append(_telling(entry, doors))
    return "".join(made)


def _telling(entry: Entry, doors: Doors) -> str:
    """The small form by which a person says that they told it."""
    return _TELL.format(
        summary=_said(N_("I told the complainant")),
        address=escape(doors.tell),
        csrf=escape(doors.csrf),
        version=doors.version,
        pk=entry.pk,
        how=_said(N_("How")),
        ways="".join(_WAY.format(way.value, _said(name)) for way, name in TOLD_BY_NAMES.items()),
        when=_said(N_("When")),
        now=_said(N_("Now, if you leave it empty.")),
        word=_said(N_("A word for the log")),
        whom=_said(N_("Whom you reached, or the number of the letter.")),
        button=_said(N_("It was told")),
    )


def _between() -> str:
    return numbers.between(get_language() or "en")


def _said(text: str) -> str:
    return escape(gettext(text))


def _file(file: File) -> str:
    picture = _PREVIEW.format(file.pk) if file.has_preview else icon("clip")
    return _FILE.format(file.pk, picture, escape(file.name), filesize(file.size))


def _deeds(deeds: Sequence[Deed]) -> str:
    """What was done between two messages; more than three deeds are folded under the first."""
    lines = "".join(
        _DEED.format(deed.time, _between(), escape(deed.words), _WHY.format(escape(deed.why)) if deed.why else "")
        for deed in deeds
    )
    if len(deeds) <= MOST_UNFOLDED:
        return _DEEDS.format(lines)
    count = ngettext("%(count)s step", "%(count)s steps", len(deeds)) % {
        "count": numbers.digits(len(deeds), get_language() or "en")
    }
    return _FOLDED.format(escape(count), _between(), escape(deeds[0].words), lines)
