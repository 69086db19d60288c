"""The command `amends`: reads the command line, wakes Django, calls one command."""

import argparse
import importlib
import os
import sys

from amends import __doc__ as purpose
from amends import __version__
from amends.commands import WORDS, CommandFailed
from amends.config.env import BadSetting


def parser(word: str) -> argparse.ArgumentParser:
    """The command line of WORD in full, of all other commands by name and purpose; only the module of WORD is loaded."""
    whole = argparse.ArgumentParser(prog="amends", description=purpose)
    whole.add_argument("--version", action="version", version=__version__)
    words = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, about in WORDS.items():
        if name == word:
            importlib.import_module(f"amends.commands.{name}").register(words)
        else:
            words.add_parser(name, help=about.help)
    return whole


def main(argv: list[str] | None = None) -> int:
    """Status 0 on success, 1 on failure, 2 on a wrong command line or setting; talk goes to standard error.

    A mail server that pipes a mail to us always hears 75 instead, so that it keeps the mail and offers it again.
    """
    argv = sys.argv[1:] if argv is None else argv
    word = next((part for part in argv if not part.startswith("-")), "")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
    os.umask(0o077)  # whatever we write may hold what a complainant told us
    try:
        if word in WORDS and WORDS[word].needs_django:
            import django

            django.setup()
        args = parser(word).parse_args(argv)
        return int(args.run(args) or 0)
    except BadSetting as error:
        print(f"amends: {error}", file=sys.stderr)
        return _status(argv, 2)
    except CommandFailed as error:
        print(f"amends: {error}", file=sys.stderr)
        return error.status
    except _no_database() as error:
        words = "the database does not answer, or the office is not set up yet: run amends init"
        print(f"amends: {words} ({error.__class__.__name__})", file=sys.stderr)
        return _status(argv, 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _status(argv: list[str], usual: int) -> int:
    return os.EX_TEMPFAIL if [part for part in argv if not part.startswith("-")][:2] == ["mail", "receive"] else usual


def _no_database() -> tuple[type[Exception], ...]:
    from django.db import OperationalError, ProgrammingError

    return OperationalError, ProgrammingError


if __name__ == "__main__":
    sys.exit(main())
