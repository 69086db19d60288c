"""Ready words are added or changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from amends.core.models import Category, TextBlock
from amends.office import changes, words
from amends.office.models import Person
from amends.office.refused import OfficeRefused

CODE = re.compile(r"[a-z0-9_.-]{1,80}")
LONGEST = 5000


def keep_text_block(
    block: TextBlock,
    *,
    code: str = "",
    names: Mapping[str, str],
    texts: Mapping[str, str],
    category: str = "",
    is_active: bool = True,
    by: Person,
    at: datetime,
) -> TextBlock:
    """The block as it stands now. `code` counts for a new one. Letters that were sent keep the words they had.

    Refuses a taken or odd code, no text at all, a text that is too long, and a category that is not valid.
    """
    kept = {language: texts.get(language, "").strip() for language in words.LANGUAGES}
    for language, text in kept.items():
        if len(text) > LONGEST:
            raise OfficeRefused(gettext("A text has at most %(most)s signs.") % {"most": LONGEST}, f"text_{language}")
    if not any(kept.values()):
        raise OfficeRefused(gettext("Please write the text in at least one language."), "text_en")
    values: dict[str, Any] = {"names": words.names(names), "texts": kept, "category": category, "is_active": is_active}
    with changes.changing(by, at):
        if category and not Category.objects.filter(code=category, valid_to=None).exists():
            raise OfficeRefused(gettext("There is no such category."), "category")
        if not block.pk:
            if not CODE.fullmatch(code):
                text = gettext("A code is made of small Latin letters, digits, dots and dashes.")
                raise OfficeRefused(text, "code")
            if TextBlock.objects.filter(code=code).exists():
                raise OfficeRefused(gettext("This code is taken."), "code")
            values["code"] = code
        changes.keep(block, values, what="keep_text_block", by=by, at=at)
        return block
