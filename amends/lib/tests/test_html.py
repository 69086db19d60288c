"""No vector survives cleaning: checked by reading the result with another parser, not by looking for known words."""

import html
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.lib.html import MOST_SIGNS, clean

CID = {"logo@mail": "/files/logo"}
EVENTS = [
    "onload",
    "onerror",
    "onclick",
    "onmouseover",
    "onfocus autofocus",
    "ontoggle",
    "onanimationstart",
    "onpointerenter",
]
CARRIERS = ["img src=x", "body", "svg", "details open", "b", "input", "video src=x", "marquee", "iframe", "a href=#"]
SCHEMES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
]
SCHEMES += [
    "&#106;avascript:alert(1)",
    "&#x6A&#x61vascript:alert(1)",
    "javascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
]
SCHEMES += [
    "\x01javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
]
SCHEMES += [
    "blob:https://x/1",
    "file:///etc/passwd",
    "//evil.example/x",
    "/desk/complaints/1/close/",
    "?x=1",
    "#top",
    "\\\\evil\\x",
]
SCHEMES += [
    "feed:javascript:alert(1)",
    "view-source:x",
    "jar:x!/",
    "about:blank",
    "intent://x",
    "cid:logo@mail",
    "ws://x",
    "http:evil",
]
CSS = ["background:url(//evil/x)", "position:fixed;inset:0;z-index:9", "width:expression(alert(1))", "behavior:url(x)"]
CSS += [
    "-moz-binding:url(x)",
    "@import '//evil/x'",
    "background:\\75rl(//evil/x)",
    "font-size:0",
    "display:none",
    "color:red;}*{x:y",
]
REST = """
<script>alert(1)</script>
<SCRIPT SRC=//evil/x.js></SCRIPT>
<scr<script>ipt>alert(1)</scr</script>ipt>
<script/x>alert(1)</script>
<script>alert(1)
<style>*{background:url(//evil/x)}</style>
<style>@import '//evil/x';</style>
<link rel=stylesheet href=//evil/x>
<link rel=preload href=//evil/x as=image>
<link rel=dns-prefetch href=//evil>
<meta http-equiv=refresh content='0;url=//evil'>
<meta http-equiv=set-cookie content=a=b>
<base href=//evil/><a href=x>y</a>
<base target=_top>
<iframe src=//evil></iframe>
<iframe srcdoc='<script>alert(1)</script>'></iframe>
<frameset><frame src=//evil></frameset>
<object data=//evil></object>
<embed src=//evil>
<applet code=x>
<form action=//evil><input name=p><button>Go</button></form>
<isindex action=javascript:alert(1)>
<input type=image src=//evil/x>
<button formaction=javascript:alert(1)>x</button>
<textarea autofocus onfocus=alert(1)></textarea>
<select onchange=alert(1)><option>x</select>
<keygen autofocus>
<img src=//evil/x>
<img src=http://evil/x.gif width=1 height=1>
<img srcset='//evil/x 2x'>
<img src=data:image/svg+xml,<svg/onload=alert(1)>>
<img src=data:image/png;base64,AAAA>
<img lowsrc=//evil>
<img dynsrc=//evil>
<img src='cid:other'>
<img src='cid:../../desk'>
<picture><source srcset=//evil/x><img></picture>
<image href=//evil>
<video poster=//evil/x></video>
<audio src=//evil/x></audio>
<track src=//evil>
<body background=//evil/x>
<table background=//evil/x>
<td background=//evil/x>
<svg><script>alert(1)</script></svg>
<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>
<svg><use href='data:image/svg+xml,<svg id=x/>#x'/></svg>
<svg><animate onbegin=alert(1) attributeName=x></svg>
<svg><foreignObject><iframe src=//evil></foreignObject></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>
<math><mi//xlink:href='data:x,<script>alert(1)</script>'>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>
<noscript><p title='</noscript><img src=x onerror=alert(1)>'>
<template><script>alert(1)</script></template>
<template shadowrootmode=open><script>alert(1)</script></template>
<title><a title='</title><img src=x onerror=alert(1)>'>
<textarea><a title='</textarea><img src=x onerror=alert(1)>'>
<xmp><a title='</xmp><img src=x onerror=alert(1)>'>
<noembed><img title='</noembed><img src=x onerror=alert(1)>'>
<plaintext><img src=x onerror=alert(1)>
<listing>&lt;img src=x onerror=alert(1)&gt;</listing>
<!--><img src=x onerror=alert(1)>-->
<!--[if gte IE 4]><script>alert(1)</script><![endif]-->
<![CDATA[<img src=x onerror=alert(1)>]]>
<?xml version=1><?php x ?>
<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;
<img/src=x/onerror=alert(1)>
<img src=x onerror\x0c=alert(1)>
<img src=x:x onerror\x00=alert(1)>
<<img src=x onerror=alert(1)>
<img src=x onerror=alert(1)//
<a href='x' style=x:y target=_top ping=//evil>x</a>
<a href=https://x rel=opener target=_self>x</a>
<a id=location name=cookie href=https://x>x</a>
<div id=config class=ui-cover>x</div>
<b hx-get=/desk hx-trigger=load>x</b>
<b data-hx-post=/x>x</b>
<p is=x-y>x</p>
<x-y onclick=alert(1)>x</x-y>
<slot name=x>
<portal src=//evil>
<dialog open>x</dialog>
<marquee onstart=alert(1)>x</marquee>
<bgsound src=//evil>
<layer src=//evil>
<xml id=x><a><b>&lt;script&gt;</b></a></xml>
<a href="https://x\\" onclick=alert(1)>x</a>
<a title="\\"><img src=x onerror=alert(1)>">x</a>
<img alt="`><img src=x onerror=alert(1)>`">
<p title="&quot;><img src=x onerror=alert(1)>">x
<div popover id=x>x</div>
<b contenteditable tabindex=1 accesskey=x>x</b>
<b itemscope itemtype=//evil>x</b>
<time datetime='"><script>alert(1)</script>'>x</time>
<font color=red size=7 face=x>x</font>
<map><area href=javascript:alert(1)></map>
+ADw-script+AD4-alert(1)+ADw-/script+AD4-
\ud800<script>alert(1)</script>
<\x00script>alert(1)</script>
%3Cscript%3Ealert(1)%3C/script%3E
""".strip().splitlines()
VECTORS = [f"<{carrier} {event}=alert(1)>" for carrier in CARRIERS for event in EVENTS]
VECTORS += [f'<a href="{scheme}">x</a>' for scheme in SCHEMES] + [
    f'<img src="{s}">' for s in SCHEMES if "logo@" not in s
]
VECTORS += [f'<{tag} style="{css}">x</{tag}>' for css in CSS for tag in ("p", "div", "td")] + REST

SAFE_ATTRIBUTES = {"dir", "lang", "title", "align", "valign", "href", "target", "rel", "src", "alt", "width", "height"}
SAFE_ATTRIBUTES |= {"colspan", "rowspan", "scope", "start", "type", "datetime"}
ACTING = {
    "script",
    "style",
    "svg",
    "math",
    "link",
    "meta",
    "base",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "select",
}
ACTING |= {
    "template",
    "noscript",
    "video",
    "audio",
    "source",
    "picture",
    "textarea",
    "dialog",
    "area",
    "map",
    "title",
    "body",
}


class Reader(HTMLParser):
    """Refuses the cleaned page at the first thing that could act, load or send."""

    seen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ACTING
        assert "-" not in tag
        for name, value in attrs:
            assert name in SAFE_ATTRIBUTES, name
            if name == "src":
                assert value in CID.values()
            if name == "href":
                assert re.match("(?i)(https?://|mailto:|tel:)", value or "")
        if tag == "a":
            assert ("target", "_blank") in attrs
            assert ("rel", "noopener noreferrer nofollow") in attrs

    def handle_data(self, data: str) -> None:
        self.seen += data


def seen(cleaned: str) -> str:
    reader = Reader()
    reader.feed(cleaned)
    reader.close()
    return reader.seen


def test_there_are_many_vectors() -> None:
    assert len(set(VECTORS)) >= 200


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_no_vector_survives(vector: str) -> None:
    for wrapped in (vector, f"<table><tr><td>{vector}", f"<p>before</p>{vector}<p>after</p>", f"<b><i>{vector}</b>"):
        cleaned = clean(wrapped, cid=CID)
        seen(cleaned)
        assert clean(cleaned, cid={}).count("<") <= cleaned.count("<")
        assert "before" not in wrapped or "before" in cleaned


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from([*VECTORS, "</p>", "</style>", "-->", "'", '"', ">", "<table>", "</svg>", "<b>", "слово"]),
        max_size=6,
    )
)
def test_no_mixture_survives_and_cleaning_again_changes_nothing(parts: list[str]) -> None:
    cleaned = clean("".join(parts), cid={})
    seen(cleaned)
    again = clean(cleaned, cid={})
    assert clean(again, cid={}) == again


@given(st.text(st.characters()))
def test_plain_words_stay(words: str) -> None:
    shown = seen(clean(html.escape(re.sub("[\ud800-\udfff\0]", "\ufffd", words)), cid={}))
    assert (
        shown == re.sub("[\ud800-\udfff\0]", "\ufffd", words).replace("\r\n", "\n").replace("\r", "\n") or "\r" in words
    )


KEPT = [
    ("<p>Добрый <b>день</b></p>", "<p>Добрый <b>день</b></p>"),
    ('<p dir="rtl" style="color:red">سلام</p>', '<p dir="rtl">سلام</p>'),
    ("<img src=cid:logo@mail alt=Logo>", '<img src="/files/logo" alt="Logo">'),
    ("<img src='CID:logo%40mail'>", '<img src="/files/logo">'),
    ("<img src=https://evil/x alt=Receipt>", '<img alt="Receipt">'),
    ("<ul><li>one<li>two</ul>", "<ul><li>one</li><li>two</li></ul>"),
    ("<form>Please <button>answer</button></form>", "Please answer"),
    ("<font size=7>loud</font>", "loud"),
    ("<center>middle</center>", "<center>middle</center>"),
    ("<html><head><title>t</title></head><body>words</body></html>", "words"),
    ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
]


@pytest.mark.parametrize(("source", "expected"), KEPT, ids=range(len(KEPT)))
def test_what_a_reader_saw_stays(source: str, expected: str) -> None:
    assert clean(source, cid=CID) == expected


COSTLY = [
    ("deep", "<div>word" * 100_000),
    ("open formatting", "".join(f"<p><b title={n}>word" for n in range(3000))),
    ("many attributes", "<b " + " ".join(f"a{n}=1" for n in range(200_000)) + ">word"),
    ("entities", "word" + "&amp" * 400_000),
    ("long", "word" * (MOST_SIGNS // 2)),
    ("unclosed scripts", "word" + "<script>" * 200_000),
    ("many titles", "word" + "<title></title x" * 100_000),
    ("just allowed deep", "<div>word" * 5_900),
]


@pytest.mark.parametrize("source", [case[1] for case in COSTLY], ids=[case[0] for case in COSTLY])
def test_costly_mail_is_shown_as_words_in_time(source: str) -> None:
    started = time.process_time()
    cleaned = clean(source, cid={})
    assert time.process_time() - started < 2
    assert "word" in seen(cleaned)
    assert len(cleaned) < 8 * MOST_SIGNS


def test_an_embedded_photograph_does_not_cost_the_layout() -> None:
    assert (
        clean(f"<p>hi</p><img src='data:image/png;base64,{'QUJD' * 50_000}' alt=x>", cid={}) == '<p>hi</p><img alt="x">'
    )
