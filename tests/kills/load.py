"""Clients who send complaints through every door, do not give up when the line breaks, and remember what they were told."""

import hashlib
import http.client
import itertools
import json
import random
import re
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape

from amends.channels.email.tests.build import encode_word, text_mail
from tests.serving import PATIENCE, Answer, House, ask, urlencoded

WORDS = (
    "Банка пюре шипела и пахла кислым.",
    "ёлка, №7 — «кавычки»",
    "在婴儿米粉里发现异物，请退款。",
    "در شیشهٔ پوره باز بود؛ می‌خواهم پولم برگردد.",
    "The lid was loose.",
    "👩‍👧 e\u0301 \u200f(RTL)\u200e",
    "Zeile eins\nZeile zwei\n\nZeile vier",
    "100 % <b>not</b> 'quoted' \\ /",
)
BROKEN = (OSError, http.client.HTTPException)


@dataclass
class Submission:
    """One complaint that a client wants to bring in, and every answer it got."""

    door: str
    key: str
    text: str
    email: str
    answers: list[tuple[str, str]] = field(default_factory=list)
    is_acknowledged: bool = False

    @property
    def told(self) -> tuple[str, str] | None:
        return self.answers[0] if self.answers else None


class Clients:
    """Threads that send until told to stop. Each submission is retried under its own key until it is answered."""

    def __init__(self, house: House, seed: int, doors: tuple[str, ...], faithful: float = 0.9) -> None:
        self.house = house
        self.sent: list[Submission] = []
        self.faults: list[str] = []
        self.first_answer = threading.Event()
        self._doors, self._seed, self._faithful = doors, seed, faithful
        self._stop, self._up = threading.Event(), threading.Event()
        self._count = itertools.count()
        self._threads = [threading.Thread(target=self._send, args=(place,), daemon=True) for place in range(len(doors))]

    def start(self) -> None:
        self._up.set()
        for thread in self._threads:
            thread.start()

    def house_is(self, *, up: bool) -> None:
        """While the house is down the clients wait; they are told of its return, as a browser's user would see it."""
        if up:
            self.first_answer.clear()
            self._up.set()
        else:
            self._up.clear()

    def stop(self) -> None:
        """Every submission under way is brought to its answer first."""
        self._up.set()
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        alive = [thread.name for thread in self._threads if thread.is_alive()]
        assert not alive, f"clients never got an answer: {alive}\n{self.house.words()}"
        assert not self.faults, self.faults[0] + "\n" + self.house.words()

    @staticmethod
    def again(house: House, sent: list[Submission]) -> list[Submission]:
        """Every one of them sent once more under its key, as a client does that never saw the answer."""
        doors = {name: door(house) for name, door in DOORS.items()}
        try:
            for one in sent:
                doors[one.door](one)
        finally:
            for door in doors.values():
                door.close()
        return sent

    def _send(self, place: int) -> None:
        try:
            self._send_on(place)
        except Exception as error:
            self.faults.append(f"{self._doors[place]}: {error!r}")

    def _send_on(self, place: int) -> None:
        chance = random.Random(self._seed * 1000 + place)
        with closing(DOORS[self._doors[place]](self.house)) as door:
            self._send_by(door, place, chance)

    def _send_by(self, door: "_Door", place: int, chance: random.Random) -> None:
        while not self._stop.is_set():
            number = next(self._count)
            words = " ".join(chance.sample(WORDS, 3))
            submission = Submission(
                self._doors[place], f"key-{self._seed}-{number}", f"Fall {self._seed}-{number}. {words}",
                f"anna{number}@mail.example" if chance.random() < 0.5 else "",
            )  # fmt: skip
            self.sent.append(submission)
            self._bring(door, submission, persistent=chance.random() < self._faithful)

    def _bring(self, door: "Callable[[Submission], None]", submission: Submission, *, persistent: bool) -> None:
        """One that is not persistent goes home when the line breaks; the house may have kept it or not."""
        while not submission.is_acknowledged:
            self._up.wait(PATIENCE)
            try:
                door(submission)
                self.first_answer.set()
            except BROKEN:
                if not persistent:
                    return
                self._stop.wait(0.05)


class _Door:
    def __init__(self, house: House) -> None:
        self._house = house
        self._line: http.client.HTTPConnection | None = None

    def _ask(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        self._line = self._line or self._house.connection(timeout=20)
        try:
            return ask(self._line, method, address, body, headers)
        except BROKEN:
            self._line.close()
            self._line = None
            raise

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _note(self, submission: Submission, number: str, code: str) -> None:
        submission.answers.append((number, code))
        submission.is_acknowledged = True


class Api(_Door):
    """POST /api/v1/public/complaints with an Idempotency-Key."""

    def __call__(self, submission: Submission) -> None:
        body = json.dumps({"text": submission.text, "email": submission.email, "name": "Anna"}).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": submission.key}
        answer = self._ask("POST", "/api/v1/public/complaints", body, headers)
        if answer.status == 201:
            self._note(submission, answer.data["number"], answer.data["access_code"])
        else:
            _must_be_passing(answer)


class Form(_Door):
    """The web form without JavaScript: the page is fetched, then sent with the proof it carries."""

    def __call__(self, submission: Submission) -> None:
        page = self._ask("GET", "/complain", None, {})
        if page.status != 200:
            return _must_be_passing(page)
        proof = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        cookie = re.search(r"csrf=([^;]+)", page.headers.get("Set-Cookie") or "")
        assert proof and cookie, page.text[:500]
        fields = [
            ("csrfmiddlewaretoken", proof[1]), ("key", _form_key(submission.key)), ("step", "5"),
            ("go", "send"), ("whole", "yes"), ("kind", "complaint"), ("text", submission.text), ("email", submission.email),
        ]  # fmt: skip
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"csrf={cookie[1]}",
            "Origin": f"http://127.0.0.1:{self._house.port}",
        }
        answer = self._ask("POST", "/complain", urlencoded(fields), headers)
        if answer.status != 200:
            return _must_be_passing(answer)
        number = re.search(r"\b[A-Z]+-\d{4}-\d{6}\b", answer.text)
        code = re.search(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", unescape(re.sub(r"<[^>]+>", "", answer.text)))
        assert number, answer.text[:3000]
        self._note(submission, number[0], code[0] if code else "")
        return None


def _form_key(key: str) -> str:
    """32 hexadecimal signs, as the form itself makes them; never the same for two submissions."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


class Mail(_Door):
    """`amends mail receive`: a mail server's pipe. Exit 0 says that it is durably stored."""

    def __call__(self, submission: Submission) -> None:
        submission.email = submission.email or "boris@mail.example"
        raw = text_mail(
            submission.text, "utf-8", "utf-8", From=submission.email,
            Subject=encode_word("Fall"), Message_ID=f"<{submission.key}@mail.example>",
        )  # fmt: skip
        done = self._house.amends("mail", "receive", given=raw, check=False)
        assert done.returncode in {0, 75}, done.stderr.decode()
        if done.returncode:
            raise OSError("to be tried again")
        submission.is_acknowledged = True


def _must_be_passing(answer: Answer) -> None:
    """While an office starts or stops it may say 503; anything else is a fault of the house."""
    assert answer.status == 503, f"{answer.status}: {answer.text[:600]}"
    raise OSError("the office is away")


DOORS: dict[str, type[Api] | type[Form] | type[Mail]] = {"api": Api, "form": Form, "mail": Mail}
