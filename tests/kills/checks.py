"""What must hold after every kill: nothing acknowledged is lost, nothing is doubled, numbers have no gaps, the log verifies."""

import email
import json
from collections import Counter

from amends.channels.email.tests.smtp_server import Letterbox
from tests.kills.load import Submission
from tests.serving import PATIENCE, House, until


def nothing_lost_nothing_doubled(house: House, sent: list[Submission]) -> None:
    """Each acknowledged submission is one case, with the very text, under the number that was told."""
    cases = house.rows("SELECT number, statement FROM core_complaint")
    texts = Counter(statement for _, statement in cases)
    doubled = [text for text, count in texts.items() if count > 1]
    assert not doubled, f"{len(doubled)} complaints were made twice: {doubled[:3]}"
    by_number = {number: statement for number, statement in cases}
    acknowledged = [one for one in sent if one.is_acknowledged]
    assert acknowledged
    lost = [one for one in acknowledged if one.text not in texts]
    assert not lost, f"{len(lost)} of {len(acknowledged)} acknowledged complaints are lost: {lost[:3]}"
    wrong = [one for one in acknowledged if one.told and by_number.get(one.told[0]) != one.text]
    assert not wrong, f"{len(wrong)} were told a number that is not theirs: {wrong[:3]}"
    known = {one.text for one in sent}
    strange = [statement for _, statement in cases if statement not in known]
    assert not strange, f"{len(strange)} texts were changed on the way: {strange[:3]}"


def answers_never_differ(sent: list[Submission]) -> None:
    """However often a client asked with one key, it was told one number and one code."""
    changed = [one for one in sent if len(set(one.answers)) > 1]
    assert not changed, f"{len(changed)} got another answer on a replay: {changed[:3]}"


def found_with_its_code(house: House, sent: list[Submission]) -> None:
    """The complainant's own way back: the number and the access code open the case, which shows the very words."""
    for one in sent:
        if one.told and one.told[1]:
            number, code = one.told
            answer = house.get(f"/api/v1/public/complaints/{number}", Access_Code=code)
            assert answer.status == 200, f"{number} with its code: {answer.status} {answer.text[:300]}"
            assert one.text in [entry["text"] for entry in answer.data["entries"]], (one.text, answer.data)


def numbers_have_no_gap(house: House) -> None:
    found = sorted(number for (number,) in house.rows("SELECT number FROM core_complaint WHERE number IS NOT NULL"))
    assert len(found) == house.rows("SELECT count(*) FROM core_complaint")[0][0], "a case has no number"
    serials: dict[str, list[int]] = {}
    for number in found:
        year, _, serial = number.rpartition("-")
        serials.setdefault(year, []).append(int(serial))
    for year, counted in serials.items():
        assert sorted(counted) == list(range(1, len(counted) + 1)), f"the numbers of {year} have gaps"


def every_receipt_is_done(house: House) -> None:
    """What was kept when the power went is received by the worker, without any client coming back."""
    house.change("UPDATE core_receipt SET next_try_at = received_at WHERE state = 'kept'")  # half a minute passes
    until(
        lambda: house.rows("SELECT count(*) FROM core_receipt WHERE state = 'kept'") == [(0,)],
        PATIENCE,
        lambda: f"{house.rows('SELECT state, count(*) FROM core_receipt GROUP BY state')}\n{house.words()}",
    )
    other = house.rows("SELECT state, why FROM core_receipt WHERE state <> 'done'")
    assert not other, f"receipts that became nothing: {other[:5]}"


def everything_was_delivered(house: House, *, patience: float = PATIENCE) -> None:
    """A killed worker's letters come back after their lease; here the lease ends at once."""
    house.change("UPDATE core_message SET next_attempt_at = at WHERE delivery = 'waiting'")
    waiting = "SELECT count(*) FROM core_message WHERE delivery = 'waiting'"
    until(lambda: house.rows(waiting) == [(0,)], patience, lambda: f"letters wait still\n{house.words()}")


def letters_were_sent_once(house: House, box: Letterbox, *, kills: int) -> None:
    """One acknowledgement to each address, one more only for a kill, and then under the same Message-ID."""
    by_receiver: dict[str, list[str]] = {}
    for _, receivers, raw in list(box.taken):
        for receiver in receivers:
            by_receiver.setdefault(receiver, []).append(str(email.message_from_bytes(raw)["Message-ID"]))
    addresses = [
        address
        for (address,) in house.rows(
            "SELECT DISTINCT p.email FROM core_party p JOIN core_message m ON m.party_id = p.id"
            " WHERE m.direction = 'out' AND m.delivery = 'sent' AND p.email <> ''"
        )
    ]
    never = [address for address in addresses if address not in by_receiver]
    assert not never, f"{len(never)} of {len(addresses)} letters count as sent and never arrived: {never[:3]}"
    again = {address: len(ids) - len(set(ids)) for address, ids in by_receiver.items()}
    assert sum(again.values()) <= kills, f"more letters came again than there were kills: {again}"
    expected = dict(
        house.rows(
            "SELECT p.email, count(*) FROM core_message m JOIN core_party p ON m.party_id = p.id"
            " WHERE m.direction = 'out' AND m.delivery = 'sent' GROUP BY p.email"
        )
    )
    odd = {a: (len(set(ids)), expected.get(a)) for a, ids in by_receiver.items() if len(set(ids)) != expected.get(a)}
    assert not odd, f"another Message-ID for one letter: {odd}"


def the_log_verifies(house: House) -> None:
    done = house.amends("verify", "--all", check=False)
    assert done.returncode == 0, done.stdout.decode()[-2000:] + done.stderr.decode()[-500:]


def no_error_was_logged(house: House, *allowed: str) -> None:
    text = house.log.read_text(errors="replace") if house.log.is_file() else ""
    lines = [line for line in text.splitlines() if "level=error" in line or "Traceback" in line]
    unexpected = [line for line in lines if not any(word in line for word in allowed)]
    assert not unexpected, json.dumps(unexpected[:5], indent=1)
