"""From a text to the tokens of the search index, and from what a person typed to a query over them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from amends.insight.search import letters, stems

LONGEST_TEXT = 2_000_000
LONGEST_QUERY = 400
MOST_GROUPS = 16
MOST_IN_PHRASE = 32
MOST_KEPT = 200_000

_L = rf"[^\W_{letters.HAN}]"
_UNIT = re.compile(rf"([{letters.HAN}]+)|{_L}+(?:(?:[-./@'{letters.ZWNJ}]|(?<=\d),(?=\d)){_L}+){{0,7}}")
_PART = re.compile(r"\d+|[^\W\d_]+")
_PHONE = re.compile(r"(?<![\w+./-])\+?\d(?:[ ()./-]{0,3}\d){9,14}(?!\w)")
_QUOTED = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”|„([^“”]*)[“”]|「([^」]*)」')


@dataclass(slots=True)
class Tokens:
    """What the index keeps of a text: tokens in their order, for phrases, and further tokens without a place."""

    stream: list[str] = field(default_factory=list)
    extras: set[str] = field(default_factory=set)


Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """Every group must be found; a group is found when one of its phrases is. No groups: nothing was asked."""

    groups: tuple[tuple[Phrase, ...], ...] = ()
    runs: frozenset[str] = frozenset()
    """The Chinese strings asked for, as written, for marking them."""

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset(token for group in self.groups for phrase in group for token in phrase)


@dataclass(frozen=True, slots=True)
class _Unit:
    """One written word, whatever is glued to it, and its tokens: in order, and besides."""

    stream: Phrase
    extras: Phrase = ()
    parts: Phrase = ()
    is_persian: bool = False
    """One word of Arabic script, to which an affix written apart may belong."""


_known: dict[str, _Unit] = {}


def index_tokens(text: str) -> Tokens:
    """The tokens of a text of any language, mix or size; what lies beyond two million characters is left out."""
    plain = letters.plain(text[:LONGEST_TEXT])
    tokens = Tokens()
    stream, extras = tokens.stream, tokens.extras
    before = ""
    for found in _UNIT.finditer(plain):
        written = found.group()
        if found.lastindex:
            stream += _pairs(written)
            extras.update(written)
            before = ""
            continue
        unit = _known.get(written) or _learn(written)
        stream += unit.stream
        if unit.extras:
            extras.update(unit.extras)
        if not unit.is_persian:
            before = ""
            continue
        if before in stems.PREFIXES or (written in stems.ENDINGS and before):
            extras.update(stems.stems(before + written))
        before = written
    extras.update(_telephone(found) for found in _PHONE.finditer(plain))
    return tokens


def index_text(text: str) -> tuple[str, str]:
    """The same as two strings, tokens apart by spaces: in order; besides."""
    tokens = index_tokens(text)
    return " ".join(tokens.stream), " ".join(sorted(tokens.extras))


def unit_tokens(word: str) -> frozenset[str]:
    """Every token of one written word, for marking it where it was found."""
    tokens = index_tokens(word)
    return frozenset(tokens.stream) | tokens.extras


def query(text: str) -> Query:
    """Reads what a person typed: words, all of which must be found; «quoted words» side by side. Never fails."""
    typed = text[:LONGEST_QUERY]
    groups: list[tuple[Phrase, ...]] = []
    runs: set[str] = set()

    def besides(found: re.Match[str]) -> str:
        phrase = tuple(index_tokens(found.group()).stream)[:MOST_IN_PHRASE]
        if len(phrase) < 2:
            return found.group()
        groups.append((phrase,))
        runs.update(unit for unit, is_run in _units(letters.plain(found.group())) if is_run)
        return " "

    rest = letters.plain(_QUOTED.sub(besides, typed))
    rest = _PHONE.sub(lambda found: _ask_phone(found, groups), rest)
    words: list[str] = []
    for written, is_run in _units(rest):
        if is_run:
            groups.extend(_ask_words(words))
            words = []
            runs.add(written)
            groups.append((tuple(_pairs(written))[:MOST_IN_PHRASE],))
        else:
            words.append(written)
    groups.extend(_ask_words(words))
    return Query(tuple(dict.fromkeys(groups))[:MOST_GROUPS], frozenset(runs))


def _units(plain: str) -> Iterator[tuple[str, bool]]:
    return ((found.group(), bool(found.lastindex)) for found in _UNIT.finditer(plain))


def _ask_words(words: list[str]) -> list[tuple[Phrase, ...]]:
    """A group a word. A Persian affix typed apart belongs to its neighbour; two neighbours may also stand joined."""
    kept = [word for word in words if _unit(word).stream] or words
    groups = {place: _ask(word) for place, word in enumerate(words) if word in kept}
    for place, (left, right) in enumerate(pairwise(words)):
        if letters.is_arabic(left) and letters.is_arabic(right) and (left + right).isalpha():
            joined = tuple((stem,) for stem in stems.stems(left + right))
            for side in {place, place + 1} & groups.keys():
                groups[side] += joined
    return [tuple(dict.fromkeys(group)) for group in groups.values()]


def _ask(written: str) -> tuple[Phrase, ...]:
    unit = _unit(written)
    phrases: list[Phrase] = [unit.stream] if unit.stream else []
    affixes = stems.ENDINGS | stems.PREFIXES if unit.stream else frozenset()
    if len(unit.stream) <= 1:
        # 000412 asks for just that, while 412 finds both: the index knows the number under both names.
        bare = written.lstrip("0") if written.isdigit() else ""
        phrases += [(token,) for token in unit.extras if token not in affixes and token != bare]
    else:
        phrases += [(token,) for token in stems.stems("".join(unit.parts))]
    if len(unit.parts) == 1 and letters.is_arabic(written):
        phrases += _apart(written)
    return tuple(phrases)


def _apart(word: str) -> Iterator[Phrase]:
    """A Persian compound typed joined may stand in the text with a space or a non-joiner inside: پیشبینی, پیش بینی."""
    for cut in range(2, len(word) - 1 if 5 <= len(word) <= 14 else 0):
        left, right = word[:cut], word[cut:]
        if left not in stems.PREFIXES and right not in stems.ENDINGS | stems.PREFIXES and left not in stems.ENDINGS:
            yield stems.persian(left), stems.persian(right)


def _ask_phone(found: re.Match[str], groups: list[tuple[Phrase, ...]]) -> str:
    parts = tuple(stems.stems(part)[0] for part in _PART.findall(found.group()))
    groups.append((parts, (_telephone(found),)))
    return " "


def _telephone(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", found.group())[-10:]


def _pairs(run: str) -> list[str]:
    """Neighbouring characters two by two, so that any string of two or more is a phrase; a lone one stays alone."""
    return [run[place : place + 2] for place in range(len(run) - 1)] or [run]


def _unit(written: str) -> _Unit:
    return _known.get(written) or _learn(written)


def _learn(written: str) -> _Unit:
    if len(_known) > MOST_KEPT:
        _known.clear()
    unit = _known[written] = _read(written)
    return unit


def _read(written: str) -> _Unit:
    """Takes a written word to its parts at joiners and between letters and digits: parts in order, the whole besides."""
    owned = written.removesuffix("'s")
    parts = _PART.findall(owned.replace("'", "")) or [written]
    own = [part for part in parts if part not in stems.ENDINGS and part not in stems.PREFIXES]
    stream: list[str] = []
    extras: list[str] = [part for part in parts if part not in own]
    for part in own:
        stem, *also = stems.stems(part)
        stream.append(stem)
        extras += also
    if len(parts) > 1:
        extras += stems.stems("".join(parts))
    if "'" in owned:
        extras += [stems.stems(piece)[0] for piece in _PART.findall(owned) if len(piece) > 1]
    besides = tuple(token for token in dict.fromkeys(extras) if token not in stream)
    return _Unit(tuple(stream), besides, tuple(parts), letters.is_arabic(written) and written.isalpha())
