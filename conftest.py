"""The strict house: no network, no undefined words in templates, real browsers that may not complain."""

import ipaddress
import os
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Browser, Page, expect

from tests import browser as chromium

HOUSE = Path(__file__).parent

# A slow machine is no fault of ours: speed is measured by `make bench`, never by a test. Nor is a change refused by an example
# that chance brought up: the same ones are tried each time. `make hard` looks for new ones.
PATIENT: dict[str, Any] = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("same", derandomize=True, **PATIENT)
hypothesis.settings.register_profile("new", **PATIENT)


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read, which takes its settings from the profile then."""
    hypothesis.settings.load_profile("new" if config.option.markexpr == "hard" else "same")


# No network but this machine's own ------------------------------------------------------------------------------------


def _is_here(host: Any) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(name).split("%")[0]).is_loopback or str(name) in {"0.0.0.0", "::"}
    except ValueError:
        return False


def _guarded(original: Callable[..., Any], host_of: Callable[..., Any]) -> Callable[..., Any]:
    def guard(*args: Any, **kwargs: Any) -> Any:
        if not _is_here(host := host_of(*args, **kwargs)):
            raise RuntimeError(f"a test may not reach {host!r}: only this machine is there")
        return original(*args, **kwargs)

    return guard


def _address(sock: socket.socket, address: Any, *rest: Any) -> Any:
    return address[0] if sock.family in {socket.AF_INET, socket.AF_INET6} else None


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), _address))
        patch.setattr(socket, "getaddrinfo", _guarded(socket.getaddrinfo, lambda host, *rest, **more: host))
        yield


# An undefined word in a template of ours is a fault -------------------------------------------------------------------


class _Undefined(str):
    """Stands where Django would print nothing; templates of other packages may leave words undefined."""

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, word: Any) -> str:
        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template or context.template
        if not str(template.origin.name).startswith(str(HOUSE / "amends")):
            return ""
        raise LookupError(f"undefined in {template.origin.name}: {word}")


@pytest.fixture(autouse=True)
def _no_undefined_words() -> None:
    """For every test anew: one that changes settings of templates gets, and leaves behind, another engine."""
    from django.template import engines

    engines["django"].engine.string_if_invalid = _Undefined("%s")


# An office that somebody has opened ------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _opened_office() -> None:
    """Tests of other rooms need no person only to get past the welcome page; its own tests say `is_opened=False`."""
    from amends.office import first_run

    first_run.remember(is_opened=True)


# Every test reads the office anew, however fast or slow the machine is ------------------------------------------------


@pytest.fixture(autouse=True)
def _no_copy_from_before(request: pytest.FixtureRequest) -> Iterator[None]:
    """What is kept for some seconds is forgotten before each test, and then kept as long as the test lasts.

    So queries can be counted, and no office of another test is seen. A server beside the test has a copy for each of its
    threads, which nobody could tell to forget: it keeps none.
    """
    from amends.core.queries import office_facts
    from amends.office import limits
    from amends.web.desk import counts
    from amends.web.portal import promise

    for forget in (office_facts.forget_office_facts, counts.forget, promise.forget):
        forget()
    for counter in (limits.here, limits.shared):
        counter.cache_clear()
    seconds = 0.0 if "live_server" in request.fixturenames else 3600.0
    with pytest.MonkeyPatch.context() as patch:
        for keeper in (office_facts, counts, promise):
            patch.setattr(keeper, "SECONDS_KEPT", seconds)
        yield


# A server of our own goes with all that is in it ----------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Whether the database stays until its server is thrown away: dropping it fails while any thread still holds on to it."""
    return os.environ.get("AMENDS_TEST_DB") == "postgres" and "AMENDS_TEST_DATABASE_URL" not in os.environ


# Every test begins in the language of the house ------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _in_the_language_of_the_house() -> None:
    """A request leaves its reader's language behind in the thread, where the next one sets its own; a test may set none."""
    from django.utils import translation

    translation.deactivate()


# Tests that write for good are swept away afterwards, logs included ---------------------------------------------------


@pytest.fixture(autouse=True)
def _logs_may_be_swept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Append-only tables refuse the sweep after a test with real transactions; afterwards Django restores the triggers.

    It knows nothing of the tables of counters, which have no model; they are swept here.
    """
    yield
    mark = request.node.get_closest_marker("django_db")
    real = (mark and mark.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(request.fixturenames)
    if not real:
        return
    from django.db import connection

    from amends.core import triggers

    triggers.lift(connection)
    with connection.cursor() as cursor:
        for table in ("cache", "amends_counter"):
            cursor.execute(f"DELETE FROM {table}")


# The search index of SQLite lies beside the database, where no rollback reaches it -------------------------------------


@pytest.fixture(autouse=True)
def _an_empty_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test wrote into the index is taken out again."""
    yield
    fixtures = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not fixtures and request.node.get_closest_marker("django_db") is None:
        return
    from django.db import connection

    from amends.insight.search import sqlite

    if connection.vendor != "sqlite" or not (path := sqlite.path_of(connection)).exists():
        return
    with closing(sqlite3.connect(path)) as file:
        is_used = file.execute("SELECT 1 FROM insight_search LIMIT 1").fetchone()
    if is_used:
        sqlite.clear(connection)


# The order of the day -------------------------------------------------------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whole houses come first, for they mostly wait; browsers come last, for their loop stays in the process.

    AMENDS_TEST_PART=again, on the second database, leaves out tests beside the code that touch no database, which it cannot
    change; `make test` has run them on SQLite. AMENDS_TEST_PART=quick takes only those, for `make check`.
    """
    items.sort(key=_place)
    left_out = LEFT_OUT.get(os.environ.get("AMENDS_TEST_PART", ""))
    if left_out:
        gone = {item for item in items if left_out(item)}
        config.hook.pytest_deselected(items=[*gone])
        items[:] = [item for item in items if item not in gone]


def _place(item: pytest.Item) -> int:
    if item.get_closest_marker("browser"):
        return 2
    return 0 if item.get_closest_marker("slow") else 1


def _touches_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


def _is_the_same_again(item: pytest.Item) -> bool:
    return item.path.is_relative_to(HOUSE / "amends") and not _touches_the_database(item)


LEFT_OUT = {"again": _is_the_same_again, "quick": _touches_the_database}


# Real browsers --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a way out of this machine."""
    with pytest.MonkeyPatch.context() as patch, chromium.started() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in the test's own thread
        expect.set_options(timeout=chromium.PATIENCE)
        yield started


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page; at the end its console must be silent.

    `@pytest.mark.browser(locale="fa", color_scheme="dark")` sets the context as Playwright names its parts.
    """
    mark = request.node.get_closest_marker("browser")
    opened = chromium.new_page(browser, **(mark.kwargs if mark else {}))
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    opened.on("console", lambda said: complaints.append(f"{said.type}: {said.text}") if said.type == "error" else None)
    yield opened
    opened.context.close()
    unexpected = [line for line in complaints if "Failed to load resource" not in line]
    assert not unexpected, "the browser complained: " + "; ".join(unexpected)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails with what axe-core found on the page as it stands."""
    return chromium.must_be_accessible
