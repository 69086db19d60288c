"""A complaint not yet sent: everything lives in the form itself, so nothing is kept of who never sends it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from amends.channels.web_form import parcels
from amends.channels.web_form.forms import OF_THE_SENDER, Complaint
from amends.channels.web_form.parcels import Gone, Parcel
from amends.channels.web_form.steps import LAST, STEPS
from amends.core import files
from amends.core.rules import safety
from amends.core.rules.kinds import Harm
from amends.lib.file_names import safe_file_name
from amends.lib.files import StoreFailed, TooLarge

_KEY = re.compile(r"[A-Za-z0-9_-]{32,64}")

GONE = _("A file you had added is no longer here. Please add it again; your words are all kept.")
NOT_KEPT = _(
    "The file could not be stored on our side. Your words are kept on this page; you can send them without it."
)


@dataclass(slots=True)
class Trouble:
    """What the sender must hear above the form, and with which status the page answers."""

    words: str
    status: int = 422


@dataclass(slots=True)
class Draft:
    """The form as it stands, its files, and the key by which a second sending is known to be the same."""

    key: str
    form: Complaint
    parcels: list[Parcel] = field(default_factory=list)
    trouble: Trouble | None = None

    @property
    def given(self) -> MultiValueDict[str, str]:
        """All answers as typed."""
        return cast("MultiValueDict[str, str]", self.form.data)

    @property
    def anonymous(self) -> bool:
        return bool(self.given.get("anonymous"))

    @property
    def telling(self) -> list[Parcel]:
        """Files of an anonymous sender from which hidden details could not be taken."""
        return [parcel for parcel in self.parcels if parcel.may_tell]

    @property
    def has_danger(self) -> bool:
        """Whether words or a tick speak of danger to health."""
        return Harm.HEALTH in self.given.getlist("harm") or safety.danger(self.given.get("text") or "") is not None

    def carried(self, number: int) -> Iterator[tuple[str, str]]:
        """Name and value of all that other steps asked, as typed; an anonymous sender's ways are dropped."""
        here = STEPS[number - 1].fields
        for name in self.form.fields:
            if name not in here and not (self.anonymous and name in OF_THE_SENDER):
                for value in self.given.getlist(name):
                    yield name, value

    def references(self) -> list[str]:
        return [parcel.sign(self.key) for parcel in self.parcels]


def fresh(*, currency: str, today: date) -> Draft:
    return Draft(secrets.token_urlsafe(24), Complaint(currency=currency, today=today))


def read(request: HttpRequest, *, currency: str, today: date, with_files: bool) -> Draft:
    """The draft of a request. New files are kept at once (when asked for); trouble with them is told and nothing else lost."""
    key = request.POST.get("key", "")
    key = key if _KEY.fullmatch(key) else secrets.token_urlsafe(24)
    draft = Draft(key, Complaint(currency=currency, today=today))
    _take_carried(draft, request.POST.getlist("file"))
    if with_files:
        _take_new(draft, request.FILES.getlist("photos"))
    draft.form = Complaint(request.POST, currency=currency, today=today, has_files=bool(draft.parcels))
    _follow_the_wish_for_a_name(draft)
    return draft


def _take_carried(draft: Draft, references: list[str]) -> None:
    for reference in references[: parcels.MOST_FILES]:
        try:
            draft.parcels.append(parcels.read(reference, draft.key))
        except Gone:
            draft.trouble = Trouble(str(GONE))


def _take_new(draft: Draft, uploads: list[UploadedFile]) -> None:
    if len(draft.parcels) + len(uploads) > parcels.MOST_FILES:
        words = gettext("%(most)s files are the most we can take at once. None of the new ones was added.")
        draft.trouble = Trouble(words % {"most": parcels.MOST_FILES})
        return
    for upload in uploads:
        try:
            draft.parcels.append(Parcel(files.keep(upload.name, upload)))
        except TooLarge as error:
            words = gettext("“%(name)s” is larger than %(most)s MB and was not added. All the rest is kept.")
            name = safe_file_name(upload.name)
            draft.trouble = Trouble(words % {"name": name, "most": error.limit // (1024 * 1024)}, 413)
        except StoreFailed:
            draft.trouble = Trouble(str(NOT_KEPT), 507)


def _follow_the_wish_for_a_name(draft: Draft) -> None:
    """Photos of an anonymous sender lose place, time and camera; who gives a name after all sends them as they were."""
    change = parcels.nameless if draft.anonymous else parcels.as_sent
    kept = []
    for parcel in draft.parcels:
        try:
            kept.append(change(parcel))
        except Gone:
            draft.trouble = Trouble(str(GONE))
        except StoreFailed:
            draft.trouble = Trouble(str(NOT_KEPT), 507)
    draft.parcels = kept


def number_of(request: HttpRequest) -> int:
    """The step the request comes from; the first for anything strange."""
    given = request.POST.get("step", "")
    return int(given) if given in {str(number) for number in range(1, LAST + 1)} else 1
