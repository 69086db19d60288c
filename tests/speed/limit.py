"""What the database itself can take: the very rows of a complaint, drafted beforehand, a durable transaction each.

`python -m tests.speed.limit COUNT` prints complaints and rows a second, as JSON. One writer; nothing is read.
"""

import json
import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402

from amends.core import make  # noqa: E402
from amends.core.actions import _draft, _insert  # noqa: E402

ROWS = 14  # complaint, party, issue, four deadlines, two messages, event, its personal facts, three reactions


def main() -> None:
    count, at = int(sys.argv[1]), timezone.now()
    drafts = [_draft.draft(make.intake(received_at=at), at=at, by=None) for _ in range(count)]
    began = time.perf_counter()
    for draft in drafts:
        _insert.insert(draft)
    seconds = time.perf_counter() - began
    print(json.dumps({"complaints": count / seconds, "rows": count * ROWS / seconds}))


if __name__ == "__main__":
    main()
