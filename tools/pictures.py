"""Takes pictures of screens of a running server: every page in every language, theme and size, as PNG files.

    python tools/pictures.py /desk/ /complain --out /tmp/pictures --login olga@example.org --password-file p.txt
    python tools/pictures.py /accounts/login/ --languages en fa --themes light --sizes phone --sheet

Files are named PAGE.LANGUAGE.THEME.SIZE.png; --sheet adds contact-PAGE.png with all variants of a page side by side.
Says on standard error what the browser complained about (console errors, answers of 400 and above).
"""

import argparse
import re
import sys
from pathlib import Path
from shutil import which

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

SIZES = {"phone": (360, 740), "narrow": (320, 640), "desk": (1280, 900), "wide": (1680, 1000)}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        found = next(filter(None, map(which, CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        taken = take(browser, asked)
        browser.close()
    if asked.sheet:
        for name in {path.name.split(".")[0] for path in taken}:
            contact_sheet(
                [path for path in taken if path.name.startswith(f"{name}.")], asked.out / f"contact-{name}.png"
            )
    print("\n".join(map(str, taken)))
    return 0


def take(browser: Browser, asked: argparse.Namespace) -> list[Path]:
    """All the pictures; one sign-in serves all variants."""
    taken = []
    state = _signed_in(browser, asked) if asked.login else None
    for language in asked.languages:
        for theme in asked.themes:
            for size in asked.sizes:
                width, height = SIZES[size]
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    locale=language,
                    storage_state=state,
                    reduced_motion="reduce",
                )
                _choose(context, asked.base, language, theme)
                taken += [_picture(context, asked, page, f"{language}.{theme}.{size}") for page in asked.pages]
                context.close()
    return taken


def _picture(context: BrowserContext, asked: argparse.Namespace, address: str, variant: str) -> Path:
    page = context.new_page()
    page.on("console", lambda said: _complain(address, variant, said.text) if said.type == "error" else None)
    answer = page.goto(asked.base + address, wait_until="networkidle")
    if answer and answer.status >= 400:
        _complain(address, variant, str(answer.status))
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        _complain(address, variant, f"{wide} px wider than the window")
    name = re.sub(r"[^\w-]+", "-", address).strip("-") or "first"
    path: Path = asked.out / f"{name}.{variant}.png"
    page.screenshot(path=path, full_page=asked.full)
    page.close()
    return path


def _signed_in(browser: Browser, asked: argparse.Namespace) -> object:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{asked.base}/accounts/login/")
    page.fill("[name=login]", asked.login)
    page.fill("[name=password]", asked.password_file.read_text(encoding="utf-8").strip())
    page.click("form:has([name=login]) button")
    page.wait_for_load_state("networkidle")
    if "/accounts/login" in page.url:
        sys.exit(f"could not sign in as {asked.login}")
    state = context.storage_state()
    context.close()
    return state


def _choose(context: BrowserContext, base: str, language: str, theme: str) -> None:
    chosen = {"django_language": language, "theme": theme}
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in chosen.items()])


def _complain(address: str, variant: str, words: str) -> None:
    print(f"{address} {variant}: {words}", file=sys.stderr)


def contact_sheet(paths: list[Path], target: Path, height: int = 620) -> None:
    """All pictures of one page side by side, each at the same height, four a row."""
    pictures = []
    for path in paths:
        picture = Image.open(path).convert("RGB")
        picture = picture.crop((0, 0, picture.width, min(picture.height, picture.width * 3)))
        pictures.append(picture.resize((round(picture.width * height / picture.height), height)))
    rows = [pictures[start : start + 4] for start in range(0, len(pictures), 4)]
    sheet = Image.new(
        "RGB", (max(sum(each.width + 12 for each in row) for row in rows), (height + 12) * len(rows)), "#888"
    )
    for row_number, row in enumerate(rows):
        left = 0
        for picture in row:
            sheet.paste(picture, (left, row_number * (height + 12)))
            left += picture.width + 12
    sheet.save(target)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", help="addresses on the server, like /desk/")
    parser.add_argument("--base", default="http://localhost:8000")
    parser.add_argument("--out", type=Path, default=Path("var/pictures"))
    parser.add_argument("--languages", nargs="+", default=["en", "fa", "zh"])
    parser.add_argument("--themes", nargs="+", default=["light", "dark"], choices=["light", "dark", "auto"])
    parser.add_argument("--sizes", nargs="+", default=["phone", "desk"], choices=list(SIZES))
    parser.add_argument("--full", action="store_true", help="the whole page, not only the first screen")
    parser.add_argument("--sheet", action="store_true", help="a contact sheet for each page")
    parser.add_argument("--login")
    parser.add_argument("--password-file", type=Path)
    asked = parser.parse_args()
    if asked.login and not asked.password_file:
        parser.error("--login needs --password-file")
    return asked


if __name__ == "__main__":
    sys.exit(main())
