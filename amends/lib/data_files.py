"""Reads YAML files that ship or that somebody wrote: text only, duplicate keys refused, faults named by file and line."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any

import yaml


def N_(text: str) -> str:
    """Marks TEXT for the translators; it is translated where it is shown, never here."""
    return text


class DataFault(ValueError):
    """A data file says something impossible. The message names file and line, so that a person can mend it.

    `text` with `values` is what is wrong, for the reader's language; `place` is file and line, `key` what it is about.
    """

    def __init__(self, text: str, *, place: str = "", key: str = "", **values: object) -> None:
        said = text % values if values else text
        super().__init__(f"{place}: {said}" if place else said)
        self.text, self.values, self.place, self.key = text, values, place, key

    @property
    def line(self) -> int:
        """The line of the file, counted from 1; 0 where no line is to blame."""
        number = self.place.rpartition(":")[2]
        return int(number) if number.isdecimal() else 0


class Entry(dict[str, Any]):
    """A mapping that remembers where it stands, and where each of its keys does."""

    place: str
    places: dict[str, str]

    def fault(self, message: str, key: str | None = None, **values: object) -> DataFault:
        """The fault to raise about this entry, or about one of its keys."""
        place = self.places.get(key, self.place) if key else self.place
        return DataFault(message, place=place, key=key or "", **values)

    def text(self, key: str) -> str:
        """A text that must be there. Refuses anything else, numbers and yes/no included: YAML guesses those."""
        found = self.get(key)
        if not isinstance(found, str) or not found.strip():
            raise self.fault(N_("“%(name)s” must be a text, found %(found)s"), key, name=key, found=repr(found))
        return found

    def entries(self, key: str) -> list["Entry"]:
        """A list of mappings; an absent key is an empty list."""
        found = self.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, Entry) for item in found):
            raise self.fault(N_("“%(name)s” must be a list of entries"), key, name=key)
        return found

    def known(self, *keys: str) -> None:
        """Refuses a key that nobody reads: nearly always a slip of the pen."""
        for key in self:
            if key not in keys:
                text = N_("“%(name)s” is not known here; known are: %(known)s")
                raise self.fault(text, key, name=key, known=", ".join(keys))


def read(file: Traversable, name: str | None = None) -> Any:
    """The content of one YAML file. Refuses broken YAML, duplicate keys and tags; dates stay texts."""
    return _parsed(file.read_text(encoding="utf-8"), name or file.name)


def _parsed(text: str, name: str) -> Any:
    loader = _Loader(text)
    loader.file_name = name
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 0
        text = N_("this is not YAML: %(problem)s")
        raise DataFault(text, place=f"{name}:{line}", problem=fault.problem) from fault
    except DataFault:
        raise
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        raise DataFault(N_("this cannot be read as YAML"), place=f"{name}:1") from fault
    finally:
        loader.dispose()


def read_entry(file: Traversable, name: str | None = None) -> Entry:
    """The content of a file that must be one mapping."""
    return read_entry_in(file.read_text(encoding="utf-8"), name or file.name)


def read_entry_in(text: str, name: str) -> Entry:
    """The same for a text that stands in no file; faults speak of it by the name."""
    found = _parsed(text, name)
    if not isinstance(found, Entry):
        raise DataFault(N_("the file must be one mapping of keys to values"), place=f"{name}:1")
    return found


class _Loader(yaml.CSafeLoader):
    file_name = ""


def _entry(loader: _Loader, node: yaml.MappingNode) -> Iterator[Entry]:
    entry = Entry()
    entry.place = f"{loader.file_name}:{node.start_mark.line + 1}"
    entry.places = {}
    yield entry
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        place = f"{loader.file_name}:{key_node.start_mark.line + 1}"
        if not isinstance(key, str):
            raise DataFault(N_("the key %(name)s must be a text; put it in quotes"), place=place, name=repr(key))
        if key in entry:
            text = N_("“%(name)s” is there twice; first at %(first)s")
            raise DataFault(text, place=place, name=key, first=entry.places[key])
        entry.places[key] = place
        entry[key] = loader.construct_object(value_node, deep=True)


def _text(loader: _Loader, node: yaml.ScalarNode) -> str:
    """Refuses what no database can keep: NUL, and half a pair of UTF-16."""
    text = str(node.value)
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        place = f"{loader.file_name}:{node.start_mark.line + 1}"
        raise DataFault(N_("there are signs in it that no text has"), place=place)
    return text


def _date_as_text(loader: _Loader, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _entry)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date_as_text)
_Loader.add_constructor("tag:yaml.org,2002:str", _text)
