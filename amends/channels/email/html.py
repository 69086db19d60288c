"""Foreign HTML as text that reads well. One pass, linear in its length; nothing of it is executed or trusted."""

import re
from html import unescape

SKIPPED = {"script", "style", "title", "template", "noscript", "object", "svg", "xml"}
BLOCKS = {
    "p", "div", "section", "article", "header", "footer", "ul", "ol", "table", "form", "fieldset", "center",
    "h1", "h2", "h3", "h4", "h5", "h6", "pre", "address", "dl", "dd", "dt", "figure", "main", "aside", "nav",
}  # fmt: skip
SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"}
NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]{0,30})")
ATTRIBUTE = re.compile(r"""\b(href|alt|src)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")
TAG = re.compile(r"<[^<>]*>")
MAX_TAG = 8192
MAX_QUOTE = 20
MAX_BRACKETS = 20


class _Page:
    """The text as it grows: lines, the one being written, and how deep in quotes and lists we are."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quote = 0
        self.lists: list[int] = []
        self.indent = ""
        self.pre = 0
        self.cells = 0
        self.links: list[tuple[str, int]] = []

    def write(self, text: str) -> None:
        if self.pre:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.line.append(first)
            for other in others:
                self.end_line(force=True)
                self.line.append(other)
            return
        text = BLANKS.sub(" ", text)
        if not text.strip(" ") and not self.line:
            return
        self.line.append(text)

    def end_line(self, force: bool = False) -> None:
        text = "".join(self.line)
        text = text.rstrip() if self.pre else text.strip(" ")
        self.line = []
        if text or force:
            self.lines.append("> " * min(self.quote, MAX_QUOTE) + self.indent + text)
            self.indent = ""

    def gap(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append("> " * min(self.quote, MAX_QUOTE))


def to_text(html: str, limit: int) -> str:
    """The text of a page: paragraphs, lists, tables, links and quotes kept apart. Beyond `limit` only tags fall away."""
    page = _Page()
    read, rest = html[:limit], html[limit:]
    tags = _Tags(read)
    position, size = 0, len(read)
    while position < size:
        start = read.find("<", position)
        start = size if start < 0 else start
        if start > position:
            page.write(unescape(read[position:start]))
        if start >= size:
            break
        position, name, is_end, inside = tags.at(start)
        if not name:
            page.write(unescape(inside))
        elif name in SKIPPED:
            # Without its end tag a skipped element would swallow the letter.
            position = position if is_end else max(position, tags.find(f"</{name}", position))
        else:
            _apply(page, name, is_end, inside)
    page.end_line()
    if rest:
        page.lines.append(BLANKS.sub(" ", unescape(TAG.sub(" ", rest))))
    return _tidy(page.lines)


class _Tags:
    """Finds where tags end. Remembers what is nowhere ahead, so that no text is searched through twice for it."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.small = html.lower()
        self.absent: set[str] = set()
        self.bracket = -1

    def find(self, mark: str, start: int) -> int:
        if mark in self.absent:
            return -1
        found = self.small.find(mark, start)
        if found < 0:
            self.absent.add(mark)
        return found

    def at(self, start: int) -> tuple[int, str, bool, str]:
        """Where the tag at `start` ends, its name, whether it closes, its inside. No name: text or a comment."""
        html = self.html
        if html.startswith("<!--", start):
            end = self.find("-->", start + 4)
            return (end + 3 if end >= 0 else start + 4), "", False, ""
        found = NAME.match(html, start + 1)
        if found is None:
            if html[start + 1 : start + 2] in ("!", "?"):
                end = html.find(">", start, start + MAX_TAG)
                return (end + 1 if end >= 0 else start + 2), "", False, ""
            return start + 1, "", False, "<"
        end = self._tag_end(found.end(), start + MAX_TAG)
        if end < 0:
            return found.end(), "", False, html[start : found.end()]
        return end + 1, found[1].lower(), html[start + 1] == "/", html[found.end() : end]

    def _tag_end(self, start: int, limit: int) -> int:
        """The closing bracket; one inside an open attribute does not count, if the quote ever closes."""
        if self.bracket < start:
            self.bracket = self.html.find(">", start)
            self.bracket = len(self.html) + MAX_TAG if self.bracket < 0 else self.bracket
        end = first = self.bracket if self.bracket < limit else -1
        for _ in range(MAX_BRACKETS):
            if end < 0 or not _is_open_quote(self.html[start:end]):
                break
            end = self.html.find(">", end + 1, limit)
        return end if end >= 0 else first


def _is_open_quote(inside: str) -> bool:
    return '="' in inside and inside.count('"') % 2 == 1


def _apply(page: _Page, name: str, is_end: bool, inside: str) -> None:
    if name == "br":
        page.end_line(force=True)
    elif name == "hr":
        page.gap()
        page.lines.append("---")
    elif name == "a":
        _link(page, is_end, inside)
    elif name == "img":
        page.write(f"[{_attribute(inside, 'alt')}]" if _attribute(inside, "alt") else "")
    elif name == "blockquote":
        page.gap()
        page.quote = max(0, page.quote + (-1 if is_end else 1))
    elif name in ("td", "th"):
        _cell(page, is_end)
    elif name == "tr":
        page.end_line()
        page.cells = 0
    elif name == "li":
        _item(page, is_end)
    elif name in BLOCKS:
        _block(page, name, is_end)


def _block(page: _Page, name: str, is_end: bool) -> None:
    if name in SPACED and not page.lists:
        page.gap()
    else:
        page.end_line()
    if name == "pre":
        page.pre = max(0, page.pre + (-1 if is_end else 1))
    if name in ("ul", "ol"):
        if not is_end:
            page.lists.append(0 if name == "ol" else -1)
        elif page.lists:
            page.lists.pop()


def _item(page: _Page, is_end: bool) -> None:
    page.end_line()
    if is_end:
        return
    page.indent = "  " * min(max(0, len(page.lists) - 1), 10)
    if page.lists and page.lists[-1] >= 0:
        page.lists[-1] += 1
        page.line.append(f"{page.lists[-1]}. ")
    else:
        page.line.append("- ")


def _cell(page: _Page, is_end: bool) -> None:
    if is_end:
        page.cells += 1
    elif page.cells and page.line:
        page.line.append(" | ")


def _link(page: _Page, is_end: bool, inside: str) -> None:
    if not is_end:
        if len(page.links) < 50:
            page.links.append((_attribute(inside, "href"), len(page.line)))
        return
    if not page.links:
        return
    target, since = page.links.pop()
    shown = "".join(page.line[since:]).strip()
    plain = target.removeprefix("mailto:").rstrip("/")
    if (
        target.lower().startswith(("http://", "https://", "mailto:", "tel:"))
        and plain not in shown
        and shown not in plain
    ):
        page.write(f" <{plain}>")
    elif target and not shown and target.lower().startswith("http") and since < len(page.line):
        page.write(f"<{target}>")


def _attribute(inside: str, name: str) -> str:
    for found in ATTRIBUTE.finditer(inside[:MAX_TAG]):
        if found[1].lower() == name:
            return BLANKS.sub(" ", unescape(found[2].strip("\"'"))).strip()
    return ""


def _tidy(lines: list[str]) -> str:
    """No more than one empty line in a row, none at the ends."""
    out: list[str] = []
    for line in lines:
        text = line.rstrip().replace("\xa0", " ")
        if text.strip("> ") or (out and out[-1].strip("> ")):
            out.append(text)
    return "\n".join(out).strip("\n")
