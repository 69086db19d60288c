"""Four people complain by four doors in four languages; a handler answers each in a real browser; each follows it to its end."""

import email
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from amends.channels.email.tests.build import encode_word, fields, mail, multipart, part
from amends.channels.email.tests.imap_server import PASSWORD as MAILBOX_PASSWORD
from amends.channels.email.tests.imap_server import Postbox
from amends.channels.email.tests.smtp_server import Letterbox
from tests.browser import follow, new_page
from tests.kills import checks
from tests.serving import PATIENCE, House, office, until

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.xdist_group("chromium")]

ADDRESS = "complaints@company-x.example"
OLGA, PASSWORD = "olga@company-x.example", "a-long-password-for-olga-only"
RUSSIAN = "Здравствуйте! Банка яблочного пюре шипела, когда я её открыла, и пахла кислым. Прошу вернуть деньги."
PERSIAN = "شیشهٔ پورهٔ سیب را باز کردم، صدا داد و بوی ترشی می‌داد. پولم را برگردانید."
CHINESE = "打开婴儿果泥时有嘶嘶声，闻起来发酸。我要求退款并说明原因。"
ENGLISH = "She says that the porridge bag was torn at the seam when she took it home."
ANSWERS = {
    "ru": ("Возвращаем цену банки.", "Крышка этой партии не держала; мы вернём вам деньги и благодарим вас."),
    "fa": ("بهای شیشه را پس می‌دهیم.", "در این سری در شیشه محکم نبود؛ پول شما را برمی‌گردانیم و سپاسگزاریم."),
    "zh": ("我们退还货款。", "这一批次的瓶盖密封不严，我们会全额退款，谢谢您告诉我们。"),
    "en": ("We return the price of the bag.", "The seam of this batch was weak; we return the price and thank you."),
}
LETTERS = {"ru": r"[а-яё]{4}", "fa": r"[\u0600-\u06ff]{3}", "zh": r"[\u4e00-\u9fff]{2}", "en": r"[a-z]{4}"}


class Town:
    """The office, its mail servers, and who lives there."""

    def __init__(self, house: House, box: Postbox, out: Letterbox) -> None:
        self.house, self.box, self.out = house, box, out

    def number_of(self, text: str) -> str:
        """The number of the case with these very words, once the worker has received them."""
        asked = "SELECT number FROM core_complaint WHERE statement = ?"
        until(
            lambda: len(self.house.rows(asked, [text])) == 1,
            PATIENCE,
            lambda: f"not received: {text}\n{self.house.words()}",
        )
        return str(self.house.rows(asked, [text])[0][0])

    def letters_to(self, address: str) -> list[EmailMessage]:
        raws = [raw for _, receivers, raw in list(self.out.taken) if address in receivers]
        return [email.message_from_bytes(raw, policy=default) for raw in raws]  # type: ignore[misc]

    def wait_letters(self, address: str, count: int) -> list[str]:
        until(
            lambda: len(self.letters_to(address)) >= count,
            PATIENCE,
            lambda: f"no letter to {address}\n{self.house.words()}",
        )
        bodies = [letter.get_body(("plain",)) for letter in self.letters_to(address)]
        return [body.get_content() for body in bodies if body is not None]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with Postbox() as box, Letterbox() as out, office(tmp_path) as house:
        house.amends("user", "create", "--email", OLGA, "--name", "Olga Petrova", "--role", "operator", "--role", "expert",
                     "--role", "head", "--password-stdin", given=PASSWORD.encode())  # fmt: skip
        servers = [
            "--imap",
            f"imap://anna@127.0.0.1:{box.server.port}",
            "--smtp",
            f"smtp://127.0.0.1:{out.server.port}",
        ]
        given = MAILBOX_PASSWORD.encode()
        house.amends("mail", "add", "--address", ADDRESS, *servers, "--password-stdin", given=given)
        house.python("from amends.core import make\nfor code in ('quality', 'quality.spoil'): make.category(code)")
        house.start()
        house.wait_ready("/readyz")
        yield Town(house, box, out)


def test_the_story(town: Town, browser: Browser) -> None:
    cases = {
        "ru": (_by_mail(town), "anna@mail.example", RUSSIAN),
        "fa": (_by_form(town, browser), "maryam@mail.example", PERSIAN),
    }
    number, code = _by_api(town)
    cases["zh"] = (number, "li@mail.example", CHINESE)
    desk = new_page(browser, base_url=_home(town))
    _sign_in(desk)
    cases["en"] = (_by_call(desk, town), "emma@mail.example", ENGLISH)
    for language, (number, address, _) in cases.items():
        (letter,) = town.wait_letters(address, 1)
        assert number in letter and re.search(LETTERS[language], letter.replace(number, "")), letter
    for language, (number, address, text) in cases.items():
        _handle(desk, town, number, language, text)
        answer = town.wait_letters(address, 2)[1]
        assert ANSWERS[language][1] in answer, answer
        _close(desk, town, number)
    _follow(browser, town, cases["zh"][0], code, CHINESE, ANSWERS["zh"][1])
    for _, address, _ in cases.values():
        ids = [letter["Message-ID"] for letter in town.letters_to(address)]
        assert len(ids) == len(set(ids)) and all(letter["Auto-Submitted"] for letter in town.letters_to(address)[:1])
    stages = town.house.rows("SELECT DISTINCT stage FROM core_complaint")
    assert stages == [("closed",)], stages
    _the_log_tells_nobodys_story(
        town, [*(text for _, _, text in cases.values()), *(a for _, a, _ in cases.values()), code]
    )
    assert town.house.stop() == 0
    checks.the_log_verifies(town.house)


# The four doors ---------------------------------------------------------------------------------------------------------


def _home(town: Town) -> str:
    return f"http://127.0.0.1:{town.house.port}"


def _by_mail(town: Town) -> str:
    picture = BytesIO()
    Image.new("RGB", (60, 40), "green").save(picture, "JPEG")
    text = part(RUSSIAN.encode("koi8-r"), "text/plain; charset=koi8-r", "8bit")
    photo = part(
        picture.getvalue(), "image/jpeg; name=banka.jpg", "base64", Content_Disposition="attachment; filename=banka.jpg"
    )
    head = fields(
        From="Anna <anna@mail.example>", To=ADDRESS, Subject=encode_word("Пюре"), Message_ID="<story@mail.example>",
        Content_Type="multipart/mixed; boundary=edge",
    )  # fmt: skip
    town.box.put(mail(multipart([text, photo]), head))
    number = town.number_of(RUSSIAN)
    assert town.house.rows("SELECT count(*) FROM core_attachment WHERE name = 'banka.jpg'") == [(1,)]
    return number


def _by_form(town: Town, browser: Browser) -> str:
    phone = new_page(
        browser, base_url=_home(town), viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True,
        locale="fa-IR",
    )  # fmt: skip
    phone.goto("/complain")
    assert phone.locator("html").get_attribute("dir") == "rtl"
    button = phone.locator(".next-bar .button.main")
    phone.fill("[name=text]", PERSIAN)
    for _ in range(3):
        follow(button)
    phone.fill("[name=name]", "مریم")
    phone.fill("[name=email]", "maryam@mail.example")
    follow(button)
    follow(button)
    expect(phone.locator(".ticket .code").first).to_be_visible()
    number = town.number_of(PERSIAN)
    phone.context.close()
    return number


def _by_api(town: Town) -> tuple[str, str]:
    given = {"text": CHINESE, "name": "李娜", "email": "li@mail.example", "language": "zh"}
    answer = town.house.post_json("/api/v1/public/complaints", given, Idempotency_Key="story")
    assert answer.status == 201, answer.text
    assert town.number_of(CHINESE) == answer.data["number"]
    return answer.data["number"], answer.data["access_code"]


def _by_call(desk: Page, town: Town) -> str:
    desk.goto("/desk/record/")
    desk.check("[name=channel][value=phone_desk]")
    desk.fill("[name=name]", "Emma Brown")
    desk.fill("[name=email]", "emma@mail.example")
    desk.select_option("select[name=language]", "en")
    desk.fill("textarea[name=text]", ENGLISH)
    follow(desk.locator("main form button.main").first)
    return town.number_of(ENGLISH)


# The desk ---------------------------------------------------------------------------------------------------------------


def _sign_in(desk: Page) -> None:
    desk.goto("/accounts/login/")
    desk.fill("[name=login]", OLGA)
    desk.fill("[name=password]", PASSWORD)
    desk.locator("button.main").first.click()
    desk.wait_for_url("**/desk/**")


def _verb(desk: Page, number: str, verb: str) -> None:
    desk.goto(f"/desk/complaints/{number}/{verb}/")


def _send(desk: Page, number: str) -> None:
    """The button of the form; afterwards the case is shown again."""
    follow(desk.locator("main form button.main").last)
    expect(desk, desk.locator("main").inner_text()).to_have_url(re.compile(f"/desk/complaints/{number}/([?#].*)?$"))


def _handle(desk: Page, town: Town, number: str, language: str, text: str) -> None:
    decision, reply = ANSWERS[language]
    desk.goto(f"/desk/complaints/{number}/")
    expect(desk.locator("main")).to_contain_text(text[:40])
    if language != "en":  # who typed a call in has taken it already
        _verb(desk, number, "take")
        _send(desk, number)
    _verb(desk, number, "classify")
    desk.fill("[name=essence]", "A seal that did not hold")
    desk.select_option("[name=issue0-category]", index=1)
    _send(desk, number)
    _verb(desk, number, "decide")
    desk.check("[name=validity][value=upheld]")
    desk.fill("[name=decision]", decision)
    desk.fill("[name=reasons]", reply)
    _send(desk, number)
    _verb(desk, number, "reply")
    desk.fill("main form textarea[name=text]", f"{decision} {reply}")
    desk.check("[name=final]")
    _send(desk, number)


def _close(desk: Page, town: Town, number: str) -> None:
    sent = (
        "SELECT count(*) FROM core_message m JOIN core_complaint c ON m.complaint_id = c.id"
        " WHERE c.number = ? AND m.is_final AND m.delivery = 'sent'"
    )
    until(lambda: town.house.rows(sent, [number]) == [(1,)], PATIENCE, town.house.words)
    _verb(desk, number, "close")
    _send(desk, number)


# The complainant comes back -----------------------------------------------------------------------------------------------


def _follow(browser: Browser, town: Town, number: str, code: str, text: str, reply: str) -> None:
    page = new_page(browser, base_url=_home(town), locale="zh-CN")
    page.goto("/follow")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code.lower().replace("-", " "))
    follow(page.locator("main form button.main").first)
    expect(page.locator("main")).to_contain_text(text)
    expect(page.locator("main")).to_contain_text(reply)
    page.context.close()


def _the_log_tells_nobodys_story(town: Town, canaries: list[str]) -> None:
    log = town.house.log.read_text(errors="replace")
    told = [word for word in [*canaries, PASSWORD, MAILBOX_PASSWORD, "Emma Brown", "maryam"] if word[:40] in log]
    assert not told, f"the log holds {told}"
