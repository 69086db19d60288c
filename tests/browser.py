"""The Chromium that tests, pictures and figures share. Run as a module it sees to it that there is one."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-core", "fonts-noto-cjk")
ALONE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
PATIENCE = 90_000
"""Milliseconds: three times what Playwright itself waits, for a machine that is three times slower."""
AXE = Path(__file__).parent.parent / "node_modules" / "axe-core" / "axe.min.js"
MISSING = f"""No Chromium was found. Install it, and fonts for the four languages; on Debian or Ubuntu:
    apt-get install {" ".join(PACKAGES)}
or name one with CHROMIUM=/path/to/chromium."""


def path() -> str | None:
    """The Chromium of this machine, if any."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def started() -> Iterator[Browser]:
    found = path()
    if found is None:
        raise RuntimeError(MISSING)
    arguments = [*ALONE, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


def new_page(browser: Browser, **context: Any) -> Page:
    """A page in a context of its own, whose parts are named as Playwright names them."""
    made = browser.new_context(**context)
    made.set_default_timeout(PATIENCE)
    return made.new_page()


def must_be_accessible(page: Page) -> None:
    """Runs axe-core on the page and names each violation with the elements it was found at.

    The script is evaluated by the debugger, so the page keeps its strict content security policy.
    """
    page.wait_for_load_state()
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    found = page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], preload: false}).then(found => found.violations)"
    )
    words = [
        {"rule": one["id"], "help": one["help"], "at": [node["target"] for node in one["nodes"][:5]]} for one in found
    ]
    assert not words, "axe found: " + json.dumps(words, ensure_ascii=False, indent=1)


def follow(button: Locator, *, by: str | None = None) -> None:
    """Presses what leads to another page, by mouse or by a key, and returns when that page and its scripts are there.

    A click alone may return while the old page still stands, or while the new one is empty.
    """
    with button.page.expect_navigation():
        button.press(by) if by else button.click()


def sign_in(page: Page, house: str, *, as_whom: str, password: str) -> None:
    """Through the door, as a person does; returns when it is passed."""
    page.goto(f"{house}/accounts/login/")
    page.fill("[name=login]", as_whom)
    page.fill("[name=password]", password)
    page.locator("form:has([name=login]) button.main").click()
    page.wait_for_url(lambda url: "login" not in url)


def main() -> int:
    """Installs Chromium where that is allowed: as root, by apt. Otherwise says what to install."""
    if path():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        print("Installing Chromium and fonts for the browser tests", file=sys.stderr)
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        done = subprocess.run(["apt-get", "install", "-y", "-qq", *PACKAGES], env=quiet, check=False)
        if done.returncode == 0 and path():
            return 0
    print(MISSING, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
