"""The form of a complaint's number (gap-free per year, never reused)."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

FORM_FIELDS = {"prefix", "year", "count"}


class BadNumberForm(ValueError):
    """The form has unknown fields, lacks year or count, or makes nonsense."""


def number(form: str, *, prefix: str, year: int, count: int) -> str:
    """Fills a form such as `{prefix}-{year}-{count:06d}`; refuses one that could give a number twice."""
    try:
        fields = {name.split("!")[0] for _, name, _, _ in string.Formatter().parse(form) if name is not None}
        if fields - FORM_FIELDS or not {"year", "count"} <= fields:
            raise BadNumberForm(form)
        return form.format(prefix=prefix, year=year, count=count)
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise BadNumberForm(form) from error


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the count of one year's numbers, and to how many digits the count is filled with zeros."""

    before: str
    digits: int
    after: str

    def number(self, count: int) -> str:
        return f"{self.before}{count:0{self.digits}d}{self.after}"


def frame(form: str, *, prefix: str, year: int) -> Frame | None:
    """The form as a frame, so that a database can fill in the count; None where it writes the count in another way."""
    number(form, prefix=prefix, year=year, count=1)
    parts = list(string.Formatter().parse(form))
    counts = [place for place, (_, name, _, _) in enumerate(parts) if name == "count"]
    if len(counts) != 1:
        return None
    place = counts[0]
    text, _, spec, conversion = parts[place]
    zeros = _ZEROS.fullmatch(spec or "")
    if zeros is None or conversion:
        return None
    before, after = (
        "".join(_filled(part, prefix, year) for part in some)
        for some in ([*parts[:place], (text, None, None, None)], parts[place + 1 :])
    )
    return Frame(before, int(zeros.group(1) or 1), after)


_ZEROS = re.compile(r"(?:0([1-9]\d?))?d?")


def _filled(part: tuple[str, str | None, str | None, str | None], prefix: str, year: int) -> str:
    text, name, spec, conversion = part
    if name is None:
        return text
    field = "{" + name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "") + "}"
    return text + field.format(prefix=prefix, year=year)
