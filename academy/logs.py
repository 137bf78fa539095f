"""Structured logs: one event a line, readable in a terminal, JSON in production, without personal data."""

import logging
import logging.config
import re
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
NOISY = ("django.server", "celery.redirected", "django_tasks", "modelsearch", "wagtail", "kombu")
# At their most talkative they write whole contexts of pages and parameters of queries: people's names and what they typed.
TALKATIVE = ("django.template", "django.db.backends", "celery.worker.strategy", "celery.pool")
SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "code")
# What is secret or personal in running text, and what is written in its place.
IN_TEXT = (
    (EMAIL, "[e-mail]"),
    # PostgreSQL repeats whole rows and keys when it refuses them.
    (re.compile(r"\b(DETAIL|CONTEXT|LINE \d+): .*"), r"\1: [removed]"),
    # Links that let someone in, or speak for someone: the key is in the path.
    (re.compile(r"(/reset/key/|/avsta/)[^/\s\"']+"), r"\1[removed]"),
    (re.compile(r"\b(Basic|Bearer)\s+[\w+/=.~-]{8,}", re.IGNORECASE), r"\1 [removed]"),
    (re.compile(rf"\b(\w*(?:{'|'.join(SECRET_WORDS)}))=[^&\s\"']+", re.IGNORECASE), r"\1=[removed]"),
)


def without_addresses(text: str) -> str:
    """Return the text with e-mail addresses, and what is as secret or personal in running text, taken out."""
    for pattern, instead in IN_TEXT:
        text = pattern.sub(instead, text)
    return text


def without_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace e-mail addresses and the values of secret-sounding keys before a line is written."""
    return {key: _scrubbed(key, value) for key, value in event.items()}


def _scrubbed(key: str, value: Any) -> Any:
    if any(word in key.lower() for word in SECRET_WORDS) and key != "status_code":
        return "[removed]"
    if isinstance(value, str):
        return without_addresses(value)
    if isinstance(value, dict):
        return {name: _scrubbed(str(name), inner) for name, inner in value.items()}
    if type(value) in {list, tuple, set, frozenset}:
        return type(value)(_scrubbed(key, inner) for inner in value)
    # structlog's own values begin with an underscore; anything else, such as an error, is written as its text.
    is_plain = value is None or isinstance(value, int | float) or key.startswith("_")
    return value if is_plain else without_addresses(str(value))


def configure(*, json: bool, level: str) -> None:
    """Set up structlog and the standard library's logging with the same processors."""
    shared: list[Any] = [
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_personal_data,
    ]
    renderer = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {"()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": shared, "processor": renderer}
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["stderr"], "level": level},
            "loggers": {name: {"level": "WARNING"} for name in (*NOISY, *TALKATIVE)},
        }
    )
