"""From the parts of a mail to what a person reads: one text, one page, the files."""

import re
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

from amends.channels.email import charset, flowed, header, html, structure, transfer
from amends.channels.email.mail import Attachment
from amends.channels.email.structure import Part

ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "image/heic": ".heic",
    "application/pdf": ".pdf", "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv",
    "message/rfc822": ".eml", "application/zip": ".zip", "audio/mpeg": ".mp3", "audio/ogg": ".ogg", "video/mp4": ".mp4",
    "application/ms-tnef": ".dat", "application/pkcs7-signature": ".p7s", "application/pgp-signature": ".asc",
}  # fmt: skip
# What may stand in a name only to deceive the eye: directions, controls, invisible marks.
DECEIVING = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
STUB = re.compile(r"html|не поддержива|不支持|پشتیبانی", re.IGNORECASE)
CID = re.compile(r"cid:([^\"'\s>)]+)", re.IGNORECASE)
FORWARDED_DEPTH = 5


@dataclass(slots=True)
class Contents:
    """What was gathered so far."""

    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    forwarded: list[bytes] = field(default_factory=list)
    leaves: list[Part] = field(default_factory=list)
    has_page: bool = False

    def add(self, other: "Contents") -> None:
        self.texts += other.texts
        self.pages += other.pages
        self.files += other.files
        self.forwarded += other.forwarded
        self.leaves += other.leaves
        self.has_page = self.has_page or other.has_page

    @property
    def text(self) -> str:
        return "\n\n".join(text for text in self.texts if text.strip())

    @property
    def page(self) -> str:
        return "\n".join(self.pages) if self.has_page else ""


def gather(root: Part, budget: structure.Budget) -> Contents:
    """Everything in the mail. Without any text of its own the text of a forwarded mail is taken."""
    contents = _walk(root, budget)
    if not contents.text.strip() and root.preamble.strip() and not contents.files:
        contents.texts.append(flowed.lines_of(charset.decode(root.preamble)[0]))
        budget.defects.append("structure: the text stood before the first part")
    for raw in contents.forwarded[:FORWARDED_DEPTH]:
        if contents.text.strip():
            break
        inner = _walk(structure.read(raw.lstrip(b"\r\n"), budget), budget)
        contents.texts += inner.texts
        budget.defects.append("structure: the text is that of the forwarded mail")
    _mark_inline(contents)
    return contents


def _mark_inline(contents: Contents) -> None:
    """A picture the page points at is inline, whatever its disposition says."""
    shown = {found.lower() for found in CID.findall(contents.page)}
    contents.files = [
        Attachment(file.name, file.media_type, file.content, file.content_id, True, file.digest)
        if file.content_id and file.content_id.lower() in shown
        else file
        for file in contents.files
    ]


def _walk(part: Part, budget: structure.Budget) -> Contents:
    if part.is_multipart:
        if part.media_type == "multipart/alternative":
            return _choose(part, budget)
        contents = Contents()
        for child in part.children:
            contents.add(_walk(child, budget))
        return contents
    contents = _leaf(part, budget, number=budget.parts)
    contents.leaves.append(part)
    return contents


def _choose(part: Part, budget: structure.Budget) -> Contents:
    """One of several forms of the same text: the plain one to work with, the page to show."""
    forms = [_walk(child, budget) for child in part.children]
    chosen = Contents(files=[file for form in forms for file in form.files])
    chosen.leaves = [leaf for form in forms for leaf in form.leaves]
    chosen.forwarded = [raw for form in forms for raw in form.forwarded]
    plain = next((form for form in forms if form.text.strip() and not form.has_page), None)
    page = next((form for form in reversed(forms) if form.has_page), None)
    if page is not None:
        chosen.pages, chosen.has_page = page.pages, True
    if plain is not None and page is not None and _is_stub(plain.text, page.text):
        plain = None
    best = plain or page
    chosen.texts = best.texts if best is not None else []
    if page is None and plain is not None:
        chosen.pages = plain.pages
    return chosen


def _is_stub(plain: str, page: str) -> bool:
    """`Your program shows no HTML` in place of the letter."""
    return len(plain) < 300 and len(page) > 3 * len(plain) and bool(STUB.search(plain))


def _leaf(part: Part, budget: structure.Budget, number: int) -> Contents:
    disposition, details = header.parameters(header.first(part.headers, "content-disposition"))
    name = details.get("filename", "")
    body, defect = transfer.decode(part.body, header.text(header.first(part.headers, "content-transfer-encoding")))
    if defect:
        budget.defects.append(defect)
    is_text = part.media_type in ("text/plain", "text/html") or (
        part.media_type.startswith("text/") and _is_prose(part)
    )
    if is_text and disposition != "attachment" and not name:
        return _prose(part, body, budget)
    if part.media_type in ("message/delivery-status", "message/disposition-notification", "text/rfc822-headers"):
        return Contents()
    name = name or part.params.get("name", "")
    contents = Contents()
    if part.media_type in ("message/rfc822", "message/global"):
        contents.forwarded.append(body)
        name = name or _subject_as_name(body)
    content_id = header.text(header.first(part.headers, "content-id")).strip("<> ")[:200]
    is_inline = disposition == "inline" and part.media_type.startswith("image/")
    contents.files.append(_file(name, part.media_type, body, content_id, is_inline, number))
    return contents


def _is_prose(part: Part) -> bool:
    return part.media_type in ("text/enriched", "text/x-amp-html", "text/watch-html", "text/richtext", "text/markdown")


def _prose(part: Part, body: bytes, budget: structure.Budget) -> Contents:
    declared = part.params.get("charset", "")
    if part.media_type in ("text/x-amp-html", "text/watch-html"):
        return Contents()
    if part.media_type == "text/html" or (part.media_type == "text/plain" and _is_page(body)):
        return _page(body, declared, budget)
    files: list[tuple[bytes, bytes]] = []
    if b"begin " in body:
        body, files = transfer.uuencoded(body)
    text, defect = charset.decode(body, declared)
    if defect:
        budget.defects.append(defect)
    text = flowed.lines_of(text)
    if part.params.get("format", "").lower() == "flowed":
        text = flowed.unflow(text, part.params.get("delsp", "").lower() == "yes")
    text = flowed.without_armour(text) if flowed.PGP_BEGIN in text else text
    contents = Contents(texts=[text.strip("\n")], pages=[f"<pre>{escape(text)}</pre>"] if text.strip() else [])
    for index, (name, content) in enumerate(files):
        shown = charset.decode(name)[0]
        contents.files.append(_file(shown, "application/octet-stream", content, "", False, index))
    return contents


def _is_page(body: bytes) -> bool:
    start = body[:200].lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _page(body: bytes, declared: str, budget: structure.Budget) -> Contents:
    meta = META_CHARSET.search(body[:4096])
    named = meta[1].decode("ascii") if meta and not charset.codec_of(declared) else declared
    page, defect = charset.decode(body, named)
    if defect:
        budget.defects.append(defect)
    page = flowed.lines_of(page)
    if len(page) > budget.limits.html:
        budget.defects.append("html: very long, read roughly")
    return Contents(texts=[html.to_text(page, budget.limits.html)], pages=[page], has_page=True)


def _subject_as_name(body: bytes) -> str:
    fields, _ = header.split(body[:65536].lstrip(b"\r\n"))
    subject = header.text(header.first(fields, "subject"))
    return f"{subject[:80]}.eml" if subject else ""


def _file(name: str, media_type: str, body: bytes, content_id: str, is_inline: bool, number: int) -> Attachment:
    shown = safe_name(name) or f"attachment-{number}{ENDINGS.get(media_type, '')}"
    return Attachment(shown, media_type[:120], body, content_id, is_inline, sha256(body).hexdigest())


def safe_name(name: str) -> str:
    """A file name that is safe to show: no path, no control, no change of direction, at most 200 characters."""
    name = DECEIVING.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    if len(name) <= 200:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 199 - len(ending)]}.{ending}" if dot and len(ending) <= 12 else name[:200]
