"""Everyday complaints of the demo office, spread over recent weeks and brought to varied stages by real verbs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources

from amends.core import actions
from amends.core.models import Complaint
from amends.core.rules.intake import Contact, Demand, Intake
from amends.core.rules.kinds import Capacity, DemandType, Harm, Kind, Validity
from amends.demo.story import alarm_heard, delivered
from amends.lib.data_files import Entry, read_entry
from amends.office.models import Person, Product

PRODUCTS = {
    "apple": "9524600100010",
    "pear": "9524600100027",
    "broccoli": "9524600100034",
    "carrot": "9524600100041",
    "buckwheat": "9524600200017",
    "banana": "9524600200024",
    "rice": "9524600200031",
    "juice": "9524600300014",
    "peach": "9524600300021",
    "milk1": "9524600400011",
    "milk2": "9524600400028",
    "milk3": "9524600400035",
}
KINDS = {
    "questions": Kind.QUESTION,
    "suggestions": Kind.SUGGESTION,
    "praise": Kind.PRAISE,
    "data_requests": Kind.DATA_REQUEST,
}
_MIX = ("ru", "en", "ru", "fa", "ru", "zh", "ru", "en", "fa", "zh")
_CHANNELS = ("web_form", "email", "web_form", "phone_desk", "api", "email", "web_form", "counter", "email", "paper")
_DEMANDS = {
    "promo": DemandType.PRIZE,
    "service": DemandType.APOLOGY,
    "info": DemandType.EXPLANATION,
    "delivery": DemandType.REPLACEMENT,
    "handling": DemandType.EXPLANATION,
}
_FACES = {"ru": ("olga", "timur"), "en": ("emma",), "fa": ("shirin",), "zh": ("mei",)}
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """One written text and what it is about."""

    language: str
    text: str
    kind: Kind
    category: str = ""
    product: str = ""


def pieces(language: str) -> list[Piece]:
    """All texts of a language. Refuses, by file and line, an unknown product and a text that is none."""
    file = read_entry(
        resources.files(__package__).joinpath("complaints", f"{language}.yaml"), f"complaints/{language}.yaml"
    )
    file.known("names", "complaints", *KINDS)
    found = []
    for key, texts in file["complaints"].items():
        category, _, product = key.partition("/")
        if product and product not in PRODUCTS:
            raise file["complaints"].fault(f"there is no product “{product}”", key)
        found += [
            Piece(language, _text(file["complaints"], key, text), Kind.COMPLAINT, category, product) for text in texts
        ]
    for part, kind in KINDS.items():
        found += [Piece(language, _text(file, part, text), kind) for text in file.get(part, [])]
    return found


def names(language: str) -> list[str]:
    return list(read_entry(resources.files(__package__).joinpath("complaints", f"{language}.yaml"))["names"])


def come(count: int, people: Mapping[str, Person], *, at: datetime) -> int:
    """COUNT contacts, oldest first; the newest wait untouched. Returns how many came."""
    words = read_entry(resources.files(__package__).joinpath("answers.yaml"))
    crowd = _choose(count)
    for number, piece in enumerate(crowd):
        age = timedelta(hours=1 + (count - number) ** 2 * 24 * 45 / count**2)
        _Visit(number, piece, people, words[piece.language], at - age, at).go()
    return count


def _choose(count: int) -> Iterator[Piece]:
    written = {language: pieces(language) for language in set(_MIX)}
    taken = dict.fromkeys(written, 0)
    for number in range(count):
        language = _MIX[number % len(_MIX)]
        # 17 has no divisor in common with the lengths of the lists: every text comes before one comes twice.
        yield written[language][taken[language] * 17 % len(written[language])]
        taken[language] += 1


def _text(entry: Entry, key: str, text: object) -> str:
    if not isinstance(text, str) or not text.strip():
        raise entry.fault(f"a text of “{key}” is no text; put it in quotes", key)
    return text


class _Visit:
    """One contact on its way, as far as its age and its number let it go."""

    def __init__(
        self, number: int, piece: Piece, people: Mapping[str, Person], words: Entry, begins: datetime, now: datetime
    ) -> None:
        self.number, self.piece, self.people, self.words = number, piece, people, words
        self.begins, self.now = begins, now
        self.face = people[_FACES[piece.language][number % len(_FACES[piece.language])]]
        self.case: Complaint

    def go(self) -> None:
        self._arrive()
        if self._is_past(5 * _HOUR) and self.number % 7:
            self._understand()
        if self._is_past(2 * _DAY) and self.number % 7 > 1:
            self._talk()
        if self._is_past(5 * _DAY) and self.number % 7 > 2:
            self._end()

    def _is_past(self, age: timedelta) -> bool:
        return self.begins + age < self.now

    def _arrive(self) -> None:
        piece, channel = self.piece, _CHANNELS[self.number % len(_CHANNELS)]
        anonymous = piece.category.startswith("service.conduct") and self.number % 2 == 0 and channel == "web_form"
        crowd = names(piece.language)
        author = Contact(
            name=crowd[self.number % len(crowd)],
            email=f"{piece.language}{self.number}@mail.example",
            phone=f"+7900{self.number:07d}" if channel == "phone_desk" else "",
        )
        typed_in = channel in {"phone_desk", "counter", "paper"}
        product = Product.objects.filter(code=PRODUCTS.get(piece.product, "")).first()
        self.case = actions.receive(
            Intake(
                receipt=actions.new_receipt_key(),
                channel=channel,
                received_at=self.begins,
                text=piece.text,
                language=piece.language,
                kind=piece.kind,
                author=Contact() if anonymous else author,
                anonymous=anonymous,
                capacity=Capacity.PARENT if product else Capacity.BUYER,
                product=product.names[piece.language] if product else "",
                lot=f"26-{100 + self.number % 90:04d}" if product else "",
                harm=(Harm.HEALTH,) if piece.category.startswith("health.reaction") else (),
                demands=(self._demand(product),) if piece.kind is Kind.COMPLAINT else (),
            ),
            at=self.begins,
            by=self.face if typed_in else None,
        ).complaint
        delivered(self.case, self.begins + timedelta(minutes=1))
        alarm_heard(self.case)

    def _demand(self, product: Product | None) -> Demand:
        wanted = _DEMANDS.get(self.piece.category.split(".")[0], DemandType.REFUND)
        if wanted is DemandType.REFUND and product is not None:
            return Demand(wanted, product.price_minor, product.currency)
        return Demand(wanted)

    def _understand(self) -> None:
        at = self.begins + 2 * _HOUR
        actions.assign(self.case, handler=self.face, by=self.people["vera"], at=at)
        if self.piece.kind is Kind.COMPLAINT:
            facts = actions.IssueFacts(
                category=self.piece.category,
                gtin=PRODUCTS.get(self.piece.product, ""),
                product=self.case.issues.get(position=1).product,
                lot=self.case.issues.get(position=1).lot,
                demands=(self._demand(Product.objects.filter(code=PRODUCTS.get(self.piece.product, "")).first()),),
            )
            actions.classify(self.case, issues=[facts], anger=1 + self.number % 5, by=self.face, at=at + _HOUR)
            alarm_heard(self.case)

    def _talk(self) -> None:
        at = self.begins + _DAY
        if self.number % 3 == 0:
            actions.ask(self.case, text=self.words["ask"], by=self.face, at=at)
        else:
            actions.reply(self.case, text=self.words["first_reply"], final=False, by=self.face, at=at)
        if self.number % 4 == 0:
            actions.note(self.case, text=self.words["note"], by=self.face, at=at + _HOUR)
        delivered(self.case, at + _HOUR)

    def _end(self) -> None:
        at = self.begins + 4 * _DAY
        if self.piece.kind is not Kind.COMPLAINT:
            self._answer(self.words["answer"], at)
        elif self.number % 19 == 5:
            actions.withdraw(self.case, at=at, why=self.words["withdrawn"])
            delivered(self.case, at + _HOUR)
        elif self.piece.category.startswith("distance.seller"):
            text, where = self.words["declined"], self.words["signpost"]
            actions.decline(self.case, reasons=text, signpost=where, text=text, by=self.face, at=at)
            delivered(self.case, at + _HOUR)
        else:
            self._decide(at)

    def _decide(self, at: datetime) -> None:
        decider = self._decider(at)
        if decider is None:
            return
        upheld = self.number % 5 != 0
        actions.decide(
            self.case,
            issue=1,
            validity=Validity.UPHELD if upheld else Validity.NOT_UPHELD,
            decision=self.words["decision" if upheld else "no_decision"],
            reasons=self.words["reasons" if upheld else "no_reasons"],
            by=decider,
            at=at,
        )
        self._answer(self.words["final" if upheld else "no_final"], at + _HOUR)

    def _answer(self, text: str, at: datetime) -> None:
        actions.reply(self.case, text=text, final=True, by=self.face, at=at)
        delivered(self.case, at + _HOUR)
        if self.number % 6 == 0:
            words = self.words["thanks"]
            thanks = Intake(receipt=actions.new_receipt_key(), channel="email", received_at=at + _DAY, text=words)
            if self._is_past(6 * _DAY):
                actions.add(self.case, thanks, party=self.case.parties.first(), at=at + _DAY)
                delivered(self.case, at + _DAY + _HOUR)
        if self._is_past(9 * _DAY):
            actions.close(self.case, by=self.face, at=at + 4 * _DAY)

    def _decider(self, at: datetime) -> Person | None:
        """Whoever may decide and may see: a confidential case without either stays open until somebody is named."""
        for name in ("marina", "nikita", "vera"):
            person = self.people[name]
            if Complaint.objects.visible_to(person, at).filter(pk=self.case.pk).exists():
                return person
        return None
