"""Outside bodies a complainant may turn to, by jurisdiction, for the page "Our promise"."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from amends.lib.data_files import Entry, read_entry
from amends.office.names import in_language


@dataclass(frozen=True, slots=True)
class Body:
    """A public body: its names by language, its site, and a telephone number where there is one."""

    names: dict[str, str]
    site: str
    phone: str = ""

    @property
    def name(self) -> str:
        return in_language(self.names)


def bodies(jurisdiction: str) -> list[Body]:
    """The bodies of a jurisdiction such as "RU"; an empty list where we know none."""
    return list(_all().get(jurisdiction, ()))


@cache
def _all() -> dict[str, tuple[Body, ...]]:
    places = read_entry(resources.files("amends.office.base").joinpath("bodies.yaml"))
    return {place: tuple(_body(entry) for entry in places.entries(place)) for place in places}


def _body(entry: Entry) -> Body:
    entry.known("names", "site", "phone")
    names = entry["names"]
    if not isinstance(names, Entry):
        raise entry.fault("“names” must be names by language", "names")
    return Body(dict(names), entry.text("site"), str(entry.get("phone", "")))
