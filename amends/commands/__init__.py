"""The `amends` command: one module for each word that may follow it, each with `register(commands)` and `run(args)`."""

import argparse
from typing import NamedTuple, TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


class Word(NamedTuple):
    """What --help says of a command. One that knows no models may do without Django and so costs little."""

    help: str
    needs_django: bool = True


# The list of commands in the order of --help. A new command is one line here and one module beside this file.
WORDS = {
    "init": Word("set up or upgrade the office (may be run again at any time)"),
    "run": Word("try Amends: set up a demo office and serve it", needs_django=False),
    "serve": Word("serve pages and do the background work", needs_django=False),
    "worker": Word("do the background work only"),
    "user": Word("accounts of people who work here"),
    "token": Word("keys to the API"),
    "mail": Word("take in a mail from a mail server, or add a mail account"),
    "doctor": Word("say what is missing in the set-up"),
    "messages": Word("catalogues of translations", needs_django=False),
    "backup": Word("write the whole office into one file, while it works"),
    "restore": Word("bring an office back from a backup, into an empty database"),
    "verify": Word("check that nobody changed the log, the words or the files"),
    "deadline": Word("say when a rule of law or of the office is due, and why", needs_django=False),
    "clocks": Word("reckon all deadlines again from the log, or let them follow changed calendars"),
    "rules": Word("the office's own rules by file: check, keep, show"),
    "calendar": Word("calendars of countries, office and teams: list, show, extend, check and keep a file"),
    "demo": Word("fill an empty office with a made-up company and its complaints"),
}


class CommandFailed(Exception):
    """The command could not do it; the message is for the person at the keyboard. Exit status 1 unless told otherwise."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self.status = status
