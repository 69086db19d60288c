"""QR codes as inline drawings without style attributes, so that the strict content policy holds."""

import segno
from django.utils.safestring import SafeString, mark_safe


def picture(text: str) -> SafeString:
    """The text as an inline <svg>, black on white in either theme (.qr in cards.css gives the paper)."""
    # Every reader takes every mask; trying all eight for the prettiest would cost most of the time of the page.
    drawn = segno.make(text, micro=False, error="m", mask=2).svg_inline(scale=4, border=2, omitsize=True, svgclass=None)
    return mark_safe(drawn)
