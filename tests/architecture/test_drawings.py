"""The documentation shows the tables as they are."""

from tests import drawings


def test_the_drawings_are_fresh() -> None:
    assert drawings.main(["--check"]) == 0, "run `make docs`"
