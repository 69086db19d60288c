"""Pictures are made anew, upright and without traces; bombs and rubbish cost little and give None."""

import io
import resource
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image, PngImagePlugin

from amends.lib import pictures
from amends.lib.pictures import preview, strip_metadata

PLACE = "59.9386N 30.3141E"
PATIENCE = 120
"""Seconds. On a busy machine a picture that is well may wait long; what is a bomb ends by the processor's time it takes."""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_MOST_SECONDS", PATIENCE)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, kind, **more)
    return file.getvalue()


def with_traces(kind: str, orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x8298] = orientation, PLACE, "Anna"
    more: dict[str, object] = {"exif": exif}
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", "Anna")  # type: ignore[attr-defined]
    if kind == "JPEG":
        more["comment"] = b"Anna"
    return picture(kind, **more)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def huge_png(width: int, height: int, *between: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(between) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_traces_go_and_the_picture_stands_upright(kind: str) -> None:
    source = with_traces(kind)
    assert b"Anna" in source
    for remade in (preview(source), strip_metadata(source)):
        image = opened(remade)
        assert image.size == (40, 60)
        assert not image.getexif()
        assert b"Anna" not in (remade or b"")
        assert PLACE.encode() not in (remade or b"")
    assert opened(strip_metadata(source)).format == kind


@pytest.mark.parametrize(
    ("kind", "mode", "shown"),
    [
        ("JPEG", "CMYK", "JPEG"),
        ("JPEG", "L", "JPEG"),
        ("PNG", "RGBA", "PNG"),
        ("PNG", "P", "JPEG"),
        ("PNG", "1", "JPEG"),
        ("PNG", "I;16", "JPEG"),
        ("PNG", "LA", "PNG"),
        ("GIF", "P", "JPEG"),
        ("WEBP", "RGBA", "PNG"),
    ],
)
def test_every_mode_is_shown(kind: str, mode: str, shown: str) -> None:
    assert opened(preview(picture(kind, mode))).format == shown


def test_a_large_photograph_becomes_small() -> None:
    assert max(opened(preview(picture("JPEG", size=(6000, 4000)))).size) == 1600
    assert max(opened(preview(picture("PNG", size=(3600, 2700)))).size) == 1600


RUBBISH = [
    ("empty", b""),
    ("text", b"hello"),
    ("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("only a beginning", b"\x89PNG\r\n\x1a\n"),
    ("cut jpeg", picture("JPEG", size=(900, 900))[:900]),
    ("cut png", huge_png(4000, 4000)),
    ("cut webp", picture("WEBP")[:30]),
    ("400 megapixels", huge_png(20_000, 20_000)),
    ("zTXt bomb", huge_png(1000, 999, *[chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(60_000_000)))] * 20)),
    ("zero wide", huge_png(0, 10)),
    ("postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
]


@pytest.mark.parametrize("data", [case[1] for case in RUBBISH], ids=[case[0] for case in RUBBISH])
def test_rubbish_and_bombs_give_none(data: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert preview(data) is None
    assert strip_metadata(data) is None
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 4


MEASURED = """
import runpy, sys
sys.argv = [sys.argv[1], sys.argv[2]]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print([line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1], file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("purpose", "data"),
    [
        ("preview", picture("JPEG", size=(10_000, 8_000))),
        ("preview", picture("PNG", "RGBA", size=(3600, 2700))),
        ("strip", picture("JPEG", size=(4032, 3024))),
    ],
)
def test_the_memory_of_the_process_stays_within_bounds(purpose: str, data: bytes) -> None:
    command = [sys.executable, "-I", "-c", MEASURED, str(pictures._PROCESS), purpose]
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=PATIENCE)
    assert int(done.stderr.split()[-1]) < 128 * 1024
    assert done.returncode == 0


def test_moving_pictures_are_not_stripped() -> None:
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    assert strip_metadata(file.getvalue()) is None
    assert preview(file.getvalue()) is not None
