"""The looks in which a page is judged by a real browser: language, theme and width.

A page is seen in one look a run, which turns from page to page so that all languages, themes and widths come up, and at both
widths; `make hard` sees every page in every look.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser import must_be_accessible

LANGUAGES = ("en", "ru", "fa", "zh")
THEMES = ("light", "dark")
PHONE, DESK = 320, 1280


@dataclass(frozen=True, slots=True)
class Look:
    language: str
    theme: str
    width: int

    def take(self, page: Page, house: str) -> None:
        """From now on the page is read in this look."""
        self._open_to(page, self.width)
        chosen = {"django_language": self.language, "theme": self.theme}
        page.context.add_cookies([{"name": name, "value": value, "url": house} for name, value in chosen.items()])

    def judge(self, page: Page) -> None:
        """Fails with what axe finds on the page as it stands, and where it is wider than the window, here or in the other."""
        must_be_accessible(page)
        for width in (PHONE + DESK - self.width, self.width):
            self._open_to(page, width)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page.url} is {wide} wide at {width} in {self}"

    def _open_to(self, page: Page, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 800})


Looks = Callable[[int], Iterator[Look]]


def turning(number: int) -> Iterator[Look]:
    """The look of the page with this number: each language comes up in both themes and at both widths."""
    yield Look(LANGUAGES[number % 4], THEMES[number // 4 % 2], (PHONE, DESK)[(number // 8 + number) % 2])


def every(number: int) -> Iterator[Look]:
    for language in LANGUAGES:
        for theme in THEMES:
            yield Look(language, theme, PHONE)
            yield Look(language, theme, DESK)


in_looks = pytest.mark.parametrize(
    "looks", [pytest.param(turning, id="turning"), pytest.param(every, id="every look", marks=pytest.mark.hard)]
)
"""For a test with the argument `looks: Looks`."""
