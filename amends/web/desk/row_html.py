"""One row of the worklist as HTML. In Python, not in a template: fifty rows of template tags cost more than all the rest.

Every value goes through `escape` of the standard library: Django's own does the same, four times as slowly.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from amends.ui.numbers import between
from amends.ui.templatetags.ui import face
from amends.web.desk.rows import Group, Promise, Row

_ROW = """
<li id="row-{number}"><span class="pick"><input type="checkbox" form="together" name="case" value="{number}~{version}" \
data-key="x" aria-label="{choose} {number}">{anger}</span>
<div class="who"><a class="row-link" id="open-{number}" href="/desk/complaints/{number}/"><bdi>{name}</bdi></a><br>\
<span class="small faint num"><bdi>{number}</bdi>{between}{channel}</span></div>
<div class="what"><p lang="{language}" dir="auto">{essence}</p>{marks}</div>
{promise}
<div class="worth num"><bdi>{worth}</bdi></div><span class="hers">{face}{take}\
<a class="unseen" href="/desk/complaints/{number}/hand_over/" data-key="h" tabindex="-1">{hand_over}</a></span></li>"""
_TAKE = '<button class="unseen" form="together" name="take" value="{}~{}" data-key="a" tabindex="-1">{}</button>'
_ANGER = '<span class="anger anger-{}" role="img" aria-label="{}" title="{}"><i></i><i></i><i></i><i></i><i></i></span>'
_PROMISE = """<div class="promise {state}"><span class="promise-what">{what}</span>\
<span class="promise-why">{state_words}<time title="{exact}">{due}</time>{between}\
<time datetime="{iso}" data-relative>{until}</time></span>\
<progress max="100" value="{used}" aria-label="{time_used}"></progress></div>"""
_STATE = '<b class="promise-state">{}</b>{}'
_NONE = "<span></span>"


def drawn(groups: Sequence[Group]) -> list[tuple[str, list[SafeString]]]:
    """Headings with their rows; every word a person wrote is escaped."""
    said = {
        "choose": escape(gettext("Choose")),
        "take": escape(gettext("Take")),
        "hand_over": escape(gettext("Hand over")),
        "time_used": escape(gettext("Time used")),
        "between": between(get_language() or "en"),
    }
    faces: dict[str, SafeString] = {}
    for group in groups:
        for row in group.rows:
            if row.face not in faces:
                faces[row.face] = SafeString(face(row.face))
    return [(group.title, [_row(row, faces[row.face], said) for row in group.rows]) for group in groups]


def _row(row: Row, hers: SafeString, said: dict[str, str]) -> SafeString:
    number = escape(row.number)
    return mark_safe(
        _ROW.format(
            number=number,
            version=row.version,
            choose=said["choose"],
            anger=_anger(row.anger, escape(row.anger_words)) if row.anger else "",
            name=escape(row.name),
            between=said["between"],
            channel=escape(row.channel),
            language=escape(row.language),
            essence=escape(row.essence),
            marks=_marks(row),
            promise=_promise(row.promise, said) if row.promise else _NONE,
            worth=escape(row.worth),
            face=hers,
            take=_TAKE.format(number, row.version, said["take"]) if row.is_takeable else "",
            hand_over=said["hand_over"],
        )
    )


def _anger(level: int, words: str) -> str:
    return _ANGER.format(level, words, words)


def _marks(row: Row) -> str:
    if not row.marks:
        return ""
    spans = (f'<span class="{f"mark {mark.tone}".strip()}">{escape(mark.words)}</span>' for mark in row.marks)
    return f'<div class="marks">{"".join(spans)}</div>'


def _promise(promise: Promise, said: dict[str, str]) -> str:
    return _PROMISE.format(
        state=promise.state,
        what=escape(promise.what),
        state_words=_STATE.format(escape(promise.state_words), said["between"]) if promise.state else "",
        exact=escape(promise.exact),
        due=escape(promise.due),
        between=said["between"],
        iso=promise.iso,
        until=escape(promise.until),
        used=promise.used,
        time_used=said["time_used"],
    )
