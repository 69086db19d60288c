"""The ways to write under the timeline: each its own form, draft and verb, so that a note can never leave the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

from amends.core.actions import Stale
from amends.core.models import Complaint
from amends.core.rules.states import Verb
from amends.core.rules.words import N_
from amends.web.desk.forms.ask import Ask
from amends.web.desk.forms.base import VerbForm
from amends.web.desk.forms.note import Note

VERBS = (Verb.REPLY, Verb.ASK, Verb.NOTE)


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a tab: nothing yet, or what was typed and refused, with the reasons."""

    version: str
    text: str = ""
    faults: Sequence[str] = ()
    text_faults: Sequence[str] = ()
    stale: Stale | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    code: str
    key: str
    verb: Verb
    words: str
    address: str
    button: str
    hint: str
    why_not: str
    typed: Typed
    is_here: bool

    @property
    def is_final(self) -> bool:
        return self.code == "final"

    @property
    def goes_out(self) -> bool:
        return self.verb is not Verb.NOTE


def _first_word(name: str) -> str:
    """What a button calls somebody: Anna of “Anna Sokolova”, Sokolova of “Sokolova, Anna”."""
    return next((word for part in name.split() if (word := part.strip(",،，;."))), "")


def tabs(case: Complaint, whys: Mapping[Verb, str], refused: VerbForm | None) -> list[Tab]:
    """The tabs of a case; `refused` is a form that could not be performed, shown again in its tab."""
    name = _first_word(case.complainant_name) or gettext("the complainant")
    final_hint = N_("It carries the decision and its reasons, and moves the case to answered.")
    wanted = (
        ("reply", "r", Verb.REPLY, pgettext("a letter", "Reply"), gettext("Send to %(name)s"), ""),
        ("final", "f", Verb.REPLY, gettext("Final reply"), gettext("Send the final reply to %(name)s"), final_hint),
        ("ask", "q", Verb.ASK, pgettext("a letter", "Question"), gettext("Ask %(name)s"), Ask.hint),
        ("note", "n", Verb.NOTE, gettext("Note"), gettext("Keep the note"), Note.hint),
    )
    here = _code_of(refused)
    return [
        Tab(
            code=code,
            key=key,
            verb=verb,
            words=words,
            address=f"/desk/complaints/{case.number}/{verb.value}/",
            button=button % {"name": name},
            hint=gettext(hint) if hint else "",
            why_not=whys[verb],
            typed=_typed(refused) if refused is not None and code == here else Typed(str(case.version)),
            is_here=code == here,
        )
        for code, key, verb, words, button, hint in wanted
    ]


def _code_of(refused: VerbForm | None) -> str:
    if refused is None:
        return ""
    return "final" if refused.verb is Verb.REPLY and refused.data.get("final") else refused.verb.value


def _typed(refused: VerbForm) -> Typed:
    return Typed(
        version=str(refused["version"].value()),
        text=str(refused["text"].value() or ""),
        faults=[str(fault) for field, faults in refused.errors.items() if field != "text" for fault in faults],
        text_faults=[str(fault) for fault in refused.errors.get("text", ())],
        stale=refused.stale,
    )
