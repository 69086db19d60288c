"""What a file is, told by its first bytes. What the sender calls it counts for nothing."""

UNKNOWN = "application/octet-stream"
HEAD = 32
"""How many first bytes sniff() needs."""

_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"avis": "image/avif",
}


def sniff(head: bytes) -> str:
    """The media type of the few kinds we know by their first 32 bytes; else application/octet-stream.

    It says how a file begins, not that it is whole or harmless: downloads stay attachments in every case.
    """
    for beginning, media_type in _BEGINNINGS:
        if head.startswith(beginning):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], UNKNOWN)
    return UNKNOWN
