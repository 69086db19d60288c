"""Whether anybody has an account here yet. Asked on each page, so the answer "somebody" is remembered for good."""

from amends.office.models import Person


class _Memory:
    is_opened = False


def is_new() -> bool:
    """True while the database holds no person."""
    if not _Memory.is_opened:
        _Memory.is_opened = Person.objects.exists()
    return not _Memory.is_opened


def remember(*, is_opened: bool) -> None:
    """For tests: what a process that has been running for a while would know."""
    _Memory.is_opened = is_opened
