"""Pages travel compressed to whoever takes them so; everything else as it is."""

import gzip

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from amends.config.middleware import Zipped
from amends.core import make

TAKES = {"Accept-Encoding": "br, gzip"}
PAGE = "<p>One promise of many.</p>" * 200


@pytest.mark.django_db
def test_a_page_is_the_same_page_and_much_lighter() -> None:
    make.office()
    plain = Client().get("/")
    zipped = Client().get("/", headers=TAKES)
    assert "Content-Encoding" not in plain.headers and zipped.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in zipped.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
    assert int(zipped.headers["Content-Length"]) == len(zipped.content) < len(plain.content) / 2
    assert b"</html>" in gzip.decompress(zipped.content)


def _answer(made: HttpResponse | FileResponse) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return made

    return Zipped(view)(RequestFactory().get("/", headers=TAKES))


@pytest.mark.parametrize(
    ("made", "is_zipped"),
    [
        pytest.param(lambda: HttpResponse(PAGE), True, id="a page"),
        pytest.param(lambda: HttpResponse("Yes."), False, id="a page of one word"),
        pytest.param(lambda: HttpResponse(PAGE, content_type="application/pdf"), False, id="a file"),
        pytest.param(
            lambda: FileResponse([PAGE.encode()], content_type="text/html"), False, id="a file sent in pieces"
        ),
    ],
)
def test_only_pages_are_compressed(made: object, is_zipped: bool) -> None:
    assert callable(made)
    assert ("Content-Encoding" in _answer(made()).headers) is is_zipped


def test_no_two_sizes_tell_the_same_tale() -> None:
    assert len({len(_answer(HttpResponse(PAGE)).content) for _ in range(40)}) > 3
