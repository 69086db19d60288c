"""The signed mark: found again, refused when forged, moved or meant for something else."""

import pytest

from amends.channels.email import token

SECRET, OTHER = b"s" * 32, b"t" * 32
ID = token.message_id(SECRET, "k12", "company-x.example")
PLUS = token.reply_address(SECRET, "k12", "complaints@company-x.example").partition("@")[0].partition("+")[2]


def test_a_mark_is_found_again_whatever_a_mailer_does_to_its_case() -> None:
    assert token.of_message_id(SECRET, f"<{ID}>") == token.of_message_id(SECRET, ID.upper()) == "k12"
    assert token.of_plus(SECRET, PLUS) == token.of_plus(SECRET, PLUS.upper()) == "k12"


@pytest.mark.parametrize(
    "text",
    ["", "x", "<>", "am.k12@x", ID.replace("k12", "k13"), ID[:-30] + "a" * 20, ID.replace(".k12.", ".k12."[:-1]), f"am.k12.{PLUS.partition('.')[2]}@x.example",
     f"am.k12.{'a' * 20}@company-x.example", "am.k12.@company-x.example", f"{ID} {ID}\0", "am." + "k" * 4000 + ID],
)  # fmt: skip
def test_a_forged_message_id_is_nobody_s(text: str) -> None:
    assert token.of_message_id(SECRET, text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "k12",
        "k12.",
        PLUS.replace("k12", "k13"),
        PLUS[:-1],
        PLUS + "a",
        f"k12.{ID.split('.')[2].partition('@')[0]}",
        "k12." + "a" * 20,
        "ж.ж",
    ],
)
def test_a_forged_reply_address_is_nobody_s(text: str) -> None:
    assert token.of_plus(SECRET, text) == ""


def test_a_mark_of_another_secret_is_nobody_s() -> None:
    assert token.of_message_id(OTHER, ID) == token.of_plus(OTHER, PLUS) == ""


def test_the_reply_address_comes_first_then_the_nearest_message() -> None:
    older, newer = (token.message_id(SECRET, key, "x.example") for key in ("old", "new"))
    assert token.keys(SECRET, (older, "foreign@x.example", newer), (PLUS,)) == ("k12", "new", "old")


@pytest.mark.parametrize("key", ["", "K12", "a b", "a@b", "a.b", "k" * 41, "a\r\nb", "ж"])
def test_a_key_that_would_not_survive_the_way_is_refused(key: str) -> None:
    with pytest.raises(ValueError):
        token.message_id(SECRET, key, "x.example")


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="short"):
        token.message_id(b"short", "k12", "x.example")


def test_every_mark_has_a_hundred_bits() -> None:
    assert len(ID.split(".")[2].partition("@")[0]) * 5 == 100
