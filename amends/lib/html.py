"""Foreign HTML (mail) made harmless, to be shown in a sandboxed frame with a CSP of its own.

Two walls: this one, and the frame. What a reader could see stays readable; scripts, styles, forms and remote images go.
"""

import html
import re
from collections.abc import Mapping
from urllib.parse import unquote

import nh3

MOST_SIGNS = 2_000_000
MOST_TAGS, MOST_ENTITIES, MOST_LEFT_OPEN, LONGEST_TAG = 6_000, 50_000, 100, 10_000
"""The parser's time is quadratic in these four; within them the worst mail we could build costs about a second."""

_KEPT = (
    "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div"
    " dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby"
    " s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr"
)
_GONE = (
    "script style svg math template title iframe frameset object embed applet noembed noframes noscript audio video"
    " canvas datalist"
)
_TAGS, _GONE_WITH_CONTENT = set(_KEPT.split()), set(_GONE.split())
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "align", "valign"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
    "time": {"datetime"},
}
_VALUES = {
    "dir": re.compile(r"ltr|rtl|auto", re.IGNORECASE),
    "lang": re.compile(r"[A-Za-z0-9-]{1,35}"),
    "align": re.compile(r"left|right|center|justify", re.IGNORECASE),
    "valign": re.compile(r"top|middle|bottom|baseline", re.IGNORECASE),
    "width": re.compile(r"[0-9]{1,4}%?"),
    "height": re.compile(r"[0-9]{1,4}"),
    "colspan": re.compile(r"[0-9]{1,2}"),
    "rowspan": re.compile(r"[0-9]{1,3}"),
    "start": re.compile(r"-?[0-9]{1,6}"),
    "type": re.compile(r"[1aAiI]"),
    "scope": re.compile(r"row|col|rowgroup|colgroup", re.IGNORECASE),
}
_LINK = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_EMBEDDED = re.compile(r"data:[a-z/+.-]{0,60};base64,[A-Za-z0-9+/=%\s]{100,}", re.IGNORECASE)
_FORMATTING = re.compile(r"<(/?)(?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)\b", re.IGNORECASE)
_LONG_TAG = re.compile(f"<[^<>]{{{LONGEST_TAG}}}")
_UNSEEN_BLOCK = re.compile(r"<(script|style|title|template|svg|math|noscript|iframe)\b", re.IGNORECASE)
_TAG = re.compile(r"<[/!?A-Za-z][^<>]*(?:>|$)")
_SURROGATE = re.compile("[\ud800-\udfff\0]")


def clean(source: str, *, cid: Mapping[str, str]) -> str:
    """The same mail without anything that acts, loads or covers; pictures only from `cid` (content id → our address).

    Links open apart and tell nothing about us. Longer than two million signs or built of more than 6,000 tags: the
    words alone, in one <pre>. Never fails on any text.
    """
    readable = _EMBEDDED.sub("", _SURROGATE.sub("\ufffd", source))
    if _costly(readable):
        return f"<pre>{html.escape(_words(readable[:MOST_SIGNS]))}</pre>"

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "src":
            return _picture(value, cid)
        if attribute == "href":
            return value if _LINK.match(value.strip()) else None
        wanted = _VALUES.get(attribute)
        return value if wanted is None or wanted.fullmatch(value.strip()) else None

    return nh3.clean(
        readable,
        tags=_TAGS,
        clean_content_tags=_GONE_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        url_relative="pass_through",  # our own address of a mapped picture; other relative ones fell above
    )


def _costly(source: str) -> bool:
    if len(source) > MOST_SIGNS or source.count("<") > MOST_TAGS or source.count("&") > MOST_ENTITIES:
        return True
    left_open = sum(-1 if slash else 1 for slash in _FORMATTING.findall(source))
    return left_open > MOST_LEFT_OPEN or _LONG_TAG.search(source) is not None


def _picture(value: str, cid: Mapping[str, str]) -> str | None:
    scheme, _, content_id = value.strip().partition(":")
    if scheme.lower() != "cid":
        return None
    return cid.get(content_id) or cid.get(unquote(content_id))


def _words(source: str) -> str:
    """What is left between the tags, without the blocks that no reader sees. Linear in the length of the text."""
    kept, at = [], 0
    while found := _UNSEEN_BLOCK.search(source, at):
        kept.append(source[at : found.start()])
        end = re.compile(f"</{found[1]}[^>]*(?:>|$)", re.IGNORECASE).search(source, found.end())
        at = end.end() if end else len(source)
    kept.append(source[at:])
    return html.unescape(_TAG.sub(" ", "".join(kept))).strip()
