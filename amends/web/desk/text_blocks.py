"""Ready words for a reply, in the complainant's language, found by a few letters."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from amends.core.models import TextBlock
from amends.office.names import in_language
from amends.web.desk.entrance import find, show, staff

PLACES = frozenset({"reply-text", "final-text", "ask-text"})


@staff
@require_safe
def text_blocks(request: HttpRequest, number: str) -> HttpResponse:
    """Those for every case and for this one's category; as a part for the composer, or a page of its own."""
    at = timezone.now()
    case = find(request, number, at)
    language = request.GET.get("language", case.language)
    words = request.GET.get("words", "").strip().casefold()
    into = request.GET.get("into", "")
    fitting = TextBlock.objects.filter(Q(category="") | Q(category=case.root), is_active=True).order_by("code")
    blocks = [(block, in_language(block.texts, language)) for block in fitting]
    facts = {
        "case": case,
        "blocks": [(block, text) for block, text in blocks if words in f"{block.name} {text}".casefold()],
        "words": words,
        "language": language,
        "languages": settings.LANGUAGES,
        "into": into if into in PLACES else "",
        "address": reverse("desk:text_blocks", args=[case.number]),
    }
    is_part = request.headers.get("HX-Request")
    return show(request, "desk/parts/text_blocks.html" if is_part else "desk/text_blocks.html", facts, at)
