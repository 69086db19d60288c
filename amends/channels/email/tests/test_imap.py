"""Fetching from a real server that drops, cuts, refuses and forgets: every mail is kept, each once."""

import pytest

from amends.channels.email import imap
from amends.channels.email.imap import Place, Refused, visit
from amends.channels.email.tests.build import mail
from amends.channels.email.tests.imap_server import Postbox

LETTERS = [mail(f"Letter {number}. ".encode() * 200, Message_ID=f"<{number}@example.org>") for number in range(12)]


class Shelf:
    """Keeps like the house does: the same bytes once."""

    def __init__(self) -> None:
        self.raws: list[bytes] = []
        self.calls = 0

    def keep(self, raw: bytes) -> None:
        self.calls += 1
        if raw not in self.raws:
            self.raws.append(raw)


def test_new_mails_are_kept_and_then_marked() -> None:
    shelf = Shelf()
    with Postbox() as box:
        box.put(*LETTERS)
        done = visit(box.server, Place(), shelf.keep)
        assert (shelf.raws, done.kept, box.unseen()) == (LETTERS, 12, 0)
        assert visit(box.server, done.place, shelf.keep).kept == 0


def test_what_a_person_read_first_is_still_ours() -> None:
    shelf = Shelf()
    with Postbox() as box:
        place = visit(box.server, Place(), shelf.keep).place
        box.put(LETTERS[0])
        box.letters[0].flags.add("\\Seen")
        assert visit(box.server, place, shelf.keep).kept == 1


def test_a_mailbox_full_of_read_mail_is_not_taken_over() -> None:
    shelf = Shelf()
    with Postbox() as box:
        box.put(*LETTERS)
        for letter in box.letters[:10]:
            letter.flags.add("\\Seen")
        visit(box.server, Place(), shelf.keep)
        assert shelf.raws == LETTERS[10:]


@pytest.mark.parametrize("every", [7, 8, 11, 13])
def test_a_server_that_drops_the_line_again_and_again_loses_nothing(every: int) -> None:
    shelf = Shelf()
    with Postbox() as box:
        box.put(*LETTERS)
        box.faults.drop_every = every
        place = Place()
        for _ in range(40):
            try:
                place = visit(box.server, place, shelf.keep).place
            except imap.Broken as error:
                place = error.place
        assert sorted(shelf.raws) == sorted(LETTERS)


def test_a_mail_cut_in_the_middle_is_fetched_whole() -> None:
    shelf = Shelf()
    with Postbox() as box:
        box.put(*LETTERS[:3])
        box.faults.cut_fetches = 1
        with pytest.raises(imap.Broken):
            visit(box.server, Place(), shelf.keep)
        assert shelf.raws == [] and box.unseen() == 3
        visit(box.server, Place(), shelf.keep)
        assert shelf.raws == LETTERS[:3]


def test_a_refused_login_is_one_login() -> None:
    with Postbox() as box:
        box.faults.refuse_login = True
        with pytest.raises(Refused, match="refused the login"):
            visit(box.server, Place(), Shelf().keep)
        assert box.logins == 1


def test_marks_that_cannot_be_stored_do_not_bring_a_mail_twice() -> None:
    shelf = Shelf()
    with Postbox() as box:
        box.put(*LETTERS)
        box.faults.refuse_marks = True
        done = visit(box.server, Place(), shelf.keep)
        assert done.kept == 12 and "does not mark" in done.troubles[0]
        assert visit(box.server, done.place, shelf.keep).kept == 0
        assert shelf.calls == 12


def test_a_mailbox_made_anew_brings_the_same_mails_and_the_shelf_knows_them() -> None:
    shelf = Shelf()
    with Postbox() as box:
        box.put(*LETTERS)
        place = visit(box.server, Place(), shelf.keep).place
        box.made_anew()
        box.put(mail(b"New.", Message_ID="<new@example.org>"))
        done = visit(box.server, place, shelf.keep)
        assert done.place.validity == 2
        assert len(shelf.raws) == 13


def test_what_cannot_be_kept_stays_unmarked() -> None:
    def full(raw: bytes) -> None:
        raise MemoryError("no room")

    with Postbox() as box:
        box.put(*LETTERS[:2])
        with pytest.raises(MemoryError):
            visit(box.server, Place(), full)
        assert box.unseen() == 2


def test_a_server_that_is_not_there_is_broken() -> None:
    with Postbox() as box:
        gone = box.server
    with pytest.raises(imap.Broken):
        visit(gone, Place(), Shelf().keep)
