"""How a verb of the office says no."""


class OfficeRefused(Exception):
    """Nothing was changed. `str()` is the reason in the reader's language, `field` what it is about ("" for the whole)."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class NotAllowed(OfficeRefused):
    """The person's roles do not allow it."""
