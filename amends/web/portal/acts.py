"""What a party does on the follow page; each is one verb of the core."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from amends.core import actions, files, inbox
from amends.core.models import Party
from amends.core.queries import portal
from amends.core.rules.intake import File, Intake
from amends.core.rules.kinds import ConsentKind
from amends.core.rules.words import N_
from amends.lib.file_names import safe_file_name
from amends.lib.files import StoreFailed, TooLarge
from amends.office import limits
from amends.web.portal import session, view
from amends.web.portal.entrance import ask
from amends.web.portal.privately import privately

MOST_FILES = 10
Act = Callable[[HttpRequest, Party], HttpResponse]


class Refused(Exception):
    """Something is wrong with a file; the words are for the sender, and nothing was added."""

    def __init__(self, words: str, status: int) -> None:
        super().__init__(words)
        self.status = status


def visiting(act: Act) -> Callable[[HttpRequest], HttpResponse]:
    """For a party whose visit is on; else the way in is asked again and what was typed is carried along."""

    def answer(request: HttpRequest) -> HttpResponse:
        typed = request.POST.get("text", "")
        party = session.party(request)
        if party is None:
            words = gettext("Your visit has ended. Please come in again; what you typed is kept.")
            return ask(request, words=words, text=typed, status=403)
        if not limits.intake(limits.caller(request.META), at=timezone.now()).allowed:
            words = gettext(
                "Too much came from your address in a short time. Please wait some minutes; your words are kept."
            )
            return view.page(request, party, text=typed, words=words, status=429)
        try:
            return act(request, party)
        except Refused as refused:
            return view.page(request, party, text=typed, words=str(refused), status=refused.status)
        except actions.ActionRefused as refused:
            return view.page(request, party, text=typed, words=str(refused), status=422)

    return privately(answer)  # type: ignore[return-value]


@require_POST
@visiting
def add(request: HttpRequest, party: Party) -> HttpResponse:
    """A further message with files. The same form with the same content twice adds one."""
    if "whole" not in request.POST:
        raise Refused(
            gettext("The connection broke off on the way. Your words are here; please add the files again."), 400
        )
    text, at = request.POST.get("text", ""), timezone.now()
    kept = _files(request.FILES.getlist("photos"), anonymous=party.complaint.is_anonymous)
    intake = Intake(
        receipt="",
        channel="web_form",
        received_at=at,
        text=text,
        language=party.language,
        files=kept,
        case=str(party.complaint.key),
        party=party.position,
    )
    inbox.accept(intake, key=_key(request.POST.get("key", ""), party, text, kept), at=at)
    messages.success(request, gettext("Your message has arrived."), extra_tags="written")
    return _back()


@require_POST
@visiting
def confirm(request: HttpRequest, party: Party) -> HttpResponse:
    """Whether we understood the problem, with a correction if not."""
    case = portal.follow(party).complaint
    right, correction = request.POST.get("right") == "yes", request.POST.get("correction", "")
    if not view.possible(case, party)["confirm"]:
        raise actions.ActionRefused(N_("There is nothing to confirm."))
    if not right and not correction.strip():
        words = gettext("Please say what we got wrong, so that we can put it right.")
        return view.page(request, party, words=words, status=422)
    actions.confirm(case, right=right, text="" if right else correction, channel="web_form", at=timezone.now())
    messages.success(request, gettext("Thank you. Now we know."))
    return _back()


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def withdraw(request: HttpRequest, party: Party) -> HttpResponse:
    """Asks first; then the complaint is taken back."""
    case = portal.follow(party).complaint
    if not view.possible(case, party)["withdraw"]:
        raise actions.ActionRefused(N_("This is not possible as the complaint stands now."))
    if request.method != "POST":
        return render(request, "portal/withdraw.html", {"case": case})
    actions.withdraw(case, why=request.POST.get("why", "")[:2000], channel="web_form", at=timezone.now())
    messages.success(request, gettext("You took your complaint back."))
    return _back()


@require_POST
@visiting
def consent(request: HttpRequest, party: Party) -> HttpResponse:
    """Gives or takes back one consent."""
    try:
        kind = ConsentKind(request.POST.get("kind", ""))
    except ValueError:
        raise Refused(gettext("We do not know this consent."), 400) from None
    actions.consent(
        party.complaint,
        party=party,
        kind=kind,
        given=request.POST.get("given") == "yes",
        text_version=view.CONSENT_TEXTS.get(kind, ""),
        at=timezone.now(),
    )
    messages.success(request, gettext("Kept as you said."))
    return _back()


@privately
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Ends the visit."""
    response = HttpResponseRedirect("/")
    session.leave(request, response)
    return response


def _back() -> HttpResponse:
    return HttpResponseRedirect("/follow")


def _key(page: str, party: Party, text: str, kept: Iterable[File]) -> str:
    """The same page and content is the same message; another content from the same page is another message."""
    parts = [page[:64], str(party.pk), text, *(file.digest for file in kept)]
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


def _files(uploads: list[UploadedFile], *, anonymous: bool) -> tuple[File, ...]:
    if len(uploads) > MOST_FILES:
        words = gettext("%(most)s files are the most we can take at once. Nothing was sent yet.")
        raise Refused(words % {"most": MOST_FILES}, 422)
    kept = []
    for upload in uploads:
        try:
            file = files.keep(upload.name, upload)
            kept.append(_nameless(file) if anonymous else file)
        except TooLarge as error:
            words = gettext("“%(name)s” is larger than %(most)s MB. Nothing was sent yet; your words are here.")
            name, most = safe_file_name(upload.name), error.limit // (1024 * 1024)
            raise Refused(words % {"name": name, "most": most}, 413) from None
        except StoreFailed:
            words = gettext(
                "The file could not be stored on our side. Your words are here; you can send them without it."
            )
            raise Refused(words, 507) from None
    return tuple(kept)


def _nameless(file: File) -> File:
    """Without place, time and camera where that can be done; the page warned of the rest."""
    copy = files.without_traces(file)
    if copy is None:
        return file
    files.store().remove(file.stored)
    return replace(copy, name=file.name)
