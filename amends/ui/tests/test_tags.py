"""The tags of `{% load ui %}`."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from amends.ui import icons
from amends.ui.templatetags import ui

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


def draw(source: str, language: str = "en", **facts: Any) -> str:
    with translation.override(language), timezone.override("Europe/Moscow"):
        return Template("{% load ui %}" + source).render(Context({"now": NOW, **facts}))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Anna Sokolova", "AS"), ("Olga", "OL"), ("李晓梅", "李"), ("مریم احمدی", "م\u200cا"),
     ("Jan van der Berg", "JB"), ("", "?"), (None, "?")],
)  # fmt: skip
def test_initials(name: str | None, expected: str) -> None:
    assert ui.initials(name) == expected


def test_a_moment_carries_the_exact_one() -> None:
    drawn = draw("{% moment at %}", at=datetime(2026, 3, 2, 19, 40, tzinfo=UTC))
    assert drawn == (
        '<time datetime="2026-03-02T19:40:00+00:00" title="Monday 2 March 2026, 22:40:00 MSK">yesterday 22:40</time>'
    )


@pytest.mark.parametrize("tag", ["moment", "clock", "day", "ago", "until"])
def test_no_moment_is_a_dash(tag: str) -> None:
    assert draw(f"{{% {tag} at %}}", at=None) == "—"


def test_a_day_given_as_a_moment_is_read_in_the_readers_zone() -> None:
    assert ">today<" in draw("{% day at %}", at=datetime(2026, 3, 2, 22, 0, tzinfo=UTC))
    assert ">yesterday<" in draw("{% day at %}", at=date(2026, 3, 2))


def test_relative_words_ask_to_be_kept_fresh() -> None:
    assert "data-relative>in 47 minutes<" in draw("{% until at %}", at=datetime(2026, 3, 3, 10, 47, tzinfo=UTC))


@pytest.mark.parametrize("source", ["{{ bad|bidi }}", "{% face bad %}", "{% mark bad %}",
    '{% icon "key" bad %}'])  # fmt: skip
def test_what_people_typed_is_escaped(source: str) -> None:
    assert "<script" not in draw(source, bad="<script>alert(1)</script>")


def test_anger_has_words_and_a_height() -> None:
    drawn = draw("{% anger 4 %}", language="fa")
    assert "anger-4" in drawn
    assert "۴" in drawn
    assert drawn.count("<i>") == 5
    assert draw("{% anger level %}", level=None) == ""


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(KeyError):
        ui.icon("nonsense")


def test_icons_that_point_turn_with_the_script() -> None:
    assert frozenset(icons.PATHS) > icons.TURNS
    assert "turns" in ui.icon("reply")
    assert "turns" not in ui.icon("key")


def test_query_changes_one_parameter_and_keeps_the_others() -> None:
    request = RequestFactory().get("/", {"q": "overdue category:packaging", "cursor": "old"})
    assert draw('{% query cursor="new" %}', request=request) == "?q=overdue+category%3Apackaging&amp;cursor=new"
    assert draw("{% query cursor=None %}", request=request) == "?q=overdue+category%3Apackaging"


def test_an_empty_state_keeps_its_words() -> None:
    drawn = draw('{% empty "Nobody waits" "heart" %}<p>It will stand here.</p>{% endempty %}')
    assert "<h2>Nobody waits</h2><p>It will stand here.</p>" in drawn
