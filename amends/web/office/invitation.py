"""Where an invited person comes in: a first password, then straight to the desk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from amends.office import limits, tokens
from amends.ui import errors
from amends.web.office.entrance import sent
from amends.web.office.forms.invitation import Enter
from amends.web.office.welcome import BACKEND


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Asks for the password in the invited person's language. A link that is used, too old or not ours says so (410)."""
    at = timezone.now()
    found = tokens.invitation_of(secret, at)
    if found is None or not found.person.is_active:
        if not limits.link_wrong(limits.caller(request.META), at=at).allowed:
            return errors.page(request, 429)
        return render(request, "office/invitation_gone.html", status=410)
    person = found.person
    with translation.override(request.COOKIES.get("django_language") or person.language):
        form = Enter(sent(request), secret=secret)
        if request.method == "POST" and form.perform(by=person, at=at):
            login(request, form.result, backend=BACKEND)
            messages.success(request, gettext("Your password is kept. Welcome."))
            response = redirect("/desk/")
            response.set_cookie("django_language", person.language, max_age=365 * 24 * 3600, samesite="Lax", httponly=True,
                                secure=request.is_secure())  # fmt: skip
            return response
        facts = {"form": form, "person": person}
        return render(request, "office/invitation.html", facts, status=400 if form.errors else 200)
