"""The small process that decodes one foreign picture, limited in memory and time; pictures.py runs it as a file.

Reads the picture from standard input, writes the new one to standard output; any trouble is an exit other than 0.
"""

import io
import resource
import sys

MOST_MEMORY = 200 * 1024 * 1024  # of addresses; about 110 of them are the interpreter and Pillow, mostly never touched
MOST_SECONDS = 8
MOST_PIXELS = {"preview JPEG": 120_000_000, "strip JPEG": 12_600_000}  # a preview decodes a JPEG small from the start
MOST_PIXELS_ELSE = 10_000_000
LONGEST_SIDE = 1600

resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

from PIL import Image, ImageOps  # noqa: E402  the limits stand before foreign code is loaded


def main(purpose: str) -> int:
    source = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["JPEG", "PNG", "GIF", "WEBP"])
    kind = source.format
    small = purpose == "preview"
    most = MOST_PIXELS.get(f"{purpose} {kind}", MOST_PIXELS_ELSE)
    if source.width * source.height > most or (not small and getattr(source, "n_frames", 1) > 1):
        return 3
    if small:
        source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        source.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    else:
        source.load()
    ImageOps.exif_transpose(source, in_place=True)
    clear = source.mode in {"RGBA", "LA", "PA"} or "transparency" in source.info
    picture = source.convert("RGBA" if clear else "L" if source.mode == "L" else "RGB")
    picture.info = {}  # else comments and colour profiles would be written again
    target = ("PNG" if clear else "JPEG") if small else str(kind)
    picture.save(sys.stdout.buffer, target, **({} if target == "PNG" else {"quality": 82 if small else 92}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
