"""What is new in a reply, and what is quoted. Careful: a doubt leaves the text whole; nothing is ever dropped.

Own rules line by line instead of mail-parser-reply: its patterns run over the whole text and back again, it strips
every line, and it knows neither Mail.ru, Yandex, QQ nor Foxmail.
"""

import re
from dataclasses import dataclass

WROTE = (
    r"wrote|writes|написала?|написал\(а\)|пишет|писала?|نوشت|نوشته(?: است)?|نوشتند"
    r"|写道|寫道|写到|来信|schrieb|a écrit|escribió"
)
ATTRIBUTION = re.compile(rf"^.{{0,400}}?(?:{WROTE})(?:\s*<[^<>]*>)?\s*[:：]\s*$", re.IGNORECASE)
EVIDENCE = re.compile(r"[\d۰-۹٠-٩]|@")
MAILRU = re.compile(r"^.{5,80}\d\d?:\d\d.{0,20}\bот\b .{1,200}[:：]\s*$")
GMAIL = re.compile(r"^.{5,80}\d\d?:\d\d\b.{0,200}<\S{1,100}@\S{1,100}>\s*[:：]\s*$")
BEGINS = re.compile(
    r"^(on|am|le|el|в|во|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|在|于|於|در)\b|^在|"
    r"^[\d۰-۹]",
    re.IGNORECASE,
)
YANDEX = re.compile(r"^\d\d?[.\-/]\d\d[.\-/]\d{2,4},?\s(?:в\s)?\d\d?:\d\d,?\s.{1,200}(?:@|<).{1,200}[:：]?\s*$")
DATED = re.compile(r"^\d{4}[-/.年]\s?\d\d?[-/.月]\s?\d\d?日?.{1,200}@.{1,100}[:：]?\s*$")
SEPARATOR = re.compile(
    r"^\s*[-_—–*]{2,30}\s*(original message|original appointment|исходное сообщение|исходное письмо|"
    r"оригинальное сообщение|пересланное сообщение|пересылаемое сообщение|конец пересылаемого сообщения|"
    r"forwarded message|начало переадресованного сообщения|پیام اصلی|پیام ارسالی|پیام فوروارد شده|پیام بازارسال شده|"
    r"原始邮件|原始郵件|原始訊息|转发邮件|转发的邮件|转发邮件信息|回复的原邮件|original)\s*[-_—–*]{2,30}\s*$",
    re.IGNORECASE,
)
BEGIN_FORWARD = re.compile(
    r"^(begin forwarded message|начало переадресованного сообщения|下面是被转发的邮件)[:：]\s*$", re.I
)
FROM_LINE = re.compile(
    r"^\s*\*?(from|от|от кого|发件人|寄件者|寄件人|از|فرستنده|von|de)\*?\s*[:：]\s*\*?\s*\S", re.IGNORECASE
)
NEXT_LINE = re.compile(
    r"^\s*\*?(sent|date|to|cc|subject|отправлено|дата|кому|копия|тема|发送时间|日期|时间|收件人|抄送|主题|主旨|寄件日期|收件者|"
    r"副本|تاریخ|ارسال شده|ارسال|به|گیرنده|رونوشت|موضوع|gesendet|an|betreff)\*?\s*[:：]",
    re.IGNORECASE,
)
RULE = re.compile(r"^\s*[_\-—]{10,}\s*$")
MAX_WRAP = 3


@dataclass(frozen=True, slots=True)
class Halves:
    """The new part and the older part of a text."""

    new: str
    old: str


def split(text: str) -> Halves:
    """The new part and the quoted part. With nothing new in it, or with answers between quotes, all of it is new."""
    lines = text.split("\n")
    start, is_separator = _first_quote(lines)
    if start < 0:
        return Halves(text, "")
    new = "\n".join(lines[:start]).rstrip()
    after = _after_quote(lines, start) if not is_separator else -1
    if after == 0:
        return Halves(text, "")
    if after > 0:
        below = "\n".join(lines[after:]).strip("\n")
        both = f"{new}\n\n{below}" if new.strip() else below
        return Halves(both, "\n".join(lines[start:after]).strip("\n"))
    if not new.strip():
        return Halves(text, "")
    return Halves(new, "\n".join(lines[start:]).strip("\n"))


def _first_quote(lines: list[str]) -> tuple[int, bool]:
    """The line where the older part begins, and whether everything below it is old."""
    for index, line in enumerate(lines):
        if line.startswith(">"):
            return index, False
        if not line or line.isspace():
            continue
        if SEPARATOR.match(line) or BEGIN_FORWARD.match(line):
            return index, True
        if FROM_LINE.match(line) and _is_header_block(lines, index):
            return _with_rule(lines, index), True
        begins = _attribution(lines, index)
        if begins >= 0:
            quoted = _next_filled(lines, index + 1).startswith(">")
            return begins, not quoted
    return -1, False


def _is_header_block(lines: list[str], index: int) -> bool:
    following = [line for line in lines[index + 1 : index + 9] if line.strip()][:6]
    return sum(1 for line in following if NEXT_LINE.match(line)) >= 2


def _with_rule(lines: list[str], index: int) -> int:
    """The ruled line Outlook draws above its header block belongs to the quote."""
    above = index - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and RULE.match(lines[above]) else index


def _attribution(lines: list[str], index: int) -> int:
    """Where the `On … wrote:` that ends at this line begins; -1 when there is none here."""
    line = lines[index]
    if len(line) > 500:
        return -1
    if MAILRU.match(line) or GMAIL.match(line) or YANDEX.match(line) or DATED.match(line):
        quoted = _next_filled(lines, index + 1).startswith(">")
        return index if quoted or "@" in line else -1
    if line.rstrip()[-1:] not in (":", "：") or not ATTRIBUTION.match(line):
        return -1
    joined = line
    for back in range(MAX_WRAP):
        if BEGINS.match(lines[index - back]) and EVIDENCE.search(joined):
            return index - back
        above = index - back - 1
        if above < 0 or not lines[above].strip():
            break
        joined = f"{lines[above]} {joined}"
    if EVIDENCE.search(line):
        return index
    return index if _next_filled(lines, index + 1).startswith(">") else -1


def _next_filled(lines: list[str], start: int) -> str:
    return next((line for line in lines[start : start + 5] if line.strip()), "")


def _after_quote(lines: list[str], start: int) -> int:
    """Where new text begins below one block of `>` lines; 0 when answers stand between quotes, -1 for none."""
    blocks, after, is_in_quote = 0, -1, False
    for index in range(start, len(lines)):
        line = lines[index]
        if line.startswith(">"):
            blocks += 0 if is_in_quote else 1
            is_in_quote = True
        elif line.strip():
            if is_in_quote and after < 0:
                after = index
            if is_in_quote or after >= 0:
                is_in_quote = False
    if after < 0:
        return -1
    return 0 if blocks > 1 else after
