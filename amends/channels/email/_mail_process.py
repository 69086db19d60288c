"""The small process that reads one mail, limited in memory and time; limited.py runs it.

Reads the mail from standard input, writes the Mail as a pickle to standard output; any trouble is an exit other than 0.
"""

import gc
import pickle
import resource
import sys

from amends.channels.email.parse import parse

MOST_MEMORY = 512 * 1024 * 1024  # of addresses; less than 300 of them are ever touched
MOST_SECONDS = 45


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mail = parse(sys.stdin.buffer.read())
    gc.collect()
    pickle.dump(mail, sys.stdout.buffer, protocol=5)
    return 0


if __name__ == "__main__":
    sys.exit(main())
