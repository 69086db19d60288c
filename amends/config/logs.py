"""How the house speaks to its log: one line an event, to standard error, without a word of any complaint or person."""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(*, level: str, form: str, with_messages: bool) -> None:
    """Our own lines and those of the packages we use take the same road.

    The text of an error may hold what a person typed, so only its kind and its places are written unless WITH_MESSAGES.
    """
    draw = structlog.processors.JSONRenderer() if form == "json" else structlog.processors.LogfmtRenderer()
    always: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info if with_messages else _places_only,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_route_instead_of_path)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=always,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                draw,
            ],
        )
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *always,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    root = logging.getLogger()
    for old in [old for old in root.handlers if getattr(old, "is_of_the_house", False)]:
        root.removeHandler(old)
    handler.is_of_the_house = True  # type: ignore[attr-defined]
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.getLogger("django.request").setLevel("ERROR")  # a page not found is no news
    logging.getLogger("django.security").setLevel("ERROR")


def _route_instead_of_path(record: logging.LogRecord) -> bool:
    """A path may hold the token of a link, so the log gets the pattern it matched."""
    request = getattr(record, "request", None)
    if request is not None:
        match = getattr(request, "resolver_match", None)
        record.msg, record.args = "answered %s", (getattr(record, "status_code", 0),)
        record.msg += f" on {getattr(request, 'method', '')} {match.route if match else 'no known address'}"
    return True


def _places_only(logger: Any, name: str, event: EventDict) -> EventDict:
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if info and info[0]:
        event["exception"] = places(info)
    return event


def places(info: ExcInfo) -> str:
    """The kind of an error and where it passed, innermost first, without what it said."""
    frames = reversed(traceback.extract_tb(info[2])[-12:])
    where = " < ".join(f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno}" for frame in frames)
    return f"{info[0].__module__}.{info[0].__qualname__} at {where}"
