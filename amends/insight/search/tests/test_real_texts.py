"""Words, endings and pairs of characters drawn from real texts are found in them. Needs the corpus; skips without it."""

import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.insight.search import analyse
from amends.insight.search.tests.test_analyse import finds

FOLDER = os.environ.get("AMENDS_CORPUS_DIR", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="AMENDS_CORPUS_DIR names no folder with real texts")

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652]){4,}(?:\u200c[^\W\d_]+)*")


def texts(language: str, most: int = 150) -> Iterator[str]:
    """Texts of one language, evenly from its files, the same ones each time."""
    for path in sorted(Path(FOLDER).glob(f"{language}_*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line)["text"] for line in lines]
        yield from random.Random(7).sample(rows, min(most, len(rows)))


@pytest.mark.parametrize("language", ["en", "ru", "fa", "zh"])
def test_every_word_of_a_text_finds_it(language: str) -> None:
    seen = 0
    for text in texts(language):
        for word in {word for word in WORD.findall(text) if not HAN.search(word)}:
            seen += 1
            assert finds(word, text) or not analyse.query(word), word
            assert finds(word.upper(), text) or not analyse.query(word), word
    assert seen


def test_every_chinese_substring_finds_its_text() -> None:
    draw, seen = random.Random(7), 0
    for text in texts("zh"):
        for run in HAN.findall(text):
            length = draw.randint(2, min(6, len(run)))
            place = draw.randint(0, len(run) - length)
            seen += 1
            assert finds(run[place : place + length], text), run
    assert seen


def test_persian_words_are_found_joined_apart_and_in_arabic_letters() -> None:
    seen = 0
    for text in texts("fa", 400):
        for word in set(re.findall(r"[آ-ی]+\u200c[آ-ی]+", text)):
            seen += 1
            for written in (
                word,
                word.replace("\u200c", " "),
                word.replace("\u200c", ""),
                word.replace("ی", "ي").replace("ک", "ك"),
            ):
                assert finds(written, text), written
                assert finds(word, text.replace(word, written)), written
    assert seen


def test_russian_words_are_found_in_other_cases() -> None:
    """Endings are put on regular feminine nouns in -ость and on any word with ё."""
    seen = 0
    for text in texts("ru", 300):
        for stem in set(re.findall(r"\b([а-яё]{4,}ност)ь\b", text)):
            seen += 1
            for ending in ("и", "ью", "ей", "ях"):
                assert finds(stem + ending, text), stem + ending
        for word in set(re.findall(r"\b[а-я]*ё[а-я]+\b", text)):
            seen += 1
            assert finds(word.replace("ё", "е"), text), word
    assert seen
